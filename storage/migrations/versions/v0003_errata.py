"""Who holds a draft, corrections of what was published, confidential resolutions, archives.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.types import UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    op.add_column("meetings", sa.Column("attendance", json, nullable=True))
    op.add_column(
        "minutes",
        sa.Column("archived", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "resolutions",
        sa.Column("confidential", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "draft_holders",
        sa.Column("minutes_id", big, nullable=False),
        sa.Column("person_id", big, nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_draft_holders_minutes_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_draft_holders_person_id")
        ),
        sa.PrimaryKeyConstraint("minutes_id", name=op.f("pk_draft_holders")),
    )
    op.create_table(
        "errata",
        sa.Column("id", big, nullable=False),
        sa.Column("council_id", big, nullable=False),
        sa.Column("resolution_id", big, nullable=False),
        sa.Column("item_id", big, nullable=True),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("corrected_by", big, nullable=False),
        sa.Column("corrected_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name=op.f("fk_errata_council_id")),
        sa.ForeignKeyConstraint(["item_id"], ["action_items.id"], name=op.f("fk_errata_item_id")),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolutions.id"], name=op.f("fk_errata_resolution_id")
        ),
        sa.ForeignKeyConstraint(
            ["corrected_by"], ["people.id"], name=op.f("fk_errata_corrected_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_errata")),
    )
    op.create_index(op.f("ix_errata_resolution_id"), "errata", ["resolution_id"])


def downgrade() -> None:
    """Take this step back."""
    op.drop_index(op.f("ix_errata_resolution_id"), table_name="errata")
    op.drop_table("errata")
    op.drop_table("draft_holders")
    op.drop_column("resolutions", "confidential")
    op.drop_column("minutes", "archived")
    op.drop_column("meetings", "attendance")

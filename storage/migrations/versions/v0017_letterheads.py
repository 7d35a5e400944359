"""A council's own template and emblem for its reports.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

from storage.types import BigId, UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    op.create_table(
        "letterheads",
        sa.Column("council_id", BigId, nullable=False),
        sa.Column("template", sa.LargeBinary(), nullable=True),
        sa.Column("template_name", sa.String(length=300), nullable=True),
        sa.Column("emblem", sa.LargeBinary(), nullable=True),
        sa.Column("changed_by", BigId, nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["people.id"], name=op.f("fk_letterheads_changed_by")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["councils.id"], name=op.f("fk_letterheads_council_id")
        ),
        sa.PrimaryKeyConstraint("council_id", name=op.f("pk_letterheads")),
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("letterheads")

"""The searches that members keep, and those they made not long ago.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "member_searches",
        sa.Column("id", big, nullable=False),
        sa.Column("membership_id", big, nullable=False),
        sa.Column("query", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["memberships.id"], name=op.f("fk_member_searches_membership_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_searches")),
        sa.UniqueConstraint(
            "membership_id", "key", name=op.f("uq_member_searches_membership_id_key")
        ),
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("member_searches")

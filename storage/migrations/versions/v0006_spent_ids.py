"""Ids that were taken back are not given out again.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    op.create_table(
        "spent_ids",
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("table_name", name=op.f("pk_spent_ids")),
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("spent_ids")

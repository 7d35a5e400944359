"""Messages that wait for the secretariat after a restore.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "delivery_hold",
        sa.Column("council_id", big, autoincrement=False, nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["councils.id"], name=op.f("fk_delivery_hold_council_id")
        ),
        sa.PrimaryKeyConstraint("council_id", name=op.f("pk_delivery_hold")),
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("delivery_hold")

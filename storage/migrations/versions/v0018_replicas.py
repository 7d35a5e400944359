"""Several processes on one database: who runs, and who works off which chat's updates.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    op.create_table(
        "replicas",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("until", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_replicas")),
    )
    op.create_table(
        "held_lanes",
        sa.Column("lane", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("until", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("lane", name=op.f("pk_held_lanes")),
    )
    op.create_index("ix_held_lanes_holder", "held_lanes", ["holder"])


def downgrade() -> None:
    """Take this step back."""
    op.drop_index("ix_held_lanes_holder", table_name="held_lanes")
    op.drop_table("held_lanes")
    op.drop_table("replicas")

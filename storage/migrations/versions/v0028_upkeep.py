"""Find by an index what the clock and the upkeep look for all day; drop what neither asks any more.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UtcDateTime

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_outbox_finished_at", "outbox", ["finished_at"], "finished_at IS NOT NULL"),
    (
        "ix_attachments_uncopied",
        "attachments",
        ["id"],
        "copy_name IS NULL AND copy_refused IS NULL",
    ),
    ("ix_postponements_open", "postponements", ["council_id", "id"], "decided_at IS NULL"),
)


def upgrade() -> None:
    """Take this step."""
    for name, table, columns, condition in INDEXES:
        rows = sa.text(condition)
        op.create_index(name, table, columns, sqlite_where=rows, postgresql_where=rows)
    op.drop_table("tick_slot")


def downgrade() -> None:
    """Take this step back."""
    op.create_table(
        "tick_slot",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "slot", name=op.f("pk_tick_slot")),
    )
    for name, table, _columns, _condition in INDEXES:
        op.drop_index(name, table_name=table)

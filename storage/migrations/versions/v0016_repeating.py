"""Find what repeats and is over, among a million items that do not, at once.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

REPEATS = sa.text("deadline_kind IN ('recurring', 'continuous', 'event')")


def upgrade() -> None:
    """Take this step."""
    op.create_index(
        "ix_action_items_repeating",
        "action_items",
        ["council_id", "due_on"],
        sqlite_where=REPEATS,
        postgresql_where=REPEATS,
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_index("ix_action_items_repeating", table_name="action_items")

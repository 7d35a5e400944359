"""Find what repeats, and what nobody has spoken of for long, without looking through everything.

Revision ID: 0013
Revises: 0012
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    op.create_index("ix_action_items_notified_on", "action_items", ["council_id", "notified_on"])
    op.create_index(
        "ix_action_items_deadline_kind",
        "action_items",
        ["council_id", "deadline_kind", "due_on"],
    )
    op.create_index(
        "ix_progress_updates_created_at", "progress_updates", ["council_id", "created_at"]
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_index("ix_progress_updates_created_at", table_name="progress_updates")
    op.drop_index("ix_action_items_deadline_kind", table_name="action_items")
    op.drop_index("ix_action_items_notified_on", table_name="action_items")

"""Tell whether a resolution still has open work from an index of open work alone.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('notified', 'in_progress', 'blocked', 'reported_done')")


def upgrade() -> None:
    """Take this step."""
    op.create_index(
        "ix_action_items_open",
        "action_items",
        ["resolution_id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_index("ix_action_items_open", table_name="action_items")

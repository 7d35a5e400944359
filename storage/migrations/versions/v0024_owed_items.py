"""Find what somebody owes without reading what their bodies have done in all the years.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

OWNED = sa.text("follow_up_owner_id IS NOT NULL")
LEAD, OWNER = "ix_action_items_lead_body_id", "ix_action_items_follow_up_owner_id"


def upgrade() -> None:
    """Take this step."""
    _drop()
    op.create_index(LEAD, "action_items", ["lead_body_id", "state"])
    op.create_index(
        OWNER, "action_items", ["follow_up_owner_id"], sqlite_where=OWNED, postgresql_where=OWNED
    )


def downgrade() -> None:
    """Take this step back."""
    _drop()
    op.create_index(LEAD, "action_items", ["lead_body_id"])
    op.create_index(OWNER, "action_items", ["follow_up_owner_id"])


def _drop() -> None:
    for name in (LEAD, OWNER):
        op.drop_index(name, table_name="action_items")

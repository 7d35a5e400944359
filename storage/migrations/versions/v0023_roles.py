"""Who has a role in a council is found without looking at all its members.

Revision ID: 0023
Revises: 0022
"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    op.create_index("ix_memberships_role", "memberships", ["council_id", "role", "person_id"])


def downgrade() -> None:
    """Take this step back."""
    op.drop_index("ix_memberships_role", table_name="memberships")

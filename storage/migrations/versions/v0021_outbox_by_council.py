"""Count what became of one council's messages without reading those of all others.

Revision ID: 0021
Revises: 0020
"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    op.create_index("ix_outbox_council_id", "outbox", ["council_id", "created_at"])


def downgrade() -> None:
    """Take this step back."""
    op.drop_index("ix_outbox_council_id", table_name="outbox")

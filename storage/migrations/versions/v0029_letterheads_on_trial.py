"""Forget how kept files were sent: they are tried out as letterheads, and nothing sends them.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    op.drop_column("made_files", "picture")
    op.drop_column("made_files", "telegram_id")


def downgrade() -> None:
    """Take this step back."""
    op.add_column("made_files", sa.Column("telegram_id", sa.String(length=200), nullable=True))
    op.add_column(
        "made_files",
        sa.Column("picture", sa.Boolean(), nullable=False, server_default=sa.false()),
    )

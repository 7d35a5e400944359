"""What somebody answered to a message to many.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    op.add_column("broadcast_recipients", sa.Column("answer", sa.Text(), nullable=True))


def downgrade() -> None:
    """Take this step back."""
    with op.batch_alter_table("broadcast_recipients") as table:
        table.drop_column("answer")

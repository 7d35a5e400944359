"""In which calendar and digits a person is written to.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    op.add_column("people", sa.Column("calendar", sa.String(length=10), nullable=True))
    op.add_column("people", sa.Column("numerals", sa.String(length=10), nullable=True))


def downgrade() -> None:
    """Take this step back."""
    op.drop_column("people", "numerals")
    op.drop_column("people", "calendar")

"""${message}.

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
"""

import sqlalchemy as sa
from alembic import op

import storage.types
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Take this step back."""
    ${downgrades if downgrades else "pass"}

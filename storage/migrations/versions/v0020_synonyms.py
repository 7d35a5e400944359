"""Words that mean the same to a council's search.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

from storage.types import BigId, UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    op.create_table(
        "synonyms",
        sa.Column("id", BigId, nullable=False),
        sa.Column("council_id", BigId, nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("key", sa.String(length=600), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["councils.id"], name=op.f("fk_synonyms_council_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonyms")),
        sa.UniqueConstraint("council_id", "key", name=op.f("uq_synonyms_council_id_key")),
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("synonyms")

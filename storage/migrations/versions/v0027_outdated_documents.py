"""Find what the search index holds as it was without reading all that it holds.

Revision ID: 0027
Revises: 0026
"""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    op.create_index("ix_search_documents_version", "search_documents", ["version"])


def downgrade() -> None:
    """Take this step back."""
    op.drop_index("ix_search_documents_version", table_name="search_documents")

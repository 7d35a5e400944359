"""The search index.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "search_documents",
        sa.Column("resolution_id", big, nullable=False),
        sa.Column("council_id", big, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resolution_id"],
            ["resolutions.id"],
            name=op.f("fk_search_documents_resolution_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("resolution_id", name=op.f("pk_search_documents")),
    )
    op.create_index(op.f("ix_search_documents_council_id"), "search_documents", ["council_id"])
    op.create_table(
        "search_terms",
        sa.Column("id", big, nullable=False),
        sa.Column("council_id", big, nullable=False),
        sa.Column("term", sa.String(length=80), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_terms")),
        sa.UniqueConstraint("council_id", "term", name=op.f("uq_search_terms_council_id_term")),
    )
    op.create_table(
        "search_postings",
        sa.Column("term_id", big, nullable=False),
        sa.Column("resolution_id", big, nullable=False),
        sa.Column("weight", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("term_id", "resolution_id", name=op.f("pk_search_postings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_spellings",
        sa.Column("council_id", big, nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("term_id", big, nullable=False),
        sa.PrimaryKeyConstraint("council_id", "key", "term_id", name=op.f("pk_search_spellings")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("search_spellings")
    op.drop_table("search_postings")
    op.drop_table("search_terms")
    op.drop_index(op.f("ix_search_documents_council_id"), table_name="search_documents")
    op.drop_table("search_documents")

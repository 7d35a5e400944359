"""The search index packed: postings and spelling keys as bytes. It is derived, so it is refilled.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take this step."""
    _drop_old()
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "search_documents",
        sa.Column("resolution_id", big, nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
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
    op.create_index(
        op.f("ix_search_documents_council_id"),
        "search_documents",
        ["council_id", "place"],
        unique=True,
    )
    op.create_table(
        "search_terms",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("term", sa.String(length=80), nullable=False),
        sa.Column("tail", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("council_id", "number", name=op.f("pk_search_terms")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_search_terms_council_id"), "search_terms", ["council_id", "term"], unique=True
    )
    op.create_table(
        "search_blocks",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("first_place", sa.Integer(), nullable=False),
        sa.Column("postings", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint(
            "council_id", "number", "first_place", name=op.f("pk_search_blocks")
        ),
    )
    op.create_table(
        "search_spellings",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("drawer", sa.Integer(), nullable=False),
        sa.Column("entries", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("council_id", "drawer", name=op.f("pk_search_spellings")),
    )
    if op.get_bind().dialect.name == "postgresql":
        # Rows that grow stay on their page; bytes that do not shrink are not packed once more.
        op.execute("ALTER TABLE search_terms SET (fillfactor = 80)")
        op.execute("ALTER TABLE search_terms ALTER COLUMN tail SET STORAGE EXTERNAL")
        op.execute("ALTER TABLE search_blocks ALTER COLUMN postings SET STORAGE EXTERNAL")
        op.execute("ALTER TABLE search_spellings ALTER COLUMN entries SET STORAGE EXTERNAL")


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("search_spellings")
    op.drop_table("search_blocks")
    op.drop_index(op.f("ix_search_terms_council_id"), table_name="search_terms")
    op.drop_table("search_terms")
    op.drop_index(op.f("ix_search_documents_council_id"), table_name="search_documents")
    op.drop_table("search_documents")
    _create_old()


def _drop_old() -> None:
    op.drop_table("search_spellings")
    op.drop_table("search_postings")
    op.drop_table("search_terms")
    op.drop_index(op.f("ix_search_documents_council_id"), table_name="search_documents")
    op.drop_table("search_documents")


def _create_old() -> None:
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

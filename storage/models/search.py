"""Tables of the search: what members keep, and the index, which is derived from the resolutions.

What a word's documents are is packed into bytes: a row for each of them would cost ten times the
text. Only the document row has a parent: everything else is written and removed with it.
"""

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.types import Base, BigId, Id, Moment


class SearchDocument(Base):
    """What the index holds of one resolution, and which version of the index text made it."""

    __tablename__ = "search_documents"
    __table_args__ = (
        Index("ix_search_documents_council_id", "council_id", "place", unique=True),
        Index("ix_search_documents_version", "version"),
    )

    resolution_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("resolutions.id", ondelete="CASCADE"), primary_key=True
    )
    council_id: Mapped[int]
    place: Mapped[int]
    """Its number among the council's documents; one that is written again comes last."""
    version: Mapped[int]
    terms: Mapped[bytes] = mapped_column(LargeBinary)
    """Its terms in the order of the text, as `storage.search.packing` writes them."""


class SearchTerm(Base):
    """One token of a council's vocabulary, and the newest documents that hold it."""

    __tablename__ = "search_terms"
    __table_args__ = (
        Index("ix_search_terms_council_id", "council_id", "term", unique=True),
        {"sqlite_with_rowid": False},
    )

    council_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    documents: Mapped[int]
    """How many documents hold it in all."""
    term: Mapped[str] = mapped_column(String(80))
    tail: Mapped[bytes] = mapped_column(LargeBinary)
    """Its last postings; the earlier ones of a common term stand in blocks."""


class SearchBlock(Base):
    """A run of the documents that hold a common term."""

    __tablename__ = "search_blocks"

    council_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    postings: Mapped[bytes] = mapped_column(LargeBinary)


class SearchSpelling(Base):
    """The terms whose spelling keys fall into one of a council's drawers."""

    __tablename__ = "search_spellings"

    council_id: Mapped[int] = mapped_column(primary_key=True)
    drawer: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entries: Mapped[bytes] = mapped_column(LargeBinary)


class MemberSearch(Base):
    """A search that a member keeps, or made not long ago."""

    __tablename__ = "member_searches"
    __table_args__ = (UniqueConstraint("membership_id", "key"),)

    id: Mapped[Id]
    membership_id: Mapped[int] = mapped_column(BigId, ForeignKey("memberships.id"))
    query: Mapped[str] = mapped_column(String(100))
    key: Mapped[str] = mapped_column(String(200))
    """What two spellings of the same search have in common."""
    kept: Mapped[bool]
    used_at: Mapped[Moment]


class Synonyms(Base):
    """Words that mean the same to a council, which its secretaries taught the search."""

    __tablename__ = "synonyms"
    __table_args__ = (UniqueConstraint("council_id", "key"),)

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(BigId, ForeignKey("councils.id"))
    words: Mapped[str] = mapped_column(String(600))
    """With « = » between them, as they were typed."""
    key: Mapped[str] = mapped_column(String(600))
    """What two spellings of the same group have in common."""
    created_at: Mapped[Moment]

"""Tables of the search index: derived from the resolutions, rebuilt whenever that is easier.

No foreign key leads out of the postings: they are written and removed with their document only,
and checking two parents for every row would double the cost of indexing.
"""

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.types import Base, BigId, Id


class SearchDocument(Base):
    """What the index holds of one resolution, and which version of the index text made it."""

    __tablename__ = "search_documents"

    resolution_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("resolutions.id", ondelete="CASCADE"), primary_key=True
    )
    council_id: Mapped[int] = mapped_column(BigId, index=True)
    version: Mapped[int]
    terms: Mapped[bytes] = mapped_column(LargeBinary)
    """The ids of its terms in the order of the text, four bytes each; 0 ends a field."""


class SearchTerm(Base):
    """One token of a council's vocabulary, with the number of documents that hold it."""

    __tablename__ = "search_terms"
    __table_args__ = (UniqueConstraint("council_id", "term"),)

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(BigId)
    term: Mapped[str] = mapped_column(String(80))
    documents: Mapped[int]


class SearchPosting(Base):
    """That a document holds a term, and how much that weighs there."""

    __tablename__ = "search_postings"
    __table_args__ = ({"sqlite_with_rowid": False},)

    term_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    resolution_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    weight: Mapped[int] = mapped_column(SmallInteger)


class SearchSpelling(Base):
    """One of the keys under which a term is found although it was typed wrongly."""

    __tablename__ = "search_spellings"
    __table_args__ = ({"sqlite_with_rowid": False},)

    council_id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    term_id: Mapped[int] = mapped_column(BigId, primary_key=True)

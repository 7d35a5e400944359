"""Writes the search index: the vocabulary of each council and what its resolutions hold of it."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched

from sqlalchemy import Insert, Table, bindparam, delete, insert, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from storage import spelling
from storage.database import Session
from storage.models_minutes import Resolution
from storage.models_search import SearchDocument, SearchPosting, SearchTerm
from storage.types import Base

LONGEST_TERM = 80
UNIT = 1000
"""A posting's weight is stored in thousandths."""

EVERY = ""
"""The term that stands for all documents of a council: its count is theirs; it has no postings."""

_AT_ONCE = 500  # values in one statement; SQLite and PostgreSQL both allow far more
_FORM_WEIGHT = 0.7
_SATURATION = 0.4
_LENGTH_SHARE = 0.5
_USUAL_LENGTH = 60.0
_LOCK = 7_301  # this index's own among PostgreSQL's advisory locks

# The tables themselves: thousands of rows at once are no objects.
_DOCUMENTS = Base.metadata.tables["search_documents"]
_TERMS = Base.metadata.tables["search_terms"]
_POSTINGS = Base.metadata.tables["search_postings"]
_SPELLINGS = Base.metadata.tables["search_spellings"]


@dataclass(frozen=True)
class SearchFields:
    """The parts of one resolution as index text: tokens between spaces, forms between bars."""

    code: str = ""
    text: str = ""
    bodies: str = ""
    clauses: str = ""
    reports: str = ""
    version: int = 1
    """Of the index text; what an older version wrote is found by it and written again."""


@dataclass(frozen=True)
class SearchEntry:
    """One resolution to be indexed."""

    resolution_id: int
    council_id: int
    fields: SearchFields


@dataclass(frozen=True)
class _Counted:
    entry: SearchEntry
    weights: Mapping[str, int]
    order: tuple[str | None, ...]


async def index_resolution(
    session: Session, *, resolution_id: int, council_id: int, fields: SearchFields
) -> None:
    """Put one resolution into the index, in place of what was there of it. Does not commit."""
    await index_resolutions(session, [SearchEntry(resolution_id, council_id, fields)])


async def index_resolutions(session: Session, entries: Sequence[SearchEntry]) -> None:
    """Put many resolutions into the index at once, a few hundred at a time. Does not commit."""
    latest = {entry.resolution_id: entry for entry in entries}
    await remove_resolutions(session, list(latest))
    by_council: dict[int, list[_Counted]] = {}
    for entry in latest.values():
        by_council.setdefault(entry.council_id, []).append(_count(entry))
    for council_id, counted in sorted(by_council.items()):
        await _lock(session, council_id)
        ids = await _count_terms(session, council_id, counted)
        await _write(session, counted, ids)


async def remove_resolutions(session: Session, resolution_ids: Sequence[int]) -> None:
    """Take resolutions out of the index; unknown ones are no error. Does not commit."""
    for some in batched(resolution_ids, _AT_ONCE):
        found = select(SearchDocument).where(SearchDocument.resolution_id.in_(some))
        gone: Counter[int] = Counter()
        for document in (await session.scalars(found)).all():
            held = {term for term in term_order(document.terms) if term}
            gone.update((await _term_ids(session, document.council_id, [EVERY])).values())
            await session.execute(
                delete(SearchPosting).where(
                    SearchPosting.resolution_id == document.resolution_id,
                    SearchPosting.term_id.in_(held),
                )
            )
            gone.update(held)
            session.expunge(document)
        await _add_documents(session, {term: -count for term, count in gone.items()})
        await session.execute(
            delete(SearchDocument)
            .where(SearchDocument.resolution_id.in_(some))
            .execution_options(synchronize_session=False)
        )


async def unindexed_resolutions(
    session: Session, *, version: int, limit: int = 200
) -> Sequence[int]:
    """Return ids, lowest first, of resolutions that the index lacks or holds in another version."""
    stmt = (
        select(Resolution.id)
        .outerjoin(SearchDocument, SearchDocument.resolution_id == Resolution.id)
        .where(or_(SearchDocument.version.is_(None), SearchDocument.version != version))
        .order_by(Resolution.id)
        .limit(limit)
    )
    return (await session.scalars(stmt)).all()


def term_order(stored: bytes) -> "array[int]":
    """Return the term ids of a document in the order of its text; 0 ends a field."""
    order = array("I")
    order.frombytes(stored)
    return order


def _count(entry: SearchEntry) -> _Counted:
    weights: dict[str, float] = {}
    order: list[str | None] = []
    length = 0.0
    for field, importance in _weighted(entry.fields):
        for place in field.split():
            for rank, term in enumerate(place.split("|")):
                token = term[:LONGEST_TERM]
                share = importance * (_FORM_WEIGHT if rank else 1.0)
                weights[token] = weights.get(token, 0.0) + share
                order.append(token)
            length += 1.0
        order.append(None)
    norm = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length / _USUAL_LENGTH)
    parts = {
        token: round(UNIT * times * (_SATURATION + 1) / (times + norm))
        for token, times in weights.items()
    }
    return _Counted(entry, parts, tuple(order))


def _weighted(fields: SearchFields) -> tuple[tuple[str, float], ...]:
    return (
        (fields.code, 4.0),
        (fields.text, 1.0),
        (fields.bodies, 1.2),
        (fields.clauses, 0.8),
        (fields.reports, 0.4),
    )


async def _lock(session: Session, council_id: int) -> None:
    """Let one writer at a time change a council's vocabulary; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(
            text("SELECT pg_advisory_xact_lock(:lock, :council)"),
            {"lock": _LOCK, "council": council_id},
        )


async def _count_terms(
    session: Session, council_id: int, counted: Sequence[_Counted]
) -> dict[str, int]:
    """Add the documents to the vocabulary and return the ids of all their terms."""
    documents = Counter(term for one in counted for term in one.weights)
    documents[EVERY] = len(counted)
    ids = await _term_ids(session, council_id, documents)
    await _add_documents(session, {ids[term]: documents[term] for term in ids})
    new = sorted(documents.keys() - ids.keys())
    if not new:
        return ids
    rows = [{"council_id": council_id, "term": term, "documents": documents[term]} for term in new]
    await session.execute(insert(_TERMS), rows)
    added = await _term_ids(session, council_id, new)
    spellings = [
        {"council_id": council_id, "key": key, "term_id": term_id}
        for term, term_id in added.items()
        for key in _keys(term)
    ]
    if spellings:
        await session.execute(_insert_missing(session, _SPELLINGS), spellings)
    return ids | added


def _keys(term: str) -> set[int]:
    keys = set(spelling.keys(term))
    bare = None if term.isascii() or not term.isalpha() else spelling.skeleton_key(term)
    return keys if bare is None else keys | {bare}


async def _term_ids(session: Session, council_id: int, terms: Iterable[str]) -> dict[str, int]:
    ids: dict[str, int] = {}
    for some in batched(terms, _AT_ONCE):
        stmt = select(SearchTerm.term, SearchTerm.id).where(
            SearchTerm.council_id == council_id, SearchTerm.term.in_(some)
        )
        ids.update((term, term_id) for term, term_id in (await session.execute(stmt)).all())
    return ids


async def _add_documents(session: Session, change: Mapping[int, int]) -> None:
    if not change:
        return
    stmt = (
        update(_TERMS)
        .where(_TERMS.c.id == bindparam("wanted"))
        .values(documents=_TERMS.c.documents + bindparam("change"))
    )
    rows = [{"wanted": term, "change": count} for term, count in sorted(change.items())]
    await session.execute(stmt, rows)


async def _write(session: Session, counted: Sequence[_Counted], ids: Mapping[str, int]) -> None:
    documents = [
        {
            "resolution_id": one.entry.resolution_id,
            "council_id": one.entry.council_id,
            "version": one.entry.fields.version,
            "terms": array("I", [ids[term] if term else 0 for term in one.order]).tobytes(),
        }
        for one in counted
    ]
    await session.execute(insert(_DOCUMENTS), documents)
    postings = list(_postings(counted, ids))
    if postings:
        await session.execute(insert(_POSTINGS), postings)


def _postings(counted: Sequence[_Counted], ids: Mapping[str, int]) -> Iterator[dict[str, int]]:
    rows = [
        (ids[term], one.entry.resolution_id, weight)
        for one in counted
        for term, weight in one.weights.items()
    ]
    for term_id, resolution_id, weight in sorted(rows):  # in key order, as the table is laid out
        yield {"term_id": term_id, "resolution_id": resolution_id, "weight": weight}


def _insert_missing(session: Session, table: Table) -> Insert:
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()

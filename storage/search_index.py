"""Writes the search index: the vocabulary of each council and what its resolutions hold of it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import batched

import numpy as np
from sqlalchemy import delete, func, insert, or_, select, text, update

from storage import packing, search_lists
from storage.database import Session
from storage.models_minutes import Resolution
from storage.models_search import SearchDocument
from storage.search_terms import EVERY, LONGEST_TERM, Change, add_terms, change_terms, read_numbers
from storage.types import Base

_AT_ONCE = 500
_FORM_WEIGHT = 0.7
SATURATION = 0.4
_LENGTH_SHARE = 0.5
_USUAL_LENGTH = 60.0
_LOCK = 7_301  # this index's own among PostgreSQL's advisory locks

_DOCUMENTS = Base.metadata.tables["search_documents"]  # thousands of rows at once are no objects


@dataclass(frozen=True)
class SearchFields:
    """The parts of one resolution as index text: tokens between spaces, forms between bars."""

    code: str = ""
    title: str = ""
    """The opening words: they say what it is about."""
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
    order: tuple[str, ...]
    """The terms as they stand; a further form begins with «|», and «» ends a field."""


async def index_resolution(
    session: Session, *, resolution_id: int, council_id: int, fields: SearchFields
) -> None:
    """Put one resolution into the index, in place of what was there of it. Does not commit."""
    await index_resolutions(session, [SearchEntry(resolution_id, council_id, fields)])


async def index_resolutions(session: Session, entries: Sequence[SearchEntry]) -> None:
    """Put many resolutions into the index at once, up to a few thousand. Does not commit."""
    latest = {entry.resolution_id: entry for entry in entries}
    await remove_resolutions(session, list(latest))
    by_council: dict[int, list[_Counted]] = defaultdict(list)
    for entry in latest.values():
        by_council[entry.council_id].append(_count(entry))
    for council_id, counted in sorted(by_council.items()):
        await _lock(session, council_id)
        await _write(session, council_id, counted)


async def remove_resolutions(session: Session, resolution_ids: Sequence[int]) -> None:
    """Take resolutions out of the index; unknown ones are no error. Does not commit."""
    if not resolution_ids:
        return
    found = await search_lists.rows(
        session,
        "SELECT council_id, place, terms"  # noqa: S608  fixed words
        f" FROM {search_lists.each(session, 'bigint')} CROSS JOIN search_documents"
        " WHERE resolution_id = each.value",
        {"wanted": search_lists.listed(session, resolution_ids)},
    )
    by_council: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    documents: Counter[int] = Counter()
    for council_id, place, terms in found:
        documents[council_id] += 1
        for number in packing.terms_of(terms):
            by_council[council_id][number].add(place)
    for council_id, gone in sorted(by_council.items()):
        await _lock(session, council_id)
        known = await read_numbers(session, council_id, [0, *gone])
        changes = [Change(known[number], gone=places) for number, places in gone.items()]
        await change_terms(
            session, council_id, [*changes, Change(known[0], less=documents[council_id])]
        )
    for some in batched(resolution_ids, _AT_ONCE):
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


async def count_unindexed(session: Session, *, version: int) -> int:
    """Return how many resolutions the index lacks or holds in another version."""
    stmt = (
        select(func.count(Resolution.id))
        .outerjoin(SearchDocument, SearchDocument.resolution_id == Resolution.id)
        .where(or_(SearchDocument.version.is_(None), SearchDocument.version != version))
    )
    return (await session.scalar(stmt)) or 0


async def mark_changed(session: Session, resolution_id: int) -> None:
    """Let a resolution be indexed again, with the next of those that the index lacks."""
    await session.execute(
        update(_DOCUMENTS).where(_DOCUMENTS.c.resolution_id == resolution_id).values(version=0)
    )


def _count(entry: SearchEntry) -> _Counted:
    weights: dict[str, float] = {}
    order: list[str] = []
    length = 0
    for field, importance in _weighted(entry.fields):
        further = importance * _FORM_WEIGHT
        for place in field.split():
            length += 1
            if "|" not in place:
                token = place[:LONGEST_TERM]
                weights[token] = weights.get(token, 0.0) + importance
                order.append(token)
                continue
            main, *forms = place.split("|")
            weights[main[:LONGEST_TERM]] = weights.get(main[:LONGEST_TERM], 0.0) + importance
            order.append(main[:LONGEST_TERM])
            for form in forms:
                weights[form[:LONGEST_TERM]] = weights.get(form[:LONGEST_TERM], 0.0) + further
                order.append(f"|{form[:LONGEST_TERM]}")
        if order and order[-1]:
            order.append("")
    norm = SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length / _USUAL_LENGTH)
    parts = {
        token: max(1, round(packing.HEAVIEST * times / (times + norm)))
        for token, times in weights.items()
    }
    return _Counted(entry, parts, tuple(order))


def _weighted(fields: SearchFields) -> tuple[tuple[str, float], ...]:
    return (
        (fields.code, 4.0),
        (fields.title, 0.5),
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


async def _write(session: Session, council_id: int, counted: Sequence[_Counted]) -> None:
    last = await session.scalar(
        select(func.max(SearchDocument.place)).where(SearchDocument.council_id == council_id)
    )
    first = 0 if last is None else last + 1
    if first + len(counted) > packing.MOST_PLACES:
        raise ValueError("a council's index holds sixteen million writings of resolutions at most")
    documents = Counter(term for one in counted for term in one.weights)
    known = await add_terms(session, council_id, [EVERY, *documents])
    numbers = {term: row.number for term, row in known.items()}
    added = _postings(counted, numbers, first)
    changes = [Change(known[term], added=added[numbers[term]]) for term in documents]
    await change_terms(session, council_id, [*changes, Change(known[EVERY], less=-len(counted))])
    rows = [
        {
            "resolution_id": one.entry.resolution_id,
            "council_id": council_id,
            "place": place,
            "version": one.entry.fields.version,
            "terms": packing.write_order([_ordered(term, numbers) for term in one.order]),
        }
        for place, one in enumerate(counted, start=first)
    ]
    await session.execute(insert(_DOCUMENTS), rows)


def _ordered(term: str, numbers: Mapping[str, int]) -> int:
    if not term:
        return packing.FIELD_END
    return numbers[term] if term[0] != "|" else packing.SAME_PLACE | numbers[term[1:]]


def _postings(
    counted: Sequence[_Counted], numbers: Mapping[str, int], first: int
) -> dict[int, packing.Numbers]:
    """Return for each term number its new postings, in the order of their places."""
    terms = np.array([numbers[term] for one in counted for term in one.weights], dtype=np.uint32)
    sizes = [len(one.weights) for one in counted]
    places = np.repeat(np.arange(first, first + len(counted), dtype=np.uint32), sizes)
    weights = np.array([w for one in counted for w in one.weights.values()], dtype=np.uint32)
    order = np.argsort(terms, kind="stable")
    packed = packing.postings(places, weights)[order]
    different, starts = np.unique(terms[order], return_index=True)
    return dict(zip(different.tolist(), np.split(packed, starts[1:]), strict=True))

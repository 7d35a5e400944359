"""Writes the search index: the vocabulary of each council and what its resolutions hold of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from sqlalchemy import func, or_, select, text, update

from storage import packing
from storage.database import Session
from storage.models_minutes import Resolution
from storage.models_search import SearchDocument
from storage.search_driver import Driver, write_at_once
from storage.search_terms import EVERY, LONGEST_TERM, Change, add_terms, change_terms, read_numbers
from storage.types import Base

_FORM_WEIGHT = 0.7
SATURATION = 0.4
_LENGTH_SHARE = 0.5
_USUAL_LENGTH = 60.0
_LOCK = 7_301  # this index's own among PostgreSQL's advisory locks

_DOCUMENTS = Base.metadata.tables["search_documents"]


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
    length: int
    times: Mapping[str, float]
    """How often each term stands there, by the importance of where."""
    order: Sequence[str]
    """The places of the text, each a term and its further forms; «» ends a field."""


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
        work = partial(_write, council_id=council_id, counted=counted)
        await write_at_once(session, work)


async def remove_resolutions(session: Session, resolution_ids: Sequence[int]) -> None:
    """Take resolutions out of the index; unknown ones are no error. Does not commit."""
    whose = select(_DOCUMENTS.c.council_id).where(_DOCUMENTS.c.resolution_id.in_(resolution_ids))
    if not resolution_ids:
        return
    for council_id in sorted(set(await session.scalars(whose))):
        await _lock(session, council_id)
        work = partial(_remove, council_id=council_id, resolution_ids=resolution_ids)
        await write_at_once(session, work)


async def _remove(driver: Driver, council_id: int, resolution_ids: Sequence[int]) -> None:
    found = await driver.rows(
        "SELECT place, terms"  # noqa: S608  fixed words
        f" FROM {driver.each('bigint')} CROSS JOIN search_documents"
        " WHERE resolution_id = each.value AND council_id = :council",
        {"wanted": driver.listed(resolution_ids), "council": council_id},
    )
    gone: dict[int, set[int]] = defaultdict(set)
    for place, terms in found:
        for number in packing.terms_of(terms):
            gone[number].add(place)
    known = await read_numbers(driver, council_id, [0, *gone])
    changes = [Change(known[number], gone=places) for number, places in gone.items()]
    await change_terms(driver, council_id, [*changes, Change(known[0], less=len(found))])
    await driver.write(
        "DELETE FROM search_documents WHERE council_id = :council AND place = :place",
        [{"council": council_id, "place": place} for place, _ in found],
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
    found: dict[str, float] = {}
    order: list[str] = []
    length = 0
    for field, importance in _weighted(entry.fields):
        places = field.split()
        if not places:
            continue
        length += len(places)
        for place, times in Counter(places).items():
            main, *forms = _terms(place)
            found[main] = found.get(main, 0.0) + importance * times
            for form in forms:
                found[form] = found.get(form, 0.0) + importance * times * _FORM_WEIGHT
        order += places
        order.append("")
    return _Counted(entry, length, found, order)


def _terms(place: str) -> list[str]:
    """Return the term that stands at a place of a text, and its further forms."""
    if len(place) <= LONGEST_TERM:
        return place.split("|") if "|" in place else [place]
    return [term[:LONGEST_TERM] for term in place.split("|")]


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


async def _write(driver: Driver, council_id: int, counted: Sequence[_Counted]) -> None:
    last = "SELECT MAX(place) FROM search_documents WHERE council_id = :council"
    highest = (await driver.rows(last, {"council": council_id}))[0][0]
    first = 0 if highest is None else highest + 1
    if first + len(counted) > packing.MOST_PLACES:
        raise ValueError("a council's index holds sixteen million writings of resolutions at most")
    terms = {term for one in counted for term in one.times}
    known = await add_terms(driver, council_id, [EVERY, *terms])
    numbers = {term: row.number for term, row in known.items()}
    rows = {row.number: row for row in known.values()}
    added = [
        Change(rows[number], postings) for number, postings in _postings(counted, numbers, first)
    ]
    await change_terms(driver, council_id, [*added, Change(known[EVERY], less=-len(counted))])
    packed = {place: _packed(place, numbers) for one in counted for place in one.order}
    await driver.write(
        "INSERT INTO search_documents (resolution_id, council_id, place, version, terms)"
        " VALUES (:resolution, :council, :place, :version, :terms)",
        [
            {
                "resolution": one.entry.resolution_id,
                "council": council_id,
                "place": place,
                "version": one.entry.fields.version,
                "terms": b"".join([packed[at] for at in one.order]),
            }
            for place, one in enumerate(counted, start=first)
        ],
    )


def _packed(place: str, numbers: Mapping[str, int]) -> bytes:
    """Return a place of a text as `packing` keeps it."""
    if not place:
        return packing.write_order([packing.FIELD_END])
    main, *forms = [numbers[term] for term in _terms(place)]
    return packing.write_order([main, *(packing.SAME_PLACE | form for form in forms)])


def _postings(
    counted: Sequence[_Counted], numbers: Mapping[str, int], first: int
) -> Iterable[tuple[int, bytes]]:
    """Return each term's number and its new postings, in the order of their places."""
    sizes = [len(one.times) for one in counted]
    terms = np.array([numbers[term] for one in counted for term in one.times], dtype=np.uint32)
    times = np.array([often for one in counted for often in one.times.values()])
    lengths = np.repeat([float(one.length) for one in counted], sizes)
    norms = SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * lengths / _USUAL_LENGTH)
    weights = np.maximum(1, np.rint(packing.HEAVIEST * times / (times + norms)))
    places = np.repeat(np.arange(first, first + len(counted), dtype=np.uint32), sizes)
    order = np.argsort(terms, kind="stable")
    packed = packing.postings(places, weights.astype(np.uint32))[order].astype("<u4").tobytes()
    different, starts = np.unique(terms[order], return_index=True)
    bounds = [*(starts * packing.POSTING_BYTES).tolist(), len(packed)]
    runs = (packed[start:stop] for start, stop in pairwise(bounds))
    return zip(different.tolist(), runs, strict=True)

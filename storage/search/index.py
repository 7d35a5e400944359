"""Writes the search index: the vocabulary of each council and what its resolutions hold of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import (
    ColumnElement,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    text,
    union,
    update,
)

from storage.database import Session
from storage.database.at_the_end import write_last
from storage.database.prepared import Prepared
from storage.models import ActionItem
from storage.models.minutes import Resolution, SupportingBody
from storage.models.search import SearchDocument
from storage.search import packing
from storage.search.driver import Driver, write_at_once
from storage.search.postings import lay_out
from storage.search.terms import EVERY, Change, add_terms, change_terms, read_numbers
from storage.types import Base

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


async def index_resolution(
    session: Session, *, resolution_id: int, council_id: int, fields: SearchFields
) -> None:
    """Put one resolution into the index, in place of what was there of it. Does not commit."""
    await index_resolutions(session, [SearchEntry(resolution_id, council_id, fields)])


async def index_resolutions(session: Session, entries: Sequence[SearchEntry]) -> None:
    """Put many resolutions into the index at once, up to a few thousand. Does not commit."""
    latest = {entry.resolution_id: entry for entry in entries}
    await remove_resolutions(session, list(latest))
    by_council: dict[int, list[SearchEntry]] = defaultdict(list)
    for entry in latest.values():
        by_council[entry.council_id].append(entry)
    for council_id, some in sorted(by_council.items()):
        await _lock(session, council_id)
        await write_at_once(session, partial(_write, council_id=council_id, entries=some))


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
        f" FROM search_documents WHERE resolution_id {driver.among('bigint')}"
        " AND council_id = :council",
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
        council_id,
        {"place": [place for place, _ in found]},
    )


async def missing_resolutions(session: Session, *, after: int = 0, limit: int) -> Sequence[int]:
    """Return ids above `after`, lowest first, of resolutions that the index lacks altogether.

    Reads the ids of all resolutions, to find none as a rule: what is stored is indexed with it.
    """
    stmt = (
        select(Resolution.id)
        .outerjoin(SearchDocument, SearchDocument.resolution_id == Resolution.id)
        .where(Resolution.id > after, SearchDocument.resolution_id.is_(None))
        .order_by(Resolution.id)
        .limit(limit)
    )
    return (await session.scalars(stmt)).all()


async def outdated_resolutions(
    session: Session, *, version: int, after: int = 0, limit: int
) -> Sequence[int]:
    """Return ids above `after`, lowest first, of resolutions that changed since they were indexed,
    or that the index holds in another version."""
    held = _DOCUMENTS.c.resolution_id + 0  # else SQLite reads them all, because they are in order
    stmt = select(held).where(_is_outdated(version), held > after).order_by(held)
    return (await session.scalars(stmt.limit(limit))).all()


async def count_outdated(session: Session, *, version: int) -> int:
    """Return how many resolutions the index holds as they were, or in another version."""
    stmt = select(func.count()).select_from(_DOCUMENTS).where(_is_outdated(version))
    return (await session.scalar(stmt)) or 0


def _is_outdated(version: int) -> ColumnElement[bool]:
    """Two stretches of the index on the version, named in the statement itself: for a value that
    it does not see PostgreSQL would expect two thirds of the table, and read all of it."""
    current: ColumnElement[int] = literal_column(str(version))
    return or_(_DOCUMENTS.c.version < current, _DOCUMENTS.c.version > current)


async def mark_body_changed(session: Session, body_id: int) -> None:
    """Let all resolutions that name the body be indexed again: it has another name."""
    leads = select(ActionItem.resolution_id).where(ActionItem.lead_body_id == body_id)
    helps = (
        select(ActionItem.resolution_id)
        .join(SupportingBody, SupportingBody.item_id == ActionItem.id)
        .where(SupportingBody.body_id == body_id)
    )
    named = _DOCUMENTS.c.resolution_id.in_(union(leads, helps))
    await session.execute(update(_DOCUMENTS).where(named).values(version=0))


async def mark_changed(session: Session, resolution_id: int) -> None:
    """Let a resolution be indexed again, with the next of those that the index lacks."""
    await write_last(session, ("changed", resolution_id), _MARK, changed=resolution_id)


_MARK = Prepared(
    lambda _kind: (
        update(_DOCUMENTS)
        .where(_DOCUMENTS.c.resolution_id == bindparam("changed"))
        .values(version=0)
        .returning(_DOCUMENTS.c.resolution_id)
    )
)


async def _lock(session: Session, council_id: int) -> None:
    """Let one writer at a time change a council's vocabulary; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(
            text("SELECT pg_advisory_xact_lock(:lock, :council)"),
            {"lock": _LOCK, "council": council_id},
        )


async def _write(driver: Driver, council_id: int, entries: Sequence[SearchEntry]) -> None:
    last = "SELECT MAX(place) FROM search_documents WHERE council_id = :council"
    highest = (await driver.rows(last, {"council": council_id}))[0][0]
    first = 0 if highest is None else highest + 1
    if first + len(entries) > packing.MOST_PLACES:
        raise ValueError("a council's index holds sixteen million writings of resolutions at most")
    written = lay_out([_weighted(entry.fields) for entry in entries])
    known = await add_terms(driver, council_id, [EVERY, *written.terms])
    postings, orders = written.packed({term: row.number for term, row in known.items()}, first)
    rows = {row.number: row for row in known.values()}
    added = [Change(rows[number], some) for number, some in postings]
    await change_terms(driver, council_id, [*added, Change(known[EVERY], less=-len(entries))])
    await driver.write(
        "INSERT INTO search_documents (resolution_id, council_id, place, version, terms)"
        " VALUES (:resolution, :council, :place, :version, :terms)",
        council_id,
        {
            "resolution": [entry.resolution_id for entry in entries],
            "place": range(first, first + len(entries)),
            "version": [entry.fields.version for entry in entries],
            "terms": orders,
        },
    )


def _weighted(fields: SearchFields) -> tuple[tuple[str, float], ...]:
    return (
        (fields.code, 4.0),
        (fields.title, 0.5),
        (fields.text, 1.0),
        (fields.bodies, 1.2),
        (fields.clauses, 0.8),
        (fields.reports, 0.4),
    )

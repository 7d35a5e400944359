"""The vocabulary of a council in the search index: its terms, their postings, their spellings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage import packing, spelling
from storage.database import Session
from storage.models_search import SearchBlock, SearchTerm
from storage.search_lists import each, listed, rows
from storage.types import Base

LONGEST_TERM = 80

EVERY = ""
"""The term that stands for all documents of a council: its count is theirs; it has no postings."""

LONGEST_TAIL = 400
_FULL_BLOCK = 2_000
"""Postings in a term's row before they move into a block, and in a block before a new one."""

_TERMS = Base.metadata.tables["search_terms"]
_BLOCKS = Base.metadata.tables["search_blocks"]
_SPELLINGS = Base.metadata.tables["search_spellings"]


@dataclass(frozen=True, slots=True)
class Term:
    """One row of the vocabulary."""

    number: int
    documents: int
    text: str
    tail: bytes

    @property
    def in_blocks(self) -> bool:
        """Whether some of its postings stand in blocks."""
        return self.documents * 4 > len(self.tail)


@dataclass(frozen=True, slots=True)
class Change:
    """What is to change of a term's documents."""

    term: Term
    added: packing.Numbers = field(default_factory=lambda: packing.NOTHING)
    """New postings, of higher places than all that are there."""
    gone: Collection[int] = ()
    """Places that hold it no longer."""
    less: int = 0
    """For EVERY: by how much the count falls."""

    @property
    def documents(self) -> int:
        """Return how many documents hold the term afterwards."""
        return self.term.documents + len(self.added) - len(self.gone) - self.less


async def read_terms(session: Session, council_id: int, terms: Iterable[str]) -> dict[str, Term]:
    """Return the terms that the vocabulary has, with their tails; also those of no document."""
    found = await _read(session, council_id, "term", "text", [t[:LONGEST_TERM] for t in terms])
    return {term.text: term for term in found}


async def read_numbers(
    session: Session, council_id: int, numbers: Iterable[int]
) -> dict[int, Term]:
    """Return the terms of the numbers, with their tails."""
    found = await _read(session, council_id, "number", "int", numbers)
    return {term.number: term for term in found}


async def _read(
    session: Session, council_id: int, column: str, kind: str, wanted: Iterable[int] | Iterable[str]
) -> list[Term]:
    stmt = (
        "SELECT number, documents, term, tail"  # noqa: S608  fixed words
        f" FROM {each(session, kind)} CROSS JOIN search_terms"
        f" WHERE council_id = :council AND {column} = each.value"
    )
    values = {"council": council_id, "wanted": listed(session, wanted)}
    return [Term(*row) for row in await rows(session, stmt, values)]


async def read_blocks(
    session: Session, council_id: int, numbers: Collection[int]
) -> dict[int, list[packing.Numbers]]:
    """Return the postings of the terms that stand in blocks, in the order of their places."""
    found: dict[int, list[packing.Numbers]] = defaultdict(list)
    if numbers:
        stmt = (
            "SELECT number, postings"  # noqa: S608  fixed words
            f" FROM {each(session, 'int')} CROSS JOIN search_blocks"
            " WHERE council_id = :council AND number = each.value ORDER BY number, first_place"
        )
        values = {"council": council_id, "wanted": listed(session, numbers)}
        for number, stored in await rows(session, stmt, values):
            found[number].append(packing.read(stored))
    return found


async def add_terms(session: Session, council_id: int, terms: Collection[str]) -> dict[str, Term]:
    """Return the vocabulary's rows of all the terms; those it lacked are new and empty."""
    known = await read_terms(session, council_id, terms)
    new = sorted(set(terms) - known.keys())
    if not new:
        return known
    last = await session.scalar(
        select(func.max(SearchTerm.number)).where(SearchTerm.council_id == council_id)
    )
    first = 0 if last is None else last + 1  # EVERY sorts first of all, so that its number is 0
    if first + len(new) > packing.MOST_TERMS:
        raise ValueError("a council's index holds eight million different words at most")
    added = {term: Term(number, 0, term, b"") for number, term in enumerate(new, start=first)}
    new_rows = [
        {"council_id": council_id, "number": row.number, "documents": 0, "term": term, "tail": b""}
        for term, row in added.items()
    ]
    await session.execute(insert(_TERMS), new_rows)
    await _add_spellings(session, council_id, added.values())
    return known | added


async def change_terms(session: Session, council_id: int, changes: Sequence[Change]) -> None:
    """Write what changes of the terms: their counts, tails and blocks."""
    hidden = [one for one in changes if one.gone and one.term.in_blocks]
    if hidden:
        await _thin_blocks(session, council_id, hidden)
    changed, full = [], {}
    for one in changes:
        tail = packing.read(one.term.tail)
        if one.gone:
            tail = packing.without(tail, one.gone)
        if len(one.added):
            tail = np.concatenate((tail, one.added))
        if len(tail) > LONGEST_TAIL:
            full[one.term.number] = tail
            tail = packing.NOTHING
        changed.append({"n": one.term.number, "d": one.documents, "t": tail.tobytes()})
    await _move_into_blocks(session, council_id, full)
    stmt = (
        update(_TERMS)
        .where(_TERMS.c.council_id == council_id, _TERMS.c.number == bindparam("n"))
        .values(documents=bindparam("d"), tail=bindparam("t"))
    )
    await session.execute(stmt, changed)


async def _move_into_blocks(
    session: Session, council_id: int, full: Mapping[int, packing.Numbers]
) -> None:
    """Add postings to each term's last block while there is room, else make new ones."""
    if not full:
        return
    stmt = (
        "SELECT number, first_place, postings"  # noqa: S608  fixed words
        f" FROM {each(session, 'int')} CROSS JOIN search_blocks AS last"
        " WHERE council_id = :council AND number = each.value"
        " AND first_place = (SELECT MAX(first_place) FROM search_blocks"
        " WHERE council_id = last.council_id AND number = last.number)"
    )
    values = {"council": council_id, "wanted": listed(session, full)}
    runs = []
    last = {number: (first, stored) for number, first, stored in await rows(session, stmt, values)}
    for number, some in full.items():
        there = packing.read(last[number][1]) if number in last else packing.NOTHING
        if len(there) < _FULL_BLOCK:
            some = np.concatenate((there, some))  # noqa: PLW2901  the run goes on
        for start in range(0, len(some), _FULL_BLOCK):
            run = some[start : start + _FULL_BLOCK]
            joined = start == 0 and len(there) and len(there) < _FULL_BLOCK
            first = last[number][0] if joined else int(run[0]) >> 8
            runs.append(_block(council_id, number, first, run))
    await session.execute(_upsert(session, "search_blocks"), runs)


async def _thin_blocks(session: Session, council_id: int, hidden: Sequence[Change]) -> None:
    """Take places out of the blocks that hold them."""
    stmt = (
        "SELECT number, first_place, postings"  # noqa: S608  fixed words
        f" FROM {each(session, 'int')} CROSS JOIN search_blocks"
        " WHERE council_id = :council AND number = each.value"
    )
    gone = {one.term.number: one.gone for one in hidden}
    values = {"council": council_id, "wanted": listed(session, gone)}
    changed, empty = [], []
    for number, first, stored in await rows(session, stmt, values):
        there = packing.read(stored)
        kept = packing.without(there, gone[number])
        if not len(kept):
            empty.append({"n": number, "f": first})
        elif len(kept) < len(there):
            changed.append(_block(council_id, number, first, kept))
    if changed:
        await session.execute(_upsert(session, "search_blocks"), changed)
    if empty:
        stale = delete(SearchBlock).where(
            SearchBlock.council_id == council_id,
            SearchBlock.number == bindparam("n"),
            SearchBlock.first_place == bindparam("f"),
        )
        await (await session.connection()).execute(stale, empty)


def _block(council_id: int, number: int, first: int, run: packing.Numbers) -> dict[str, object]:
    return {
        "council_id": council_id,
        "number": number,
        "first_place": first,
        "postings": run.tobytes(),
    }


async def _add_spellings(session: Session, council_id: int, terms: Iterable[Term]) -> None:
    drawers: dict[int, list[int]] = defaultdict(list)
    for term in terms:
        for key in spelling.keys_of_term(term.text):
            drawers[packing.drawer(key)].append(packing.entry(key, term.number))
    if not drawers:
        return
    there = await read_drawers(session, council_id, drawers)
    drawn = [
        {
            "council_id": council_id,
            "drawer": drawer,
            "entries": there.get(drawer, b"") + np.array(entries, dtype="<u4").tobytes(),
        }
        for drawer, entries in drawers.items()
    ]
    await session.execute(_upsert(session, "search_spellings"), drawn)


async def read_drawers(
    session: Session, council_id: int, drawers: Iterable[int]
) -> dict[int, bytes]:
    """Return what the drawers hold; empty ones are left out."""
    stmt = (
        "SELECT drawer, entries"  # noqa: S608  fixed words
        f" FROM {each(session, 'int')} CROSS JOIN search_spellings"
        " WHERE council_id = :council AND drawer = each.value"
    )
    values = {"council": council_id, "wanted": listed(session, drawers)}
    return dict(map(tuple, await rows(session, stmt, values)))


def _upsert(session: Session, name: str) -> Any:  # noqa: ANN401  see below
    """Insert rows of bytes, or replace the bytes where the row is there."""
    table = {"search_blocks": _BLOCKS, "search_spellings": _SPELLINGS}[name]
    stored = "postings" if table is _BLOCKS else "entries"
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    stmt: Any = dialect.insert(table)  # the same words in both dialects, without a common class
    return stmt.on_conflict_do_update(
        index_elements=table.primary_key.columns, set_={stored: stmt.excluded[stored]}
    )

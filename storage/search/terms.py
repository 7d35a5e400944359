"""The vocabulary of a council in the search index: its terms, their postings, their spellings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from storage.search import packing, spelling
from storage.search.driver import Driver
from storage.search.postings import LONGEST_TERM

EVERY = ""
"""The term that stands for all documents of a council: its count is theirs; it has no postings."""

LONGEST_TAIL = 400
_FULL_BLOCK = 2_000
"""Postings in a term's row before they move into a block, and in a block before a new one."""

_PUT_BLOCK = (
    "INSERT INTO search_blocks (council_id, number, first_place, postings)"
    " VALUES (:council, :number, :first, :postings)"
    " ON CONFLICT (council_id, number, first_place) DO UPDATE SET postings = excluded.postings"
)
_PUT_DRAWER = (
    "INSERT INTO search_spellings (council_id, drawer, entries)"
    " VALUES (:council, :drawer, :entries)"
    " ON CONFLICT (council_id, drawer) DO UPDATE SET entries = excluded.entries"
)


_Block = tuple[int, int, bytes]
"""A term's number, the first place, and the postings."""


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
        return self.documents * packing.POSTING_BYTES > len(self.tail)


@dataclass(frozen=True, slots=True)
class Change:
    """What is to change of a term's documents."""

    term: Term
    added: bytes = b""
    """New postings, of higher places than all that are there."""
    gone: Collection[int] = ()
    """Places that hold it no longer."""
    less: int = 0
    """For EVERY: by how much the count falls."""

    @property
    def documents(self) -> int:
        """Return how many documents hold the term afterwards."""
        more = len(self.added) // packing.POSTING_BYTES
        return self.term.documents + more - len(self.gone) - self.less


async def read_terms(driver: Driver, council_id: int, terms: Iterable[str]) -> dict[str, Term]:
    """Return the terms that the vocabulary has, with their tails; also those of no document."""
    found = await _read(driver, council_id, "term", "text", [t[:LONGEST_TERM] for t in terms])
    return {term.text: term for term in found}


async def read_numbers(driver: Driver, council_id: int, numbers: Iterable[int]) -> dict[int, Term]:
    """Return the terms of the numbers, with their tails."""
    found = await _read(driver, council_id, "number", "int", numbers)
    return {term.number: term for term in found}


async def _read(
    driver: Driver, council_id: int, column: str, kind: str, wanted: Iterable[int] | Iterable[str]
) -> list[Term]:
    stmt = (
        "SELECT number, documents, term, tail"  # noqa: S608  fixed words
        f" FROM search_terms WHERE council_id = :council AND {column} {driver.among(kind)}"
    )
    values = {"council": council_id, "wanted": driver.listed(wanted)}
    return [Term(*row) for row in await driver.rows(stmt, values)]


async def read_blocks(
    driver: Driver, council_id: int, numbers: Collection[int]
) -> dict[int, list[bytes]]:
    """Return the postings of the terms that stand in blocks, in the order of their places."""
    found: dict[int, list[bytes]] = defaultdict(list)
    if numbers:
        stmt = (
            "SELECT number, postings"  # noqa: S608  fixed words
            f" FROM search_blocks WHERE council_id = :council AND number {driver.among('int')}"
            " ORDER BY number, first_place"
        )
        values = {"council": council_id, "wanted": driver.listed(numbers)}
        for number, stored in await driver.rows(stmt, values):
            found[number].append(stored)
    return found


async def add_terms(driver: Driver, council_id: int, terms: Collection[str]) -> dict[str, Term]:
    """Return the vocabulary's rows of all the terms; those it lacked are new and empty."""
    known = await read_terms(driver, council_id, terms)
    new = sorted(set(terms) - known.keys())
    if not new:
        return known
    last = "SELECT MAX(number) FROM search_terms WHERE council_id = :council"
    highest = (await driver.rows(last, {"council": council_id}))[0][0]
    first = 0 if highest is None else highest + 1  # EVERY sorts first, so that its number is 0
    if first + len(new) > packing.MOST_TERMS:
        raise ValueError("a council's index holds eight million different words at most")
    added = {term: Term(number, 0, term, b"") for number, term in enumerate(new, start=first)}
    await driver.write(
        "INSERT INTO search_terms (council_id, number, documents, term, tail)"
        " VALUES (:council, :number, 0, :term, :tail)",
        council_id,
        {"number": range(first, first + len(new)), "term": new, "tail": [b""] * len(new)},
    )
    await _add_spellings(driver, council_id, added.values())
    return known | added


async def change_terms(driver: Driver, council_id: int, changes: Sequence[Change]) -> None:
    """Write what changes of the terms: their counts, tails and blocks."""
    hidden = [one for one in changes if one.gone and one.term.in_blocks]
    if hidden:
        await _thin_blocks(driver, council_id, hidden)
    in_order = sorted(changes, key=lambda one: one.term.number)
    tails: list[bytes] = []
    full: dict[int, bytes] = {}
    for one in in_order:
        tail = packing.without(one.term.tail, one.gone) if one.gone else one.term.tail
        tail += one.added
        if len(tail) > LONGEST_TAIL * packing.POSTING_BYTES:
            full[one.term.number], tail = tail, b""
        tails.append(tail)
    await _move_into_blocks(driver, council_id, full)
    await driver.write(
        "UPDATE search_terms SET documents = :documents, tail = :tail"
        " WHERE council_id = :council AND number = :number",
        council_id,
        {
            "number": [one.term.number for one in in_order],
            "documents": [one.documents for one in in_order],
            "tail": tails,
        },
    )


async def _move_into_blocks(driver: Driver, council_id: int, full: Mapping[int, bytes]) -> None:
    """Add postings to each term's last block while there is room, else make new ones."""
    if not full:
        return
    stmt = (
        "SELECT number, first_place, postings"  # noqa: S608  fixed words
        " FROM search_blocks AS last"
        f" WHERE council_id = :council AND number {driver.among('int')}"
        " AND first_place = (SELECT MAX(first_place) FROM search_blocks"
        " WHERE council_id = last.council_id AND number = last.number)"
    )
    values = {"council": council_id, "wanted": driver.listed(full)}
    last = {row[0]: (row[1], row[2]) for row in await driver.rows(stmt, values)}
    runs: list[_Block] = []
    room = _FULL_BLOCK * packing.POSTING_BYTES
    for number, moved in full.items():
        first, there = last.get(number, (0, b""))
        joins = 0 < len(there) < room
        some = there + moved if joins else moved
        for start in range(0, len(some), room):
            run = some[start : start + room]
            begins = first if joins and start == 0 else packing.first_place(run)
            runs.append((number, begins, run))
    await driver.write(_PUT_BLOCK, council_id, _blocks(runs))


async def _thin_blocks(driver: Driver, council_id: int, hidden: Sequence[Change]) -> None:
    """Take places out of the blocks that hold them; others are not read.

    What is indexed anew stands together: of a word's many blocks it is in one or two.
    """
    stmt = (
        "SELECT number, first_place, postings"  # noqa: S608  fixed words
        " FROM search_blocks AS block"
        f" WHERE council_id = :council AND number {driver.among('int')} AND first_place <= :most"
        " AND first_place >= COALESCE((SELECT MAX(first_place) FROM search_blocks"
        " WHERE council_id = block.council_id AND number = block.number"
        " AND first_place <= :least), 0)"
    )
    gone = {one.term.number: one.gone for one in hidden}
    values = {
        "council": council_id,
        "wanted": driver.listed(gone),
        "least": min(map(min, gone.values())),
        "most": max(map(max, gone.values())),
    }
    changed: list[_Block] = []
    empty: list[_Block] = []
    for number, first, stored in await driver.rows(stmt, values):
        kept = packing.without(stored, gone[number])
        if not kept:
            empty.append((number, first, kept))
        elif len(kept) < len(stored):
            changed.append((number, first, kept))
    await driver.write(_PUT_BLOCK, council_id, _blocks(changed))
    await driver.write(
        "DELETE FROM search_blocks WHERE council_id = :council AND number = :number"
        " AND first_place = :first",
        council_id,
        {"number": [one[0] for one in empty], "first": [one[1] for one in empty]},
    )


def _blocks(some: Sequence[_Block]) -> dict[str, Sequence[object]]:
    """Return the columns of the blocks."""
    numbers, firsts, postings = zip(*some, strict=True) if some else ((), (), ())
    return {"number": numbers, "first": firsts, "postings": postings}


async def _add_spellings(driver: Driver, council_id: int, terms: Collection[Term]) -> None:
    found = [spelling.keys_of_term(term.text) for term in terms]
    keys = np.fromiter(chain.from_iterable(found), dtype=np.uint32)
    owners = np.array([term.number for term in terms], dtype=np.uint32)
    numbers = np.repeat(owners, [len(some) for some in found])
    order = np.argsort(keys, kind="stable")
    entries = packing.entries_of(keys[order], numbers[order])
    new = dict(packing.split_by(packing.drawers(keys[order]), entries))
    there = await read_drawers(driver, council_id, new)
    drawn = [there.get(drawer, b"") + some for drawer, some in new.items()]
    await driver.write(_PUT_DRAWER, council_id, {"drawer": list(new), "entries": drawn})


async def read_drawers(
    driver: Driver, council_id: int, drawers: Collection[int]
) -> dict[int, bytes]:
    """Return what the drawers hold; empty ones are left out."""
    stmt = (
        "SELECT drawer, entries"  # noqa: S608  fixed words
        f" FROM search_spellings WHERE council_id = :council AND drawer {driver.among('int')}"
    )
    values = {"council": council_id, "wanted": driver.listed(drawers)}
    return {row[0]: row[1] for row in await driver.rows(stmt, values)}

"""The first question of a search: what the vocabulary has of its words, and who asks."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage.search.driver import Driver
from storage.search.postings import LONGEST_TERM
from storage.search.terms import EVERY, Term

_OF_LISTED = -1
"""Stands for a term's number in the row that tells what the asker is listed for."""


@dataclass(frozen=True)
class Flood:
    """What too many documents are: more than `least`, and more than one in `part` of them all."""

    least: int
    part: int

    def holds(self, documents: int, total: int) -> bool:
        """Say whether a word of so many documents is one of a flood."""
        return documents > self.least and documents * self.part > total


@dataclass(frozen=True)
class Opened:
    """What is known when a search begins."""

    terms: Mapping[str, Term]
    blocks: Mapping[int, Sequence[bytes]]
    """Postings in blocks, by the numbers of their terms; those without any are left out."""
    listed: Sequence[int]
    """Ids of the confidential resolutions that the asker may know of."""


async def open_search(
    driver: Driver,
    council_id: int,
    *,
    words: Collection[str],
    flood: Flood,
    eyes: int | None,
) -> Opened:
    """Return what the vocabulary has of the words and of EVERY, in one question.

    Each question is a wait for the server, which costs more than what it brings: so the words come
    with their blocks at once, those of a flood excepted.
    """
    stmt = (
        "SELECT found.number, documents, term, tail, postings"  # noqa: S608  fixed words
        " FROM search_terms AS found"
        " LEFT JOIN search_blocks AS block"
        " ON block.council_id = found.council_id AND block.number = found.number"
        " AND (documents <= :least OR documents * :part <= ("
        "SELECT every.documents FROM search_terms AS every"
        " WHERE every.council_id = :council AND every.term = ''))"
        f" WHERE found.council_id = :council AND term {driver.among('text', 'words')}"
    )
    values = {
        "council": council_id,
        "words": driver.listed({EVERY, *(word[:LONGEST_TERM] for word in words)}),
        "least": flood.least,
        "part": flood.part,
    }
    if eyes is not None:
        stmt += (
            f" UNION ALL SELECT {_OF_LISTED}, 0, {driver.gathered('resolution_id')}, NULL, NULL"  # noqa: S608  as above
            " FROM resolution_access WHERE membership_id = :eyes"
        )
        values["eyes"] = eyes
    return _opened(await driver.rows(stmt, values))


def _opened(rows: Iterable[Any]) -> Opened:
    terms: dict[str, Term] = {}
    blocks: dict[int, list[bytes]] = defaultdict(list)
    listed: list[int] = []
    for number, documents, term, tail, postings in rows:
        if number == _OF_LISTED:
            listed = json.loads(term or "[]")
            continue
        terms[term] = Term(number, documents, term, tail)
        if postings is not None:
            blocks[number].append(postings)
    return Opened(terms, blocks, listed)

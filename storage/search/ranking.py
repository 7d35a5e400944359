"""What answers a query best: words counted, then nearness, and only of the asker's own council."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from storage.database import Session
from storage.search import packing
from storage.search.driver import Driver, read_at_once
from storage.search.filters import Narrowing, allowed_places
from storage.search.nearness import MOST_RAISED, nearness
from storage.search.scores import Scores, best, summed, weighed
from storage.search.secrets import Secrets, read_secrets
from storage.search.terms import read_blocks, read_numbers
from storage.search.words import (
    SearchQuery,
    SearchWord,
    Understood,
    open_query,
    understand,
)
from storage.sight import eyes_of

WORDS_OF_A_QUERY = 40
"""A longer query is answered by its first words."""

_MOST_TERMS = 100
"""More terms than this, readings of the words included, add nothing but time."""

_ALL_WORDS = 0.7
"""How much of a score hangs on how many of the words are there at all."""

_CUT = 0.1
"""A hit of less than this share of the best one is not worth showing."""

_LOOKED_AT = 60
"""The best by their words are looked at closely: nearness, then what is open and new."""

_ALMOST = 0.99
"""Scores are compared to three digits."""

_NARROWED_AMONG = 2_000
_TOLD = 0.5
"""Of the best hit's score of all times, what something new must reach to be told unasked."""

_TELLING_WORDS = 12
_ALIKE = 0.2
"""Of a resolution's own score for its rarest words, what another must reach to be alike."""


@dataclass(frozen=True)
class _Scored:
    """What was found by its words, in the order of the places."""

    meant: Understood
    places: packing.Numbers
    scores: Scores

    def only(self, kept: NDArray[np.bool_]) -> "_Scored":
        """Return the part that is kept."""
        return _Scored(self.meant, self.places[kept], self.scores[kept])

    def until(self, newest: int) -> "_Scored":
        """Return it without those of later places."""
        known = int(np.searchsorted(self.places, newest, side="right"))
        if known == len(self.places):
            return self
        return _Scored(self.meant, self.places[:known], self.scores[:known])

    def without(self, places: packing.Numbers) -> "_Scored":
        """Return it without those of the places, given in their order, that are there."""
        there = packing.standing(self.places, places)
        if not len(there):
            return self
        return _Scored(self.meant, np.delete(self.places, there), np.delete(self.scores, there))


@dataclass(frozen=True)
class _Shown:
    """Documents that are looked at closely; a column each, because they are many."""

    ids: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    terms: tuple[bytes, ...] = ()
    """Of each the terms in their order."""
    is_open: tuple[bool, ...] = ()


@dataclass(frozen=True)
class Hit:
    """One resolution that was found; scores compare only within one page's query."""

    resolution_id: int
    score: float


@dataclass(frozen=True)
class SearchPage:
    """Some of what was found, best first, and how much there is in all."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    corrected: tuple[tuple[str, str], ...] = ()
    """Tokens that the vocabulary lacks, each with the term that was looked for instead."""


async def search(
    session: Session,
    *,
    council_id: int,
    query: SearchQuery,
    narrow: Narrowing | None = None,
    limit: int = 10,
    offset: int = 0,
    secrets: Secrets | None = None,
) -> SearchPage:
    """Return the council's resolutions that answer best, the newest first among equals.

    Never fails for what a query holds; nothing to look for gives an empty page. `total` counts
    the hits worth showing: weak ones far behind the best are left out. `secrets` are what
    `secrets_of` gave a moment ago, where they need not be read again: what was written since then
    is not found by eyes that do not see everything.
    """
    asked = SearchQuery(query.words[:WORDS_OF_A_QUERY], query.glued[:WORDS_OF_A_QUERY])
    eyes = eyes_of(session)
    score = partial(_scored, council_id=council_id, query=asked, eyes=eyes, secrets=secrets)
    rank = partial(_ranked, council_id=council_id, limit=limit, offset=offset)
    if narrow is None or narrow.is_empty():

        async def both(driver: Driver) -> SearchPage:
            return await rank(driver, found=await score(driver))

        return await read_at_once(session, both)
    found = await read_at_once(session, score)
    if narrow.published is not None and len(found.places):
        found = found.only(found.scores >= _TOLD * found.scores.max())
    likely = found.places[best(found.places, found.scores, _NARROWED_AMONG)].tolist()
    allowed = await allowed_places(session, council_id, narrow, likely)
    kept = np.isin(found.places, np.array(allowed, dtype=np.uint32))
    return await read_at_once(session, partial(rank, found=found.only(kept)))


async def alike(
    session: Session, *, council_id: int, resolution_id: int, limit: int
) -> tuple[Hit, ...]:
    """Return the council's other resolutions that share most of this one's rare words, best first.

    None where it is not in the index, or nothing has enough in common with it.
    """
    work = partial(_alike, council_id=council_id, resolution_id=resolution_id, limit=limit)
    return await read_at_once(session, partial(work, eyes=eyes_of(session)))


async def _alike(
    driver: Driver, *, council_id: int, resolution_id: int, limit: int, eyes: int | None
) -> tuple[Hit, ...]:
    stored = await driver.rows(
        "SELECT place, terms FROM search_documents"
        " WHERE resolution_id = :resolution AND council_id = :council",
        {"resolution": resolution_id, "council": council_id},
    )
    if not stored:
        return ()
    place, terms = stored[0]
    held = await read_numbers(driver, council_id, packing.terms_of(terms))
    shared = sorted(
        (term.documents, term.number, term.text)
        for term in held.values()
        if term.documents > 1 and term.text.isalpha()
    )
    words = tuple(SearchWord(text) for *_, text in shared[:_TELLING_WORDS])
    found = await _scored(driver, council_id=council_id, query=SearchQuery(words), eyes=eyes)
    own = found.scores[found.places == place]
    if not len(own):
        return ()
    others = found.only((found.places != place) & (found.scores >= _ALIKE * own[0]))
    first = best(others.places, others.scores, limit)
    shown = await _shown(driver, council_id, others.places[first].tolist())
    id_of = dict(zip(shown.places, shown.ids, strict=True))
    pairs = zip(others.places[first].tolist(), others.scores[first].tolist(), strict=True)
    return tuple(Hit(id_of[place], score) for place, score in pairs)


async def _ranked(
    driver: Driver, *, council_id: int, found: _Scored, limit: int, offset: int
) -> SearchPage:
    """Return a page of what was found, after a closer look at the best of it."""
    meant = found.meant
    if not len(found.places):
        return SearchPage()
    total = int((found.scores >= _CUT * found.scores.max()).sum())
    if offset >= total:
        return SearchPage((), total, meant.corrected)
    first = best(found.places, found.scores, max(_LOOKED_AT, offset + limit))
    scores = found.scores[first]
    least = scores[min(offset + limit, len(first)) - 1] / MOST_RAISED * _ALMOST
    first = first[scores >= least]  # no closeness lifts the others onto this page
    shown = await _shown(driver, council_id, found.places[first].tolist())
    near = nearness(meant, shown.terms)
    places = np.array(shown.places, dtype=np.uint32)
    scores = _rounded(found.scores[np.searchsorted(found.places, places)] * near)
    ranked = np.lexsort((places, np.array(shown.is_open, dtype=bool), scores))[::-1]
    here = ranked[offset : min(offset + limit, total)].tolist()
    hits = tuple(Hit(shown.ids[one], float(scores[one])) for one in here)
    return SearchPage(hits, total, meant.corrected)


def _rounded(scores: Scores) -> Scores:
    """Return the scores to three digits: what is closer than that is equal."""
    unit = 10 ** (np.floor(np.log10(scores)) - 2)
    rounded: Scores = np.round(scores / unit) * unit
    return rounded


async def _scored(
    driver: Driver,
    *,
    council_id: int,
    query: SearchQuery,
    eyes: int | None,
    secrets: Secrets | None = None,
) -> _Scored:
    """Score what holds the words: BM25 over its terms, times how many of the words are there."""
    opened = await open_query(driver, council_id, query, eyes)
    meant = await understand(driver, council_id, query, opened)
    kept = sorted(meant.readings.values(), key=lambda one: -one[1])[:_MOST_TERMS]
    if not kept:
        return _Scored(meant, np.zeros(0, np.uint32), np.zeros(0))
    lacking = [t.number for t, _ in kept if t.in_blocks and t.number not in opened.blocks]
    blocks = {**opened.blocks, **await read_blocks(driver, council_id, lacking)}
    stored = [b"".join((*blocks.get(term.number, ()), term.tail)) for term, _ in kept]
    different, part, cover = summed(*weighed(kept, stored, meant.told_by))
    whole = sum(gain for _, gain in kept)
    scores = part * (1 - _ALL_WORDS + _ALL_WORDS / whole * cover)
    found = _Scored(meant, different, scores)
    if eyes is None:
        return found
    # Before anything is counted or compared.
    secrets = secrets or await read_secrets(driver, council_id)
    return found.until(secrets.newest).without(secrets.hidden_from(opened.listed))


async def _shown(driver: Driver, council_id: int, places: Sequence[int]) -> _Shown:
    stmt = (
        "SELECT resolution_id, place, terms, EXISTS (SELECT 1 FROM action_items"  # noqa: S608  fixed words
        " WHERE action_items.resolution_id = search_documents.resolution_id"
        " AND state IN ('notified', 'in_progress', 'blocked', 'reported_done')) AS is_open"
        f" FROM search_documents WHERE council_id = :council AND place {driver.among('int')}"
    )
    values = {"council": council_id, "wanted": driver.listed(places)}
    return _Shown(*zip(*await driver.rows(stmt, values), strict=True))

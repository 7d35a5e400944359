"""Finds resolutions: ranked, forgiving, and only within the asker's own council."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storage import packing
from storage.database import Session
from storage.search_filters import Narrowing, allowed_places
from storage.search_index import (
    SATURATION,
    SearchEntry,
    SearchFields,
    count_unindexed,
    index_resolution,
    index_resolutions,
    mark_changed,
    remove_resolutions,
    unindexed_resolutions,
)
from storage.search_lists import each, listed, rows
from storage.search_nearness import Shown, nearness
from storage.search_terms import read_blocks
from storage.search_words import SearchQuery, SearchWord, Understood, understand
from storage.sight import HIDDEN, eyes_of

__all__ = [
    "Hit",
    "Narrowing",
    "SearchEntry",
    "SearchFields",
    "SearchPage",
    "SearchQuery",
    "SearchWord",
    "count_unindexed",
    "index_resolution",
    "index_resolutions",
    "mark_changed",
    "remove_resolutions",
    "search",
    "unindexed_resolutions",
]

WORDS_OF_A_QUERY = 40
"""A longer query is answered by its first words."""

_MOST_TERMS = 100
"""More terms than this, readings of the words included, add nothing but time."""

_ALL_WORDS = 0.7
"""How much of a score hangs on how many of the words are there at all."""

_CUT = 0.1
"""A hit of less than this share of the best one is not worth showing."""

_LOOKED_AT = 100
"""The best by their words are looked at closely: nearness, then what is open and new."""

_NARROWED_AMONG = 2_000

Scores = NDArray[np.float32]


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
) -> SearchPage:
    """Return the council's resolutions that answer best, the newest first among equals.

    Never fails for what a query holds; nothing to look for gives an empty page. `total` counts
    the hits worth showing: weak ones far behind the best are left out.
    """
    asked = SearchQuery(query.words[:WORDS_OF_A_QUERY], query.glued[:WORDS_OF_A_QUERY])
    meant = await understand(session, council_id, asked)
    if not meant.readings:
        return SearchPage()
    scores = await _scores(session, council_id, meant)
    await _hide(session, council_id, scores)
    if narrow is not None and not narrow.is_empty():
        scores = await _narrowed(session, council_id, scores, narrow)
    places = np.flatnonzero(scores).astype(np.uint32)
    if not len(places):
        return SearchPage()
    total = int((scores[places] >= _CUT * scores.max()).sum())
    if offset >= total:
        return SearchPage((), total, meant.corrected)
    looked_at = max(_LOOKED_AT, offset + limit)
    best = _best(places, scores[places], looked_at)
    shown = await _shown(session, council_id, best)
    near = nearness(meant, shown)
    ranked = sorted(
        (
            (_rounded(float(scores[one.place]) * near[one.place]), one.is_open, one.place, one)
            for one in shown
        ),
        reverse=True,
    )
    hits = [Hit(one.resolution_id, score) for score, _, _, one in ranked]
    return SearchPage(tuple(hits[offset : min(offset + limit, total)]), total, meant.corrected)


async def _narrowed(session: Session, council_id: int, scores: Scores, narrow: Narrowing) -> Scores:
    """Return the scores of what the narrowing lets through; all others are 0."""
    places = np.flatnonzero(scores).astype(np.uint32)
    best = _best(places, scores[places], _NARROWED_AMONG).tolist() if len(places) else []
    allowed = np.array(await allowed_places(session, council_id, narrow, best), dtype=np.uint32)
    allowed = allowed[allowed < len(scores)]
    kept: Scores = np.zeros_like(scores)
    kept[allowed] = scores[allowed]
    return kept


def _rounded(score: float) -> float:
    """Return the score to three digits: what is closer than that is equal."""
    return float(f"{score:.3g}")


def _best(places: packing.Numbers, found: Scores, most: int) -> packing.Numbers:
    """Return the places of the best scores, the newest where they are too many alike."""
    if len(found) > most:
        least = np.partition(found, -most)[-most]
        places, found = places[found >= least], found[found >= least]
    order = np.lexsort((places, found))[::-1][:most]
    return places[order]


async def _scores(session: Session, council_id: int, meant: Understood) -> Scores:
    """Return each place's score: BM25 over its terms, times how many of the words are there."""
    readings = meant.readings
    kept = sorted(readings.values(), key=lambda one: -one[1])[:_MOST_TERMS]
    long = [term.number for term, _ in kept if term.in_blocks]
    blocks = await read_blocks(session, council_id, long)
    some = {
        term.number: np.concatenate([*blocks.get(term.number, ()), packing.read(term.tail)])
        for term, _ in kept
    }
    size = 1 + max((int(one[-1]) >> 8 for one in some.values() if len(one)), default=0)
    parts, cover = np.zeros(size, np.float32), np.zeros(size, np.float32)
    for term, gain in kept:
        places = packing.places_of(some[term.number])
        weights = packing.weights_of(some[term.number])
        parts[places] += weights * np.float32(gain * (SATURATION + 1) / packing.HEAVIEST)
        cover[places] += np.float32(gain)
    whole = sum(gain for _, gain in kept)
    scores: Scores = parts * (1 - _ALL_WORDS + _ALL_WORDS * cover / np.float32(whole))
    return scores


async def _hide(session: Session, council_id: int, scores: Scores) -> None:
    """Take away what these eyes may not know of, before anything is counted or compared."""
    eyes = eyes_of(session)
    if eyes is None:
        return
    stmt = (
        "SELECT place FROM search_documents"  # noqa: S608  fixed words
        f" WHERE council_id = :council AND resolution_id IN ({HIDDEN})"
    )
    hidden = await rows(session, stmt, {"council": council_id, "eyes": eyes})
    scores[[row[0] for row in hidden if row[0] < len(scores)]] = 0


async def _shown(session: Session, council_id: int, places: packing.Numbers) -> list[Shown]:
    stmt = (
        "SELECT resolution_id, place, terms, EXISTS (SELECT 1 FROM action_items"  # noqa: S608  fixed words
        " WHERE action_items.resolution_id = search_documents.resolution_id"
        " AND state IN ('notified', 'in_progress', 'blocked', 'reported_done')) AS is_open"
        f" FROM {each(session, 'int')} CROSS JOIN search_documents"
        " WHERE council_id = :council AND place = each.value"
    )
    values = {"council": council_id, "wanted": listed(session, places.tolist())}
    return [Shown(*row) for row in await rows(session, stmt, values)]

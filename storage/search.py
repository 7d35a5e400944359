"""Finds resolutions: ranked, forgiving, and only within the asker's own council."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import TextClause, text

from storage.database import Session
from storage.search_index import (
    SearchEntry,
    SearchFields,
    index_resolution,
    index_resolutions,
    remove_resolutions,
    unindexed_resolutions,
)
from storage.search_words import SearchQuery, SearchWord, term_gains

__all__ = [
    "Hit",
    "SearchEntry",
    "SearchFields",
    "SearchPage",
    "SearchQuery",
    "SearchWord",
    "index_resolution",
    "index_resolutions",
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


async def search(
    session: Session, *, council_id: int, query: SearchQuery, limit: int = 10, offset: int = 0
) -> SearchPage:
    """Return the council's resolutions that answer best, the newest first among equals.

    Never fails for what a query holds; nothing to look for gives an empty page. `total` counts
    the hits worth showing: weak ones far behind the best are left out.
    """
    asked = SearchQuery(query.words[:WORDS_OF_A_QUERY], query.glued[:WORDS_OF_A_QUERY])
    worth = await term_gains(session, council_id, asked)
    gains = dict(sorted(worth.items(), key=lambda term: -term[1])[:_MOST_TERMS])
    if not gains:
        return SearchPage()
    values: dict[str, float] = {"limit": limit, "offset": offset, "cut": _CUT, "all": _ALL_WORDS}
    values["whole"] = sum(gains.values())
    for place, (term_id, gain) in enumerate(gains.items()):
        values |= {f"t{place}": term_id, f"g{place}": gain}
    rows = (await session.execute(_ranking(len(gains)), values)).all()
    if not rows and offset:
        return SearchPage((), (await search(session, council_id=council_id, query=query)).total)
    hits = tuple(Hit(row.resolution_id, float(row.score)) for row in rows)
    return SearchPage(hits, rows[0].total if rows else 0)


@lru_cache(maxsize=_MOST_TERMS)
def _ranking(terms: int) -> TextClause:
    """Return the statement for so many terms: one look-up each, so that no plan can go astray."""
    found = " UNION ALL ".join(
        f"SELECT resolution_id, weight * CAST(:g{place} AS FLOAT) AS part,"  # noqa: S608  numbers only
        f" CAST(:g{place} AS FLOAT) AS gain FROM search_postings WHERE term_id = :t{place}"
        for place in range(terms)
    )
    return text(
        "WITH scored AS MATERIALIZED (SELECT resolution_id,"  # noqa: S608  numbers only
        " SUM(part) * (1.0 - CAST(:all AS FLOAT)"
        " + CAST(:all AS FLOAT) * SUM(gain) / CAST(:whole AS FLOAT)) AS score"
        f" FROM ({found}) AS found GROUP BY resolution_id)"
        " SELECT resolution_id, score, COUNT(*) OVER () AS total FROM scored"
        " WHERE score >= CAST(:cut AS FLOAT) * (SELECT MAX(score) FROM scored)"
        " ORDER BY score DESC, resolution_id DESC LIMIT :limit OFFSET :offset"
    )

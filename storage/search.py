"""Finds resolutions: ranked, forgiving, and only within the asker's own council."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log

from sqlalchemy import TextClause, func, select, text

from storage import spelling
from storage.database import Session
from storage.models_search import SearchDocument, SearchSpelling, SearchTerm
from storage.search_index import (
    LONGEST_TERM,
    SearchEntry,
    SearchFields,
    index_resolution,
    index_resolutions,
    remove_resolutions,
)

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
]

WORDS_OF_A_QUERY = 40
"""A longer query is answered by its first words."""

_REPAIRS = 3
_REPAIRED = 0.6
_PART = 0.5
_GLUED = 0.9
_SPLIT = 0.7
_SOUNDS_LATIN = 0.7
_CUT = 0.2


@dataclass(frozen=True)
class SearchWord:
    """One word of a query as index tokens."""

    token: str
    forms: tuple[str, ...] = ()
    """Further tokens of the same place: the parts of a compound, a number in words."""
    splits: tuple[tuple[str, str], ...] = ()
    """Ways to read it as two words that were glued."""
    weight: float = 1.0


@dataclass(frozen=True)
class SearchQuery:
    """What is looked for; prepared by the one who knows the language."""

    words: tuple[SearchWord, ...] = ()
    glued: tuple[str, ...] = ()
    """Tokens that two neighbouring words make when they are written as one."""


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


@dataclass(frozen=True)
class _Term:
    id: int
    text: str
    documents: int


async def search(
    session: Session, *, council_id: int, query: SearchQuery, limit: int = 10, offset: int = 0
) -> SearchPage:
    """Return the council's resolutions that answer best, the newest first among equals.

    Never fails for what a query holds; nothing to look for gives an empty page. `total` counts
    the hits worth showing: weak ones far behind the best are left out.
    """
    words = query.words[:WORDS_OF_A_QUERY]
    gains = await _gains(session, council_id, words, query.glued[:WORDS_OF_A_QUERY])
    if not gains:
        return SearchPage()
    values = {"limit": limit, "offset": offset, "cut": _CUT}
    for place, (term_id, gain) in enumerate(gains.items()):
        values |= {f"t{place}": term_id, f"g{place}": gain}
    rows = (await session.execute(_ranking(len(gains)), values)).all()
    if not rows and offset:
        return SearchPage((), (await search(session, council_id=council_id, query=query)).total)
    hits = tuple(Hit(row.resolution_id, float(row.score)) for row in rows)
    return SearchPage(hits, rows[0].total if rows else 0)


@lru_cache(maxsize=200)
def _ranking(terms: int) -> TextClause:
    wanted = ", ".join(
        f"(CAST(:t{place} AS BIGINT), CAST(:g{place} AS FLOAT))" for place in range(terms)
    )
    return text(
        f"WITH wanted(term_id, gain) AS (VALUES {wanted}), scored AS MATERIALIZED ("  # noqa: S608  numbers only
        " SELECT p.resolution_id AS resolution_id, SUM(p.weight * w.gain) AS score"
        " FROM wanted w CROSS JOIN search_postings p WHERE p.term_id = w.term_id"
        " GROUP BY p.resolution_id)"
        " SELECT resolution_id, score, COUNT(*) OVER () AS total FROM scored"
        " WHERE score >= :cut * (SELECT MAX(score) FROM scored)"
        " ORDER BY score DESC, resolution_id DESC LIMIT :limit OFFSET :offset"
    )


async def _gains(
    session: Session, council_id: int, words: tuple[SearchWord, ...], glued: tuple[str, ...]
) -> dict[int, float]:
    """Return the terms to look for and what each is worth."""
    total = await session.scalar(
        select(func.count()).where(SearchDocument.council_id == council_id)
    )
    asked = {token for word in words for token in _all_tokens(word)} | set(glued)
    known = await _terms(session, council_id, asked)
    missing = [word for word in words if word.token not in known]
    repairs = await _repairs(session, council_id, missing)
    gains: dict[int, float] = {}

    def add(term: _Term, worth: float) -> None:
        idf = log(1 + ((total or 0) - term.documents + 0.5) / (term.documents + 0.5))
        gains[term.id] = max(gains.get(term.id, 0.0), worth * max(idf, 0.01))

    for token in glued:
        if token in known:
            add(known[token], _GLUED)
    for word in words:
        if word.token in known:
            add(known[word.token], word.weight)
        for form in word.forms:
            if form in known:
                add(known[form], word.weight * _PART)
        for term, closeness in repairs.get(word.token, ()):
            add(term, word.weight * closeness)
        if word.token not in known:
            for one, other in _best_split(word, known):
                add(known[one], word.weight * _SPLIT)
                add(known[other], word.weight * _SPLIT)
    return gains


def _all_tokens(word: SearchWord) -> Iterable[str]:
    yield word.token
    yield from word.forms
    for pair in word.splits:
        yield from pair


def _best_split(word: SearchWord, known: Mapping[str, _Term]) -> list[tuple[str, str]]:
    """The one way to read a glued word whose rarer half is most common, if there is any."""
    ways = [pair for pair in word.splits if pair[0] in known and pair[1] in known]
    return sorted(ways, key=lambda p: -min(known[p[0]].documents, known[p[1]].documents))[:1]


async def _terms(session: Session, council_id: int, tokens: Iterable[str]) -> dict[str, _Term]:
    wanted = sorted({token[:LONGEST_TERM] for token in tokens})
    stmt = select(SearchTerm.id, SearchTerm.term, SearchTerm.documents).where(
        SearchTerm.council_id == council_id, SearchTerm.term.in_(wanted), SearchTerm.documents > 0
    )
    return {row.term: _Term(*row) for row in (await session.execute(stmt)).all()}


async def _repairs(
    session: Session, council_id: int, words: Iterable[SearchWord]
) -> dict[str, list[tuple[_Term, float]]]:
    """Return for each unknown word the terms that it may have been meant to be."""
    keys: dict[str, set[int]] = {}
    for word in words:
        found = set(spelling.keys(word.token))
        if word.token.isascii() and word.token.isalpha():
            found = {key for key in [spelling.skeleton_key(word.token)] if key is not None}
        if found:
            keys[word.token] = found
    if not keys:
        return {}
    stmt = (
        select(SearchSpelling.key, SearchTerm.id, SearchTerm.term, SearchTerm.documents)
        .join(SearchTerm, SearchTerm.id == SearchSpelling.term_id)
        .where(
            SearchSpelling.council_id == council_id,
            SearchSpelling.key.in_(set().union(*keys.values())),
            SearchTerm.documents > 0,
        )
    )
    terms: dict[int, set[_Term]] = {}
    for key, term_id, term, documents in (await session.execute(stmt)).all():
        terms.setdefault(key, set()).add(_Term(term_id, term, documents))
    return {
        word: _closest(word, set().union(*(terms.get(key, set()) for key in found)))
        for word, found in keys.items()
    }


def _closest(word: str, terms: set[_Term]) -> list[tuple[_Term, float]]:
    if word.isascii():
        ranked = sorted(terms, key=lambda term: (abs(len(term.text) - len(word)), -term.documents))
        return [(term, _SOUNDS_LATIN / place) for place, term in enumerate(ranked[:_REPAIRS], 1)]
    far = sorted(
        (spelling.distance(word, term.text), -term.documents, term.id, term) for term in terms
    )
    return [
        (term, _REPAIRED / max(away, 1.0) / place)
        for place, (away, _, _, term) in enumerate(far[:_REPAIRS], 1)
        if away <= 1.0
    ]

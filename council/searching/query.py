"""What a person typed, read as a search: the query, and the found words to show in bold."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import cache, lru_cache
from itertools import chain, pairwise
from pathlib import Path

from council.searching.numbered import code_in, is_whole, items_in, most_telling_first, numbers_once
from council.searching.said_together import counted
from council.searching.stems import stem
from council.searching.tokens import INDEX_VERSION, Piece, index_text, pieces, places
from council.text import common_words
from storage.search import SearchFields, SearchQuery, SearchWord
from storage.search.spelling import ends_like, is_alike

SYNONYMS = Path(__file__).with_name("synonyms.toml")
QUERY_CHARS = 500
"""A longer query is read up to here."""

_ASKING = frozenset(
    "چه چی چیست چیه چگونه چطور چرا کجا کجاست کی کیست کدام کدامند چند چقدر چندمین ایا است بود شد"
    " هست نیست بودند شدند شده کرد کردند کرده میشود میکند نام نامید لطفا سلام درباره درمورد مورد"
    " راجع را رو از در به با که و یا تا این ان ای هر هم برای بر اینکه انکه انها خود کسی کسانی"
    " چیزی".split()
)
_MEANT = frozenset(
    "گزارش اعضا اجرا طرح برنامه توسعه رشد بخش تولید اقتصادی مالی شرکت کشور نشست تغییر تعیین خطر"
    " سهم تهیه راه سازی گذاری ریزی بندی پخش تبدیل".split()
)
_ORDER = re.compile(
    r"(?<=\w)\s+(?:(?:را|رو)\s+)?(?:(?:نشان|نشون)\s+)?(?:بده|بدهید|بدید|بیار|بیاور|بیاورید)[\s.!]*$"
)
"""What a query ends with that is told as an order: «مصوبات گمرک را نشان بده»."""
_LEAST_PART = 2
_LEAST_GLUED = 5
_LEAST_OF_THREE = 9
_MOST_GLUED = 24
_ALIKE_WORDS = 6
_FEW_WORDS = 6
"""In a longer query no word is cut in three: it has other words to be found by."""


@cache
def _silent() -> frozenset[str]:
    return (_ASKING | common_words()) - _MEANT


def prepare_query(text: str, names: Sequence[Sequence[str]] = ()) -> SearchQuery:
    """Return the typed text as a query for `storage.search.search`; anything at all is welcome.

    Words that say little are left out wherever another word remains. `names` are groups of names
    of one thing; any of them also looks for the others, as the words of `synonyms.toml` do.
    """
    return _prepared(_ORDER.sub("", text[:QUERY_CHARS]), tuple(map(tuple, names)))


@lru_cache(maxsize=64)  # what was looked for is looked for again in each text that was found
def _prepared(text: str, names: tuple[tuple[str, ...], ...]) -> SearchQuery:
    found = pieces(text)
    placed = numbers_once(found)
    telling = [one for one in placed if not _says_little(one[1])] or placed
    most_parts = 3 if len(telling) <= _FEW_WORDS else 2
    meant = _synonyms_in([(place, piece.tokens[0]) for place, piece in telling], names)
    words: dict[str, SearchWord] = {}
    code, said = code_in(telling) or (None, set())
    for place, piece in telling:
        if code is not None and place in said:
            words.setdefault(code.token, code)
            continue
        splits = _splits(piece, most_parts)
        token, *further = most_telling_first(piece)
        further += meant.get(place, ())
        word = SearchWord(token, tuple(dict.fromkeys(further)), splits, place, is_whole(token))
        words.setdefault(word.token, word)
    for item in () if code else items_in(telling):
        words.setdefault(item.token, item)
    return SearchQuery(tuple(words.values()), _glued(found, {place for place, _ in placed}))


def _synonyms_in(
    telling: Sequence[tuple[int, str]], names: Sequence[Sequence[str]]
) -> dict[int, list[str]]:
    """Return the further tokens to look for, by the place of the word that they belong to."""
    tokens = [token for _, token in telling]
    groups = [_synonym_groups().get(token, ()) for token in dict.fromkeys(tokens)]
    taught = tuple(tuple(_phrase(name) for name in group) for group in names)
    found: dict[int, list[str]] = {}
    for group in dict.fromkeys(group for some in (*groups, taught) for group in some):
        for variant in group:
            at = _place_of(variant, tokens)
            if at is not None:
                others = (token for other in group if other != variant for token in other)
                place = telling[at + len(variant) - 1][0]
                found.setdefault(place, []).extend(t for t in others if t not in tokens)
    return found


def _place_of(variant: tuple[str, ...], tokens: list[str]) -> int | None:
    size = len(variant)
    for at in range(len(tokens) - size + 1 if size else 0):
        if tuple(tokens[at : at + size]) == variant:
            return at
    return None


@lru_cache(maxsize=2_000)
def _phrase(name: str) -> tuple[str, ...]:
    """The tokens of a name, without those that say little."""
    found = pieces(name)
    telling = [piece for piece in found if not _says_little(piece)] or found
    return tuple(piece.tokens[0] for piece in telling)


@cache
def _synonym_groups() -> dict[str, tuple[tuple[tuple[str, ...], ...], ...]]:
    """The groups of `synonyms.toml`, by each token with which one of their words begins."""
    groups: dict[str, list[tuple[tuple[str, ...], ...]]] = {}
    for line in tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))["groups"]:
        group = tuple(_phrase(word) for word in line.split("="))
        for first in {variant[0] for variant in group if variant}:
            groups.setdefault(first, []).append(group)
    return {first: tuple(some) for first, some in groups.items()}


def _says_little(piece: Piece) -> bool:
    return len(piece.tokens) == 1 and (
        piece.surface in _silent() or (len(piece.surface) == 1 and not piece.surface.isdecimal())
    )


def _splits(piece: Piece, most_parts: int) -> tuple[tuple[str, ...], ...]:
    """Return the ways to cut a word in two, and a long one in three."""
    word = piece.surface
    if not _LEAST_GLUED <= len(word) <= _MOST_GLUED or not _letters(piece):
        return ()
    return _ways_to_cut(word, most_parts)


@lru_cache(maxsize=1_000)  # a query is looked at again for the words to show in bold
def _ways_to_cut(word: str, most_parts: int) -> tuple[tuple[str, ...], ...]:
    ways = [*_cut(word, 2)]
    if most_parts > 2 and len(word) >= _LEAST_OF_THREE:
        ways += _cut(word, 3)
    return tuple(tuple(stem(part) for part in parts) for parts in ways)


def _cut(word: str, parts: int) -> Iterator[tuple[str, ...]]:
    if parts == 1:
        yield (word,)
        return
    for place in range(_LEAST_PART, len(word) - _LEAST_PART * (parts - 1) + 1):
        for rest in _cut(word[place:], parts - 1):
            yield (word[:place], *rest)


def _glued(found: list[Piece], told: set[int]) -> tuple[str, ...]:
    """Return what two neighbours make as one word; none of the words that say a number."""
    neighbours = pairwise(enumerate(found))
    glued = (
        one.surface + two.surface
        for (here, one), (there, two) in neighbours
        if here in told and there in told and _letters(one, two)
    )
    return tuple(dict.fromkeys(stem(word) for word in glued))


def _letters(*some: Piece) -> bool:
    return all(piece.surface.isalpha() and not piece.surface.isascii() for piece in some)


def prepare_fields(
    *,
    code: str,
    text: str,
    title: str = "",
    meeting_number: int | None = None,
    bodies: Iterable[str] = (),
    clauses: Iterable[str] = (),
    reports: Iterable[str] = (),
) -> SearchFields:
    """Return what `storage.search.index_resolution` keeps of a resolution's verbatim parts.

    `code` is found as a whole only: «۷۲/۲» is no answer to a question about a 2. With
    `meeting_number` the resolution also answers to «جلسه ۷۲».
    """
    named = [piece.tokens[0] for piece in pieces(code)]
    if meeting_number is not None:
        named.append(counted("جلسه", meeting_number))
    return SearchFields(
        code=" ".join(named),
        title=index_text(title),
        text=index_text(text),
        bodies=index_text("، ".join(bodies)),
        clauses=index_text("\n".join(clauses)),
        reports=index_text("\n".join(reports)),
        version=INDEX_VERSION,
    )


# ---------------------------------------------------------------- found words


def found_spans(query: str, text: str) -> list[tuple[int, int]]:
    """Return the places (start, end in characters) of the text that the query asks for.

    In order, apart from each other, in the verbatim text: whole words, however they are spelt;
    for a word that does not stand there at all, those that it may have been meant to be.
    """
    (asked, wanted, halves), found = _looked_for(query), places(text)
    spans = [
        (start, end if wanted.isdisjoint(tokens[1:]) else max(end, found.reaches.get(at, 0)))
        for at, ((start, end), tokens) in enumerate(zip(found.spans, found.tokens, strict=True))
        if not wanted.isdisjoint(tokens)
    ]
    main = [tokens[0] for tokens in found.tokens]
    there = set(chain.from_iterable(found.tokens))
    if not there.isdisjoint(halves):
        spans += [
            (found.spans[at][0], found.spans[at + 1][1])
            for at, (one, two) in enumerate(pairwise(main))
            if one in halves and two in halves[one]
        ]
    others = _alike(asked, there).union(asked.glued)
    if not there.isdisjoint(others):
        spans += [span for span, token in zip(found.spans, main, strict=True) if token in others]
    return _apart(spans)


@lru_cache(maxsize=64)  # one search looks into several texts
def _looked_for(query: str) -> tuple[SearchQuery, frozenset[str], dict[str, set[str]]]:
    """The query, the tokens that answer it, and the halves of its words, by their first ones."""
    asked = prepare_query(query)
    tokens = {token for word in asked.words for token in (word.token, *word.forms)}
    tokens |= {one.tokens[0] for one in pieces(query[:QUERY_CHARS]) if not _says_little(one)}
    halves: dict[str, set[str]] = {}
    for first, *others in (parts for word in asked.words for parts in word.splits):
        if len(others) == 1:
            halves.setdefault(first, set()).add(others[0])
    return asked, frozenset(tokens), halves


def _alike(asked: SearchQuery, there: Set[str]) -> set[str]:
    """Return the tokens of a text that words of the query may have been meant to be."""
    missing = [
        word.token
        for word in asked.words
        if word.token not in there and there.isdisjoint(word.forms)
    ]
    alike: set[str] = set()
    for typed in missing[:_ALIKE_WORDS]:
        near = there
        if not typed.isascii():  # most are not even as long; Latin letters stand for others
            near = ends_like(typed, there)
        alike.update(token for token in near if is_alike(typed, token))
    return alike


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart

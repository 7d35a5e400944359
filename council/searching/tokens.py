"""Persian text as the tokens that the search index keeps and a query asks for."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from council.searching.said_together import MONTH, Written, number_tokens, said_together
from council.searching.stems import stem
from council.text import ZWNJ, fold, number_from_words, replace_signs

INDEX_VERSION = 2
"""Counts up with every change that makes old index text differ from new."""

TOKENS_OF_A_TEXT = 20_000
"""A longer text is indexed up to here."""

_JOINER = "\u2063"  # stands where a mark without width stood inside a word


@cache
def _marks() -> tuple[re.Pattern[str], dict[str, str]]:
    """The signs that join, and capitals, as a pattern and its answers (see `council.text.fold`)."""
    inside = [code for code in range(0x0600, 0x0700) if unicodedata.category(chr(code)) == "Mn"]
    bidi = [0x061C, 0x200B, *range(0x200D, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)]
    table = dict.fromkeys(map(chr, [*inside, *bidi, 0x0640, 0xFEFF]), _JOINER)
    table |= {chr(capital): chr(capital + 32) for capital in range(ord("A"), ord("Z") + 1)}
    return re.compile(f"[{re.escape(''.join(table))}]"), table


def plain(text: str) -> str:
    """Return the text folded for tokens, of exactly the same length; ZWNJ stays a ZWNJ."""
    shape, table = _marks()
    return fold(replace_signs(text, shape, table))


class Piece(NamedTuple):
    """One place of a text: what stands there, for the index, and where."""

    tokens: tuple[str, ...]
    """The main token first; further forms of the same word after it."""
    start: int
    end: int
    surface: str
    """The folded letters themselves, without ZWNJ; affixes still on them."""
    reach: int = 0
    """Where the number in words ends that the further tokens name; 0 for none."""


# ---------------------------------------------------------------- words

_AFTER_ZWNJ = frozenset(
    "ها های هایی هایش هایشان هایم هایت هایمان هایتان تر تری ترین ی یی ای ام ات اش مان تان شان"
    " م ت ش اند اید ایم هام هاش هاشان".split()
)
_AFTER_SPACE = frozenset("ها های هایی هایش هایشان هایم هایمان هایتان تر ترین ای".split())
_BEFORE = frozenset(("می", "نمی"))


def _forms(word: str) -> tuple[str, ...]:
    """Return the tokens of one written word, which may hold ZWNJ: the whole, then its parts."""
    parts: list[str] = []
    for part in word.replace(_JOINER, "").split(ZWNJ):
        if not part:
            continue
        glue = parts and (part in _AFTER_ZWNJ or parts[-1] in _BEFORE)
        if glue:
            parts[-1] += part
        else:
            parts.append(part)
    whole = stem("".join(parts))
    if len(parts) < 2:
        return (whole,)
    return tuple(dict.fromkeys((whole, *map(stem, parts))))


_LETTER = "[a-zا-غف-يپچژکگی]"
_PART = rf"(?:\d+{_LETTER}{{0,2}}|{_LETTER}{{1,2}}\d+|{_LETTER}{{1,2}}(?=[/\\-]\d))"
_SCAN = re.compile(
    rf"{_LETTER}++(?=[ \n.،:؛()])"  # most words, found a third faster than by what follows
    rf"|[^\W\d_]+(?:[{ZWNJ}{_JOINER}]+[^\W\d_]+)*"
    rf"|\d+(?:{_LETTER}{{1,2}}(?=[/\\-]))?(?:[/\\.,\-–٫٬]{_PART})*"
)


_JOINS = attrgetter("joins")


@lru_cache(maxsize=30_000)
def _written(surface: str) -> Written:
    if surface[0].isdecimal():
        tokens = number_tokens(surface)
        counts = surface.isdecimal()
        return Written(tokens, surface, "|".join(tokens), counts, False, False, False)
    bare, tokens = _joined(surface), _forms(surface)
    counts = bare in MONTH or number_from_words(bare) is not None
    ending, prefix = surface in _AFTER_SPACE, bare in _BEFORE
    return Written(tokens, bare, "|".join(tokens), counts, ending or prefix, ending, prefix)


def _scan(folded: str) -> tuple[list[Written], list[tuple[int, int]]]:
    """Return what stands in a folded text, in order, and from where to where."""
    matches = list(islice(_SCAN.finditer(folded), TOKENS_OF_A_TEXT))
    words = [_written(match[0]) for match in matches]
    if any(map(_JOINS, words)):
        return _joining(folded, matches)
    return words, [match.span() for match in matches]


def _joining(
    folded: str, matches: Sequence[re.Match[str]]
) -> tuple[list[Written], list[tuple[int, int]]]:
    """The same where an ending or a prefix may belong to the word beside it."""
    found: list[Written] = []
    spans: list[tuple[int, int]] = []
    prefixed = False
    for match in matches:
        word, span = _written(match[0]), match.span()
        if (word.is_ending or prefixed) and found and not match[0][0].isdecimal():
            start, end = spans[-1]
            if _stands_beside(folded[end : span[0]], found[-1].surface):
                del found[-1], spans[-1]
                word = _written(f"{_joined(folded[start:end])}{ZWNJ}{match[0]}")
                span = start, span[1]
        found.append(word)
        spans.append(span)
        prefixed = word.is_prefix
    return found, spans


class Places(NamedTuple):
    """What stands in a text, in order: a column for each thing that `Piece` says of one place,
    because to make those takes as long as to read the text."""

    tokens: list[tuple[str, ...]]
    spans: list[tuple[int, int]]
    reaches: dict[int, int]
    """Where the numbers in words end, by the place that they begin at."""


def places(text: str) -> Places:
    """Return the same as `pieces`, without the surfaces."""
    found, spans = _scan(plain(text))
    tokens = [word.tokens for word in found]
    reaches: dict[int, int] = {}
    for place, (said, last) in said_together(found).items():
        tokens[place] = said
        if last is not None:
            reaches[place] = spans[last][1]
    return Places(tokens, spans, reaches)


def pieces(text: str) -> list[Piece]:
    """Return what stands in the text, in order, with the place of each in it."""
    found, spans = _scan(plain(text))
    all_of_it = [
        Piece(word.tokens, start, end, word.surface)
        for word, (start, end) in zip(found, spans, strict=True)
    ]
    for place, (tokens, last) in said_together(found).items():
        reach = 0 if last is None else spans[last][1]
        all_of_it[place] = all_of_it[place]._replace(tokens=tokens, reach=reach)
    return all_of_it


def _joined(surface: str) -> str:
    if surface.isalpha():
        return surface
    return surface.replace(ZWNJ, "").replace(_JOINER, "").replace(" ", "")


def _stands_beside(between: str, before: str) -> bool:
    """Whether an ending or a prefix of one word stands one space apart from it."""
    return between.strip(f"{ZWNJ}{_JOINER}") == " " and before.isalpha() and not before.isascii()


def index_text(text: str) -> str:
    """Return the tokens that the index keeps of a text, separated by spaces, in order.

    Forms of one place stand together, joined by «|», the main one first. Compare only texts of
    the same INDEX_VERSION.
    """
    if not text:
        return ""
    folded = plain(text)
    found = list(map(_written, islice(_SCAN.findall(folded), TOKENS_OF_A_TEXT)))
    if any(map(_JOINS, found)):
        found, _ = _scan(folded)
    indexed = [word.indexed for word in found]
    for place, (tokens, _) in said_together(found).items():
        indexed[place] = "|".join(tokens)
    return " ".join(indexed)

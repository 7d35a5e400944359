"""What neighbouring words of a text say together: numbers in words, codes, dates, «جلسه ۷۲»."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from council.searching.stems import stem
from council.text import number_from_words


class Written(NamedTuple):
    """A written word or number, whatever stands around it."""

    tokens: tuple[str, ...]
    surface: str
    indexed: str
    """The tokens as the index keeps them."""
    counts: bool
    """Whether it is a number, part of one, or a month: its neighbours may say more with it."""
    joins: bool
    """Whether it is an ending or a prefix, which may belong to the word beside it."""
    is_ending: bool
    is_prefix: bool


_MONTHS = (
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر ابان اذر دی بهمن اسفند".split(),
    "ژانویه فوریه مارس اوریل مه ژوین ژوییه اوت سپتامبر اکتبر نوامبر دسامبر".split(),
)
MONTH = {name: place for names in _MONTHS for place, name in enumerate(names, 1)}
_COUNTED = frozenset("جلسه ماده تبصره بند مصوبه دوره اصل شماره نامه".split())
_COUNTED_STEMS = {stem(noun): noun for noun in _COUNTED}


def number_tokens(written: str) -> tuple[str, ...]:
    """Return the tokens of a number, amount, date or code: the whole, then its parts."""
    if re.fullmatch(r"\d{1,3}(?:[,.٬٫]\d{3})+", written):
        return (re.sub(r"\D", "", written).lstrip("0") or "0",)
    parts = [part.lstrip("0") or "0" for part in re.split(r"[/\\.,\-–٫٬]", written)]
    if len(parts) == 1:
        return (parts[0],)
    codes = ["/".join(parts)]
    if len(parts) == 3 and all(part.isdecimal() for part in parts):
        year, month, day = map(int, parts)
        if 60 <= year <= 99 and month <= 12 and day <= 31:
            codes.append(f"{1300 + year}/{month}/{day}")
        elif 1200 < day < 1500 and month <= 12:
            codes.append(f"{day}/{month}/{year}")
    return tuple(dict.fromkeys((*codes, *parts)))


@lru_cache(maxsize=20_000)
def _value(words: str) -> int | None:
    if words.isdecimal():
        return int(words) if len(words) < 10 else None
    return number_from_words(words)


_ORDINAL_BEFORE_NOUN = re.compile(r"ین$")


def said_together(found: list[Written]) -> dict[int, tuple[tuple[str, ...], int | None]]:
    """Return what several pieces say together: numbers in words, dates, «جلسه ۷۲».

    By the place of the first of them: its tokens then, and where a number ends.
    """
    said: dict[int, tuple[tuple[str, ...], int | None]] = {}
    counts: list[_Counts] = []
    beyond = 0
    for place, word in enumerate(found):
        if not word.counts or place < beyond:
            continue
        size, value = _number_at(found, place)
        if value is None:
            said[place] = (_dated(found, place), None)
            continue
        beyond = place + size
        last = found[beyond - 1].surface
        extra = [] if size == 1 and value == 1 and last == "یک" else [str(value)]
        nouns = _nouns(found, place, size, bool(_ORDINAL_BEFORE_NOUN.search(last)))
        extra += [counted(noun, value) for noun in nouns]
        extra += _date(found, place, size, value)
        counts.append(_Counts(place, beyond, value, nouns))
        said[place] = (tuple(dict.fromkeys((*word.tokens, *extra))), beyond - 1)
    for place, code in _codes(found, counts):
        tokens, last_place = said[place]
        said[place] = ((*tokens, code), last_place)
    return said


class _Counts(NamedTuple):
    """A number and what it counts."""

    start: int
    end: int
    value: int
    nouns: list[str]


_BETWEEN = frozenset(("شماره", "از", "در", *_COUNTED))
_MOST_BETWEEN = 3


def _codes(found: list[Written], counts: list[_Counts]) -> Iterator[tuple[int, str]]:
    """Yield «۷۲/۳» where «مصوبه ۳ جلسه ۷۲» and the like begin, with their place."""
    for one, two in pairwise(counts):
        between = found[one.end : two.start]
        if len(between) > _MOST_BETWEEN or any(
            word.surface not in _BETWEEN and word.tokens[0] not in _COUNTED_STEMS
            for word in between
        ):
            continue
        for session, item in ((one, two), (two, one)):
            if "جلسه" in session.nouns and {"مصوبه", "بند"} & {*item.nouns}:
                yield one.start, f"{session.value}/{item.value}"


def _number_at(found: list[Written], place: int) -> tuple[int, int | None]:
    """How many pieces from here are one number, and which; (1, None) where there is none."""
    if _value(found[place].surface) is None:
        return 1, None
    size = 1
    if not found[place].surface.isdecimal():
        while place + size + 1 < len(found) and size < 9:
            if (
                found[place + size].surface != "و"
                or _value(found[place + size + 1].surface) is None
            ):
                break
            size += 2
    while size > 1:
        value = _value(" ".join(piece.surface for piece in found[place : place + size]))
        if value is not None:
            return size, value
        size -= 2
    return 1, _value(found[place].surface)


def _nouns(found: list[Written], place: int, size: int, ordinal: bool) -> list[str]:
    """Return what is counted: «جلسه» in «جلسه ۷۲», «نشست هفتاد و دوم», «هفتاد و دومین جلسه»."""
    nouns = [_noun(found, place - 1)]
    if nouns[0] == "شماره":
        nouns.append(_noun(found, place - 2))
    if ordinal:
        nouns.append(_noun(found, place + size))
    return [noun for noun in nouns if noun]


def counted(noun: str, number: int) -> str:
    """Return the token that «جلسه ۷۲» and «هفتاد و دومین جلسه» have in common."""
    return f"{noun}={number}"


def _noun(found: list[Written], place: int) -> str | None:
    if not 0 <= place < len(found):
        return None
    return _COUNTED_STEMS.get(found[place].tokens[0])


def _date(found: list[Written], place: int, size: int, day: int) -> list[str]:
    """Return 1404/6/22 (and 6/22) for «۲۲ شهریور ۱۴۰۴»."""
    month = _month(found, place + size)
    if month is None or not 1 <= day <= 31:
        return []
    year = _year(found, place + size + 1)
    return [f"{month}-{day}"] + ([f"{year}/{month}/{day}"] if year else [])


def _dated(found: list[Written], place: int) -> tuple[str, ...]:
    """Return the tokens of a piece, with 1404/6 for «شهریور ۱۴۰۴»."""
    month = _month(found, place)
    year = None if month is None else _year(found, place + 1)
    tokens = found[place].tokens
    return tokens if year is None else (*tokens, f"{year}/{month}")


def _month(found: list[Written], place: int) -> int | None:
    return MONTH.get(found[place].surface) if place < len(found) else None


def _year(found: list[Written], place: int) -> int | None:
    while place < len(found) and found[place].surface in ("ماه", "سال"):
        place += 1
    if place == len(found) or not re.fullmatch(r"\d{4}", found[place].surface):
        return None
    return int(found[place].surface)

"""Persian text as the tokens that the search index keeps and a query asks for."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice, pairwise
from operator import attrgetter
from typing import NamedTuple

from council.text import ZWNJ, fold, number_from_words

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
    return fold(shape.sub(lambda sign: table[sign[0]], text))


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


# ---------------------------------------------------------------- endings

_PLURALS = (
    *("هایشان", "هایمان", "هایتان", "هایی", "هایش", "هایم", "هایت", "های", "ها"),
    *("ترینها", "ترین", "تری", "تر"),
)
_KEEP = frozenset(
    "هفته مالیات عملیات ادبیات حیات جنایت دفتر دکتر کمتر بیشتر مادر پدر متر لیتر تئاتر"
    " اجرای شورا برای جای پای چهارم".split()
)
_SAME_WORD = {
    **{"هییت": "هیات", "مسیول": "مسوول", "مسیولیت": "مسوولیت", "مسیله": "مساله"},
    **{"سیوال": "سوال", "شیون": "شوون", "نشست": "جلسه", "صورتجلسه": "صورتجلسه"},
    **{"اطاق": "اتاق", "طهران": "تهران", "اصفهان": "اصفهان", "امپراطور": "امپراتور"},
}
_LEAST = 3  # letters that must remain


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return a folded word without plural, comparative and ezafe endings.

    Light on purpose: it never leaves fewer than three letters, and never guesses at «ان».
    """
    word = _SAME_WORD.get(word, word)
    if word in _KEEP or not word.isalpha() or word.isascii():
        return word
    word = _without(word, _PLURALS)
    if word.endswith(("یی", "ای")) and len(word) > _LEAST + 2:
        word = word[:-1] if word.endswith("یی") else word[:-2]
    elif word.endswith("ی") and len(word) > _LEAST:
        word = word[:-1]
    if word.endswith("گ") and len(word) > _LEAST + 1:
        word = word[:-1]
    if word.endswith("ندگان") and len(word) > _LEAST + 4:
        word = word[:-3]
    elif word.endswith("ات") and len(word) >= _LEAST + 2 and word not in _KEEP:
        word = word[:-2]
    elif word.endswith("ه") and len(word) > _LEAST and word not in _KEEP:
        word = word[:-1]
    return _SAME_WORD.get(word, word)


def _without(word: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST:
            return word.removesuffix(ending)
    return word


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


class _Written(NamedTuple):
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


_JOINS = attrgetter("joins")


@lru_cache(maxsize=30_000)
def _written(surface: str) -> _Written:
    if surface[0].isdecimal():
        tokens = _numbers(surface)
        counts = surface.isdecimal()
        return _Written(tokens, surface, "|".join(tokens), counts, False, False, False)
    bare, tokens = _joined(surface), _forms(surface)
    counts = bare in _MONTH or number_from_words(bare) is not None
    ending, prefix = surface in _AFTER_SPACE, bare in _BEFORE
    return _Written(tokens, bare, "|".join(tokens), counts, ending or prefix, ending, prefix)


def _scan(folded: str) -> tuple[list[_Written], list[tuple[int, int]]]:
    """Return what stands in a folded text, in order, and from where to where."""
    found: list[_Written] = []
    spans: list[tuple[int, int]] = []
    prefixed = False
    for match in islice(_SCAN.finditer(folded), TOKENS_OF_A_TEXT):
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


def pieces(text: str) -> list[Piece]:
    """Return what stands in the text, in order, with the place of each in it."""
    found, spans = _scan(plain(text))
    all_of_it = [
        Piece(word.tokens, start, end, word.surface)
        for word, (start, end) in zip(found, spans, strict=True)
    ]
    for place, (tokens, last) in _said_together(found).items():
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


# ---------------------------------------------------------------- numbers, codes, dates

_MONTHS = (
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر ابان اذر دی بهمن اسفند".split(),
    "ژانویه فوریه مارس اوریل مه ژوین ژوییه اوت سپتامبر اکتبر نوامبر دسامبر".split(),
)
_MONTH = {name: place for names in _MONTHS for place, name in enumerate(names, 1)}
_COUNTED = frozenset("جلسه ماده تبصره بند مصوبه دوره اصل شماره نامه".split())
_COUNTED_STEMS = {stem(noun): noun for noun in _COUNTED}


def _numbers(written: str) -> tuple[str, ...]:
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


def _said_together(found: list[_Written]) -> dict[int, tuple[tuple[str, ...], int | None]]:
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


def _codes(found: list[_Written], counts: list[_Counts]) -> Iterator[tuple[int, str]]:
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


def _number_at(found: list[_Written], place: int) -> tuple[int, int | None]:
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


def _nouns(found: list[_Written], place: int, size: int, ordinal: bool) -> list[str]:
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


def _noun(found: list[_Written], place: int) -> str | None:
    if not 0 <= place < len(found):
        return None
    return _COUNTED_STEMS.get(found[place].tokens[0])


def _date(found: list[_Written], place: int, size: int, day: int) -> list[str]:
    """Return 1404/6/22 (and 6/22) for «۲۲ شهریور ۱۴۰۴»."""
    month = _month(found, place + size)
    if month is None or not 1 <= day <= 31:
        return []
    year = _year(found, place + size + 1)
    return [f"{month}-{day}"] + ([f"{year}/{month}/{day}"] if year else [])


def _dated(found: list[_Written], place: int) -> tuple[str, ...]:
    """Return the tokens of a piece, with 1404/6 for «شهریور ۱۴۰۴»."""
    month = _month(found, place)
    year = None if month is None else _year(found, place + 1)
    tokens = found[place].tokens
    return tokens if year is None else (*tokens, f"{year}/{month}")


def _month(found: list[_Written], place: int) -> int | None:
    return _MONTH.get(found[place].surface) if place < len(found) else None


def _year(found: list[_Written], place: int) -> int | None:
    while place < len(found) and found[place].surface in ("ماه", "سال"):
        place += 1
    if place == len(found) or not re.fullmatch(r"\d{4}", found[place].surface):
        return None
    return int(found[place].surface)


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
    for place, (tokens, _) in _said_together(found).items():
        indexed[place] = "|".join(tokens)
    return " ".join(indexed)

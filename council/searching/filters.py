"""What a typed search says besides words to look for: states, sessions, dates, whose work it is."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache

from council.days.periods import Period, find_periods
from council.searching.keyboard import persian_keys
from council.searching.tokens import pieces
from council.text import NUMBER, ZWNJ, fold, number_from_words
from storage.bodies import Names

FILTERED_CHARS = 200


class Kind(StrEnum):
    """What a filter is about."""

    STATE = "state"
    SESSION = "session"
    LAST_SESSION = "last_session"
    HELD = "held"
    DUE = "due"
    MINE = "mine"
    FOLLOWED = "followed"
    BODY = "body"
    UNDATED = "undated"
    UNASSIGNED = "unassigned"


class Wanted(StrEnum):
    """The states that people ask for; overdue and silent are computed, never stored."""

    OVERDUE = "overdue"
    SILENT = "silent"
    OPEN = "open"
    WAITING = "waiting"
    BLOCKED = "blocked"
    IMPLEMENTED = "implemented"
    REFERRED_UP = "referred_up"
    WITHDRAWN = "withdrawn"


SAID_OF_ITEMS = frozenset(Wanted) - {Wanted.OVERDUE, Wanted.SILENT}
"""States in whose words somebody may as well report: «انجام شده»."""


@dataclass(frozen=True)
class Filter:
    """One thing that was understood, and where it stands in what was typed."""

    kind: Kind
    start: int
    end: int
    state: Wanted | None = None
    number: int | None = None
    """A session's number, or a body's id."""
    period: Period | None = None
    follows: bool = False
    """For MINE: only what the asker chases."""


@dataclass(frozen=True)
class Asked:
    """A typed search, understood: filters, and the words that are left."""

    typed: str
    words: str
    filters: tuple[Filter, ...] = ()
    keyed: bool = False
    """Whether the words are what the typed keys write on a Persian keyboard."""
    everything: bool = False
    """Whether all resolutions are asked for; no words are left then."""


_DOUBTFUL = {Kind.SESSION, Kind.HELD, Kind.DUE, Kind.BODY}
_STATE_WORDS: Mapping[Wanted, str] = {
    Wanted.OVERDUE: r"معوق(?:ه|ات)?(?: ?ها)?|عقب ?افتاده(?: ?ها)?|دیر ?شده(?: ?ها)?"
    r"|تاخیر ?دار|سر ?رسید ?گذشته"
    r"|عقب ?(?:مانده|مونده) ?ها|(?:(?<=کارهای )|(?<=کارای )|(?<=مصوبات ))عقب ?(?:مانده|مونده)"
    r"|(?:کی|کیا|چه کسی|چه کسانی|کدام نهادها?) عقب ?(?:ه|ن|اند|است|هستند)"
    r"|موعد ?گذشته|مهلت ?گذشته|overdue|late",
    Wanted.SILENT: r"(?:بی ?خبر|بی ?گزارش|بدون گزارش|گزارش ?ن(?:شده|داده))(?: ?ها)?|silent|stale",
    Wanted.BLOCKED: r"(?:دارای مانع|مانع ?دار|با مانع|متوقف(?: ?شده)?)(?: ?ها)?"
    r"|(?:مشکل ?دار|گیر ?کرده) ?ها"
    r"|به (?:مشکل|مانع) خورده(?: ?ها)?|blocked",
    Wanted.OPEN: r"انجام ?نشده|اجرا ?نشده|نا ?تمام|در ?دست ?اقدام|در ?حال ?اقدام|در ?جریان|open"
    r"|(?:باقی ?)?(?<!پس )(?<!ته )(?<!جا )(?<!وا )(?<!باز )(?<!زنده )(?<!حساب )(?<!اب )"
    r"(?:مانده|مونده) ?ها|(?:چیا?|چی ها|کدوما?|کدام ها) (?:مانده|مونده)"
    r"|(?<=مصوبات )باز|(?<=کارهای )باز|(?<=موارد )باز|(?<=مصوبه های )باز",
    Wanted.WAITING: r"در ?انتظار ?(?:تایید|بررسی)|اعلام ?انجام|منتظر ?تایید|waiting",
    Wanted.IMPLEMENTED: r"(?:انجام|اجرا|تمام|تموم|عملی) ?شده(?: ?ها)?"
    r"|پایان ?یافته|implemented|done",
    Wanted.REFERRED_UP: r"ارجاع ?شده|ارجاع ?به ?(?:سطح )?بالاتر|referred up",
    Wanted.WITHDRAWN: r"منتفی(?: ?شده)?|withdrawn",
}
_MINE = (
    r"(?:کار ?های?|کارای?|کار|وظایف|وظیفه ?های|مصوبات|سهم|تکالیف|اقدامات) ?(?:من|خودم)"
    r"|کارام|کارهام|مال من|my work|mine"
    r"|(?:کار|چیز)(?:ها?یی|ایی) که (?:من )?باید (?:انجام )?(?:بدم|بدهم|بکنم|کنم)"
)
_OF_MINE = re.compile(r"(?: ?ها?ی)? (?:من|خودم)(?!\w)")
"""Behind a state: «کارهای عقب افتاده من»."""
_WHAT_IS = (
    r"چ(?:یه|یست|یا?ن|ی هست(?:ش|ند?)?)|کدام(?:ند|است)?|کدوم(?:ا?ن|ه)"
    r"|(?:(?:را|رو?) )?(?:نش[او]ن )?بده(?:ید)?"
)
_RESOLUTIONS = rf"(?:مصوبات|مصوبه ?ها)(?: ?ی)?(?: شورا)?(?: (?:{_WHAT_IS}))?"
_EVERYTHING = (
    rf"(?:(?:(?:همه|تمامی?|کل|کلیه|لیست|فهرست)(?: ?ی)? )+{_RESOLUTIONS}"
    r"|(?:list(?: of)?|all)(?: all)?(?: the)? resolutions)"
)
_FOLLOWED = r"پیگیری ?های? ?(?:من|خودم)|پیگیری ?هام|my follow ups?"
_FOLLOWING = (
    r"دنبال ?(?:شده|کرده) ?ها(?: ?ی? ?(?:من|خودم))?"
    r"|(?:(?<=مصوبات )|(?<=مصوبه های ))دنبال ?شده|followed"
)
_OF_RESOLUTIONS = r"(?:^|(?<=مصوبات )|(?<=مصوبه های )|(?<=مصوبه ها )|(?<=موارد )|(?<=کارهای ))"
"""Before words that tell of other things as well: «سند بدون تاریخ»."""
_OF_RESOLUTIONS_SHAPE = re.compile(_OF_RESOLUTIONS)
_WITHOUT = r"(?:بدون|بی|فاقد) ?"
_UNDATED = (
    rf"{_WITHOUT}(?:مهلت|سر ?رسید|موعد)(?: ?(?:مشخص|معین))?(?: ?ها)?"
    rf"|{_OF_RESOLUTIONS}{_WITHOUT}تاریخ|(?<=بدون مسیول )(?:و|یا) (?:بدون )?مهلت"
    r"|(?:مهلت|سر ?رسید|موعد)ی?:? ?(?:ندارند|ندارد|ندارن|نداره)|no deadline|undated"
)
_UNASSIGNED = (
    rf"{_WITHOUT}(?:مسیول|متولی|مجری|نهاد|دستگاه)(?! ?پیگیری)"
    r"(?: ?(?:اجرا|مسیول|متولی|مشخص|معین))?(?: ?ها)?"
    rf"|{_OF_RESOLUTIONS}(?:مسیول|متولی|مجری)ی? ?(?:ندارند|ندارد|ندارن|نداره)"
    r"|نهادی تعیین ?نشده|no body(?: named)?|unassigned"
)
_SESSION_NOUN = r"(?:جلسه|نشست)(?: ?ی)?"
_LAST = (
    rf"(?:اخرین|واپسین) {_SESSION_NOUN}|{_SESSION_NOUN} +(?:اخر|اخیر|قبلی?|پیش|پیشین|گذشته)"
    r"|last session"
)
_SESSIONS = (
    rf"{_SESSION_NOUN}(?: +شماره)? +(?P<number>{NUMBER})",  # «جلسهٔ» leaves two
    rf"(?P<number>{NUMBER}(?<=ین)) {_SESSION_NOUN}",  # «سه جلسه» counts, «سومین جلسه» names
    rf"session (?P<number>{NUMBER})",
)
_DUE_BEFORE = re.compile(r"(?:مهلت|سر ?رسید|موعد)(?: ?(?:تا|در|شان|ان))? $")
_BODY_BEFORE = re.compile(r"(?<!\w)(?:دستگاه|نهاد|متولی|مسیول|body) ?:? ?$")
_QUOTED = re.compile(r"\"[^\"]*\"|«[^»]*»|‹[^›]*›|‘[^’]*’")
_GENERIC = frozenset(
    "مصوبه مصوبات مصوبههای مصوبهها موارد مورد کار کارها کارهای همه لیست فهرست تمام تمامی کل کلیه"
    " چه چی چیا کی کیا کدام کدوم کدامها کدوما بند بندها بندهای جلسه جلسات نشست تصمیم"
    " تصمیمات تصمیمهای حکم احکام در از به را که و های تا مهلت سررسید موعد دستگاه نهاد مربوط شده"
    " هستند است resolutions resolution of in the all".split()
)
_LEAST_BODY_WORDS = 2

TYPED: Mapping[str, Mapping[str, str]] = {
    "fa": {
        **{"overdue": "معوق", "silent": "بی‌خبر", "blocked": "دارای مانع", "open": "انجام‌نشده"},
        **{"waiting": "در انتظار تأیید", "implemented": "انجام‌شده"},
        **{"mine": "کارهای من", "followed": "پیگیری‌های من", "following": "دنبال‌شده‌ها"},
        **{"undated": "بدون مهلت", "unassigned": "بدون مسئول"},
    },
    "en": {
        **{"overdue": "overdue", "silent": "silent", "blocked": "blocked", "open": "open"},
        **{"waiting": "waiting", "implemented": "implemented"},
        **{"mine": "my work", "followed": "my follow ups", "following": "followed"},
        **{"undated": "no deadline", "unassigned": "unassigned"},
    },
}
"""How the filters that stand on buttons are typed in each language; all of them are understood."""


def typed_as(word: str, language: str) -> str:
    """How a button's filter is typed, in Persian where the language has none; "" for none."""
    return TYPED.get(language, TYPED["fa"]).get(word, "")


Found = Iterator[Filter]


def read_filters(typed: str, today: date, bodies: Names = ()) -> Asked:
    """Return what the typed text asks for; filters in the order of the text, apart from each other.

    `bodies` are (id, name) of the council, aliases included. What stands in quotation marks is
    always words.
    """
    plain = _plain(typed[:FILTERED_CHARS])
    taken = [match.span() for match in _QUOTED.finditer(plain)]
    kept: list[Filter] = []
    for one in _all(plain, today, typed, bodies):
        if one.start < one.end and not any(one.start < b and a < one.end for a, b in taken):
            taken.append((one.start, one.end))
            kept.append(one)
    if not kept and re.fullmatch(_EVERYTHING, _words_of(typed)):
        return Asked(typed, "", everything=True)
    filters = tuple(sorted(kept, key=lambda one: one.start))
    words = _words_left(typed, filters)
    if words and any(one.kind is Kind.UNASSIGNED and not _is_told(plain, one) for one in filters):
        filters = tuple(one for one in filters if one.kind is not Kind.UNASSIGNED)
        words = _words_left(typed, filters)
    return Asked(typed, words, filters)


def _is_told(plain: str, one: Filter) -> bool:
    """Whether the filter stands right behind the resolutions: not «زمین بدون متولی»."""
    return _OF_RESOLUTIONS_SHAPE.match(plain, one.start) is not None


def may_name_last_session(typed: str) -> bool:
    """Whether `read_filters` could find the last session in the typed text; quicker than that."""
    return _shape(_LAST).search(_plain(typed[:FILTERED_CHARS])) is not None


def is_own_work(typed: str) -> bool:
    """Whether nothing but one's own work is asked for; signs around the words count as none."""
    return re.fullmatch(rf"(?:{_MINE})(?: (?:{_WHAT_IS}))?", _words_of(typed)) is not None


def _words_of(typed: str) -> str:
    return " ".join(re.findall(r"\w+", _plain(typed)))


def without(asked: Asked, place: int) -> str:
    """Return the search in which one filter is mere words: quotation marks around it, of the kind
    that stands inside others, because a page of results quotes the search."""
    one = asked.filters[place]
    inside = asked.typed[one.start : one.end].strip()
    quoted = f"‘{inside}’" if inside.isascii() else f"‹{inside}›"
    return asked.typed[: one.start] + quoted + asked.typed[one.end :]


def otherwise(asked: Asked) -> Asked | None:
    """What else a search that finds nothing may have meant: mere words in place of its filters
    (never of a state), all resolutions where no more than these are named, or Persian with the
    Latin keyboard on. None where there is nothing else."""
    if asked.words and asked.filters and all(one.kind in _DOUBTFUL for one in asked.filters):
        return Asked(asked.typed, asked.typed)
    if not asked.filters and re.fullmatch(_RESOLUTIONS, _words_of(asked.words)):
        return Asked(asked.typed, "", everything=True)
    meant = "" if asked.filters else persian_keys(asked.words)
    return Asked(asked.typed, meant, keyed=True) if meant else None


def _plain(typed: str) -> str:
    folded = fold(typed).replace(ZWNJ, " ").replace("\n", " ").replace("\t", " ")
    return "".join(char.lower() if char.isascii() else char for char in folded)


def _all(plain: str, today: date, typed: str, bodies: Names) -> Found:
    yield from _matches(_shape(_FOLLOWED), plain, lambda a, b, _: Filter(
        Kind.MINE, a, b, follows=True
    ))  # fmt: skip
    yield from _matches(_shape(_FOLLOWING), plain, lambda a, b, _: Filter(Kind.FOLLOWED, a, b))
    yield from _matches(_shape(_MINE), plain, lambda a, b, _: Filter(Kind.MINE, a, b))
    yield from _matches(_shape(_LAST), plain, lambda a, b, _: Filter(Kind.LAST_SESSION, a, b))
    for words in _SESSIONS:
        yield from _matches(_shape(words), plain, _session)
    yield from _matches(_shape(_UNDATED), plain, lambda a, b, _: Filter(Kind.UNDATED, a, b))
    yield from _matches(_shape(_UNASSIGNED), plain, lambda a, b, _: Filter(Kind.UNASSIGNED, a, b))
    yield from _of_bodies(typed, bodies)
    for state, words in _STATE_WORDS.items():
        for match in _shape(words).finditer(plain):
            yield Filter(Kind.STATE, *match.span(), state=state)
            if mine := _OF_MINE.match(plain, match.end()):
                yield Filter(Kind.MINE, *mine.span())
    for start, end, period in find_periods(plain, today):
        due = _DUE_BEFORE.search(plain[:start])
        lies_ahead = today <= period.first and today < period.last
        kind = Kind.DUE if due is not None or lies_ahead else Kind.HELD
        yield Filter(kind, start if due is None else due.start(), end, period=period)


@cache
def _shape(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")


def _matches(
    shape: re.Pattern[str],
    plain: str,
    make: Callable[[int, int, re.Match[str]], Filter | None],
) -> Found:
    for match in shape.finditer(plain):
        one = make(match.start(), match.end(), match)
        if one is not None:
            yield one


def _session(start: int, end: int, match: re.Match[str]) -> Filter | None:
    number = number_from_words(match["number"])
    return None if number is None else Filter(Kind.SESSION, start, end, number=number)


def _of_bodies(typed: str, bodies: Names) -> Found:
    """The bodies whose whole name stands in the text, however it is spaced; the longest first."""
    plain = _plain(typed)
    letters = [(at, char) for at, char in enumerate(plain) if char.isalnum()]
    joined = "".join(char for _, char in letters)
    there = [one for one in _by_letters(bodies) if one[0] in joined]
    for wanted, body_id, name in there:
        at = joined.find(wanted)
        first, last = letters[at][0], letters[at + len(wanted) - 1][0]
        named = _BODY_BEFORE.search(plain[:first])
        if named is None and len(pieces(name)) < _LEAST_BODY_WORDS:
            continue  # «کمیسیون‌ها» alone is a word like any other
        if _is_whole(typed, first, last):
            start = first if named is None else named.start()
            yield Filter(Kind.BODY, start, last + 1, number=body_id)


@lru_cache(maxsize=64)
def _by_letters(bodies: Names) -> tuple[tuple[str, int, str], ...]:
    """(letters of the name, id, name), the longest name first; the same at every search."""
    named = [
        ("".join(char for char in _plain(name) if char.isalnum()), body_id, name)
        for body_id, name in sorted(bodies, key=lambda body: -len(body[1]))
    ]
    return tuple(one for one in named if one[0])


def _is_whole(typed: str, first: int, last: int) -> bool:
    before, after = typed[first - 1 : first], typed[last + 1 : last + 2]
    return not before.isalnum() and not after.isalnum()


def _words_left(typed: str, filters: Sequence[Filter]) -> str:
    if not filters:
        return typed
    left, end = [], 0
    for one in filters:
        left.append(typed[end : one.start])
        end = one.end
    left.append(typed[end:])
    words = " ".join(left).split()
    bare = {word: _plain(word).replace(" ", "").strip("،,.؟?:!") for word in words}
    return " ".join(word for word in words if bare[word] and bare[word] not in _GENERIC)

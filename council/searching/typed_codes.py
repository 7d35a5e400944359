"""A resolution that somebody names by its session and number, or by its number alone."""

import re
from collections.abc import Set
from dataclasses import dataclass

from council.searching.said_together import counted
from council.text import NUMBER, en_digits, fold, number_from_words
from storage.search import SearchQuery, SearchWord


@dataclass(frozen=True)
class Code:
    """A resolution named by its session and its number there."""

    session: int
    number: int


_NUMBERED = r"(?: ?ی)?(?: شماره| number| no)?"
_SESSION = rf"(?:جلسه|نشست|session|meeting){_NUMBERED}"
_RESOLUTION = rf"(?:مصوبه|شماره|resolution){_NUMBERED}"
_ITEM = rf"(?:مصوبه|بند|مورد|تصمیم|ماده|resolution|item|clause){_NUMBERED}"
_BARE = re.compile(r"(?:مصوبه |کد |شماره )*(\d{1,6}) ?[/\\\-–_.] ?(\d{1,4})")
_WITHIN = re.compile(r"(?<![\d/])\d{1,4}/\d{1,3}(?![\d/])")
_SPOKEN = (
    re.compile(rf"{_ITEM} (?P<item>{NUMBER}) {_SESSION} (?P<session>{NUMBER})"),
    re.compile(rf"{_SESSION} (?P<session>{NUMBER})،? ?{_ITEM} (?P<item>{NUMBER})"),
    re.compile(rf"(?P<item>{NUMBER}) {_ITEM} {_SESSION} (?P<session>{NUMBER})"),
    re.compile(rf"{_ITEM} (?P<item>{NUMBER}) (?P<session>{NUMBER}) {_SESSION}"),
)
_NUMBER_ALONE = re.compile(
    rf"{_RESOLUTION} ?(?P<item>{NUMBER})|(?P<first>{NUMBER}(?<=ین)) {_RESOLUTION}"
)
_LAST_ITEM = re.compile(
    r"(?<!\w)(?:(?:مصوبه|بند|تصمیم)(?: ?ی)?\s+(?:اخر|پایانی)|(?:اخرین|واپسین)\s+(?:مصوبه|بند|تصمیم)"
    r"|last\s+(?:resolution|item|clause))(?!\w)",
    re.IGNORECASE,
)
_AROUND = frozenset(
    "کی کیه کیست چه چی چیه چیست شد کسی مسیول مسیولش متولی مجری متن وضعیت وضع هست هستش است"
    " را رو برام برایم من بیار بیارید بده بدهید بدین نشون نشان بگو لطفا سلام میخوام میخواهم"
    " دنبال کردن کن کنم کنید میکنم"
    " the me follow show who is what responsible about please status".split()
)
"""Words in which a code may be wrapped, because somebody asks for it in a sentence."""
_JOINING = frozenset("از در به برای of in for".split())
"""The same where the code is said in words: «برای ۲۰/۹» may as well be a day."""


def read_code(query: str) -> Code | None:
    """Return the session and number that the whole query names, None where it is something else.

    «۷۲/۳», «72-3», «مصوبه ۳ جلسه ۷۲», «بند سوم نشست هفتاد و دوم», «کی مسئول نشست ۷۲ مصوبه ۳ است».
    """
    if bare := _BARE.fullmatch(_without(_AROUND, query)):
        return Code(int(bare[1]), int(bare[2]))
    words = _without(_AROUND | _JOINING, query)
    for shape in _SPOKEN:
        if spoken := shape.fullmatch(words):
            session, item = number_from_words(spoken["session"]), number_from_words(spoken["item"])
            if session is not None and item is not None:
                return Code(session, item)
    return None


def codes_within(said: str) -> list[str]:
    """The codes that stand in a sentence as «۷۲/۳» does, each once, in English digits."""
    return list(dict.fromkeys(_WITHIN.findall(en_digits(said))))


def read_number(query: str) -> int | None:
    """Return the number of a resolution that is all that the query names: «مصوبه ۹»."""
    said = _NUMBER_ALONE.fullmatch(_without(_AROUND | _JOINING, query))
    return number_from_words(said["item"] or said["first"]) if said else None


def find_last_item(query: str) -> tuple[int, int] | None:
    """Return where the query speaks of the last resolution of a session, whichever that is."""
    said = _LAST_ITEM.search(fold(query).replace("\u200c", " "))
    return said.span() if said else None


def _without(around: Set[str], query: str) -> str:
    if len(query) > 120:
        return ""
    words = fold(query).replace("\u200c", "").lower().strip(" .،؟?!«»()[]")
    return " ".join(word for word in words.split() if word not in around)


def nearest_to(code: Code) -> SearchQuery:
    """The query for a code that no resolution has: what says that very number, its session's."""
    spoken = counted("جلسه", code.session)
    return SearchQuery((SearchWord(f"{code.session}/{code.number}", (spoken,), whole=True),))

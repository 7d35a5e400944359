"""Small pieces of wording: numbers, dates, names and codes, each formatted in one place."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import accumulate
from unicodedata import bidirectional
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import BlockQuote, ExpandableBlockQuote, Text

from bot.i18n import _, current_language, gregorian, persian_digits, right_to_left
from council import dates, text
from council.days.typed_days import ENGLISH_GREGORIAN_MONTHS, ENGLISH_MONTHS, ENGLISH_WEEKDAYS

FSI, PDI = "\u2068", "\u2069"
RLM, LRM = "\u200f", "\u200e"
_ISOLATE = re.compile("[\u2066-\u2068][^\u2066-\u2069]*(?:\u2069|$)")
"""What keeps its direction to itself, with no other such piece in it."""
_STRONG, _OPENING = frozenset(("L", "R", "AL")), frozenset(("LRI", "RLI", "FSI"))
_QUOTATIONS = frozenset((BlockQuote.type, ExpandableBlockQuote.type))
_PLACE = re.compile(r"\{(\w+)\}")
ELLIPSIS = "…"
MOST_LETTERS = 3_500
"""A message stays well below Telegram's 4096 letters, of which 😀 counts as two."""


def isolate(value: str) -> str:
    """Keep the direction of a name, code or file name to itself, so that no line scrambles."""
    return f"{FSI}{value}{PDI}"


def compose(template: str, **parts: Text | str | int) -> Text:
    """A translated sentence with its `{places}` filled by texts, formatted or plain.

    What fills a place is never read as markup, whatever it contains.
    """
    pieces: list[Text | str] = []
    for before, name in _places_of(template):
        if before:
            pieces.append(before)
        if name and (part := parts[name]) != "":
            pieces.append(number(part) if isinstance(part, int) else part)
    return Text(*pieces)


@lru_cache(maxsize=2_000)
def _places_of(template: str) -> tuple[tuple[str, str], ...]:
    """What stands before each place of a sentence, and its name; the end has none."""
    pieces = _PLACE.split(template)
    return tuple(zip(pieces[::2], (*pieces[1::2], ""), strict=True))


def lines(*parts: Text | str | None) -> Text:
    """The parts one below the other; None is left out, an empty string makes a blank line.

    A line that has no letter of its own before its first name or number (the messenger would lay
    it out from the wrong side) gets the invisible mark of the language's direction.
    """
    pieces: list[Text | str] = []
    for part in parts:
        if part is None:
            continue
        if pieces:
            pieces.append("\n")
        if part != "":
            pieces += [direction_mark(), part] if _lacks_direction(part) else [part]
    return Text(*pieces)


def how_many_fit(parts: Sequence[Text]) -> int:
    """How many of these lines, from the first, one message takes beside its heading and end."""
    lengths = accumulate(_length(part.render()[0]) + 1 for part in parts)
    return sum(length <= MOST_LETTERS for length in lengths)


def what_fits(value: str) -> str:
    """The beginning of a text as it stands, as much as one message takes beside a heading."""
    if _length(value) <= MOST_LETTERS:
        return value
    return value.encode("utf-16-le")[: 2 * MOST_LETTERS].decode("utf-16-le", "ignore") + ELLIPSIS


def _length(value: str) -> int:
    """How long a text is as Telegram counts, in units of UTF-16."""
    return len(value.encode("utf-16-le")) // 2


def direction_mark() -> str:
    """The invisible mark that sets a line's direction to that of the language."""
    return RLM if right_to_left() else LRM


def _lacks_direction(part: Text | str) -> bool:
    """Whether the first line has no strong character outside isolates, or one that misleads.

    A quotation keeps the direction of its own words.
    """
    if not isinstance(part, str) and part.type in _QUOTATIONS:
        return False
    begun: list[str] = []
    _begin(part, begun)
    return _misleads("".join(begun), rtl=right_to_left())


def _misleads(line: str, *, rtl: bool) -> bool:
    """Whether a line has no strong letter outside isolates, or one of the other direction."""
    wanted = ("R", "AL") if rtl else ("L",)
    left, isolates = line, 1
    for sign in left:  # mostly the first one tells
        kind = bidirectional(sign)
        if kind in _STRONG:
            return kind not in wanted
        if kind in _OPENING:
            break
    while isolates:
        left, isolates = _ISOLATE.subn("", left)
    kinds = map(bidirectional, left)
    return next((kind not in wanted for kind in kinds if kind in _STRONG), True)


def _begin(part: Text | str, line: list[str]) -> bool:
    """Note the letters of the first line of a text; gives whether that ended."""
    for piece in (part,) if isinstance(part, str) else part._body:
        if type(piece) is not str and isinstance(piece, Text):  # of a word that takes long
            if _begin(piece, line):
                return True
        elif "\n" in (letters := str(piece)):
            line.append(letters[: letters.index("\n")])
            return True
        else:
            line.append(letters)
    return False


def number(value: int) -> str:
    """A whole number in the digits of the language."""
    return text.fa_digits(str(value)) if persian_digits() else str(value)


def digits(value: str) -> str:
    """Any text with its digits in the script of the language."""
    return text.fa_digits(value) if persian_digits() else text.en_digits(value)


def percent(value: int) -> str:
    """A percentage with the sign of the language."""
    return f"{number(value)}٪" if persian_digits() else f"{value}%"


def day(value: date, *, weekday: bool = True) -> str:
    """A day in words, in the reader's calendar: «سه‌شنبه ۲۲ مهر ۱۴۰۴»."""
    shown = in_calendar(value)
    words = f"{number(shown.day)} {month_name(shown.month)} {number(shown.year)}"
    return f"{weekday_name(value.weekday())} {words}" if weekday else words


def in_calendar(value: date) -> dates.Jalali:
    """Year, month and day in the reader's calendar: Jalali unless they chose the Gregorian."""
    if gregorian():
        return dates.Jalali(value.year, value.month, value.day)
    return dates.to_jalali(value)


def from_calendar(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month in the reader's calendar."""
    if not gregorian():
        return dates.from_jalali(year, month, 1), dates.jalali_month_end(year, month)
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def month_name(month: int) -> str:
    """The name of a month of the reader's calendar, 1 to 12."""
    if gregorian():
        persian, english = dates.GREGORIAN_MONTH_NAMES, ENGLISH_GREGORIAN_MONTHS
    else:
        persian, english = dates.MONTH_NAMES, ENGLISH_MONTHS
    return (persian if current_language() == "fa" else english)[month - 1]


def weekday_name(weekday: int) -> str:
    """The name of a day of the week, numbered as date.weekday()."""
    return (dates.WEEKDAY_NAMES if current_language() == "fa" else ENGLISH_WEEKDAYS)[weekday]


def weekday_letter(value: date) -> str:
    """The first letter of a day of the week, two in English."""
    return weekday_name(value.weekday())[: 1 if current_language() == "fa" else 2]


def short_day(value: date) -> str:
    """A day without weekday and year: «۲۲ مهر»."""
    return day(value, weekday=False).rsplit(" ", 1)[0]


def moment(value: datetime, zone: str) -> str:
    """A day and hour in the council's zone."""
    local = value.astimezone(ZoneInfo(zone))
    return _("{day} at {hour}").format(day=day(local.date()), hour=hour(value, zone))


def hour(value: datetime, zone: str) -> str:
    """An hour in the council's zone: «۱۷:۳۰»."""
    return digits(value.astimezone(ZoneInfo(zone)).strftime("%H:%M"))


def code(value: str) -> str:
    """The code of a resolution, isolated: «۷۲/۳»."""
    return isolate(digits(value))


def bar(value: int) -> str:
    """Progress as ten squares; the number always stands beside it."""
    full = max(0, min(10, round(value / 10)))
    return "▓" * full + "░" * (10 - full)


def excerpt(value: str, length: int) -> str:
    """The beginning of a text on one line, cut at a word."""
    flat = " ".join(value.split())
    if len(flat) <= length:
        return flat
    return flat[:length].rsplit(" ", 1)[0].rstrip("،,.;:؛ ") + ELLIPSIS


def names(values: Sequence[str]) -> str:
    """Several names in one line, each isolated."""
    return _(", ").join(isolate(value) for value in values)

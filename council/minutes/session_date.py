"""The day of the session: printed in either calendar, with or without its year."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from council.dates import from_jalali, to_jalali
from council.days.printed_days import MONTH_NUMBERS, full_year
from council.minutes.deadline_norms import WESTERN_MONTHS
from council.minutes.spelling import pattern
from council.text import number_from_words

_NUMERIC = re.compile(r"(?<![\d/\-])(\d{1,4}) ?([/\-,.]) ?(\d{1,2}) ?\2 ?(\d{1,4})(?![\d/])")
_NAMED = pattern(
    r"(?<![\w/])(?P<day><N>)_?(?P<month>" + "|".join(MONTH_NUMBERS) + r")(?: ماه)?(?!\w)"
    r"(?:[\s,،]{0,3}(?:سال )?(?P<year>1[34]\d\d|\d\d(?!\d)|ی?ک? ?هزار(?: و)? <N>))?"
)
_WESTERN_NAMED = pattern(
    rf"(?<!\w)(?P<day>\d{{1,2}}) (?P<month>{'|'.join(WESTERN_MONTHS)})[.,]{{0,2}} "
    r"(?P<year>(?:19|20)\d\d)"
)
_YEAR_ALONE = pattern(r"\bسال ?(1[34]\d\d)(?!\d)")
_YEAR_ANYWHERE = re.compile(r"(?<!\d)(1[34]\d\d)(?=[/\-]\d{1,2}[/\-]\d)")
_LETTER = pattern(
    r"(?:نامه|پیشنهاد|آگهی|هشدار|فراخوان|پیرو|(?<!جلسه\s)(?<!نشست\s)شماره(?!_جلسه|_نشست)|بخشنامه|ابلاغیه|"
    r"دادنامه|قرارداد|مصوبه|صورتجلسه قبلی)_(?:(?!\bدر_روز\b)[^\n،]){0,40}\Z"
)
_NOT_HELD = pattern(
    r"\b(?:انتشار|درج|چاپ|تا|لغایت|بعدی|آینده|آتی|next_meeting|ابلاغ|ثبت)\b[\s:\w،]{0,15}$"
)
_OF_SESSION = pattern(r"(?:^|\n)\s*شماره ?:?_<N>\s*[-–—،]\s*\Z")
"""A line of its own for the session's number and day: «شماره ۳ - ۱۴۰۲/۰۵/۲۵»."""
_SAID_HELD = 3
_WEEKDAY = pattern(r"(?:شنبه|جمعه)[\s،,(]{0,3}(?:مورخه?|تاریخ)?[\s:]{0,3}$")
_DECIDED_IN = pattern(
    r"(?:هیات|شورا|ستاد|کمیسیون|کارگروه|کمیته|مجلس)\S*(?:_\S+){0,6}_در_(?:جلسه|نشست)(?: ‌?ی)?"
    r"(?:_(?:مورخه?|روز|تاریخ))?[\s:]{0,3}$"
)
"""How a decree tells when it was decided, other than the day on which it went out."""
_HELD = pattern(
    r"(?:مورخه?|تاریخ|زمان|روز|date|شنبه|جمعه|جلسه|نشست)[\s:،(‌]{0,4}(?:\w+[\s،]){0,2}[\s(]{0,2}$"
)


_ALONE = re.compile(r"^[^\w\n]{0,4}1[34]\d\d[/\-]\d{1,2}[/\-]\d{1,2}\s*$", re.MULTILINE)
_EXPORTED = re.compile(
    r"^[^\w\n]{0,3}(\d{1,2})/(\d{1,2})/(\d\d), \d{1,2}:\d\d(?::\d\d)?[ \u202f\u200c]?([AaPp][Mm])?",
    re.MULTILINE,
)
"""How an exported chat dates its messages: «5/24/24, 9:01 PM - …»."""


@dataclass(frozen=True)
class SessionDate:
    """The session's day in both calendars, as far as it is known."""

    held_on: date | None
    jalali: str | None
    gregorian: str | None


@dataclass(frozen=True)
class _Printed:
    at: int
    weight: int
    day: date | None
    month_day: tuple[int, int] | None
    western: bool


def read_session_date(
    head: str, labelled: str | None, folded: str, *, said_held: bool = False
) -> SessionDate:
    """Return the session's day.

    `head` is the folded text before the first decision, `labelled` what follows a printed label
    «تاریخ:», `folded` the whole document (only its years are used where the day has none). With
    `said_held`, only a date that is said to be the session's counts.
    """
    found = [*_printed(labelled)] if labelled else []
    found = found or list(_printed(head))
    if not found and (alone := _ALONE.search(folded)):
        found = list(_printed(alone[0]))  # how a posted report ends
    found = [one for one in found if one.weight >= _SAID_HELD] if said_held else found
    if not found:
        return SessionDate(None, None, None)
    best = min(found, key=lambda printed: (-printed.weight, printed.at))
    if best.month_day is None:
        return _known(best.day)
    year = _year_of(head, folded, best.month_day)
    month, day = best.month_day
    if year is None:
        return SessionDate(None, f"--{month:02d}-{day:02d}", None)
    try:
        return _known(from_jalali(year, month, day))
    except ValueError:
        return SessionDate(None, None, None)


def day_of_chat(folded: str) -> SessionDate | None:
    """Return the day on which an exported chat begins; None where the text is none.

    The month stands first where hours are counted to twelve, unless that makes no date.
    """
    found = _EXPORTED.search(folded)
    if found is None:
        return None
    first, second, year = (int(part) for part in found.groups()[:3])
    by_month = (first, second) if found[4] else (second, first)
    for month, day in (by_month, by_month[::-1]):
        with suppress(ValueError):
            return _known(date(2000 + year, month, day))
    return None


def _known(day: date | None) -> SessionDate:
    if day is None:
        return SessionDate(None, None, None)
    year, month, number = to_jalali(day)
    return SessionDate(day, f"{year}-{month:02d}-{number:02d}", day.isoformat())


def _year_of(head: str, folded: str, month_day: tuple[int, int]) -> int | None:
    """Return the year named near the session, or of another date printed in the document."""
    if alone := _YEAR_ALONE.search(head):
        return int(alone[1])
    for printed in _printed(folded[:4000]):
        if printed.day is not None:
            year, month, day = to_jalali(printed.day)
            return year - (month_day > (month + 1, day))
    years = _YEAR_ANYWHERE.search(folded)
    return int(years[1]) if years else None


def _printed(text: str) -> Iterator[_Printed]:
    """Yield the dates in folded text, weighed: 4 after a weekday, 3 said to be held, 1 bare."""
    text = text.lower() if len(text.lower()) == len(text) else text
    for shape, reading in ((_NUMERIC, _numeric), (_NAMED, _named), (_WESTERN_NAMED, _western)):
        for found in shape.finditer(text):
            before = text[max(0, found.start() - 60) : found.start()]
            if _LETTER.search(before) and not _OF_SESSION.search(before):
                continue
            day, month_day = reading(found)
            if day is None and month_day is None:
                continue
            weight = 0 if _NOT_HELD.search(before) else _SAID_HELD if _HELD.search(before) else 1
            weight += bool(weight and _WEEKDAY.search(before))
            weight += 2 * bool(weight and _DECIDED_IN.search(before))
            if weight or day:
                yield _Printed(found.start(), weight, day, month_day, shape is _WESTERN_NAMED)


def _numeric(found: re.Match[str]) -> tuple[date | None, None]:
    first, month, last = int(found[1]), int(found[3]), int(found[4])
    year, day = (last, first) if last > 31 >= first else (first, last)
    if year < 100:
        if found[2] not in "/-":
            return None, None
        year = full_year(year)
    if not (1300 <= year < 1500 or 1990 <= year < 2100):
        return None, None
    try:
        return (date if year >= 1900 else from_jalali)(year, month, day), None
    except ValueError:
        return None, None


def _named(found: re.Match[str]) -> tuple[date | None, tuple[int, int] | None]:
    month, day = MONTH_NUMBERS[found["month"]], number_from_words(found["day"]) or 0
    if not 0 < day <= 31:
        return None, None
    year = number_from_words(found["year"]) if found["year"] else None
    if year is None:
        return None, (month, day)
    year = full_year(year)
    try:
        return from_jalali(year, month, day), None
    except ValueError:
        return None, None


def _western(found: re.Match[str]) -> tuple[date | None, None]:
    try:
        return date(int(found["year"]), WESTERN_MONTHS[found["month"]], int(found["day"])), None
    except ValueError:
        return None, None

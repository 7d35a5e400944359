"""Reads the days and hours that people type, in Persian or in English.

Printed days are read by `council.dates`; here somebody is waiting, says «ساعت ۵ عصر», and may have
chosen English, whose words are put into Persian first.
"""

import re
from datetime import date, time
from functools import cache, partial

from council import dates, text
from council.errors import DateNotUnderstoodError

ENGLISH_MONTHS = (
    *("Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar"),
    *("Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand"),
)
ENGLISH_GREGORIAN_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
ENGLISH_WEEKDAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip

_PHRASES = {
    "day after tomorrow": "پس‌فردا", "tomorrow": "فردا", "today": "امروز",
    "next week": "هفته آینده", "next month": "ماه آینده", "next year": "سال آینده",
    "end of": "پایان", "from": "از", "until": "تا", "till": "تا", "to": "تا", "in": "ظرف",
    "days": "روز", "day": "روز", "weeks": "هفته", "week": "هفته", "months": "ماه", "month": "ماه",
    "the": "", "on": "", "of": "",
}  # fmt: skip
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")


@cache
def _persian_of() -> dict[str, str]:
    """English words by what `dates.read_date` reads in their place."""
    western = {number: name for name, number in reversed(dates.WESTERN_MONTH_NUMBERS.items())}
    named = [
        *zip(ENGLISH_MONTHS, dates.MONTH_NAMES, strict=True),
        *((name, western[number]) for number, name in enumerate(ENGLISH_GREGORIAN_MONTHS, 1)),
        *zip(ENGLISH_WEEKDAYS, dates.WEEKDAY_NAMES, strict=True),
    ]
    short = {name[:3].lower(): persian for name, persian in named[len(ENGLISH_MONTHS) :]}
    weekdays = zip(ENGLISH_WEEKDAYS, dates.WEEKDAY_NAMES, strict=True)
    next_ones = {f"next {name.lower()}": f"{persian} هفته آینده" for name, persian in weekdays}
    return short | {name.lower(): persian for name, persian in named} | next_ones | _PHRASES


@cache
def _shapes() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """English words; a month before its day; a Gregorian day without its year."""
    longest_first = sorted(_persian_of(), key=len, reverse=True)
    western = "|".join(dates.WESTERN_MONTH_NUMBERS)
    months = f"{'|'.join(dates.MONTH_NAMES)}|{western}"
    return (
        re.compile(rf"\b(?:{'|'.join(longest_first)})\b"),
        re.compile(rf"(?<!\w)({months}) (\d{{1,2}})(?!\d)"),
        re.compile(rf"(?<!\d)(\d{{1,2}}) ({western})(?!\w)(?! ?,? ?\d{{4}})"),
    )


def in_persian(typed: str, base: date) -> str:
    """The words of a day with Persian in place of English; others stay as they are."""
    line = " ".join(text.en_digits(text.clean(typed)).split())
    if not re.search("[A-Za-z]", line):
        return line
    words, month_first, no_year = _shapes()
    line = words.sub(lambda found: _persian_of()[found[0]], _ORDINAL.sub("", line.lower()))
    line = month_first.sub(r"\2 \1", " ".join(line.split()))
    return no_year.sub(partial(_in_next_year, base), line)


def _in_next_year(base: date, found: re.Match[str]) -> str:
    month, day = dates.WESTERN_MONTH_NUMBERS[found[2]], int(found[1])
    return f"{found[0]} {base.year + ((month, day) < (base.month, base.day))}"


def read_day(typed: str, base: date) -> date | None:
    """The day that was typed, counted from the base day, as `dates.read_date`; else None."""
    return dates.read_date(in_persian(typed, base), base)


# ---------------------------------------------------------------- two days

_SPAN = re.compile(r"\s(?:تا|الی|لغایت)\s")
_SEEN_FROM_TODAY = re.compile(
    r"(?:(?<!\w)(?:امروز|(?:پس ?)?فردا|دیروز|پریروز|دیگر|اینده|اتی)"
    r"|(?:شنبه|جمعه) هفته بعدی?)(?!\w)"
)


def read_span(typed: str, today: date, start: date | None = None) -> tuple[date, date | None]:
    """Read a day, or two with «تا» between them: «۱ تا ۱۰ آذر», «از شنبه تا دوشنبه».

    A first day that names no month has the second's. A second one («سه روز», «دوشنبه») counts
    from the first, as does a single one from the `start` that stands already; words that are said
    as seen from today («پس‌فردا») never do. Raises DateNotUnderstoodError.
    """
    line = in_persian(typed, today).removeprefix("از ")
    before, *after = _SPAN.split(line, maxsplit=1)
    if not after:
        return _end(line, today, start), None
    first = dates.read_date(before, today)
    if first is None and before.strip().isdecimal():
        rest = after[0].strip().lstrip("0123456789")
        first = dates.read_date(before.strip() + rest, today)
    if first is None:
        raise DateNotUnderstoodError
    return first, _end(after[0], today, first)


def _end(words: str, today: date, start: date | None) -> date:
    plain = " ".join(text.fold(words).replace("\u200c", " ").split())
    base = today if start is None or _SEEN_FROM_TODAY.search(plain) else start
    day = dates.read_date(words, base)
    if day is None:
        raise DateNotUnderstoodError
    return day


# ---------------------------------------------------------------- hours

_PART = (
    r"(?P<part>صبح|بامداد|ظهر|بعد[\s\u200c]*از[\s\u200c]*ظهر|عصر|غروب|شب"
    r"|in the (?:morning|afternoon|evening)|[ap]\.?m\b\.?)(?!\w)"
)
_SAID = (
    r"(?:ساعت|(?<!\w)at)\s*(?P<hour>\d{1,2}|[^\W\d]+)"
    r"(?:\s*(?:[:٫.]|و)\s*(?P<minute>\d{2}|نیم|ربع))?"
)
_WRITTEN = r"(?<![\d:/.])(?P<written>\d{1,2}):(?P<past>\d{2})(?![\d:])"
_OF_A_PART = rf"(?<![\w/:.])(?P<bare>\d{{1,2}})(?=\s*{_PART.replace('?P<part>', '?:')})"
_HOUR = re.compile(
    rf"(?:{_SAID}|{_WRITTEN}|{_OF_A_PART})(?:\s*دقیقه)?(?:\s*{_PART})?", re.IGNORECASE
)
_BARE_HOUR = re.compile(r"(?P<hour>\d{1,2}|[^\W\d]+)(?:\s*[:٫.]\s*(?P<minute>\d{2}))?\s*$")
_FULL_HOURS = re.compile(
    rf"(?<![\d:])(?P<hour>\d{{1,2}})(?:\s*[:٫.]\s*00)?(?![\d:])(?:\s*{_PART})?", re.IGNORECASE
)
_MINUTES = {"نیم": 30, "ربع": 15, None: 0}
_HALF_A_DAY = 12


def find_hour(line: str) -> tuple[re.Match[str], time | None] | None:
    """Where an hour stands in a line of Latin digits, and which; None where none is said.

    The hour is None where there is no such hour: «ساعت ۲۵», «ساعت ۱۲ شب», which is of two days.
    """
    found = _HOUR.search(line)
    return (found, _time(found)) if found else None


def read_hour(typed: str) -> time:
    """Read an hour: «۱۷», «ساعت ۱۷:۳۰», «۵ عصر». Raises DateNotUnderstoodError for all else."""
    line = " ".join(text.en_digits(text.clean(typed)).split())
    found = _HOUR.search(line) or _BARE_HOUR.fullmatch(line)
    hour = _time(found) if found else None
    if hour is None:
        raise DateNotUnderstoodError
    return hour


def read_hours(typed: str) -> tuple[int, ...]:
    """The full hours that were typed, in their order: «۱۰», «از ۲۲ تا ۷», «۱۰ شب تا ۷ صبح»."""
    found = _FULL_HOURS.finditer(text.en_digits(text.clean(typed)))
    hours = [_in_part(int(one["hour"]), one["part"]) for one in found]
    return tuple(hour for hour in hours if hour <= 2 * _HALF_A_DAY)


def _time(found: re.Match[str]) -> time | None:
    said = found.groupdict()
    hour = text.number_from_words(text.fold(said["hour"] or said.get("written") or said["bare"]))
    past = said.get("past") or said["minute"]
    minute = _MINUTES[past] if past in _MINUTES else int(past or 0)
    if hour is None:
        return None
    hour = _in_part(hour, said.get("part"))
    return time(hour, minute) if hour < 2 * _HALF_A_DAY and minute < 60 else None


def _in_part(hour: int, part: str | None) -> int:
    """The hour of the day, 24 for midnight, that is meant in this part of it."""
    return hour + _HALF_A_DAY if part and hour in _said_for_later(part) else hour


def _said_for_later(part: str) -> range:
    """The hours that are said for those twelve later in this part of a day."""
    if part in ("صبح", "بامداد") or part.lower().startswith("a") or part.endswith("morning"):
        return range(0)
    if part == "ظهر":
        return range(1, 4)
    return range(6, 13) if part == "شب" else range(1, 12)

"""Reads what somebody types of a session to come: its day, hour and place."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from council import dates, text
from council.errors import (
    DateNotUnderstoodError,
    MomentNotUnderstoodError,
    MomentPassedError,
)

MAX_PLACE = 200
_HOUR = re.compile(r"ساعت\s*(\d{1,2})(?:\s*[:٫.و]\s*(\d{2}|نیم))?")
_BARE_HOUR = re.compile(r"(\d{1,2})(?:\s*[:٫.]\s*(\d{2}))?\s*$")


@dataclass(frozen=True)
class When:
    """What somebody typed of a session: the day, and the hour and place where they said them."""

    day: date
    hour: time | None = None
    place: str | None = None


def read_when(typed: str, today: date) -> When:
    """Read day, hour and place from one line: «شنبه ۱۵ آذر ساعت ۱۷، سالن اجتماعات».

    Raises DateNotUnderstoodError where no day can be read, MomentPassedError for one before today.
    """
    line = text.en_digits(" ".join(text.clean(typed).split()))
    found = _HOUR.search(line)
    before = line[: found.start()] if found else line
    day = dates.read_date(before, today)
    if day is None:
        raise DateNotUnderstoodError
    if day < today:
        raise MomentPassedError
    place = line[found.end() :].strip(" ،,.;-–") if found else ""
    return When(day, _time(found), place[:MAX_PLACE] or None)


def read_hour(typed: str) -> time:
    """Read an hour: «۱۷», «ساعت ۱۷:۳۰». Raises DateNotUnderstoodError for anything else."""
    line = text.en_digits(" ".join(text.clean(typed).split()))
    hour = _time(_HOUR.search(line) or _BARE_HOUR.fullmatch(line))
    if hour is None:
        raise DateNotUnderstoodError
    return hour


def _time(found: re.Match[str] | None) -> time | None:
    if found is None:
        return None
    minute = 30 if found[2] == "نیم" else int(found[2] or 0)
    hour = int(found[1])
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_moment(typed: str, now: datetime, zone: str) -> datetime:
    """Read a day and hour to come in the zone.

    Raises MomentNotUnderstoodError where either cannot be read, MomentPassedError for the past.
    """
    try:
        when = read_when(typed, dates.local_date(now, zone))
    except DateNotUnderstoodError:
        raise MomentNotUnderstoodError from None
    if when.hour is None:
        raise MomentNotUnderstoodError
    moment = datetime.combine(when.day, when.hour, ZoneInfo(zone))
    if moment <= now:
        raise MomentPassedError
    return moment


_SPAN = re.compile(r"\s(?:تا|الی|لغایت)\s")
_SEEN_FROM_TODAY = re.compile(
    r"(?:(?<!\w)(?:امروز|(?:پس ?)?فردا|دیروز|پریروز|دیگر|اینده|اتی)"
    r"|(?:شنبه|جمعه) هفته بعدی?)(?!\w)"
)
_HOURS = re.compile(r"(?<![\d:])(\d{1,2})(?:\s*[:٫.]\s*00)?(?![\d:])")


def read_span(typed: str, today: date, start: date | None = None) -> tuple[date, date | None]:
    """Read a day, or two with «تا» between them: «۱ تا ۱۰ آذر», «از شنبه تا دوشنبه».

    A first day that names no month has the second's. A second one («سه روز», «دوشنبه») counts
    from the first, as does a single one from the `start` that stands already; words that are said
    as seen from today («پس‌فردا») never do. Raises DateNotUnderstoodError.
    """
    line = text.en_digits(" ".join(text.clean(typed).split())).removeprefix("از ")
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


def read_hours(typed: str) -> tuple[int, ...]:
    """The full hours that were typed, in their order: «۱۰», «از ۲۲ تا ۷»."""
    found = _HOURS.findall(text.en_digits(text.clean(typed)))
    return tuple(int(one) for one in found if int(one) <= 24)

"""Reads what somebody types of a session to come: its day, hour and place."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from council import dates
from council.errors import (
    DateNotUnderstoodError,
    MomentNotUnderstoodError,
    MomentPassedError,
    WeekdayDiffersError,
    YearMissingError,
)
from council.typed_days import one_line, read_day
from council.typed_hours import find_hour

MAX_PLACE = 200
_LEADS_TO_A_PLACE = re.compile(
    r"^(?:(?:در\s+)?(?:محل|مکان)(?:\s+(?:برگزاری|جلسه|نشست))?\s*:"
    r"|(?:در(?:\s+محل)?|توی|تو|داخل|in|at)(?=\s)|[\s،؛,.;–-])*",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    r"^(?:(?:نه|نخیر|خیر|بله|بلی|آره|اره|باشه|درسته|درست است|no|yes|ok)(?!\w)[\s،؛,.;!–-]*)+",
    re.IGNORECASE,
)


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
    line = one_line(typed)
    found, hour = find_hour(line) or (None, None)
    before, after = (line[: found.start()], line[found.end() :]) if found else (line, "")
    place = read_place(after)
    day = read_day(before, today)
    if day is None:  # «ساعت ۵ عصر فردا»
        day, place = read_day(after, today), None
    if day is None:
        raise DateNotUnderstoodError
    if day < today:
        raise MomentPassedError
    return When(day, hour, place)


def read_place(typed: str) -> str | None:
    """The place alone, without what only leads to it: «تو سالن اتاق» is «سالن اتاق»."""
    line = " ".join(typed.split()).rstrip(" ،؛,.;-–")
    return _LEADS_TO_A_PLACE.sub("", line)[:MAX_PLACE] or None


def read_other_place(typed: str, today: date) -> str | None:
    """The place alone, typed in place of a yes: «نه، سالن ب». None for a yes or no alone, and for
    words with a day, an hour or a number first, or too many of them. Raises as `read_day`."""
    line = _YES_OR_NO.sub("", one_line(typed))
    if len(line) > MAX_PLACE or line[:1].isdecimal() or find_hour(line) or read_day(line, today):
        return None
    return read_place(line)


def read_moment(typed: str, now: datetime, zone: str) -> datetime:
    """Read a day and hour to come in the zone.

    Raises MomentNotUnderstoodError where either cannot be read, MomentPassedError for the past.
    """
    try:
        when = read_when(typed, dates.local_date(now, zone))
    except (WeekdayDiffersError, YearMissingError):
        raise
    except DateNotUnderstoodError:
        raise MomentNotUnderstoodError from None
    if when.hour is None:
        raise MomentNotUnderstoodError
    moment = datetime.combine(when.day, when.hour, ZoneInfo(zone))
    if moment <= now:
        raise MomentPassedError
    return moment

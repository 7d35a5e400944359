"""Reads the hours that people type: «ساعت ۵ عصر», «۱۷:۳۰», «at 5 pm», «۱۰ شب تا ۷ صبح»."""

import re
from datetime import time

from council import text
from council.days.typed_days import one_line
from council.errors import DateNotUnderstoodError

PART_OF_DAY = (
    r"صبح|بامداد|ظهر|بعد[\s\u200c]*از[\s\u200c]*ظهر|عصر|غروب|شب"
    r"|in the (?:morning|afternoon|evening)"
)
_PART = rf"(?P<part>{PART_OF_DAY}|[ap]\.?m\b\.?)(?!\w)"
_SAID = (
    r"(?:ساعت|(?<!\w)at)\s*(?P<hour>\d{1,2}|[^\W\d]+)"
    r"(?:\s*(?:[:٫.]|و)\s*(?P<minute>\d{2}|نیم|ربع))?"
)
_WRITTEN = r"(?<![\d:/.])(?P<written>\d{1,2}):(?P<past>\d{2})(?![\d:])"
_OF_A_PART = rf"(?<![\w/:.])(?P<bare>\d{{1,2}})(?=\s*{_PART.replace('?P<part>', '?:')})"
_BEHIND_A_DAY = r"(?:(?<=فردا )|(?<=امروز )|(?<=امشب ))(?P<behind>\d{1,2})(?=\s*(?:[،,]|$))"
_NOON = r"(?<!\w)(?<!از[ \u200c])(?P<noon>ظهر|(?:at )?noon)(?!\w)"
_UNTIL = r"(?:\s*(?:تا|الی|[-–]|to)\s*\d{1,2}(?::\d{2})?(?!\w))?"
_HOUR = re.compile(
    rf"(?:{_NOON}|{_SAID}|{_WRITTEN}|{_OF_A_PART}|{_BEHIND_A_DAY})"
    rf"(?:\s*دقیقه)?(?:\s*{_PART})?{_UNTIL}",
    re.IGNORECASE,
)
_BARE_HOUR = re.compile(
    r"(?P<hour>\d{1,2}|[^\W\d]+?)(?:\s*(?:[:٫.]|و)\s*(?P<minute>\d{2}|نیم|ربع))?\s*$"
)
_HOUR_WORD = "یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|یازده|دوازده"
_FULL_HOURS = re.compile(
    rf"(?<![\d:])(?P<hour>\d{{1,2}})(?:\s*[:٫.]\s*00)?(?![\d:])(?:\s*{_PART})?"
    rf"|(?<!\w)(?P<word>{_HOUR_WORD})\s+{_PART.replace('?P<part>', '?P<of>')}"
    r"|(?<!\w)(?P<midnight>نیمه[\s\u200c]*شب|midnight)|(?<!\w)(?P<midday>ظهر|noon)(?!\w)",
    re.IGNORECASE,
)
_MINUTES = {"نیم": 30, "ربع": 15, None: 0}
_HALF_A_DAY = 12
_LONGEST_QUIET = 14
_NO_MORNING = range(1, 7)
"""Hours of which nobody means those before daybreak, where no part of a day is said."""
_TONIGHT = re.compile(r"(?<!\w)(?:امشب|tonight)(?!\w)", re.IGNORECASE)


def find_hour(line: str) -> tuple[re.Match[str], time | None] | None:
    """Where an hour stands in a line of Latin digits, and which; None where none is said.

    The hour is None where there is no such hour: «ساعت ۲۵», «ساعت ۱۲ شب», which is of two days.
    """
    found = _HOUR.search(line)
    return (found, _time(found)) if found else None


def read_hour(typed: str) -> time:
    """Read an hour: «۱۷», «ساعت ۱۷:۳۰», «۵ عصر». Raises DateNotUnderstoodError for all else."""
    line = one_line(typed)
    found = _HOUR.search(line) or _BARE_HOUR.fullmatch(line)
    hour = _time(found) if found else None
    if hour is None:
        raise DateNotUnderstoodError
    return hour


def read_hours(typed: str) -> tuple[int, ...]:
    """The full hours that were typed, in their order: «۱۰», «از ۲۲ تا ۷», «۱۰ شب تا ۷ صبح»."""
    found = _FULL_HOURS.finditer(text.en_digits(text.clean(typed)))
    return tuple(hour for hour in map(_full_hour, found) if hour <= 2 * _HALF_A_DAY)


def read_quiet_hours(typed: str) -> tuple[int, int] | None:
    """Read the two full hours between which nobody is to be disturbed; None for anything else.

    «۱۰ تا ۷» begins in the evening: nobody wants quiet for most of a day.
    """
    hours = read_hours(typed)
    if len(hours) != 2:
        return None
    begin, end = hours
    if begin < _HALF_A_DAY and (end - begin) % 24 > _LONGEST_QUIET:
        begin += _HALF_A_DAY
    return begin, end


def _full_hour(found: re.Match[str]) -> int:
    if found["midnight"]:
        return 2 * _HALF_A_DAY
    if found["midday"]:
        return _HALF_A_DAY
    said = text.number_from_words(found["hour"] or text.fold(found["word"])) or 0
    return _in_part(said, found["part"] or found["of"])


def _time(found: re.Match[str]) -> time | None:
    said = found.groupdict()
    if said.get("noon"):
        return time(_HALF_A_DAY)
    words = said["hour"] or said.get("written") or said.get("bare") or said["behind"]
    hour = text.number_from_words(text.fold(words))
    past = said.get("past") or said["minute"]
    minute = _MINUTES[past] if past in _MINUTES else int(past or 0)
    if hour is None:
        return None
    part = said.get("part") or ("شب" if _TONIGHT.search(found.string) else None)
    if part is None and hour in _NO_MORNING and not words.startswith("0"):
        hour += _HALF_A_DAY
    hour = _in_part(hour, part)
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

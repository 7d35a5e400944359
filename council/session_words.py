"""Reads what somebody types of a session to come: its day, hour and place."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from council import dates
from council.days import day_lists
from council.days.shifted_days import in_plain_days
from council.days.typed_days import one_line, read_day
from council.days.typed_hours import PART_OF_DAY, find_hour
from council.errors import (
    DateNotUnderstoodError,
    MomentNotUnderstoodError,
    MomentPassedError,
    WeekdayDiffersError,
    YearMissingError,
)
from council.minutes.session import PLACES
from council.searching.typed_latin import as_phrase
from council.text import fold
from council.yes_or_no import read_answer

MAX_PLACE = 200
_LEADS_TO_A_PLACE = re.compile(
    r"^(?:(?:در\s+)?(?:محل|مکان)(?:\s+(?:برگزاری|جلسه|نشست))?\s*:"
    r"|(?:در(?:\s+محل)?|توی|تو|داخل|in|at)(?=\s)|[\s،؛,.;–-])*",
    re.IGNORECASE,
)
_SAME = r"(?:همان|همون|همین)[\s\u200c]*"
_SAME_HOUR = re.compile(
    rf"(?:(?<!\w)(?:در|سر)\s+)?(?<!\w){_SAME}ساعت(?!\w|\s*\d)(?:\s+(?:قبلی?|پیشین))?(?!\w)"
    r"|(?<!\w)(?:at )?(?:the )?same (?:hour|time)(?!\w)",
    re.IGNORECASE,
)
_SAME_PLACE = re.compile(
    rf"{_SAME}(?:جا|مکان|محل)(?:\s+(?:قبلی?|پیشین))?|(?:the )?same place", re.IGNORECASE
)
_LEADS_TO_AN_HOUR = re.compile(
    r"(?:(?:همان|همون|همین|روز|فقط|ولی|بذار|بذارش|بگذار|بگذارید|بکنش|بشه|باشه|در|سر|رو|را|only|same"
    r"|the|day|but|at|make|it)(?!\w)[\s،؛,.;!–-]*)*",
    re.IGNORECASE,
)
_BEHIND_AN_HOUR = re.compile(
    r"^[\s،؛,.;!–-]*(?:(?:باشه|باشد|بشه|بشود|شود|هست|است|لطفا|بهتره|بهتر است|شروع (?:شود|بشه|میشه)"
    r"|please|نه(?: ساعت)? \S+)(?!\w)[\s،؛,.;!–-]*)+"
)
_PART = re.compile(
    r"(?:(?<!\w)(?:در|توی|تو|وقت|طرف)\s+)?"
    rf"(?<!\w)(?P<part>{PART_OF_DAY}|(?:اول|آخر) وقت)(?:\s+زود)?(?!\w)",
    re.IGNORECASE,
)
_SHIFTED = re.compile(
    r"(?<!\w)(?:(?:(?:نیم|یک|یه|دو|سه|\d+)\s+)?(?:ساعت|دقیقه|ربع|hours?|minutes?)(?:\s+و\s+(?:نیم|ربع))?\s+"
    r"|(?:یه[\s\u200c]*)?(?:کم|کمی)\s+)?"
    r"(?<!روز )(?<!هفته )(?<!ماه )(?<!day )(?<!days )(?<!week )(?<!weeks )"
    r"(?:زودتر|دیرتر|جلوتر|عقب[\s\u200c]*تر|earlier|later)(?!\w)",
    re.IGNORECASE,
)
"""An hour that is told from the former one."""
_NO_PLACE = re.compile(r"^(?:به جا|بجا|عوض|instead)")
_AN_ORDER = re.compile(
    r"(?<!\w)(?:کن|کنید|نکن|نکنید|بشه|نشه|شود|نشود|است|نیست|شده?|میشه|بذار|بذارید|بنداز|بندازید|افتاده?|بره"
    r"|بیفت[هد]|زودتر|دیرتر|عقب[\s\u200c]*تر)$"
)
_PLACE_FIRST = re.compile(
    rf"(?:^|(?<!\w)(?:جلسه|نشست)(?:\s+(?:در|تو|توی))?\s)\s*(?:(?:در|تو|توی)\s+)?"
    rf"(?P<place>(?:{PLACES}|(?:main )?(?:hall|room|office))(?!\w).*)",
    re.IGNORECASE,
)
"""A place before the day: «جلسه سالن غدیر، سه‌شنبه»."""
_LEADS_TO_A_DAY = re.compile(r"[\s،؛,.;–-]*(?<!\w)(?:تاریخ|مورخ|باشه|باشد|on)$", re.IGNORECASE)


_SESSION = r"(?:جلسه|نشست)(?: ی)?(?: شورا)?"
_NEXT = rf"{_SESSION} (?:بعدی?|اینده|اتی|پیش رو)(?:مون|مان)?(?: شورا)?"
_IS = (
    r"(?: ?(?:ی?ه|ست|س|است|هست|هستش|میشه|میشود|خواهد بود|داریم)"
    r"|(?: در)? (?:برگزار|تشکیل) (?:میشه|میشود|خواهد شد))?"
)
_WHEN_OR_WHERE = r"(?:در )?(?:کی|چه (?:روز|زمان|وقت|ساعت|تاریخ)ی?|چند ?شنبه|چندم|ساعت چند|کجا)"
_ASKS_FOR_NEXT = re.compile(
    rf"(?:(?:سلام|لطفا|ببخشید) )*(?:(?:{_NEXT}|{_SESSION}) {_WHEN_OR_WHERE}{_IS}"
    rf"|{_WHEN_OR_WHERE}{_IS} (?:{_NEXT}|{_SESSION}){_IS}"
    rf"|(?:زمان|تاریخ|ساعت|روز|وقت|محل|مکان)(?: برگزاری| تشکیل)? {_NEXT}"
    rf"(?: {_WHEN_OR_WHERE})?{_IS}|{_NEXT})"
    r"|(?:(?:when|where) (?:is|s) )?(?:the |our )?next (?:session|meeting)"
)
_PARTS_OF_WORDS = re.compile(r"[^\w]+")
_PRESENT = re.compile(r"\bمی ش")


@dataclass(frozen=True)
class When:
    """What somebody typed of a session: the day, and the hour and place where they said them."""

    day: date
    hour: time | None = None
    place: str | None = None
    same_hour: bool = False
    """The hour is to stay what it was: «همان ساعت»."""
    other_hour: bool = False
    """Another hour is meant, and not said which: «عصر», «نیم ساعت زودتر»."""


@dataclass(frozen=True)
class Other:
    """What is to be other than it was understood: all of it, where a day is said anew, else the
    hour or the place alone, or nothing that could be read."""

    anew: When | None = None
    hour: time | None = None
    place: str | None = None
    same_hour: bool = False
    other_hour: bool = False


def read_when(typed: str, today: date) -> When:
    """Read day, hour and place from one line: «شنبه ۱۵ آذر ساعت ۱۷، سالن اجتماعات».

    Raises DateNotUnderstoodError where no day can be read, MomentPassedError for one before today.
    """
    when = _find_when(one_line(typed), today)
    if when is None:
        raise DateNotUnderstoodError
    return when


def read_unasked(typed: str, today: date) -> When | None:
    """The same of words that nobody asked for; None where they may as well be a search, as a day
    without an hour, or what only bears the name of a day: «مدرسه ۱۳ آبان».

    Raises as `read_when` where days and an hour are all that is said.
    """
    line = one_line(typed)
    hour = find_hour(line)
    try:
        when = _find_when(line, today)
    except (DateNotUnderstoodError, MomentPassedError):
        if hour and day_lists.only_days(f"{line[: hour[0].start()]} {line[hour[0].end() :]}"):
            raise
        return None
    return when if when and when.hour else None


def _find_when(line: str, today: date) -> When | None:
    same, shifted = _SAME_HOUR.search(line), _SHIFTED.search(line)
    found, hour = (same or shifted, None) if same or shifted else find_hour(line) or (None, None)
    before, after = (line[: found.start()], line[found.end() :]) if found else (line, "")
    place = read_place(_BEHIND_AN_HOUR.sub("", after))
    day, said = read_day(before, today), before
    if day is None:  # «ساعت ۵ عصر فردا»
        day, said, place = read_day(after, today), after, None
    if day is None:
        return None
    if day < today:
        raise MomentPassedError
    part, beside = _beside_the_day(said)
    if part and hour and found and not found.groupdict().get("part"):
        hour = (find_hour(f"{found[0]} {part}") or (None, hour))[1]
    other = not same and not hour and bool(part or found)
    place = place or beside or _before_the_day(before)
    return When(day, hour, place, same_hour=same is not None, other_hour=other)


def _beside_the_day(said: str) -> tuple[str, str | None]:
    """The part of the day behind words for a day, and the place behind both; what only tells to
    move the session is no place."""
    part = _PART.search(said)
    if part and day_lists.split(said[: part.start()]).reason:
        part = None  # «سالن عصر»
    days = f"{said[: part.start()]} {said[part.end() :]}" if part else said
    rest = _BEHIND_AN_HOUR.sub("", day_lists.split(days).reason)
    no_place = _AN_ORDER.search(rest) or _NO_PLACE.match(rest)
    return (part["part"] if part else "", None if no_place else read_place(rest))


def _before_the_day(said: str) -> str | None:
    found = _PLACE_FIRST.match(day_lists.before(said))
    return read_place(_LEADS_TO_A_DAY.sub("", found["place"])) if found else None


def asks_for_next(words: str) -> bool:
    """Whether somebody asks when or where the next session is: «جلسه بعدی کیه؟»."""
    line = " ".join(_PARTS_OF_WORDS.sub(" ", fold(as_phrase(words)).casefold()).split())
    return _ASKS_FOR_NEXT.fullmatch(_PRESENT.sub("میش", line)) is not None


def read_place(typed: str) -> str | None:
    """The place alone, without what only leads to it: «تو سالن اتاق» is «سالن اتاق». None
    for the same place as before: «همان جا»."""
    line = " ".join(typed.split()).rstrip(" ،؛,.;-–")
    place = _LEADS_TO_A_PLACE.sub("", line)[:MAX_PLACE]
    return None if not place or _SAME_PLACE.fullmatch(place) else place


def read_other(typed: str, today: date, own: date | None = None) -> Other:
    """What is typed in place of a yes, or of an hour: «نه، سالن ب», «ساعت ۶ عصر»; «یک هفته دیرتر»
    counts from the session's own day.

    Raises WeekdayDiffersError, YearMissingError, and MomentPassedError for a day before today.
    """
    line = read_answer(typed if own is None else in_plain_days(typed, own))[1]
    if anew := _find_when(line, today):
        return Other(anew)
    if _SAME_HOUR.fullmatch(line):
        return Other(same_hour=True)
    if _SHIFTED.search(line) or _PART.fullmatch(line):
        return Other(other_hour=True)
    if found := find_hour(line):
        return _other_hour(line, *found)
    if line[:1].isdecimal() or len(line) > MAX_PLACE or _AN_ORDER.search(line):
        return Other()
    return Other(place=read_place(line))


def _other_hour(line: str, found: re.Match[str], hour: time | None) -> Other:
    """An hour, and a place behind it; before it may stand only what leaves the day as it was."""
    if hour is None or not _LEADS_TO_AN_HOUR.fullmatch(line[: found.start()]):
        return Other()
    return Other(hour=hour, place=read_place(_BEHIND_AN_HOUR.sub("", line[found.end() :])))


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

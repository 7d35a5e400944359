"""Dates of a council: the clock, the Jalali calendar, working days, and dates that people write."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from persiantools import jdatetime

from council.text import NUMBER, fold, number_from_words

MONTH_NAMES = (
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
    *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
)
"""Jalali months; MONTH_NAMES[month - 1]."""

GREGORIAN_MONTH_NAMES = (
    *("ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن"),
    *("ژوئیه", "اوت", "سپتامبر", "اکتبر", "نوامبر", "دسامبر"),
)
"""Gregorian months in Persian; GREGORIAN_MONTH_NAMES[month - 1]."""

WEEKDAY_NAMES = ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه")
"""Days of the week; WEEKDAY_NAMES[day.weekday()]."""

FRIDAY_ONLY = frozenset({4})

_JalaliDate: Any = jdatetime.JalaliDate  # the library carries no annotations


class Jalali(NamedTuple):
    """A day of the Jalali calendar."""

    year: int
    month: int
    day: int


# ---------------------------------------------------------------- clock and calendar


def utc_now() -> datetime:
    """Return this moment, aware, in UTC. The only place that reads the clock."""
    return datetime.now(UTC)


def local_date(now: datetime, zone: str = "Asia/Tehran") -> date:
    """Return the calendar day that an aware moment falls on in the zone."""
    return now.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=4096)
def to_jalali(day: date) -> Jalali:
    """Return the Jalali year, month and day of a Gregorian date."""
    jalali = _JalaliDate.to_jalali(day.year, day.month, day.day)
    return Jalali(jalali.year, jalali.month, jalali.day)


def from_jalali(year: int, month: int, day: int) -> date:
    """Return the Gregorian date of a Jalali day; ValueError where there is no such day."""
    gregorian: date = _JalaliDate(year, month, day).to_gregorian()
    return gregorian


def jalali_month_length(year: int, month: int) -> int:
    """Return the number of days in a Jalali month: 29, 30 or 31."""
    return int(_JalaliDate.days_in_month(month, year))


def jalali_month_end(year: int, month: int) -> date:
    """Return the last day of a Jalali month."""
    return from_jalali(year, month, jalali_month_length(year, month))


def add_jalali_months(day: date, months: int) -> date:
    """Return the same Jalali day so many months later (or earlier), else that month's last day."""
    jalali = to_jalali(day)
    year, month = divmod(jalali.year * 12 + jalali.month - 1 + months, 12)
    return from_jalali(year, month + 1, min(jalali.day, jalali_month_length(year, month + 1)))


# ---------------------------------------------------------------- working days


@cache
def _holidays_of(year: int) -> dict[date, str]:
    # 13 MB of tables: loaded when the first working day is asked for, not at start.
    import holidays  # noqa: PLC0415

    return dict(holidays.country_holidays("IR", years=year, language="fa_IR"))


def holiday_name(day: date) -> str | None:
    """Return the name of the official Iranian holiday on this day, else None.

    Future lunar holidays carry «(تخمینی)» in the name, as their source does.
    """
    return _holidays_of(day.year).get(day)


def is_working_day(day: date, weekend: frozenset[int] = FRIDAY_ONLY) -> bool:
    """Tell whether offices work: neither weekend (numbers as date.weekday()) nor a holiday."""
    return day.weekday() not in weekend and holiday_name(day) is None


def add_working_days(day: date, count: int, weekend: frozenset[int] = FRIDAY_ONLY) -> date:
    """Return the count-th working day after the day; the day itself is never counted.

    ValueError for a negative count or a week without working days.
    """
    if count < 0 or len(weekend) >= 7:
        raise ValueError("working days are counted forward in a week that has some")
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day, weekend)
    return day


@dataclass(frozen=True)
class WorkWeek:
    """On which days a council's offices work: its weekend, half days, and its own closures.

    Weekend and half days are numbers as date.weekday(). A half day counts as a working day; what
    is not done by its noon waits for the next one. Official holidays are always free.
    """

    weekend: frozenset[int] = FRIDAY_ONLY
    half_days: frozenset[int] = frozenset()
    closed: frozenset[date] = frozenset()
    half_closed: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        """Whether the offices work on the day, if only until noon."""
        return day not in self.closed and is_working_day(day, self.weekend)

    def half_on(self, day: date) -> bool:
        """Whether the offices work until noon only."""
        return self.works_on(day) and (day.weekday() in self.half_days or day in self.half_closed)

    def last_before(self, day: date) -> date:
        """The day itself where it is a working day, else the last one before it."""
        for back in range(MOST_FREE_DAYS):
            if self.works_on(day - timedelta(days=back)):
                return day - timedelta(days=back)
        return day

    def add(self, day: date, count: int) -> date:
        """The count-th working day after the day; the day itself is never counted.

        Closures that would never end count as working days after a month of them.
        """
        while count > 0:
            day += timedelta(days=1)
            for _ in range(MOST_FREE_DAYS):
                if self.works_on(day):
                    break
                day += timedelta(days=1)
            count -= 1
        return day


MOST_FREE_DAYS = 30


# ---------------------------------------------------------------- dates that people write

MONTH_NUMBERS = {fold(name): at for at, name in enumerate(MONTH_NAMES, start=1)} | {"امرداد": 5}
"""Jalali months by their folded names."""

_MONTH = "(?P<month>" + "|".join(MONTH_NUMBERS) + r")(?: ?ماه)?(?!\w)"
WESTERN_MONTH_NUMBERS = {
    **{"ژانویه": 1, "فوریه": 2, "مارس": 3, "اوریل": 4, "مه": 5, "می": 5, "ژوین": 6},
    **{"ژویه": 7, "جولای": 7, "ژوییه": 7, "اوت": 8, "سپتامبر": 9, "اکتبر": 10},
    **{"نوامبر": 11, "دسامبر": 12},
}
"""Gregorian months by their folded Persian names."""

_YEAR = r"(?:[ ,،]*(?:سال )?(?P<year>1[34]\d\d|\d\d)(?![\w/]))?"
_WEEKDAYS = {
    **{"دوشنبه": 0, "سه شنبه": 1, "چهارشنبه": 2, "پنجشنبه": 3},
    **{"جمعه": 4, "شنبه": 5, "یکشنبه": 6},
}
_NUMBER = f"(?P<number>{NUMBER})"
_NEXT = r"(?:اینده|اتی|بعدی|بعد|دیگر)"
_UNIT = r"(?P<unit>روز کاری|روز اداری|روز|هفته|ماه|سال|ساعت)"

Reading = Callable[[re.Match[str], date], date | None]


def read_date(text: str, base: date) -> date | None:
    """Return the day that typed or printed words name, counted from the base day, else None.

    Knows numeric dates (Jalali, or Gregorian from 19xx on), day and month with or without year
    (without: the next such day), ends and halves of months and years, relative words and periods
    («ظرف ۱۵ روز کاری», «فردا», «شنبه هفته آینده»). A day that does not exist, a recurrence, an
    amount or the past in words («ماه گذشته») gives None: nothing is invented.
    """
    plain = _plain(text)
    for shape, reading in _readings():
        if found := shape.search(plain):
            try:
                return reading(found, base)
            except (ValueError, OverflowError):
                return None
    return None


def _plain(text: str) -> str:
    """Return folded text with single spaces, also between digits and letters."""
    plain = " ".join(re.sub(r"[\u200c\s]+", " ", fold(text[:2000])).split())
    plain = re.sub(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)", " ", plain)
    plain = re.sub(r"(?<!\w)(یک|دو|چهار|پنج) شنبه", r"\1شنبه", plain)
    return re.sub(r"(?<!\w)(?:سشنبه|سهشنبه)", "سه شنبه", plain)


@cache
def _readings() -> tuple[tuple[re.Pattern[str], Reading], ...]:
    # The order is the whole art: the most explicit form first, the vaguest last.
    table: tuple[tuple[str, Reading], ...] = (
        (r"(?<![\d/])(\d{1,4}) ?([/.\-]) ?(\d{1,2}) ?\2 ?(\d{1,4})(?![\d/])", _numeric),
        (rf"(?<!\w)(?:پایان|اخر|انتهای|اواخر) (?:ماه )?{_MONTH}{_YEAR}", _month_end),
        (rf"(?<!\w)نیمه (?:(?P<half>اول|نخست|دوم) )?{_MONTH}{_YEAR}", _half_month),
        (
            r"(?<!\w)(?:پایان|اخر|انتهای) (?P<span>سال|ماه)"
            r"(?: (?P<year>1[34]\d\d)| (?P<next>اینده|اتی|بعد)| جاری)?(?!\w)",
            _span_end,
        ),
        (
            rf"(?<!\w){_NUMBER} (?P<western>{'|'.join(WESTERN_MONTH_NUMBERS)})"
            r" (?P<year>(?:19|20)\d\d)(?!\d)",
            _western,
        ),
        (rf"(?<!\w){_NUMBER} {_MONTH}{_YEAR}", _day_and_month),
        (r"(?<!\w)(امروز|پس فردا|پسفردا|فردا|دیروز|پریروز)(?!\w)", _near_day),
        (
            r"(?<!\w)(?<!هر )(?P<weekday>"
            + "|".join(_WEEKDAYS)
            + r")(?! ها| های| گذشته| قبل| پیش|\w)"
            rf"(?P<next> هفته {_NEXT})?",
            _weekday,
        ),
        (rf"(?<!\w)(?<!هر ){_NUMBER} {_UNIT} {_NEXT}(?!\w)", _period),
        (rf"(?<!\w)(?<!هر )(?P<unit>هفته|ماه|سال) {_NEXT}(?!\w)", _next_unit),
        (
            r"(?<!\w)(?:ظرف|طی|تا|در|حداکثر|مهلت|فرصت|پس از|بعد از)"
            rf"(?: مدت| حداکثر| مهلت)* {_NUMBER} {_UNIT}"
            r"(?!\w| یک ?بار| پیش| قبل| گذشته)",
            _period,
        ),
        (rf"^{_NUMBER} {_UNIT}$", _period),
    )
    return tuple((re.compile(shape), reading) for shape, reading in table)


def _numeric(found: re.Match[str], base: date) -> date:
    first, month, last = int(found[1]), int(found[3]), int(found[4])
    year, day = (last, first) if last > 31 and first <= 31 else (first, last)
    if len(found[1]) == 3 or len(found[4]) == 3:
        raise ValueError("no year has three digits")
    if year < 100:
        if found[2] != "/":
            raise ValueError("a short year stands only between slashes")
        year = full_year(year)
    return date(year, month, day) if year >= 1900 else from_jalali(year, month, day)


def full_year(year: int) -> int:
    """Return the Jalali year that two digits mean (98 is 1398, 04 is 1404); others as they are."""
    if year >= 100:
        return year
    return year + (1300 if year >= 50 else 1400)


def _in_year(found: re.Match[str], base: date, day_in: Callable[[int], date]) -> date:
    """Return the day in the printed year; without one, the next such day from the base on."""
    if found["year"]:
        return day_in(full_year(int(found["year"])))
    year = to_jalali(base).year
    try:
        if (day := day_in(year)) >= base:
            return day
    except ValueError:
        pass  # 30 Esfand of a common year: the next year may have it
    return day_in(year + 1)


def _month_end(found: re.Match[str], base: date) -> date:
    month = MONTH_NUMBERS[found["month"]]
    return _in_year(found, base, lambda year: jalali_month_end(year, month))


def _half_month(found: re.Match[str], base: date) -> date:
    if found["half"] == "دوم":
        return _month_end(found, base)
    month = MONTH_NUMBERS[found["month"]]
    return _in_year(found, base, lambda year: from_jalali(year, month, 15))


def _span_end(found: re.Match[str], base: date) -> date:
    today = to_jalali(base)
    if found["span"] == "سال":
        year = int(found["year"]) if found["year"] else today.year + bool(found["next"])
        return jalali_month_end(year, 12)
    if found["year"]:
        raise ValueError("a month has no year for a name")
    later = to_jalali(add_jalali_months(base, 1 if found["next"] else 0))
    return jalali_month_end(later.year, later.month)


def _western(found: re.Match[str], base: date) -> date:
    month, day = WESTERN_MONTH_NUMBERS[found["western"]], number_from_words(found["number"])
    return date(int(found["year"]), month, day or 0)


def _day_and_month(found: re.Match[str], base: date) -> date:
    month, day = MONTH_NUMBERS[found["month"]], number_from_words(found["number"]) or 0
    return _in_year(found, base, lambda year: from_jalali(year, month, day))


def _near_day(found: re.Match[str], base: date) -> date:
    steps = {"امروز": 0, "فردا": 1, "دیروز": -1, "پریروز": -2}
    return base + timedelta(days=steps.get(found[1], 2))


def _weekday(found: re.Match[str], base: date) -> date:
    wanted = _WEEKDAYS[found["weekday"]]
    if found["next"]:
        saturday = base + timedelta(days=7 - (base.weekday() - 5) % 7)
        return saturday + timedelta(days=(wanted - 5) % 7)
    return base + timedelta(days=(wanted - base.weekday() - 1) % 7 + 1)


def _next_unit(found: re.Match[str], base: date) -> date:
    return _later(base, 1, found["unit"])


def _period(found: re.Match[str], base: date) -> date | None:
    count = number_from_words(found["number"])
    return None if not count else _later(base, count, found["unit"])


def _later(base: date, count: int, unit: str) -> date:
    """Return the day so many units later; part days of hours are rounded up."""
    if count > 3660:
        raise ValueError("no council gives ten years")
    match unit:
        case "روز کاری" | "روز اداری":
            return add_working_days(base, count)
        case "ماه" | "سال":
            return add_jalali_months(base, count if unit == "ماه" else 12 * count)
        case "ساعت":
            return base + timedelta(days=-(-count // 24))
        case _:
            return base + timedelta(days=count * (7 if unit == "هفته" else 1))

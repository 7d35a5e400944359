"""Dates of a council: the clock, the Jalali calendar, and working days."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from persiantools import jdatetime

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

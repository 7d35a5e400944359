"""Stretches of time that people name when they look something up: «مهر ۱۴۰۴», «سه ماه اخیر»."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from council.dates import add_jalali_months, from_jalali, jalali_month_end, to_jalali
from council.days.printed_days import MONTH_NUMBERS, full_year
from council.text import NUMBER, number_from_words


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included."""

    first: date
    last: date


Reading = Callable[[re.Match[str], date], Period]

_MONTHS = "|".join(MONTH_NUMBERS)
_FULL_YEAR = r"1[34]\d\d"
_SHORT_YEAR = r"\d\d(?! ?(?:[/\d%٪]|درصد|ماه|هفته|روز|بار|نفر|سال|هزار|میلیون|میلیارد))"
_ANY_YEAR = rf"(?P<year>{_FULL_YEAR}|{_SHORT_YEAR})(?!\d)"
_SEASONS = {"بهار": 1, "تابستان": 4, "پاییز": 7, "زمستان": 10}
_QUARTERS = {"اول": 1, "نخست": 1, "دوم": 4, "سوم": 7, "چهارم": 10}
_AGO = r"(?:اخیر|گذشته|پیش|قبل)"
_NEXT = r"(?:بعدی?|اینده|دیگر|دیگه|اتی)"


def find_periods(plain: str, today: date) -> Iterator[tuple[int, int, Period]]:
    """Yield (start, end, period) for what folded text names, the most explicit forms first.

    ZWNJ must have become spaces. What cannot be, such as 31 Mehr, names nothing. Places may
    overlap: take the first.
    """
    for shape, reading in _readings():
        for found in shape.finditer(plain):
            try:
                yield found.start(), found.end(), reading(found, today)
            except (ValueError, OverflowError):
                continue


@cache
def _readings() -> tuple[tuple[re.Pattern[str], Reading], ...]:
    month = rf"(?P<month>{_MONTHS})(?: ?ماه)?"
    year = rf"(?: سال)? (?P<year>{_FULL_YEAR}|\d\d(?! ?[/\d]))(?!\d)"
    table: tuple[tuple[str, Reading], ...] = (
        (
            rf"(?:از )?(?P<from>{_MONTHS})(?: ?ماه)?(?: (?P<since>{_FULL_YEAR}))? تا"
            rf" (?:پایان |اخر )?{month}{year}",
            _months,
        ),
        (rf"(?P<day>{NUMBER}) {month}{year}", _day),
        (r"(?P<year>1[34]\d\d) ?[/\-.] ?(?P<month>\d\d?) ?[/\-.] ?(?P<day>\d\d?)(?!\d)", _day),
        (rf"{month}{year}", _month),
        (rf"تا (?:اخر|پایان) (?P<month>{_MONTHS})(?: ?ماه)?", _until_month_ends),
        (r"تا (?:اخر|پایان) (?:این )?هفته", lambda _, today: Period(today, _week(today, 0).last)),
        (
            r"تا (?:اخر|پایان) (?:این )?ماه",
            lambda _, today: Period(today, _whole_month(today, 0).last),
        ),
        (rf"{month} (?P<which>پارسال|امسال|سال گذشته|سال قبل)", _month_of),
        (rf"(?P<month>{_MONTHS}) ?ماه", _latest_month),
        (rf"^(?:مصوبات|مصوبه ?های|جلسات|جلسه ?های|نشست ?های) (?P<month>{_MONTHS})$", _latest_month),
        (
            rf"(?P<season>{'|'.join(_SEASONS)})(?: سال)? {_ANY_YEAR}",
            _season,
        ),
        (
            rf"(?:شش|6) ?ماهه? (?P<half>اول|نخست|دوم)(?: سال)? {_ANY_YEAR}",
            _half_year,
        ),
        (
            rf"(?:سه|3) ?ماهه? (?P<quarter>{'|'.join(_QUARTERS)})(?: سال)? {_ANY_YEAR}",
            _quarter,
        ),
        (rf"(?:سال|year) {_ANY_YEAR}", _year),
        (rf"^(?:در |مصوبات |جلسات )?(?P<year>{_FULL_YEAR})$", _year),
        (rf"(?P<count>{NUMBER}) (?P<unit>روز|هفته|ماهه?|سال) {_AGO}", _recent),
        (rf"(?P<count>{NUMBER}) (?P<unit>روز|هفته|ماهه?|سال) {_NEXT}", _coming),
        (r"پارسال|سال گذشته|سال قبل|سال پیش", lambda _, today: _whole_year(today, -1)),
        (r"امسال|سال جاری", lambda _, today: _whole_year(today, 0)),
        (r"این ماه|ماه جاری", lambda _, today: _whole_month(today, 0)),
        (rf"ماه {_AGO}", lambda _, today: _whole_month(today, -1)),
        (rf"ماه {_NEXT}", lambda _, today: _whole_month(today, 1)),
        (r"این هفته|هفته جاری", lambda _, today: _week(today, 0)),
        (rf"هفته {_AGO}", lambda _, today: _week(today, -1)),
        (rf"هفته {_NEXT}", lambda _, today: _week(today, 1)),
        (r"پس ?فردا", lambda _, today: Period(today + timedelta(2), today + timedelta(2))),
        (r"فردا", lambda _, today: Period(today + timedelta(1), today + timedelta(1))),
        (r"امروز", lambda _, today: Period(today, today)),
        (r"دیروز", lambda _, today: Period(today - timedelta(1), today - timedelta(1))),
    )
    return tuple((re.compile(rf"(?<!\w)(?:{shape})(?!\w)"), reading) for shape, reading in table)


def _of_month(year: int, month: int) -> Period:
    return Period(from_jalali(year, month, 1), jalali_month_end(year, month))


def _month(found: re.Match[str], _today: date) -> Period:
    return _of_month(full_year(int(found["year"])), MONTH_NUMBERS[found["month"]])


def _months(found: re.Match[str], _today: date) -> Period:
    last = _month(found, _today)
    since = int(found["since"]) if found["since"] else full_year(int(found["year"]))
    first = from_jalali(since, MONTH_NUMBERS[found["from"]], 1)
    if first > last.last:
        raise ValueError("it ends before it begins")
    return Period(first, last.last)


def _day(found: re.Match[str], _today: date) -> Period:
    month = found["month"]
    number = int(month) if month.isdecimal() else MONTH_NUMBERS[month]
    day = from_jalali(full_year(int(found["year"])), number, number_from_words(found["day"]) or 0)
    return Period(day, day)


def _month_of(found: re.Match[str], today: date) -> Period:
    back = 0 if found["which"] == "امسال" else 1
    return _of_month(to_jalali(today).year - back, MONTH_NUMBERS[found["month"]])


def _latest_month(found: re.Match[str], today: date) -> Period:
    """«مهرماه» is the last Mehr that has begun."""
    month, now = MONTH_NUMBERS[found["month"]], to_jalali(today)
    return _of_month(now.year if month <= now.month else now.year - 1, month)


def _until_month_ends(found: re.Match[str], today: date) -> Period:
    """«تا آخر آذر» is from today to the end of the Azar that has not ended yet."""
    month, now = MONTH_NUMBERS[found["month"]], to_jalali(today)
    return Period(today, _of_month(now.year + (month < now.month), month).last)


def _near_year(found: re.Match[str], today: date) -> int:
    """The year in full; one of two digits is near: «سال ۲۰» names none in 1405."""
    year = full_year(int(found["year"]))
    if len(found["year"]) == 2 and year > to_jalali(today).year + 1:
        raise ValueError("no year that anybody abbreviates yet")
    return year


def _season(found: re.Match[str], today: date) -> Period:
    year, month = _near_year(found, today), _SEASONS[found["season"]]
    return Period(from_jalali(year, month, 1), jalali_month_end(year, month + 2))


def _quarter(found: re.Match[str], today: date) -> Period:
    year, month = _near_year(found, today), _QUARTERS[found["quarter"]]
    return Period(from_jalali(year, month, 1), jalali_month_end(year, month + 2))


def _half_year(found: re.Match[str], today: date) -> Period:
    year, month = _near_year(found, today), 7 if found["half"] == "دوم" else 1
    return Period(from_jalali(year, month, 1), jalali_month_end(year, month + 5))


def _year(found: re.Match[str], today: date) -> Period:
    return _of_year(_near_year(found, today))


def _of_year(year: int) -> Period:
    return Period(from_jalali(year, 1, 1), jalali_month_end(year, 12))


def _whole_year(today: date, away: int) -> Period:
    return _of_year(to_jalali(today).year + away)


def _whole_month(today: date, away: int) -> Period:
    day = to_jalali(add_jalali_months(today, away))
    return _of_month(day.year, day.month)


def _week(today: date, away: int) -> Period:
    saturday = today - timedelta(days=(today.weekday() - 5) % 7) + timedelta(weeks=away)
    return Period(saturday, saturday + timedelta(days=6))


def _recent(found: re.Match[str], today: date) -> Period:
    return Period(_away(found, today, -1), today)


def _coming(found: re.Match[str], today: date) -> Period:
    """«دو هفته دیگر» is all of the time until then."""
    return Period(today, _away(found, today, 1))


def _away(found: re.Match[str], today: date, way: int) -> date:
    count = number_from_words(found["count"])
    if not count or count > 1_000:
        raise ValueError("no such stretch of time")
    match found["unit"]:
        case "روز":
            return today + timedelta(days=way * count)
        case "هفته":
            return today + timedelta(weeks=way * count)
        case "سال":
            return add_jalali_months(today, way * 12 * count)
        case _:
            return add_jalali_months(today, way * count)

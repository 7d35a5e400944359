"""Reads the days that people write: printed in minutes, and what typed words are put into."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from council.dates import (
    MONTH_NAMES,
    add_jalali_months,
    add_working_days,
    from_jalali,
    jalali_month_end,
    to_jalali,
)
from council.text import NUMBER, fold, number_from_words

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
BESIDE_A_NUMBER = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
"""Where a number and a letter stand without a space: «۱۰روز»."""
_NUMBER = f"(?P<number>{NUMBER})"
_NEXT = r"(?:اینده|اتی|بعدی|بعد|دیگر)"
NAMED_SPAN = (
    r"_(?:مبارک|محرم|صفر|ربیع|جمادی|رجب|شعبان|رمضان|شوال|ذی"
    r"|دولت|وحدت|دفاع|بسیج|پژوهش|فرهنگی|هم|ها|های|اول|دوم|سوم|چهارم)"
)
"""Behind «ماه» or «هفته», an underscore for any gap: one with a name of its own, as «ماه صفر»."""
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
    plain = BESIDE_A_NUMBER.sub(" ", plain)
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
            r"(?<!\w)(?:پایان|اخر|انتهای|اواخر) (?:(?:همین|این) )?(?P<span>سال|ماه|برج|هفته)"
            rf"(?: (?P<year>1[34]\d\d)| (?P<next>{_NEXT})| جاری)?(?!\w)"
            rf"(?!{NAMED_SPAN.replace('_', ' ')}(?!\w))",
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
    if found["span"] == "هفته":
        return base + timedelta(days=(4 - base.weekday()) % 7 + (7 if found["next"] else 0))
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

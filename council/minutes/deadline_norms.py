"""What a printed deadline comes to: Jalali days, ISO durations and words of the exchange form."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from council.dates import add_jalali_months, from_jalali, jalali_month_length, to_jalali
from council.days.printed_days import MONTH_NUMBERS, WESTERN_MONTH_NUMBERS, full_year, read_date
from council.minutes.spelling import pattern
from council.text import fold, number_from_words

WESTERN_MONTHS = WESTERN_MONTH_NUMBERS | {
    **{"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7},
    **{"august": 8, "september": 9, "october": 10, "november": 11, "december": 12},
    **{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9},
    **{"oct": 10, "nov": 11, "dec": 12},
}
"""Gregorian months by their folded Persian and lower-case English names."""

_UNITS = {
    "روز": "D",
    "هفته": "W",
    "ماه": "M",
    "برج": "M",
    "سال": "Y",
    "فصل": "Q",
    "ساعت": "H",
    "نیمسال": "S",
}
_UNITLY = {"روزانه": "P1D", "هفتگی": "P1W", "ماهانه": "P1M", "ماهیانه": "P1M", "فصلی": "P3M"} | {
    "سالانه": "P1Y",
    "سالیانه": "P1Y",
    **{"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M", "yearly": "P1Y"},
}
_WESTERN_UNITS = {"hour": "ساعت", "day": "روز", "week": "هفته", "month": "ماه"}
_WESTERN_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6}

Norm = Callable[[re.Match[str], date | None], str | None]
"""From a match and the session's day to the norm; ValueError where there is no such day."""


def number_in(found: re.Match[str]) -> int:
    return number_from_words(found["number"]) or 0 if found["number"] else 1


def period(count: int, unit: str) -> str | None:
    code = _UNITS[unit.replace(" ", "").replace("\u200c", "")]
    if not 0 < count < 1000:
        return None
    if code == "H":
        return f"PT{count}H"
    if code in "QS":
        return f"P{count * (3 if code == 'Q' else 6)}M"
    return f"P{count}{code}"


def duration(found: re.Match[str], _session: date | None) -> str | None:
    return period(number_in(found), found["unit"])


def times_in(found: re.Match[str], _session: date | None) -> str | None:
    """Return the period of «سالی دو بار»: the unit divided by the count, in smaller units."""
    times = number_from_words(found["times"]) or 1
    months = {"سال": 12, "ماه": 1}.get(found["unit"])
    if found["unit"] == "هفته":
        return "P1W" if times == 1 else f"P{max(1, 7 // times)}D"
    if months is None:
        return "P1D"
    if months % times == 0 and months // times > 0:
        return "P1Y" if months // times == 12 else f"P{months // times}M"
    return f"P{max(1, months * 30 // times)}D"


def fixed_unit(found: re.Match[str], _session: date | None) -> str | None:
    """Return the unit of «دو بار در هفته»: what comes several times in it comes within it."""
    return period(1, found["unit"])


def every_other(found: re.Match[str], _session: date | None) -> str | None:
    """Return two of the unit: «یک روز در میان»."""
    return period(2, found["unit"])


_EVERY_SO_OFTEN = frozenset(
    fold("شارژ عضویت گزارش جلسه جلسات نشست سهمیه مبلغ اجاره حقوق بولتن قسط کمک سود").split()
)
"""Nouns that «ماهانه» describes: «شارژ ماهانه» sets no time for an order."""


def unitly(found: re.Match[str], _session: date | None) -> str | None:
    before = found.string[: found.start()].split()
    if before and before[-1] in _EVERY_SO_OFTEN:
        return None
    return _UNITLY[found["unitly"].replace(" ", "").replace("\u200c", "")]


def western_duration(found: re.Match[str], _session: date | None) -> str | None:
    """Return the period of «two weeks»."""
    count = _WESTERN_COUNTS.get(found["number"]) or number_from_words(found["number"]) or 0
    return period(count, _WESTERN_UNITS[found["unit"]])


def fixed(norm: str) -> Norm:
    return lambda _found, _session: norm


def numeric_day(found: re.Match[str], session: date | None) -> str:
    first, month, last = int(found["a"]), int(found["b"]), int(found["c"])
    year, day = (last, first) if last > 31 >= first else (first, last)
    if session and max(first, last) <= 31:
        held = to_jalali(session).year
        nearest = min((first, last), key=lambda one: abs(full_year(one) - held))
        year, day = nearest, first + last - nearest  # «۱۵/۵/۰۳» beside a session of 1403
    year = full_year(year)
    if year >= 1900:
        return _iso(to_jalali(date(year, month, day)))
    from_jalali(year, month, day)
    return _iso((year, month, day))


def day_ahead(found: re.Match[str], session: date | None) -> str | None:
    """As numeric_day; None for the session's own day and what came before: «بازدید روز شنبه …»."""
    day = numeric_day(found, session)
    return None if session and day <= _iso(to_jalali(session)) else day


_MEASURED = pattern(
    r"\b(?:نرخ|ضریب|نمره|سود|معدل|دما|دمای|قیمت|تعرفه|مبلغ|عرض|طول|ارتفاع|کارمزد|سهم|فشار|وزن|قطر)\b"
    r"[^.؛،\n]{0,25}$"
)
"""What has a size rather than a day behind «تا»: «نرخ سود تا ۱۸/۵»."""


def day_and_month(found: re.Match[str], session: date | None) -> str | None:
    """Return the next «۲۰/۳» seen from the session; None where it may as well be a fraction."""
    month, day = sorted((int(found["a"]), int(found["b"])))
    measured = _MEASURED.search(found.string[: found.start()])
    if measured or session is None or not 0 < month <= 12 < day:
        return None
    held = to_jalali(session)
    year = held.year + ((month, day) < (held.month, held.day))
    from_jalali(year, month, day)
    return _iso((year, month, day))


def western_day(found: re.Match[str], session: date | None) -> str | None:
    day = number_from_words(found["day"]) or 0
    return _in_western_year(found, session, lambda year, month: date(year, month, day))


def end_of_western_month(found: re.Match[str], session: date | None) -> str | None:
    return _in_western_year(
        found, session, lambda year, month: date(year, month, monthrange(year, month)[1])
    )


def _in_western_year(
    found: re.Match[str], session: date | None, day_in: Callable[[int, int], date]
) -> str | None:
    """Return the day in the printed year, else the first such day not before the session; None
    where neither is known."""
    month = WESTERN_MONTHS[found["western"]]
    if found["year"]:
        return _iso(to_jalali(day_in(int(found["year"]), month)))
    if session is None:
        return None
    day = day_in(session.year, month)
    return _iso(to_jalali(day if day >= session else day_in(session.year + 1, month)))


def day_of_month(found: re.Match[str], session: date | None) -> str:
    return _in_year(found, session, number_from_words(found["day"]) or 0)


def end_of_month(found: re.Match[str], session: date | None) -> str:
    return _in_year(found, session, 0, last=True)


def middle_of_month(found: re.Match[str], session: date | None) -> str:
    return _in_year(found, session, 15, last=bool(found["second"]))


def start_of_month(found: re.Match[str], session: date | None) -> str:
    """Return the first day of «ابتدای مهر»; «اوایل مهر» runs to its tenth."""
    return _in_year(found, session, 10 if "اوایل" in found[0] else 1)


_PLACES = {"اول": 1, "نخست": 1, "دوم": 2, "سوم": 3, "چهارم": 4}


def part_of_month(found: re.Match[str], session: date | None) -> str | None:
    """Return the last day of «هفته دوم تیر» or «دهه اول مهر»; the last part runs to the end."""
    place = _PLACES.get(found["which"], 0)
    length = 7 if found["part"] == "هفته" else 10
    last = not place or length * place >= 28
    day = _in_year(found, session, 0 if last else length * place, last=last)
    return None if _told_of(found, session, day) else day


def half_of_month(found: re.Match[str], session: date | None) -> str | None:
    """As middle_of_month, where «در» may as well tell what happened then."""
    day = middle_of_month(found, session)
    return None if _told_of(found, session, day) else day


_DONE = frozenset(fold("گرفته وارده یافته داده").split())
_IS_DONE = pattern(
    r"(?:(?!\bمی|\bنمی|\b(?:شد|شده|بود|کرد|کرده|گردید)\b)[^.؛\n]){0,90}?"
    r"(?:کند|کنند|نماید|نمایند|دهد|دهند|شود|شوند|گردد|گردند|گیرد|گیرند|پذیرد|آورد|آورند"
    r"|رساند|رسانند|رسد|آید|یابد)\b"
)
"""The order for whose time a month may stand, without a clause in between that only tells."""


_BECAUSE = re.compile(r"(?:با (?:توجه|عنایت) به|به (?:دلیل|علت|خاطر|سبب)|نظر به|در پی)[^،.؛\n]*$")
"""Before a month that tells why: «با توجه به افزایش سرما در دی ماه»."""


def month_of_doing(found: re.Match[str], session: date | None) -> str | None:
    """As end_of_month; None where the month tells about a thing: «گزارش بازدیدهای شده در دی»."""
    before = found.string[: found.start()].replace("\u200c", "").split()
    about = bool(before) and (before[-1] in _DONE or before[-1].endswith("شده"))
    about = about or _BECAUSE.search(found.string, 0, found.start()) is not None
    if about or not _IS_DONE.match(found.string, found.end()):
        return None
    day = end_of_month(found, session)
    return None if _told_of(found, session, day) else day


DECIDED = r"[^.؛\n]{0,80}(?:مقرر|مصوب|موافقت|به تصویب|تصویب (?:شد|گردید))"
_AND_DECIDED = pattern(DECIDED)
_LATELY = 4


def _told_of(found: re.Match[str], session: date | None, day: str) -> bool:
    """Tell whether «در هفته اول تیر» is lately past, or when something was decided."""
    if found[0].startswith(("در", "طی")) and _AND_DECIDED.match(found.string, found.end()):
        return True
    if session is None or not found[0].startswith(("در", "طی")):
        return False
    far = add_jalali_months(session, 12 - _LATELY)
    return not _iso(to_jalali(session)) <= day <= _iso(to_jalali(far))


_FEASTS = {"سیزده": (1, 13), "شب": (9, 30)}


def feast(found: re.Match[str], session: date | None) -> str | None:
    """Return the next such feast of the solar year; None where the session's year is unknown."""
    if session is None:
        return None
    day = _FEASTS["شب" if found["feast"].startswith("شب") else "سیزده"]
    held = to_jalali(session)
    return _iso((held.year + (day < (held.month, held.day)), *day))


_SEASON_ENDS = {"بهار": 3, "تابستان": 6, "پاییز": 9, "زمستان": 12}


def end_of_season(found: re.Match[str], session: date | None) -> str | None:
    """Return the last day of the season; None where the session's year is unknown."""
    if session is None:
        return None
    month = _SEASON_ENDS[found["season"]]
    held = to_jalali(session)
    year = held.year + (month < held.month)
    return _iso((year, month, jalali_month_length(year, month)))


def end_of_this_season(_found: re.Match[str], session: date | None) -> str | None:
    """Return the last day of the season in which the session was held; None where unknown."""
    if session is None:
        return None
    year, month, _day = to_jalali(session)
    last = (month + 2) // 3 * 3
    return _iso((year, last, jalali_month_length(year, last)))


_QUARTERS = {"اول": 1, "دوم": 2, "سوم": 3, "چهارم": 4}


def end_of_quarter(found: re.Match[str], session: date | None) -> str | None:
    """Return the last day of a quarter or half of the printed year, else of the session's year.

    None where that is over.
    """
    parts = found.groupdict()
    half = parts.get("half") or parts.get("part")
    month = 6 * _QUARTERS[half] if half else 3 * _QUARTERS[found["quarter"]]
    if parts.get("year"):
        year = int(parts["year"])
        return _iso((year, month, jalali_month_length(year, month)))
    held = to_jalali(session) if session else None
    if held is None or month < held.month:
        return None
    return _iso((held.year, month, jalali_month_length(held.year, month)))


def end_of_numbered_month(found: re.Match[str], _session: date | None) -> str:
    year, month = int(found["year"]), int(found["monthno"])
    from_jalali(year, month, 1)
    return _iso((year, month, jalali_month_length(year, month)))


def _in_year(found: re.Match[str], session: date | None, day: int, *, last: bool = False) -> str:
    """Return the day in the printed year, else the first such day not before the session."""
    month = MONTH_NUMBERS[found["month"]]
    if found["year"]:
        year = full_year(int(found["year"]))
    elif session:
        held = to_jalali(session)
        length = jalali_month_length(held.year, month)
        passed = (month, length if last else day) < (held.month, held.day)
        year = held.year + passed
    else:
        end = 29 if month == 12 else 31 if month < 7 else 30
        if not last and not 0 < day <= end + (month == 12):
            raise ValueError("no such day")
        return f"--{month:02d}-{end if last else day:02d}"
    if last:
        day = jalali_month_length(year, month)
    from_jalali(year, month, day)
    return _iso((year, month, day))


def end_of_year(found: re.Match[str], _session: date | None) -> str:
    if found["year"]:
        year = int(found["year"])
        return _iso((year, 12, jalali_month_length(year, 12)))
    return "next_year" if found["next"] else "this_year"


def _iso(day: tuple[int, int, int]) -> str:
    return f"{day[0]}-{day[1]:02d}-{day[2]:02d}"


def next_weekday(found: re.Match[str], session: date | None) -> str | None:
    """Return the first such day of the week after the session; None where that is unknown."""
    if session is None:
        return None
    day = read_date(found["weekday"], session)
    return _iso(to_jalali(day)) if day else None

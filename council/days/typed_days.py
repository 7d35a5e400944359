"""Reads the days that people type, in Persian or in English.

Printed days are read by `printed_days`; here somebody is waiting, says «دو هفته دیگه», and may have
chosen English, whose words are put into Persian first. Hours: `typed_hours`.
"""

import re
from datetime import date, timedelta
from functools import cache, partial

from council import dates, text
from council.days import printed_days
from council.errors import DateNotUnderstoodError, WeekdayDiffersError, YearMissingError

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
    "day after tomorrow": "پس‌فردا", "tomorrow": "فردا", "today": "امروز", "yesterday": "دیروز",
    "tonight": "امروز", "next week": "هفته آینده", "next month": "ماه آینده",
    "next year": "سال آینده", "end of": "پایان", "from now": "از امروز", "from": "از",
    "until": "تا", "till": "تا", "to": "تا", "in a": "ظرف 1", "in": "ظرف", "for": "به مدت",
    "after the deadline": "پس از مهلت", "after the present deadline": "پس از مهلت",
    "days": "روز", "day": "روز",
    "weeks": "هفته", "week": "هفته", "months": "ماه", "month": "ماه", "the": "", "on": "", "of": "",
    **{word: str(number) for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )},
    "fifteen": "15", "twenty": "20", "thirty": "30",
}  # fmt: skip
_AS_WRITTEN = (
    (re.compile(r"(?<!\w)دیگه(?!\w)"), "دیگر"),
    (re.compile(r"(?<!\w)امشب(?!\w)"), "امروز"),
    (re.compile(r"(?<!\w)یه(?!\w)"), "یک"),
)
"""What is said rather than written, and what `printed_days.read_date` reads in its place."""
_GLUED = re.compile(r"(?<=فردا)(?=ظهر|شب|صبح|عصر)")
_GUESSED = " ؟"
"""Stands behind a year that was not typed."""
_SHORT_DAY = re.compile(r"(?<![\d/.-])(\d{1,2})/(\d{1,2})(?![\d/.-])")
_MONTHS = 12
_NEARLY_A_YEAR = timedelta(days=300)
"""So far away lies next year's day where this year's passed not long ago."""
_WITHOUT_YEAR = re.compile(
    rf"^(?!.*\d{{4}}).*(?<!\w)(?:{'|'.join(printed_days.MONTH_NUMBERS)})(?!\w)|{_GUESSED}$"
)
_SPLIT_WEEKDAY = re.compile(r"(?<=یک|دو|سه) (?=شنبه)|(?<=چهار) (?=شنبه)|(?<=پنج) (?=شنبه)")
_OF_NEXT_MONTH = re.compile(
    rf"(?<!\w)(?P<day>{text.NUMBER})(?<=م) (?:از )?ماه (?:بعدی?|[آا]ینده|دیگر|[آا]تی)(?!\w)"
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)


@cache
def _persian_of() -> dict[str, str]:
    """English words by what `printed_days.read_date` reads in their place."""
    western = {
        number: name for name, number in reversed(printed_days.WESTERN_MONTH_NUMBERS.items())
    }
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
    western = "|".join(printed_days.WESTERN_MONTH_NUMBERS)
    months = f"{'|'.join(dates.MONTH_NAMES)}|{western}"
    return (
        re.compile(rf"\b(?:{'|'.join(longest_first)})\b"),
        re.compile(rf"(?<!\w)({months}) (\d{{1,2}})(?!\d)"),
        re.compile(rf"(?<!\d)(\d{{1,2}}) ({western})(?!\w)(?! ?,? ?\d{{4}})"),
    )


def single_spaced(typed: str) -> str:
    """What was typed, in single spaces, also between a day and a part of it."""
    return _GLUED.sub(" ", " ".join(text.clean(typed).split()))


def one_line(typed: str) -> str:
    """The same in Latin digits."""
    return text.en_digits(single_spaced(typed))


def in_persian(typed: str, base: date) -> str:
    """The words of a day as they are written in Persian, with spaces between numbers and letters;
    what is none of them stays as it is."""
    line = printed_days.BESIDE_A_NUMBER.sub(" ", _ORDINAL.sub("", one_line(typed)))
    for said, written in _AS_WRITTEN:
        line = said.sub(written, line)
    line = _OF_NEXT_MONTH.sub(partial(_in_next_month, base), _SHORT_DAY.sub(_month_named, line))
    if not re.search("[A-Za-z]", line):
        return line
    words, month_first, no_year = _shapes()
    line = words.sub(lambda found: _persian_of()[found[0]], line.lower())
    line = month_first.sub(r"\2 \1", " ".join(line.split()))
    return no_year.sub(partial(_in_next_year, base), line)


def _in_next_month(base: date, found: re.Match[str]) -> str:
    """«دهم ماه بعد» by the name of that month: no ten months."""
    month = dates.to_jalali(dates.add_jalali_months(base, 1))
    return f"{found['day']} {dates.MONTH_NAMES[month.month - 1]} {month.year}"


def _in_next_year(base: date, found: re.Match[str]) -> str:
    month, day = printed_days.WESTERN_MONTH_NUMBERS[found[2]], int(found[1])
    next_year = (month, day) < (base.month, base.day)
    return f"{found[0]} {base.year + next_year}{_GUESSED if next_year else ''}"


def _month_named(found: re.Match[str]) -> str:
    """«۲۰/۹» as «۲۰ آذر», where only one order of the two can be meant."""
    one, other = int(found[1]), int(found[2])
    day, month = (one, other) if one > other else (other, one)
    if not 1 <= month <= _MONTHS < day:
        return found[0]
    return f"{day} {dates.MONTH_NAMES[month - 1]}"


def read_day(typed: str, base: date) -> date | None:
    """The day that was typed, counted from the base day, as `printed_days.read_date`; else None.

    Raises WeekdayDiffersError and YearMissingError.
    """
    line = in_persian(typed, base)
    day = _length_in(_FROM_TODAY, line, base) or printed_days.read_date(line, base)
    if day is not None:
        _ensure_meant(day, line, base)
    return day


_UNITS = r"(?:روز(?: کاری| اداری)?|هفته|ماه|سال)"
_LENGTH_ALONE = re.compile(
    rf"^(?:(?:تا|حداکثر|(?:به )?مدت) )*"
    rf"(?P<length>{text.NUMBER} {_UNITS})"
    r"(?: (?:دیگر|بیشتر|اضافه|مهلت|وقت|فرصت|زمان))*"
    r"(?: (?:پس|بعد) از (?:مهلت|موعد)(?: (?:کنونی|فعلی|قبلی))?)?$"
)
_TODAY = r"از (?:همین )?(?:امروز|الان|حالا|اکنون)(?!\w)"
_FROM_TODAY = re.compile(
    rf"(?<!\w)(?:(?P<length>{text.NUMBER} {_UNITS})(?: (?:بعد|پس))? {_TODAY}"
    rf"|{_TODAY} (?:(?:تا|به مدت) )?(?P<behind>{text.NUMBER} {_UNITS})(?!\w))"
)
_LENGTH_ASKED = re.compile(
    rf"(?<!\w)(?P<length>{text.NUMBER} {_UNITS})(?: دیگر| هم)*"
    r" (?:بیشتر|اضافه|تمدید|مهلت|وقت|فرصت|زمان)"
)


def read_length(typed: str, start: date) -> date | None:
    """The day on which a length ends that was typed without a day («ده روز», «ده روز دیگر», «۱۰ روز
    پس از مهلت») and begins after the start; None for all other words.
    """
    return _length_in(_LENGTH_ALONE, typed, start)


def read_length_asked(typed: str, start: date) -> date | None:
    """The same, of a length that a sentence asks for: «ده روز مهلت بیشتر می‌خواهیم»."""
    return _length_in(_LENGTH_ASKED, typed, start)


def _length_in(shape: re.Pattern[str], typed: str, start: date) -> date | None:
    plain = " ".join(text.fold(in_persian(typed, start)).replace("\u200c", " ").split())
    said = shape.search(plain)
    if said is None:
        return None
    length = said["length"] or said["behind"]
    return printed_days.read_date(f"ظرف {length}", start)


_OF_LENGTH = re.compile(
    rf"^\d+$|(?<!\w)(?:{text.NUMBER}|چند|چندین|نیم|few|some|couple)"
    r" (?:دقیقه|ساعت|روز|هفته|ماه|سال)(?!\w)"
)


def speaks_of_length(typed: str) -> bool:
    """Whether words that name no day mean a length («چند روز», «۳») rather than a search."""
    line = text.fold(in_persian(typed, date.min)).replace("\u200c", " ")
    return _OF_LENGTH.search(line) is not None


def _ensure_meant(day: date, line: str, base: date) -> None:
    plain = _SPLIT_WEEKDAY.sub("", text.fold(line).replace("\u200c", ""))
    named = {at for name, at in _weekdays().items() if re.search(rf"(?<!\w){name}(?!\w)", plain)}
    if named and day.weekday() not in named:
        raise WeekdayDiffersError
    if day - base > _NEARLY_A_YEAR and _WITHOUT_YEAR.search(plain):
        raise YearMissingError


@cache
def _weekdays() -> dict[str, int]:
    """The days of the week by their folded names in one word."""
    return {
        text.fold(name).replace("\u200c", ""): at for at, name in enumerate(dates.WEEKDAY_NAMES)
    }


# ---------------------------------------------------------------- two days

_SPAN = re.compile(r"\s(?:تا|الی|لغایت|[-–])\s")
_BARE_SPAN = re.compile(r"(?<![\d/.–-])(\d{1,2}) ?[–-] ?(\d{1,2})(?= [^\W\d])")
"""«۱۰-۱۲ آذر», which a month behind it tells from a code and from a date in digits."""
_MOST_DAYS = 1_000
_LENGTH = re.compile(
    rf"^(?P<first>.*?)\s*(?:به مدت\s+)?(?P<number>{text.NUMBER})\s+(?P<unit>روز|هفته)$"
)
_SEEN_FROM_TODAY = re.compile(
    r"(?:(?<!\w)(?:امروز|(?:پس ?)?فردا|دیروز|پریروز|دیگر|اینده|اتی)"
    r"|(?:شنبه|جمعه) هفته بعدی?)(?!\w)"
)


def read_span(typed: str, today: date, start: date | None = None) -> tuple[date, date | None]:
    """Read a day, or two with «تا» between them: «۱ تا ۱۰ آذر», «۱-۱۰ آذر», «از شنبه تا دوشنبه».

    A first day that names no month has the second's. A second one («دوشنبه») counts from the first,
    as does a single one from the `start` that stands already; words that are said as seen from
    today («پس‌فردا») never do. A length («از شنبه سه روز») counts its first day. Raises
    DateNotUnderstoodError.
    """
    line = _BARE_SPAN.sub(r"\1 تا \2", in_persian(typed, today)).removeprefix("از ")
    before, *after = _SPAN.split(line, maxsplit=1)
    if not after:
        return _lasting(line, today, start) or (_end(line, today, start), None)
    first = printed_days.read_date(before, today)
    if first is None and before.strip().isdecimal():
        rest = after[0].strip().lstrip("0123456789")
        first = printed_days.read_date(before.strip() + rest, today)
    if first is None:
        raise DateNotUnderstoodError
    return first, _end(after[0], today, first)


def _lasting(line: str, today: date, start: date | None) -> tuple[date, date | None] | None:
    """The first and the last day of a length; the last alone where the first stands already."""
    said = _LENGTH.match(text.fold(line))
    if said is None:
        return None
    first = printed_days.read_date(said["first"], today) if said["first"] else start or today
    if first is None:
        return None
    days = (text.number_from_words(said["number"]) or 0) * (7 if said["unit"] == "هفته" else 1)
    if not 0 < days <= _MOST_DAYS:
        return None
    last = first + timedelta(days=days - 1)
    return (last, None) if start is not None and not said["first"] else (first, last)


def _end(words: str, today: date, start: date | None) -> date:
    base = today if start is None or counts_from_today(words, today) else start
    day = printed_days.read_date(words, base)
    if day is None:
        raise DateNotUnderstoodError
    return day


def counts_from_today(words: str, today: date) -> bool:
    """Whether words for a day are said as seen from today, whatever other day they stand behind:
    «فردا و پس‌فردا»."""
    plain = " ".join(text.fold(in_persian(words, today)).replace("\u200c", " ").split())
    return _SEEN_FROM_TODAY.search(plain) is not None

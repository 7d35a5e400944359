"""Deadlines as minutes print them: days, periods, recurrences, the next session, events."""

import re
from collections.abc import Callable
from datetime import date

from council.dates import MONTH_NAMES, from_jalali, jalali_month_length, to_jalali
from council.minutes.record import Deadline
from council.minutes.spelling import pattern
from council.text import fold, number_from_words

_MONTHS = {fold(name): place for place, name in enumerate(MONTH_NAMES, start=1)} | {"امرداد": 5}
_MONTH = "(?P<month>" + "|".join(_MONTHS) + r")(?: ماه)?(?!\w)"
_YEAR = r"(?:[\s,،]{0,3}(?:سال )?(?P<year>1[34]\d\d|\d\d)(?![\w/]))?"
_WESTERN = {
    **{"ژانویه": 1, "فوریه": 2, "مارس": 3, "اوریل": 4, "مه": 5, "ژوین": 6, "ژوییه": 7, "ژویه": 7},
    **{"جولای": 7, "اوت": 8, "سپتامبر": 9, "اکتبر": 10, "نوامبر": 11, "دسامبر": 12},
}
_UNITS = {"روز": "D", "هفته": "W", "ماه": "M", "سال": "Y", "فصل": "Q", "ساعت": "H", "نیمسال": "S"}
_UNIT = r"(?P<unit>روز|هفته|ماه|نیم ?سال|سال|فصل|ساعت)(?!\w)"
_UNITLY = {"روزانه": "P1D", "هفتگی": "P1W", "ماهانه": "P1M", "ماهیانه": "P1M", "فصلی": "P3M"} | {
    "سالانه": "P1Y",
    "سالیانه": "P1Y",
}
_WEEKDAY = "(?:یکشنبه|یک شنبه|دوشنبه|دو شنبه|سه شنبه|چهارشنبه|چهار شنبه|پنجشنبه|پنج شنبه|جمعه|شنبه)"
_MOST = r"(?:حداکثر )?"

Norm = Callable[[re.Match[str], date | None], str | None]


def read_deadline(text: str, session: date | None) -> Deadline:
    """Return the deadline that one resolution prints; years are taken from the session's day."""
    folded = fold(text)
    if label := _LABEL.search(folded):
        end = _LABEL_END.search(folded, label.end())
        return read_cell(text[label.end() : end.start() if end else len(text)], session)
    return _first_of(_table_in_prose(), text, folded, session) or Deadline()


def read_cell(text: str, session: date | None) -> Deadline:
    """Return the deadline in a table cell or after «مهلت:», where a bare «یک ماه» is one."""
    printed = text.strip(" \t\n.:-–|)(")
    if not printed or len(printed) > 200:
        return Deadline()
    folded = fold(printed)
    found = _first_of(_table_in_cell(), printed, folded, session) or _first_of(
        _table_in_prose(), printed, folded, session
    )
    return Deadline(found.kind, printed, found.norm) if found else Deadline()


def _first_of(
    table: tuple[tuple[re.Pattern[str], str, Norm], ...],
    text: str,
    folded: str,
    session: date | None,
) -> Deadline | None:
    for shape, kind, norm_of in table:
        for found in shape.finditer(folded):
            try:
                norm = norm_of(found, session)
            except (ValueError, OverflowError):
                continue
            if norm is not None:
                value = text[found.start() : found.end()].strip(" \u200c،")
                return Deadline(kind, value, norm)  # type: ignore[arg-type]  # kinds of the table
    return None


_LABEL = pattern(
    r"\b(?:مهلت|موعد|زمان|تاریخ|سررسید)(?: (?:اجرا|انجام|پیگیری|اقدام|ارائه|سررسید))? ?: ?"
)
_LABEL_END = pattern(r"\n|\||؛|\s{2,}(?=[^\n:]{3,25}:)|_(?=(?:مسئول|همکار|وضعیت)[^\n:]{0,15}:)")


def _number(found: re.Match[str]) -> int:
    return number_from_words(found["number"]) or 0 if found["number"] else 1


def _period(count: int, unit: str) -> str | None:
    code = _UNITS[unit.replace(" ", "").replace("\u200c", "")]
    if not 0 < count < 1000:
        return None
    if code == "H":
        return f"PT{count}H"
    if code in "QS":
        return f"P{count * (3 if code == 'Q' else 6)}M"
    return f"P{count}{code}"


def _duration(found: re.Match[str], _session: date | None) -> str | None:
    return _period(_number(found), found["unit"])


def _times_in(found: re.Match[str], _session: date | None) -> str | None:
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


def _unitly(found: re.Match[str], _session: date | None) -> str | None:
    return _UNITLY[found["unitly"].replace(" ", "").replace("\u200c", "")]


def _fixed(norm: str) -> Norm:
    return lambda _found, _session: norm


def _numeric_day(found: re.Match[str], _session: date | None) -> str:
    first, month, last = int(found["a"]), int(found["b"]), int(found["c"])
    year, day = (last, first) if last > 31 >= first else (first, last)
    if year < 100:
        year += 1300 if year >= 50 else 1400
    if year >= 1900:
        return _iso(to_jalali(date(year, month, day)))
    from_jalali(year, month, day)
    return _iso((year, month, day))


def _western_day(found: re.Match[str], _session: date | None) -> str:
    day = date(int(found["year"]), _WESTERN[found["western"]], number_from_words(found["day"]) or 0)
    return _iso(to_jalali(day))


def _day_of_month(found: re.Match[str], session: date | None) -> str:
    return _in_year(found, session, number_from_words(found["day"]) or 0)


def _end_of_month(found: re.Match[str], session: date | None) -> str:
    return _in_year(found, session, 0, last=True)


def _middle_of_month(found: re.Match[str], session: date | None) -> str:
    return _in_year(found, session, 15, last=bool(found["second"]))


def _in_year(found: re.Match[str], session: date | None, day: int, *, last: bool = False) -> str:
    """Return the day in the printed year, else the first such day not before the session."""
    month = _MONTHS[found["month"]]
    if found["year"]:
        year = int(found["year"])
        year += 0 if year >= 100 else 1300 if year >= 50 else 1400
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


def _end_of_year(found: re.Match[str], _session: date | None) -> str:
    if found["year"]:
        year = int(found["year"])
        return _iso((year, 12, jalali_month_length(year, 12)))
    return "next_year" if found["next"] else "this_year"


def _iso(day: tuple[int, int, int]) -> str:
    return f"{day[0]}-{day[1]:02d}-{day[2]:02d}"


_DIGITAL = r"(?P<a>\d{1,4}) ?[/\-] ?(?P<b>\d{1,2}) ?[/\-] ?(?P<c>\d{1,4})(?![\d/])"
_UNTIL = rf"\b{_MOST}(?:تا|لغایت|الی|تاریخ|در مورخ|در تاریخ|مهلت)(?: قبل از| پیش از)?(?: تاریخ| مورخ| روز| مهلت)* (?:{_WEEKDAY}،? )?"
_NEXT = r"(?:آینده|آتی|بعدی|بعد|جاری)\b"
_DAY_OF_MONTH = rf"(?P<day><N>)(?: و <N>)?_?{_MONTH}{_YEAR}"
_RECURRING: tuple[tuple[str, str, Norm], ...] = (
    (
        rf"(?:\w+ly \()?(?:\b(?:در )?(?:پایان|ابتدای|آخر|اول|انتهای) )?\bهر (?P<number><N>)? ?{_UNIT}"
        r"(?: ها)?(?: یک ?بار| یکبار)?(?:\))?",
        "recurring",
        _duration,
    ),
    (r"\bهر ?ما ه\b", "recurring", _fixed("P1M")),
    (rf"\b(?P<number><N>) {_UNIT} (?:یک ?بار|یکبار)", "recurring", _duration),
    (
        r"\b(?P<unit>سال|ماه|هفته|روز)(?:‌?ای|‌?ی|ی) (?P<times><N>) ?(?:بار|مرتبه|نوبت)",
        "recurring",
        _times_in,
    ),
    (
        r"(?:\bب?ه? ?صورت |\bبطور )?(?P<number><N>) ?‌?(?P<unit>هفته|ماه|روز)(?:‌?گی|گی)",
        "recurring",
        _duration,
    ),
    (
        r"(?:\bب?ه? ?صورت |\bبطور )?(?P<number>دو|سه|چهار|شش|2|3|4|6) ?‌?هفتگی",
        "recurring",
        lambda found, _session: _period(_number(found), "هفته"),
    ),
    (rf"\bهر ?{_WEEKDAY}", "recurring", _fixed("P1W")),
    (r"\b(?:در )?هر (?:جلسه|نشست)\b", "recurring", _fixed("each_session")),
)
_ADVERBS: tuple[tuple[str, str, Norm], ...] = (
    (
        r"(?:\b(?:به|ب) ?صورت |\bبه طور )(?P<unitly>روزانه|هفتگی|ماهانه|ماهیانه|فصلی|سالانه|سالیانه)\b",
        "recurring",
        _unitly,
    ),
    (
        r"\b(?P<unitly>روزانه|ماهانه|ماهیانه|هفتگی|سالیانه|سالانه)(?=_(?:به|منتشر|ارائه|ارسال|گزارش|اعلام|برگزار|"
        r"تهیه|انجام|در|توسط|بررسی|پرداخت|رصد|پایش)\b)",
        "recurring",
        _unitly,
    ),
)
_DAYS: tuple[tuple[str, str, Norm], ...] = (
    (rf"{_UNTIL}(?:پایان|آخر|انتهای|اواخر) (?:ماه )?{_MONTH}{_YEAR}", "date", _end_of_month),
    (rf"{_UNTIL}نیمه (?:اول |(?P<second>دوم) )?{_MONTH}{_YEAR}", "date", _middle_of_month),
    (
        rf"{_UNTIL}(?P<day><N>) (?P<western>{'|'.join(_WESTERN)}) (?P<year>(?:19|20)\d\d)",
        "date",
        _western_day,
    ),
    (rf"{_UNTIL}{_DAY_OF_MONTH}", "date", _day_of_month),
    (rf"{_UNTIL}{_DIGITAL}", "date", _numeric_day),
    (
        rf"\b(?:در )?روز {_WEEKDAY}،? (?:مورخ )?{_DAY_OF_MONTH}",
        "date",
        _day_of_month,
    ),
    (
        r"\b(?:تا )?(?:پایان|آخر|انتهای) (?P<what>سال)(?: (?P<year>1[34]\d\d)| (?P<next>آینده|آتی)| جاری)?\b(?!_تحصیلی)",
        "date",
        lambda found, session: _end_of_year(found, session) if found["year"] else None,
    ),
)
_PERIODS: tuple[tuple[str, str, Norm], ...] = (
    (
        rf"\b{_MOST}(?:پس از \w+ )?(?:ظرف|طی|تا|در|در مهلت|در طول)(?: مدت| حداکثر| مهلت| زمان)* (?P<number><N>) ?{_UNIT}"
        r"(?: کاری| اداری)?(?! ?(?:گذشته|اخیر|قبل|پیش))(?: آینده| آتی| دیگر)?(?: پس از (?:ابلاغ|تاریخ ابلاغ))?",
        "relative",
        _duration,
    ),
    (
        rf"\b(?:حداکثر) (?P<number><N>) ?{_UNIT}(?: کاری| اداری)?(?: آینده| آتی| دیگر)?",
        "relative",
        _duration,
    ),
    (
        r"\b(?:مهلت|مهلتی|فرصت|فرصتی|ضرب الاجل) (?P<number><N>) ?‌?(?P<unit>روز|ماه|هفته|سال)(?:ه|‌?ای|)\b",
        "relative",
        _duration,
    ),
    (
        r"\b(?:تا|در|برای|به)? ?(?:دستور کار )?(?:جلسه|نشست|جلسات)(?:‌?ی)? (?:آینده|آتی|بعدی|بعد)\b(?: شورا| کمیسیون| کارگروه| ستاد)?",
        "relative",
        _fixed("next_session"),
    ),
    (
        rf"\b(?:تا |در |ظرف |طی )?(?:(?:پایان|آخر) )?(?P<number>)(?P<unit>هفته|ماه) {_NEXT}",
        "relative",
        _duration,
    ),
    (
        r"\b(?:تا )(?:پایان|آخر|اخر) ?(?P<number>)(?P<unit>هفته|ماه)\b",
        "relative",
        _duration,
    ),
    (
        r"\b(?:تا )?(?:پایان|آخر|انتهای) (?P<what>سال)(?P<year>)(?: (?P<next>آینده|آتی)| جاری)?\b(?!_تحصیلی)",
        "relative",
        _end_of_year,
    ),
)
_LOOSE: tuple[tuple[str, str, Norm], ...] = (
    (
        r"\b(?:در اسرع وقت|هر ?چه سریع ?‌?تر|فورا|بلافاصله|در اولین فرصت|به قید فوریت|از هم ?‌?اکنون|"
        r"در کوتاه ?‌?ترین زمان(?: ممکن)?|به فوریت|بدون فوت وقت)",
        "relative",
        _fixed("asap"),
    ),
    (
        r"(?<!فقط\s)\b(?:تا )?(?:پیش|قبل) از_(?!ظهر|این\b|آن\b|امضا|ابلاغ)(?:\w\S*\s){0,3}?\w\S*"
        r"(?=_(?:باید|بایستی|نسبت|شهرداری|اداره|سازمان|دبیرخانه|اقدام|را|موضوع|توسط)\b|[،.])",
        "relative",
        _fixed("event"),
    ),
    (
        r"(?:\bرصد_مستمر|\b(?:ب?ه? ?صورت|ب?ه? ?طور)_(?:مستمر|دائم|دائمی|مداوم|پیوسته)|\bمستمرا\b|\bبطور_(?:مستمر|دائم)"
        r"|\b(?:پیگیری|پایش|نظارت|رصد)_(?:مستمر|دائمی|مداوم))",
        "recurring",
        _fixed("continuous"),
    ),
)
_CELL: tuple[tuple[str, str, Norm], ...] = (
    (rf"^(?:{_WEEKDAY}،? )?{_DIGITAL}", "date", _numeric_day),
    (rf"^(?:پایان|آخر|انتهای) (?:ماه )?{_MONTH}{_YEAR}", "date", _end_of_month),
    (rf"^(?:{_WEEKDAY}،? )?{_DAY_OF_MONTH}", "date", _day_of_month),
    (r"^(?P<unitly>روزانه|هفتگی|ماهانه|ماهیانه|فصلی|سالانه|سالیانه)\b", "recurring", _unitly),
    (r"^(?:مستمر|دائم|دائمی|مداوم|همیشگی)", "recurring", _fixed("continuous")),
    (r"^هر (?P<number><N>)? ?(?P<unit>روز|هفته|ماه|سال|فصل|ساعت)", "recurring", _duration),
    (rf"^(?P<number><N>) ?{_UNIT}(?: کاری| اداری)?", "relative", _duration),
    (r"^(?:فوری|آنی)", "relative", _fixed("asap")),
    (r"^(?:جلسه|نشست)(?:‌?ی)? (?:آینده|آتی|بعدی|بعد)", "relative", _fixed("next_session")),
    (r"^(?:تا )?(?:پیش|قبل|پس|بعد) از_\w", "relative", _fixed("event")),
)


def _compiled(
    *groups: tuple[tuple[str, str, Norm], ...],
) -> tuple[tuple[re.Pattern[str], str, Norm], ...]:
    return tuple((pattern(shape), kind, norm) for group in groups for shape, kind, norm in group)


_PROSE_TABLE = _compiled(_RECURRING, _DAYS, _PERIODS, _ADVERBS, _LOOSE)
_CELL_TABLE = _compiled(_CELL)


def _table_in_prose() -> tuple[tuple[re.Pattern[str], str, Norm], ...]:
    return _PROSE_TABLE


def _table_in_cell() -> tuple[tuple[re.Pattern[str], str, Norm], ...]:
    return _CELL_TABLE

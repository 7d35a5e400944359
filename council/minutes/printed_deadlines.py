"""Deadlines as minutes print them: days, periods, recurrences, the next session, events."""

import re
from datetime import date

from council.dates import MONTH_NUMBERS
from council.minutes import deadline_norms as norms
from council.minutes.record import Deadline
from council.minutes.spelling import lowered, pattern
from council.text import fold

_MONTH = "(?P<month>" + "|".join(MONTH_NUMBERS) + r")(?: ماه)?(?!\w)"
_YEAR = r"(?:[\s,،]{0,3}(?:سال )?(?P<year>1[34]\d\d|\d\d)(?![\w/]))?"
_UNIT = r"(?P<unit>روز|هفته|ماه|نیم ?سال|سال|فصل|ساعت)(?!\w)"
_WEEKDAY = "(?:یکشنبه|یک شنبه|دوشنبه|دو شنبه|سه شنبه|چهارشنبه|چهار شنبه|پنجشنبه|پنج شنبه|جمعه|شنبه)"
_MOST = r"(?:حداکثر )?"


def read_deadline(text: str, session: date | None) -> Deadline:
    """Return the deadline that one resolution prints; years are taken from the session's day."""
    folded = lowered(fold(text))
    if label := _LABEL.search(folded):
        end = _LABEL_END.search(folded, label.end())
        return read_cell(text[label.end() : end.start() if end else len(text)], session)
    return _first_of(_PROSE_TABLE, text, folded, session) or Deadline()


def read_cell(text: str, session: date | None) -> Deadline:
    """Return the deadline in a table cell or after «مهلت:», where a bare «یک ماه» is one."""
    printed = text.strip(" \t\n.:-–|)(")
    if not printed or len(printed) > 200:
        return Deadline()
    folded = lowered(fold(printed))
    tables = (_CELL_TABLE, _PROSE_TABLE, _EVENT_TABLE)
    found = next(filter(None, (_first_of(one, printed, folded, session) for one in tables)), None)
    return Deadline(found.kind, printed, found.norm) if found else Deadline()


def _first_of(
    table: tuple[tuple[re.Pattern[str], str, norms.Norm], ...],
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
    r"\b(?:مهلت|موعد|زمان|تاریخ|سررسید|due|due date|deadline)"
    r"(?: (?:اجرا|انجام|پیگیری|اقدام|ارائه|سررسید))? ?: ?"
)
_LABEL_END = pattern(
    r"\n|\||؛|\s[—–/-]\s(?=[^\n:]{2,25}:)|\s{2,}(?=[^\n:]{3,25}:)|_(?=(?:مسئول|همکار|وضعیت)[^\n:]{0,15}:)"
)


_DIGITAL = r"(?P<a>\d{1,4}) ?[/\-] ?(?P<b>\d{1,2}) ?[/\-] ?(?P<c>\d{1,4})(?![\d/])"
_WESTERN = "|".join(norms.WESTERN_MONTHS)
_UNTIL = (
    rf"\b{_MOST}(?:تا|لغایت|الی|تاریخ|در مورخ|در تاریخ|مهلت|حداکثر|(?:پیش|قبل) از)(?: قبل از|"
    rf" پیش از)?(?: تاریخ| مورخ| روز| مهلت)* (?:{_WEEKDAY}،? )?"
)
_NEXT = r"(?:آینده|آتی|بعدی|بعد|جاری)\b"
_DAY_OF_MONTH = rf"(?P<day><N>)(?: و <N>)?_?{_MONTH}{_YEAR}"
_RECURRING: tuple[tuple[str, str, norms.Norm], ...] = (
    (
        r"(?:\w+ly \()?(?:\b(?:در )?(?:پایان|ابتدای|آخر|اول|"
        rf"انتهای) )?\bهر (?P<number><N>)? ?{_UNIT}"
        r"(?: ها)?(?: یک ?بار| یکبار)?(?:\))?",
        "recurring",
        norms.duration,
    ),
    (r"\bهر ?ما ه\b", "recurring", norms.fixed("P1M")),
    (rf"\b(?P<number><N>) {_UNIT} (?:یک ?بار|یکبار)", "recurring", norms.duration),
    (
        r"\b(?P<unit>سال|ماه|هفته|روز)(?:‌?ای|‌?ی|ی) (?P<times><N>) ?(?:بار|مرتبه|نوبت)",
        "recurring",
        norms.times_in,
    ),
    (
        r"\b(?P<times><N>) ?(?:بار|مرتبه|نوبت) در (?P<unit>سال|ماه|هفته|روز)\b",
        "recurring",
        norms.fixed_unit,
    ),
    (
        r"(?:\bب?ه? ?صورت |\bبطور )?(?P<number><N>) ?‌?(?P<unit>هفته|ماه|روز)(?:‌?گی|گی)",
        "recurring",
        norms.duration,
    ),
    (
        r"(?:\bب?ه? ?صورت |\bبطور )?(?P<number>دو|سه|چهار|شش|2|3|4|6) ?‌?هفتگی",
        "recurring",
        lambda found, _session: norms.period(norms.number_in(found), "هفته"),
    ),
    (rf"\bهر ?{_WEEKDAY}", "recurring", norms.fixed("P1W")),
    (r"\b(?:در )?هر (?:جلسه|نشست)\b", "recurring", norms.fixed("each_session")),
)
_ADVERBS: tuple[tuple[str, str, norms.Norm], ...] = (
    (
        r"(?:\b(?:به|ب) ?صورت |\bبه طور )(?P<unitly>روزانه|هفتگی|ماهانه|ماهیانه|فصلی|"
        r"سالانه|سالیانه)\b",
        "recurring",
        norms.unitly,
    ),
    (
        r"\b(?P<unitly>روزانه|ماهانه|ماهیانه|هفتگی|سالیانه|سالانه)(?=_(?:به|از|منتشر|"
        r"ارائه|ارسال|گزارش|اعلام|برگزار|"
        r"تهیه|انجام|در|توسط|بررسی|پرداخت|رصد|پایش)\b)",
        "recurring",
        norms.unitly,
    ),
)
_DAYS: tuple[tuple[str, str, norms.Norm], ...] = (
    (rf"{_UNTIL}(?:پایان|آخر|انتهای|اواخر) (?:ماه )?{_MONTH}{_YEAR}", "date", norms.end_of_month),
    (rf"{_UNTIL}نیمه (?:اول |(?P<second>دوم) )?{_MONTH}{_YEAR}", "date", norms.middle_of_month),
    (
        rf"{_UNTIL}(?P<day><N>) (?P<western>{_WESTERN})[.,]{{0,2}} (?P<year>(?:19|20)\d\d)",
        "date",
        norms.western_day,
    ),
    (
        rf"{_UNTIL}(?P<western>{_WESTERN})\.? (?P<day>\d{{1,2}}),? (?P<year>(?:19|20)\d\d)",
        "date",
        norms.western_day,
    ),
    (rf"{_UNTIL}{_DAY_OF_MONTH}", "date", norms.day_of_month),
    (rf"{_UNTIL}{_DIGITAL}", "date", norms.numeric_day),
    (rf"\s\s{_DIGITAL}\s*(?:$|\n)", "date", norms.numeric_day),
    (
        rf"\b(?:در )?روز {_WEEKDAY}،? (?:مورخ )?{_DAY_OF_MONTH}",
        "date",
        norms.day_of_month,
    ),
    (
        r"\b(?:تا )?(?:پایان|آخر|انتهای) (?P<what>سال)(?: (?P<year>1[34]\d\d)|"
        r" (?P<next>آینده|آتی)| جاری)?\b(?!_تحصیلی)",
        "date",
        lambda found, session: norms.end_of_year(found, session) if found["year"] else None,
    ),
)
_MONTHS: tuple[tuple[str, str, norms.Norm], ...] = (
    (rf"\b{_MOST}تا (?:ماه )?{_MONTH}{_YEAR}", "date", norms.end_of_month),
    (
        r"\b(?:تا )?(?:پایان|آخر|انتهای) (?:فصل )?(?P<season>بهار|تابستان|پاییز|زمستان)(?!\w)",
        "date",
        norms.end_of_season,
    ),
    (
        r"\b(?:تا |در |ظرف |پایان |آخر ){0,3}سه ?‌?ماه(?:ه|ه ‌?ی)? (?P<quarter>اول|دوم|سوم"
        r"|چهارم)(?: سال)?\b",
        "date",
        norms.end_of_quarter,
    ),
    (
        r"\b(?:تا |در |ظرف |پایان |آخر ){0,3}(?:شش ?‌?ماهه|نیمه|نیم ?‌?سال) (?P<half>اول|دوم)_?سال\b",
        "date",
        norms.end_of_quarter,
    ),
)
_WEEKDAYS: tuple[tuple[str, str, norms.Norm], ...] = (
    (
        rf"\bتا (?:(?:پایان|آخر) (?:وقت(?: اداری)?)? ?|ظهر |صبح |عصر |ساعت <N> )?(?:روز )?"
        rf"(?P<weekday>{_WEEKDAY})(?: آینده)?\b(?! ?(?:ها|"
        r"های))",
        "date",
        norms.next_weekday,
    ),
)
_EVENTS = (
    "آغاز|شروع|پایان|اتمام|خاتمه|افتتاح|برگزاری|تشکیل|ارسال|صدور|تصویب|عقد|انعقاد|اجرا|اجرای|"
    "بهره ‌?برداری|برداشت|پرداخت|تحویل|ورود|خروج|فصل|عید|نوروز|سال نو|تعطیلات|انتشار|ارائه|"
    "مراجعه|بارش|موعد|انقضای"
)
_IS_VERB = (
    "(?:کند|کنند|نماید|نمایند|دهد|دهند|شود|شوند|گردد|گردند|گیرد|گیرند|انجام|باشد|بشه|بده|بدن)"
)
_WORD_OF_EVENT = (
    rf"_(?!(?:در|را|از|با|نسبت|اقدام|و|باید|موظف|مکلف|توسط|{_IS_VERB})\b)"
    rf"\w[^\s،.؛:()]*+(?!_{_IS_VERB}\b)"
)
_PERIODS: tuple[tuple[str, str, norms.Norm], ...] = (
    (r"\b(?:تا )?(?:همین )?(?P<weekday>پس ?فردا|فردا)\b", "date", norms.next_weekday),
    (
        rf"\b{_MOST}(?:پس از \w+ )?(?:ظرف|طی|تا|در|در مهلت|در طول)(?: مدت| حداکثر| مهلت|"
        rf" زمان| کمتر از| حدود| بازه)* (?P<number><N>) ?{_UNIT}"
        r"(?: کاری| اداری)?(?! ?(?:گذشته|اخیر|قبل|پیش(?! ?نویس| ?بینی))\b)(?: آینده| آتی|"
        r" دیگر)?(?: پس از (?:ابلاغ|تاریخ ابلاغ))?",
        "relative",
        norms.duration,
    ),
    (
        rf"\b(?:حداکثر) (?P<number><N>) ?{_UNIT}(?: کاری| اداری)?(?: آینده| آتی| دیگر)?",
        "relative",
        norms.duration,
    ),
    (
        r"\b(?:ظرف|طی|بازه|زمانی|مهلت) (?P<number><N>) ?‌?(?P<unit>روز|ماه|هفته|سال)(?:ه|‌?ای)\b",
        "relative",
        norms.duration,
    ),
    (
        r"\b(?P<number><N>) ?(?P<unit>روز|ماه|هفته)_(?:فرصت|مهلت)\b",
        "relative",
        norms.duration,
    ),
    (
        r"\b(?:تا |ظرف |در )(?:پایان |آخر |طول )?امسال\b",
        "relative",
        norms.fixed("this_year"),
    ),
    (
        r"\b(?:مهلت|مهلتی|فرصت|فرصتی|ضرب الاجل) (?P<number><N>) ?‌?(?P<unit>روز|ماه|"
        r"هفته|سال)(?:ه|‌?ای|)\b",
        "relative",
        norms.duration,
    ),
    (
        r"\b(?:تا|در|برای|به)? ?(?:دستور کار )?(?:جلسه|نشست|جلسات)(?:‌?ی)? (?:آینده|آتی|"
        r"بعدی|بعد)\b(?: شورا| کمیسیون| کارگروه| ستاد)?",
        "relative",
        norms.fixed("next_session"),
    ),
    (
        rf"\b(?:تا |در |ظرف |طی )?(?:(?:پایان|آخر) )?(?P<number>)(?P<unit>هفته|ماه) {_NEXT}",
        "relative",
        norms.duration,
    ),
    (
        r"\b(?:(?:تا )?(?:پایان|آخر|اخر) )?(?:در |طی |ظرف )?(?P<number>)(?:همین"
        r"|این) (?P<unit>هفته|ماه)\b",
        "relative",
        norms.duration,
    ),
    (
        r"\bتا_(?:جلسه|نشست)(?:‌?ی)?_<N>\b|\bدر_(?:جلسه|نشست)_<N>_(?:مطرح|بررسی|طرح|ارائه)",
        "relative",
        norms.fixed("next_session"),
    ),
    (
        r"\b(?:تا )(?:پایان|آخر|اخر) ?(?P<number>)(?P<unit>هفته|ماه)\b",
        "relative",
        norms.duration,
    ),
    (
        r"\b(?:تا )?(?:پایان|آخر|انتهای) (?P<what>سال)(?P<year>)(?: (?P<next>آینده|آتی)|"
        r" جاری)?\b(?!_تحصیلی)",
        "relative",
        norms.end_of_year,
    ),
)
_LOOSE: tuple[tuple[str, str, norms.Norm], ...] = (
    (r"\bفوری_(?=پیگیری|اقدام|انجام|نسبت|به)", "relative", norms.fixed("asap")),
    (
        r"(?<!فقط\s)\b(?:به_محض|به_مجرد|بلافاصله پس از|تا (?:پیش|قبل) از)_(?!ظهر\b|این\b"
        r"|آن\b)\w\S*(?:_\w\S*)?",
        "relative",
        norms.fixed("event"),
    ),
    (
        r"\b(?:در اسرع (?:وقت|زمان)|هر ?چه (?:سریع|زود) ?‌?تر|فورا|بلافاصله|در اولین فرصت"
        r"|به قید فوریت|از هم ?‌?اکنون|"
        r"در کوتاه ?‌?ترین زمان(?: ممکن)?|به فوریت|بدون فوت وقت)",
        "relative",
        norms.fixed("asap"),
    ),
    (
        rf"(?<!فقط\s)\b(?:تا )?(?:پیش|قبل) از_(?:{_EVENTS})(?!\w)(?:{_WORD_OF_EVENT}){{0,4}}",
        "relative",
        norms.fixed("event"),
    ),
    (
        r"(?<!فقط\s)\b(?:تا )?(?:پیش|قبل) از_(?!ظهر|این\b|آن\b|امضا|ابلاغ)(?:\w\S*\s){0,3}?\w\S*"
        r"(?=_(?:باید|بایستی|نسبت|شهرداری|اداره|سازمان|دبیرخانه|اقدام|را|موضوع|توسط)\b|[،.])",
        "relative",
        norms.fixed("event"),
    ),
    (
        r"(?:\bرصد_مستمر|\b(?:ب?ه? ?صورت|ب?ه? ?طور)_(?:مستمر|دائم|دائمی|مداوم|پیوسته)|"
        r"\bمستمرا\b|\bبطور_(?:مستمر|دائم)"
        r"|\b(?:پیگیری|پایش|نظارت|رصد)_(?:مستمر|دائمی|مداوم))",
        "recurring",
        norms.fixed("continuous"),
    ),
    (
        r"(?<!فقط\s)\bتا_(?:(?:شروع|آغاز|زمان|پایان|اتمام|خاتمه)_\w|دهه_فجر|عید|نوروز|هفته_(?:دولت|وحدت)|"
        r"ماه_(?:محرم|رمضان)|ایام_\w|اربعین)\S*(?:_\w\S*)?",
        "relative",
        norms.fixed("event"),
    ),
    (r"\bهمه ?‌?روزه\b", "recurring", norms.fixed("P1D")),
)
_CELL: tuple[tuple[str, str, norms.Norm], ...] = (
    (rf"^(?:{_WEEKDAY}،? )?{_DIGITAL}", "date", norms.numeric_day),
    (rf"^(?:پایان|آخر|انتهای) (?:ماه )?{_MONTH}{_YEAR}", "date", norms.end_of_month),
    (rf"^(?:{_WEEKDAY}،? )?{_DAY_OF_MONTH}", "date", norms.day_of_month),
    (
        rf"^(?:در )?نیمه (?:اول |(?P<second>دوم) )?{_MONTH}{_YEAR}",
        "date",
        norms.middle_of_month,
    ),
    (rf"^(?:در )?{_MONTH}{_YEAR}$", "date", norms.end_of_month),
    (r"^(?P<unitly>روزانه|هفتگی|ماهانه|ماهیانه|فصلی|سالانه|سالیانه)\b", "recurring", norms.unitly),
    (r"^(?:مستمر|دائم|دائمی|مداوم|همیشگی)", "recurring", norms.fixed("continuous")),
    (r"^هر (?P<number><N>)? ?(?P<unit>روز|هفته|ماه|سال|فصل|ساعت)", "recurring", norms.duration),
    (rf"^(?P<number><N>) ?{_UNIT}(?: کاری| اداری)?", "relative", norms.duration),
    (r"^(?P<unitly>daily|weekly|monthly|quarterly|yearly)\b", "recurring", norms.unitly),
    (r"^(?P<number><N>) ?‌?(?P<unit>روز|هفته|ماه|سال)ه(?: ای)?$", "relative", norms.duration),
    (r"^(?P<year>1[34]\d\d) ?/ ?(?P<monthno>\d{1,2})$", "date", norms.end_of_numbered_month),
    (r"^سال آینده$", "relative", norms.fixed("next_year")),
    (r"^(?:فوری|آنی|(?:در )?اسرع وقت|asap\b)", "relative", norms.fixed("asap")),
    (r"^next (?:meeting|session)\b", "relative", norms.fixed("next_session")),
    (r"^(?:جلسه|نشست)(?:‌?ی)? (?:آینده|آتی|بعدی|بعد)", "relative", norms.fixed("next_session")),
)
_EVENT_CELL: tuple[tuple[str, str, norms.Norm], ...] = (
    (r"^(?:تا )?(?:پیش|قبل|پس|بعد) از_\w", "relative", norms.fixed("event")),
    (r"^(?:همراه|همزمان|به محض|به مجرد|هنگام|تا)_\w", "relative", norms.fixed("event")),
)


def _compiled(
    *groups: tuple[tuple[str, str, norms.Norm], ...],
) -> tuple[tuple[re.Pattern[str], str, norms.Norm], ...]:
    return tuple((pattern(shape), kind, norm) for group in groups for shape, kind, norm in group)


_PROSE_TABLE = _compiled(_RECURRING, _DAYS, _MONTHS, _WEEKDAYS, _PERIODS, _ADVERBS, _LOOSE)
_CELL_TABLE = _compiled(_CELL)
_EVENT_TABLE = _compiled(_EVENT_CELL)

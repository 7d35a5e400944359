"""The shapes of deadlines printed in running text, in the order in which they are tried."""

from council.minutes import deadline_norms as norms
from council.minutes.deadline_words import (
    DAY_AND_MONTH,
    DAY_OF_MONTH,
    DIGITAL,
    END,
    MONTH,
    PART_OF_MONTH,
    SPAN,
    UNIT,
    WEEKDAY,
    WESTERN,
    WESTERN_MONTH,
    YEAR,
    Shape,
    compiled,
)
from council.minutes.recurring_deadline_shapes import ADVERBS, RECURRING

_MOST = r"(?:حداکثر )?"

_UNTIL = (
    rf"(?<!از\s)\b{_MOST}(?:تا|لغایت|الی|ددلاین|تاریخ|در مورخ|در تاریخ|مهلت|حداکثر|(?:پیش|قبل) از)"
    rf"(?: قبل از| پیش از)?(?: (?:پایان|آخر)(?: وقت)? (?:اداری|ساعت اداری|روز))?"
    rf"(?: تاریخ| مورخ| روز| مهلت){{0,4}} (?:{WEEKDAY}،? )?"
)
_NEXT = r"(?:آینده|آتی|بعدی|بعد|جاری)\b"
_DAYS: tuple[Shape, ...] = (
    (rf"{_UNTIL}(?:پایان|آخر|انتهای|اواخر) (?:ماه )?{MONTH}{YEAR}", "date", norms.end_of_month),
    (
        rf"{_UNTIL}(?:نیمه|اواسط|وسط) (?:ماه )?(?:اول |(?P<second>دوم) )?{MONTH}{YEAR}",
        "date",
        norms.middle_of_month,
    ),
    (
        rf"(?<!از\s)\b(?:در|طی) نیمه (?:ماه )?(?:اول |(?P<second>دوم) )?{MONTH}{YEAR}",
        "date",
        norms.half_of_month,
    ),
    (rf"{_UNTIL}(?:اوایل|ابتدای|اول) (?:ماه )?{MONTH}{YEAR}", "date", norms.start_of_month),
    (
        rf"(?<!از\s)\b(?:تا |در |ظرف |طی ){{1,2}}(?:{END} )?{PART_OF_MONTH}",
        "date",
        norms.part_of_month,
    ),
    (rf"{_UNTIL}(?P<feast>سیزده ?‌?به? ?‌?در|شب یلدا)(?!\w)", "date", norms.feast),
    (
        rf"{_UNTIL}(?:پایان|آخر|انتهای) (?:ماه )?{WESTERN_MONTH}",
        "date",
        norms.end_of_western_month,
    ),
    (rf"{_UNTIL}(?P<day><N>) {WESTERN_MONTH}", "date", norms.western_day),
    (
        rf"{_UNTIL}(?P<western>{WESTERN})\.? (?P<day>\d{{1,2}}),? (?P<year>(?:19|20)\d\d)",
        "date",
        norms.western_day,
    ),
    (rf"{_UNTIL}{DAY_OF_MONTH}", "date", norms.day_of_month),
    (rf"{_UNTIL}{DIGITAL}", "date", norms.numeric_day),
    (rf"(?!حداکثر \d){_UNTIL}{DAY_AND_MONTH}", "date", norms.day_and_month),
    (rf"\s\s{DIGITAL}\s*(?:$|\n)", "date", norms.numeric_day),
    (
        rf"\b(?:در )?روز {WEEKDAY}،? (?:مورخ )?{DAY_OF_MONTH}",
        "date",
        norms.day_of_month,
    ),
    (rf"\b(?:در )?روز {WEEKDAY}،? (?:مورخ )?{DIGITAL}", "date", norms.day_ahead),
    (
        rf"(?:\b(?:در )?(?:روز_)?)?{DAY_OF_MONTH}(?=_(?:برگزار|تشکیل|انجام|آغاز|شروع|ارائه|تحویل"
        r"|ارسال|افتتاح|برپا|اعلام) ?(?:شود|شوند|گردد|گردند|بشه|بشن|کند|کنند|دهد|دهند)(?!\w))",
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
_UNTIL_END = r"(?:^|[،؛]\s?|_و_|\bرا_|\bدر_)"
_STRETCH = (
    r"(?:سه ?‌?ماه(?:ه|ه ‌?ی)? (?P<quarter>اول|دوم|سوم|چهارم)(?: سال)?(?: (?P<year>1[34]\d\d))?"
    r"|شش ?‌?ماهه?(?: ‌?ی)? (?P<half>اول|دوم)(?:_سال)?"
    r"|(?:نیمه|نیم ?‌?سال) (?P<part>اول|دوم)_?سال)\b(?!_(?:تحصیلی|را|خود)\b)"
)
"""A quarter or half of a year, which may as well tell what a thing is about: «گزارش سه‌ماهه اول»."""
_ALONE = (
    r"(?:^|(?<=[،؛]\s)|(?<=[،؛])|(?<=\bرا\s)|(?<=\bشد\s)|(?<=\bشدند\s)|(?<=\bگردید\s)"
    r"|(?<=\bگردیدند\s))"
)
"""Before a time that has no preposition, yet says when: «پروژه را سه‌ماهه دوم تحویل دهد»."""
_MONTHS: tuple[Shape, ...] = (
    (rf"\b{_MOST}تا (?:ماه )?{MONTH}{YEAR}", "date", norms.end_of_month),
    (
        rf"{_UNTIL_END}(?:پایان|آخر|اواخر|انتهای) (?:ماه )?{MONTH}{YEAR}(?!_را)",
        "date",
        norms.end_of_month,
    ),
    (
        r"\b(?:تا )?(?:پایان|آخر) (?:همین )?فصل(?: جاری)?(?!\w|_\w)",
        "date",
        norms.end_of_this_season,
    ),
    (
        r"\b(?:تا )?(?:پایان|آخر|انتهای) (?:فصل )?(?P<season>بهار|تابستان|پاییز|زمستان)(?!\w)",
        "date",
        norms.end_of_season,
    ),
    (
        rf"\b(?:(?:تا|لغایت|الی|ظرف|پایان|آخر|انتهای) ){{1,3}}{_STRETCH}",
        "date",
        norms.end_of_quarter,
    ),
    (rf"{_ALONE}{_STRETCH}", "date", norms.end_of_quarter),
)
_WEEKDAYS: tuple[Shape, ...] = (
    (
        rf"\bتا (?:(?:پایان|آخر) (?:وقت(?: اداری)?)? ?|ظهر |صبح |عصر |ساعت <N> )?(?:روز )?"
        rf"(?P<weekday>{WEEKDAY})(?: آینده)?\b(?! ?(?:ها|"
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
_DONE_FIRST = (
    "معرفی|تامین|تایید|دریافت|وصول|تصویب|پرداخت|اخذ|صدور|تکمیل|اتمام|پایان|تحویل|نصب|عقد|انعقاد"
    "|انتشار|تخصیص|ابلاغ|تعیین|ترمیم|راه ?‌?اندازی|برگزاری|رفع|بازگشایی"
)
"""What must be done before: an order that waits for it has no day of its own."""
_PERIODS: tuple[Shape, ...] = (
    (r"\b(?:تا )?(?:همین )?(?P<weekday>پس ?فردا|فردا)\b", "date", norms.next_weekday),
    (
        rf"\b{_MOST}(?:پس از \w+ )?(?:ظرف|طی|تا|در|در مهلت|در طول)(?: مدت| حداکثر| مهلت|"
        rf" زمان| کمتر از| حدود| بازه)* (?P<number><N>) ?{UNIT}"
        r"(?: کاری| اداری)?(?! ?(?:گذشته|اخیر|قبل|پیش(?! ?(?:نویس|بینی|فاکتور|پرداخت|ثبت)))\b)"
        r"(?: آینده| آتی| دیگر)?(?: پس از (?:ابلاغ|تاریخ ابلاغ))?",
        "relative",
        norms.duration,
    ),
    (
        rf"\b(?:حداکثر) (?P<number><N>) ?{UNIT}(?: کاری| اداری)?(?: آینده| آتی| دیگر)?",
        "relative",
        norms.duration,
    ),
    (
        r"\b(?:ظرف|طی|بازه|زمانی|مهلت|حداکثر)(?: حداکثر)? (?P<number><N>) ?‌?"
        r"(?P<unit>روز|ماه|هفته|سال)(?:ه|‌?ای)\b",
        "relative",
        norms.duration,
    ),
    (
        r"\bمهلت(?: ‌?ی)? (?:قانونی|مقرر|زمانی) (?P<number><N>) ?‌?"
        r"(?P<unit>روز|ماه|هفته|سال)(?:ه|‌?ای)?\b",
        "relative",
        norms.duration,
    ),
    (
        r"\b(?P<number><N>) ?(?P<unit>روز|ماه|هفته|ساعت) (?:کاری )?(?:پس|بعد) از_(?!این\b|آن\b)",
        "relative",
        norms.duration,
    ),
    (
        r"\b(?P<number><N>) ?(?P<unit>روز|ماه|هفته)_(?:فرصت|مهلت)\b",
        "relative",
        norms.duration,
    ),
    (
        r"\b(?:تا |ظرف |در |طی )(?:(?:پایان |آخر |طول )?امسال|سال جاری)\b",
        "relative",
        norms.fixed("this_year"),
    ),
    (
        r"\b(?:مهلت|مهلتی|فرصت|فرصتی|ضرب الاجل)"
        r"(?: (?:اجرا|انجام|اقدام|تهیه|تدوین|ارائه|ارسال|آن))? (?P<number><N>) ?‌?(?P<unit>روز|ماه|"
        r"هفته|سال)(?:ه|‌?ای|)\b",
        "relative",
        norms.duration,
    ),
    (
        r"\b(?:تا|در|برای|به)? ?(?:دستور کار )?(?:جلسه|نشست|جلسات)(?:‌?ی)? (?:آینده|آتی|"
        r"بعدی|بعد)\b(?: شورا| کمیسیون| کارگروه| ستاد)?"
        r"(?![^.؛\n]{0,60}(?:برگزار|تشکیل|برپا) (?:شود|گردد|می|خواهد|شد))",
        "relative",
        norms.fixed("next_session"),
    ),
    (
        rf"\b(?:تا |در |ظرف |طی )?(?:{END} )?(?P<number>){SPAN} {_NEXT}",
        "relative",
        norms.duration,
    ),
    (
        rf"\b(?:(?:تا )?{END} )?(?:در |طی |ظرف )?(?P<number>)(?:همین|این) {SPAN}",
        "relative",
        norms.duration,
    ),
    (
        r"\bتا_(?:جلسه|نشست)(?:‌?ی)?_<N>\b|\bدر_(?:جلسه|نشست)_<N>_(?:مطرح|بررسی|طرح|ارائه)",
        "relative",
        norms.fixed("next_session"),
    ),
    (
        rf"\bتا {END} ?(?P<number>){SPAN}",
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
_LOOSE: tuple[Shape, ...] = (
    (r"\bفوری_(?=پیگیری|اقدام|انجام|نسبت|به)", "relative", norms.fixed("asap")),
    (
        r"(?<!فقط\s)\b(?:به_محض|به_مجرد|بلافاصله پس از|تا (?:پیش|قبل) از)_(?!ظهر\b|این\b"
        r"|آن\b)\w\S*(?:_\w\S*)?",
        "relative",
        norms.fixed("event"),
    ),
    (
        r"\b(?:در اسرع (?:وقت|زمان)|هر ?چه (?:سریع|زود) ?‌?تر|فورا|بلافاصله|در اولین (?:فرصت|زمان)"
        r"|به قید فوریت|از هم ?‌?اکنون|سریعا|به ?سرعت|(?:به|ب) ?صورت فوری|با فوریت|عاجلا|"
        r"در (?:کوتاه|کم|سریع) ?‌?ترین (?:زمان|وقت)(?: ممکن)?|به فوریت|بدون فوت وقت)",
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
        r"\b(?:مستمرا|دائما|همواره)\b|\bبطور_(?:مستمر|دائم)"
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
    (
        r"\b(?:همزمان با|مقارن با|به محض)_\w\S*(?:_\w\S*)?",
        "relative",
        norms.fixed("event"),
    ),
    (
        r"(?<!فقط\s)\b(?:پیش|قبل) از_(?!ظهر|این\b|آن\b|امضا|ابلاغ|اعمال|دستور|هر\b|همه"
        r"|انقلاب|میلاد|خطبه)"
        r"\w[^\s،.؛:()]+",
        "relative",
        norms.fixed("event"),
    ),
    (
        rf"\b(?:پس|بعد) از_(?:{_DONE_FIRST})(?!\w)(?:{_WORD_OF_EVENT}){{0,3}}(?!{norms.DECIDED})",
        "relative",
        norms.fixed("event"),
    ),
)


_NOT_OF_THING = r"(?!(?: و \w+)?(?: ماه)?_(?:را|خود|گذشته|قبل)\b|_سال_(?:گذشته|قبل|آینده|آتی)\b)"
_WITHIN: tuple[Shape, ...] = (
    (rf"\b(?:در|طی) (?:طول )?{_STRETCH}", "date", norms.end_of_quarter),
    (
        rf"\b(?:در|طی)_(?:ماه(?: های)?_)?(?!تیر_(?:برق|چراغ))(?:\w+(?: ماه)?_و_)?{MONTH}{YEAR}"
        rf"{_NOT_OF_THING}",
        "date",
        norms.month_of_doing,
    ),
)
"""When something is done, where nothing else says by when: «دوره را در دی‌ماه برگزار کند»."""


PROSE = compiled(RECURRING, _DAYS, _MONTHS, _WEEKDAYS, _PERIODS, ADVERBS, _LOOSE, _WITHIN)

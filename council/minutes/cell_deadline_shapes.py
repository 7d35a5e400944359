"""The shapes of deadlines in a table's cell, in the order in which they are tried."""

from council.minutes import deadline_norms as norms
from council.minutes.deadline_words import (
    DAY_OF_MONTH,
    DIGITAL,
    END,
    MONTH,
    PART_OF_MONTH,
    SPAN,
    UNIT,
    WEEKDAY,
    WESTERN_MONTH,
    YEAR,
    Shape,
    compiled,
)

_CELL: tuple[Shape, ...] = (
    (rf"^(?:{WEEKDAY}،? )?{DIGITAL}", "date", norms.numeric_day),
    (
        rf"^(?:(?:by|until|before)_)?(?P<day>\d{{1,2}}) {WESTERN_MONTH}",
        "date",
        norms.western_day,
    ),
    (
        rf"^(?:(?:by_)?end_of|پایان|آخر|انتهای)_{WESTERN_MONTH}",
        "date",
        norms.end_of_western_month,
    ),
    (rf"^(?:پایان|آخر|انتهای) (?:ماه )?{MONTH}{YEAR}", "date", norms.end_of_month),
    (rf"^{END} (?P<number>){SPAN}", "relative", norms.duration),
    (rf"^(?:{WEEKDAY}،? )?{DAY_OF_MONTH}", "date", norms.day_of_month),
    (
        rf"^(?:در )?نیمه (?:اول |(?P<second>دوم) )?{MONTH}{YEAR}",
        "date",
        norms.middle_of_month,
    ),
    (rf"^(?:در )?{PART_OF_MONTH}", "date", norms.part_of_month),
    (rf"^(?:در )?{MONTH}{YEAR}$", "date", norms.end_of_month),
    (r"^(?P<unitly>روزانه|هفتگی|ماهانه|ماهیانه|فصلی|سالانه|سالیانه)\b", "recurring", norms.unitly),
    (r"^(?:مستمر|دائم|دائمی|مداوم|همیشگی)", "recurring", norms.fixed("continuous")),
    (r"^هر (?P<number><N>)? ?(?P<unit>روز|هفته|ماه|سال|فصل|ساعت)", "recurring", norms.duration),
    (
        r"^(?:حداقل |حداکثر )?<N> (?:روز|هفته|ماه|ساعت) (?:پیش|قبل) از_\w",
        "relative",
        norms.fixed("event"),
    ),
    (rf"^(?P<number><N>) ?{UNIT}(?: کاری| اداری)?(?!_یک)", "relative", norms.duration),
    (
        r"^(?:(?:within|in)_)?(?P<number><N>|a|one|two|three|four|six)_"
        r"(?P<unit>hour|day|week|month)s?\b",
        "relative",
        norms.western_duration,
    ),
    (r"^(?P<unitly>daily|weekly|monthly|quarterly|yearly)\b", "recurring", norms.unitly),
    (r"^(?P<number><N>) ?‌?(?P<unit>روز|هفته|ماه|سال)ه(?: ای)?$", "relative", norms.duration),
    (r"^(?P<year>1[34]\d\d) ?/ ?(?P<monthno>\d{1,2})$", "date", norms.end_of_numbered_month),
    (r"^سال آینده$", "relative", norms.fixed("next_year")),
    (
        r"^(?:فوری|آنی|(?:در )?اسرع وقت|asap\b)(?!.*(?:ظرف|حداکثر))",
        "relative",
        norms.fixed("asap"),
    ),
    (r"^next (?:meeting|session)\b", "relative", norms.fixed("next_session")),
    (r"^(?:جلسه|نشست)(?:‌?ی)? (?:آینده|آتی|بعدی|بعد)", "relative", norms.fixed("next_session")),
)
_EVENT_CELL: tuple[Shape, ...] = (
    (r"^(?:تا )?(?:پیش|قبل|پس|بعد) از_\w", "relative", norms.fixed("event")),
    (r"^(?:همراه|همزمان|به محض|به مجرد|هنگام|تا)_\w", "relative", norms.fixed("event")),
)


CELL = compiled(_CELL)
EVENT = compiled(_EVENT_CELL)

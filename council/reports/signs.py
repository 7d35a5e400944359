"""What a clause of a reply is a sign of."""

import re
from enum import Enum, auto
from functools import lru_cache

from council.reports import signs_of_trouble as trouble
from council.reports import signs_of_work as work
from council.reports.clauses import Clause
from council.reports.shares import EVERY_ONE


class Sign(Enum):
    """What a clause tells about the work."""

    DONE = auto()
    CLOSED = auto()
    DEED = auto()
    RESULT = auto()
    RUNNING = auto()
    BEGUN = auto()
    PART = auto()
    UNFINISHED = auto()
    DENIED = auto()
    NOTHING = auto()
    LATER = auto()
    PROMISED = auto()
    BLOCKED = auto()
    WEAKLY_BLOCKED = auto()
    AWAITS_US = auto()
    NOT_OURS = auto()
    MAYBE = auto()
    HEARD = auto()
    PENDING = auto()


_SHAPES = {
    Sign.DONE: work.DONE,
    Sign.CLOSED: work.CLOSED,
    Sign.DEED: work.DEED,
    Sign.RESULT: work.RESULT,
    Sign.RUNNING: work.RUNNING,
    Sign.BEGUN: work.BEGUN,
    Sign.PART: work.PART,
    Sign.UNFINISHED: work.UNFINISHED,
    Sign.DENIED: work.DENIED,
    Sign.PROMISED: work.PROMISED,
    Sign.AWAITS_US: work.AWAITS_US,
    Sign.MAYBE: work.MAYBE,
    Sign.HEARD: work.HEARD,
    Sign.NOTHING: trouble.NOTHING,
    Sign.LATER: trouble.LATER,
    Sign.BLOCKED: trouble.BLOCKED,
    Sign.WEAKLY_BLOCKED: trouble.WEAKLY_BLOCKED,
    Sign.NOT_OURS: trouble.NOT_OURS,
    Sign.PENDING: trouble.PENDING,
}
_GIVES_WAY = {
    # a stronger sign in the same clause -> the weaker ones that it only sounds like
    Sign.CLOSED: {Sign.BEGUN, Sign.WEAKLY_BLOCKED, Sign.NOTHING, Sign.RUNNING, Sign.DENIED},
    Sign.NOTHING: {
        Sign.PENDING,
        Sign.PART,
        Sign.DENIED,
        Sign.LATER,
        Sign.RUNNING,
        Sign.PROMISED,
        Sign.WEAKLY_BLOCKED,
    },
    Sign.UNFINISHED: {Sign.PENDING, Sign.NOTHING, Sign.DENIED, Sign.DONE},
    Sign.BLOCKED: {
        Sign.PENDING,
        Sign.WEAKLY_BLOCKED,
        Sign.PART,
        Sign.NOTHING,
        Sign.RUNNING,
        Sign.UNFINISHED,
        Sign.DENIED,
    },
    Sign.NOT_OURS: {
        Sign.BLOCKED,
        Sign.WEAKLY_BLOCKED,
        Sign.NOTHING,
        Sign.RUNNING,
        Sign.DENIED,
        Sign.PART,
        Sign.CLOSED,
    },
    Sign.LATER: {Sign.PROMISED, Sign.RUNNING, Sign.BEGUN, Sign.PART},
    Sign.DONE: {Sign.BEGUN},
}
_STILL_GOING = re.compile(
    r"\bدر (?:حال(?! بهره| استفاده| خدمت)|دست|جریان|شرف|مرحله|مسیر)\b|\bمشغول\b"
)
_STUCK = re.compile(r"\bگیر\w*\b|\bمنتظر|\bنیاز\b|\bمتوقف\b|\bعدم وجود\b|\bکمبود\b")
_AT_WORK = re.compile(r"HAVE\+PRES کار DO\+PRES")
_OF_USE = re.compile(
    r"HAVE\+PRES (?:\w+ ){0,3}(?:استفاده|تمرین|بهره|خدمات|سرویس|رفت و امد|نوبت|خدمت)(?: \w+){0,2}"
    r" (?:DO|GIVE|TAKE|BRING)\+PRES"
)
_NO_TIME = re.compile(
    r"\b(?:وقت|فرصت|مجال|موقعیت|زمان کافی)\w*(?: \w+){0,6} (?:فراهم|مهیا|مقدور|پیدا|میسر)"
    r" (?:BECOME|DO|BE)-(?:PAST|PRES)"
)
_MEETING_OFF = re.compile(r"(?<!در )\b(?:جلس|نشست)\w*(?: \w+){0,4} (?:لغو|کنسل)\b")
_HARMLESS = re.compile(
    r"(?:هیچ )?(?:مشکل|مانع|گیر|گیری|ایراد|ابهام|نیاز|مورد|نکته|مساله|مسیله|کسری|مغایرت)(?:ی)?"
    r"(?: خاصی| ای| دیگری?| هم| به (?!اقدام ما)\w+(?: \w+){0,3}| وجود| در میان| در کار"
    r"| باقی)* (?:BE|HAVE|REMAIN)-(?:PRES|PAST)"
    r"|بدون (?:هیچ )?(?:مانع|مشکل|نقص|تاخیر|وقفه|ایراد|کم و کاست)|رفع (?:موانع|مشکل\w*)|(?:شورا"
    r"|مصوبه|دبیرخانه|جلسه) SAY\+PAST"
    r"|به (?:استحضار|اطلاع|عرض|اگاهی|حضور)(?: \w+){0,3} (?:BRING|ARRIVE)\+(?:PRES|SUBJ)"
    r"|(?:اعلام|اشعار|عرض|ایفاد|تقدیم|معروض|ابراز) (?:HAVE\+PRES|BECOME\+PRES|DO\+PRES|میدار\w+)"
    r"|\bتا (?:الان|امروز|اینجا) (?=هیچ|کاری|اقدام)"
)
_RESOLVED = re.compile(
    r"(?:موانع|مانع|مشکل|ایراد|گره)\w*(?: \w+){0,5} (?:رفع|برطرف|حل|باز|مرتفع)(?: \w+)? (?:BECOME"
    r"|DO)\+PAST"
)
_NOT_STUCK = re.compile(r"(?:متوقف|معطل|تعطیل|قطع|راکد) (?:BECOME|BE|REMAIN)-(?:PAST|PRES)")
_STEP = re.compile(
    r"(?:مکاتب\w+|نامه ?نگاری\w*|پیگیری|هماهنگی|بررسی|مذاکر\w+|(?<!در )جلسه|جلسات|(?<!در )نشست"
    r"|دعوت|استعلام|پیش ?نویس|مقدمات|بازدید|مطالعات|کارشناسی)(?: ?ها)?(?: ?ی)?(?: \w+){0,3}"
    r" (?:انجام|اجرا|تمام|کامل|تکمیل|نهایی|به (?:پایان|اتمام|انجام))|\b(?:اولیه|مقدماتی|موقت)\b"
    r"|(?:وقت(?!ه\b)|مهلت|زمان|فرصت|جلسه|بودجه|اعتبار|پول|مرخصی)\w*"
    r"(?: (?!پیش\b|قبل\b|گذشته\b)\w+){0,2}"
    r" (?:به )?(?:تمام|پایان|اتمام|خاتمه)"
    r"|(?:سال|ماه|هفته|دوره|تعطیلات)(?: (?!پیش\b|قبل\b|گذشته\b)\w+)? (?:به )?(?:تمام|پایان|اتمام)"
    r" (?:BECOME|ARRIVE)"
)
_PREPARED = re.compile(
    r"\b(?:اقدام|کارها)\w* (?:\w+ )?(?:جهت|برای|به منظور) (?:اخذ|دریافت|کسب|شروع|اغاز)\b"
)
_ONLY_BEGUN = re.compile(r"\b(?:شروع|اغاز|استارت)\w* (?:به کار )?(?:BECOME|DO|HIT|EAT)\+PAST")
_FORGOT = re.compile(r"\b(?:یاد|خاطر)\w* ")
_OPINION = re.compile(r"\b(?:به )?نظر(?: من|م)\b|\bبه نظر بنده|^نظر من|\bاصل مصوبه|\bایراد مصوبه")
_POLITE = re.compile(
    r"^(?:و |با |ضمن |سلام )*(?:ممنون|احترام|تبریک|تسلیت|عرض ادب|تقدیر|پیرو|بازگشت به|عطف به"
    r"|در پاسخ به)\b(?!.*(?:[A-Z]{2,}[+-]| %))"
)


_SHARE_ONLY = re.compile(
    r"^(?!.*\b100 %).*(?<![^ ])%(?![^ ])(?! (?:صرفه|تخفیف|افزایش|کاهش|کمتر|بیشتر))"
)
_HEARD_WRONG: tuple[tuple[re.Pattern[str], frozenset[Sign], frozenset[Sign]], ...] = tuple(
    (shape, frozenset(less), frozenset(more))
    for shape, less, more in (
        # what is heard wrongly where this is said, and what is said instead
        (_STILL_GOING, {Sign.CLOSED, Sign.DONE, Sign.RESULT}, set[Sign]()),
        (_STEP, {Sign.DONE, Sign.RESULT}, set[Sign]()),
        (_PREPARED, {Sign.DONE, Sign.RESULT}, {Sign.RUNNING}),
        (_SHARE_ONLY, {Sign.DONE, Sign.RESULT}, set[Sign]()),
        (_ONLY_BEGUN, {Sign.DONE}, set[Sign]()),
        (_NOT_STUCK, {Sign.BLOCKED, Sign.NOTHING}, {Sign.RUNNING}),
        (EVERY_ONE, {Sign.PART}, set[Sign]()),
        (_OF_USE, {Sign.RUNNING}, set[Sign]()),
        (_AT_WORK, {Sign.BLOCKED}, {Sign.RUNNING}),
        (_NO_TIME, {Sign.BLOCKED}, {Sign.NOTHING}),
        (_MEETING_OFF, {Sign.NOT_OURS}, {Sign.BLOCKED}),
    )
)


@lru_cache(maxsize=256)
def signs(clause: Clause) -> frozenset[Sign]:
    """Every sign that a clause shows; weighing them against each other is for `understanding`."""
    if _OPINION.search(clause.words):
        ours = not trouble.NOT_OURS.search(clause.words)
        return frozenset() if ours else frozenset({Sign.NOT_OURS, Sign.MAYBE})
    if _POLITE.search(clause.words):
        return frozenset()
    words = _HARMLESS.sub(" ", _RESOLVED.sub(" برطرف BECOME+PAST ", clause.words)).strip()
    words = re.sub(r" +", " ", words)
    found = {sign for sign, shape in _SHAPES.items() if shape.search(words)}
    for shape, less, more in _HEARD_WRONG:
        if shape.search(words):
            found = (found - less) | more
    if "REMAIN-PAST" in words and Sign.CLOSED in found:
        found -= {Sign.PART, Sign.NOTHING}
    if _STUCK.search(words) and (Sign.BLOCKED in found or "گیر" in words):
        found.discard(Sign.NOT_OURS)
    for strong, weak in _GIVES_WAY.items():
        if strong in found:
            found -= weak
    if clause.former:
        found -= {Sign.BLOCKED, Sign.WEAKLY_BLOCKED, Sign.RUNNING}
        if _FORGOT.search(words):
            found -= {Sign.NOTHING, Sign.DEED}
    return frozenset(found)

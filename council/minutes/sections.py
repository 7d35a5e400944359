"""What a heading announces: decisions, talk, an agenda, old resolutions, or the end."""

import re
from enum import Enum

from council.minutes.layout import Line
from council.minutes.spelling import pattern


class Section(Enum):
    """What the lines under a heading are."""

    NEUTRAL = "neutral"
    DECISIONS = "decisions"
    TALK = "talk"
    AGENDA = "agenda"
    OLD = "old"
    END = "end"


_HEADING_LENGTH = 90

_ORNAMENT = re.compile(r"^[^\w\s(«]+\s*")
_PART = pattern(
    r"(?:[(]?(?:(?:بخش|قسمت|فصل|محور|مرحله)_(?:<N>|الف|ب|پ|ج|د)|[A-Za-z]|(?:الف|ب|پ|ج|د|ه))"
    r"\s*[:.)\-–—]+\s*)"
)
"""The count of a part in front of its title: «بخش سوم: مصوبات این نشست»."""
_OLD = pattern(
    r"(?:(?:پیگیری|گزارش|اجرای|وضعیت|مرور|بررسی)?[^:\n]{0,30}"
    r"(?:مصوبات|تصمیمات)_[^:\n]{0,20}(?:گذشته|پیشین|قبل|قبلی|سابق|ماقبل)"
    r"|(?:پیگیری|وضعیت|مرور|اجرای|آخرین وضعیت|(?:گزارش )?(?:پیشرفت|عملکرد|اجرای|پیگیری))"
    r"[^:\n]{0,15}(?:مصوبات|تصمیمات|صورت ?جلسه)\b[^:\n]{0,60})"
)
_DECISIONS = pattern(
    r"(?:(?:اهم|خلاصه|متن|سایر|شرح|موارد|جدول|ب|[^:\n.]{0,40}\bو) )?"
    r"(?:مصوبات|مصوبه ها(?:ی)?|تصمیمات|تصمیم ها(?:ی)?|موارد مصوب|تصمیم گیری|توافقات"
    r"|خروجی(?:‌?های)? جلسه|"
    r"آرای?_(?:کمیسیون|شورا|هیات|کمیته)|مصوب(?: شد| گردید)?$|اقدامات مصوب|"
    r"نتایج (?:جلسه|نشست)|جمع ?‌?بندی(?: (?:و|جلسه|نشست)[^:\n]{0,40})?$|نتیجه ?‌?گیری$|"
    r"تقسیم (?:کار|وظایف)|وظایف|تعهدات|تکالیف|پیگیری ?ها$|اقدامات (?:لازم|آتی|بعدی|تعیین شده)"
    r"|کارها$|"
    r"(?:آن)? ?‌?چه (?:تصویب|مصوب|مقرر) (?:شد|گردید)|"
    r"resolutions|decisions|action (?:items?|points?))(?:\b[^:\n]{0,60})?"
)
_TALK = pattern(
    r"(?:خلاصه |شرح |مشروح |اهم )?(?:مذاکرات|مطالب|مباحث|اظهارات|سخنان|گفت‌و‌گوها|نظرات|پیشنهادها|"
    r"پیشنهادات|گزارش ?(?:ها)?|نکات|موارد مطروحه|discussion|notes|موارد مطرح|طرح موضوع"
    r"|نقطه نظرات|مقدمه)\b[^:\n]{0,50}"
)
_AGENDA = pattern(r"(?:agenda|دستور جلسه|دستور کار|دستورات جلسه|دستور کار جلسه)\b[^\n]{0,300}")
_ITEM_OF_AGENDA = pattern(r"دستور(?: کار)?(?: جلسه)? (?:شماره )?<N> ?[:.\-–][^\n]{0,200}")
_NEUTRAL = pattern(r"(?:parking lot|سایر موارد|متفرقه|موارد متفرقه|سایر|موارد دیگر)\b[^:\n]{0,20}")
_LEAD_IN = pattern(
    r"(?:(?:مصوبات|تصمیمات|تصمیماتی|تصمیم|تصمیم گیری|موارد|مواردی"
    r"|(?:تکالیف|وظایف)(?![^\n]{0,80}(?:قرائت|تشریح|بیان))|نتایج|مصوب|تصویب|مقرر|اتخاذ|توافقات)[^\n]{0,80}(?:ذیل|زیر|تصویب|مصوب|اتخاذ|شرح|ابلاغ)"
    r"|(?:ذیل|زیر|شرح)[^\n]{0,60}(?:تصمیم|مصوب|تصویب|مقرر|اتخاذ|موافقت)"
    r"|تصویب (?:کرد|نمود|کردند|شد|گردید|رسید)|(?:مقرر|مصوب) (?:شد|گردید|نمود|کرد)"
    r"|(?:جمع ?‌?بندی|نتایج?|توافق)[^\n]{0,30}(?:رسید|رسیدند|شد|گرفت))"
)
_END = pattern(
    r"(?:جلسه(?: در)? (?:ساعت|راس)|جلسه[^\n]{0,60}(?:پایان|خاتمه)|ختم جلسه|پایان جلسه|والسلام|"
    r"(?:محل )?امضا|(?:(?:زمان|تاریخ|موعد)(?: برگزاری)? )?(?:جلسه|نشست) (?:بعدی|بعد|آینده"
    r"|آتی)\b|رونوشت|تهیه ?‌?کننده|"
    r"این مصوبات|مصوبات فوق|مهلت‌های فوق|دیدگاه|نشانی ایمیل|برچسب|انتهای پیام|فهرست$|"
    r"لینک|با (?:تشکر|سپاس|احترام)[^\n]{0,30}$|منبع|"
    r"کد خبر|next_meeting|signatures?|در پایان(?: جلسه| نشست)?[\s،](?!.*(?:مقرر|مصوب|تصویب)))"
)
ATTENDANCE = pattern(
    r"(?:اعضای )?(?:حاضرین|حاضران|حاضر|غایبین|غایبان|غایب|شرکت ?‌?کنندگان|مدعوین|اسامی|"
    r"attendees|present|absent)\b"
)
"""Who was there: printed below the decisions as a close, or above them, where it ends nothing."""
FURNITURE = pattern(
    r"(?:[-–—]?\s{0,4}\d{1,3}\s{0,4}[-–—]?$|برگ \d{1,3}$"
    r"|صفحه \S{1,4} از \S{1,4}$|[\x5f\-=.\s]{5,}$|page \d+)"
)
VOTE = pattern(
    r"(?:این |مصوبه |مراتب |موضوع )?(?:فوق )?(?:با |به )?(?:اتفاق|اکثریت|\d{1,3} رای|<N> رای|رای)"
    r"[^\n]{0,60}(?:تصویب|مصوب|موافقت|رسید)[^\n]{0,60}$"
)


def heading_of(line: Line, following: Line | None) -> Section | None:
    """Return what the line announces for the lines below it; None where it announces nothing."""
    text = line.text.lower()
    announced = _announced(text, line, following)
    if announced:
        return announced
    if line.mark is None and _is_lead_in(text):
        return Section.NEUTRAL if _leads_to_talk(text[-160:]) else Section.DECISIONS
    return None


def is_result_above_list(line: Line, following: Line | None) -> bool:
    """Tell whether «نتیجه:» has a line for itself and marked lines stand below it."""
    alone = line.mark is not None and line.mark.kind == "verdict" and not line.text
    return alone and following is not None and following.mark is not None


def _announced(text: str, line: Line, following: Line | None) -> Section | None:
    if _END.match(text) and (line.mark is None or line.mark.kind.startswith("bullet")):
        return Section.END
    if line.mark is None and _ITEM_OF_AGENDA.match(text):
        return Section.NEUTRAL
    if len(text) > _HEADING_LENGTH and not _AGENDA.match(text):
        return None
    bounded = len(text) < 40 or _PART.match(line.text)
    closed = text.endswith(":") or (bounded and not text.endswith((".", "؛")))
    if not closed and not _AGENDA.match(text):
        return None
    if line.mark is not None and not text.endswith(":") and not _heads_a_part(line, following):
        return None
    return _titled(text)


def _heads_a_part(line: Line, following: Line | None) -> bool:
    """Tell whether a marked line may head a part: «ب) مصوبات», or other marks stand below it."""
    if line.mark is None or line.mark.kind == "letter":
        return True
    below = following.mark if following else None
    if below is None:
        return following is not None and line.mark.kind.startswith("bullet")
    return below.kind != line.mark.kind


def _titled(text: str) -> Section | None:
    bare = _ORNAMENT.sub("", text).rstrip(": ")
    if part := _PART.match(bare):
        bare = bare[part.end() :]
    for shape, section in (
        (_OLD, Section.OLD),
        (_DECISIONS, Section.DECISIONS),
        (_TALK, Section.TALK),
        (_NEUTRAL, Section.NEUTRAL),
    ):
        if shape.fullmatch(bare):
            return section
    if "/" in bare and _DECISIONS.fullmatch(bare.split("/")[-1].strip()):
        return Section.DECISIONS
    return Section.AGENDA if _AGENDA.match(text) else None


def _is_lead_in(text: str) -> bool:
    """Tell whether a sentence introduces the list of decisions below it."""
    tail = text[-160:]
    if tail.endswith(":"):
        return (_LEAD_IN.search(tail) or _SO_DECIDED.search(tail)) is not None
    return tail.endswith(".") and _BELOW.search(tail) is not None


def _leads_to_talk(tail: str) -> bool:
    """Tell whether the list below holds what was talked about, decided or not."""
    return _TALKED.search(tail) is not None and _RESOLVED.search(tail) is None


_SO_DECIDED = pattern(
    r"(?:تصمیم(?: بر این)? (?:گرفته شد|گرفتیم|گرفتند|شد)|قرار(?: بر این)? (?:شد|گذاشتیم|گذاشتند)"
    r"|(?:موافقت|توافق) (?:شد|گردید|کردیم|کردند))[^.؛\n]{0,20}:$"
)
_TALKED = pattern(r"(?:بحث|بررسی|مطرح|مذاکره|گفت ?‌?و ?‌?گو)")
_RESOLVED = pattern(r"(?:تصمیم|مصوب|تصویب|مقرر|اتخاذ|موافقت|توافق)")
_BELOW = pattern(
    r"(?:تصمیمات|تصمیماتی|مصوبات|موارد|مواردی|تصمیم)[^\n]{0,40}(?:ذیل|زیر)[^\n]{0,40}"
    r"(?:اتخاذ|تصویب|مصوب|اعلام|مقرر|است)[^\n]{0,20}$"
)

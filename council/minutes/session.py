"""The session itself: which council met, its number and term, where, how, and who presided."""

import re
from dataclasses import dataclass

from council.minutes.council_name import (
    council_name,
    council_named_most,
    of_whom,
    province_in,
    province_said,
)
from council.minutes.printed_form import in_form
from council.minutes.session_date import SessionDate, day_of_chat, read_session_date
from council.minutes.spelling import lowered, pattern
from council.text import ZWNJ, fold, number_from_words

_NUMBERED_SESSION = (
    r"(?:(?:شما ?ره|نوبت) (?:صورت ?)?(?:جلسه|نشست)|(?:جلسه|نشست|صورت ?جلسه)"
    r"(?:_(?:هفتگی|ماهانه|عادی|رسمی|فوق ?العاده|کارگاهی|اداری))?(?: شما ?ره|_no\.?))"
)
_NUMBERS = tuple(
    pattern(shape)
    for shape in (
        rf"{_NUMBERED_SESSION}\s*:?\s*(?P<number>\d{{1,4}}) ?/ ?(?:\d\d|1[34]\d\d)(?![\d/])",
        rf"{_NUMBERED_SESSION}\s*:?\s*1[34]\d\d ?/ ?(?P<number>\d{{1,3}})(?![\d/])",
        r"(?<![\d/])(?<!ساعت)(?<!ساعت\s)(?!1[34]\d\d_)(?P<number><N>)_?(?:(?:مین|امین) )?"
        r"(?:جلسه|نشست|اجلاس)(?!\w)",
        rf"{_NUMBERED_SESSION}\s*:?\s*(?P<number><N>)",
        r"(?:^|\n|\t)[^\w\n]{0,3}(?:جلسه|نشست)\s*:\s*(?P<number><N>)(?!\w| ?/)",
        r"(?:جلسه|نشست|meeting_no)\.?(?:_(?:عادی|رسمی|علنی))?_?(?P<number><N>)(?!\w| ?/)",
        r"جلسه(?:(?!نامه|ثبت|مصوبه|لایحه|دستور)[^\n،:]){0,40}?(?<!خانه)(?<!پروژه)(?<!منطقه)(?<!شعبه)(?<!دبستان)(?<!مدرسه)(?<!پلاک)_شماره\s*:?\s*(?P<number>\d{1,4})(?![\d/])",
    )
)
_YEAR_BEFORE = re.compile(r"(?:سال|هزار و|صد و)\s*$")
"""Before what only ends a year in words: «سال یکهزار و چهارصد و چهار جلسه …»."""
_LABELLED_NUMBER = pattern(rf"{_NUMBERED_SESSION}")
_LINE_BETWEEN = re.compile(r"\d\s*\n|(?<!:)\s*\n\s*\d")
_REFERENCE_BEFORE = pattern(r"(?:مصوبه|بند|تصمیم|پیرو)_[^\n]{0,25}$|\bدوره(?: ‌?ی)?_$")
_TERMS = (
    pattern(r"\bدور(?:ه)?(?:‌?ی)?(?:_|\s*:\s*)(?P<number><N>)(?!\w)"),
    pattern(r"(?P<number><N>)_دوره(?!\w| ?های)"),
)
_LABELS = {
    "date": pattern(
        r"(?:^|\n|\s{2,})[^\w\n]{0,5}(?:تاریخ|زمان|تاریخ (?:جلسه|"
        r"برگزاری))\s*(?::|\n)\s*[^\w\n]{0,5}([^\n]{4,60})"
    ),
    "venue": pattern(
        r"(?:^|\n|\s{2,}|_)(?:(?:محل|مکان)"
        r"(?: (?:برگزاری|تشکیل|جلسه|نشست|انعقاد)){0,2}|(?:اتاق|سالن) (?:تشکیل|برگزاری) جلسه|"
        r"venue)(?:\s*:\s*|\s*\n)([^\n:]{2,80})"
        r"|📍\s*([^\n:]{2,80})"
    ),
    "chair": pattern(
        r"(?:^|\n|\s{2,}|(?<!نایب)(?<!نائب)_)(?:(?:رییس|ریاست)(?: (?:جلسه|نشست|کمیسیون|کمیته"
        r"|کارگروه|شورا|ستاد|انجمن|مجمع|هیات|هیات مدیره))?|(?:مدیر|مسئول) جلسه"
        r"|اداره ?کننده(?: جلسه)?(?: ?[|/] ?[a-z]{2,20})?|chair)"
        r"(?:\s*:\s*|\t(?!نایب|دبیر|منشی|عضو|اعضا|امضا|نام|خزانه))([^\n]{2,80})"
    ),
    "subject": pattern(
        r"(?:^|\n|\s{2,})(?:دستور(?: کار)?(?: جلسه)?|موضوع(?: جلسه| نشست)?|"
        r"دستور کار)\s*:\s*([^\n]{3,300})"
    ),
}
_SPEECH = re.compile(r"[.؟!]\s+\S+\s+\S|(?:\S+\s+){12}")
"""More than a name after «رئیس شورا:»: somebody speaks."""
_LABEL_END = re.compile(
    r"(?<!\s)\s{2,}+\S|[\s،](?:ساعت|مکان|محل|رییس|ریاست|زمان|دبیر|تاریخ|عنوان|روز|اعضا|مدعو|حاضر|غایب|دستور|شماره)[^:\n]{0,14}:|[|\t\n]|_{3}"
    r"|\s[-–]\s(?=[^\n:]{2,20}:)"
)
_FAR = 20_000
_LETTER = pattern(r"(?:با سلام|سلام علیکم|به استحضار|احتراما|با احترام)")
_LETTERHEAD = pattern(
    r"\b(?:شماره\s*:[^\n]*\n(?:[^\n]*\n){0,1}?[^\n]{0,120}تاریخ\s*:[^\n]*"
    r"|تاریخ\s*:[^\n]*\n[^\n]{0,120}(?:شماره|پیوست)\s*:[^\n]*"
    r"|شماره\s*:[^\n:]{1,40}تاریخ\s*:[^\n:]{1,40}پیوست\s*:[^\n]*)"
)
_ITEM_MARK = re.compile(r"^[\d۰-۹٠-٩]{1,2}\s?[.)\-–]\s*")
PLACES = (
    "سالن|تالار|محل|دفتر|مسجد|ساختمان|استانداری|فرمانداری|بخشداری|شهرداری|اتاق|اداره|ستاد|مجتمع|"
    "دهیاری|سازمان|دانشگاه|هتل|مرکز|خانه|حسینیه|دبیرخانه|وزارت|تالارشورا|پارک|شرکت|کارخانه|"
    "محوطه|سرای|پایگاه|درمانگاه|بیمارستان|غرفه|کانکس|نمازخانه|آمفی ?‌?تئاتر|منزل|فرهنگسرا"
    "|کتابخانه|مدرسه|دبستان|دبیرستان|هنرستان|پایانه|بازارچه|باغ|بوستان|اردوگاه|کمپ|مصلی|ورزشگاه"
    "|استادیوم|مجموعه|گمرک|بندر|فرودگاه|نمایشگاه|صحن|کارگاه|مرکز|پارکینگ|لابی|حیاط|باشگاه|کلاس|مهمانسرا|رستوران"
)
"""Where sessions are held, by the first word."""
_VENUE = (
    pattern(
        rf"(?:\bدر_(?:محل_)?|\bدر ?محل ?_?|\bتوی?_)(?P<place>(?:{PLACES})[^\n،.؛:()]{{0,70}}?)"
        r"(?:_(?:برگزار|تشکیل|برپا|منعقد|(?:جمع|گرد_هم|حاضر)_(?:شد|آمد))|،|\.|$|\n|_و_(?:با|به|تصمیمات|موارد)"
        r"|_(?:با_حضور|با_دستور|با_شرکت|(?:به|با)_(?:ریاست|مدیریت)))"
    ),
    pattern(
        r"\bدر_(?P<place>(?!(?:این|آن|پی|راستای?|خصوص|اجرای?|حالی|ادامه|ابتدای?|مجموع)\b)"
        r"(?:(?!\b(?:روز|ساعت|مورخه?|تاریخ|ماه|سال|ریاست|حضور|دستور|موضوع|با|جلسه|نشست)\b)[^\n،.؛:()\d]){2,30}_\S[^\n،.؛:()\d]{1,30}?)"
        r"_(?:برگزار|تشکیل|برپا|منعقد)_(?:شد|گردید|می)"
    ),
    pattern(r"\bدر(?P<place>مسجد \w+|محل_[^\n،.؛:()]{3,40}?)(?: برگزار| تشکیل)"),
    pattern(
        rf"\b(?:به|با)_میزبانی_(?P<place>(?:{PLACES})[^\n،.؛:()]{{0,50}}?)"
        r"(?:_و_|،|\.|$|\n|_(?:برگزار|تشکیل|با|به|در)\b)"
    ),
)
_SEGMENT = re.compile(r"\s+[-–—]\s+|[،؛|]|\s{3,}|\n")
_TOLD_WHEN = pattern(
    r"\d{1,4} ?/ ?\d|ساعت|شنبه|جمعه|\b\d{1,2} (?:فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر"
    r"|آبان|آذر|دی|بهمن|اسفند)"
)
_PLACE_SEGMENT = pattern(rf"(?!شرکت ?‌?کنندگان)(?:{PLACES})(?!\w)[^\n:]{{0,60}}$")
_CHAIRS = (
    pattern(
        r"\b(?:به|با|تحت)_(?:ریاست|مدیریت|ریاست و مدیریت|صدارت)_(?!مجمع\b|جلسه\b|نشست\b)"
        r"(?P<chair>[^\n،.؛:()|\-–]{3,60})"
    ),
    pattern(
        r"\bبا_حضور_(?P<chair>[^\n،.؛:()|]{3,60}?(?:استاندار|فرماندار|شهردار|وزیر)[^\n،.؛:()|]{0,20})[،\s]"
    ),
    pattern(
        r"(?:^|\n)[^\w\n]{0,4}(?P<chair>(?:معاون|استاندار|فرماندار|وزیر|شهردار)[^\n،:]{3,40}?)_در_(?:این_|<N>_)?(?:نشست|جلسه)"
    ),
)
_PRESIDED = pattern(
    r"(?:^|[\n.،]\s*)(?P<chair>[^\n،.؛:()]{3,60}?)(?:،? ?که)?_ریاست_(?:این_)?(?:جلسه|نشست)(?: را)?"
    r"_(?:بر|به)_عهده"
    r"|(?:^|[\n.،]\s*)(?P<led>[^\n،.؛:()]{3,30}?)_(?:این_)?(?:جلسه|نشست|مجمع)(?: را)?"
    r"_(?:اداره|مدیریت|هدایت)"
    r"_(?:کرد|می کرد|نمود|می نمود)"
)
_SPEAKER = pattern(
    r"(?:^|\n)(?P<chair>رییس(?:_(?:جلسه|شورا|مجمع|کمیسیون|کمیته|کارگروه|ستاد))?)"
    r"(?: \([^()\n]{2,30}\))?\s*:\s*\S"
)
"""The chair as a speaker of a verbatim report: «رئیس شورا: بسم الله …»."""
_CHAIR_IN_LIST = pattern(
    r"\b(?P<chair>(?:(?!آقایان)\w+_)?(?!آقایان)\w+) \( ?(?:[^()\n]{1,30}_و_)?"
    r"رییس(?: (?:جلسه|نشست|شورا|کمیته|کمیسیون|کارگروه|هیات مدیره|مجمع|اتاق))? ?\)"
)
_CHAIR_OF_LIST = pattern(
    r"(?:^|\n)[^\w\n]{0,4}(?:\d{1,2}\s*[.)\-–]\s*)?(?P<chair>(?:آقای|خانم|جناب|دکتر|مهندس)_[^\n()،]{3,40}?)"
    r"(?:_به نمایندگی[^\n()]{3,60})?\s*\( ?رییس_(?:هیات مدیره|شورا|انجمن|کمیسیون"
    r"|مجمع)[^()\n]{0,20}\)"
)
_ELECTED = pattern(
    r"(?P<chair>(?:آقای|خانم|جناب|دکتر|مهندس)_[^\n()،.؛:]{3,40}?)(?: \([^()\n]{1,30}\))?"
    r"_(?:به_(?:ریاست|عنوان رییس|سمت رییس))_(?:مجمع|جلسه|نشست)\b"
)
_CHAIR_END = pattern(
    r"_(?:و_عضویت|و_با|و_حضور|و_با_حضور|در|با|تشکیل|برگزار|و_به|روز|و_اعضا|مورخ)(?!\w)"
)
_TITLE = r"(?:جناب|سرکار|آقای|خانم|دکتر|مهندس|حاج|سید|محترم)(?!\w)"
_OFFICE = (
    r"(?:استاندار|فرماندار|شهردار|بخشدار|وزیر|معاون|معاونت|مدیر ?کل|مدیر ?عامل|رئیس|سرپرست|دبیر"
    r"|نماینده|مشاور|قائم ?مقام)(?!\w)"
)
_CHAIR_WITH_OFFICE = pattern(
    rf"(?:{_TITLE}_)*(?!{_TITLE}|{_OFFICE})\w+(?:_(?!{_OFFICE})\w+){{0,4}}(?P<office>_{_OFFICE})"
)
"""The chair's name and, behind it, what else he is: «اکبر بهنامجو استاندار قم»."""
_SUBJECTS = (
    pattern(r"\bبا_(?:موضوع|موضوعیت|محوریت)_[«\"]?(?P<subject>[^\n.؛»\":]{4,140})"),
    pattern(r"\bبا_دستور (?:جلسه|کار)(?: ?ی)?_[«\"]?(?P<subject>[^\n.؛»\":]{4,140})"),
    pattern(r"دستور (?:نخست|اول)[^\n«\"]{0,20}[«\"](?P<subject>[^\n»\"]{4,140})"),
)
_SUBJECT_END = pattern(
    r"(?:،|_)(?:روز|در_محل|در_سالن|برگزار|تشکیل|در_تاریخ|مورخ|به_ریاست|با_حضور|عصر|صبح|"
    rf"به صورت|در_(?:{PLACES}))(?!\w)"
)
_ONLINE_WORDS = (
    r"(?:وید[یئ]و ?‌?کنفرانس|برخط|آنلاین|مجازی|وبینار|اسکای‌?روم|اسکا یپ|اسکایپ|online|غیر ?حضوری)"
)
_ONLINE = pattern(_ONLINE_WORDS)
_PLACE_AND_ONLINE = pattern(
    rf"(?:{PLACES})(?!\w)[^\n.؛]{{0,60}}?(?:_و_|_\+_)(?:(?:به صورت|به طور|از طریق|بر بستر)_)?"
    rf"(?:هم ?زمان_)?{_ONLINE_WORDS}"
)
_OTHER_ONLINE = pattern(r"(?:پس از|بعد از|قبل از)_نشست_[^\n]{0,30}")
_HYBRID = pattern(r"\b(?:ترکیبی|نیمه ?حضوری|هیبریدی|hybrid)\b")
_FACE = pattern(r"(?<!غیر\s)(?<!غیر)\bحضوری\b")


@dataclass(frozen=True)
class Session:
    """The fields of the session as printed; None where the document does not say."""

    council: str | None
    province: str | None
    number: int | None
    term: int | None
    day: SessionDate
    venue: str | None
    mode: str | None
    chair: str | None
    subject: str | None


def read_session(text: str, head_end: int) -> Session:
    """Return the session's fields; the head of the document ends where the decisions begin."""
    folded = fold(text)
    head = folded[: max(head_end, 0)] or folded[:1500]
    council = (
        council_name(text, head)
        or council_named_most(text, head)
        or council_name(text, folded[:_FAR])
        or council_named_most(text, folded[:_FAR])
    )
    council = of_whom(council, text, head)
    labels = {name: _labelled(text, folded, name) for name in _LABELS}
    venue = labels["venue"] or _venue(text, head)
    return Session(
        council=council,
        province=province_in(council) or province_said(text, head),
        number=session_number(lowered(head)),
        term=_first_number(_TERMS, head),
        day=_day(text, folded, head),
        venue=venue,
        mode=_mode(head, venue),
        chair=_labelled(text, head, "chair") or _chair(text, head) or labels["chair"],
        subject=labels["subject"] or _subject(text, head),
    )


def _day(text: str, folded: str, head: str) -> SessionDate:
    """Return the session's day: in the head, a letter's own date passed over, else labelled below.

    «تاریخ:» under «شماره:» is the date of the letter where the text is one.
    """
    if chat := day_of_chat(folded):
        return chat
    letter = _LETTERHEAD.search(head)
    if letter:
        sure = not _LETTER.search(head)
        inside = read_session_date(head[letter.end() :], None, folded, said_held=sure)
        if inside.jalali:
            return inside
    for part in (head, folded):
        label = _labelled(text, part, "date")
        if (found := read_session_date(head, fold(label) if label else None, folded)).jalali:
            return found
    return SessionDate(None, None, None)


def session_number(head: str) -> int | None:
    """Return the session's number in folded text in lower case; a reference to another is none."""
    for shape in _NUMBERS:
        for found in shape.finditer(head):
            before = head[max(0, found.start() - 30) : found.start()]
            if _REFERENCE_BEFORE.search(before) or _YEAR_BEFORE.search(before):
                continue
            apart = found["number"].isdigit() and _LINE_BETWEEN.search(found[0].strip())
            if apart and not _LABELLED_NUMBER.match(found[0]):
                continue  # «صفحه ۱ از ۲» above «جلسه», or «دستور جلسه» above «۱-»
            number = number_from_words(found["number"])
            if number is not None and 0 < number < 10_000:
                return number
    return None


def _first_number(shapes: tuple[re.Pattern[str], ...], head: str) -> int | None:
    for shape in shapes:
        if (found := shape.search(head)) and (number := number_from_words(found["number"])):
            return number if number < 100 else None
    return None


def _labelled(text: str, folded: str, name: str) -> str | None:
    found = _LABELS[name].search(lowered(folded))
    found = found or in_form(folded, name)
    if found is None:
        return None
    start, stop = found.span(found.lastindex or 1)
    end = _LABEL_END.search(folded, start + 1, stop + 1)
    value = text[start : end.start() if end else stop].strip(f" \t{ZWNJ}.،-")
    if name == "chair" and (_SPEECH.search(value) or not value.partition("(")[0].strip()):
        return None
    return _ITEM_MARK.sub("", value) or None


def _venue(text: str, head: str) -> str | None:
    for shape in _VENUE:
        if found := shape.search(head):
            return text[found.start("place") : found.end("place")].strip(f" {ZWNJ}")
    return _dashed_venue(text, head)


def _dashed_venue(text: str, head: str) -> str | None:
    """Return the place among the pieces of a header line: «شنبه ۲۲ دی – فرمانداری – به ریاست …»."""
    start = 0
    for edge in (*_SEGMENT.finditer(head[:800]), None):
        stop = edge.start() if edge else min(len(head), 800)
        segment = head[start:stop].strip()
        place = start and _PLACE_SEGMENT.match(segment) and not _beside_places(head, start, stop)
        if place and _told_when(head, start, stop):
            return _bare_place(text[start:stop])
        start = edge.end() if edge else stop
    return None


def _beside_places(head: str, start: int, stop: int) -> bool:
    """Tell whether the line holds several places and nothing else: bodies it is addressed to."""
    line, end = head.rfind("\n", 0, start) + 1, head.find("\n", stop)
    pieces = _SEGMENT.split(head[line : end if end >= 0 else len(head)])
    return len(pieces) > 1 and all(_PLACE_SEGMENT.match(piece.strip()) for piece in pieces)


def _told_when(head: str, start: int, stop: int) -> bool:
    """Tell whether the place stands where the day does: on its line or the one before it."""
    line = head.rfind("\n", 0, max(0, head.rfind("\n", 0, start)))
    end = head.find("\n", stop)
    return _TOLD_WHEN.search(head, max(line, 0), end if end >= 0 else len(head)) is not None


def _bare_place(printed: str) -> str:
    return printed.partition("(")[0].strip(f" {ZWNJ}")


def _mode(head: str, venue: str | None) -> str | None:
    said = _OTHER_ONLINE.sub("", head)
    online = _ONLINE.search(said)
    if _HYBRID.search(said) or (online and (_FACE.search(said) or _PLACE_AND_ONLINE.search(said))):
        return "hybrid"
    if online:
        return "online"
    return "in_person" if venue else None


def _chair(text: str, head: str) -> str | None:
    for shape in (*_CHAIRS, _PRESIDED, _ELECTED, _CHAIR_OF_LIST, _CHAIR_IN_LIST):
        if found := shape.search(head):
            start, stop = found.span("chair" if found["chair"] else "led")
            end = _CHAIR_END.search(head, start, stop)
            stop = end.start() if end else stop
            if named := _CHAIR_WITH_OFFICE.match(head, start, stop):
                stop = named.start("office")
            return text[start:stop].strip(f" {ZWNJ}") or None
    speaking = [*_SPEAKER.finditer(head)]
    return text[slice(*speaking[0].span("chair"))] if len(speaking) > 1 else None


def _subject(text: str, head: str) -> str | None:
    for shape in _SUBJECTS:
        if found := shape.search(head):
            start, stop = found.span("subject")
            end = _SUBJECT_END.search(head, start, stop)
            return text[start : end.start() if end else stop].strip(f' {ZWNJ}،«»"') or None
    return None

"""The session itself: which council met, its number and term, where, how, and who presided."""

import re
from dataclasses import dataclass

from council.minutes.session_date import SessionDate, read_session_date
from council.minutes.spelling import pattern
from council.text import ZWNJ, fold, number_from_words

_PROVINCES = (
    "آذربایجان شرقی|آذربایجان غربی|اردبیل|اصفهان|البرز|ایلام|بوشهر|تهران|چهارمحال و بختیاری|"
    "خراسان جنوبی|خراسان رضوی|خراسان شمالی|خوزستان|زنجان|سمنان|سیستان و بلوچستان|فارس|قزوین|قم|"
    "کردستان|کرمانشاه|کرمان|کهگیلویه و بویراحمد|گلستان|گیلان|لرستان|مازندران|مرکزی|"
    "هرمزگان|همدان|یزد"
)
_HEADS = (
    "شورای|شورا|هیات|هیئت|کمیسیون|کار ?گروه|ستاد|کمیته|مجمع|انجمن|قرارگاه|اتاق|"
    "کنسرسیوم|کنگره|بنیاد|فراکسیون"
)
_SESSION = r"(?:صورت ?‌?جلسه|جلسه|نشست|اجلاس|گردهمایی)"
_KIND = r"(?:_(?:عادی|فوق ‌?العاده|علنی|رسمی|مشترک|تخصصی|فوق‌العاده))?"
_TERM = r"(?:_(?:از_)?(?:دوره)(?:‌?ی)?_<N>|_<N>_دوره)?"
_NAME = rf"(?P<name>(?:{_HEADS})(?!\w)[^\n]{{0,160}})"
_COUNCILS = tuple(
    pattern(shape)
    for shape in (
        rf"<N> {_SESSION}(?:‌?ی)?{_KIND}{_TERM}_(?:مشترک_)?{_NAME}",
        rf"صورت ?‌?جلسه{_KIND}_{_NAME}",
        rf"(?:^|\n)[^\w\n]{{0,4}}{_NAME}",
        rf"\b(?:جلسه|نشست){_KIND}_{_NAME}",
        rf"\b{_SESSION} شماره <N>[^\n]{{0,40}}?_{_NAME}",
        rf"\b(?:اعضای|عضو|دبیر|رییس)_{_NAME}",
        rf"\b{_NAME}",
    )
)
_GOVERNED = pattern(rf"\b(?:استاندار|استانداری|استان)_({_PROVINCES})(?!\w)")
_NAME_END = re.compile(
    rf"[\s{ZWNJ}]+(?:که|روز|مورخه?|با|به|در|برگزار|تشکیل|امروز|ساعت|از|پس|طی|ظهر|صبح|عصر|شب|پیش|شماره|جلسه|"
    rf"نشست|رو|خبر|است|بود|شد|را|گفت(?![\s‌]*و)|دوره|برای|همچنین|مطرح|نیز|بر|این|امشب|تاریخ|شامگاه|ویژه)(?![^\W\d]|{ZWNJ})"
    r"|[:.(\n|؛«»\"]|[\s]+[-–—]|[-–—][\s]+|قرار|_{2}"
    rf"|[،,][\s{ZWNJ}]*(?:روز|ساعت|مورخ|با|به|در|که|شنبه|یکشنبه|دوشنبه|سه|چهارشنبه|پنجشنبه|پنج|چهار|جمعه|عصر|صبح)(?!\w)"
)
_NUMBERS = tuple(
    pattern(shape)
    for shape in (
        r"(?P<number><N>)_?(?:(?:مین|امین) )?(?:جلسه|نشست|اجلاس)(?!\w)",
        r"(?:شماره (?:صورت ?)?(?:جلسه|نشست)|(?:جلسه|نشست|صورتجلسه) شماره)\s*:?\s*(?P<number><N>)",
        r"(?:جلسه|نشست|meeting_no)\.?_?(?P<number><N>)(?!\w| ?/)",
    )
)
_REFERENCE_BEFORE = pattern(r"(?:مصوبه|بند|تصمیم|پیرو)_[^\n]{0,25}$")
_TERMS = (
    pattern(r"\bدوره(?:‌?ی)?_(?P<number><N>)(?!\w)"),
    pattern(r"(?P<number><N>)_دوره(?!\w| ?های)"),
)
_LABELS = {
    "date": pattern(
        r"(?:^|\n|\s{2,})[^\w\n]{0,5}(?:تاریخ|زمان|تاریخ (?:جلسه|"
        r"برگزاری))\s*(?::|\n)\s*[^\w\n]{0,5}([^\n]{4,60})"
    ),
    "venue": pattern(
        r"(?:^|\n|\s{2,}|_)(?:محل|مکان|محل (?:برگزاری|تشکیل|جلسه)|مکان (?:برگزاری|جلسه)|"
        r"venue)(?:\s*:\s*|\s*\n)([^\n:]{2,80})"
    ),
    "chair": pattern(r"(?:^|\n|\s{2,}|_)(?:رییس|ریاست)(?: (?:جلسه|نشست))?\s*:\s*([^\n]{2,80})"),
    "subject": pattern(
        r"(?:^|\n|\s{2,})(?:دستور(?: کار)?(?: جلسه)?|موضوع(?: جلسه| نشست)?|"
        r"دستور کار)\s*:\s*([^\n]{3,300})"
    ),
}
_LABEL_END = re.compile(
    r"\s{2,}\S|[\s،](?:ساعت|مکان|محل|رییس|زمان|دبیر|تاریخ)[^:\n]{0,12}:|[|\n]|_{3}"
    r"|\s[-–]\s(?=[^\n:]{2,20}:)"
)
_ITEM_MARK = re.compile(r"^[\d۰-۹٠-٩]{1,2}\s?[.)\-–]\s*")
_PLACES = (
    "سالن|تالار|محل|دفتر|مسجد|ساختمان|استانداری|فرمانداری|بخشداری|شهرداری|اتاق|اداره|ستاد|مجتمع|"
    "دهیاری|سازمان|دانشگاه|هتل|مرکز|خانه|حسینیه|دبیرخانه|وزارت|تالارشورا|پارک|شرکت|کارخانه"
)
_VENUE = (
    pattern(
        rf"(?:\bدر_(?:محل_)?|\bدر ?محل ?_?)(?P<place>(?:{_PLACES})[^\n،.؛:()]{{0,70}}?)"
        r"(?:_(?:برگزار|تشکیل|برپا|منعقد)|،|\.|$|\n|_و_(?:با|به|تصمیمات|موارد)|_(?:با_حضور|با_دستور|به_ریاست))"
    ),
    pattern(r"\bدر(?P<place>مسجد \w+|محل_[^\n،.؛:()]{3,40}?)(?: برگزار| تشکیل)"),
)
_SEGMENT = re.compile(r"\s+[-–—]\s+|[،|]|\s{3,}|\n")
_PLACE_SEGMENT = pattern(rf"(?:{_PLACES})(?!\w)[^\n]{{0,60}}$")
_CHAIRS = (
    pattern(r"\b(?:به|با)_ریاست_(?P<chair>[^\n،.؛:()|\-–]{3,60})"),
    pattern(
        r"\bبا_حضور_(?P<chair>[^\n،.؛:()|]{3,60}?(?:استاندار|فرماندار|شهردار|وزیر)[^\n،.؛:()|]{0,20})[،\s]"
    ),
    pattern(
        r"(?:^|\n)[^\w\n]{0,4}(?P<chair>(?:معاون|استاندار|فرماندار|وزیر|شهردار)[^\n،:]{3,40}?)_در_(?:این_|<N>_)?(?:نشست|جلسه)"
    ),
)
_CHAIR_IN_LIST = pattern(
    r"\b(?P<chair>(?:(?!آقایان)\w+_)?(?!آقایان)\w+) \( ?(?:رییس|رییس جلسه) ?\)"
)
_CHAIR_END = pattern(r"_(?:و_با|و_حضور|و_با_حضور|در|با|تشکیل|برگزار|و_به|روز|و_اعضا|مورخ)(?!\w)")
_SUBJECTS = (
    pattern(r"\bبا_(?:موضوع|موضوعیت|محوریت)_[«\"]?(?P<subject>[^\n.؛»\":]{4,140})"),
    pattern(r"\bبا_دستور (?:جلسه|کار)(?: ?ی)?_[«\"]?(?P<subject>[^\n.؛»\":]{4,140})"),
    pattern(r"دستور (?:نخست|اول)[^\n«\"]{0,20}[«\"](?P<subject>[^\n»\"]{4,140})"),
)
_SUBJECT_END = pattern(
    r"(?:،|_)(?:روز|در_محل|در_سالن|برگزار|تشکیل|در_تاریخ|مورخ|به_ریاست|با_حضور|عصر|صبح|"
    r"به صورت)(?!\w)"
)
_ONLINE = pattern(
    r"(?:وید[یئ]و ?‌?کنفرانس|برخط|آنلاین|مجازی|وبینار|اسکای‌?روم|اسکا یپ|اسکایپ|online|غیر ?حضوری)"
)
_OTHER_ONLINE = pattern(r"(?:پس از|بعد از|قبل از)_نشست_[^\n]{0,30}")
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
    council = _council(text, head) or _council(text, folded[:20000])
    labels = {name: _labelled(text, folded, name) for name in _LABELS}
    venue = labels["venue"] or _venue(text, head)
    date_label = labels["date"]
    return Session(
        council=council,
        province=_province(council) or _province_said(text, head),
        number=_session_number(head),
        term=_first_number(_TERMS, head),
        day=read_session_date(head, fold(date_label) if date_label else None, folded),
        venue=venue,
        mode=_mode(head, venue),
        chair=labels["chair"] or _chair(text, head),
        subject=labels["subject"] or _subject(text, head),
    )


def _council(text: str, head: str) -> str | None:
    for shape in _COUNCILS:
        found = shape.search(head)
        if found is None:
            continue
        start = found.start("name")
        end = _NAME_END.search(head, start, found.end("name"))
        stop = end.start() if end else found.end("name")
        name = text[start:stop].strip(f" {ZWNJ}،-–.")
        if len(name) >= 8 and (" " in name or ZWNJ in name):
            return name
    return None


def _province(council: str | None) -> str | None:
    if council is None:
        return None
    folded = fold(council)
    found = re.search(rf"استان[\s{ZWNJ}]+({fold(_PROVINCES)})(?!\w)", folded)
    found = found or re.search(
        r"(?<!روستای)(?<!شهر)(?<!شهرستان)(?<!بخش)"
        rf"[\s{ZWNJ}]({fold(_PROVINCES)})$",
        folded,
    )
    return council[found.start(1) : found.end(1)] if found else None


def _province_said(text: str, head: str) -> str | None:
    """Return the province whose governor or office the head of the document names."""
    found = _GOVERNED.search(head)
    return text[found.start(1) : found.end(1)] if found else None


def _session_number(head: str) -> int | None:
    for shape in _NUMBERS:
        for found in shape.finditer(head):
            if _REFERENCE_BEFORE.search(head[max(0, found.start() - 30) : found.start()]):
                continue
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
    found = _LABELS[name].search(_lower(folded))
    if found is None:
        return None
    end = _LABEL_END.search(folded, found.start(1) + 1, found.end(1) + 1)
    value = text[found.start(1) : end.start() if end else found.end(1)].strip(f" \t{ZWNJ}.،-")
    return _ITEM_MARK.sub("", value) or None


def _lower(folded: str) -> str:
    """Return the text in lower case where that keeps every offset."""
    lower = folded.lower()
    return lower if len(lower) == len(folded) else folded


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
        if start and _PLACE_SEGMENT.match(head[start:stop].strip()):
            return _bare_place(text[start:stop])
        start = edge.end() if edge else stop
    return None


def _bare_place(printed: str) -> str:
    return printed.partition("(")[0].strip(f" {ZWNJ}")


def _mode(head: str, venue: str | None) -> str | None:
    said = _OTHER_ONLINE.sub("", head)
    online = _ONLINE.search(said)
    if online and _FACE.search(said):
        return "hybrid"
    if online:
        return "online"
    return "in_person" if venue else None


def _chair(text: str, head: str) -> str | None:
    for shape in (*_CHAIRS, _CHAIR_IN_LIST):
        if found := shape.search(head):
            start, stop = found.span("chair")
            end = _CHAIR_END.search(head, start, stop)
            return text[start : end.start() if end else stop].strip(f" {ZWNJ}") or None
    return None


def _subject(text: str, head: str) -> str | None:
    for shape in _SUBJECTS:
        if found := shape.search(head):
            start, stop = found.span("subject")
            end = _SUBJECT_END.search(head, start, stop)
            return text[start : end.start() if end else stop].strip(f' {ZWNJ}،«»"') or None
    return None

"""Which council met, and of which province: the name as printed, and where it ends."""

import re
from collections import Counter

from council.minutes.spelling import pattern
from council.searching.tokens import pieces
from council.text import ZWNJ, fold

_PROVINCES = (
    "آذربایجان شرقی|آذربایجان غربی|اردبیل|اصفهان|البرز|ایلام|بوشهر|تهران|چهارمحال و بختیاری|"
    "خراسان جنوبی|خراسان رضوی|خراسان شمالی|خوزستان|زنجان|سمنان|سیستان و بلوچستان|فارس|قزوین|قم|"
    "کردستان|کرمانشاه|کرمان|کهگیلویه و بویراحمد|گلستان|گیلان|لرستان|مازندران|مرکزی|"
    "هرمزگان|همدان|یزد"
)
_HEADS = (
    "شورای|شورا|هیات|هیئت|کمیسیون|کار ?گروه|ستاد|کمیته|مجمع|انجمن|قرارگاه|اتاق(?!_(?:جلسات"
    "|کنفرانس|کار|فکر))|"
    "کنسرسیوم|کنگره|بنیاد|فراکسیون|میز"
)
_SESSION = r"(?:صورت ?‌?جلسه|جلسه|نشست|اجلاس|گردهمایی)"
_KIND = r"(?:_(?:عادی|فوق ‌?العاده|علنی|رسمی|مشترک|تخصصی|فوق‌العاده))?"
_TERM = r"(?:_(?:از_)?(?:دوره|دور)(?:‌?ی)?_<N>|_<N>_دوره)?"
_NAME = rf"(?P<name>(?:{_HEADS})(?!\w)(?!‌?ها(?:ی|\b))[^\n]{{0,160}})"
_COUNCILS = tuple(
    pattern(shape)
    for shape in (
        r"(?:^|\n|\s\s)[^\w\n]{0,4}(?:نام|عنوان)(?:_(?:کمیته|شورا|کارگروه|جلسه|نشست|هیات|ستاد|انجمن"
        rf"|کمیسیون))?\s*:\s*{_NAME}",
        rf"(?<!ساعت)(?<!ساعت\s)<N> {_SESSION}(?:‌?ی)?{_KIND}{_TERM}_(?:مشترک_)?{_NAME}",
        rf"<N> {_SESSION}(?:‌?ی)?{_KIND}{_TERM}_[«\"]{_NAME}",
        rf"\b{_SESSION}{_KIND}_<N>_{_NAME}",
        rf"صورت ?‌?جلس(?:ه|ات){_KIND}_{_NAME}",
        rf"(?:^|\n)[^\w\n]{{0,4}}{_NAME}",
        rf"\b(?:جلسه|نشست){_KIND}_{_NAME}",
        rf"(?:^|\n)[^\w\n]{{0,4}}دبیرخانه_{_NAME}",
        rf"\b{_SESSION} شماره <N>[^\n]{{0,40}}?_{_NAME}",
        rf"\b(?:اعضای|عضو|دبیر|رییس|سخنگوی)_{_NAME}",
    )
)
_ANY = pattern(rf"\b{_NAME.replace('160', '60')}")
_LONGEST_NAME = 60
_LONGEST = 110
_GOVERNED = pattern(rf"\b(?:استاندار|استانداری|استان)_({_PROVINCES})(?!\w)")
_NAME_END = re.compile(
    rf"(?<![\s{ZWNJ}])[\s{ZWNJ}]++(?:که|بحضور|باحضور|بریاست|شنبه|یکشنبه|یک شنبه|دوشنبه|دو شنبه"
    rf"|سه ?‌?شنبه|چهارشنبه|چهار شنبه|پنجشنبه|پنج ?‌?شنبه|جمعه|روز|مورخه?|با|به|در|برگزار|تشکیل"
    rf"|امروز|ساعت|از|پس|طی|ظهر|صبح|عصر|شب|پیش|شماره|جلسه|"
    rf"نشست|رو|خبر|است|بود|شد|را|گفت(?![\s‌]*و)|آغاز"
    rf"|قرار|مورد|موضوع|می|نسبت|دوره|برای|همچنین|مطرح|تصویب (?:کرد|نمود|شد)"
    rf"|نیز|بر|این|متبوع(?:ش|شان)?|امشب|تاریخ|شامگاه|ویژه)(?![^\W\d]|{ZWNJ})"
    r"|(?<!\s)\s++\d{1,4} ?[/-] ?\d|[:.()\n|؛«»\"]|(?<!\s)\s++[-–—]|[-–—][\s]+|قرار|_{2}"
    rf"|[،,][\s{ZWNJ}]*(?:روز|ساعت|مورخ|با|به|در|که|شنبه|یکشنبه|دوشنبه|سه|چهارشنبه|پنجشنبه|پنج|چهار|جمعه|عصر|صبح)(?!\w)"
)


def council_name(text: str, head: str) -> str | None:
    """Return the body that met, as printed; `head` is the folded beginning of the text."""
    found = (shape.search(head) for shape in _COUNCILS)
    named = [_name_at(text, head, one) for one in found if one]
    names = [name for name in named if _is_whole(name) and not name.endswith("محترم")]
    if not names:
        return None
    longer = [
        name
        for name in names
        if name.startswith((f"{names[0]} ", f"{names[0]}،")) and len(name) < _LONGEST
    ]
    return max(longer, key=len, default=names[0])


def _name_at(text: str, head: str, found: re.Match[str]) -> str:
    start = found.start("name")
    end = _NAME_END.search(head, start, found.end("name"))
    return text[start : end.start() if end else found.end("name")].strip(f" {ZWNJ}،-–.")


def council_named_most(text: str, folded: str) -> str | None:
    """Return the body that a text without a title names most often, the first of equals."""
    count: Counter[str] = Counter()
    printed: dict[str, str] = {}
    for found in _ANY.finditer(folded):
        end = _NAME_END.search(folded, found.start("name"), found.end("name"))
        stop = end.start() if end else found.end("name")
        name = text[found.start("name") : stop].strip(f" {ZWNJ}،-–.")
        if _is_whole(name) and len(name) < _LONGEST_NAME:
            count[fold(name)] += 1
            printed.setdefault(fold(name), name)
    best = max(count, key=lambda name: count[name], default=None)
    return printed[best] if best else None


def _is_whole(name: str) -> bool:
    return len(name) >= 8 and (" " in name or ZWNJ in name)


_BARE = pattern(r"(?:هیات_(?:مدیره|امنا|رییسه)|مجمع_عمومی(?:_(?:عادی|فوق ?‌?العاده|سالانه))*|شورا)")
_OWNER = pattern(
    r"(?:^|\n)[^\w\n]{0,4}(?P<name>(?:شرکت|موسسه|انجمن|صندوق|تعاونی|باشگاه|مجتمع|بنیاد|کانون"
    r"|اتحادیه|خیریه|سازمان|فدراسیون|هولدینگ|گروه)_[^\n(]{3,60}?)(?:_شماره|_(?:به|با)_شماره|\(|\n|[-–:]|$)"
)


def of_whom(council: str | None, text: str, head: str) -> str | None:
    """Return a bare «هیئت مدیره» with the company or society that a line of the head names."""
    if council is None or _BARE.fullmatch(fold(council)) is None:
        return council
    owner = _OWNER.search(head)
    return f"{council} {text[slice(*owner.span('name'))].strip()}" if owner else council


def province_in(council: str | None) -> str | None:
    """Return the province that a council's name ends with or calls «استان …»."""
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


def province_said(text: str, head: str) -> str | None:
    """Return the province whose governor or office the head of the document names."""
    found = _GOVERNED.search(head)
    return text[found.start(1) : found.end(1)] if found else None


def is_of_another(printed: str | None, own: str, province: str) -> bool:
    """Whether minutes name clearly another council than `own`, which is in `province`: one of
    another province, or one with less than half of the shorter name's words in common."""
    if printed is None or _BARE.fullmatch(fold(printed)) or fold(printed) == _OF_ANY_CHAMBER:
        return False
    elsewhere = province_in(printed)
    if elsewhere is not None and fold(elsewhere) != fold(province):
        return True
    one, other = (
        {piece.tokens[0] for piece in pieces(name)} - _IN_ANY_NAME for name in (printed, own)
    )
    return 2 * len(one & other) < min(len(one), len(other))


_IN_ANY_NAME = frozenset(("و", "استان"))
_OF_ANY_CHAMBER = "هیات نمایندگان"

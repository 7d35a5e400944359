"""Who must act: names of bodies and officers, and the place in a sentence that makes them act."""

import re
from dataclasses import dataclass
from functools import cache

from council.minutes.spelling import joined, pattern
from council.text import ZWNJ, fold

_PERSONAL = (
    "شهردار شهرداری فرماندار فرمانداری استاندار استانداری بخشدار بخشداری بخشداران دهیار دهیاری "
    "دهیاران گمرک خزانهدار دبیرکل دبیرخانه دبیر رئیس ریاست مشاور پیمانکار حسابرس بازرس بازرسان "
    "ناظر نماینده نمایندگان روسا رؤسا فرمانده مدیران اعضا مسئول مسئولین تشکل حراست ذیحساب "
    "سرپرست قائممقام سخنگو هلالاحمر روابطعمومی"
)
_GROUPS = (
    "کمیسیون کمسیون کارگروه کمیته شورا هیات هیئت ستاد مجمع انجمن اتحادیه تشکل اتاق خانه فراکسیون اداره "
    "ادارات سازمان شرکت بانک واحد مرکز معاونت معاون مدیر مدیریت مدیرکل مدیرعامل دفتر موسسه دانشگاه "
    "دانشکده پژوهشکده پارک صندوق پلیس نیرو فرماندهی وزارت وزیر بنیاد حوزه بیمارستان مدرسه مهندس دکتر "
    "آقای آقا آقایان خانم سرکار جناب دستگاه بسیج کانون هنرستان شبکه گروه دادگستری دادستان بیمه "
    "منطقه پایگاه فدراسیون پژوهشگاه شعبه تعاونی صنف اصناف مسئولان"
)
_COMPOUNDS = (
    "آموزش و پرورش|جهاد کشاورزی|راهنمایی و رانندگی|راهنمائی و رانندگی|صدا و سیما|نظام مهندسی|"
    "آب و فاضلاب|علوم پزشکی|راه و شهرسازی|تامین اجتماعی|منابع طبیعی|محیط زیست|میراث فرهنگی|"
    "بهزیستی|راهداری|امور مالیاتی|برنامه و بودجه"
)
_PLURALS = ("هایی", "های", "ها")
_HONORIFICS = frozenset("محترم محترمه معزز".split())
_ALL = frozenset("کلیه تمامی تمام همه سایر".split())

_STOPS = frozenset(
    fold(
        "را نسبت با به در از ظرف تا طی جهت برای بر هر حداکثر حداقل ضمن که مبنی موظف موظفند مکلف مکلفند "
        "مامور مسئول ملزم بصورت بهصورت بطور بهطور نیز هم ماهانه ماهیانه سالی سالانه سالیانه هفتگی "
        "روزانه فصلی هفته ماه طبق مطابق براساس بمنظور بهمنظور درخصوص پیرامون درباره همراه بهمراه "
        "باید بایستی چنانچه اگر پس پیش قبل بعد مورد بدون توسط برابر علاوه سپس همچنین اقدام دراسرع "
        "درابتدای دراین درآن است هستند نیست خود این آن یک دو بنابر ازطریق بلافاصله مستمر نباید "
        "تحت بهعنوان بعنوان درصورت نماید کند شود گردد دهد نمایند کنند شوند گردند دهند باشد باشند "
        "میباشد میباشند می شد شدند گردید گردیدند رایزنی مذاکره قرار بهطور یا اما ولی چون زیرا زیر ذیل"
    ).split()
)
_WORKS = frozenset(
    fold(
        "فهرست گزارش گزارشات گزارشی موضوع موضوعات صورت متن آمار برنامه درخواست نامه نامهای مکاتبه "
        "مکاتبهای جدول پیشنویس پیشنویسی طرح طرحهای اقدامات پیگیری پیگیر نتیجه نتایج لیست مستندات "
        "مدارک هماهنگی هماهنگیهای جلسه جلسات جلسهای نشست نشستی بودجه هزینه اعتبار اعتبارات قرارداد "
        "آییننامه دستورالعمل شیوهنامه پروژه عملیات تمرکز سهم لوله نظر نظرات راهکار راهکارهای تعداد "
        "کلیه تمامی نقشه زمین محل تابلو تابلوهای الگو الگوی سازوکار جزئیات خلاصه مانده تیم تیمهای "
        "سامانه بندهای تهیه ارائه انجام اصلاح اجرا تدوین بررسی ارسال اعلام برگزار برگزاری ابلاغ تکمیل "
        "معرفی پرداخت نصب احداث تعیین تنظیم آماده مطرح رصد منتشر پیشنهاد پیشنهادات قرائت واریز طراحی "
        "شناسایی صادر صدور تعمیر خرید اجاره تامین تجهیز بازنگری برآورد استعلام مجوز کارشناسی راهاندازی "
        "رسیدگی همکاری نظارت انتشار چاپ توزیع تخصیص مقدمات زمینه شرایط امکان تمهیدات تسهیلات "
        "اطلاعات آگهی مناقصه مزایده محتوای بستههای بسته کارگاه دوره دورههای سند پیمایش مطالعات "
        "تفاهمنامه مصوبه مصوبات لایحه نمونه بانک‌اطلاعاتی مبلغ اسناد روند وضعیت میزان نیازهای "
        "مشکلات مسائل بازدید تصمیم تصمیمگیری حضور استفاده بکارگیری ایجاد تشکیل دعوت جذب حذف"
    ).split()
)
_ACTIVE_ENDS = fold(
    "نماید نمایند کند کنند دهد دهند آورد آورند آورده نموده باشند رساند رسانند برساند برسانند بپردازد "
    "بپردازند گذارد گذارند دارد دارند سازد سازند فرماید فرمایند باشد ورزد ورزند بگیرند بگیرد بیاورد "
    "برد ببرند بدهند بکنند کرد کردند نمود نمودند داد دادند خواهد خواهند برآید"
).split()
_ACTIVE = frozenset(_ACTIVE_ENDS)
_ACTIVE_GLUED = tuple(fold("کنند کند نمایند نماید دهند دهد").split())
_PASSIVE = frozenset(
    fold(
        "شود شوند گردد گردند گیرد گیرند پذیرد پذیرند یابد یابند شد شدند گردید گرد گردیده آید رسد برسد"
    ).split()
)
_OBLIGED = frozenset(fold("موظف موظفند مکلف مکلفند مامور ملزم مسئول متولی باید بایستی").split())
_AGENT = frozenset(fold("توسط سوی وسیله بوسیله بهوسیله طرف عهده برعهده مسئولیت محوریت").split())
_HELPER = frozenset(
    fold("همکاری هماهنگی مشارکت کمک همراهی همفکری نظارت تعامل مساعدت مشورت باهمکاری").split()
)
_OPENERS = frozenset(
    fold(
        "شد شدند گردید گردیده داشت کرد کردند نمود است که نیز همچنین ضمنا تا رسید وقت گردد شود نماید "
        "کنند کند نمایند دهد دهند مقررشد مقررگردید مذکور فوق ذیربط مربوطه"
    ).split()
)

_TOKEN = re.compile(rf"[\w{ZWNJ}]+")
_SPLIT = pattern(r"\s*[،,/؛]\s*|\s+[-–]\s+|_و_")


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    plain: str
    after_break: bool


@dataclass(frozen=True)
class Mention:
    """A body named in a text: offsets, the names (a shared head noun split), and its role."""

    start: int
    end: int
    names: tuple[str, ...]
    role: str


@cache
def _heads() -> re.Pattern[str]:
    heads = sorted(set(fold(f"{_PERSONAL} {_GROUPS}").split()), key=lambda word: -len(word))
    return re.compile(f"(?:{'|'.join(heads)})(?:هایی|های|ها|ی)?")


@cache
def _single() -> frozenset[str]:
    return frozenset(fold(_PERSONAL).split())


@cache
def _compounds() -> re.Pattern[str]:
    return pattern(rf"(?:{_COMPOUNDS})(?!\w)")


def _words(folded: str) -> list[_Word]:
    """Return the words; two that are often written apart («خزانه دار», «X های») are one."""
    words: list[_Word] = []
    end = 0
    for found in _TOKEN.finditer(folded):
        plain = joined(found[0])
        gap = folded[end : found.start()]
        broken = bool(gap.strip()) or not words
        if not plain:
            continue
        if not broken and plain in _PLURALS or not broken and _goes_with(words[-1].plain, plain):
            last = words[-1]
            words[-1] = _Word(last.start, found.end(), last.plain + plain, last.after_break)
        else:
            words.append(_Word(found.start(), found.end(), plain, broken))
        end = found.end()
    return words


def _goes_with(first: str, second: str) -> bool:
    return (first, second) in {
        *(("خزانه", "دار"), ("دبیر", "کل"), ("مدیر", "کل"), ("کار", "گروه"), ("روابط", "عمومی")),
        *(("هلال", "احمر"), ("به", "صورت"), ("به", "طور"), ("پیش", "نویس"), ("به", "منظور")),
        *(("مدیر", "عامل"), ("قایم", "مقام"), ("ریاست", "محترم"), ("شهردار", "محترم")),
    }


def names_in_cell(text: str) -> tuple[str, ...]:
    """Return the names in a table cell or after «مسئول پیگیری:», separators understood."""
    folded = fold(text)
    pieces: list[str] = []
    start = 0
    for found in _SPLIT.finditer(folded):
        piece = text[start : found.start()].strip(" .\u200c-–:()")
        follows = folded[found.end() :]
        if "و" in found[0] and not _starts_body(follows):
            continue
        if piece:
            pieces.append(piece)
        start = found.end()
    last = text[start:].strip(" .\u200c-–:()_")
    return tuple(piece for piece in (*pieces, last) if piece and len(piece) <= 120)


def _starts_body(folded: str) -> bool:
    word = _TOKEN.match(folded)
    if word is None:
        return False
    return bool(_heads().fullmatch(joined(word[0])) or _compounds().match(folded))


def mentions(text: str) -> list[Mention]:
    """Return the bodies named in one resolution that act or help, in order of the text.

    Roles: agent, helper, place («در کمیته … بررسی شود»).
    """
    folded = fold(text)
    words = _words(folded)
    found: list[Mention] = []
    place, role, last_end = 0, "", -1
    while place < len(words):
        if not _is_head(folded, words, place):
            place += 1
            continue
        stop = _phrase_end(folded, words, place)
        chained = role and _continues(folded, last_end, words[place].start)
        role = role if chained else _role(folded, words, place, stop)
        if role:
            names = _names(text, words, place, stop)
            found.append(Mention(words[place].start, words[stop - 1].end, names, role))
            last_end = words[stop - 1].end
            place = stop
        else:
            place += 1
    return found


def _is_head(folded: str, words: list[_Word], place: int) -> bool:
    word = words[place]
    return bool(_heads().fullmatch(word.plain) or _compounds().match(folded, word.start))


_CHAIN = pattern(r"\s*(?:،|,|و|،_و)?_?(?:یا_)?(?:کلیه_|تمامی_)?")


def _continues(folded: str, end: int, start: int) -> bool:
    return end >= 0 and start - end < 15 and _CHAIN.fullmatch(folded[end:start]) is not None


def _phrase_end(folded: str, words: list[_Word], place: int) -> int:
    """Return the place after the last word of the name that begins at the place."""
    stop = place + 1
    compound = _compounds().match(folded, words[place].start)
    while compound and stop < len(words) and words[stop].end <= compound.end():
        stop += 1
    while stop < len(words) and stop - place < 9 and _belongs(folded, words, place, stop):
        stop += 1
    if words[stop - 1].plain == "و":
        stop -= 1
    return _without_object(words, place, stop)


def _belongs(folded: str, words: list[_Word], place: int, stop: int) -> bool:
    word = words[stop]
    if word.after_break or word.plain in _STOPS or word.plain in _WORKS:
        return word.plain in _HONORIFICS
    if word.plain.isdigit() or folded[word.start : word.end].startswith(f"به{ZWNJ}"):
        return False
    if word.plain == "و":
        following = words[stop + 1] if stop + 1 < len(words) else None
        return not (
            following is None
            or following.after_break
            or following.plain in _STOPS
            or following.plain in _WORKS
            or _is_head(folded, words, stop + 1)
            or words[place].plain in _single()
            and stop == place + 1
        )
    return True


def _without_object(words: list[_Word], place: int, stop: int) -> int:
    """Cut a name that ran into the object of the sentence («شهرداری نقشهٔ محل را»)."""
    if stop < len(words) and words[stop].plain == "را" and not words[stop].after_break:
        return min(stop, place + (1 if words[place].plain in _single() else 2))
    return stop


def _role(folded: str, words: list[_Word], place: int, stop: int) -> str:
    before = place - 1
    while before >= 0 and words[before].plain in _ALL | _HONORIFICS:
        before -= 1
    opened = words[before + 1].after_break
    previous = "" if opened or before < 0 else words[before].plain
    if previous in _AGENT:
        return "agent"
    if previous in _HELPER:
        return "helper"
    if previous == "همراه":
        return "agent"
    after = words[stop].plain if stop < len(words) and not words[stop].after_break else ""
    if after in _OBLIGED and previous not in ("به", "از", "با", "در"):
        return "agent"
    voice = _voice(words, stop)
    if previous == "در" and voice == "passive" and words[place].plain not in _single():
        return "place"
    if voice != "active" or not _may_open(words, before, opened, previous, after):
        return ""
    return "agent"


def _may_open(words: list[_Word], before: int, opened: bool, previous: str, after: str) -> bool:
    """Tell whether a clause may begin after the word before: then the body is its subject."""
    if opened or previous in _OPENERS:
        return True
    if previous == "و" and before >= 1:
        earlier = words[before - 1].plain
        return earlier in _ACTIVE or earlier in _PASSIVE
    if previous in ("ماه", "روز", "هفته", "سال", "جاری", "اینده"):
        return True
    return after == "نسبت" and previous not in ("به", "از", "با", "در", "برای")


def _voice(words: list[_Word], place: int) -> str:
    """Return whether the next finite verb is active or passive."""
    for word in words[place : place + 80]:
        if word.plain in _ACTIVE or word.plain.endswith(_ACTIVE_GLUED):
            return "active"
        if word.plain in _PASSIVE:
            return "passive"
    return ""


def _names(text: str, words: list[_Word], place: int, stop: int) -> tuple[str, ...]:
    """Return the printed name, or one name for each where a plural head is shared."""
    end = words[stop - 1].end
    whole = text[words[place].start : end].strip("\u200c ")
    head, tail = words[place], words[place + 1 : stop]
    base = next((head.plain[: -len(end_)] for end_ in _PLURALS if head.plain.endswith(end_)), None)
    conjunctions = [at for at, word in enumerate(tail) if word.plain == "و"]
    if base is None and head.plain == "اقایان":
        base = "آقای"
    if (
        base is None
        or len(conjunctions) != 1
        or not tail
        or _compounds().match(fold(_span(text, tail)))
    ):
        return (whole,)
    cut = conjunctions[0]
    first, second = tail[:cut], tail[cut + 1 :]
    if not first or not second or len(second) > 3:
        return (whole,)
    singular = _singular(text, head, base)
    return (f"{singular} {_span(text, first)}", f"{singular} {_span(text, second)}")


def _singular(text: str, head: _Word, base: str) -> str:
    printed = text[head.start : head.end]
    return base if base == "آقای" else printed[: len(printed)].replace("\u200c", "")[: len(base)]


def _span(text: str, words: list[_Word]) -> str:
    return text[words[0].start : words[-1].end].strip("\u200c ")


_WHO = pattern(
    r"\b(?:مسئول(?:ین|ان)? (?:پیگیری|اجرا|اقدام|انجام|پی‌گیری)?(?: و (?:اجرا|پیگیری))?"
    r"|(?:دستگاه|واحد)(?:‌های)? (?:اجرایی|مجری|مسئول|متولی|اقدام کننده)|اقدام کننده|مجری|متولی"
    r"|پیگیری|اقدام) ?: ?"
)
_HELP = pattern(r"\b(?:همکاران?|دستگاه(?:‌های)? همکار|با همکاری) ?: ?")
_LABEL_END = pattern(
    r"\n|\||؛|(?:\s{2,}|_|[،,(]\s*)(?=(?:مهلت|موعد|زمان|تاریخ|همکار|سررسید|وضعیت)[^\n:]{0,15}:)|[)]"
)


def labelled(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names after «مسئول پیگیری:» and after «همکار:»."""
    folded = fold(text)
    return tuple(_after(text, folded, _WHO)), tuple(_after(text, folded, _HELP))


def _after(text: str, folded: str, label: re.Pattern[str]) -> list[str]:
    names: list[str] = []
    for found in label.finditer(folded):
        end = _LABEL_END.search(folded, found.end(), found.end() + 300)
        stop = end.start() if end else min(len(text), found.end() + 300)
        names.extend(names_in_cell(text[found.end() : stop]))
    return names

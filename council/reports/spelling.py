"""What people type, made one spelling: letters, digits, spaces, spoken words, Latin letters, slips.

What comes out is words and the marks `.`, `,`, `?` and `%`, one space between any two.
"""

import re
from functools import cache

from council import text
from council.reports.latin import persian
from council.reports.lexicon import KEY_WORDS, REAL_WORDS, SPOKEN
from council.reports.verbs import is_verb

MAX_READ = 2_000
_MARKS = re.compile(
    "[\u0640\u064b-\u065f\u0670\u061c\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_CHECKS = re.compile("[✅☑✔✓]\ufe0f?")
_GLUED = (
    (re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"), " "),
    (re.compile(r" *% *"), " % "),
    (re.compile(r"\b(انجام|تمام|تموم|شروع|کامل|تکمیل|اجرا|نهایی|متوقف|ارسال|برگزار)"
                r"(ن?شد\w*|ن?کرد\w*|ن?داد\w*|ن?گرفت\w*|ن?میش\w*|ن?میکن\w*)\b"), r"\1 \2"),
    (re.compile(r"\b(شده|کرده|داده|گرفته|رسیده|مانده|مونده|رفته|یافته)(است|ایم|اند|ام|ست|بود)\b"),
     r"\1 \2"),
    (re.compile(r"\bدر ?(حال|دست|جریان|انتظار)"
                r"(?=(?:انجام|اقدام|اجرا|بررسی|پیگیری|تهیه|تدوین|ساخت|پاسخ)\w*\b)"), r"در \1 "),
    (re.compile(r"\b(تفاهم|توافق|ایین|ضمانت|موافقت|اساس|گواهی|صورت|بخش|بهره|راه|پیش|جمع|پیاده|اماده)"
                r"(نامه|جلسه|برداری|انداز|نویس|اوری|بندی|سازی)"), r"\1 \2"),
    (re.compile(r"\bدر(حال|دست|جریان|انتظار)\b"), r"در \1"),
    (re.compile(r"\b(ن?می) (?=\w)"), r"\1"),
    (re.compile(r"\bبا (?:این|ان) ?(?:حال|وجود)\b|\bدر ?عین ?حال\b|\bمع ?(?:ذلک|الوصف|هذا)\b"
                r"|\bبا وجود (?:این|ان)(?= ,)|\bلکن\b"), "ولی"),
    (re.compile(r"\b(?:با|به)(?: وجود)? (?:اینکه|این که|انکه|ان که)\b|\bاگر ?چه\b|\bهر چند(?= \w)"
                r"|\b(?:علی ?رغم|به ?رغم) (?:اینکه|این که|انکه|ان که)\b"), "هرچند"),
    (re.compile(r"\b(علت|دلیل|خاطر|سبب) نبود\b"), r"\1 عدم وجود"),
    (re.compile(r"\bبر ?ن(?=داشت|گشت)"), "نبر"),
    (re.compile(r"\bبرگشت (?:خورده?|زده?|داده شده?)\b"
                r"(?!.*(?:اصلاح|تایید|پرداخت|تصویب|تحویل)\w* (?:\w+ )?(?:شد|کرد|داد))"), "رد شد"),
    (re.compile(r"\bگذاشته? و? ?رفته?\b"), "ول کرد"),
    (re.compile(r"(?<!گزارش )(?<!گزارشش )(?<!گزارشم )(?<!پول )(?<!مهندس )"
                r"\bرفته?(?= (?:به |تو |توی |برای |زیر )?(?:هیات|کمیسیون|کمیته|شورا|استاندار"
                r"|فرماندار|شهرداری|وزارت|سازمان|معاونت|دبیرخانه|خزانه|مجلس|امضا|چاپ|بررسی)"
                r"(?!.*(?:شد|کرد|گرفت|داد)))"), ", در حال بررسی"),
    (re.compile(r"\bتا (?:کنون|حالا|به حال|به امروز|این لحظه)\b"), "تاکنون"),
    (re.compile(r"\bهیچ ?(?:کدام|کدوم|یک|کدومش\w*)\b"), "هیچ"),
    (re.compile(r"\b(?:شو|ش) رو\b"), "را"),
    (re.compile(r"\b(هیچ|این|ان|به|بی|نا)"
                r"(کاری|کار|اقدامی|مورد|موضوع|پایان|اتمام|نتیجه)\b"), r"\1 \2"),
)  # fmt: skip


def plain(reply: str) -> str:
    """The reply in one spelling; folded (see `text.fold`), Persian letters, ASCII digits."""
    folded = text.fold(_MARKS.sub("", reply[:MAX_READ]))
    # «منابع پیش‌بینی‌شده …»: joined to its word and followed by more, it tells no event.
    folded = _ADJECTIVE.sub("", folded).replace(text.ZWNJ, " ").lower()
    folded = _ORDINAL.sub(r"\1", folded)
    folded = _CHECKS.sub(" ✅ ", folded)
    folded = _figures(folded)
    folded = re.sub(r"([^\W\d_])\1{2,}", r"\1", folded)
    for shape, meant in _ENGLISH:
        folded = shape.sub(meant, folded)
    folded = _IDIOMS.sub(" ", _I_SAID.sub("اعلام شد ", _YOU_SAID.sub("شما خواسته ", folded)))
    folded = _punctuation(folded)
    for shape, with_ in _GLUED:
        folded = shape.sub(with_, folded)
    words = [word for part in folded.split() for word in _words(part)]
    return _THANKS_LAST.sub(r" , \1", " ".join(words))


_THANKS_LAST = re.compile(r"(?<![,.?]) ((?:با )?ممنون)(?= *[.,?]*$)")
_YOU_SAID = re.compile(
    r"\b(?:(?:گفته|فرموده|خواسته) بود(?:ید|ین)|گفت(?:ید|ین)|فرمود(?:ید|ین)|خواست(?:ید|ین))\b"
)
_I_SAID = re.compile(r"\bگفت(?:م|یم)\b|\bگفته (?:بودم|بودیم|ام|ایم)\b|\bعرض کرد(?:م|یم)\b")
_IDIOMS = re.compile(
    r"\bراست(?:ش|شو|ش رو|ش را|یتش)? ?(?:بخوا\w+|بگ\w+)?(?= )|\b(?:ببین(?:ید|ین)?"
    r"|ملاحظه (?:بفرمایید|فرمایید)|به خدا|والا|والله|وا?لا)\b"
    r"|\bخدا خیر\w* (?:بده\w*|بدین)|\bدست\w* درد نکن\w*|\bخدا قوت|\bاجرتون با خدا"
    r"|\bخسته نباش\w*|\bبدون تعارف|\bبه قول معروف|\bهمون ?طور که مستحضرید|\bهمانطور که مستحضرید"
    r"|\bمستحضرید"
)


_ENGLISH = tuple(
    (re.compile(shape), meant)
    for shape, meant in (
        (r"\bnot (?:yet )?(?:done|finished|completed?)(?: yet)?\b", "انجام نشده"),
        (r"\bnot (?:yet )?started(?: yet)?\b|\bnothing (?:done|yet)\b", "شروع نشده"),
        (r"\bwill (?:be )?\w+\b", "انجام خواهد شد"),
        (r"\b(?:almost|nearly|mostly|partly)\b", "تقریبا"),
        (r"\bhalf\b|\bپنجاه پنجاه\b|\b50 ?[-/] ?50\b", "نصف"),
        (r"\bin progress\b|\bworking on(?: it)?\b|\bongoing\b", "در حال انجام"),
        (r"\bwaiting for\b", "منتظر"),
        (r"\bnot our \w+", "وظیفه ما نیست"),
        (r"\b(?:thank you|thanks|got it|well done)\b", "ممنون"),
        (r"\btomorrow\b", "فردا"),
        (r"\bstarted\b", "شروع شد"),
    )
)


_SLIPS_OF_PERCENT = "د[رزذ]?[صسث][دذ]{1,2}|دصرد|ردصد"


def _figures(folded: str) -> str:
    """Dates, numbers of letters, amounts and decimals, each in a shape that is no percentage."""
    folded = re.sub(r"\b(?:13|14)?\d\d ?[/.\-] ?\d{1,2} ?[/.\-] ?\d{1,4}\b", " DATE ", folded)
    folded = re.sub(rf"({text.NUMBER}) ?(?:{_SLIPS_OF_PERCENT})\b", r"\1 درصد", folded)
    folded = re.sub(r"(\d) ?[.٫,] ?(\d{1,2})(?= ?(?:٪|%|درصد|در صد))", r"\1", folded)
    folded = re.sub(r"(\d)[٬,،](?=\d{3}\b)", r"\1", folded)
    folded = re.sub(r"\b\d{1,2}:\d\d\b", " HOUR ", folded)
    folded = re.sub(r"[٪%]\s*(\d{1,3})\b(?!\s*[٪%])", r" \1 % ", folded)
    folded = re.sub(
        r"در ?صد(?:شونو?|شو?|شان|م|ه|یم|و|ی(?= (?:رفت|جلو|پیش)))?\b|\b(?:percent|pct|darsad)\w*",
        " % ",
        folded,
    )
    return folded.replace("٪", "%")


def _punctuation(folded: str) -> str:
    folded = re.sub(r"[؟?]+", " ? ", folded)
    folded = re.sub(r"[\n.!؛;…]+", " . ", folded)
    folded = re.sub(r"[،,:()\[\]«»\"“”*|]+|(?<=\s)[-–—]+(?=\s)", " , ", folded)
    return re.sub(r"[^\w\s.,?%✅/\-]|_", " ", folded)


_ADJECTIVE = re.compile(rf"{text.ZWNJ}شده(?= (?!است|بود|اند|ایم|و |ولی|اما)\w)")
_ORDINAL = re.compile(r"(\d) ?(?:امین|مین|ام|م)(?!\w)")
_OWNED = re.compile("(?:شون|شان|شونو|شو|اش|ش|مون|مان|تون|م)$")
_IS = re.compile(r"(\w{2,}ا)ست|(\w{3,}ی)(?:ه|ست)|(\w{3,}[هو])ست|(\w{3,})یم")
_IS_NONE = frozenset(
    "خواهیم نخواهیم "
    "خواست درخواست راست سیاست ریاست بازخواست کاست فراست حراست خاست برخاست تهیه ابلاغیه اطلاعیه "
    "بیانیه توجیه اولیه قضیه نقلیه ثانیه کلیه بقیه حاشیه ناحیه شبیه توصیه تسویه تجزیه تغذیه "
    "اعلامیه تصفیه تخلیه تولیه روحیه اتحادیه بخشنامه مصوبه ترکیه روسیه سوریه کمیسیه اساس لباس "
    "کلاس تماس احساس التماس اسکناس قیاس مقیاس کارشناس مدیریه علیه لایه پایه مایه سرمایه سایه "
    "جریمه زمینه هزینه تصمیم تنظیم تقویم تقسیم تعمیم ترمیم تسلیم تحریم مستقیم قدیم عظیم سهیم "
    "اقلیم تعلیم ترسیم تکریم حریم رژیم وخیم حجیم مقیم جرایم ضمایم علایم ملایم مفاهیم تصمیم قایم "
    "دایم سلیم کریم رحیم ابراهیم مریم بیم هستیم نیستیم کمیته عالیه شورایه نهاییه نشریه نظریه هدیه "
    "خیریه اجاره تقدیم تاییدیه جوابیه احضاریه شهریه مهریه سهمیه اجراییه اصلاحیه الحاقیه استیجاریه "
    "تحریم ترخیم دویم سویم قدیم نسیم ضمیم تعظیم تحکیم تداوم مراسیم".split()
)


def _words(word: str) -> list[str]:
    if word.isascii() and word.isalpha() and word.islower():
        return persian(word).split()
    if word in SPOKEN:
        return SPOKEN[word].split()
    if is_verb(word):
        return [word]
    if word not in _IS_NONE and (found := _IS.fullmatch(word)):
        return [next(filter(None, found.groups())), "BE+PRES"]
    if word in {"ست", "س", "ه", "ام", "ایم"}:
        return ["BE+PRES"]
    if (stem := _OWNED.sub("", word)) in KEY_WORDS and word not in KEY_WORDS:
        return [stem]
    return [_mended(word)]


@cache
def _mended(word: str) -> str:
    """A word one slip away from a key word, mended; any other word as it is."""
    if len(word) < 4 or not word.isalpha() or word in KEY_WORDS or word in REAL_WORDS:
        return word
    near = [key for key in KEY_WORDS if key[0] == word[0] and _one_slip(word, key)]
    return near[0] if len(near) == 1 else word


def _one_slip(word: str, key: str) -> bool:
    """Whether one letter was swapped, dropped, doubled or hit beside its place."""
    if abs(len(word) - len(key)) > 1 or len(key) < 5:
        return False
    if len(word) == len(key):
        wrong = [at for at, (one, other) in enumerate(zip(word, key, strict=True)) if one != other]
        if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
            first, second = wrong
            return word[first] == key[second] and word[second] == key[first]
        return len(wrong) == 1 and wrong[0] < len(key) - 1
    longer, shorter = (word, key) if len(word) > len(key) else (key, word)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))

"""Understands what somebody reports in their own words: is it a report, what state, how much.

Every reply is read for signs (finished, running, blocked, denied, promised, in part, …) and the
signs are weighed once, in `_status`. "Done" needs a sign of the finished past and no sign against.
"""

import re
from dataclasses import dataclass

from council import text
from storage.words import ProgressStatus

MAX_READ = 2_000


@dataclass(frozen=True)
class Said:
    """What a reply reports; `unsure` means the person should be asked, once, with buttons."""

    is_update: bool
    status: ProgressStatus | None
    percent: int | None
    unsure: bool


NO_UPDATE = Said(is_update=False, status=None, percent=None, unsure=False)


def understand(reply: str) -> Said:
    """Read a reply. "Done" is only ever said of what was reported as finished, in the past,
    without a negation, a condition or a promise, and not in part; whatever else is not plain is
    `unsure`. Greetings, thanks and questions are no report."""
    folded = _fold(reply)
    if _is_small_talk(folded):
        return NO_UPDATE
    told = " ".join(_statements(folded))
    if not told:
        return NO_UPDATE
    told = _BENIGN.sub(" ", told)
    share = _share(told)
    status = _status(told, share)
    if status is not ProgressStatus.REPORTED_DONE and share == 100:
        share = None
    return Said(is_update=True, status=status, percent=share, unsure=status is None)


# ---------------------------------------------------------------- spelling and sentences

_MARKS = re.compile(
    "[\u0640\u064b-\u065f\u0670\u061c\u200d-\u200f\u202a-\u202e\u2060\u2066-\u2069]"
)
_SENTENCES = re.compile(r"[^.!\n؟?؛;]*(?:[.!\n؟?؛;]+|$)")


def _fold(reply: str) -> str:
    folded = text.fold(_MARKS.sub("", reply[:MAX_READ])).replace(text.ZWNJ, " ").lower()
    folded = re.sub(r"(\d) ?[.٫/] ?(\d+)(?= ?(?:٪|%|درصد|در صد))", r"\1", folded)
    folded = folded.replace("در صد", "درصد").replace("\n", ".\n")
    return re.sub(r"[^\S\n]+", " ", folded).strip()


_QUESTION = re.compile(
    r"[؟?]\s*$|^\W*(?:ایا|چرا|چطور|چگونه|چه (?:زمان|موقع|وقت|کس)|کدام|کجا|چند|مهلت .*(?:کی|چند) )"
    r"|\bیا (?:نه|خیر)\b"
)


def _statements(folded: str) -> list[str]:
    """The sentences that state something; questions are left out."""
    sentences = (piece.strip() for piece in _SENTENCES.findall(folded))
    return [piece for piece in sentences if re.search(r"[\w✅☑✔٪%]", piece)
            and not _QUESTION.search(piece)]  # fmt: skip


_PLEASANTRY = re.compile(
    r"خسته نباشی\w*|(?:دریافت|رویت|ملاحظه|مشاهده|خوانده) شد(?!ه)|"
    r"(?:وقت|روز|صبح|شب|عصر|ظهر)(?:تان|تون)? ?(?:به خیر|بخیر|خوش)|"
    r"(?:موفق|پیروز|پاینده|موید|سلامت|سربلند|برقرار) (?:باشید|باشی|و)|"
    r"لطف (?:کردید|دارید|کردین|شما)|دست(?:تان|تون)? درد نکنه\w*|زنده باشید|قربان\w*|"
    r"ان ?شا ?(?:ا?الله|ا\.\.\.)|در خدمت\w*(?: هستیم| هستم)?|thank you|thanks|got it|well done"
)
_GREETINGS = frozenset(
    (
        "سلام درود ممنون ممنونم ممنونیم متشکر متشکرم متشکریم سپاس سپاسگزار سپاسگزارم سپاسگزاریم "
        "تشکر مرسی چشم باشه اوکی اوکیه ok okay حتما عالی عالیه احسنت افرین بله بلی خب خوب "
        "علیک علیکم hi hello"
    ).split()
)
_AROUND = frozenset(
    (
        "با از بابت برای و به در را که این ان شما شماست تان تون ما من بنده احترام عرض ادب خدمت "
        "جناب سرکار جنابعالی اقا اقای خانم دکتر مهندس همکار همکاران گرامی عزیز محترم ارجمند "
        "بزرگوار دوستان یاداوری پیگیری پیگیریتان زحمات زحمت توجه لطف اطلاع رسانی پیام بسیار خیلی "
        "فراوان زیاد صمیمانه کردید دادید فرمودید دبیر دبیرخانه محترمه ی رضایی you"
    ).split()
)


def _is_small_talk(folded: str) -> bool:
    if not re.search(r"[\w✅☑✔]", folded):
        return True
    if re.search(r"\d", folded):
        return False
    rest, pleasant = _PLEASANTRY.subn(" ", folded)
    words = re.findall(r"\w+", rest)
    greeted = pleasant or any(word in _GREETINGS for word in words)
    only_yes = words in (["بله"], ["بلی"], ["خب"], ["خوب"]) and not pleasant
    return bool(greeted) and not only_yes and all(w in _GREETINGS | _AROUND for w in words)


# ---------------------------------------------------------------- signs

_ANY_BEING = r"(?:نیست|نبود|ندار(?:د|یم|م)|نداشت(?:یم|م)?|نمانده?|وجود ندارد)(?: است)?"
_BENIGN = re.compile(
    rf"(?:مشکل|مانع|ایراد|ابهام|نیاز|موردی?|چیز|کار|اقدام|نکته|مسیله|کسری|مغایرت)(?:ی| خاصی| ای)?"
    rf"(?: (?:به|برای) (?:\w+ ){{1,4}})?(?: ?(?:هم|دیگری?|خاصی|باقی|در میان|در کار))* ?"
    rf"(?<!از این کار ){_ANY_BEING}"
    r"|(?:موانع|مانع|مشکل|مشکلات|ایراد\w*) (?:موجود )?(?:رفع|برطرف|حل) (?:شد|گردید|کرد|شده)\w*"
    r"|بدون (?:مانع|مشکل|نقص|تاخیر|وقفه|ایراد)|(?:رفع|کارگروه|بررسی) موانع|رفع مشکل\w*"
    r"|به (?:استحضار|اطلاع|عرض|اگاهی) (?:شما )?می ?(?:رسان\w+|رسد)"
    r"|(?:اعلام|اشعار|عرض|ایفاد) می ?(?:دار\w+|گردد|شود|کن\w+|نما\w+)"
)
_NOT_OURS = re.compile(
    r"(?:در|جزو?|از|داخل) (?:حیطه|حوزه|شرح|دایره|صلاحیت|اختیار\w*|وظا?یف)[^.،]{0,40}(?:نیست"
    r"|نمی باشد|نبود)"
    r"|خارج از (?:وظا?یف|حیطه|حوزه|شرح|صلاحیت|اختیار|دایره)"
    r"|(?:وظیفه|مسیولیت|تکلیف|کار) (?:ما|این \w+|بنده|کمیسیون|واحد|مرکز)(?: \w+)? (?:نیست"
    r"|نمی باشد)"
    r"|(?:مربوط|ارتباطی|ربطی|مرتبط) (?:به|با) (?:ما|این|کمیسیون|واحد|مرکز)[^.،]{0,25}\bن(?:یست"
    r"|دارد|می)"
    r"|به (?:ما|این \w+) (?:مربوط|ارتباطی|ربطی) ن|not our (?:task|job|duty)"
)
_BLOCKED = re.compile(
    r"\bمتوقف (?:شد|شده|است|ماند|گرد)|معطل|بلاتکلیف|\bگیر (?:کرد|داری)|\bگره خورد|بن ?بست"
    r"|(?:با|به|دارای|دچار) (?:مانع|موانع|مشکل|بحران)|(?:مانع|موانع|مشکل)\w*(?: \w+){0,2} "
    r"(?:دار(?:د|یم|م|ند)|هست\w*|وجود دار|مواجه|روبرو|پیش امد)|مواجه (?:شد|هست|است)"
    r"|منتظر(?! ن)|در انتظار|چشم به راه|نیازمند|نیاز (?:به|است|دار)|کمبود|نبود (?:بودجه|اعتبار"
    r"|نیرو|منابع)"
    r"|عدم (?:همکاری|تخصیص|تامین|پاسخ|ابلاغ|وجود|حضور|دسترسی)"
    r"|همکاری (?:لازم |کافی )?(?:ن(?:می|کرد|دار|شد)|صورت نگرفت)"
    r"|(?:پاسخ|جواب)\w*(?: \w+){0,2} (?:ن(?:داد|می|یامد|رسید|گرفت|شد|دار)|دریافت نشد)|بدون پاسخ"
    r"|بی ?پاسخ"
    r"|(?:بودجه|اعتبار|پول|منابع|نیرو|مجوز|دسترسی)\w*(?: \w+){0,2} "
    r"(?:ندار|نداشت|نیست|نداد|نرسید|نشد|صادر نشد|تخصیص نیافت|تامین نشد|تمام شد)"
    r"|\bblocked\b|waiting for|\bstuck\b"
)
_NOT_STARTED = re.compile(
    r"(?:شروع|اغاز) (?:ن(?:شد|کرد|گرد)|نمی)|(?:اقدام|کار|فعالیت|پیشرفت|حرکت)\w*(?: \w+){0,2} ?"
    r"(?:ن(?:شد|کرد|داشت|دار|داد)|صورت نگرفت|انجام ن(?:شد|داد|گرفت))|(?:^|[^\d])(?:0|صفر) ?(?:٪"
    r"|%|درصد)"
    r"|not started"
)
_UNFINISHED = re.compile(
    r"(?:تمام|تموم|کامل|تکمیل|نهایی|تمامی)(?: \w+)? (?:ن(?:شد|کرد|گرد|یست)|نمی)"
    r"|به (?:پایان|اتمام|نتیجه|سرانجام)(?: \w+)? ن(?:رسید|رسان)|(?:پایان|خاتمه) نیافت"
    r"|ناقص|نا ?تمام|نیمه ?(?:کاره|تمام)|نصفه"
)
_ORDINAL = r"(?:اول|نخست|دوم|سوم|چهارم|یک|دو|سه|\d{1,2})"
_PARTIAL = re.compile(
    rf"\b(?:بخش|قسمت|پاره|بعض|برخ|شمار|تعداد)ی\b|\b(?:مرحله|فاز|گام|بخش|گزارش|نوبت|قسط|جلسه"
    rf"|بند) {_ORDINAL}\b"
    r"|نیمی|\bنصف|\bثلث|\bربع\b|تقریب|تا حد|نسبتا|اکثر|بیشتر|عمده|حدودا|یکی از|غالب"
    r"|(?:یک|دو|سه) (?:سوم|چهارم|پنجم)|\b\d+ (?:\w+ )?از \d+|تا ?کنون|تا (?:الان|امروز|اینجا"
    r"|به حال|به امروز|این لحظه)"
    r"|رو به (?:اتمام|پایان)|نزدیک (?:به )?(?:اتمام|پایان|تکمیل)|در شرف|مراحل (?:پایانی|نهایی|اخر)"
    r"|به ?جز|به غیر|غیر از|\bمگر\b|\bفقط\b|(?:باقی|عقب) ?(?:ماند|است|ست)|\bمانده|\bمونده"
    r"|(?:بیش|بیشتر|کمتر|بالای|زیر|حدود)(?: از)? \d+ ?(?:٪|%|درصد)|\bبقیه\b|almost|nearly|partly"
    r"|mostly|half"
)
_DENIED = re.compile(
    r"\bن(?:شد|شو|گرد|گرف|گیر|یست|بود|باش|کرد|کن|داد|داشت|دار|رس|یافت|یاب|توان|تونست|می|خواه"
    r"|یامد|رفت|فرست"
    r"|پذیر|ماند|گذاشت|نوشت|خورد|دید)\w*|\bهنوز|\bعدم\b|\b(?:نه|خیر)\b|\bهیچ"
    r"|لغو|منتفی|کنسل|تعویق|عقب افتاد|\bرد شد|مخالفت|ناموفق|\bnot\b|n't\b|\bnever\b|\byet\b"
)
_FUTURE = re.compile(
    r"\bخواه(?:د|م|یم|ند|ید)\b|\bمی ?(?:خوا|شود|شوند|شه\b|شن\b|شیم|گرد[دن]|کن|ده[دیمن]|دم\b"
    r"|دیم\b|رس[دهان]|گیر"
    r"|یاب|فرست|نما[یئ]|باید)\w*|\bقراره?\b(?! (?:گرفت|داد))|\b(?:بنا|مقرر) (?:شد|است|گرد)"
    r"|به ?زودی|\bفردا"
    r"|(?:هفته|ماه|سال|روز\w*|جلسه) (?:اینده|بعد|اتی|دیگر)|\bتا (?:پایان|اخر|انتها|اول|شنبه"
    r"|\w+ ?شنبه|جمعه|\d+|هفته|ماه|چند|قبل)\b(?! ?(?:٪|%|درصد))"
    r"|\b(?:شود|گردد|بشود|بشه|گیرد|یابد|برسد|بدهیم|بکنیم|کنیم|دهیم)\b|\bwill\b|going to|tomorrow"
    r"|\bby \w+day"
)
_DOUBT = re.compile(
    r"شاید|احتمال|\bگویا|ظاهرا|فکر (?:می|کن)|به نظر|ان ?شا ?ا?الله|امیدوار|امید است|\bباید\b"
    r"|\bبایست|\bاگر|در صورت(?:ی| )"
    r"|به شرط|مشروط|منوط|\bهدف|\bبرنامه (?:داریم|ریزی)|\bگفت(?:ند|ه)|شنید|ادعا|مدعی|\bپس از"
    r"|\bبعد از|\bقبل از"
    r"|(?:وقت|مهلت|زمان|فرصت|جلسه|بودجه|اعتبار|سال|ماه|هفته|دوره|تعطیلات)(?: \w+){0,2} (?:به )?"
    r"(?:تمام|پایان|اتمام|خاتمه)|\bلطفا|\bmaybe|probably|hopefully|\bif\b"
)
_STEP = re.compile(
    r"(?:مکاتب\w+|نامه ?نگاری|پیگیری|هماهنگی|بررسی|مذاکر\w+|جلسه|جلسات|دعوت|استعلام|پیش ?نویس"
    r"|مقدمات|هماهنگ)"
    r"(?: ?ها)?(?: ?ی)?(?: \w+){0,2} (?:انجام|اجرا|تمام|کامل|تکمیل|نهایی|به (?:پایان|اتمام|انجام))"
    r"|(?:اولیه|مقدماتی|موقت)"
)
_BUT = re.compile(r"\b(?:ولی|اما|لیکن|منتها|هرچند|گرچه|البته|but)\b")
_PAST = (
    r"(?:شد(?:ه|ند)?|گردید(?:ه)?|گرفت(?:ه)?|یافت(?:ه)?|پذیرفت(?:ه)?|دادیم|دادم|داده|کردیم|کردم"
    r"|کرده"
    r"|نمود\w*)\b"
)
_DONE = re.compile(
    rf"(?<!در حال )(?<!در دست )\b(?:انجام|انجامش|اجرا|اجرایی|تمامش|تکمیل|محقق|عملی|عملیاتی|نهایی"
    rf"|(?:تمام|تموم|کامل)(?= ?(?:{_PAST}|است\b|ه\b)))(?: ?(?:داده|کرده))? ?(?:{_PAST}|است\b|ه\b)"
    r"|\bبه (?:پایان|اتمام|انجام|سرانجام) (?:رسید(?:ه|یم)?|رساندیم|رساندم|رسانده|رسانیدیم)\b"
    r"|\b(?:خاتمه|پایان) (?:یافت(?:ه)?|پذیرفت|دادیم)\b|^(?:به ?طور )?کاملا?[.!]*$"
    r"|\b(?:done|completed|finished)\b"
)
_RUNNING = re.compile(
    r"\bدر ?(?:دست|حال|جریان) ?\w|مشغول|ادامه دار|(?:شروع|اغاز|استارت) (?:شد|کرد|گرد|خورد|به)"
    r"|پیگیر(?:ی)? ?(?:هست|می ?(?:کن|شود|گرد)|شد|کرد|م\b|یم\b|گرد)|در دستور کار|پیش ?نویس"
    r"|تحت بررسی|دنبال (?:می|کار)"
    r"|in progress|\bstarted|working on"
)


def _status(told: str, share: int | None) -> ProgressStatus | None:
    """Weigh the signs; None where they do not agree or say nothing."""
    finished = bool(_DONE.search(told)) or share == 100
    if _NOT_OURS.search(told):
        return None if finished else ProgressStatus.NOT_ACTIONABLE
    if _BARE.fullmatch(told):
        return None
    promised = _FUTURE.search(told) or _DOUBT.search(told)
    if _BLOCKED.search(told):
        whole = finished and (share is None or share == 100) and not _DENIED.search(told)
        return None if whole else ProgressStatus.BLOCKED
    if share is not None and 0 < share < 100:
        return ProgressStatus.IN_PROGRESS
    if _NOT_STARTED.search(told):
        return ProgressStatus.NOT_STARTED if not finished and not _PARTIAL.search(told) else None
    if _UNFINISHED.search(told) or (_PARTIAL.search(told) and not _only_planned(told)):
        return ProgressStatus.IN_PROGRESS
    denied = _DENIED.search(told)
    if finished:
        other = (_STEP, _BUT, _RUNNING)
        against = denied or promised or any(shape.search(told) for shape in other)
        against = against or _other_shares(told)
        return None if against else ProgressStatus.REPORTED_DONE
    if _RUNNING.search(told) and not denied and not _DOUBT.search(told):
        return ProgressStatus.IN_PROGRESS
    return None


def _only_planned(told: str) -> bool:
    """Whether what sounds like a part is only promised: «بخشی از کار انجام خواهد شد»."""
    return bool(_FUTURE.search(told) or _DOUBT.search(told) or _DENIED.search(told)) and not (
        _DONE.search(told) or re.search(rf"(?<!خواهد) {_PAST}", told)
    )


# ---------------------------------------------------------------- how much

_PERCENT = re.compile(
    rf"(?:(?<![\w.])(?P<before>{text.NUMBER}) ?(?:٪|%|درصد(?!\w))|(?:٪"
    rf"|%) ?(?P<after>\d{{1,9}})(?!\d))"
)
_BARE = re.compile(r"[^\w%٪]*(100|\d{1,2})[^\w%٪]*")
_LEFT = re.compile(r"^(?: \w+){0,3} ?(?:باقی|مانده|مونده|عقب)")
_OF_SOMETHING_ELSE = re.compile(
    r"^ (?:از )?(?:کل )?(?:اعتبار|بودجه|هزینه|مبلغ|سهم|تخفیف|مالیات|سود|نرخ|تورم|افزایش|کاهش|رشد"
    r"|واحد|اعضا|کارخانه"
    r"|تسهیلات|ظرفیت|درامد|صادرات|تولید|شرکت|بنگاه|مطمین|موافق)"
)
_NEGATED = re.compile(r"^(?: (?!و )\w+){0,4} ?\bن(?:شد|یست|رسید|گرف|کرد|داد|می|بود|یافت)")
_PROMISED = re.compile(r"^(?: (?!و )\w+){0,3} (?:خواه|می ?(?:شود|رس|کن|ده)|شود|برسد)")
_AIMED = re.compile(r"(?:تا|هدف|ان) $")
_VAGUE = re.compile(r"(?:کمتر|زیر|پایین تر|بیش|بیشتر|بالا(?:ی|تر)?)(?: از)? $")
_HALVES = (
    (re.compile(r"\b(?:نصفش?|نیمی)\b"), 50),
    (re.compile(r"\bیک سوم"), 33),
    (re.compile(r"\bدو سوم"), 67),
    (re.compile(r"\b(?:یک چهارم|یک ربع)"), 25),
    (re.compile(r"\bسه (?:چهارم|ربع)"), 75),
)


def _shares(told: str) -> list[int]:
    """The percentages that are said of the work itself, as reached."""
    found = []
    for match in _PERCENT.finditer(told):
        rest, before = told[match.end() :], told[: match.start()]
        value = text.number_from_words(match["before"] or match["after"])
        elsewhere = (_LEFT, _OF_SOMETHING_ELSE, _NEGATED, _PROMISED)
        if value is None or any(shape.search(rest) for shape in elsewhere):
            continue
        if _VAGUE.search(before) or (value == 100 and _AIMED.search(before)):
            continue
        found.append(value)
    return found


def _share(told: str) -> int | None:
    """How much is done, where exactly one figure says so (of «از ۴۰٪ به ۶۰٪» the second)."""
    if bare := _BARE.fullmatch(told):
        return int(bare[1])
    found = list(dict.fromkeys(_shares(told)))
    if len(found) == 2 and re.search(r"\bاز [^،]{1,20}(?:٪|%|درصد) به ", told):
        found = found[1:]
    if not found and not _PERCENT.search(told):
        found = [value for shape, value in _HALVES if _reached(shape, told)]
    return found[0] if len(found) == 1 and found[0] <= 100 else None


def _reached(shape: re.Pattern[str], told: str) -> bool:
    match = shape.search(told)
    if match is None or _VAGUE.search(told[: match.start()]):
        return False
    rest = told[match.end() :]
    return not (_NEGATED.search(rest) or _PROMISED.search(rest) or _LEFT.search(rest))


def _other_shares(told: str) -> bool:
    """Whether figures stand there that keep the work from being wholly done."""
    return any(
        text.number_from_words(match["before"] or match["after"]) != 100
        for match in _PERCENT.finditer(told)
    )

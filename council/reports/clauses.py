"""A reply cut into clauses: one verb each, and whether it asks, begs or only says a condition."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from council.reports.spelling import plain
from council.reports.verbs import tag

VERB = re.compile(r"[A-Z]{2,}[+-][A-Z]{3,4}")
_TURN = frozenset(
    "ولی اما لیکن ولیکن منتها منتهی البته هرچند گرچه چون زیرا چونکه وگرنه ولو".split()
)
_ASKING = re.compile(
    r"\b(?:چرا(?! که)\b|ایا\b|کجا\w*|کدام\w*|چطور\w*|چگونه|چجوری|(?<!همه )(?<!هیچ )(?<!هر )چی\b|چیه"
    r"|چیست|کیه"
    r"|کیست"
    r"|مگه|مگر(?! اینکه| انکه)"
    r"|منظورت\w*|چقدر|\bیا (?:نه|خیر)\b|\bچند %|(?<!هر )(?<!هیچ )(?<!اگر )چه (?!قدر سریع|سریع"
    r"|بهتر|زود))"
)
_ASKING_WHEN = re.compile(r"\b(?:کی|چند\w*)\b")
_WHEN_MUST = re.compile(r"^(?:پس |حالا |ما |من )?کی باید\b")
_ENDS_ASKING = re.compile(r"\bکی (?:\w+ )?(?:BE|BECOME|HAVE)\+PRES$")
_OR_NOT = re.compile(r"یا (?:نه|خیر)\b")
_WONDERS = re.compile(r"\bSEE\+(?:SUBJ|PRES)|\bروشن BECOME")
_QUESTION_COMES = re.compile(r"\bسوال(?:ی)? (?:\w+ )?(?:HAVE|BE)\+")
_BEGGING = re.compile(
    r"[A-Z]{2,}[+-]IMP|\bب(?:ی|یا)?نداز(?:ید|ین)\b"
    r"|\b(?:لطفا|خواهشمند\w*|خواهش\w*|تقاضا\w*|استدعا\w*|بی زحمت"
    r"|(?<!به )(?<!با )لطف)\b"
    r"|\b(?:مهلت|وقت|فرصت|زمان)\w* (?:بیشتر|دیگر|اضافه)\w*[^,]* (?:لازم|نیاز|احتیاج)\w*"
    r" (?:HAVE|BE)\+PRES"
    r"|\b(?:نیاز|احتیاج)\w* (?:به )?(?:مهلت|وقت|فرصت|زمان)\w* (?:بیشتر|دیگر|اضافه)\w*"
    r" (?:HAVE|BE)\+PRES"
    r"|\b(?:متن|فایل|شماره|لینک|نسخه|کپی|ادرس|راهنمایی|توضیح|مهلت|وقت|فرصت)\b[^,]*"
    r" WANT\+PRES(?: برای\b[^,]*)?$"
    r"|\bاگر (?:امکان HAVE|امکان BE|ممکن BE|BECOME\+PRES|مقدور BE|صلاح|راه HAVE|لطف|زحمت)"
    r"[^,]*(?:SUBJ|IMP)"
    r"|\b(?:تمدید|تمدیدش|استمهال)\b[^,]*(?:SUBJ|BECOME\+PRES|WANT\+PRES)"
)
_DICTATES = re.compile(
    r"\b(?:WRITE|HIT|PUT|ثبت DO|حساب DO|لحاظ DO|درج DO|منظور DO|اعلام DO)\+IMP|\bبنویس\b|\bبزن\b"
)
_IF = re.compile(
    r"(?:^|\s)(?:اگر|در صورت(?:ی| )|به شرط|چنانچه|به محض|هر ?وقت|وقتی|هر ?موقع|هر ?زمان"
    r"|بعد از اینکه|پس از اینکه)"
)
_CARRIES_ON = re.compile(
    r"(?:\bباید|\bبایست\w*|\bقرار(?: BE\+PRES)?|WANT[+-]\w+|CAN[+-]\w+|\bامیدوار\w*|\bشاید|\bتا"
    r"|HAVE\+PRES"
    r"|\bفکر DO[+-]\w+|\bنظر \w+[+-]\w+|\bاگر|\bممکن BE[+-]\w+|\bکه|\bاجازه \w+[+-]\w+)[^.,?]*$"
)
_TAIL = re.compile(
    r"(?:به|بهش|بهشون|تو|توی|تو|در|برای|از|با|رو|روی|روش|سر|پی|هنوز|فعلا|متاسفانه|هم|این|که|ما"
    r"|مهندس|دیگر|امروز|دیروز|هفته|ماه|دست|ازش|توش|جلو|پیش|سراغ|دنبال|به طور)\b|سراغ\w*"
)
_FORMERLY = re.compile(r"\bBE[+-]PAST\b|^(?:اولش|اوایل|اوایلش|ابتدا|در ابتدا)\b")
_FORGOT = re.compile(r"\b(?:یاد\w*|خاطرم\w*) GO\+(?:PAST|PLUP)$")
_TELLING = frozenset("SAY+SUBJ SEND+SUBJ WRITE+SUBJ خبر گزارش اطلاع".split())
_HE_NOUNS = frozenset(
    "جلسه نامه مصوبه پروژه بودجه برنامه هفته ماهه روزه ساله اداره شعبه زمینه هزینه نتیجه مرحله "
    "مساله مسیله رابطه خصوصیه "
    "وظیفه پرونده سامانه کمیته وزارتخانه دبیرخانه کارخانه خانه همه بقیه فاصله مهلت نقشه مطالعه "
    "محدوده منطقه روستا حوزه حیطه "
    "بسته تازه اماده زنده بنده نماینده گیرنده اینده عهده ذمه پیوسته نیمه نصفه پاره درباره دوباره "
    "اندازه اجازه مناقصه مزایده "
    "معامله مکاتبه مذاکره مشاوره مراجعه تهیه توسعه تبصره ماده لایحه توصیه ابلاغیه اطلاعیه بخشنامه "
    "اساسنامه تفاهمنامه نه به که "
    "چه سه ده نکته علاقه سابقه شبکه توجه اضافه لازمه گذشته شده خاتمه ادامه نسخه صفحه ثبته دوره "
    "پایه درجه طبقه دسته رشته "
    "ضمیمه عده قطعه قطره کلمه جمله متوجه فقره کوچه جاده پنجره شماره ستاره چاره اشاره بیمه جریمه "
    "سرمایه وجه راه ماه گاه دستگاه "
    "دانشگاه فروشگاه نمایشگاه جایگاه درگاه کارگاه پایگاه کوتاه همراه پناه سپاه شاه چاه نگاه اگاه "
    "ناگاه گروه کارگروه شکوه ستوه "
    "اندوه کوه انبوه موسسه تخته عمده ساده فایده استفاده اراده جداگانه متاسفانه خوشبختانه روزانه "
    "ماهانه سالانه محرمانه رایانه "
    "بالاخره خلاصه همیشه ویژه عمومه دیوانه یارانه بهانه میانه نشانه باشه حله ثانیه دقیقه شنبه "
    "یکشنبه دوشنبه شبه تنه دهنه الحمدلله بحمدالله بحمدلله ماشاالله ماشالله".split()
)


@dataclass(frozen=True)
class Clause:
    """A stretch of a reply with at most one verb, and what kind of saying it is.

    `begins` is the mark or word before it; `former` says that it tells how things used to be.
    """

    words: str
    begins: str = ""
    asks: bool = False
    begs: bool = False
    conditional: bool = False
    former: bool = False

    @property
    def is_courtesy(self) -> bool:
        """Whether it greets or thanks and says nothing else."""
        return all(word in _COURTEOUS for word in self.words.split())

    @property
    def tells(self) -> bool:
        """Whether it states something, rather than asking or begging for it."""
        return (
            not self.asks
            and not self.is_courtesy
            and (not self.begs or bool(_DICTATES.search(self.words)))
        )


_COURTEOUS = frozenset(
    "سلام علیکم علیک ممنون وقت صبح شب عصر ظهر روز بخیر خیر به خوش خسته نباشید احترام ادب با عرض و "
    "از لطف شما پیگیری "
    "همه جناب سرکار اقای خانم مهندس دکتر رییس دبیر محترم گرامی عزیز خدمت همکار همکاران دوستان "
    "زحمات توجه زحمت "
    "یاداوری حضورتان حضرتعالی مجدد ضمن پیرو خدا قوت بزرگوار تقدیم دبیرخانه".split()
)


def clauses(reply: str) -> list[Clause]:
    """The clauses of a reply, in order."""
    found: list[Clause] = []
    words: list[str] = []
    for word in tag(plain(reply).split()):
        if word in {".", "?"}:
            found += _judged(_cut(words), asked=word == "?")
            words = []
        else:
            words.append(word)
    return found + _judged(_cut(words), asked=False)


def _cut(sentence: list[str]) -> list[Clause]:
    """A sentence at its commas, its turns («ولی») and after its verbs."""
    found: list[Clause] = []
    begins = ""
    for mark, run in groupby(
        sentence, key=lambda word: word if word == "," or word in _TURN else ""
    ):
        if mark:
            begins = mark
            continue
        for part in _with_tails(_at_verbs(list(run))):
            found.append(_clause(part, begins))
            begins = ""
    return found


def _at_verbs(words: list[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for at, word in enumerate(words):
        part.append(word)
        if _ends(part, words[at + 1 : at + 2]):
            yield part
            part = []
    if part:
        yield part


def _with_tails(parts: Iterator[list[str]]) -> list[list[str]]:
    """What follows a spoken verb belongs to it: «گیر کرده تو اداره مالیات»."""
    found: list[list[str]] = []
    for part in parts:
        verbless = not any(VERB.fullmatch(word) for word in part)
        if found and verbless and _TAIL.match(" ".join(part)):
            found[-1] += part
        else:
            found.append(part)
    return found


def _ends(words: list[str], following: list[str]) -> bool:
    """Whether the clause is over with this word: it is a verb on which nothing more hangs."""
    if not VERB.fullmatch(words[-1]) or not following:
        return False
    if _FORGOT.search(" ".join(words)) and following[0] in _TELLING:
        return False  # «یادم رفت بگم»: what was forgotten is the telling, not the work
    if words[-1] == "BE+PAST" and "که" in words and following[0] not in {"که", "و"}:
        return True
    if VERB.fullmatch(following[0]):
        return not words[-1].startswith(("BE", "HAVE")) and not words[-1].endswith("PRES")
    return following[0] not in {"هنوز", "فعلا", "که"} and not _CARRIES_ON.search(" ".join(words))


def _clause(words: list[str], begins: str) -> Clause:
    last = words[-1]
    verbless = not any(VERB.fullmatch(word) for word in words)
    if verbless and len(last) >= 4 and last.endswith("ه") and last not in _HE_NOUNS:
        words = [*words[:-1], last[:-1], "BE+PRES"]
    told = " ".join(words)
    former = "PLUP" in told or bool(_FORMERLY.search(told))
    return Clause(told.replace("+PLUP", "+PAST").replace("-PLUP", "-PAST"), begins, former=former)


def _judged(sentence: list[Clause], *, asked: bool) -> list[Clause]:
    """The clauses of one sentence, with what kind of saying each is."""
    first = _first_question(sentence, asked=asked)
    return [
        replace(
            one,
            asks=first is not None and at >= first,
            begs=bool(_BEGGING.search(one.words)),
            conditional=bool(_IF.search(one.words)),
        )
        for at, one in enumerate(sentence)
    ]


def _first_question(sentence: list[Clause], *, asked: bool) -> int | None:
    """Where in a sentence the question begins; None where there is none."""
    shapes = [_ASKING, _WHEN_MUST, _QUESTION_COMES] + [_ASKING_WHEN] * asked
    first = next(
        (
            at
            for at, one in enumerate(sentence)
            if any(shape.search(one.words) for shape in shapes)
            and (asked or not _WONDERS.search(one.words))
        ),
        None,
    )
    if first is None and asked:
        first = max((at for at, one in enumerate(sentence) if one.begins == ","), default=0)
    if first is None and sentence and _ENDS_ASKING.search(sentence[-1].words):
        first = len(sentence) - 1
    if first and _OR_NOT.match(sentence[first].words):
        first -= 1
    while first and _IF.search(sentence[first - 1].words):
        first -= 1
    return first

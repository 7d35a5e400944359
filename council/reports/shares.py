"""How much of the work is done: percentages, halves and thirds, and so many of so many."""

import re
from collections.abc import Sequence
from dataclasses import replace

from council import text
from council.reports.clauses import Clause, clauses

_NUMBER = rf"(?:{text.NUMBER}|صفر)"
_PERCENT = re.compile(rf"(?<![\w/.])(?P<number>{_NUMBER}) %(?!\w)")
_SHARE_ALONE = re.compile(rf"(?P<number>{_NUMBER})(?: %)?")
_DICTATED = re.compile(
    r"\b(?P<number>\d{1,3}) (?:(?:HIT|WRITE|PUT)|(?:ثبت|درج|لحاظ|منظور) DO)\+(?:IMP|SUBJ)"
)
_MONEY = re.compile(r"\b(?:اعتبار|بودجه|میلیارد\w*|میلیون\w*|تومان|تومن|ریال|پول\w*)\b")
_SMALL = rf"(?:\d{{1,3}}|{text.NUMBER_WORD})"
_RANGE = re.compile(rf"(?<!از )\b{_SMALL} (?:% )?(?:تا|الی|-|یا|,)? ?(?={_SMALL} %)")
_FRACTIONS = (
    (r"(?:یک|یه|1) ?(?:سوم|ثلث)|\bثلث\b", 33),
    (r"(?:دو|2) ?(?:سوم|ثلث)", 67),
    (r"(?:یک|یه|1) ?(?:چهارم|ربع)|\bربع\b", 25),
    (r"(?:سه|3) ?(?:چهارم|ربع)", 75),
    (r"(?:یک|یه|1) ?پنجم", 20), (r"(?:دو|2) ?پنجم", 40), (r"(?:سه|3) ?پنجم", 60),
    (r"(?:چهار|4) ?پنجم", 80), (r"(?:یک|1) ?دهم", 10), (r"(?:نه|9) ?دهم", 90),
    (r"\b(?:نصف|half|فیفتی فیفتی)\b", 50),
)  # fmt: skip
_FRACTION = tuple(
    (re.compile(rf"(?<!\w)(?:{shape})(?:ش|شان|شو|م)?(?!\w)(?! بیشتر)"), value)
    for shape, value in _FRACTIONS
)
_OF_SOME = re.compile(
    rf"\bاز (?P<all>{_SMALL}) (?:[^\W\d]+ ){{0,5}}?(?P<some>{_SMALL}) (?:تا\w*|مورد|عدد|نفر|فقره"
    rf"|بند)\b"
    rf"|\b(?P<some2>{_SMALL}) (?:تا |مورد |عدد |فقره |بند )?(?:\w+ )?از (?P<all2>{_SMALL})\b"
)
_BARE = re.compile(r"(?:هنوز |الان |فعلا |امروز |روی |نزدیک |بالای |حدود |حدودا |تقریبا "
    r"|تا (?:الان|حالا|امروز) |به |BECOME\+PAST )*(?P<number>100|\d{1,2}|صفر)"
                   r"(?: (?:BE|ARRIVE|BECOME)\+(?:PRES|PAST)| تا (?:الان|حالا|امروز)| فعلا"
                   r"| الان)*")  # fmt: skip
_BARE_WORDS = re.compile(
    rf"(?:الان |فعلا |امروز |روی |نزدیک |بالای |حدود |حدودا |تقریبا )*(?P<number>{_NUMBER})"
)
_SAME_UNIT = re.compile(
    rf"\b(?P<some>{_NUMBER}) (?P<unit>[^\W\d]+)(?: تومان| تومن| ریال)?"
    rf" از (?P<all>{_NUMBER}) (?P=unit)\b(?=.*\+PAST)"
)
_OF_COUNTED = re.compile(
    rf"\bاز (?P<all>{_SMALL}) (?P<unit>[^\W\d]+?)ی? (?:[^\W\d]+ ){{0,2}}(?:هر )?(?P<some>{_SMALL}) "
    rf"(?P=unit)(?:ش|شان)?\b(?=.*\+PAST)"
)
_OF_TOTAL = re.compile(
    rf"\b(?P<some>{_SMALL}) (?P<unit>[^\W\d]+) (?:[^\W\d]+ ){{0,4}}?\w+\+PAST (?:[^\W\d]+ )?"
    rf"از (?:مجموع|کل|جمع) (?P<all>{_SMALL}) (?P=unit)\b"
)
EVERY_ONE = re.compile(
    rf"\bاز (?P<every>{_SMALL}) (?:[^\W\d]+ ){{1,3}}(?:هر|همه|تمام) (?P=every)\b(?=.*\+PAST)"
)
_NOW_AT = re.compile(
    rf"\bاز {_SMALL} % (?:\w+\+PAST )?به (?P<number>{_SMALL})(?: ARRIVE\+PAST)?(?: %)?$"
    rf"|% BE\+PAST (?:\w+ )?BECOME\+PAST (?P<number3>{_SMALL})$"
    rf"|\bپیشرفت (?P<number2>{_SMALL}) درصدی (?:حاصل|محقق|ثبت|داشته|HAVE\+|BECOME\+)"
)
_BARE_OF = re.compile(r"(?P<some>\d{1,3}) ?(?:از|/) ?(?P<all>\d{1,3})")
_CODE_ALONE = re.compile(r"\d{1,3} ?/ ?\d{1,3}")
"""«۱/۳: ۵۰٪ انجام شد» names an item; where no percentage is said, one of three are done."""
_DONE_AND_LEFT = re.compile(
    rf"\b(?P<done>{_NUMBER}) تا (?:را |رو )?(?:\w+ )?[A-Z]+\+PAST (?:و )?"
    rf"(?P<left>{_NUMBER}) تا(?: هم)? REMAIN\+"
)
_STAYS = re.compile(r"\b(?:رو|روی|در|سر|همان|همون) $")
_PROGRESS = re.compile(
    rf"\bپیشرفت(?: \w+){{0,3}},? (?P<number>{text.NUMBER})(?! (?:میلی|نفر|روز|هفته|جلسه"
    rf"|مورد))(?: درصدی)?$"
)
_LEFT = re.compile(
    r"^(?: (?:از|هم|کار|کارها|ان|اون|فقط|دیگر|هنوز|ش|اش|تا|اخر)){0,4} ?(?:باقی|مانده|REMAIN\+"
    r"|بقیه|عقب|کم HAVE|نیمه|دیگر مانده|کار HAVE\+PRES$)"
)
_LEFT_BEFORE = re.compile(r"(?:باقی ?مانده|مانده|REMAIN\+PAST) ?(?:فقط |تنها |حدود |همین )*$")
_LEFT_ALONE = re.compile(
    r"(?:(?!عقب|ناتمام|نیمه|معطل|متوقف|راکد)\w+ )?REMAIN\+PAST"
    r"|.*(?:\bREMAIN-PAST(?: BE\+PRES)?|\bتمام\w* (?:BECOME|DO|BE)\+\w+|\bهمه\b.*\bBECOME\+PAST)"
)
_SHARE_BEHIND = re.compile(
    r"(?:(?:حدود|همین) )?\d{1,3} ?[%٪]|(?:فقط|تنها) (?:حدود )?\d{1,3} ?[%٪](?!.*\+PAST).*"
)
_OF_MONEY = (
    r"(?:اعتبار\w*|بودجه|هزینه\w*|صرفه\w*|جریمه|مازاد|مبلغ|سهم\w*|تخفیف|مالیات|سود|نرخ|تورم|افزایش|کاهش|رشد|قیمت\w*"
    r"|واحد\w*|اعضا\w*"
    r"|تسهیلات|ظرفیت|درامد|صادرات|تولید|شرکت\w*|بنگاه\w*|مطمین|مطمئن|موافق\w*|مخالف\w*|مشکل\w*"
    r"|پیگیر\w*|حق|پول\w*"
    r"|فروش|معافیت|عوارض|وام|کارمزد|تعرفه\w*|نیرو|جمعیت|مردم|سرمایه|کارخانه\w*|کسری|تخصیص|قطعی"
    r"|حتما|دست ما|قابل|درست|حمایت|تایید|قبول|همراه)"
)
_OF_OTHER = re.compile(
    rf"^ (?:جلوتر|عقب ?تر|بیشتر از|کمتر از)|^ (?:از |کل |این |ان |هم |به )*{_OF_MONEY}\b|^ درصدی"
)
_OTHER_BEFORE = re.compile(
    r"(?:تورم|تخفیف|افزایش|کاهش|رشد|نرخ|سود|مالیات|قیمت\w*|حق|وام|کارمزد|هدف\w*|تعهد|هزینه\w*"
    r"|بودجه|اعتبار\w*"
    r"|سهم\w*|تسهیلات)(?: \w+){0,3} $"
)
_UNTRUE = re.compile(r"^(?: (?!و )\w+){0,5} \w+-(?:PAST|PRES|FUT|SUBJ)|^ (?:نه|BE-)")
_AHEAD = re.compile(r"^(?: (?!و )\w+){0,5} (?:\w+\+(?:FUT|SUBJ)|(?:BECOME|ARRIVE|BRING|GO)\+PRES)")
_SAID_SO = re.compile(r" (?:اعلام|گزارش|ارزیابی|براورد|محسوب|عنوان) ")
_RUNNING = re.compile(r"HAVE\+PRES|در حال")
_AIM = re.compile(r"(?:هدف\w*|برنامه|قرار|باید|بناست|اگر) (?:\S+ )*$")
_WRITE_DOWN = re.compile(r"\b(?:بنویس|بزن|ثبت کن)\b")
_VAGUE_HALF = re.compile(r"(?:کمتر از|زیر|بیش از|بیشتر از|بالای) $")


def share(told: Sequence[Clause]) -> int | None:
    """How much is done in all, 0 to 100, where the clauses say so; the last word of them counts."""
    whole = " ".join(one.words for one in told)
    if match := _DONE_AND_LEFT.search(whole):
        done, left = (text.number_from_words(match[name]) or 0 for name in ("done", "left"))
        return round(100 * done / (done + left)) if done else None
    found: list[tuple[int, bool]] = []
    for before, one in zip((None, *told), told, strict=False):
        if "%" in whole and _CODE_ALONE.fullmatch(one.words):
            continue
        shares = _of_clause(_with_left(before, one))
        found = shares + found if one.words.startswith("یعنی ") else found + shares
    now = [value for value, past in found if not past]
    if not now:
        return None
    return now[0] if len(set(now)) == 1 else _best(now, whole)


def _with_left(before: Clause | None, one: Clause) -> Clause:
    """A share with the verb before it that says that so much is left: «مونده، فقط ۱۰ درصد»."""
    if before and _LEFT_ALONE.fullmatch(before.words) and _SHARE_BEHIND.fullmatch(one.words):
        share = one.words.removeprefix("فقط ").removeprefix("تنها ")
        return replace(one, words=f"REMAIN+PAST {share}")
    return one


def share_alone(reply: str) -> int | None:
    """The share, 0 to 100, that is all the reply says: «۶۵», «65%», «شصت درصد»."""
    told = clauses(reply)
    match = _SHARE_ALONE.fullmatch(told[0].words) if len(told) == 1 else None
    value = text.number_from_words(match["number"]) if match else None
    return value if value is not None and value <= 100 else None


def _one_of(words: str, shapes: Sequence[re.Pattern[str]]) -> re.Match[str] | None:
    return next((match for shape in shapes if (match := shape.search(words))), None)


def _best(values: list[int], words: str) -> int | None:
    if re.search(r"\bاز [^,]{1,25}% (?:\w+ )?(?:به|ARRIVE)", words):
        return values[-1]
    if sum(values) == 100 and len(values) == 2:
        return values[0]
    return values[0]


def _of_clause(one: Clause) -> list[tuple[int, bool]]:
    words = _RANGE.sub("", one.words)
    if EVERY_ONE.search(words):
        return [(100, False)]
    if match := _BARE.fullmatch(words):
        return [(int(match["number"].replace("صفر", "0")), False)]
    if match := _BARE_WORDS.fullmatch(words):
        value = text.number_from_words(match["number"])
        if value is not None and 10 <= value <= 100:
            return [(value, False)]
    if match := _one_of(words, (_SAME_UNIT, _OF_COUNTED, _OF_TOTAL)):
        return _ratio(match["some"], match["all"])
    if match := _NOW_AT.search(words) or _PROGRESS.search(words) or _DICTATED.search(words):
        value = text.number_from_words(next(filter(None, match.groups())))
        return [(value, False)] if value is not None and value <= 100 else []
    found = [
        read
        for match in _PERCENT.finditer(words)
        if (read := _reading(words, match, text.number_from_words(match["number"]))) is not None
    ]
    if found or "%" in words:
        return found
    for shape, value in _FRACTION:
        if _MONEY.search(words):
            return []
        if (match := shape.search(words)) and not _VAGUE_HALF.search(words[: match.start()]):
            read = _reading(words, match, value)
            return [read] if read is not None else []
    return _so_many(words)


def _reading(words: str, match: re.Match[str], value: int | None) -> tuple[int, bool] | None:
    """(how much is done, whether it was so earlier), or None where it is said of something else."""
    before, rest = words[: match.start()], words[match.end() :]
    if value is None or value > 100 or _OF_OTHER.search(rest) or _OTHER_BEFORE.search(before):
        return None
    if re.match(r" (?:\w+ )?REMAIN", rest) and _STAYS.search(before):
        return value, False
    if more := re.match(r" بیشتر (?:\w+ )?(REMAIN|GO|BECOME|CARRY|COME)-", rest):
        return 100 - value if more[1] == "REMAIN" else value, False
    if _LEFT.search(rest) or _LEFT_BEFORE.search(before):
        return (100 - value, False) if "REMAIN-" not in rest else None
    if (value and _UNTRUE.search(rest)) or (_AIM.search(before) and not _WRITE_DOWN.search(before)):
        return None
    if _AHEAD.search(rest) and not _RUNNING.search(words) and not _SAID_SO.match(rest):
        return None
    if re.match(r" (?:\w+ )?BE\+PAST(?! BE\+PRES)", rest):
        return value, True
    return value, False


def _so_many(words: str) -> list[tuple[int, bool]]:
    """«۳ از ۵» of the work as a percentage, where it is told as reached."""
    if match := _BARE_OF.fullmatch(words):
        return _ratio(match["some"], match["all"])
    match = _OF_SOME.search(words)
    if match is None or not re.search(r"\+PAST|BE\+PRES|HAVE\+PRES", words[match.end() - 1 :]):
        return []
    some, whole = match["some"] or match["some2"], match["all"] or match["all2"]
    return _ratio(some, whole, left=bool(re.search(r"REMAIN\+", words[match.end() :])))


def _ratio(some_words: str, whole_words: str, *, left: bool = False) -> list[tuple[int, bool]]:
    some, whole = text.number_from_words(some_words), text.number_from_words(whole_words)
    if some is None or whole is None or not 0 < some <= whole <= 500:
        return []
    return [(round(100 * (whole - some if left else some) / whole), False)]

"""Which of several items each part of a reply is about: by its code, its number, or «هر دو»."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from council import text

_NAME = r"(?:(?:مصوبه|بند|مورد|شماره|کد)[ \u200c]?(?:ی )?)*"
_END_OF_CODE = re.compile(
    r"(?<!\w)(?<!طبق )(?<!مطابق )(?<!اساس )(?<!مانند )(?<!مثل )(?:مصوبه|بند)[ \u200c]?(?:ی )?"
    r"(?:شماره )?(?P<number>\d{1,3})(?![\d/])(?!\s*(?:[،,و]\s*\d|(?:مصوبه|بند|مورد)(?!\w)"
    r"|[%٪]|(?:درصد|روز|هفته|ماه|سال|ساعت|بار|از)(?!\w)|(?:تا|الی|[-–])\s*\d"
    r"|جلسه|نشست|قرارداد|ماده|تبصره|قانون|نامه|آیین|دستور|تفاهم|صورت))"
)
_NUMBERED = re.compile(r"(?<!\w)(?:مصوبه|بند|مورد|شماره)[ \u200c]?(?:ی |های )?\d")
_JOINT = re.compile(r"(?:[\s،,؛;&+]|و|and)*")
_TURN = re.compile(
    r"[،,؛;\n!؟?]|\.(?!\d)|(?<!\w)(?:و|ولی|اما|ولیکن|لیکن|and|but)(?!\w)", re.IGNORECASE
)
_PLACE = re.compile(r"^[^\S\n]*(\d{1,2})\s*[:.)\-–]\s*(?=\S)", re.MULTILINE)
_MARKS = " \t\n\u200c:.)-–،,؛;"
_HELLO = r"\W*(?:(?:با )?سلام|درود)?(?: و (?:احترام|ادب|درود|عرض ادب))?\W*"
_STANDS = (
    r"\W+(?:تمام|تموم|انجام|کامل|تکمیل|اجرا|نهایی|بسته|شد|هنوز|در (?:دست|حال|جریان)|را|رو|نصفه|نیمه"
    r"|شروع|آغاز|ارسال|آماده|متوقف|done|finished|are|\d{1,3} ?(?:%|٪|درصد))(?![^\W\d])"
)
_OF_THEM = r"[ \u200c]?(?:شان|شون|اش|ش)(?!\w)"
_ITEMS = rf"[ \u200c]?(?:(?:مورد|مصوبه|بند)(?!\w)|تا(?:{_OF_THEM})|{_OF_THEM})"
_COUNTED = re.compile(
    rf"{_HELLO}هر ?(?P<number>{text.NUMBER})(?: ?تا(?!\w))?(?:{_ITEMS}|(?={_STANDS}))"
)
_ALL = re.compile(
    rf"{_HELLO}(?:همگی(?!\w)"
    r"|(?:همه|تمام|کل)ٔ?[ \u200c]?ی?[ \u200c]?"
    r"(?:این[ \u200c]?ها|اینا|موارد|مصوبات|مصوبه[ \u200c]?ها)(?!\w)"
    rf"|(?:همه|all)(?:{_OF_THEM}| of them(?!\w)|(?={_STANDS})))",
    re.IGNORECASE,
)
_BOTH = re.compile(rf"{_HELLO}both(?: of them(?!\w)|(?={_STANDS}))", re.IGNORECASE)
_BUT = (
    r"(?<!\w)(?:(?:ب(?:ه ?)?)?جز|(?:به ?)?غیر ?از|به استثنای|الا|مگر|منهای"
    r"|except(?: for)?|apart from|other than)(?!\w)"
)
_OTHERS = (
    r"(?<!\w)(?:بقیه|مابقی|سایر|the (?:rest|others?))ٔ?"
    rf"(?: (?:موارد|مصوبات|بندها|موردها|مصوبه[ \u200c]?ها|of them))?(?={_STANDS})"
)
_STEP = r"(?:ت[اأ][یئ]ید|امضا|تصویب|اتمام|پایان|انجام|اجرا|نتیجه|ت[اأ]خیر)"
_HANGS_ON = re.compile(
    r"(?<!\w)(?:(?:منتظر|در انتظار)(?: \w+)?|(?:چون|زیرا|به ?(?:خاطر|علت|دلیل|واسطه)|تا"
    r"|(?:بعد|پس|پیش|قبل|جدا) از|(?:منوط|موکول|مشروط|وابسته|بسته) به"
    r"|waiting for|awaiting|because(?: of)?|after|before|until|depends on)"
    rf"(?: {_STEP})?|(?<=\w ){_STEP})\W?ی?\W*$",
    re.IGNORECASE,
)
_UP_TO = re.compile(r"\W*(?:تا|الی|-|–|to|till?)\W*", re.IGNORECASE)
_BUT_THIS = re.compile(rf"{_BUT}\W*$", re.IGNORECASE)
_LEAVES_OUT = re.compile(rf"{_BUT}|{_OTHERS}|(?<!\w)(?:فقط|تنها|only)(?!\w)|\d/\d", re.IGNORECASE)


@dataclass(frozen=True)
class _Naming:
    """Where words name items, and the places of these in the message that is answered."""

    start: int
    end: int
    places: tuple[int, ...]


def parts_of(said: str, codes: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """The places of the items that a reply speaks of, in the order shown, each with its words.

    `codes` are those of the items that the message it replies to was about. «۱/۱ تمام شد، ۱/۳ نصفه
    است» and «۱: تمام شد» cut the words, «هر دو تمام شد» says them of each. Empty where they name
    none, a code that several of the items have, or one to leave it out («همه به جز ۱/۳»).
    """
    plain = text.en_digits(said)
    if len(codes) > 1 and _of_all(plain, len(codes)):
        whole = tuple((place, said) for place in range(len(codes)))
        return () if _LEAVES_OUT.search(plain) else whole
    found = _by_code(plain, codes)
    if _without_some(plain, found):
        return ()
    found = found or _by_place(plain, len(codes)) or _by_end_of_code(plain, codes)
    told: dict[int, list[str]] = {}
    for one, words in _cut(said, _together(plain, found)):
        for place in one.places if words else ():
            told.setdefault(place, []).append(words)
    return tuple((place, "\n".join(told[place])) for place in sorted(told))


def _of_all(plain: str, count: int) -> bool:
    if counted := _COUNTED.match(plain):
        return text.number_from_words(counted["number"]) == count
    return bool(_ALL.match(plain) or (count == 2 and _BOTH.match(plain)))


def _without_some(plain: str, named: Sequence[_Naming]) -> bool:
    """Whether a code is named to leave its item out, or beside all the other items."""
    left_out = any(_BUT_THIS.search(plain, 0, one.start) for one in named)
    return left_out or bool(named and re.search(_OTHERS, plain, re.IGNORECASE))


def _by_code(plain: str, codes: Sequence[str]) -> list[_Naming]:
    """Where the words name codes to report on them; nowhere where one of these is several items'
    own, or they are a range («۱/۱ تا ۱/۳»)."""
    found = [
        _Naming(match.start(), match.end(), (place,))
        for place, code in enumerate(codes)
        for match in re.finditer(
            rf"(?<![\d/])(?<!\w){_NAME}{re.escape(text.en_digits(code))}(?![\d/])", plain
        )
    ]
    found.sort(key=lambda one: one.start)
    shared = any(one.start == two.start for one, two in pairwise(found))
    ranges = any(_UP_TO.fullmatch(plain, one.end, two.start) for one, two in pairwise(found))
    return [] if shared or ranges else [one for one in found if not _only_mentioned(plain, one)]


def _by_end_of_code(plain: str, codes: Sequence[str]) -> list[_Naming]:
    """Where the words name one resolution by the end of its code («مصوبه ۱»); nowhere where that is
    no item's or several items' end, or something else is numbered beside it."""
    ends = [text.en_digits(code).rpartition("/")[2] for code in codes]
    found = list(_END_OF_CODE.finditer(plain))
    if len(found) != 1 or len(_NUMBERED.findall(plain)) > 1 or ends.count(found[0]["number"]) != 1:
        return []
    naming = _Naming(found[0].start(), found[0].end(), (ends.index(found[0]["number"]),))
    return [] if _only_mentioned(plain, naming) else [naming]


def _only_mentioned(plain: str, one: _Naming) -> bool:
    """Whether it is what another item waits for («منتظر تأیید ۱/۳»), and no item reported on."""
    return bool(_HANGS_ON.search(_TURN.split(plain[: one.start])[-1]))


def _by_place(plain: str, count: int) -> list[_Naming]:
    """The numbers at which the lines begin, where the first line begins with one."""
    found = [
        _Naming(match.start(), match.end(), (int(match[1]) - 1,))
        for match in _PLACE.finditer(plain)
        if 1 <= int(match[1]) <= count
    ]
    return found if count > 1 and found and not plain[: found[0].start].strip() else []


def _together(plain: str, found: Sequence[_Naming]) -> list[_Naming]:
    """Those that stand side by side («۱/۱ و ۱/۳») made one."""
    made: list[_Naming] = []
    for one in found:
        if made and _JOINT.fullmatch(plain, made[-1].end, one.start):
            made[-1] = _Naming(made[-1].start, one.end, (*made[-1].places, *one.places))
        else:
            made.append(one)
    return made


def _cut(said: str, found: Sequence[_Naming]) -> list[tuple[_Naming, str]]:
    """Each with its words: from the turn before it to the turn before the next, without the names
    that stand at either end."""
    ends, starts = [], [0]
    for one, two in pairwise(found):
        turns = list(_TURN.finditer(said, one.end, two.start))
        ends.append(turns[-1].start() if turns else two.start)
        starts.append(turns[-1].end() if turns else two.start)
    ends.append(len(said))
    return [
        (one, _without_name(said, one, start, end))
        for one, start, end in zip(found, starts, ends, strict=False)
    ]


def _without_name(said: str, one: _Naming, start: int, end: int) -> str:
    before, behind = said[start : one.start].strip(_MARKS), said[one.end : end].strip(_MARKS)
    if before and behind:
        return said[start:end].strip()
    return (
        said[start : one.start].strip() if before else said[one.end : end].lstrip(_MARKS)
    ).strip()

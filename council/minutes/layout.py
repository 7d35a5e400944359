"""Lines of a document and the marks in front of them: numbers, letters, bullets, «بند ۱:»."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from council.minutes.spelling import pattern
from council.text import ZWNJ, fold, number_from_words

_BULLETS = "•*✔✓☑▪▫◾◽■□●○◆◇♦🔹🔸🔻🔺🔶🔷➢►▶◄◀←⇐☜⭕✅👈➖·‣⁃○❖✦◈+"
LETTERS = "الف|ا|ب|پ|ت|ث|ج|چ|ح|خ|د|ذ|ر|ز|س|ش|ط|ک|ل|م|ن|و|ه|ی"

_CHAT_PREFIX = re.compile(
    r"\[[\d/.\-:,، ]{4,24}(?:[AP]M)?\] ?(?P<one>[^:\n]{1,60}): ?"
    r"|\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}[,،]? \d{1,2}:\d{2}(?: ?[AP]M)? - (?P<two>[^:\n]{1,60}): ?"
    r"|(?P<three>[^:\n\[]{1,60}), \[[\d/.\-:,، ]{9,24}(?:[AP]M)?\]:?$"
)
_TWO_LEVEL = re.compile(
    rf"\(?(\d{{1,3}}[ {ZWNJ}]?[-–—{ZWNJ}][ {ZWNJ}]?\d{{1,3}}"
    rf"|\d{{1,2}}/\d{{1,2}}(?=[ {ZWNJ}]?[-–—.):]))"
    rf"(?:[ {ZWNJ}]?[-–—.):]|[ {ZWNJ}]+(?=[^\W\d]))\s*"
)
_SLASHED = re.compile(rf"(\d{{1,2}})/(\d{{1,2}})[ {ZWNJ}]+(?=[^\W\d])")
_NUMBERED = re.compile(
    rf"\(?(\d{{1,4}})(?:[ {ZWNJ}]*(?:\ufe0f?\u20e3|[-–—.):]{{1,2}}(?![\d])|[-–—.):](?=\s)|/(?=\s))"
    rf"|{ZWNJ}+(?=\D))[\s{ZWNJ}]*"
)
_BARE = pattern(r"(\d{1,4})_(?=مقرر|مصوب|موافقت|تصویب|بررسی|درخواست|نامه)")
_TURNED = re.compile(rf"[-–.)] ?(\d{{1,2}})[ {ZWNJ}]*(?=[^\W\d])")
"""A mark whose sign a PDF has put before the number: «-۱ مقرر شد»."""
_CIRCLED = re.compile(rf"([①-⑳❶-❿➀-➓⓵-⓾])[\s{ZWNJ}]*")
_LETTERED = re.compile(
    rf"\(?({LETTERS})(?:[ {ZWNJ}]{{0,2}}[-–—).:]| ?{ZWNJ}(?=\s))[\s{ZWNJ}]*"
    rf"|\(?([A-Za-z])[).][ {ZWNJ}]+"
)
_KEYED = pattern(
    r"(?:بند|مصوبه|ماده|تصمیم|مورد|موضوع)(?: شماره)?"
    r"(?: (<N>(?: ?[/\-–] ?\d{1,4}){0,3}|\([^()\n]{1,12}\))(?: \([^()\n]{3,60}\))?)?\s*[:.)\-–]+\s*"
)
_KEYED_INSIDE = pattern(
    r"(?:(?<=[.؟!…])|(?<=\sخب)|(?<=\sخوب)|(?<=\sپس))_((?:مصوبه|تصمیم)(?: شماره)? <N>\s*[:\-–])"
)
"""A decision that is numbered in the middle of a line: «خب مصوبه ۲ - …»."""
_VERDICT = pattern(
    r"()(?:نتیجه|تصمیم|مصوبه|(?:شرح|متن) (?:مصوبه|تصمیم)|(?:تصمیم|مصوبه|نتیجه|نظریه|نظر|رای)_"
    r"(?:[^\s:]{1,12}_)?(?:جلسه|نشست|کمیسیون|شورا|کمیته|کارگروه|هیات|ستاد|انجمن|مجمع|اعضا|نهایی)"
    r"(?:_\w{1,12})?)\s*:\s*"
)
_KEYED_ALONE = pattern(r"(?:بند|مصوبه|تصمیم)(?: شماره)?_(<N>(?: ?/ ?\d{1,4}){0,3})$")
_ORDINALS = (
    "یکم|اول|نخست|دوم|سوم|چهارم|پنجم|ششم|هفتم|هشتم|نهم|دهم|یازدهم|دوازدهم|سیزدهم|چهاردهم|پانزدهم"
)
_ORDINAL = re.compile(rf"({_ORDINALS})[ {ZWNJ}]?[:.)\-–—]+[\s{ZWNJ}]*")
_COUNTED_OUT = re.compile(
    rf"(یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده)[ {ZWNJ}]?(?:[:)]|[-–—](?=\s))[\s{ZWNJ}]*"
)
"""A number in words: «یک: …»."""
_SPOKEN_ORDER = ("اولا", "ثانیا", "ثالثا", "رابعا", "خامسا", "سادسا", "سابعا", "ثامنا")
_SPOKEN = re.compile(
    rf"(?<![\w{ZWNJ}])({'|'.join(_SPOKEN_ORDER)}){ZWNJ}*(?!\w)[\s{ZWNJ}]*[:،,\-–]?[\s{ZWNJ}]*"
)
_NOTE = pattern(r"(تبصره(?: <N>)?)\s*[:.)\-–]+\s*")
_BULLET = re.compile(rf"([{_BULLETS}]\ufe0f?|[-–—](?=[\s{ZWNJ}]))[\s{ZWNJ}]*")
_INLINE = re.compile(rf"(?<=[\s:.؛]){{1}}(\d{{1,2}})[ {ZWNJ}]?[.)\-–][ {ZWNJ}]*(?=[^\W\d])")

_BLANKS = f" \t\r{ZWNJ}"
_FEW_LINES = 6
_FEWEST_COUNTED = 2
_RARELY = 0.05
_MOSTLY = 0.5
_SAYS = pattern(
    r"[\s‌]*(?!(?:مصوب|مسئول|مهلت|موعد|زمان|تاریخ|مجری|اقدام|متولی|شرح|موضوع|دستور|شاخص|همکار|ردیف|بند"
    r"|تصمیم|نتیجه|محل|ساعت|تبصره|پیگیری|وضعیت|ناظر"
    r"|پرونده|رای|نظر|ماده|مورد|گزارش|توضیح|عنوان|شماره|درخواست|مرجع))"
    r"([^\W\d][^:\n(]{1,25}?)(?: \([^()\n]{2,25}\))?\s*:_"
)
"""Who speaks, in front of a colon; labels of tasks and of the session's fields are others."""


@dataclass(frozen=True)
class Mark:
    """The mark of a list item: its kind, what is printed, and the number in ASCII if any."""

    kind: str
    printed: str
    number: str | None


@dataclass(frozen=True)
class Line:
    """One line without its mark; offsets are in the document.

    `line_start` includes the mark; `fresh` tells that an empty line or a new message precedes.
    """

    line_start: int
    start: int
    end: int
    text: str
    mark: Mark | None
    fresh: bool


def lines_of(text: str) -> list[Line]:
    """Return the lines that are not empty; `text` of each is folded, offsets fit the original."""
    folded = fold(text)
    lines: list[Line] = []
    usual, speakers = _usual_gap(folded), _speakers(folded)
    empty, offset = usual + 1, 0
    for raw in folded.split("\n"):
        if raw.strip(_BLANKS):
            fresh = empty > usual
            lines.extend(_pieces(folded, offset, offset + len(raw), fresh, speakers))
            empty = 0
        else:
            empty += 1
        offset += len(raw) + 1
    return _with_lone_marks_joined(_with_slashed_counts(_with_alef_for_one(lines)))


def senders(text: str) -> tuple[str, ...]:
    """Return the folded names of those who wrote in an exported chat, each once."""
    found = (_CHAT_PREFIX.match(raw.strip(_BLANKS)) for raw in fold(text).split("\n"))
    names = (one["one"] or one["two"] or one["three"] for one in found if one)
    return tuple(dict.fromkeys(name.strip(_BLANKS) for name in names))


def _usual_gap(folded: str) -> int:
    """Return how many empty lines stand between any two lines: 1 where nearly all are apart."""
    written = [bool(raw.strip(_BLANKS)) for raw in folded.split("\n")]
    beside = sum(one and other for one, other in pairwise(written))
    return int(sum(written) > _FEW_LINES and beside <= _RARELY * sum(written))


def _with_alef_for_one(lines: list[Line]) -> list[Line]:
    """Read «ا-» above «۲-» as the ۱ that a scanner took for an alef."""
    marked = [place for place, line in enumerate(lines) if line.mark]
    for place, following in pairwise(marked):
        mark, after = lines[place].mark, lines[following].mark
        if mark and after and mark.number == "ا" and after.number == "2":
            lines[place] = replace(lines[place], mark=Mark("number", mark.printed, "1"))
    return lines


def _with_slashed_counts(lines: list[Line]) -> list[Line]:
    """Read «۱/۱ …», «۱/۲ …», «۲/۱ …» as marks without a sign where each counts on."""
    slashed = [
        (place, found)
        for place, line in enumerate(lines)
        if line.mark is None and (found := _SLASHED.match(line.text))
    ]
    counts = [(int(found[1]), int(found[2])) for _place, found in slashed]
    if len(counts) < _FEWEST_COUNTED or counts[0][1] != 1:
        return lines
    if any(after not in ((head, at + 1), (head + 1, 1)) for (head, at), after in pairwise(counts)):
        return lines
    for place, found in slashed:
        mark = Mark("two_level", found[0].strip(_BLANKS), found[0].strip(_BLANKS))
        line = lines[place]
        text = line.text[found.end() :]
        lines[place] = replace(line, start=line.start + found.end(), text=text, mark=mark)
    return lines


def _with_lone_marks_joined(lines: list[Line]) -> list[Line]:
    """Give a mark that has a line for itself («مصوبه اول», «۱-») to the unmarked line below it."""
    joined: list[Line] = []
    for line in lines:
        above = joined[-1] if joined else None
        lone = above and above.mark and not above.text and above.mark.number is not None
        if above and lone and line.mark is None:
            start, fresh = above.line_start, above.fresh
            joined[-1] = replace(line, line_start=start, mark=above.mark, fresh=fresh)
        else:
            joined.append(line)
    return joined


def _speakers(folded: str) -> frozenset[str]:
    """Return the labels of a verbatim report, where most lines are speech: «شهردار: …»."""
    written = [raw for raw in folded.split("\n") if raw.strip(_BLANKS)]
    labels = Counter(found[1] for raw in written if (found := _SAYS.match(raw)))
    spoken = sum(labels.values())
    again = sum(count for count in labels.values() if count > 1)
    if spoken < _FEW_LINES or spoken < _MOSTLY * len(written) or again < _MOSTLY * spoken:
        return frozenset()
    return frozenset(labels)


def _speaking(folded: str, start: int, end: int, speakers: frozenset[str]) -> re.Match[str] | None:
    found = _SAYS.match(folded, start, end) if speakers else None
    return found if found and found[1] in speakers else None


def _pieces(folded: str, start: int, end: int, fresh: bool, speakers: frozenset[str]) -> list[Line]:
    """Return the line, or several where numbers run on inside it: «… ۱. … ۲. …»."""
    chat = _CHAT_PREFIX.match(folded, start, end) or _speaking(folded, start, end, speakers)
    if chat:
        start, fresh = chat.end(), True
    inside = (
        _inline_numbers(folded, start, end)
        or _spoken_numbers(folded, start, end)
        or [found.start(1) for found in _KEYED_INSIDE.finditer(folded, start, end)]
    )
    cuts = [start, *inside, end]
    return [
        _line(folded, begin, stop, fresh or place > 0)
        for place, (begin, stop) in enumerate(pairwise(cuts))
        if folded[begin:stop].strip()
    ]


def _inline_numbers(folded: str, start: int, end: int) -> list[int]:
    """Return where 1, 2, 3 … stand inside the line; nothing unless there are at least two."""
    cuts: list[int] = []
    first = _NUMBERED.match(folded, start, end)
    begun = int(first[1]) if first else 0
    wanted = begun + 1
    for found in _INLINE.finditer(folded, start, end):
        finished = begun < 2 or folded[
            max(start, found.start() - 4) : found.start()
        ].rstrip().endswith((".", "؛"))
        if int(found[1]) == wanted and finished:
            cuts.append(found.start(1))
            wanted += 1
    return cuts if wanted > 2 else []


def _spoken_numbers(folded: str, start: int, end: int) -> list[int]:
    """Return where «اولاً … ثانیاً … ثالثاً» stand inside the line; at least two, in order."""
    cuts: list[int] = []
    for found in _SPOKEN.finditer(folded, start, end):
        if len(cuts) < len(_SPOKEN_ORDER) and found[1] == _SPOKEN_ORDER[len(cuts)]:
            cuts.append(found.start())
    return cuts if len(cuts) > 1 else []


def _line(folded: str, start: int, end: int, fresh: bool) -> Line:
    while end > start and (folded[end - 1].isspace() or folded[end - 1] == ZWNJ):
        end -= 1
    while start < end and (folded[start].isspace() or folded[start] == ZWNJ):
        start += 1
    mark, body = _mark(folded, start, end)
    return Line(start, body, end, folded[body:end], mark, fresh)


def _mark(folded: str, start: int, end: int) -> tuple[Mark | None, int]:
    """Return the mark at the start, if there is one, and where the text after it begins."""
    for kind, shape in (
        *(("note", _NOTE), ("verdict", _VERDICT), ("keyed", _KEYED), ("two_level", _TWO_LEVEL)),
        *(("number", _NUMBERED), ("number", _CIRCLED), ("number", _TURNED)),
        ("keyed", _KEYED_ALONE),
        *(("number", _BARE), ("ordinal", _ORDINAL), ("ordinal", _COUNTED_OUT), ("spoken", _SPOKEN)),
        *(("letter", _LETTERED), ("bullet", _BULLET)),
    ):
        if found := shape.match(folded, start, end):
            printed = folded[start : found.end()].strip(f" \t{ZWNJ}")
            number = None if kind in ("note", "bullet", "verdict") else _number(found[1])
            full_kind = kind + found[1][0] if kind == "bullet" else kind
            return Mark(full_kind, printed, number), found.end()
    return None, start


def _number(printed: str | None) -> str | None:
    if not printed:
        return None
    if _CIRCLED.match(printed):
        return str(int(unicodedata.numeric(printed)))
    plain = printed.strip("() ").replace(ZWNJ, "").replace(" ", "")
    plain = plain.replace("–", "-").replace("—", "-")
    if plain in _SPOKEN_ORDER:
        return str(_SPOKEN_ORDER.index(plain) + 1)
    value = number_from_words(plain)
    return str(value) if value is not None else plain

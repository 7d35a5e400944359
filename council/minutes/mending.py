"""Writing that hides a word: letters torn apart by a scanner, words run together, stretched lines.

Rules read the mended text; what they find is told in places of the text as it was given.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from council.minutes import cues
from council.minutes.spelling import pattern
from council.text import ZWNJ, fold

_TORN = (
    "موظف مکلف مقرر مصوب مصوبات مصوبه گردید گردیدند گردد نماید نمایند حداکثر خصوص تصویب موافقت "
    "مرکب اسرع شهرستان ریاست مورخ ارائه اقدام توسط همکاری نسبت فرماندار فرمانداری استاندار "
    "بخشدار شهردار شهرداری پرورش کمیسیون کارگروه کمیته جلسه صورتجلسه دبیرخانه گزارش پیگیری "
    "مسئول مهلت آینده ادارات اداره سازمان معاون معاونت روز تاریخ شرکت پروژه"
).split()
"""Words that rules rest on, as they are mended where a scanner tore them («مو ظف»)."""
_MARK = "[\u0640\u064b-\u0655\u0670]"
_BY = {letter: rf"{letter}{_MARK}*" for word in _TORN for letter in fold(word)}


def _torn(word: str) -> str:
    return "[ ]?".join(_BY[letter] for letter in fold(word))


_ANY_TORN = "|".join(map(_torn, sorted(_TORN, key=len, reverse=True)))
_TORN_WORD = re.compile(rf"(?<![^\W\d])(?P<and>و?)(?P<word>{_ANY_TORN})(?![\w{ZWNJ}])")
_DASH = re.compile("(?<=[\\d)])[ ]?\u0640+|(?<![\\w\u0640])[اب]?[ ]?\u0640+(?=\\s)")
_STRETCH = re.compile(f"{_MARK}+")
_GLUED = re.compile(
    rf"(?<!\w)(?:مقرر|مصوب|تصویب|موافقت|موظف|مکلف)[ {ZWNJ}]?(?:شد|گردید|گشت|نمود|کرد)"
    r"(?=[^\W\d]{2})(?!ند|ه\b|ه‌)(?P<cut>)"
)
_AND_BODY = pattern(
    r"(?<!\w)و(?P<cut>)(?=(?:مسئول|دبیر|رییس|شهردار|فرماندار|استاندار|بخشدار|دهیار|سازمان|اداره"
    r"|شرکت|کمیسیون|کمیته|کارگروه|معاون|مدیر|نماینده|بانک|اتاق|انجمن|اتحادیه|هیات|شورا|ستاد"
    r"|آقای|خانم|مهندس|دکتر)(?:ی|ان|یت)?(?!\w)"
    r"|(?:دبیر|رییس)(?:شورا|کمیسیون|کمیته)(?!\w))"
)
_OFFICE_OF = pattern(r"(?<!\w)و?(?:دبیر|رییس|عضو|منشی)(?P<cut>)(?=(?:شورا|کمیسیون|کمیته)(?!\w))")
_ESCAPE = re.compile(r"\\(?=[-.()*_#\[\]+!>])")
"""What an export to Markdown puts before its signs: «1\\- مقرر شد»."""
_BOLD = re.compile(r"(?P<open>\*\*|__)(?=[^\s*_])[^\n*]{0,299}?(?<=[^\s*_])(?P<close>(?P=open))")
"""Bold words of a text in Markdown: «**شماره جلسه:** ۱۶»."""
_GLUED_WITH = re.compile(r"(?<!\w)با(?P<cut>)(?=همکاری|هماهنگی|مشارکت|حضور|توجه)")


@dataclass(frozen=True)
class Mended:
    """A text made readable, and for each of its characters the place in the text given."""

    text: str
    places: tuple[int, ...] | None

    def start(self, place: int) -> int:
        """Where the character stands in the text given."""
        return place if self.places is None else self.places[place]

    def end(self, place: int) -> int:
        """Where a span that ends before the place ends in the text given."""
        if self.places is None or place == 0:
            return place
        return self.places[place - 1] + 1


def mended(text: str) -> Mended:
    """Return the text with torn words joined, run-on words parted and stretched letters plain."""
    cuts = sorted(_edits(fold_letters(text)))
    if not cuts:
        return Mended(text, None)
    pieces: list[str] = []
    places: list[int] = []
    at = 0
    for start, end, instead in cuts:
        if start < at:
            continue
        pieces += (text[at:start], instead)
        places += range(at, start)
        places += [min(start, len(text) - 1)] * len(instead)
        at = end
    pieces.append(text[at:])
    places += range(at, len(text) + 1)
    return Mended("".join(pieces), tuple(places))


def fold_letters(text: str) -> str:
    """Fold the text but for stretched lines and vowel marks, which are looked for here."""
    folded = fold(text)
    if not _STRETCH.search(text):
        return folded
    return "".join(
        given if _STRETCH.match(given) else plain for given, plain in zip(text, folded, strict=True)
    )


def _edits(folded: str) -> list[tuple[int, int, str]]:
    """Return what to put where, as (start, end, instead)."""
    edits = []
    for found in _TORN_WORD.finditer(folded):
        start, end = found.span("word")
        edits += [(at, at + 1, "") for at in range(start, end) if folded[at] == " "]
    dashes = {found.end() - 1 for found in _DASH.finditer(folded)}
    edits += [(at, at + 1, "-") for at in dashes]
    edits += [
        (found.start(), found.end(), "")
        for found in _STRETCH.finditer(folded)
        if found.end() - 1 not in dashes
    ]
    edits += [(at, at + 1, " ") for at in _broken_lines(folded)]
    edits += [(found.start(), found.end(), "") for found in _ESCAPE.finditer(folded)]
    edits += [
        (*found.span(sign), "") for found in _BOLD.finditer(folded) for sign in ("open", "close")
    ]
    for shape in (_GLUED, _GLUED_WITH, _AND_BODY, _OFFICE_OF):
        edits += [(found.start("cut"), found.start("cut"), " ") for found in shape.finditer(folded)]
    return edits


_WIDTHS = range(45, 131)
_FULL = 0.8
_FULL_LINES = 0.35
_FEW_LINES = 3
_CARRIES_ON = pattern(r"\s*(?:و|تا|که|یا|ولی|اما|مگر)_")
_BEGINS = pattern(
    r"[^\w\s«(\"]|\(?(?:\d{1,4}|الف|[آ-ی]) [-–.):/]|\d{1,3} |(?:بند|ماده|تبصره|مصوبه|دستور"
    r"|تصمیم)\b"
    r"|[^:\n]{2,25}:|جلسه (?:در )?(?:ساعت|راس)|امضا"
)


def _broken_lines(folded: str) -> Iterator[int]:
    """Yield the line ends that only a page's width has put into a paragraph.

    Where a third of the lines is about as long as the longest, the text was broken to a width: a
    full line without a closing mark goes on in the next, unless that begins something.
    """
    lines = folded.split("\n")
    longest = max(map(len, lines))
    full = [len(line) >= _FULL * longest for line in lines]
    enough = max(_FEW_LINES, _FULL_LINES * sum(map(bool, lines)))
    if longest not in _WIDTHS or sum(full) < enough:
        return
    at = 0
    for line, following, is_full in zip(lines, lines[1:], full, strict=False):
        at += len(line)
        goes_on = is_full and not line.rstrip().endswith((".", ":", "؛", "؟", "!", "|"))
        ordered = cues.ORDERED.search(line) and not _CARRIES_ON.match(following)
        cells = any(edge in one for one in (line, following) for edge in "|\t")
        if (
            goes_on
            and not (ordered or cells)
            and following.strip()
            and not _BEGINS.match(following.lstrip())
        ):
            yield at
        at += 1

"""Who was there, who was not, who was invited: names and offices as the minutes list them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from council.minutes.body_names import compounds_in, names_body
from council.minutes.layout import Line, lines_of
from council.minutes.sections import heading_of
from council.minutes.spelling import pattern
from council.text import ZWNJ, fold

MOST_NAMES = 80
_LONGEST_NAME = 90
_LABELS = (
    ("absent", pattern(r"(?:اعضای |اسامی )?(?:غایبین|غایبان|غائبین|غایب)(?: موجه| جلسه)?")),
    (
        "guests",
        pattern(
            r"(?:اعضای |اسامی |سایر )?(?:مدعوین|مدعوان|مدعو|میهمانان|مهمانان|میهمان|مهمان)"
            r"(?: جلسه| حاضر| نشست)?"
        ),
    ),
    (
        "present",
        pattern(
            r"(?:اعضای |اسامی (?:اعضای )?)?(?:حاضرین|حاضران|حضار|حاضر|شرکت ?‌?کنندگان)"
            r"(?: (?:در )?(?:جلسه|نشست)| محترم| در آن)?(?: \([^()\n]{1,30}\))?"
        ),
    ),
)
_COLON = re.compile(rf"[\s{ZWNJ}]{{0,2}}[:؛\t|][\s{ZWNJ}|]*|\s*$")
_AMONG = pattern(r"\bبا_حضور_(?=آقایان|آقای|خانم|جناب|مهندس|دکتر)")
_AMONG_END = pattern(
    r"_(?:تشکیل|برگزار|آغاز|در_(?:محل|سالن)|راس|و_با_دستور|و_تصمیمات|و_موارد)\b|[.:؛\n]"
)
_EDGE = pattern(r"\s*[،,؛/|\t]\s*")
_AND = pattern(r"_و_")
_ABSENT = pattern(r"\(? ?(?:غایب|غائب|غیبت|مرخصی|ماموریت)\b[^()]{0,30}\)?")
_TITLES = pattern(r"(?:آقایان|آقای|خانم ها|خانم|جناب|سرکار|حاج|دکتر|مهندس|سید|سیده)_")
_NO_NAME = pattern(r"(?:به شرح|فهرست|طبق|پیوست|نفر\b|امضا|همه اعضا|کلیه اعضا|تمامی اعضا|اکثریت)")
_NOBODY = pattern(
    r"(?:غایب_|غایبی_|مهمان_|مدعو_)?(?:ندارد|ندارند|نداریم|نداشت|نداشتیم|نداشتند|نبود|نبودند)"
    r"|هیچ (?:کس|یک|کدام)(?:_(?:نبود|نداشت|غایب نبود))?|بدون_(?:غایب|غیبت|مهمان|مدعو)"
)


@dataclass(frozen=True)
class Attendance:
    """Names and offices as printed, in their order; empty where the minutes list none."""

    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()


@dataclass
class _Lists:
    names: dict[str, list[str]] = field(
        default_factory=lambda: {"present": [], "absent": [], "guests": []}
    )

    def add(self, kind: str, printed: str) -> None:
        for name in _names(printed):
            missing = kind == "present" and _ABSENT.search(fold(name))
            target = self.names["absent" if missing else kind]
            if len(target) < MOST_NAMES and name not in target:
                target.append(name)


def read_attendance(text: str) -> Attendance:
    """Return the lists of names that stand under «حاضرین», «غایبین» and «مدعوین»."""
    lists = _Lists()
    under: str | None = None
    for line in lines_of(text):
        kind, names_from = _label(line.text)
        if kind:
            under = kind if names_from >= len(line.text) else None
            for other, start, end in _parts(line.text, kind, names_from):
                lists.add(other, text[line.start + start : line.start + end])
        elif under and _may_be_name(line) and (line.mark or not line.text.endswith(":")):
            lists.add(under, text[line.start : line.end])
        else:
            under = None
    folded = fold(text)
    among = None if lists.names["present"] else _AMONG.search(folded)
    if among:
        stop = _AMONG_END.search(folded, among.end())
        lists.add("present", text[among.end() : stop.start() if stop else len(text)][:600])
    return Attendance(*(tuple(lists.names[kind]) for kind in ("present", "absent", "guests")))


def _label(line: str) -> tuple[str | None, int]:
    """Return the kind of list that a line begins and where its names start."""
    for kind, shape in _LABELS:
        found = shape.match(line)
        colon = _COLON.match(line, found.end()) if found else None
        if colon:
            return kind, colon.end()
    return None, 0


def _parts(line: str, kind: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Yield the lists of one line: «حاضران: …؛ غایب: …»."""
    edges = [(kind, start, start)]
    for other, shape in _LABELS:
        for found in shape.finditer(line, start):
            colon = _COLON.match(line, found.end())
            opens = line[found.start() - 1].isspace()
            if colon and colon.end() > found.end() and opens:
                edges.append((other, found.start(), colon.end()))
    edges.sort(key=lambda edge: edge[1])
    for (name, _before, begin), (_other, stop, _after) in zip(
        edges, [*edges[1:], ("", len(line), len(line))], strict=True
    ):
        yield name, begin, stop


def _may_be_name(line: Line) -> bool:
    short = len(line.text) <= _LONGEST_NAME and not line.text.endswith((".", "؛"))
    if line.mark and line.mark.kind in ("keyed", "verdict", "note"):
        return False
    return short and heading_of(line, None) is None


def _names(printed: str) -> Iterator[str]:
    """Yield the names in a list; brackets belong to the name before them."""
    folded = fold(printed)
    depth, start = 0, 0
    cuts = []
    edges = {found.start(): found.end() for found in _EDGE.finditer(folded)}
    kept = compounds_in(folded)
    edges |= {
        found.start(): found.end()
        for found in _AND.finditer(folded)
        if (_TITLES.match(folded, found.end()) or "،" in folded or "," in folded)
        and not any(start <= found.start() < end for start, end in kept)
    }
    for at, sign in enumerate(folded):
        depth += (sign == "(") - (sign == ")")
        if at in edges and depth <= 0 and at >= start:
            cuts.append((start, at))
            start = edges[at]
    for begin, stop in (*cuts, (start, len(printed))):
        name = " ".join(printed[begin:stop].split()).strip(f" .:-–{ZWNJ}")
        said = fold(name)
        if not 2 < len(name) <= _LONGEST_NAME or _NO_NAME.search(said) or _NOBODY.fullmatch(said):
            continue
        yield name


_BRACKETS = re.compile(r"\([^()]*\)")


def persons(attendance: Attendance) -> tuple[str, ...]:
    """Return the personal names among those listed, bare of titles and offices.

    Of «آقای رضا امینی (مدیر مالی)» both «رضا امینی» and «امینی» are given.
    """
    found: dict[str, None] = {}
    for printed in (*attendance.present, *attendance.absent, *attendance.guests):
        bare = _BRACKETS.sub(" ", fold(printed)).strip()
        titled = False
        while title := _TITLES.match(bare):
            bare, titled = bare[title.end() :], True
        words = [word for word in bare.split() if not names_body(word)]
        if words and (titled or len(words) == 2) and len(words) <= 3:
            found[" ".join(words)] = None
            found[words[-1]] = None
            if len(words[0]) > 3:
                found[words[0]] = None
    return tuple(found)

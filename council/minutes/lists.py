"""Decisions printed as a list: which marked lines are items, and what belongs under each."""

from dataclasses import dataclass, field, replace

from council.minutes import cues
from council.minutes.layout import Line
from council.minutes.sections import FURNITURE, VOTE, Section, heading_of
from council.minutes.spelling import pattern

_LABEL_LINE = pattern(
    r"(?:مسئول|مسئولین|مجری|اقدام|دستگاه|مهلت|موعد|پیگیری|زمان|همکار|متولی)[^:\n]{0,25}:"
)
_TITLED = pattern(r"[^:\n.]{3,25}:\s")
_CLOSING_BRACKETS = pattern(r"\s*\([^()\n]{0,200}\)\s*$")


@dataclass
class Item:
    """A list item while it grows: its lines, the first one carrying the mark."""

    lines: list[Line]
    sure: bool
    clauses: list[list[Line]] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.lines[0].start

    @property
    def end(self) -> int:
        return self.lines[-1].end


@dataclass
class ListReading:
    """Items found, lines that belong to none, and marked lines that were refused (old, talk)."""

    items: list[Item] = field(default_factory=list)
    rest: list[Line] = field(default_factory=list)
    refused: list[tuple[Line, str]] = field(default_factory=list)


_REASONS = {Section.TALK: "speech", Section.AGENDA: "agenda", Section.OLD: "earlier_session"}


class _Reader:
    """Walks the lines once, keeping the section, the kind of mark on top, and the open item."""

    def __init__(self) -> None:
        self.reading = ListReading()
        self.section = Section.NEUTRAL
        self.top: str | None = None
        self.open: Item | None = None

    def take(self, line: Line) -> None:
        if FURNITURE.match(line.text) or (line.mark is None and VOTE.match(line.text)):
            self.open = None
            return
        announced = heading_of(line)
        if announced and not self._is_item_with_clauses(line):
            self.section, self.top, self.open = announced, None, None
            if told := _before_lead_in(line) if announced is Section.DECISIONS else line:
                self.reading.rest.append(told)
        elif line.mark is not None:
            self._marked(line)
        else:
            self._plain(line)

    def _breaks_off(self, line: Line) -> bool:
        """Tell whether a line below an item has a title of its own («سایر موضوعات: …»)."""
        finished = self.open is not None and self.open.lines[-1].text.endswith(".")
        return line.text.endswith(":") or (finished and _TITLED.match(line.text) is not None)

    def _is_item_with_clauses(self, line: Line) -> bool:
        """Tell whether a marked line ending in a colon stands in a list of decisions."""
        mark = line.mark
        return mark is not None and self.top == mark.kind and self.section is Section.DECISIONS

    def _marked(self, line: Line) -> None:
        kind = line.mark.kind if line.mark else ""
        item = self.open
        lower = item and self.top not in (None, kind) and not self._steps_up(kind, line)
        if kind == "note" or lower:
            if item:
                item.clauses.append([line])
                item.lines.append(line)
            return
        if self.section in _REASONS:
            self.reading.refused.append((line, _REASONS[self.section]))
            self.open = None
            return
        if self.section is Section.END or not self._acceptable(line):
            self.reading.rest.append(line)
            self.open = None
            return
        self.top = kind
        self._begin(line)

    def _steps_up(self, kind: str, line: Line) -> bool:
        """Tell whether another kind of mark starts a new list rather than clauses of this item."""
        if not line.fresh or (kind == "number" and self.top == "letter"):
            return False
        return bool(cues.DECIDED.search(line.text) or cues.ORDERED.search(line.text))

    def _acceptable(self, line: Line) -> bool:
        if self.section is Section.DECISIONS:
            return True
        text = line.text
        if cues.PROPOSED.search(text) or cues.EARLIER.search(text[:60]):
            return False
        if cues.DECIDED.search(text):
            return True
        if (
            line.mark
            and line.mark.kind == "keyed"
            and line.mark.printed.startswith(("مصوبه", "تصمیم"))
        ):
            return True
        if line.mark and line.mark.kind in ("letter", "number", "two_level", "keyed"):
            return _is_order(text) and not cues.SAID.search(text)
        return _is_order(text) and not (cues.MUST.search(text) or cues.SAID.search(text))

    def _begin(self, line: Line) -> None:
        self.open = Item([line], sure=self.section is Section.DECISIONS)
        self.reading.items.append(self.open)

    def _plain(self, line: Line) -> None:
        item = self.open
        labels = _LABEL_LINE.match(line.text) is not None
        if item and (labels or not (line.fresh or self._breaks_off(line))):
            item.lines.append(line)
            if item.clauses and not labels:
                item.clauses[-1].append(line)
            return
        self.open = None
        if self.section is Section.DECISIONS and self.top is None and _is_decision(line.text):
            self.reading.items.append(Item([line], sure=True))
        else:
            self.reading.rest.append(line)


def _is_order(text: str) -> bool:
    """Tell whether the text ends in an order, a label in brackets after it left aside."""
    return bool(cues.ORDERED.search(_CLOSING_BRACKETS.sub("", text)))


def _before_lead_in(line: Line) -> Line | None:
    """Return what a line says before its last sentence, the one that leads to the list."""
    ends = [found.end() for found in cues.SENTENCE_END.finditer(line.text[:-1])]
    if not ends:
        return None
    return replace(line, end=line.start + ends[-1], text=line.text[: ends[-1]])


def _is_decision(text: str) -> bool:
    if cues.PROPOSED.search(text) or cues.SAID.search(text):
        return False
    return bool(cues.DECIDED.search(text) or cues.ORDERED.search(text))


def read_lists(lines: list[Line]) -> ListReading:
    """Return the list items that are decisions, and all lines that stand outside them."""
    reader = _Reader()
    for line in lines:
        reader.take(line)
    reading = reader.reading
    for item in [item for item in reading.items if _only_reports(item)]:
        reading.items.remove(item)
        reading.refused.append((item.lines[0], "report_only"))
    return reading


def _only_reports(item: Item) -> bool:
    text = " ".join(line.text for line in item.lines)
    if item.clauses or cues.DECIDED.search(text):
        return False
    return bool(cues.REPORTED.search(text) or cues.PROPOSED.search(text[-60:]))

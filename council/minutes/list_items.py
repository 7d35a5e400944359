"""Items of a printed list: their lines, and which of them count when the whole list is read."""

from dataclasses import dataclass, field

from council.minutes import cues
from council.minutes.judging import decides
from council.minutes.layout import Line
from council.minutes.spelling import pattern

_PAST_STATE = pattern(
    r"(?:\((?:[^()\n]{0,30}\b)?(?:انجام|اجرا|محقق|ارسال)_?(?:شد|نشد|گردید|نگردید|شده|نشده)"
    r"(?: است)?\)|\((?:در حال|در دست) (?:اجرا|اقدام|انجام|پیگیری)\)|\(\d{1,3} ?(?:درصد|[%٪])\)"
    r"|\b(?:اجرا|انجام|عملیاتی|محقق) (?:شده|گردیده|نشده|نگردیده) است)[\s.]*$"
)
"""How far an earlier resolution came, printed at the end of its line."""
TITLE_LENGTH = 40
"""A longer line is no title above decisions."""


@dataclass
class Item:
    """A list item while it grows: its lines, the first one carrying the mark.

    `case` is the marked line above a verdict («تصمیم: …»), the matter that it decides; `owner` the
    title above a group of items that names who must act («شهرداری و بخشداری‌ها:»).
    """

    lines: list[Line]
    sure: bool
    case: Line | None = None
    owner: Line | None = None
    told_number: str | None = None
    """What a line of its own above says: «شماره مصوبه: ۹-۱»."""
    clauses: list[list[Line]] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where the text begins: below a label that has a line for itself («تصمیم:»)."""
        first = self.lines[0]
        return first.start if first.text or len(self.lines) == 1 else self.lines[1].line_start

    @property
    def number(self) -> str | None:
        """The printed number: the item's own, or that of the case a verdict decides."""
        mark = self.lines[0].mark
        if mark and mark.kind == "verdict" and self.case and self.case.mark:
            mark = self.case.mark
        return (mark.number if mark else None) or self.told_number

    @property
    def end(self) -> int:
        return self.lines[-1].end


@dataclass
class ListReading:
    """Items found, lines that belong to none, and marked lines that were refused (old, talk)."""

    items: list[Item] = field(default_factory=list)
    rest: list[Line] = field(default_factory=list)
    refused: list[tuple[Line, str]] = field(default_factory=list)


def told_apart(item: Item) -> list[Item]:
    """Return the clauses as items of their own where the item is but a title above decisions."""
    title = item.lines[0]
    if not item.clauses or len(title.text) > TITLE_LENGTH or decides(title.text):
        return [item]
    if title.mark is not None and all(_counts_on(title, lines[0]) for lines in item.clauses):
        return [Item(list(lines), item.sure, owner=item.owner or title) for lines in item.clauses]
    if len(item.clauses) == 1:
        return [item]
    if title.text.endswith(":") or title.mark is None or title.mark.kind == "verdict":
        return [item]
    if not all(cues.DECIDED.search(lines[0].text) for lines in item.clauses):
        return [item]
    return [Item(list(lines), item.sure, owner=item.owner) for lines in item.clauses]


def _counts_on(title: Line, below: Line) -> bool:
    """Tell whether «۳/۱-» stands under «۳. شرکت‌های خدمات‌رسان»."""
    if title.mark is None or below.mark is None or below.mark.kind != "two_level":
        return False
    parts = (below.mark.number or "").replace("/", "-").split("-")
    return title.mark.number in parts


def why_refused(item: Item) -> str | None:
    """Return why an item is no decision of this session; None where it is one."""
    if not item.clauses and _PAST_STATE.search(item.lines[-1].text):
        return "earlier_session"
    return "report_only" if _only_reports(item) else None


def _only_reports(item: Item) -> bool:
    text = " ".join(line.text for line in item.lines)
    if item.clauses or cues.DECIDED.search(text):
        return False
    return bool(cues.REPORTED.search(text) or cues.PROPOSED.search(text[-60:]))

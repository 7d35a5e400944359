"""Decisions printed as a list: which marked lines are items, and what belongs under each."""

import re
from dataclasses import replace
from itertools import pairwise, takewhile

from council.minutes import cues
from council.minutes.elsewhere import own_cues
from council.minutes.judging import (
    before_lead_in,
    carries_on,
    decides,
    goes_along,
    is_aside,
    is_decision,
    is_named_decision,
    is_order,
    is_task,
    is_thanks,
    orders_inside,
    without_signature,
)
from council.minutes.layout import Line
from council.minutes.list_items import TITLE_LENGTH, Item, ListReading, told_apart, why_refused
from council.minutes.sections import (
    ATTENDANCE,
    FURNITURE,
    VOTE,
    Section,
    heading_of,
    is_result_above_list,
)
from council.minutes.shared_names import group_of
from council.minutes.spelling import lowered, pattern

_LABEL_LINE = pattern(
    r"(?:مسئول|مسئولین|مجری|اقدام|دستگاه|مهلت|موعد|پیگیری|زمان|همکار|متولی|ناظر)[^:\n]{0,25}:"
)
_NUMBER_TOLD = pattern(r"(?:شماره|ردیف) (?:مصوبه|تصمیم|بند) ?: ?(\d{1,4}(?: ?[-/] ?\d{1,4})?)\s*")
_FIRST_POINT = pattern(r" (?:1|الف) ?[-–.)]")
_TITLED = pattern(r"[^:\n.]{3,25}:\s")
_RESUMED = pattern(
    r"(?:شایان ذکر|لازم به ذکر|گفتنی است|(?:لذا )?خواهشمند|مستدعی است|در خاتمه|در ادامه"
    r"|در پایان|در آخر جلسه|در بخش|"
    r"با (?:تشکر|سپاس)|مراتب)\b"
)
"""Words with which a document goes on after its list, or closes."""
_REMARKS = pattern(
    r"(?:توضیح(?:ات)?|یادآوری|تذکر|پی ?‌?نوشت) ?:|(?:ممنون|متشکر|سپاسگزار|با تشکر|خسته نباشید)"
    r"(?!\w)"
)
"""How a line begins that says something about what was decided, or to those who decided."""
_COUNTED = ("letter", "number", "two_level", "keyed", "ordinal", "spoken")
_REASONS = {Section.TALK: "speech", Section.AGENDA: "agenda", Section.OLD: "earlier_session"}


def _with_their_points(lines: list[Line]) -> tuple[list[Line], frozenset[int]]:
    """Return the lines, labels that stand as bullets below a numbered one without their marks («۱.
    دوربین‌ها», «- تعمیر شود», «- مسئول: شرکت کنترل»); and where such numbered lines begin."""
    joined, tasks = [*lines], set()
    for at, line in enumerate(lines):
        if line.mark is None or line.mark.kind not in _COUNTED:
            continue
        for place, one in enumerate(takewhile(_is_bullet, lines[at + 1 :]), start=at + 1):
            if cues.TASK_LABEL.match(one.text):
                tasks.add(line.line_start)
                joined[place] = replace(one, mark=None, fresh=False)
    return joined, frozenset(tasks)


def _is_bullet(line: Line) -> bool:
    return line.mark is not None and line.mark.kind.startswith("bullet")


class _Reader:
    """Walks the lines once, keeping the section, the kind of mark on top, and the open item."""

    def __init__(self, council: str, tasks: frozenset[int], *, one_verdict: bool) -> None:
        self.council = council
        self.tasks = tasks
        self.one_verdict = one_verdict
        self.reading = ListReading()
        self.section = Section.NEUTRAL
        self.top: str | None = None
        self.open: Item | None = None
        self.case: Line | None = None
        self.head: str | None = None
        self.owner: Line | None = None
        self.told_number: str | None = None
        self.agenda_told = self.agenda_listed = False

    def take(self, line: Line, following: Line | None) -> None:
        if FURNITURE.match(line.text) or (line.mark is None and VOTE.match(line.text)):
            self.open = None
            return
        if line.mark is None and ATTENDANCE.match(lowered(line.text)):
            self._attendance(line)
            return
        if self._names_owner(line, following):
            self.owner, self.open, self.top = line, None, None
            self.reading.rest.append(line)
            return
        announced = heading_of(line, following) or self._other_part(line, following)
        if self.one_verdict and self.case is None and is_result_above_list(line, following):
            announced = Section.DECISIONS
        if announced and not self._is_item_with_clauses(line):
            self.section, self.top, self.open = announced, None, None
            self.head, self.case = (line.mark.kind if line.mark else None), None
            self.owner = None
            behind = line.text.partition(":")[2]
            self.agenda_listed = _FIRST_POINT.match(behind) is not None
            self.agenda_told = behind != "" and not self.agenda_listed
            if told := before_lead_in(line) if announced is Section.DECISIONS else line:
                self.reading.rest.append(told)
        elif line.mark is not None:
            self._marked(line, following)
        else:
            self._plain(line)

    def _names_owner(self, line: Line, following: Line | None) -> bool:
        """Tell whether «ب) شهرداری:» heads what the body is to do, item by item."""
        if self.section is not Section.DECISIONS or line.mark is None or following is None:
            return False
        below = following.mark
        if below is None or below.kind == line.mark.kind or not line.text.endswith(":"):
            return False
        return bool(group_of(line.text.rstrip(" :")))

    def _attendance(self, line: Line) -> None:
        """Close the list below which the names of those present stand; above a list, go on."""
        if self.reading.items:
            self.section, self.top = Section.END, None
        self.open = None
        self.reading.rest.append(line)

    def _other_part(self, line: Line, following: Line | None) -> Section | None:
        """Return NEUTRAL for an unknown title between two lists of the same marks."""
        if line.mark is None or following is None or following.mark is None:
            return None
        if self.section in _REASONS and line.mark.kind == self.head != following.mark.kind:
            return None if decides(line.text) else Section.NEUTRAL
        if not line.fresh:
            return None
        title = line.mark.kind not in (self.top, following.mark.kind)
        if not title or following.mark.kind != self.top or len(line.text) > TITLE_LENGTH:
            return None
        return None if decides(line.text) or line.mark.kind == "note" else Section.NEUTRAL

    def _after_agenda(self, line: Line) -> bool:
        """Tell whether the agenda is over: it was told in its own line, or its numbers begin anew,
        and this line stands apart or decides."""
        anew = line.mark is not None and line.mark.number in ("1", "الف") and self.agenda_listed
        return (anew or self.agenda_told) and (line.fresh or decides(line.text))

    def _breaks_off(self, line: Line) -> bool:
        """Tell whether a line below an item has a title of its own («سایر موضوعات: …»)."""
        if line.text.endswith(":") or not (line.text[0].isalnum() or line.text[0] in "«(\"'["):
            return True
        if _REMARKS.match(line.text) and self.open is not None:
            told = [
                one
                for one in self.open.lines
                if decides(one.text) or cues.TASK_LABEL.search(one.text)
            ]
            return bool(told)
        if self.open is None or not self.open.lines[-1].text.endswith("."):
            return False
        if any(shape.match(line.text) for shape in (_TITLED, _RESUMED)):
            return True
        decided = decides(self.open.lines[-1].text) and cues.DECIDED.search(line.text)
        return bool(decided or cues.PROPOSED.search(line.text))

    def _is_item_with_clauses(self, line: Line) -> bool:
        """Tell whether a marked line ending in a colon stands in a list of decisions."""
        mark = line.mark
        return mark is not None and self.top == mark.kind and self.section is Section.DECISIONS

    def _marked(self, line: Line, following: Line | None) -> None:
        kind = line.mark.kind if line.mark else ""
        item = self.open
        if self._leaves_owner(line):
            self.top, self.open, self.owner, item = None, None, None, None
        if self._leaves_part(kind, line):
            self.section, self.top, self.open, item = Section.NEUTRAL, None, None, None
        if kind == "verdict":
            self._verdict(line)
            return
        lower = item and self.top not in (None, kind) and not self._steps_up(kind, line)
        if item and item.case and item.case.mark and item.case.mark.kind == kind:
            lower = False
        if lower and line.fresh and is_aside(line.text):
            self.reading.rest.append(line)
            self.open = None
            return
        if kind == "note" or lower:
            if item:
                item.clauses.append([line])
                item.lines.append(line)
            return
        if self.section is Section.AGENDA and (is_named_decision(line) or self._after_agenda(line)):
            self.section = Section.NEUTRAL
        if self.section in _REASONS:
            self.agenda_listed, self.case = True, line
            self.reading.refused.append((line, _REASONS[self.section]))
            self.open = None
            return
        if self.section is Section.END or not self._acceptable(line, following):
            self.reading.rest.append(line)
            self.open, self.case = None, line
            return
        self.top = kind
        self._begin(line)

    def _leaves_part(self, kind: str, line: Line) -> bool:
        """Tell whether the mark of the heading itself comes again: its part is over."""
        inside = self.section is Section.DECISIONS and self.top not in (None, kind)
        return inside and line.fresh and kind == self.head and kind.startswith("bullet")

    def _leaves_owner(self, line: Line) -> bool:
        """Tell whether a mark goes on after «ب- شرکت گاز:» and its items «۱) …»."""
        of_owner = self.owner.mark if self.owner else None
        if of_owner is None or line.mark is None or line.mark.kind != of_owner.kind:
            return False
        return self.top not in (None, line.mark.kind) and line.mark.number not in ("1", "الف", None)

    def _verdict(self, line: Line) -> None:
        """Take what «تصمیم:» introduces, in its own line or below, as one decision."""
        if self.section in (Section.OLD, Section.END):
            self.reading.rest.append(line)
            self.open = None
            return
        if self.section is Section.AGENDA:
            self.section = Section.NEUTRAL
        self.top = "verdict"
        self._begin(line)

    def _steps_up(self, kind: str, line: Line) -> bool:
        """Tell whether another kind of mark starts a new list rather than clauses of this item."""
        if not line.fresh or (kind == "number" and self.top == "letter"):
            return False
        return bool(cues.DECIDED.search(line.text) or cues.ORDERED.search(line.text))

    def _acceptable(self, line: Line, following: Line | None) -> bool:
        text = line.text
        if is_thanks(text):
            return False
        task = line.line_start in self.tasks or is_task(line, following)
        if task or self.section is Section.DECISIONS:
            return True
        kind = line.mark.kind if line.mark else None
        if kind == self.top and self.reading.items and goes_along(text):
            return True  # one of a list whose others decide
        if cues.EARLIER.search(text[:60]) and carries_on(text):
            return True
        if cues.PROPOSED.search(text) or cues.EARLIER.search(text[:60]):
            return False
        if own_cues(text, self.council):
            return True
        if is_named_decision(line):
            return True
        if line.mark and line.mark.kind in _COUNTED:
            ordered = is_order(text) or cues.SETTLED.search(text) or orders_inside(text)
            return bool(ordered) and not cues.SAID.search(text)
        return is_order(text) and not (cues.MUST.search(text) or cues.SAID.search(text))

    def _begin(self, line: Line) -> None:
        self.open = Item([line], sure=self.section is Section.DECISIONS, case=self.case)
        self.open.owner = self.owner
        self.open.told_number, self.told_number = self.told_number, None
        self.reading.items.append(self.open)

    def _plain(self, line: Line) -> None:
        if told := _NUMBER_TOLD.fullmatch(line.text):
            self.told_number, self.open = re.sub(r"\s", "", told[1]), None
            self.reading.rest.append(line)
            return
        if cues.REQUESTS.match(line.text) and (self.open is None or line.fresh):
            self.open = None
            self.reading.rest.append(line)
            return
        item = self.open
        labels = _LABEL_LINE.match(line.text) is not None
        if item and not item.lines[-1].text and not item.clauses:
            item.lines.append(line)
            return
        alone = item is not None and item.lines[0].mark is None
        if item and (labels or not (alone or line.fresh or self._breaks_off(line))):
            item.lines.append(line)
            if item.clauses and not labels:
                item.clauses[-1].append(line)
            return
        self.open = None
        if self.section is Section.DECISIONS and line.text.endswith(":"):
            self.owner = line
        if self.section is Section.DECISIONS and self.top is None and is_decision(line.text):
            self._begin(line)
        else:
            self.reading.rest.append(line)


def read_lists(lines: list[Line], council: str = "") -> ListReading:
    """Return the list items that are decisions, and all lines that stand outside them; `council`
    is its name as printed."""
    verdicts = [line for line in lines if line.mark and line.mark.kind == "verdict"]
    joined, tasks = _with_their_points(lines)
    reader = _Reader(council, tasks, one_verdict=len(verdicts) == 1)
    for line, following in pairwise((*joined, None)):
        if line is not None:
            reader.take(line, following)
    reading = reader.reading
    if reading.items:
        last = reading.items[-1]
        reading.rest += without_signature(last.lines)
        last.clauses = [[line for line in one if line in last.lines] for one in last.clauses]
    reading.items = [part for item in reading.items for part in told_apart(item)]
    reasons = [(item, why_refused(item)) for item in reading.items]
    reading.items = [item for item, reason in reasons if reason is None]
    reading.refused += [(item.lines[0], reason) for item, reason in reasons if reason]
    return reading

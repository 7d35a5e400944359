"""From lines to resolutions: lists, tables and running text put together and read in detail."""

import re
from dataclasses import dataclass, replace
from datetime import date

from council.minutes import cues
from council.minutes.bodies import People, mentions
from council.minutes.council_name import council_name
from council.minutes.labels import (
    acting_and_helping,
    bracketed,
    called_by_name,
    calls_by_name,
    labelled,
    led_by,
)
from council.minutes.layout import Line
from council.minutes.list_items import Item
from council.minutes.lists import read_lists
from council.minutes.printed_deadlines import read_cell, read_deadline
from council.minutes.prose import Passage, read_prose
from council.minutes.record import Clause, FoundResolution, LeftOut
from council.minutes.references import references
from council.minutes.shared_names import group_of
from council.minutes.spelling import pattern
from council.minutes.subjects import doer_of_deed, obliged, subject
from council.minutes.tables import Row, read_tables
from council.minutes.task_lines import deciding_part, read_parts
from council.text import ZWNJ, fold, key

_REFUSED = pattern(
    r"(?:موافقت نشد|مخالفت (?:شد|گردید)|به تصویب نرسید|مطرح (?:شد|گردید)\s*[:.]?\s*(?:$|\n)"
    r"|مسکوت|رد شد)"
)
_PLURAL = pattern(r"\S+ ?های?(?!\w)")
_APPOINTS = pattern(
    r"\b(?:به ?عنوان|(?:جهت|برای)_عضویت)_[^.؛\n]{3,90}?_(?:معرفی|منصوب|انتخاب|برگزیده) (?:شد|گردید)"
)
_MATTER = pattern(r"مدیریت_")
"""What may as well be a matter in front of a colon: «مدیریت پسماند: …»."""
_LAST_BRACKETS = re.compile(r"\(([^()\n]{2,40})\)[\s.؛]*$")
_HEAD = 1500
"""How far a document names its council."""
_BELOW = pattern(r"(?:دستگاه|ادارات|سازمان|نهاد|ارگان|افراد|موسسات)\S*(?: های)?_(?:زیر|ذیل)")


@dataclass(frozen=True)
class Findings:
    """Where the decisions of a document are, before their details are read."""

    rows: tuple[Row, ...]
    items: tuple[Item, ...]
    passages: tuple[Passage, ...]
    refused: tuple[tuple[Line, str], ...]

    @property
    def first_start(self) -> int | None:
        """Where the first decision begins, if there is any."""
        starts = [row.start for row in self.rows] + [item.start for item in self.items]
        starts += [passage.start for passage in self.passages if passage.refused is None]
        return min(starts, default=None)


def find_decisions(text: str, lines: list[Line]) -> Findings:
    """Return the places of decisions in tables, lists and running text, and of look-alikes."""
    rows, outside = read_tables(lines)
    council = council_name(text, fold(text[:_HEAD])) or ""
    lists = read_lists(outside, council)
    passages = read_prose(lists.rest, text, council)
    return Findings(tuple(rows), tuple(lists.items), tuple(passages), tuple(lists.refused))


def read_details(
    text: str, findings: Findings, held_on: date | None, people: People = None
) -> tuple[FoundResolution, ...]:
    """Return the resolutions in order of the text; a passage that repeats one is dropped."""
    found = [_from_row(text, row, held_on, people) for row in findings.rows]
    by_name = calls_by_name([text[item.start : item.end] for item in findings.items])
    for item in findings.items:
        read = _from_item(text, item, held_on, people)
        named = called_by_name(read.text) if by_name and not read.responsible else ()
        found.append(replace(read, responsible=named) if named else read)
    taken = {key(resolution.text) for resolution in found}
    for passage in findings.passages:
        said = key(text[passage.start : passage.end])
        if passage.refused is None and said not in taken:
            taken.add(said)
            found.append(_from_passage(text, passage, held_on, people))
    return tuple(sorted(found, key=lambda resolution: resolution.start))


def left_out(text: str, findings: Findings) -> tuple[LeftOut, ...]:
    """Return the look-alikes that were not taken, in order of the text."""
    left = [
        LeftOut(text[passage.start : passage.end], passage.start, passage.end, passage.refused)
        for passage in findings.passages
        if passage.refused
    ]
    left += [
        LeftOut(text[line.start : line.end], line.start, line.end, reason)
        for line, reason in findings.refused
    ]
    return tuple(sorted(left, key=lambda item: item.start))


def _from_row(text: str, row: Row, held_on: date | None, people: People) -> FoundResolution:
    def names(column: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        start, end = row.cells.get(column, (0, 0))
        return acting_and_helping(text[start:end])

    start, end = row.cells.get("deadline", (0, 0))
    body = text[row.cells["text"][0] : row.cells["text"][1]]
    leading, helping = names("responsible")
    responsible = leading or _acting(body, people)[0]
    return FoundResolution(
        number=fold(row.number) if row.number else None,
        text=text[row.start : row.end],
        start=row.start,
        end=row.end,
        clauses=(),
        responsible=responsible,
        supporting=_distinct((*helping, *names("supporting")[0])),
        deadline=read_cell(text[start:end], held_on) if end else read_deadline(body, held_on),
        cross_refs=references(body),
        confidence=0.9,
        wording_length=len(body),
    )


def _from_item(text: str, item: Item, held_on: date | None, people: People) -> FoundResolution:
    body = text[item.start : item.end]
    task = read_parts(body, held_on)
    responsible, supporting = _who(text, item, body, people)
    if task:
        responsible, supporting = task.responsible or responsible, task.supporting
    deadline = (task and task.deadline) or read_deadline(deciding_part(body), held_on)
    if deadline.kind == "none" and (aside := bracketed(body)[1]):
        deadline = read_cell(aside, held_on)
    return FoundResolution(
        number=item.number,
        text=body,
        start=item.start,
        end=item.end,
        clauses=tuple(_clause(text, lines) for lines in item.clauses),
        responsible=responsible,
        supporting=supporting,
        deadline=deadline,
        cross_refs=references(body),
        confidence=_confidence(item, body),
    )


def _clause(text: str, lines: list[Line]) -> Clause:
    start, end = lines[0].start, lines[-1].end
    mark = text[lines[0].line_start : start].strip(f" \t{ZWNJ}")
    return Clause(mark, text[start:end], start, end)


def _confidence(item: Item, body: str) -> float:
    folded = fold(body)
    if _REFUSED.search(folded):
        return 0.5
    decided = cues.DECIDED.search(folded) is not None
    if item.sure:
        return 0.95 if decided or item.lines[0].mark else 0.85
    return 0.8 if decided else 0.65


def _who(
    text: str, item: Item, body: str, people: People
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    responsible, supporting = labelled(body)
    if responsible:
        return _distinct(responsible), _distinct(supporting)
    first = text[item.start : item.clauses[0][0].line_start] if item.clauses else body
    first = deciding_part(first)
    acting, helping = _acting(first, people)
    led = led_by(body)
    if led and _MATTER.match(fold(led[0])):
        acting = tuple(name for name in acting if name not in led) or led
    else:
        acting = led or acting
    acting = (*acting, *_bound_by_notes(text, item, people)) if acting else ()
    if item.clauses and _BELOW.search(fold(first)):
        named = [_first_named(text[lines[0].start : lines[-1].end]) for lines in item.clauses]
        acting = tuple(name for name in named if name)
    if not acting and item.clauses:
        acting = _of_clauses(text, item, people)
    if not acting:
        acting = bracketed(body)[0] or _person_in_brackets(body, people) or _owner(item)
    return _distinct(acting), _distinct((*supporting, *helping))


def _person_in_brackets(body: str, people: People) -> tuple[str, ...]:
    """Return the person known from the document who stands alone in the last brackets."""
    said = _LAST_BRACKETS.search(body) if people else None
    return (said[1].strip(),) if said and people and people.fullmatch(fold(said[1].strip())) else ()


def _owner(item: Item) -> tuple[str, ...]:
    """Return the bodies that the title above a group of items names."""
    return group_of(item.owner.text.rstrip(" :")) if item.owner else ()


def _of_clauses(text: str, item: Item, people: People) -> tuple[str, ...]:
    """Return the bodies that the clauses order something of, where the item itself names none."""
    found: list[str] = []
    for lines in item.clauses:
        said = text[lines[0].start : lines[-1].end]
        found.extend(led_by(said) or _acting(said, people)[0] or bracketed(said)[0])
    return _distinct(tuple(found))


def _bound_by_notes(text: str, item: Item, people: People) -> tuple[str, ...]:
    """Return the bodies that a «تبصره» under the item orders something of."""
    found: list[str] = []
    for lines in item.clauses:
        mark, said = lines[0].mark, text[lines[0].start : lines[-1].end]
        if mark and mark.kind == "note":
            agents = [one for one in mentions(said, people) if one.role == "agent"]
            found.extend(name for one in agents for name in one.names if not _PLURAL.match(name))
    return tuple(found)


def _first_named(text: str) -> str | None:
    """Return the body that a clause begins with."""
    opening = next(iter(mentions(f"{text} نماید")), None)
    return opening.names[0] if opening and opening.start == 0 else None


def _acting(text: str, people: People) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the bodies that act and those that help; a committee where it happens acts last."""
    found = mentions(text, people)
    agents = [name for body in found if body.role == "agent" for name in body.names]
    bound = [name for name in obliged(text) if all(key(name) not in key(one) for one in agents)]
    agents = [*bound, *agents] if not _share(agents, bound) else agents
    agents = agents or [*subject(text)] or [*doer_of_deed(text)]
    appoints = _APPOINTS.search(fold(text)) is not None
    places = [
        name for body in found if body.role == "place" and not appoints for name in body.names
    ]
    helpers = [name for body in found if body.role == "helper" for name in body.names]
    return _distinct(tuple(agents or places)), _distinct(tuple(helpers))


def _share(agents: list[str], bound: list[str]) -> bool:
    """Tell whether a body found is part of what stands before «موظف»."""
    named = {word for name in bound for word in key(name).split() if word != "و"}
    return any(named & set(key(one).split()) for one in agents)


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({key(name): name for name in reversed(names)}.values())[::-1]


def _from_passage(
    text: str, passage: Passage, held_on: date | None, people: People
) -> FoundResolution:
    body = text[passage.start : passage.end]
    responsible, supporting = _acting(body, people)
    if passage.confidence < 0.5:
        told = [
            name for found in mentions(body, people) if found.role == "told" for name in found.names
        ]
        responsible = _distinct(tuple(told)) or responsible
    return FoundResolution(
        number=passage.number,
        text=body,
        start=passage.start,
        end=passage.end,
        clauses=(),
        responsible=responsible,
        supporting=supporting,
        deadline=read_deadline(body, held_on),
        cross_refs=references(body),
        confidence=0.5 if _REFUSED.search(fold(body)) else passage.confidence,
    )

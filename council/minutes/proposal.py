"""What a secretary corrects before anything counts: the proposal that a reading gives."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pydantic.dataclasses import dataclass

from council import deadlines, text
from council.deadlines import Deadline, Due
from council.minutes.leftovers import pieces_outside
from council.minutes.printed_deadlines import says_none
from council.minutes.reader import read_minutes
from council.minutes.record import FoundResolution, MinutesRecord
from council.minutes.record import Reference as FoundReference
from storage.words import DeadlineKind

SURE = 0.6
"""A finding below this confidence is asked about before it can be published."""

SHORTEST_LEFTOVER = 12


@dataclass(frozen=True)
class Reference:
    """A mention of an earlier session's resolution."""

    text: str
    session: int | None = None
    number: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class Finding:
    """One proposed resolution: verbatim text, and what it seems to order of whom by when.

    `start` and `end` are its place in the source, -1 where it has none. `printed` is the text as
    the source has it, where the secretary wrote another. `owner_id` is the membership of the
    member who chases it. `checked` says that a person has confirmed that it is a resolution.
    """

    number: str | None
    text: str
    clauses: tuple[tuple[str, str], ...]
    bodies: tuple[str, ...]
    supporting: tuple[str, ...]
    deadline_kind: DeadlineKind
    deadline_text: str | None
    deadline_norm: str | None
    references: tuple[Reference, ...]
    confidence: float
    kept: bool = True
    start: int = -1
    end: int = -1
    printed: str | None = None
    owner_id: int | None = None
    confidential: bool = False
    checked: bool = False

    @property
    def deadline(self) -> Deadline:
        """What the finding says about the time."""
        return Deadline(self.deadline_kind, self.deadline_text, self.deadline_norm)

    @property
    def unsure(self) -> bool:
        """Whether a person must still say that this was resolved."""
        return self.kept and not self.checked and self.confidence < SURE


@dataclass(frozen=True)
class MeetingFields:
    """The proposed session fields."""

    council: str | None = None
    number: int | None = None
    term: int | None = None
    held_on: date | None = None
    printed_date: str | None = None
    venue: str | None = None
    mode: str | None = None
    chair: str | None = None
    subject: str | None = None
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leftover:
    """A piece of the source that is no finding; `reason` says why it looked like one, or is ''."""

    text: str
    start: int
    end: int
    reason: str = ""


@dataclass(frozen=True)
class Draft:
    """Everything that was read from one document, as `corrected` so far.

    `rough` tells that it came from a PDF, whose figures and names want a second look; drafts of
    one text with several sessions have the same `text_key`, others have ''. `new_names` are those
    that a person said to be of new bodies: they are asked about no more. `order` counts how often
    the findings got other places: what was said of one by its place holds for one order.
    """

    session: MeetingFields
    findings: tuple[Finding, ...]
    references: tuple[Reference, ...] = ()
    lookalikes: tuple[Leftover, ...] = ()
    rough: bool = False
    corrected: bool = False
    text_key: str = ""
    new_names: tuple[str, ...] = ()
    order: int = 1

    @property
    def kept(self) -> tuple[tuple[int, Finding], ...]:
        """(index, finding) of those that would be published."""
        return tuple((i, f) for i, f in enumerate(self.findings) if f.kept)

    @property
    def unsure(self) -> tuple[int, ...]:
        """Where the findings stand about which the secretary must still be asked."""
        return tuple(i for i, f in enumerate(self.findings) if f.unsure)

    def called_new(self, name: str) -> bool:
        """Whether a person said that this name, however it is spelt, is a new body's."""
        return text.key(name) in {text.key(said) for said in self.new_names}


def propose(record: MinutesRecord) -> Draft:
    """The draft that a freshly read document gives."""
    session = MeetingFields(
        council=record.council,
        number=record.session_number,
        term=record.term,
        held_on=record.held_on,
        printed_date=record.date_jalali,
        venue=record.venue,
        mode=record.mode,
        chair=record.chair,
        subject=record.subject,
        present=record.present,
        absent=record.absent,
        guests=record.guests,
    )
    return Draft(
        session,
        tuple(map(_finding, record.resolutions)),
        _references(record.cross_refs),
        tuple(Leftover(out.text, out.start, out.end, out.reason) for out in record.left_out),
    )


def _finding(found: FoundResolution) -> Finding:
    printed = found.deadline
    kind = "date" if printed.last else printed.kind
    norm = printed.last or printed.norm
    return Finding(
        number=found.number,
        text=found.wording,
        clauses=tuple((clause.mark, clause.text) for clause in found.clauses),
        bodies=found.responsible,
        supporting=found.supporting,
        deadline_kind=deadlines.read_kind(kind, norm),
        deadline_text=printed.value,
        deadline_norm=norm,
        references=_references(found.cross_refs),
        confidence=found.confidence,
        start=found.start,
        end=found.end,
    )


def _references(found: tuple[FoundReference, ...]) -> tuple[Reference, ...]:
    return tuple(Reference(one.text, one.session, one.number, one.date) for one in found)


def read_piece(piece: str, start: int) -> Finding:
    """A piece of a source, beginning at `start`, taken for one resolution on a person's word.

    Bodies, deadline and references are read as if it were the only one of its minutes.
    """
    flat = " ".join(piece.split())
    found = read_minutes(f"مصوبات:\n۱- {flat}").resolutions
    read = _finding(found[0]) if found else _bare(piece)
    return replace(
        read,
        number=None,
        text=piece,
        clauses=(),
        confidence=1.0,
        checked=True,
        start=start,
        end=start + len(piece) if start >= 0 else -1,
    )


def _bare(piece: str) -> Finding:
    return Finding(None, piece, (), (), (), DeadlineKind.NONE, None, None, (), 1.0)


def reworded(one: Finding, words: str) -> Finding:
    """The finding in other words; a deadline and bodies that stood in the former ones and not in
    these are read again.

    What a person chose stays, and so does what the new words say nothing about.
    """
    before, read = read_piece(one.text, one.start), read_piece(words, one.start)
    changed = replace(one, text=words)
    named = read.deadline_text or says_none(words)
    if named and (
        _went((one.deadline_text or "",), one.text, words) or before.deadline == one.deadline
    ):
        changed = replace(
            changed,
            deadline_kind=read.deadline_kind,
            deadline_text=read.deadline_text,
            deadline_norm=read.deadline_norm,
        )
    if read.bodies and (_went(one.bodies, one.text, words) or before.bodies == one.bodies):
        changed = replace(changed, bodies=read.bodies)
    return changed


def _went(printed: Sequence[str], before: str, words: str) -> bool:
    """Whether all of it stood in the former words, and some of it no longer does."""
    return all(one and one in before for one in printed) and any(
        one not in words for one in printed
    )


def due(finding: Finding, notified_on: date) -> Due:
    """When the finding would be due if its bodies were notified on that day, and why."""
    return deadlines.first_due(finding.deadline, notified_on)


def leftovers(source: str, draft: Draft) -> tuple[Leftover, ...]:
    """The source's pieces that no finding covers: look-alikes first, then the rest of each line."""
    taken = [(one.start, one.end) for one in draft.findings if one.start >= 0]
    alike = [
        one
        for one in draft.lookalikes
        if all(one.end <= begin or one.start >= end for begin, end in taken)
    ]
    taken += [(one.start, one.end) for one in alike]
    others = (
        Leftover(source[start:end], start, end)
        for start, end in pieces_outside(source, sorted(taken))
        if end - start >= SHORTEST_LEFTOVER
    )
    return (*alike, *others)

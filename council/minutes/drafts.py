"""The secretary's proposal before anything counts: taken in, corrected, thrown away."""

import hashlib
from dataclasses import replace
from datetime import date, datetime

from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from council import access, dates, deadlines, text
from council.access import Viewer
from council.deadlines import Deadline, Due
from council.errors import (
    DateNotUnderstoodError,
    DraftChangedError,
    DraftClosedError,
    MinutesKnownError,
    NotFoundError,
)
from council.minutes import MinutesRecord
from council.minutes.reading import ReadFile, read_text
from storage import audit, minutes
from storage.database import Session
from storage.models import Minutes
from storage.words import DeadlineKind, MinutesState

MAX_BODY_NAME = 200
SURE = 0.6
"""Findings below this confidence are marked for the secretary's eye."""


@dataclass(frozen=True)
class Reference:
    """A mention of an earlier session's resolution."""

    text: str
    session: int | None = None
    number: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class Finding:
    """One proposed resolution: verbatim text, and what it seems to order of whom by when."""

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

    @property
    def deadline(self) -> Deadline:
        """What the finding says about the time."""
        return Deadline(self.deadline_kind, self.deadline_text, self.deadline_norm)


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


@dataclass(frozen=True)
class Draft:
    """Everything that was read from one document, as corrected so far.

    `rough` tells that it came from a PDF, whose figures and names want a second look.
    """

    session: MeetingFields
    findings: tuple[Finding, ...]
    references: tuple[Reference, ...] = ()
    left_out: tuple[str, ...] = ()
    rough: bool = False

    @property
    def kept(self) -> tuple[tuple[int, Finding], ...]:
        """(index, finding) of those that would be published."""
        return tuple((i, f) for i, f in enumerate(self.findings) if f.kept)


@dataclass(frozen=True)
class Read:
    """A document that was read: cleaned source, its digest blind to spelling, the proposal."""

    source: str
    digest: str
    draft: Draft


@dataclass(frozen=True)
class OpenDraft:
    """A draft with the ids that a later tap needs."""

    id: int
    version: int
    draft: Draft
    file_name: str | None


_DRAFT = TypeAdapter(Draft)


def propose(record: MinutesRecord) -> Draft:
    """The draft that a freshly read document gives."""
    findings = tuple(
        Finding(
            number=found.number,
            text=found.text,
            clauses=tuple((clause.mark, clause.text) for clause in found.clauses),
            bodies=found.responsible,
            supporting=found.supporting,
            deadline_kind=deadlines.read_kind(found.deadline.kind, found.deadline.norm),
            deadline_text=found.deadline.value,
            deadline_norm=found.deadline.norm,
            references=tuple(
                Reference(ref.text, ref.session, ref.number, ref.date) for ref in found.cross_refs
            ),
            confidence=found.confidence,
        )
        for found in record.resolutions
    )
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
    )
    references = tuple(
        Reference(ref.text, ref.session, ref.number, ref.date) for ref in record.cross_refs
    )
    return Draft(session, findings, references, tuple(out.text for out in record.left_out))


def read_documents(source: str) -> tuple[Read, ...]:
    """Read pasted text, a document for each session in it; a second of work for forty pages.

    Raises EmptyMinutesError and TooLongError.
    """
    return proposals(read_text(source))


def proposals(file: ReadFile) -> tuple[Read, ...]:
    """Return what would be kept of a file: a document for each session that it holds."""
    return tuple(
        Read(one.text, _digest(one.text), replace(propose(one.record), rough=file.rough))
        for one in file.sessions
    )


def _digest(source: str) -> str:
    return hashlib.sha256(text.key(source).encode()).hexdigest()


async def take_in(
    session: Session, *, viewer: Viewer, document: Read, file_name: str | None, now: datetime
) -> OpenDraft:
    """Keep a document, with what was found in it, as a draft. Does not commit.

    The same document again gives the draft that stands already. Raises NotAllowedError and
    MinutesKnownError (published before).
    """
    access.ensure(viewer, "read_minutes")
    known = await minutes.same_document(session, viewer.council_id, document.digest)
    if known is not None:
        stored, meeting = known
        if stored.state is MinutesState.PUBLISHED:
            raise MinutesKnownError(stored.id, meeting.number if meeting else None)
        return _opened(stored)
    stored = await minutes.add(
        session,
        Minutes(
            council_id=viewer.council_id,
            state=MinutesState.DRAFT,
            source_text=document.source,
            file_name=file_name,
            sha256=document.digest,
            draft=_DRAFT.dump_python(document.draft, mode="json"),
            version=1,
            created_by=viewer.person_id,
            created_at=now,
        ),
    )
    _record(session, viewer, stored.id, "minutes_taken_in", now)
    return _opened(stored)


async def open_draft(session: Session, *, viewer: Viewer, minutes_id: int) -> OpenDraft:
    """The draft as it stands. Raises NotAllowedError, NotFoundError, DraftClosedError."""
    access.ensure(viewer, "read_minutes")
    stored = await minutes.get(session, viewer.council_id, minutes_id)
    if stored is None:
        raise NotFoundError
    if stored.state is not MinutesState.DRAFT:
        raise DraftClosedError
    return _opened(stored)


async def open_drafts(session: Session, *, viewer: Viewer) -> tuple[OpenDraft, ...]:
    """The council's drafts, newest first: a half-done import waits as long as it must."""
    access.ensure(viewer, "read_minutes")
    return tuple(map(_opened, await minutes.open_drafts(session, viewer.council_id)))


async def set_bodies(
    session: Session, *, viewer: Viewer, minutes_id: int, index: int, names: tuple[str, ...]
) -> OpenDraft:
    """Say who must act on a finding; no name at all is possible. Does not commit."""
    tidy = tuple(dict.fromkeys(" ".join(name.split())[:MAX_BODY_NAME] for name in names))
    return await _correct(session, viewer, minutes_id, index, bodies=tuple(filter(None, tidy)))


async def set_deadline(
    session: Session, *, viewer: Viewer, minutes_id: int, index: int, deadline: Deadline
) -> OpenDraft:
    """Say by when a finding is to be done. Does not commit."""
    return await _correct(
        session,
        viewer,
        minutes_id,
        index,
        deadline_kind=deadline.kind,
        deadline_text=deadline.text,
        deadline_norm=deadline.norm,
    )


async def set_kept(
    session: Session, *, viewer: Viewer, minutes_id: int, index: int, kept: bool
) -> OpenDraft:
    """Leave a finding out, or take it back in. Does not commit."""
    return await _correct(session, viewer, minutes_id, index, kept=kept)


async def discard(session: Session, *, viewer: Viewer, minutes_id: int, now: datetime) -> None:
    """Throw a draft away; its source stays on record. Raises DraftChangedError when too late."""
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    if not await minutes.leave_draft(
        session, minutes_id=opened.id, version=opened.version, state=MinutesState.DISCARDED
    ):
        raise DraftChangedError
    _record(session, viewer, minutes_id, "minutes_discarded", now)


def finding(opened: OpenDraft, index: int) -> Finding:
    """One finding by its place, counted from 0. NotFoundError where there is none."""
    if not 0 <= index < len(opened.draft.findings):
        raise NotFoundError
    return opened.draft.findings[index]


def type_deadline(typed: str, today: date) -> Deadline:
    """What a secretary types as a deadline: a date, or a period from notification.

    Raises DateNotUnderstoodError rather than guess.
    """
    day = dates.read_date(typed, today)
    if day is None:
        raise DateNotUnderstoodError
    jalali = dates.to_jalali(day)
    norm = f"{jalali.year:04}-{jalali.month:02}-{jalali.day:02}"
    return Deadline(DeadlineKind.DATE, norm=norm)


def due(finding: Finding, notified_on: date) -> Due:
    """When the finding would be due if its bodies were notified on that day, and why."""
    return deadlines.first_due(finding.deadline, notified_on)


async def _correct(
    session: Session, viewer: Viewer, minutes_id: int, index: int, **changes: object
) -> OpenDraft:
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    findings = list(opened.draft.findings)
    findings[index] = replace(finding(opened, index), **changes)  # type: ignore[arg-type]  # names are ours
    draft = replace(opened.draft, findings=tuple(findings))
    saved = await minutes.save_draft(
        session,
        minutes_id=opened.id,
        version=opened.version,
        draft=_DRAFT.dump_python(draft, mode="json"),
    )
    if not saved:
        raise DraftChangedError
    return OpenDraft(opened.id, opened.version + 1, draft, opened.file_name)


def _opened(stored: Minutes) -> OpenDraft:
    return OpenDraft(
        stored.id, stored.version, _DRAFT.validate_python(stored.draft), stored.file_name
    )


def _record(session: Session, viewer: Viewer, minutes_id: int, action: str, now: datetime) -> None:
    audit.record(
        session,
        council_id=viewer.council_id,
        actor_id=viewer.person_id,
        action=action,
        subject="minutes",
        subject_id=minutes_id,
        at=now,
    )

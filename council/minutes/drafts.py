"""Half-done minutes: taken in once, continued, handed over, thrown away only on purpose."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from pydantic import TypeAdapter

from council import access, auditing, notices, text
from council.access import Viewer
from council.errors import (
    DraftChangedError,
    DraftClosedError,
    MinutesKnownError,
    NotFoundError,
)
from council.minutes.proposal import Draft, Finding, propose
from council.minutes.reading import ReadFile, read_text
from storage import members, minutes
from storage.database import Session
from storage.models import Minutes, Person
from storage.words import MinutesState, Role

TELEGRAM_LIMIT = 4096
_CLOSED_LINE = re.compile(r"[.؟!?:؛»)\]]\s*$")
_NEW_LINE = re.compile(r"\s*(?:[\d۰-۹٠-٩]{1,3}\s*[-–.)ـ]|[*•▪●■◾-])")


OLD_DAYS = 60
"""Minutes of a session so long ago are offered to the archive."""


@dataclass(frozen=True)
class Read:
    """A document that was read: cleaned source, its digest blind to spelling, the proposal."""

    source: str
    digest: str
    draft: Draft


@dataclass(frozen=True)
class OpenDraft:
    """A draft with the ids that a later tap needs; `known` where it was sent once before."""

    id: int
    version: int
    draft: Draft
    file_name: str | None
    source: str = ""
    archived: bool = False
    known: bool = False

    def old(self, today: date) -> bool:
        """Whether the session is so long ago that its minutes may only be for the archive."""
        held_on = self.draft.session.held_on
        return held_on is not None and (today - held_on).days > OLD_DAYS


_DRAFT = TypeAdapter(Draft)


def read_documents(source: str) -> tuple[Read, ...]:
    """Read pasted text, a document for each session in it; a second of work for forty pages.

    Raises EmptyMinutesError and TooLongError.
    """
    return proposals(read_text(source))


def proposals(file: ReadFile) -> tuple[Read, ...]:
    """Return what would be kept of a file: a document for each session that it holds."""
    digests = [_digest(one.text) for one in file.sessions]
    key = digests[0] if len(digests) > 1 else ""
    return tuple(
        Read(one.text, digest, replace(propose(one.record), rough=file.rough, text_key=key))
        for one, digest in zip(file.sessions, digests, strict=True)
    )


def _digest(source: str) -> str:
    return hashlib.sha256(text.key(source).encode()).hexdigest()


def join_parts(so_far: str, part: str) -> str:
    """A text that was cut into messages, whole again.

    A cut inside a sentence is mended with a space, any other with a line break.
    """
    full = len(so_far) % TELEGRAM_LIMIT > TELEGRAM_LIMIT // 2
    inside = full and not _CLOSED_LINE.search(so_far) and not _NEW_LINE.match(part)
    return so_far.rstrip() + (" " if inside else "\n") + part.lstrip("\n")


async def take_in_all(
    session: Session,
    *,
    viewer: Viewer,
    documents: Sequence[Read],
    file_name: str | None,
    now: datetime,
    archived: bool = False,
) -> tuple[OpenDraft, ...]:
    """Keep a draft for each session of a text; those published before are left as they are.

    Raises NotAllowedError, and MinutesKnownError where all of them were published before. Does
    not commit.
    """
    opened, known = [], None
    for document in documents:
        try:
            one = await take_in(
                session,
                viewer=viewer,
                document=document,
                file_name=file_name,
                now=now,
                archived=archived,
            )
        except MinutesKnownError as error:
            known = error
        else:
            opened.append(one)
    if not opened and known is not None:
        raise known
    return tuple(opened)


async def take_in(
    session: Session,
    *,
    viewer: Viewer,
    document: Read,
    file_name: str | None,
    now: datetime,
    archived: bool = False,
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
        return replace(_opened(stored), known=True)
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
            archived=archived,
            created_by=viewer.person_id,
            created_at=now,
        ),
    )
    auditing.record(session, viewer, "minutes_taken_in", "minutes", stored.id, now)
    return _opened(stored)


async def extend(
    session: Session, *, viewer: Viewer, minutes_id: int, part: str, now: datetime
) -> tuple[OpenDraft, ...]:
    """Add a further part of the same paste to a draft that nobody has corrected yet.

    Gives the draft, and one more for each further session that begins in the part. Where the
    parts together are a document that came before, this draft goes and the former one is given.
    Raises DraftChangedError where it was corrected, MinutesKnownError where the whole was
    published before, and what `open_draft` and `read_documents` raise. Does not commit.
    """
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    if opened.draft.corrected:
        raise DraftChangedError
    document, *others = _of_text(
        read_documents(join_parts(opened.source, part)), opened.draft.text_key
    )
    known = await minutes.same_document(session, viewer.council_id, document.digest)
    if known is not None and known[0].id != opened.id:
        await discard(session, viewer=viewer, minutes_id=opened.id, now=now)
        return await take_in_all(
            session, viewer=viewer, documents=[document, *others], file_name=None, now=now
        )
    read = replace(document.draft, order=opened.draft.order + 1)
    saved = await minutes.save_draft(
        session,
        minutes_id=opened.id,
        version=opened.version,
        draft=_DRAFT.dump_python(read, mode="json"),
        source_text=document.source,
        sha256=document.digest,
    )
    if not saved:
        raise DraftChangedError
    grown = replace(opened, version=opened.version + 1, draft=read, source=document.source)
    if not others:
        return (grown,)
    further = await take_in_all(session, viewer=viewer, documents=others, file_name=None, now=now)
    return (grown, *further)


def _of_text(documents: Sequence[Read], key: str) -> tuple[Read, ...]:
    if not key:
        return tuple(documents)
    return tuple(replace(one, draft=replace(one.draft, text_key=key)) for one in documents)


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


async def beside(session: Session, *, viewer: Viewer, opened: OpenDraft) -> tuple[OpenDraft, ...]:
    """The open drafts of the other sessions that the same text held, in its order."""
    if not opened.draft.text_key:
        return ()
    waiting = await open_drafts(session, viewer=viewer)
    return tuple(
        one
        for one in reversed(waiting)
        if one.id != opened.id and one.draft.text_key == opened.draft.text_key
    )


async def save(session: Session, opened: OpenDraft, draft: Draft) -> OpenDraft:
    """Keep a corrected draft. DraftChangedError where somebody was faster. Does not commit."""
    draft = replace(draft, corrected=True)
    saved = await minutes.save_draft(
        session,
        minutes_id=opened.id,
        version=opened.version,
        draft=_DRAFT.dump_python(draft, mode="json"),
    )
    if not saved:
        raise DraftChangedError
    return replace(opened, version=opened.version + 1, draft=draft)


async def set_archived(
    session: Session, *, viewer: Viewer, minutes_id: int, archived: bool
) -> OpenDraft:
    """Say whether the minutes are old ones: then publishing tells and reminds nobody."""
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    await minutes.set_archived(session, minutes_id=opened.id, archived=archived)
    return replace(opened, archived=archived)


async def discard(session: Session, *, viewer: Viewer, minutes_id: int, now: datetime) -> None:
    """Throw a draft away; its source stays on record. Raises DraftChangedError when too late."""
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    if not await minutes.leave_draft(
        session, minutes_id=opened.id, version=opened.version, state=MinutesState.DISCARDED
    ):
        raise DraftChangedError
    auditing.record(session, viewer, "minutes_discarded", "minutes", minutes_id, now)


async def colleagues(session: Session, *, viewer: Viewer) -> Sequence[Person]:
    """The other secretaries of the council, to whom a draft can be handed over."""
    access.ensure(viewer, "read_minutes")
    everyone = await members.with_role(session, viewer.council_id, Role.SECRETARY)
    return [one for one in everyone if one.id != viewer.person_id]


async def hand_over(
    session: Session, *, viewer: Viewer, minutes_id: int, person_id: int, now: datetime
) -> Person:
    """Give a half-done draft to another secretary, who is told; returns them. Does not commit.

    Raises NotFoundError where that person is no secretary (any more), and what `open_draft` does.
    """
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    chosen = [one for one in await colleagues(session, viewer=viewer) if one.id == person_id]
    if not chosen:
        raise NotFoundError
    await minutes.hold(session, minutes_id=opened.id, person_id=person_id, now=now)
    auditing.record(
        session, viewer, "minutes_handed_over", "minutes", opened.id, now, after={"to": person_id}
    )
    await notices.tell_person(
        session,
        council_id=viewer.council_id,
        person_id=person_id,
        kind="handed_over",
        key=f"handed_over:{opened.id}:{now.isoformat(timespec='seconds')}",
        payload={"minutes_id": opened.id, "by": viewer.person_id},
        now=now,
    )
    return chosen[0]


async def holders(session: Session, *, viewer: Viewer) -> dict[int, Person]:
    """Who has each open draft of the council in hand: its maker, or whom it was handed to."""
    access.ensure(viewer, "read_minutes")
    return await minutes.holders(session, viewer.council_id)


def finding(opened: OpenDraft, index: int) -> Finding:
    """One finding by its place, counted from 0. NotFoundError where there is none."""
    if not 0 <= index < len(opened.draft.findings):
        raise NotFoundError
    return opened.draft.findings[index]


def _opened(stored: Minutes) -> OpenDraft:
    return OpenDraft(
        stored.id,
        stored.version,
        _DRAFT.validate_python(stored.draft),
        stored.file_name,
        stored.source_text,
        stored.archived,
    )

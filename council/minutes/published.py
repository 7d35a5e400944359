"""Published minutes: looking back at them, and taking them back while nothing was reported."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from council import access, auditing, notices, text
from council.access import Viewer
from council.errors import (
    DraftChangedError,
    NotConfirmedError,
    NotFoundError,
    ReportedAlreadyError,
)
from council.minutes.announcing import Concerned, concerned, group_key, person_key
from council.minutes.drafts import OpenDraft, open_draft
from council.seconding import second_person
from council.seconding.second_person import Asked
from storage import members, minutes, outbox, taking_back
from storage.database import Session
from storage.models import ActionItem, Meeting, Minutes, Person
from storage.words import Act

A_PAGE = 8


@dataclass(frozen=True)
class PublishedMinutes:
    """Minutes that count, for the secretary who looks back."""

    id: int
    number: int | None
    held_on: date | None
    published_at: datetime | None
    published_by: str | None
    archived: bool
    resolutions: int
    source: str

    @property
    def confirmation(self) -> int:
        """The number to type before they are taken back: of the session, else of resolutions."""
        return self.number or self.resolutions


@dataclass(frozen=True)
class TakenBack:
    """The draft that the minutes are again, and how many people and groups hear of it."""

    draft: OpenDraft
    told: int


async def past(
    session: Session, *, viewer: Viewer, page: int
) -> tuple[tuple[PublishedMinutes, ...], bool]:
    """A page of the council's published minutes, newest first, and whether there are more."""
    access.ensure(viewer, "read_minutes")
    found = await minutes.published(
        session, viewer.council_id, limit=A_PAGE + 1, offset=max(0, page) * A_PAGE
    )
    return tuple(_seen(*row) for row in found[:A_PAGE]), len(found) > A_PAGE


async def open_published(session: Session, *, viewer: Viewer, minutes_id: int) -> PublishedMinutes:
    """Published minutes. NotFoundError where they are none of the council's (any more)."""
    access.ensure(viewer, "read_minutes")
    row = await minutes.published_one(session, viewer.council_id, minutes_id)
    if row is None:
        raise NotFoundError
    return _seen(*row)


def _seen(stored: Minutes, meeting: Meeting, publisher: Person | None) -> PublishedMinutes:
    return PublishedMinutes(
        id=stored.id,
        number=meeting.number,
        held_on=meeting.held_on,
        published_at=stored.published_at,
        published_by=publisher.name if publisher else None,
        archived=stored.archived,
        resolutions=sum(one.get("kept", True) for one in stored.draft["findings"]),
        source=stored.source_text,
    )


async def ensure_can_take_back(
    session: Session, *, viewer: Viewer, minutes_id: int
) -> PublishedMinutes:
    """The minutes, where they can still be taken back; else ReportedAlreadyError."""
    access.ensure(viewer, "close")
    found = await open_published(session, viewer=viewer, minutes_id=minutes_id)
    if await taking_back.was_reported_on(session, minutes_id):
        raise ReportedAlreadyError
    return found


async def take_back(
    session: Session,
    *,
    viewer: Viewer,
    minutes_id: int,
    typed: str,
    now: datetime,
    seconded: bool = False,
) -> TakenBack | Asked:
    """Make published minutes a draft again: nothing of them counts, and who was told hears it.

    Where the council wants a second person, one is asked unless `seconded`. Raises
    NotAllowedError, NotFoundError, ReportedAlreadyError, NotConfirmedError (the typed number is
    not the one asked for), NobodySecondsError, DraftChangedError. Does not commit.
    """
    found = await ensure_can_take_back(session, viewer=viewer, minutes_id=minutes_id)
    if text.number_from_words(text.fold(typed).strip()) != found.confirmation:
        raise NotConfirmedError
    asked = await second_person.wanted(
        session, viewer=viewer, act=Act.TAKE_BACK, about=minutes_id, now=now, seconded=seconded
    )
    return asked or await _take_back(session, viewer, found, now)


async def _take_back(
    session: Session, viewer: Viewer, found: PublishedMinutes, now: datetime
) -> TakenBack:
    minutes_id = found.id
    stored = await minutes.get(session, viewer.council_id, minutes_id)
    if stored is None or stored.meeting_id is None:
        raise NotFoundError
    version, meeting_id = stored.version, stored.meeting_id
    made = await taking_back.items_of(session, minutes_id)
    codes = list(dict.fromkeys(item.resolution.code for item in made))
    who = await concerned(session, made)
    told = await _tell(session, viewer, found, version, who, made, now)
    if not await taking_back.reopen(session, minutes_id=minutes_id, version=version):
        raise DraftChangedError
    await taking_back.remove(session, minutes_id=minutes_id, meeting_id=meeting_id)
    auditing.record(
        session,
        viewer,
        "publishing_taken_back",
        "minutes",
        minutes_id,
        now,
        before={"meeting_id": meeting_id, "meeting_number": found.number, "codes": codes},
    )
    await session.flush()
    return TakenBack(await open_draft(session, viewer=viewer, minutes_id=minutes_id), told)


async def _tell(
    session: Session,
    viewer: Viewer,
    found: PublishedMinutes,
    version: int,
    who: Concerned,
    made: Sequence[ActionItem],
    now: datetime,
) -> int:
    """Take back notices that still wait, and tell those whose notice has gone out."""
    known_as = person_key(found.id, version - 1)  # publishing raised the version by one
    people = {f"{known_as}:{person_id}": person_id for person_id in who.people}
    chats = {
        f"{group_key(item.id)}:c{chat.id}": chat
        for chat in who.chats
        for item in made
        if item.lead_body_id == chat.body_id
    }
    gone = await outbox.withdraw(session, keys=[*people, *chats], why="taken back", now=now)
    key = f"taken_back:{found.id}:{version}"
    payload = {"number": found.number}
    told = 0
    later = await _heard_later(session, who, made)
    for person_id in dict.fromkeys((*(people[one] for one in gone if one in people), *later)):
        told += await notices.tell_person(
            session, council_id=viewer.council_id, person_id=person_id,
            kind="taken_back", key=key, payload=payload, now=now,
        )  # fmt: skip
    for chat in {chats[one].id: chats[one] for one in gone if one in chats}.values():
        told += await notices.tell_group(
            session, council_id=viewer.council_id, chat=chat,
            kind="taken_back", key=key, payload=payload, now=now,
        )  # fmt: skip
    return told


async def _heard_later(
    session: Session, who: Concerned, made: Sequence[ActionItem]
) -> Sequence[int]:
    """Those whose an item is only since it was published, and who were told."""
    chasing = {item.follow_up_owner_id for item in made if item.follow_up_owner_id is not None}
    owners = await members.people_of(session, chasing)
    return await outbox.heard_of(
        session,
        kinds=("owner_named", "reassigned"),
        people={*who.people, *owners.values()},
        item_ids={item.id for item in made},
    )

"""Corrections of what was published: who, when and why; what it said before stays to be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from council import access, auditing, dates, deadlines, items, notices, text
from council.access import Viewer
from council.deadlines import Deadline
from council.errors import (
    EmptyMinutesError,
    ItemClosedError,
    NotFoundError,
    TooLongError,
)
from council.minutes.announcing import concerned, tell_group_of_item
from council.minutes.corrections import MAX_TEXT, deadline_on
from council.resolutions import index
from storage import errata, members, resolutions
from storage import items as stored_items
from storage.database import Session
from storage.models import ActionItem, Erratum, Resolution
from storage.words import OPEN_STATES, DeadlineKind, ItemState

MAX_REASON = 1_000


class What(StrEnum):
    """What a correction changed."""

    TEXT = "text"
    DEADLINE = "deadline"


@dataclass(frozen=True)
class ErratumSeen:
    """A correction as people read it; dates are ISO, '' for none."""

    id: int
    resolution_id: int
    code: str
    what: What
    before: str
    after: str
    reason: str
    who: str
    at: datetime


async def of_resolution(
    session: Session, *, viewer: Viewer, resolution_id: int
) -> tuple[ErratumSeen, ...]:
    """Every correction of a resolution, oldest first. NotFoundError for what is not theirs."""
    access.ensure(viewer, "search")
    found = await _whole(session, viewer, resolution_id)
    return tuple(_seen(one, found.code) for one in await errata.of_resolution(session, found.id))


async def open_erratum(session: Session, *, viewer: Viewer, erratum_id: int) -> ErratumSeen:
    """One correction. NotFoundError for what is not theirs."""
    access.ensure(viewer, "search")
    return await erratum_of(session, council_id=viewer.council_id, erratum_id=erratum_id)


async def erratum_of(session: Session, *, council_id: int, erratum_id: int) -> ErratumSeen:
    """One correction, for a body's group. NotFoundError where it is none of the council's."""
    row = await errata.one(session, council_id, erratum_id)
    if row is None:
        raise NotFoundError
    return _seen(row[0], row[1].code)


def _seen(one: Erratum, code: str) -> ErratumSeen:
    return ErratumSeen(
        one.id, one.resolution_id, code, What(one.what),
        one.before, one.after, one.reason, one.author.name, one.corrected_at,
    )  # fmt: skip


async def correct_text(
    session: Session,
    *,
    viewer: Viewer,
    resolution_id: int,
    words: str,
    reason: str,
    now: datetime,
) -> int:
    """Put right the wording of a published resolution; gives how many messages tell of it.

    Raises NotAllowedError, NotFoundError, EmptyMinutesError (no words or no reason),
    TooLongError. Does not commit.
    """
    access.ensure(viewer, "edit")
    found = await _whole(session, viewer, resolution_id)
    cleaned = text.clean(words).strip()
    if not cleaned or not reason.strip():
        raise EmptyMinutesError
    if len(cleaned) > MAX_TEXT:
        raise TooLongError
    before, found.text = found.text, cleaned
    names = [
        body.name
        for item in found.items
        for body in (item.lead_body, *item.supporting)
        if body is not None
    ]
    await index(session, found, meeting_number=found.meeting.number, body_names=names)
    erratum = await _record(
        session, viewer, found, What.TEXT, before, cleaned, reason, now, item_id=None
    )
    return await _tell(session, viewer, found, erratum, found.items, now)


async def correct_deadline(
    session: Session,
    *,
    viewer: Viewer,
    item_id: int,
    day: date | None,
    reason: str,
    now: datetime,
) -> int:
    """Put right the date of an open item that does not repeat, or take it away; gives how many
    messages tell of it.

    Raises NotAllowedError, NotFoundError, ItemClosedError, EmptyMinutesError. Does not commit.
    """
    access.ensure(viewer, "edit")
    item = await _item(session, viewer, item_id)
    repeating = deadlines.repeats(items.deadline_of(item)) is not None
    if item.state not in OPEN_STATES or repeating:
        raise ItemClosedError
    if not reason.strip():
        raise EmptyMinutesError
    before = item.due_on.isoformat() if item.due_on else ""
    after = day.isoformat() if day else ""
    deadline = deadline_on(day) if day else Deadline(DeadlineKind.NONE)
    await _set_deadline(session, item, deadline, due_on=day)
    found = await _whole(session, viewer, item.resolution_id)
    erratum = await _record(
        session, viewer, found, What.DEADLINE, before, after, reason, now, item_id=item_id
    )
    return await _tell(session, viewer, found, erratum, [item], now)


async def take_up(
    session: Session, *, viewer: Viewer, item_id: int, day: date, now: datetime
) -> int:
    """Follow an item of the archive up from today, with a new date; gives how many hear of it.

    Raises NotAllowedError, NotFoundError, ItemClosedError (not of the archive any more). Does not
    commit.
    """
    access.ensure(viewer, "publish")
    item = await _item(session, viewer, item_id)
    if item.state is not ItemState.ARCHIVED:
        raise ItemClosedError
    today = dates.local_date(now, viewer.zone)
    before = {"state": item.state.value}
    await _set_deadline(
        session, item, deadline_on(day), due_on=day, state=ItemState.NOTIFIED, notified_on=today
    )
    auditing.record(
        session,
        viewer,
        "taken_up",
        "item",
        item_id,
        now,
        before=before,
        after={"due_on": day.isoformat()},
    )
    who = await concerned(session, [item])
    told = 0
    for person_id in who.people:
        told += await notices.tell_person(
            session, council_id=viewer.council_id, person_id=person_id, kind="taken_up",
            key=f"taken_up:{item_id}", payload={"item_id": item_id}, now=now,
        )  # fmt: skip
    for chat in who.chats:
        told += await tell_group_of_item(session, viewer, chat, item_id, now)
    return told


async def _whole(session: Session, viewer: Viewer, resolution_id: int) -> Resolution:
    found = await resolutions.whole(session, viewer.council_id, resolution_id)
    if found is None:
        raise NotFoundError
    return found


async def _item(session: Session, viewer: Viewer, item_id: int) -> ActionItem:
    item = await stored_items.get(session, viewer.council_id, item_id)
    if item is None:
        raise NotFoundError
    return item


async def _set_deadline(
    session: Session, item: ActionItem, deadline: Deadline, **values: object
) -> None:
    changed = await stored_items.change(
        session,
        item,
        expected=item.version,
        deadline_kind=deadline.kind,
        deadline_text=deadline.text,
        deadline_norm=deadline.norm,
        **values,
    )
    if not changed:
        raise ItemClosedError


async def _record(
    session: Session,
    viewer: Viewer,
    found: Resolution,
    what: What,
    before: str,
    after: str,
    reason: str,
    now: datetime,
    *,
    item_id: int | None,
) -> Erratum:
    auditing.record(
        session, viewer, "corrected", "resolution", found.id, now, after={"what": what.value}
    )
    return await errata.add(
        session,
        Erratum(
            council_id=viewer.council_id,
            resolution_id=found.id,
            item_id=item_id,
            what=what.value,
            before=before,
            after=after,
            reason=" ".join(reason.split())[:MAX_REASON],
            corrected_by=viewer.person_id,
            corrected_at=now,
        ),
    )


async def _tell(
    session: Session,
    viewer: Viewer,
    found: Resolution,
    erratum: Erratum,
    touched: Sequence[ActionItem],
    now: datetime,
) -> int:
    """Tell those who answer for it and those who chase it; of archived ones nobody heard."""
    alive = [item for item in touched if item.state is not ItemState.ARCHIVED]
    who = await concerned(session, alive)
    chasing = {item.follow_up_owner_id for item in alive if item.follow_up_owner_id is not None}
    owners = await members.people_of(session, chasing)
    payload = {"erratum_id": erratum.id}
    key = f"corrected:{erratum.id}"
    told = 0
    for person_id in dict.fromkeys((*who.people, *owners.values())):
        if person_id != viewer.person_id:
            told += await notices.tell_person(
                session, council_id=viewer.council_id, person_id=person_id,
                kind="corrected", key=key, payload=payload, now=now,
            )  # fmt: skip
    for chat in () if found.confidential else who.chats:
        told += await notices.tell_group(
            session, council_id=viewer.council_id, chat=chat,
            kind="corrected", key=key, payload=payload, now=now,
        )  # fmt: skip
    return told

"""Publishing minutes: one transaction from the confirmed draft to tracked items and notices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from council import access, bodies, dates, deadlines, notices, text
from council.access import Viewer
from council.errors import DraftChangedError, NothingFoundError
from council.minutes.drafts import Draft, Finding, OpenDraft, Reference, open_draft
from council.resolutions import index
from storage import audit, items, meetings, minutes, resolutions
from storage import bodies as stored_bodies
from storage.database import Session
from storage.models import (
    ActionItem,
    Body,
    Clause,
    CrossReference,
    Meeting,
    Resolution,
)
from storage.words import ItemState, MinutesState


@dataclass(frozen=True)
class Published:
    """What became of a draft, for the secretary's receipt."""

    meeting_id: int
    meeting_number: int | None
    resolutions: int
    items: int
    told_people: int
    told_groups: int
    unheard_bodies: tuple[str, ...]
    nameless: int


async def publish(
    session: Session, *, viewer: Viewer, minutes_id: int, version: int, now: datetime
) -> Published:
    """Adopt the kept findings: meeting, resolutions, items, occurrences, notices, audit.

    Periods count from today (the day of notification), however old the minutes are.
    Raises NotAllowedError, NotFoundError, DraftClosedError, DraftChangedError (not the version
    the secretary saw), NothingFoundError. Does not commit.
    """
    access.ensure(viewer, "publish")
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    if opened.version != version:
        raise DraftChangedError
    if not opened.draft.kept:
        raise NothingFoundError
    meeting = await _add_meeting(session, viewer, opened.draft, now)
    left = await minutes.leave_draft(
        session,
        minutes_id=opened.id,
        version=version,
        state=MinutesState.PUBLISHED,
        meeting_id=meeting.id,
        published_by=viewer.person_id,
        published_at=now,
    )
    if not left:
        raise DraftChangedError
    known = await _bodies_of(session, viewer, opened.draft, now)
    made = [
        item
        for position, (_, finding) in enumerate(opened.draft.kept, start=1)
        for item in await _adopt(session, viewer, meeting, opened, finding, position, known, now)
    ]
    await _add_references(session, viewer, meeting, None, opened.draft.references)
    audit.record(
        session,
        council_id=viewer.council_id,
        actor_id=viewer.person_id,
        action="published",
        subject="minutes",
        subject_id=opened.id,
        at=now,
        after={"meeting_id": meeting.id, "items": len(made)},
    )
    people, groups, unheard = await _notify(session, viewer, opened.id, made, now)
    return Published(
        meeting_id=meeting.id,
        meeting_number=meeting.number,
        resolutions=len(opened.draft.kept),
        items=len(made),
        told_people=people,
        told_groups=groups,
        unheard_bodies=unheard,
        nameless=sum(item.lead_body_id is None for item in made),
    )


async def _add_meeting(session: Session, viewer: Viewer, draft: Draft, now: datetime) -> Meeting:
    fields = draft.session
    return await meetings.add(
        session,
        Meeting(
            council_id=viewer.council_id,
            number=fields.number,
            term=fields.term,
            held_on=fields.held_on,
            venue=fields.venue,
            mode=fields.mode,
            chair=fields.chair,
            subject=fields.subject,
            created_at=now,
        ),
    )


async def _bodies_of(
    session: Session, viewer: Viewer, draft: Draft, now: datetime
) -> dict[str, Body]:
    names = [name for _, finding in draft.kept for name in (*finding.bodies, *finding.supporting)]
    return {
        name: await bodies.take_up(session, council_id=viewer.council_id, name=name, now=now)
        for name in dict.fromkeys(names)
    }


def code_of(meeting_number: int | None, number: str | None, position: int) -> str:
    """The code a resolution is known by: session and printed number, as in 72/3."""
    return f"{meeting_number}/{number or position}" if meeting_number else number or str(position)


async def _adopt(
    session: Session,
    viewer: Viewer,
    meeting: Meeting,
    opened: OpenDraft,
    finding: Finding,
    position: int,
    known: Mapping[str, Body],
    now: datetime,
) -> list[ActionItem]:
    resolution = await resolutions.add(
        session,
        Resolution(
            council_id=viewer.council_id,
            meeting_id=meeting.id,
            minutes_id=opened.id,
            position=position,
            number=finding.number,
            code=code_of(meeting.number, finding.number, position),
            text=finding.text,
            created_at=now,
            clauses=[
                Clause(position=place, mark=mark, text=clause)
                for place, (mark, clause) in enumerate(finding.clauses, start=1)
            ],
        ),
    )
    leads: list[Body | None] = list(
        {known[name].id: known[name] for name in finding.bodies}.values()
    ) or [None]
    made = [
        await _add_item(session, viewer, resolution, finding, place, lead, known, now)
        for place, lead in enumerate(leads, start=1)
    ]
    await _add_references(session, viewer, meeting, resolution.id, finding.references)
    names = (*finding.bodies, *finding.supporting)
    await index(session, resolution, meeting_number=meeting.number, body_names=names)
    return made


async def _add_item(
    session: Session,
    viewer: Viewer,
    resolution: Resolution,
    finding: Finding,
    position: int,
    lead: Body | None,
    known: Mapping[str, Body],
    now: datetime,
) -> ActionItem:
    today = dates.local_date(now, viewer.zone)
    due = deadlines.first_due(finding.deadline, today)
    helpers = {known[name].id: known[name] for name in finding.supporting}
    if lead is not None:
        helpers.pop(lead.id, None)
    item = await items.add(
        session,
        ActionItem(
            council_id=viewer.council_id,
            resolution_id=resolution.id,
            position=position,
            lead_body_id=lead.id if lead else None,
            state=ItemState.NOTIFIED,
            percent=0,
            deadline_kind=finding.deadline_kind,
            deadline_text=finding.deadline_text,
            deadline_norm=finding.deadline_norm,
            notified_on=today,
            due_on=due.on,
            version=1,
            created_at=now,
            supporting=list(helpers.values()),
        ),
    )
    if due.on is not None and deadlines.repeats(finding.deadline) is not None:
        await items.add_occurrence(
            session, item_id=item.id, number=1, starts_on=today, due_on=due.on
        )
    return item


async def _add_references(
    session: Session,
    viewer: Viewer,
    meeting: Meeting,
    resolution_id: int | None,
    references: tuple[Reference, ...],
) -> None:
    for reference in references:
        await resolutions.add_reference(
            session,
            CrossReference(
                council_id=viewer.council_id,
                meeting_id=meeting.id,
                resolution_id=resolution_id,
                text=reference.text,
                session_number=reference.session,
                number=reference.number,
                printed_date=reference.date,
                target_id=await _target(session, viewer, reference),
            ),
        )


async def _target(session: Session, viewer: Viewer, reference: Reference) -> int | None:
    if reference.session is None or reference.number is None:
        return None
    found = await resolutions.by_code(
        session,
        viewer.council_id,
        meeting_number=reference.session,
        number=text.en_digits(reference.number),
    )
    return found[0] if len(found) == 1 else None


async def _notify(
    session: Session, viewer: Viewer, minutes_id: int, made: list[ActionItem], now: datetime
) -> tuple[int, int, tuple[str, ...]]:
    """Tell who speaks for the bodies, once each, and their groups, once an item."""
    leads = {item.lead_body_id for item in made if item.lead_body_id is not None}
    pairs = await stored_bodies.representatives(session, leads)
    people = 0
    for person_id in dict.fromkeys(person.id for _, person in pairs):
        people += await notices.tell_person(
            session,
            council_id=viewer.council_id,
            person_id=person_id,
            kind="assigned",
            key=f"assigned:{minutes_id}",
            payload={"minutes_id": minutes_id},
            now=now,
        )
    chats = await stored_bodies.groups(session, leads)
    told = 0
    for chat in chats:
        for item in made:
            if item.lead_body_id == chat.body_id:
                told += await notices.tell_group(
                    session,
                    council_id=viewer.council_id,
                    chat=chat,
                    kind="item",
                    key=f"item:{item.id}",
                    payload={"item_id": item.id},
                    now=now,
                )
    heard = {body_id for body_id, _ in pairs} | {chat.body_id for chat in chats}
    unheard = {
        body.id: body.name
        for item in made
        if (body := await _lead(session, viewer, item)) and body.id not in heard
    }
    return people, told, tuple(unheard.values())


async def _lead(session: Session, viewer: Viewer, item: ActionItem) -> Body | None:
    if item.lead_body_id is None:
        return None
    return await stored_bodies.get(session, viewer.council_id, item.lead_body_id)


def notification_day(now: datetime, viewer: Viewer) -> date:
    """The day from which periods would count if the draft were published at this moment."""
    return dates.local_date(now, viewer.zone)

"""Publishing minutes: one transaction from the confirmed draft to tracked items and notices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from council import access, auditing, bodies, confidential, dates, deadlines, session_dues, text
from council.access import Viewer
from council.errors import DraftChangedError, NothingFoundError, UndecidedError
from council.minutes.announcing import announce
from council.minutes.drafts import OpenDraft, open_draft
from council.minutes.proposal import Draft, Finding, Reference
from council.resolutions import index
from storage import items, meetings, minutes, resolutions
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

    minutes_id: int
    meeting_id: int
    meeting_number: int | None
    resolutions: int
    items: int
    told_people: int
    unheard_bodies: tuple[str, ...]
    nameless: int
    archived: bool = False


async def publish(
    session: Session, *, viewer: Viewer, minutes_id: int, version: int, now: datetime
) -> Published:
    """Adopt the kept findings: meeting, resolutions, items, occurrences, notices, audit.

    Periods count from today (the day of notification), however old the minutes are. Archived
    minutes can be found from now on and nothing else: nobody is told, nothing becomes due.
    Raises NotAllowedError, NotFoundError, DraftClosedError, DraftChangedError (not the version
    the secretary saw), NothingFoundError, UndecidedError (an unsure finding was neither confirmed
    nor left out). Does not commit.
    """
    access.ensure(viewer, "publish")
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    if opened.version != version:
        raise DraftChangedError
    if not opened.draft.kept:
        raise NothingFoundError
    if opened.draft.unsure:
        raise UndecidedError
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
    setting = _Setting(viewer, meeting, opened, known, now)
    made: list[ActionItem] = []
    codes = codes_of(meeting.number, [finding.number for _, finding in opened.draft.kept])
    for position, (_, finding) in enumerate(opened.draft.kept, start=1):
        made += await _adopt(session, setting, finding, position, codes[position - 1])
    await session_dues.hang(
        session, council_id=viewer.council_id, zone=viewer.zone, now=now,
        only=[item.id for item in made],
    )  # fmt: skip
    await _add_references(session, viewer, meeting, None, opened.draft.references)
    auditing.record(
        session,
        viewer,
        "published",
        "minutes",
        opened.id,
        now,
        after={"meeting_id": meeting.id, "items": len(made)},
    )
    told = await announce(session, viewer=viewer, opened=opened, made=made, now=now)
    return Published(
        minutes_id=opened.id,
        meeting_id=meeting.id,
        meeting_number=meeting.number,
        resolutions=len(opened.draft.kept),
        items=len(made),
        told_people=told.people,
        unheard_bodies=told.unheard_bodies,
        nameless=sum(item.lead_body_id is None for item in made),
        archived=opened.archived,
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
            attendance={
                "present": list(fields.present),
                "absent": list(fields.absent),
                "guests": list(fields.guests),
            },
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


def codes_of(meeting_number: int | None, printed: Sequence[str | None]) -> list[str]:
    """The codes that resolutions are known by: session and printed number, as in 72/3.

    What has no number, or one that came before in the same minutes, takes its place in the list,
    and where that is taken the next number after all of them, so that a code means one thing.
    """
    numbers: list[str | None] = []
    for one in printed:
        folded = text.en_digits(one) if one else None
        numbers.append(None if folded in numbers else folded)
    taken = {number for number in numbers if number}
    following = max([len(numbers), *(int(n) for n in taken if n.isdecimal())])
    for place, number in enumerate(numbers, start=1):
        if number is None:
            chosen = str(place)
            if chosen in taken:
                following += 1
                chosen = str(following)
            numbers[place - 1] = chosen
            taken.add(chosen)
    session = f"{meeting_number}/" if meeting_number else ""
    return [f"{session}{number}" for number in numbers]


@dataclass(frozen=True)
class _Setting:
    """What all resolutions of the minutes have in common."""

    viewer: Viewer
    meeting: Meeting
    opened: OpenDraft
    known: Mapping[str, Body]
    now: datetime

    @property
    def notified_on(self) -> date:
        """The day from which periods count; of old minutes, their own day."""
        today = notification_day(self.now, self.viewer)
        return (self.meeting.held_on or today) if self.opened.archived else today


async def _adopt(
    session: Session, setting: _Setting, finding: Finding, position: int, code: str
) -> list[ActionItem]:
    known = setting.known
    resolution = await resolutions.add(
        session,
        Resolution(
            council_id=setting.viewer.council_id,
            meeting_id=setting.meeting.id,
            minutes_id=setting.opened.id,
            position=position,
            number=finding.number,
            code=code,
            text=finding.text,
            confidential=finding.confidential,
            created_at=setting.now,
            clauses=[
                Clause(position=at, mark=mark, text=clause)
                for at, (mark, clause) in enumerate(finding.clauses, start=1)
            ],
        ),
    )
    leads: list[Body | None] = list(
        {known[name].id: known[name] for name in finding.bodies}.values()
    ) or [None]
    made = [
        await _add_item(session, setting, resolution, finding, at, lead)
        for at, lead in enumerate(leads, start=1)
    ]
    if finding.confidential:
        await confidential.open_list(session, resolution_id=resolution.id)
    await _add_references(
        session, setting.viewer, setting.meeting, resolution.id, finding.references
    )
    names = (*finding.bodies, *finding.supporting)
    await index(session, resolution, meeting_number=setting.meeting.number, body_names=names)
    return made


async def _add_item(
    session: Session,
    setting: _Setting,
    resolution: Resolution,
    finding: Finding,
    position: int,
    lead: Body | None,
) -> ActionItem:
    due = deadlines.first_due(finding.deadline, setting.notified_on)
    helpers = {setting.known[name].id: setting.known[name] for name in finding.supporting}
    if lead is not None:
        helpers.pop(lead.id, None)
    archived = setting.opened.archived
    item = await items.add(
        session,
        ActionItem(
            council_id=setting.viewer.council_id,
            resolution_id=resolution.id,
            position=position,
            lead_body_id=lead.id if lead else None,
            follow_up_owner_id=finding.owner_id,
            state=ItemState.ARCHIVED if archived else ItemState.NOTIFIED,
            percent=0,
            deadline_kind=finding.deadline_kind,
            deadline_text=finding.deadline_text,
            deadline_norm=finding.deadline_norm,
            notified_on=setting.notified_on,
            due_on=due.on,
            version=1,
            created_at=setting.now,
            supporting=list(helpers.values()),
        ),
    )
    if due.on is not None and not archived and deadlines.repeats(finding.deadline) is not None:
        await items.add_occurrence(
            session, item_id=item.id, number=1, starts_on=setting.notified_on, due_on=due.on
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


async def any_published(session: Session, *, viewer: Viewer) -> bool:
    """Whether the council has minutes that were published."""
    return bool(await minutes.published(session, viewer.council_id, limit=1))


def notification_day(now: datetime, viewer: Viewer) -> date:
    """The day from which periods would count if the draft were published at this moment."""
    return dates.local_date(now, viewer.zone)

"""The follow-up report: what became of the resolutions of past sessions, as far as one may see it.

Confidential resolutions are left out, whoever asks; only who may export them gets them on a typed
confirmation.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import batched
from typing import NamedTuple
from zoneinfo import ZoneInfo

from council import access, auditing, dates, notices
from council.access import Cell, Place, Viewer
from council.errors import NotFoundError
from council.followup.followup_scopes import Only, Scope, Which, period_of
from council.seconding import second_person
from council.seconding.second_person import Asked
from storage import bodies, meetings
from storage import followup_report as stored
from storage.database import Session
from storage.followup_report import Chosen, Counts, Told
from storage.models import Meeting
from storage.words import OPEN_STATES, UNDONE_STATES, Act, ItemState

ROWS_AT_ONCE = 250
"""What is fetched together."""
ROWS_IN_A_PART = 25
"""So few that others get their turn before the words of more are made."""
TOLD = tuple(state for state in ItemState if state not in (ItemState.DRAFT, ItemState.ARCHIVED))
"""What the archive holds was never followed up."""


@dataclass(frozen=True)
class Outline:
    """What a report of this scope would hold, before it is made."""

    scope: Scope
    meeting: tuple[int | None, date | None] | None
    """The number and day of its one session."""
    body: str | None
    counts: Counts
    confidential: int
    """How many confidential items it leaves out that the viewer may know of and export."""
    may_set_letterhead: bool
    own: bool = False
    """Whether it tells only of what is the viewer's own to do or to follow up."""


@dataclass(frozen=True)
class EvidenceSeen:
    """One piece of evidence: what it is called, who sent it, and on which day."""

    name: str | None
    kind: str
    who: str
    on: date


class Line(NamedTuple):
    """One item of a report."""

    told: Told
    supporting: tuple[str, ...]
    overdue: bool
    evidence: tuple[EvidenceSeen, ...]


async def outline(session: Session, *, viewer: Viewer, scope: Scope, now: datetime) -> Outline:
    """How much a report would tell. Raises NotAllowedError, NotFoundError."""
    access.ensure(viewer, "export")
    meeting = await _meeting(session, viewer, scope)
    body = await bodies.get(session, viewer.council_id, scope.body_id) if scope.body_id else None
    if scope.body_id and body is None:
        raise NotFoundError
    today = dates.local_date(now, viewer.zone)
    chosen = await _chosen(session, viewer, scope, today)
    hidden = 0
    if access.can(viewer, "export_confidential"):
        hidden = await stored.count_confidential(session, viewer.council_id, chosen)
    return Outline(
        scope,
        (meeting.number, meeting.held_on) if meeting else None,
        body.name if body else None,
        await stored.counts(session, viewer.council_id, chosen, today=today),
        hidden,
        access.can(viewer, "edit"),
        own=_own(viewer) is not None,
    )


async def order(
    session: Session,
    *,
    viewer: Viewer,
    scope: Scope,
    form: str,
    message_id: int | None,
    now: datetime,
    seconded: bool = False,
) -> Outline | Asked:
    """Have the report made and sent; `message_id` is the message that tells to wait.

    Taking one with confidential items is written into the log; where the council wants a second
    person, one is asked for these unless `seconded`. Raises NotAllowedError, NotFoundError,
    NobodySecondsError. Does not commit.
    """
    shown = await outline(session, viewer=viewer, scope=scope, now=now)
    if scope.confidential:
        access.ensure(viewer, "export_confidential")
        asked = await second_person.wanted(
            session,
            viewer=viewer,
            act=Act.EXPORT,
            about=viewer.council_id,
            details={"scope": scope.packed(), "form": form},
            now=now,
            seconded=seconded,
        )
        if asked:
            return asked
        auditing.record(
            session,
            viewer,
            "confidential_exported",
            "council",
            viewer.council_id,
            now,
            after={"items": shown.confidential},
        )
    await notices.order_paper(
        session,
        council_id=viewer.council_id,
        person_id=viewer.person_id,
        kind="followup",
        key=f"followup:{form}:{scope.packed()}:{now.isoformat(timespec='seconds')}",
        payload={"scope": scope.packed(), "form": form, "message_id": message_id},
        now=now,
    )
    return shown


async def lines(
    session: Session, *, viewer: Viewer, scope: Scope, now: datetime
) -> AsyncIterator[Sequence[Line]]:
    """The report's items, newest session first, a part at a time.

    Raises NotAllowedError, also for a scope with confidential ones that the viewer may not export.
    """
    access.ensure(viewer, "export")
    if scope.confidential:
        access.ensure(viewer, "export_confidential")
    today = dates.local_date(now, viewer.zone)
    chosen = await _chosen(session, viewer, scope, today)
    ids = await stored.item_ids(session, viewer.council_id, chosen, confidential=scope.confidential)
    for wanted in batched(ids, ROWS_AT_ONCE):
        found = await _fetched(session, viewer, wanted, today)
        for part in batched(found, ROWS_IN_A_PART):
            yield part
            await asyncio.sleep(0)


async def _fetched(
    session: Session, viewer: Viewer, ids: Sequence[int], today: date
) -> Sequence[Line]:
    told = await stored.told_of(session, viewer.council_id, ids)
    helpers: defaultdict[int, list[str]] = defaultdict(list)
    for item_id, name in await stored.helpers_of(session, ids):
        helpers[item_id].append(name)
    evidence: defaultdict[int, list[EvidenceSeen]] = defaultdict(list)
    for one in await stored.evidence_of(session, ids):
        on = dates.local_date(one.at, viewer.zone)
        evidence[one.item_id].append(EvidenceSeen(one.name, one.kind, one.who, on))
    return [
        Line(
            item,
            tuple(helpers.get(item.item_id, ())),
            item.state in UNDONE_STATES and item.due_on is not None and item.due_on < today,
            tuple(evidence.get(item.item_id, ())),
        )
        for item in told
    ]


async def _chosen(session: Session, viewer: Viewer, scope: Scope, today: date) -> Chosen:
    """The scope as conditions, narrowed to what the viewer may export."""
    chosen = Chosen(TOLD, body_id=scope.body_id or None, own=_own(viewer))
    match scope.only:
        case Only.OPEN:
            chosen = replace(chosen, states=OPEN_STATES)
        case Only.OVERDUE:
            chosen = replace(chosen, states=UNDONE_STATES, overdue_on=today)
        case Only.IMPLEMENTED:
            chosen = replace(chosen, states=(ItemState.IMPLEMENTED,))
    match scope.which:
        case Which.MEETING:
            chosen = replace(chosen, meeting_id=scope.number)
        case Which.YEAR | Which.QUARTER:
            chosen = replace(chosen, held=period_of(scope))
        case Which.NEXT:
            last = await meetings.last(session, viewer.council_id)
            held = last.held_on if last and last.held_on else today
            since = datetime.combine(held, time(), ZoneInfo(viewer.zone))
            chosen = replace(chosen, open_or_closed_since=(OPEN_STATES, since))
    return chosen


def _own(viewer: Viewer) -> tuple[tuple[int, ...], int] | None:
    """Whose items the viewer may export: None for all of the council's."""
    word = access.cell("export", viewer, Place.PRIVATE)
    if word is Cell.YES:
        return None
    chaser = 0 if word is Cell.BODY else viewer.membership_id
    return tuple(sorted(viewer.body_ids)), chaser


async def _meeting(session: Session, viewer: Viewer, scope: Scope) -> Meeting | None:
    if scope.which is not Which.MEETING:
        return None
    found = await meetings.get(session, viewer.council_id, scope.number)
    if found is None:
        raise NotFoundError
    return found

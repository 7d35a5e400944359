"""Queries for the follow-up report: which items it tells of, and the evidence behind them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from storage.database import Session
from storage.models import (
    ActionItem,
    Attachment,
    Body,
    Meeting,
    Person,
    ProgressUpdate,
    Resolution,
    Review,
    SupportingBody,
)
from storage.progress import STANDS
from storage.words import (
    OPEN_STATES,
    UNDONE_STATES,
    DeadlineKind,
    Decision,
    ItemState,
    ProgressStatus,
)


@dataclass(frozen=True)
class Chosen:
    """Which items of a council are wanted; all of it must hold."""

    states: tuple[ItemState, ...]
    meeting_id: int | None = None
    held: tuple[date, date] | None = None
    """The session's day, both ends included."""
    open_or_closed_since: tuple[tuple[ItemState, ...], datetime] | None = None
    """In one of these states, or closed from this moment on."""
    overdue_on: date | None = None
    body_id: int | None = None
    own: tuple[tuple[int, ...], int] | None = None
    """Led by one of these bodies, or chased by this membership (0 for none)."""


async def item_ids(
    session: Session, council_id: int, chosen: Chosen, *, confidential: bool
) -> Sequence[int]:
    """The wanted items' ids, newest session first, each in the order of its minutes.

    `confidential` tells whether those of confidential resolutions are wanted as well, or left out.
    """
    stmt = (
        select(ActionItem.id)
        .join(Resolution, Resolution.id == ActionItem.resolution_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(*_conditions(council_id, chosen))
        .order_by(
            Meeting.held_on.is_(None),
            Meeting.held_on.desc(),
            Meeting.id.desc(),
            Resolution.position,
            ActionItem.position,
        )
    )
    if not confidential:
        stmt = stmt.where(Resolution.confidential.is_(False))
    return (await session.scalars(stmt)).all()


async def count_confidential(session: Session, council_id: int, chosen: Chosen) -> int:
    """How many wanted items belong to confidential resolutions that these eyes may know of."""
    stmt = (
        select(func.count(ActionItem.id))
        .join(Resolution, Resolution.id == ActionItem.resolution_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(*_conditions(council_id, chosen), Resolution.confidential.is_(True))
    )
    return await session.scalar(stmt) or 0


def _conditions(council_id: int, chosen: Chosen) -> list[ColumnElement[bool]]:
    found = [ActionItem.council_id == council_id, ActionItem.state.in_(chosen.states)]
    if chosen.meeting_id is not None:
        found.append(Meeting.id == chosen.meeting_id)
    if chosen.held is not None:
        found.append(Meeting.held_on.between(*chosen.held))
    if chosen.open_or_closed_since is not None:
        states, moment = chosen.open_or_closed_since
        found.append(or_(ActionItem.state.in_(states), ActionItem.closed_at >= moment))
    if chosen.overdue_on is not None:
        found.append(ActionItem.due_on < chosen.overdue_on)
    if chosen.body_id is not None:
        helped = select(SupportingBody.item_id).where(SupportingBody.body_id == chosen.body_id)
        found.append(or_(ActionItem.lead_body_id == chosen.body_id, ActionItem.id.in_(helped)))
    if chosen.own is not None:
        bodies, chaser = chosen.own
        found.append(
            or_(ActionItem.lead_body_id.in_(bodies), ActionItem.follow_up_owner_id == chaser)
        )
    return found


class Told(NamedTuple):
    """What a report tells of one item; of a report that stands last, where there is one."""

    item_id: int
    code: str
    text: str
    confidential: bool
    meeting_id: int
    meeting_number: int | None
    held_on: date | None
    body: str | None
    state: ItemState
    percent: int
    deadline_kind: DeadlineKind
    deadline_text: str | None
    due_on: date | None
    reported_at: datetime | None
    author: str | None
    on_behalf_of: str | None
    status: ProgressStatus | None
    reported_percent: int | None
    note: str | None
    decision: Decision | None


async def told_of(session: Session, council_id: int, item_ids: Sequence[int]) -> Sequence[Told]:
    """The council's items among the ids, in the order of the ids.

    Plain values: thousands of mapped objects would keep the event loop from everybody else.
    """
    for_body = aliased(Body)
    newest = (
        select(func.max(ProgressUpdate.id))
        .where(ProgressUpdate.item_id.in_(item_ids), STANDS)
        .group_by(ProgressUpdate.item_id)
    )
    last = (ProgressUpdate.item_id == ActionItem.id) & ProgressUpdate.id.in_(newest)
    stmt = (
        select(
            *(ActionItem.id, Resolution.code, Resolution.text, Resolution.confidential),
            *(Meeting.id, Meeting.number, Meeting.held_on),
            *(Body.name, ActionItem.state, ActionItem.percent),
            *(ActionItem.deadline_kind, ActionItem.deadline_text, ActionItem.due_on),
            *(ProgressUpdate.created_at, Person.name, for_body.name),
            *(ProgressUpdate.status, ProgressUpdate.percent, ProgressUpdate.note),
            Review.decision,
        )
        .join(Resolution, Resolution.id == ActionItem.resolution_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .outerjoin(Body, Body.id == ActionItem.lead_body_id)
        .outerjoin(ProgressUpdate, last)
        .outerjoin(Review, Review.progress_id == ProgressUpdate.id)
        .outerjoin(Person, Person.id == ProgressUpdate.author_id)
        .outerjoin(for_body, for_body.id == ProgressUpdate.on_behalf_of_id)
        .where(ActionItem.council_id == council_id, ActionItem.id.in_(item_ids))
    )
    found = {row[0]: Told._make(row) for row in (await session.execute(stmt)).all()}
    return [found[item_id] for item_id in item_ids if item_id in found]


async def helpers_of(session: Session, item_ids: Collection[int]) -> Sequence[tuple[int, str]]:
    """(item, name) of every body that helps with one of the items, in alphabetical order."""
    stmt = (
        select(SupportingBody.item_id, Body.name)
        .join(Body, Body.id == SupportingBody.body_id)
        .where(SupportingBody.item_id.in_(item_ids))
        .order_by(Body.sort_key, Body.id)
    )
    return [(item_id, name) for item_id, name in (await session.execute(stmt)).all()]


class Sent(NamedTuple):
    """One piece of evidence of an item's: what it is called and is, who sent it, and when."""

    item_id: int
    name: str | None
    kind: str
    who: str
    at: datetime


async def evidence_of(session: Session, item_ids: Collection[int]) -> Sequence[Sent]:
    """Every piece of evidence of reports that stand, oldest first."""
    stmt = (
        select(
            *(ProgressUpdate.item_id, Attachment.file_name, Attachment.kind),
            *(Person.name, ProgressUpdate.created_at),
        )
        .join(ProgressUpdate, ProgressUpdate.id == Attachment.progress_id)
        .join(Person, Person.id == ProgressUpdate.author_id)
        .where(ProgressUpdate.item_id.in_(item_ids), STANDS)
        .order_by(ProgressUpdate.id, Attachment.id)
    )
    return [Sent(*row) for row in (await session.execute(stmt)).all()]


@dataclass(frozen=True)
class Counts:
    """How many wanted items there are, in how many sessions, and how they stand."""

    items: int
    sessions: int
    open: int
    overdue: int
    implemented: int


async def counts(session: Session, council_id: int, chosen: Chosen, *, today: date) -> Counts:
    """Count the wanted items that are not confidential."""
    late = ActionItem.state.in_(UNDONE_STATES) & (ActionItem.due_on < today)
    stmt = (
        select(
            func.count(ActionItem.id),
            func.count(func.distinct(Resolution.meeting_id)),
            func.count(ActionItem.id).filter(ActionItem.state.in_(OPEN_STATES)),
            func.count(ActionItem.id).filter(late),
            func.count(ActionItem.id).filter(ActionItem.state == ItemState.IMPLEMENTED),
        )
        .join(Resolution, Resolution.id == ActionItem.resolution_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(*_conditions(council_id, chosen), Resolution.confidential.is_(False))
    )
    return Counts(*(await session.execute(stmt)).one())

"""Queries about action items and their occurrences."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, false, or_, select, update
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from storage import spent_ids
from storage.database import Session
from storage.models import ActionItem, Membership, Occurrence, Representation, Resolution
from storage.types import word
from storage.words import OPEN_STATES, DeadlineKind, ItemState, MembershipState, OccurrenceState

REPEATING = (DeadlineKind.RECURRING, DeadlineKind.CONTINUOUS, DeadlineKind.EVENT)


def _whole() -> Sequence[ExecutableOption]:
    return (
        joinedload(ActionItem.resolution).joinedload(Resolution.meeting),
        joinedload(ActionItem.lead_body),
        selectinload(ActionItem.supporting),
    )


async def add(session: Session, item: ActionItem) -> ActionItem:
    """Keep a new item; gives it its id, which no item has ever had."""
    item.id = await spent_ids.next_id(session, ActionItem)  # type: ignore[assignment]  # None: the database chooses
    session.add(item)
    await session.flush()
    return item


async def get(session: Session, council_id: int, item_id: int) -> ActionItem | None:
    """The council's item with resolution, meeting and bodies, or None."""
    stmt = (
        select(ActionItem)
        .where(ActionItem.council_id == council_id, ActionItem.id == item_id)
        .options(*_whole())
    )
    return await session.scalar(stmt)


async def get_many(
    session: Session, council_id: int, item_ids: Collection[int]
) -> Sequence[ActionItem]:
    """The council's items among the ids, oldest first."""
    stmt = (
        select(ActionItem)
        .where(ActionItem.council_id == council_id, ActionItem.id.in_(item_ids))
        .options(*_whole())
        .order_by(ActionItem.id)
    )
    return (await session.scalars(stmt)).all()


async def open_of(
    session: Session,
    council_id: int,
    *,
    body_ids: Collection[int],
    owner_ids: Collection[int],
    unspoken_for: bool = False,
) -> Sequence[ActionItem]:
    """Open items of the bodies or chased by the members, soonest due first, undated last.

    `unspoken_for` adds the items that nobody answers for: no body, or one without a speaker.
    """
    stmt = (
        select(ActionItem)
        .where(
            ActionItem.council_id == council_id,
            ActionItem.state.in_(OPEN_STATES),
            owed_by(council_id, body_ids, owner_ids, unspoken_for=unspoken_for),
        )
        .options(*_whole())
        .order_by(ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.id)
    )
    return (await session.scalars(stmt)).all()


def owed_by(
    council_id: int,
    body_ids: Collection[int],
    owner_ids: Collection[int],
    *,
    unspoken_for: bool,
) -> ColumnElement[bool]:
    """The condition under which the bodies or members owe an item; see `open_of`."""
    return or_(
        ActionItem.lead_body_id.in_(body_ids),
        ActionItem.follow_up_owner_id.in_(owner_ids),
        _nobody_answers(council_id) if unspoken_for else false(),
    )


async def open_of_council(session: Session, council_id: int) -> Sequence[ActionItem]:
    """Every open item of the council, soonest due first, undated last."""
    stmt = (
        select(ActionItem)
        .where(ActionItem.council_id == council_id, ActionItem.state.in_(OPEN_STATES))
        .options(*_whole())
        .order_by(ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.id)
    )
    return (await session.scalars(stmt)).all()


def _nobody_answers(council_id: int) -> ColumnElement[bool]:
    spoken_for = (
        select(Representation.body_id)
        .join(Membership, Membership.id == Representation.membership_id)
        .where(Membership.council_id == council_id, Membership.state == MembershipState.ACTIVE)
    )
    return and_(
        ActionItem.follow_up_owner_id.is_(None),
        or_(ActionItem.lead_body_id.is_(None), ActionItem.lead_body_id.not_in(spoken_for)),
    )


async def open_of_minutes(
    session: Session, council_id: int, minutes_id: int
) -> Sequence[ActionItem]:
    """Open items that came from the minutes, in the order of the text."""
    stmt = (
        select(ActionItem)
        .join(Resolution, Resolution.id == ActionItem.resolution_id)
        .where(
            ActionItem.council_id == council_id,
            ActionItem.state.in_(OPEN_STATES),
            Resolution.minutes_id == minutes_id,
        )
        .options(*_whole())
        .order_by(Resolution.position, ActionItem.position)
    )
    return (await session.scalars(stmt)).all()


async def change(session: Session, item: ActionItem, *, expected: int, **values: object) -> bool:
    """Change an item that still has the expected version; False where it was changed meanwhile."""
    stmt = (
        update(ActionItem)
        .where(ActionItem.id == item.id, ActionItem.version == expected)
        .values(version=expected + 1, **values)
        .returning(ActionItem.id)
    )
    return (await session.scalars(stmt)).first() is not None


async def add_occurrence(
    session: Session, *, item_id: int, number: int, starts_on: date, due_on: date
) -> None:
    """A new period of a recurring item, waiting for its report."""
    session.add(
        Occurrence(
            item_id=item_id,
            number=number,
            starts_on=starts_on,
            due_on=due_on,
            state=OccurrenceState.WAITING,
        )
    )
    await session.flush()


async def latest_occurrence(session: Session, item_id: int) -> Occurrence | None:
    """The newest period of a recurring item, or None."""
    stmt = (
        select(Occurrence)
        .where(Occurrence.item_id == item_id)
        .order_by(Occurrence.due_on.desc())
        .limit(1)
    )
    return await session.scalar(stmt)


async def occurrence(session: Session, occurrence_id: int | None) -> Occurrence | None:
    """The period of that id, or None."""
    return await session.get(Occurrence, occurrence_id) if occurrence_id is not None else None


async def occurrences(session: Session, item_id: int) -> Sequence[Occurrence]:
    """Every period of a recurring item, oldest first."""
    stmt = select(Occurrence).where(Occurrence.item_id == item_id).order_by(Occurrence.due_on)
    return (await session.scalars(stmt)).all()


async def repeating_past(session: Session, council_id: int, today: date) -> Sequence[ActionItem]:
    """Open repeating items whose current period ended before today."""
    stmt = (
        select(ActionItem)
        .where(
            ActionItem.council_id == council_id,
            ActionItem.state.in_((*OPEN_STATES, ItemState.DRAFT)),
            # Written out, so that the partial index of what repeats is used.
            ActionItem.deadline_kind.in_([word(kind) for kind in REPEATING]),
            ActionItem.due_on < today,
        )
        .order_by(ActionItem.due_on, ActionItem.id)
    )
    return (await session.scalars(stmt)).all()


async def close(session: Session, item: ActionItem, *, state: ItemState, now: datetime) -> bool:
    """End an item in a final state; False where it was changed meanwhile."""
    return await change(session, item, expected=item.version, state=state, closed_at=now)

"""Queries about action items and their occurrences."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    exists,
    false,
    or_,
    select,
    update,
)
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from storage import spent_ids
from storage.database import Session
from storage.models import ActionItem, Membership, Occurrence, Representation, Resolution
from storage.types import word
from storage.words import OPEN_STATES, REPEATING, ItemState, MembershipState, OccurrenceState


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


async def open_of_body(
    session: Session, council_id: int, body_id: int, *, limit: int
) -> Sequence[int]:
    """Ids of the open items that the body must act on, those that are due first first."""
    stmt = (
        select(ActionItem.id)
        .where(
            ActionItem.council_id == council_id,
            ActionItem.lead_body_id == body_id,
            ActionItem.state.in_(OPEN_STATES),
        )
        .order_by(ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.id)
        .limit(limit)
    )
    return (await session.scalars(stmt)).all()


def owed_by(
    council_id: int | BindParameter[int],
    body_ids: Collection[int] | BindParameter[Any],
    owner_ids: Collection[int] | BindParameter[Any],
    *,
    unspoken_for: bool,
    item: Any = ActionItem,  # noqa: ANN401  what has the columns
) -> ColumnElement[bool]:
    """The condition under which the bodies or members owe an item; see `storage.item_rows.owed`.

    `item` is what has the columns; the values may be bound names.
    """
    return or_(
        item.lead_body_id.in_(body_ids),
        item.follow_up_owner_id.in_(owner_ids),
        _nobody_answers(council_id, item) if unspoken_for else false(),
    )


def _nobody_answers(council_id: int | BindParameter[int], item: Any) -> ColumnElement[bool]:  # noqa: ANN401  what has the columns
    spoken_for = (
        select(Representation.body_id)
        .join(Membership, Membership.id == Representation.membership_id)
        .where(Membership.council_id == council_id, Membership.state == MembershipState.ACTIVE)
    )
    chases = exists().where(
        Membership.id == item.follow_up_owner_id, Membership.state == MembershipState.ACTIVE
    )
    return and_(
        ~chases,
        or_(item.lead_body_id.is_(None), item.lead_body_id.not_in(spoken_for)),
    )


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

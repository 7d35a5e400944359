"""The rows that numbers are counted from: one query, whatever the size, by the reader's eyes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Subquery, and_, case, cast, func, or_, select

from storage.database import Session
from storage.models import ActionItem, Meeting, Occurrence, ProgressUpdate, Resolution, Review
from storage.progress import STANDS
from storage.words import (
    REPEATING,
    DeadlineKind,
    Decision,
    ItemState,
    OccurrenceState,
    ProgressStatus,
)

ROWS_AT_ONCE = 500
"""So few that the bot goes on in between."""
NOT_FOLLOWED = (ItemState.DRAFT, ItemState.ARCHIVED)
"""What nobody was told of: it counts nowhere."""


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item that is or was followed up, with what became of it."""

    id: int
    resolution_id: int
    meeting_id: int
    held_on: date | None
    body_id: int | None
    state: ItemState
    deadline_kind: DeadlineKind
    notified_on: date
    due_on: date | None
    closed_at: datetime | None
    done_at: datetime | None
    """When the newest accepted report of completion was submitted."""
    heard_at: datetime | None
    """When the newest report that stands was submitted."""
    reported: int
    """How many periods were reported as done, and accepted."""
    missed: int
    """How many periods passed without; the current one where its day has passed, unless a report
    that it is done waits."""

    @property
    def repeats(self) -> bool:
        """Whether a report is due again and again."""
        return self.deadline_kind in REPEATING


async def items(
    session: Session,
    *,
    council_id: int,
    today: date,
    held: tuple[date, date] | None = None,
    body_ids: Collection[int | None] | None = None,
) -> Sequence[StoredItem]:
    """The council's items of sessions held in the period (all, undated ones too, for None).

    `body_ids` leaves only those that the bodies lead; None among them is nobody. In the order of
    their ids.
    """
    done, heard, periods = _done(council_id), _heard(council_id), _periods(council_id, today)
    stmt = (
        select(
            ActionItem.id,
            ActionItem.resolution_id,
            Resolution.meeting_id,
            Meeting.held_on,
            ActionItem.lead_body_id,
            ActionItem.state,
            ActionItem.deadline_kind,
            ActionItem.notified_on,
            ActionItem.due_on,
            ActionItem.closed_at,
            done.c.at,
            heard.c.at,
            func.coalesce(periods.c.reported, 0),
            func.coalesce(periods.c.missed, 0),
        )
        .join(Resolution, Resolution.id == ActionItem.resolution_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .outerjoin(done, done.c.item_id == ActionItem.id)
        .outerjoin(heard, heard.c.item_id == ActionItem.id)
        .outerjoin(periods, periods.c.item_id == ActionItem.id)
        .where(ActionItem.council_id == council_id, ActionItem.state.not_in(NOT_FOLLOWED))
        .order_by(ActionItem.id)
    )
    if held is not None:
        stmt = stmt.where(Meeting.held_on.between(*held))
    if body_ids is not None:
        led = ActionItem.lead_body_id.in_([one for one in body_ids if one is not None])
        nobody = ActionItem.lead_body_id.is_(None)
        stmt = stmt.where(or_(led, nobody) if None in body_ids else led)
    found: list[StoredItem] = []
    async for part in (await session.stream(stmt)).partitions(ROWS_AT_ONCE):
        found += map(_item, part)
    return found


def _item(row: Sequence[Any]) -> StoredItem:
    return StoredItem(*row)


def _done(council_id: int) -> Subquery:
    return (
        select(ProgressUpdate.item_id, func.max(ProgressUpdate.created_at).label("at"))
        .join(Review, Review.progress_id == ProgressUpdate.id)
        .where(
            ProgressUpdate.council_id == council_id,
            ProgressUpdate.status == ProgressStatus.REPORTED_DONE,
            Review.decision == Decision.ACCEPTED,
        )
        .group_by(ProgressUpdate.item_id)
        .subquery()
    )


def _heard(council_id: int) -> Subquery:
    return (
        select(ProgressUpdate.item_id, func.max(ProgressUpdate.created_at).label("at"))
        .where(ProgressUpdate.council_id == council_id, STANDS)
        .group_by(ProgressUpdate.item_id)
        .subquery()
    )


def _periods(council_id: int, today: date) -> Subquery:
    silent = and_(
        Occurrence.state == OccurrenceState.WAITING,
        Occurrence.due_on < today,
        ActionItem.state != ItemState.REPORTED_DONE,
    )
    missed = or_(Occurrence.state == OccurrenceState.MISSED, silent)
    reported = Occurrence.state == OccurrenceState.REPORTED
    return (
        select(
            Occurrence.item_id,
            cast(func.sum(case((reported, 1), else_=0)), Integer).label("reported"),
            cast(func.sum(case((missed, 1), else_=0)), Integer).label("missed"),
        )
        .join(ActionItem, ActionItem.id == Occurrence.item_id)
        .where(ActionItem.council_id == council_id)
        .group_by(Occurrence.item_id)
        .subquery()
    )

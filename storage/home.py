"""Queries for the first screen: how much of what waits, and for whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, func, select

from storage.database import Session
from storage.items import owed_by
from storage.models import ActionItem, Minutes, PlannedSession, Resolution
from storage.words import OPEN_STATES, ItemState, MinutesState, SessionState

SOON = timedelta(days=7)


@dataclass(frozen=True)
class ItemCounts:
    """Open items of one member and of the whole council; what is reported done is never late."""

    own: int
    own_late: int
    own_soon: int
    council: int
    council_late: int


async def items(
    session: Session,
    council_id: int,
    *,
    body_ids: Collection[int],
    owner_ids: Collection[int],
    unspoken_for: bool,
    today: date,
) -> ItemCounts:
    """Count what the bodies or members owe (see `storage.items.open_of`), and the council."""
    own = owed_by(council_id, body_ids, owner_ids, unspoken_for=unspoken_for)
    pending = ActionItem.state != ItemState.REPORTED_DONE
    late = and_(pending, ActionItem.due_on < today)
    soon = and_(pending, ActionItem.due_on >= today, ActionItem.due_on <= today + SOON)
    count = func.count(ActionItem.id)
    stmt = select(
        count.filter(own),
        count.filter(own, late),
        count.filter(own, soon),
        count,
        count.filter(late),
    ).where(ActionItem.council_id == council_id, ActionItem.state.in_(OPEN_STATES))
    row = (await session.execute(stmt)).one()
    return ItemCounts(*row)


async def drafts(session: Session, council_id: int) -> int:
    """How many drafts of minutes wait."""
    mine = (Minutes.council_id == council_id, Minutes.state == MinutesState.DRAFT)
    return await session.scalar(select(func.count(Minutes.id)).where(*mine)) or 0


async def resolved_since(session: Session, council_id: int, since: datetime) -> int:
    """How many resolutions were published from the moment on; the archive is not counted."""
    stmt = (
        select(func.count(Resolution.id))
        .join(Minutes, Minutes.id == Resolution.minutes_id)
        .where(
            Resolution.council_id == council_id,
            Minutes.published_at >= since,
            Minutes.archived.is_(False),
        )
    )
    return await session.scalar(stmt) or 0


async def next_session(session: Session, council_id: int, now: datetime) -> datetime | None:
    """When the next session begins; None where none was entered."""
    stmt = select(func.min(PlannedSession.starts_at)).where(
        PlannedSession.council_id == council_id,
        PlannedSession.starts_at >= now,
        PlannedSession.state != SessionState.CANCELLED,
    )
    return await session.scalar(stmt)

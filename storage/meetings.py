"""Queries about meetings: those that were held, and the sessions to come."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select, update

from storage.database import Session
from storage.models import ActionItem, Meeting, PlannedSession, Resolution
from storage.words import OPEN_STATES, DeadlineKind, SessionState


async def add(session: Session, meeting: Meeting) -> Meeting:
    """Keep a new meeting; gives it its id."""
    session.add(meeting)
    await session.flush()
    return meeting


async def get(session: Session, council_id: int, meeting_id: int) -> Meeting | None:
    """The council's meeting of that id, or None."""
    return await session.scalar(
        select(Meeting).where(Meeting.council_id == council_id, Meeting.id == meeting_id)
    )


async def last(session: Session, council_id: int) -> Meeting | None:
    """The council's newest meeting by its day, undated ones before all others; None for none."""
    stmt = (
        select(Meeting)
        .where(Meeting.council_id == council_id)
        .order_by(Meeting.held_on.is_(None), Meeting.held_on.desc(), Meeting.id.desc())
        .limit(1)
    )
    return await session.scalar(stmt)


async def ids_of_number(session: Session, council_id: int, number: int) -> Sequence[int]:
    """The council's meetings of that number; several where terms count anew."""
    stmt = (
        select(Meeting.id)
        .where(Meeting.council_id == council_id, Meeting.number == number)
        .order_by(Meeting.id)
    )
    return (await session.scalars(stmt)).all()


async def days(session: Session, council_id: int) -> Sequence[date]:
    """The days on which the council met, those of sessions without a day left out."""
    stmt = (
        select(Meeting.held_on)
        .where(Meeting.council_id == council_id, Meeting.held_on.is_not(None))
        .distinct()
    )
    return [day for day in await session.scalars(stmt) if day is not None]


async def with_counts(session: Session, council_id: int) -> Sequence[tuple[Meeting, int]]:
    """The council's meetings that resolved something, newest first, and how many each resolved."""
    stmt = (
        select(Meeting, func.count(Resolution.id))
        .join(Resolution, Resolution.meeting_id == Meeting.id)
        .where(Meeting.council_id == council_id)
        .group_by(Meeting.id)
        .order_by(Meeting.held_on.is_(None), Meeting.held_on.desc(), Meeting.id.desc())
    )
    return [(meeting, count) for meeting, count in (await session.execute(stmt)).all()]


async def add_session(session: Session, planned: PlannedSession) -> PlannedSession:
    """Keep a session to come; gives it its id."""
    session.add(planned)
    await session.flush()
    return planned


async def planned_session(
    session: Session, council_id: int, session_id: int
) -> PlannedSession | None:
    """The council's session of that id, in whatever state, or None."""
    return await session.scalar(
        select(PlannedSession).where(
            PlannedSession.council_id == council_id, PlannedSession.id == session_id
        )
    )


async def sessions_since(
    session: Session, council_id: int, since: datetime
) -> Sequence[PlannedSession]:
    """Sessions from the moment on that were not cancelled, soonest first."""
    stmt = (
        select(PlannedSession)
        .where(
            PlannedSession.council_id == council_id,
            PlannedSession.starts_at >= since,
            PlannedSession.state != SessionState.CANCELLED,
        )
        .order_by(PlannedSession.starts_at, PlannedSession.id)
    )
    return (await session.scalars(stmt)).all()


async def change_session(
    session: Session, planned: PlannedSession, *, expected: int, **values: object
) -> bool:
    """Change a session that still has the expected version; False where it was changed."""
    stmt = (
        update(PlannedSession)
        .where(PlannedSession.id == planned.id, PlannedSession.version == expected)
        .values(version=expected + 1, **values)
        .returning(PlannedSession.id)
    )
    return (await session.scalars(stmt)).first() is not None


async def hold_past(session: Session, council_id: int, before: datetime) -> int:
    """Call sessions held that began before the moment; gives how many."""
    stmt = (
        update(PlannedSession)
        .where(
            PlannedSession.council_id == council_id,
            PlannedSession.state == SessionState.PLANNED,
            PlannedSession.starts_at < before,
        )
        .values(state=SessionState.HELD, version=PlannedSession.version + 1)
        .returning(PlannedSession.id)
    )
    return len((await session.scalars(stmt)).all())


async def items_of_sessions(
    session: Session, council_id: int, only: Collection[int] | None = None
) -> Sequence[ActionItem]:
    """Open items whose deadline is a session, all or some of them, oldest first."""
    stmt = select(ActionItem).where(
        ActionItem.council_id == council_id,
        ActionItem.state.in_(OPEN_STATES),
        or_(
            ActionItem.deadline_kind == DeadlineKind.AT_MEETING,
            ActionItem.deadline_norm == EACH_SESSION,
        ),
    )
    if only is not None:
        stmt = stmt.where(ActionItem.id.in_(only))
    return (await session.scalars(stmt.order_by(ActionItem.id))).all()


EACH_SESSION = "each_session"
"""The norm of a duty that is reported at every session."""

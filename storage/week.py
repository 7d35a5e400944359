"""Queries for the council's weekly digest: what happened in seven days, and who reads of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, select

from storage.database import Session
from storage.models import (
    ActionItem,
    Body,
    Chat,
    Membership,
    Minutes,
    ProgressUpdate,
    Resolution,
    Review,
)
from storage.progress import STANDS
from storage.words import (
    OPEN_STATES,
    UNDONE_STATES,
    Decision,
    ItemState,
    MembershipState,
    ProgressStatus,
)


@dataclass(frozen=True)
class WeekCounts:
    """What happened in the week, and how things stand at its end."""

    resolutions: int
    reports: int
    done: int
    open: int
    overdue: int
    waiting: int


@dataclass(frozen=True)
class Late:
    """A body with overdue items, how many, and since when the oldest is late."""

    body: str
    items: int
    since: date


@dataclass(frozen=True)
class BodyStands:
    """How many open items of a body are in time, wait for their review, and are overdue."""

    body: str | None
    in_time: int
    waiting: int
    overdue: int


async def counts(
    session: Session, council_id: int, since: datetime, until: datetime, today: date
) -> WeekCounts:
    """Count the week; what the reader may not know of is not counted."""
    published = and_(
        Minutes.published_at >= since, Minutes.published_at < until, Minutes.archived.is_(False)
    )
    resolved = (
        select(func.count(Resolution.id))
        .join(Minutes, Minutes.id == Resolution.minutes_id)
        .where(Resolution.council_id == council_id, published)
    )
    reported = select(func.count(ProgressUpdate.id)).where(
        ProgressUpdate.council_id == council_id,
        ProgressUpdate.created_at >= since,
        ProgressUpdate.created_at < until,
        STANDS,
    )
    done = (
        select(func.count(ProgressUpdate.id))
        .join(Review, Review.progress_id == ProgressUpdate.id)
        .where(
            ProgressUpdate.council_id == council_id,
            ProgressUpdate.status == ProgressStatus.REPORTED_DONE,
            Review.decision == Decision.ACCEPTED,
            Review.decided_at >= since,
            Review.decided_at < until,
        )
    )
    mine = (ActionItem.council_id == council_id, ActionItem.state.in_(OPEN_STATES))
    standing = select(
        func.count(ActionItem.id),
        func.count(ActionItem.id).filter(*_late(today)),
        func.count(ActionItem.id).filter(ActionItem.state == ItemState.REPORTED_DONE),
    ).where(*mine)
    still_open, overdue, waiting = (await session.execute(standing)).one()
    return WeekCounts(
        resolutions=await session.scalar(resolved) or 0,
        reports=await session.scalar(reported) or 0,
        done=await session.scalar(done) or 0,
        open=still_open,
        overdue=overdue,
        waiting=waiting,
    )


async def latest_bodies(
    session: Session, council_id: int, today: date, limit: int
) -> Sequence[Late]:
    """The bodies with most overdue items, at most so many."""
    late = func.count(ActionItem.id)
    stmt = (
        select(Body.name, late, func.min(ActionItem.due_on))
        .join(Body, Body.id == ActionItem.lead_body_id)
        .where(ActionItem.council_id == council_id, *_late(today))
        .group_by(Body.id, Body.name, Body.sort_key)
        .order_by(late.desc(), Body.sort_key)
        .limit(limit)
    )
    found = await session.execute(stmt)
    return [Late(name, items, since) for name, items, since in found if since is not None]


def _late(today: date) -> tuple[ColumnElement[bool], ...]:
    return (ActionItem.state.in_(UNDONE_STATES), ActionItem.due_on < today)


async def by_body(session: Session, council_id: int, today: date) -> Sequence[BodyStands]:
    """How the open items of each body stand, those with most open items first; those of nobody
    among them."""
    total = func.count(ActionItem.id)
    late = total.filter(*_late(today))
    waiting = total.filter(ActionItem.state == ItemState.REPORTED_DONE)
    stmt = (
        select(Body.name, total - late - waiting, waiting, late)
        .outerjoin(Body, Body.id == ActionItem.lead_body_id)
        .where(ActionItem.council_id == council_id, ActionItem.state.in_(OPEN_STATES))
        .group_by(Body.id, Body.name, Body.sort_key)
        .order_by(total.desc(), Body.sort_key)
    )
    return [BodyStands(*row) for row in await session.execute(stmt)]


async def readers(session: Session, council_id: int) -> Sequence[tuple[int, int]]:
    """(person id, id of their chat's row) of everybody who belongs to the council and can be
    written to, in the order of joining."""
    stmt = (
        select(Membership.person_id, Chat.id)
        .join(Chat, Chat.person_id == Membership.person_id)
        .where(
            Membership.council_id == council_id,
            Membership.state == MembershipState.ACTIVE,
            Chat.unreachable_since.is_(None),
        )
        .order_by(Membership.id)
    )
    return [(row[0], row[1]) for row in await session.execute(stmt)]

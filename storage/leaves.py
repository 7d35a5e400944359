"""Queries about who is away and who stands in."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update

from storage.database import Session
from storage.models import Leave, Membership, Representation
from storage.words import MembershipState


async def add(
    session: Session,
    *,
    council_id: int,
    person_id: int,
    first_day: date,
    last_day: date,
    substitute_id: int | None,
    now: datetime,
) -> None:
    """Write down that a person is away."""
    session.add(
        Leave(
            council_id=council_id,
            person_id=person_id,
            first_day=first_day,
            last_day=last_day,
            substitute_id=substitute_id,
            created_at=now,
        )
    )
    await session.flush()


async def current(session: Session, council_id: int, person_id: int, today: date) -> Leave | None:
    """The person's leave that lasts today or begins later, or None."""
    stmt = (
        select(Leave)
        .where(
            Leave.council_id == council_id,
            Leave.person_id == person_id,
            Leave.last_day >= today,
            Leave.ended_at.is_(None),
        )
        .order_by(Leave.first_day)
        .limit(1)
    )
    return await session.scalar(stmt)


async def end(session: Session, council_id: int, person_id: int, now: datetime) -> bool:
    """End the person's leave; False where there was none."""
    stmt = (
        update(Leave)
        .where(
            Leave.council_id == council_id, Leave.person_id == person_id, Leave.ended_at.is_(None)
        )
        .values(ended_at=now)
        .returning(Leave.id)
    )
    return bool((await session.scalars(stmt)).all())


async def standing_in(session: Session, council_id: int, today: date) -> dict[int, int | None]:
    """Person away today to the person who stands in, or None where nobody does."""
    stmt = select(Leave.person_id, Leave.substitute_id).where(
        Leave.council_id == council_id,
        Leave.first_day <= today,
        Leave.last_day >= today,
        Leave.ended_at.is_(None),
    )
    return {row.person_id: row.substitute_id for row in await session.execute(stmt)}


async def bodies_lent(
    session: Session, council_id: int, substitute_id: int, today: date
) -> Sequence[int]:
    """Bodies that the person speaks for today only because somebody is away."""
    stmt = (
        select(Representation.body_id)
        .join(Membership, Membership.id == Representation.membership_id)
        .join(
            Leave,
            (Leave.person_id == Membership.person_id) & (Leave.council_id == Membership.council_id),
        )
        .where(
            Leave.council_id == council_id,
            Leave.substitute_id == substitute_id,
            Leave.first_day <= today,
            Leave.last_day >= today,
            Leave.ended_at.is_(None),
            Membership.state == MembershipState.ACTIVE,
        )
        .order_by(Representation.body_id)
    )
    return (await session.scalars(stmt)).all()

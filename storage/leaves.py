"""Queries about who is away and who stands in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select, update

from storage.database import Session
from storage.models import Leave, Membership, Person, Representation
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
) -> Leave:
    """Write down that a person is away."""
    leave = Leave(
        council_id=council_id,
        person_id=person_id,
        first_day=first_day,
        last_day=last_day,
        substitute_id=substitute_id,
        created_at=now,
    )
    session.add(leave)
    await session.flush()
    return leave


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
        *_lasting(today),
    )
    return {row.person_id: row.substitute_id for row in await session.execute(stmt)}


@dataclass(frozen=True)
class Lent:
    """Whom somebody stands in for: their membership, name, last day away, and their bodies."""

    membership_id: int
    name: str
    last_day: date
    body_ids: frozenset[int]


async def get(session: Session, council_id: int, leave_id: int) -> Leave | None:
    """The council's leave of that id, or None."""
    leave = await session.get(Leave, leave_id)
    return leave if leave is not None and leave.council_id == council_id else None


async def lent_to(
    session: Session, council_id: int, substitute_id: int, today: date
) -> Sequence[Lent]:
    """Everybody who is away today and for whom the person stands in, by membership."""
    stmt = (
        select(Membership.id, Person.name, Leave.last_day, Representation.body_id)
        .join(Person, Person.id == Leave.person_id)
        .join(
            Membership,
            (Membership.person_id == Leave.person_id) & (Membership.council_id == Leave.council_id),
        )
        .outerjoin(Representation, Representation.membership_id == Membership.id)
        .where(
            Leave.council_id == council_id,
            Leave.substitute_id == substitute_id,
            *_lasting(today),
            Membership.state == MembershipState.ACTIVE,
        )
        .order_by(Membership.id)
    )
    found: dict[int, Lent] = {}
    for membership_id, name, last_day, body_id in await session.execute(stmt):
        known = found.get(membership_id)
        bodies = (known.body_ids if known else frozenset()) | ({body_id} if body_id else set())
        found[membership_id] = Lent(membership_id, name, last_day, bodies)
    return list(found.values())


def _lasting(today: date) -> tuple[ColumnElement[bool], ...]:
    return (Leave.first_day <= today, Leave.last_day >= today, Leave.ended_at.is_(None))

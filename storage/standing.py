"""Changes of what people are in a council; a council's last admin and secretary stay."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import aliased

from storage.database import Session
from storage.models import (
    Body,
    Council,
    Membership,
    OutboxMessage,
    Person,
    Representation,
    ResolutionAccess,
)
from storage.types import word
from storage.words import MembershipState, OutboxState, Role

INDISPENSABLE = (Role.ADMIN, Role.SECRETARY)


async def all_of(
    session: Session, council_id: int, *, states: Collection[MembershipState]
) -> Sequence[tuple[Membership, Person]]:
    """The council's memberships in one of the states with their people, oldest first."""
    stmt = (
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.council_id == council_id, Membership.state.in_(states))
        .order_by(Membership.id)
    )
    return (await session.execute(stmt)).all()


async def of_council(
    session: Session, council_id: int, membership_id: int
) -> tuple[Membership, Person] | None:
    """The council's membership of that id with its person, or None."""
    stmt = (
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.council_id == council_id, Membership.id == membership_id)
        .execution_options(populate_existing=True)
    )
    row = (await session.execute(stmt)).one_or_none()
    return None if row is None else (row[0], row[1])


async def bodies_of(session: Session, membership_ids: Collection[int]) -> dict[int, list[Body]]:
    """The bodies that each of the members speaks for, in alphabetical order."""
    stmt = (
        select(Representation.membership_id, Body)
        .join(Body, Body.id == Representation.body_id)
        .where(Representation.membership_id.in_(membership_ids))
        .order_by(Body.sort_key, Body.id)
    )
    found: dict[int, list[Body]] = {}
    for membership_id, body in (await session.execute(stmt)).all():
        found.setdefault(membership_id, []).append(body)
    return found


async def change(
    session: Session,
    membership: Membership,
    *,
    role: Role | None = None,
    state: MembershipState | None = None,
) -> bool:
    """Change role or state of a membership that is as it was loaded.

    False where somebody changed it meanwhile, or where the council would be left without an
    active admin or secretary. Changes in one council wait for each other.
    """
    await _take_turns(session, membership.council_id)
    other = aliased(Membership)
    someone_else = exists().where(
        other.council_id == Membership.council_id,
        other.role == Membership.role,
        other.state == MembershipState.ACTIVE,
        other.id != Membership.id,
    )
    gives_up = state not in (None, MembershipState.ACTIVE) or role not in (None, membership.role)
    stmt = update(Membership).where(
        Membership.id == membership.id,
        Membership.role == membership.role,
        Membership.state == membership.state,
    )
    if gives_up and membership.state is MembershipState.ACTIVE:
        stmt = stmt.where(or_(Membership.role.not_in(INDISPENSABLE), someone_else))
    values = {"role": role or membership.role, "state": state or membership.state}
    ids = stmt.values(**values).returning(Membership.id).execution_options(
        synchronize_session=False
    )  # fmt: skip
    done = (await session.scalars(ids)).first() is not None
    await session.refresh(membership)
    return done


async def _take_turns(session: Session, council_id: int) -> None:
    """Let changes of one council's people happen one after the other, on both databases.

    Two who dismiss each other at once would otherwise each still see the other.
    """
    touched = update(Council).where(Council.id == council_id).values(name=Council.name)
    await session.execute(touched.execution_options(synchronize_session=False))


async def stop_representing(session: Session, *, membership_id: int, body_id: int | None) -> None:
    """Let the member speak for the body no longer, or for none where `body_id` is None."""
    stmt = delete(Representation).where(Representation.membership_id == membership_id)
    if body_id is not None:
        stmt = stmt.where(Representation.body_id == body_id)
    await session.execute(stmt)


async def forget_access(session: Session, *, membership_id: int) -> None:
    """Take the member off every access list."""
    stmt = delete(ResolutionAccess).where(ResolutionAccess.membership_id == membership_id)
    await session.execute(stmt)


async def cancel_waiting(
    session: Session, *, council_id: int, person_id: int, why: str, now: datetime
) -> int:
    """Take back what still waits for the person in this council; gives how many messages."""
    stmt = (
        update(OutboxMessage)
        .where(
            OutboxMessage.council_id == council_id,
            OutboxMessage.person_id == person_id,
            OutboxMessage.state == word(OutboxState.PENDING),
        )
        .values(state=OutboxState.CANCELLED, finished_at=now, reason=why)
        .returning(OutboxMessage.id)
        .execution_options(synchronize_session=False)
    )
    return len((await session.scalars(stmt)).all())


async def ended(
    session: Session, council_id: int, today: date
) -> Sequence[tuple[Membership, Person]]:
    """The active memberships whose last day has passed, oldest first."""
    stmt = (
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.council_id == council_id,
            Membership.state == MembershipState.ACTIVE,
            Membership.ends_on < today,
        )
        .order_by(Membership.id)
    )
    return (await session.execute(stmt)).all()

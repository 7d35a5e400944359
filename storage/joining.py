"""Queries about invitations, who came with them, and wrong tries."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.sql.elements import ColumnElement

from storage.database import Session
from storage.models import Chat, Invitation, JoinTry, Person


async def add(session: Session, invitation: Invitation) -> Invitation:
    """Keep a new invitation; gives it its id."""
    session.add(invitation)
    await session.flush()
    return invitation


async def by_hash(session: Session, code_hash: str) -> Invitation | None:
    """The invitation with that hash, in whatever state, or None."""
    return await session.scalar(select(Invitation).where(Invitation.code_hash == code_hash))


async def get(session: Session, council_id: int, invitation_id: int) -> Invitation | None:
    """The council's invitation of that id, or None."""
    stmt = select(Invitation).where(
        Invitation.council_id == council_id, Invitation.id == invitation_id
    )
    return await session.scalar(stmt.execution_options(populate_existing=True))


async def open_by_phone(session: Session, *, phone: str, now: datetime) -> Sequence[Invitation]:
    """The invitations that wait for that number, in any council, oldest first."""
    stmt = select(Invitation).where(Invitation.phone == phone, _open(now)).order_by(Invitation.id)
    return (await session.scalars(stmt)).all()


async def open_of(session: Session, council_id: int, now: datetime) -> Sequence[Invitation]:
    """The council's invitations that nobody used yet, newest first."""
    stmt = (
        select(Invitation)
        .where(Invitation.council_id == council_id, _open(now))
        .order_by(Invitation.id.desc())
    )
    return (await session.scalars(stmt)).all()


async def redeemed(
    session: Session, council_id: int, invitation_id: int
) -> tuple[Invitation, Person] | None:
    """The council's invitation of that id with who came with it; None where nobody did."""
    stmt = (
        select(Invitation, Person)
        .join(Person, Person.id == Invitation.redeemed_by)
        .where(Invitation.council_id == council_id, Invitation.id == invitation_id)
        .execution_options(populate_existing=True)
    )
    row = (await session.execute(stmt)).one_or_none()
    return None if row is None else (row[0], row[1])


async def unconfirmed_of(session: Session, council_id: int) -> Sequence[tuple[Invitation, Person]]:
    """The council's invitations with who came and is not confirmed yet, oldest first."""
    stmt = (
        select(Invitation, Person)
        .join(Person, Person.id == Invitation.redeemed_by)
        .where(
            Invitation.council_id == council_id,
            Invitation.redeemed_at.is_not(None),
            Invitation.confirmed_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .order_by(Invitation.id)
    )
    return [(row[0], row[1]) for row in await session.execute(stmt)]


async def redeem(session: Session, *, invitation_id: int, person_id: int, now: datetime) -> bool:
    """Use the invitation up; False where somebody was faster or it is no longer open."""
    stmt = (
        update(Invitation)
        .where(Invitation.id == invitation_id, _open(now))
        .values(redeemed_at=now, redeemed_by=person_id)
        .returning(Invitation.id)
    )
    return (await session.scalars(stmt)).first() is not None


async def decide(session: Session, *, invitation_id: int, yes: bool, now: datetime) -> bool:
    """Confirm or decline the one who came; False where that was decided before."""
    stmt = (
        update(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.redeemed_at.is_not(None),
            Invitation.confirmed_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values({"confirmed_at": now} if yes else {"revoked_at": now})
        .returning(Invitation.id)
    )
    return (await session.scalars(stmt)).first() is not None


async def revoke(session: Session, *, invitation_id: int, now: datetime) -> bool:
    """Make an unused invitation void; False where it is no longer open."""
    stmt = (
        update(Invitation)
        .where(Invitation.id == invitation_id, _open(now))
        .values(revoked_at=now)
        .returning(Invitation.id)
    )
    return (await session.scalars(stmt)).first() is not None


async def move_account(
    session: Session, *, invitation: Invitation, source: Person, target: Person
) -> None:
    """Give the newcomer's account and chat to somebody known; the newcomer's own row goes."""
    account = source.telegram_id
    source.telegram_id = None
    await session.flush()
    for owner, new_owner in ((target.id, None), (source.id, target.id)):
        moved = update(Chat).where(Chat.person_id == owner)
        await session.execute(moved.values(person_id=new_owner))
    target.telegram_id = account
    invitation.redeemed_by = target.id
    await session.flush()
    await session.delete(source)
    await session.flush()


async def add_try(session: Session, *, telegram_id: int, now: datetime) -> None:
    """Count a wrong try of this account."""
    session.add(JoinTry(telegram_id=telegram_id, at=now))
    await session.flush()


async def count_tries(session: Session, *, telegram_id: int, since: datetime) -> int:
    """How many wrong tries the account has made since this moment."""
    stmt = select(func.count()).where(JoinTry.telegram_id == telegram_id, JoinTry.at > since)
    return (await session.scalar(stmt)) or 0


async def prune_tries(session: Session, *, before: datetime) -> int:
    """Forget tries that count no longer; gives how many."""
    stmt = delete(JoinTry).where(JoinTry.at < before).returning(JoinTry.id)
    return len((await session.scalars(stmt)).all())


def _open(now: datetime) -> ColumnElement[bool]:
    return and_(
        Invitation.redeemed_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > now,
    )

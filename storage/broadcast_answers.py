"""Queries about what recipients of messages to many do: see them, and answer them."""

from datetime import datetime

from sqlalchemy import case, func, select, update

from storage.database import Session
from storage.models import BroadcastRecipient, Person

ANSWER_LETTERS = 4_096
"""So much is kept of what one person answers, the newest: as much as one message holds."""


async def see(session: Session, *, broadcast_id: int, person_id: int, now: datetime) -> bool:
    """Note that the person has seen it; False where it was not for them, or noted before."""
    stmt = (
        update(BroadcastRecipient)
        .where(
            BroadcastRecipient.broadcast_id == broadcast_id,
            BroadcastRecipient.person_id == person_id,
            BroadcastRecipient.seen_at.is_(None),
        )
        .values(seen_at=now)
        .returning(BroadcastRecipient.person_id)
    )
    return (await session.scalars(stmt)).first() is not None


async def answer(session: Session, *, broadcast_id: int, person_id: int, words: str) -> int | None:
    """Keep what the person answered, below what they answered before, of which the oldest goes.

    Gives after how many letters of what is kept it begins; None where it was not for them.
    """
    whole = func.coalesce(BroadcastRecipient.answer + "\n", "") + words
    too_many = func.length(whole) - ANSWER_LETTERS
    first = case((too_many > 0, too_many + 1), else_=1)
    stmt = (
        update(BroadcastRecipient)
        .where(
            BroadcastRecipient.broadcast_id == broadcast_id,
            BroadcastRecipient.person_id == person_id,
        )
        .values(answer=func.substr(whole, first))
        .returning(func.length(BroadcastRecipient.answer))
    )
    kept = (await session.scalars(stmt)).first()
    return None if kept is None else kept - len(words)


async def answer_of(
    session: Session, *, broadcast_id: int, person_id: int
) -> tuple[str, str] | None:
    """The name of one of its recipients and what they answered; None where they did not."""
    stmt = (
        select(Person.name, BroadcastRecipient.answer)
        .join(Person, Person.id == BroadcastRecipient.person_id)
        .where(
            BroadcastRecipient.broadcast_id == broadcast_id,
            BroadcastRecipient.person_id == person_id,
            BroadcastRecipient.answer.is_not(None),
        )
    )
    row = (await session.execute(stmt)).first()
    return (row.name, row.answer) if row else None


async def is_for(session: Session, *, broadcast_id: int, person_id: int) -> bool:
    """Whether the person is one of those whom it is for."""
    found = await session.get(BroadcastRecipient, (broadcast_id, person_id))
    return found is not None

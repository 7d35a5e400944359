"""Councils whose messages wait until the secretariat lets them go, and what comes of those."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from storage.database import Session
from storage.models import Council, DeliveryHold, OutboxMessage
from storage.types import word
from storage.upsert import insert_into
from storage.words import OutboxState

QUESTION = "held"
"""The one kind of message that goes out during a hold: the question whether to end it."""


@dataclass(frozen=True)
class Waiting:
    """How many messages of a council wait: from before the hold, in doubt, and from since then."""

    old: int
    doubtful: int
    new: int


async def put(session: Session, *, why: str, now: datetime) -> int:
    """Hold every council that is not held yet; gives how many there were."""
    councils = (await session.scalars(select(Council.id))).all()
    if not councils:
        return 0
    rows = [{"council_id": one, "since": now, "why": why} for one in councils]
    stmt = insert_into(session, DeliveryHold).values(rows).on_conflict_do_nothing()
    return len((await session.scalars(stmt.returning(DeliveryHold.council_id))).all())


async def held_councils(session: Session) -> list[int]:
    """The councils whose messages wait; almost always none."""
    stmt = select(DeliveryHold.council_id).order_by(DeliveryHold.council_id)
    return list((await session.scalars(stmt)).all())


async def every(session: Session) -> list[DeliveryHold]:
    """All holds, by council."""
    return list(await session.scalars(select(DeliveryHold).order_by(DeliveryHold.council_id)))


async def of_council(session: Session, council_id: int) -> DeliveryHold | None:
    """The council's hold, if there is one."""
    return await session.get(DeliveryHold, council_id)


async def waiting(session: Session, hold: DeliveryHold) -> Waiting:
    """Count what waits in the held council; the question itself does not count."""
    return Waiting(
        old=await _count(session, hold, _is_old(hold)),
        doubtful=await _count(session, hold, _is_doubtful(hold)),
        new=await _count(session, hold, _is_new(hold)),
    )


async def lift(session: Session, hold: DeliveryHold, *, now: datetime) -> bool:
    """End the hold: what was due before it expires, what was in doubt ends as unconfirmed.

    False where somebody else ended it first.
    """
    stmt = delete(DeliveryHold).where(
        DeliveryHold.council_id == hold.council_id, DeliveryHold.since == hold.since
    )
    if not (await session.scalars(stmt.returning(DeliveryHold.council_id))).all():
        return False
    for condition, state, why in (
        (_is_old(hold), OutboxState.EXPIRED, "restored"),
        (_is_doubtful(hold), OutboxState.DEAD, "unconfirmed"),
    ):
        await session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.council_id == hold.council_id, condition)
            .values(state=state, finished_at=now, lease_until=None, reason=why)
            .execution_options(synchronize_session=False)
        )
    return True


async def _count(session: Session, hold: DeliveryHold, condition: ColumnElement[bool]) -> int:
    stmt = select(func.count()).where(
        OutboxMessage.council_id == hold.council_id, OutboxMessage.kind != QUESTION, condition
    )
    return (await session.scalar(stmt)) or 0


def _is_old(hold: DeliveryHold) -> ColumnElement[bool]:
    """It was due before the hold, or sent once in doubt: people may have it already."""
    return and_(
        OutboxMessage.state == word(OutboxState.PENDING),
        OutboxMessage.created_at <= hold.since,
        or_(OutboxMessage.not_before <= hold.since, OutboxMessage.resends > 0),
    )


def _is_doubtful(hold: DeliveryHold) -> ColumnElement[bool]:
    """It was on its way when the copy was made."""
    return and_(
        OutboxMessage.state.in_([OutboxState.SENDING, OutboxState.UNCERTAIN]),
        OutboxMessage.created_at <= hold.since,
    )


def _is_new(hold: DeliveryHold) -> ColumnElement[bool]:
    return and_(
        OutboxMessage.state == word(OutboxState.PENDING),
        or_(
            OutboxMessage.created_at > hold.since,
            and_(OutboxMessage.not_before > hold.since, OutboxMessage.resends == 0),
        ),
    )

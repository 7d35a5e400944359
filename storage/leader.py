"""Which of several processes on one database delivers: the one that holds the lease."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_

from storage.database import Session
from storage.models import DeliveryLeader
from storage.upsert import insert_into

LEASE = timedelta(seconds=12)
"""So long another process waits before it takes over from one that fell silent."""
_ONLY = 1


async def take(session: Session, *, holder: str, now: datetime) -> bool:
    """Hold the lease, again or for the first time; False where another process holds it."""
    until = now + LEASE
    insert = insert_into(session, DeliveryLeader).values(id=_ONLY, holder=holder, until=until)
    stmt = insert.on_conflict_do_update(
        index_elements=["id"],
        set_={"holder": holder, "until": until},
        where=or_(DeliveryLeader.holder == holder, DeliveryLeader.until < now),
    )
    return (await session.scalars(stmt.returning(DeliveryLeader.id))).first() is not None


async def resign(session: Session, *, holder: str) -> None:
    """Give the lease back, where this process holds it."""
    stmt = delete(DeliveryLeader).where(DeliveryLeader.holder == holder)
    await session.execute(stmt)

"""Which of several processes on one database fetches, rings and delivers: who holds the lease."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_

from storage.database import Session
from storage.models import DeliveryLeader
from storage.upsert import insert_into

LEASE = timedelta(seconds=12)
"""So long another process waits before it takes over from one that fell silent."""
_ONLY = 1


async def take(
    session: Session, *, holder: str, now: datetime, alive: Collection[str] = ()
) -> bool:
    """Hold the lease, again or for the first time; False where another process holds it.

    Those that are known to be `alive` keep it, whatever this machine's clock shows.
    """
    until = now + LEASE
    insert = insert_into(session, DeliveryLeader).values(id=_ONLY, holder=holder, until=until)
    stmt = insert.on_conflict_do_update(
        index_elements=["id"],
        set_={"holder": holder, "until": until},
        where=or_(
            DeliveryLeader.holder == holder,
            and_(DeliveryLeader.until < now, DeliveryLeader.holder.not_in(alive)),
        ),
    )
    return (await session.scalars(stmt.returning(DeliveryLeader.id))).first() is not None


async def resign(session: Session, *, holder: str) -> None:
    """Give the lease back, where this process holds it."""
    stmt = delete(DeliveryLeader).where(DeliveryLeader.holder == holder)
    await session.execute(stmt)

"""The processes that run on one database, and which chat's updates each of them works off."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Insert,
    Integer,
    Select,
    and_,
    bindparam,
    cast,
    delete,
    func,
    or_,
    select,
)

from storage.database import Session
from storage.database.prepared import Prepared
from storage.given import given, rows_of
from storage.leader import LEASE
from storage.models import DeliveryLeader, HeldLane, RunningReplica
from storage.types import Base, word
from storage.upsert import insert_into, insert_of
from storage.words import InboxState

_INBOX, _HELD = (Base.metadata.tables[name] for name in ("inbox", "held_lanes"))
LANE = cast(func.coalesce(_INBOX.c.chat_id, _INBOX.c.user_id, _INBOX.c.update_id), BigInteger)
"""What is worked off in order, in one process at a time: mostly a chat."""


async def say_alive(session: Session, *, name: str, now: datetime) -> None:
    """This process goes on living; the others believe it for as long as a lease lasts."""
    until = now + LEASE
    insert = insert_into(session, RunningReplica).values(name=name, until=until)
    await session.execute(
        insert.on_conflict_do_update(index_elements=["name"], set_={"until": until})
    )


async def every(session: Session) -> dict[str, datetime]:
    """Give every process that has not been forgotten, with what it said last."""
    return {row.name: row.until for row in await session.scalars(select(RunningReplica))}


async def forget(session: Session, names: Collection[str]) -> None:
    """Give back whatever these processes held: they are gone."""
    if names:
        await session.execute(delete(HeldLane).where(HeldLane.holder.in_(names)))
        await session.execute(delete(DeliveryLeader).where(DeliveryLeader.holder.in_(names)))
        await session.execute(delete(RunningReplica).where(RunningReplica.name.in_(names)))


def _alive() -> BindParameter[Any]:
    return bindparam("alive", expanding=True)


def _hold(kind: str) -> Insert:
    lane = given(kind, "lanes", it=BigInteger())["it"]
    columns = {
        "lane": lane,
        "holder": bindparam("mine", type_=_HELD.c.holder.type),
        "until": bindparam("lasts", type_=_HELD.c.until.type),
    }
    # Sorted, so that two processes that want the same lanes do not wait for each other in a ring;
    # SQLite tells ON CONFLICT from a join's ON by the condition before it.
    rows = select(*columns.values()).where(lane.is_not(None)).order_by(lane)
    insert = insert_of(kind, _HELD).from_select(list(columns), rows)
    return insert.on_conflict_do_update(
        index_elements=["lane"],
        set_={name: insert.excluded[name] for name in ("holder", "until")},
        where=or_(
            _HELD.c.holder == bindparam("mine"),
            and_(_HELD.c.until < bindparam("now"), _HELD.c.holder.not_in(_alive())),
        ),
    ).returning(_HELD.c.lane)


_HOLD = Prepared(_hold)


async def hold(
    session: Session,
    lanes: Iterable[int],
    *,
    holder: str,
    now: datetime,
    alive: Collection[str] = (),
) -> set[int]:
    """Hold lanes, again or for the first time; gives those that no other process holds.

    What one holds that is known to be `alive` stays its own, whatever this machine's clock shows.
    """
    wanted = [{"it": lane} for lane in set(lanes)]
    if not wanted:
        return set()
    rows = await _HOLD.rows(
        session, lanes=rows_of(wanted), mine=holder, lasts=now + LEASE, now=now, alive=tuple(alive)
    )
    return {row.lane for row in rows}


def _free(kind: str) -> Select[Any]:
    held, alive = _HELD.c, _alive()
    given_up = and_(held.until < bindparam("now"), held.holder.not_in(alive))
    busy = given(kind, "busy", it=BigInteger())["it"]
    return (
        select(LANE.label("lane"))
        .outerjoin(_HELD, held.lane == LANE)
        .where(
            _INBOX.c.state == word(InboxState.NEW),
            or_(held.lane.is_(None), held.holder == bindparam("mine"), given_up),
            LANE.not_in(select(busy)),
        )
        .group_by(LANE)
        .order_by(func.min(_INBOX.c.update_id))
        .limit(bindparam("most", type_=Integer()))
    )


_FREE = Prepared(_free)


async def free_lanes(
    session: Session,
    *,
    holder: str,
    busy: Collection[int],
    now: datetime,
    limit: int,
    alive: Collection[str] = (),
) -> list[int]:
    """Give lanes in which an update waits and no other process works, longest waiting first.

    `busy` are those in which this process works already.
    """
    own = rows_of({"it": lane} for lane in busy)
    rows = await _FREE.rows(session, busy=own, mine=holder, now=now, alive=tuple(alive), most=limit)
    return [row.lane for row in rows]


async def prune_lanes(session: Session, *, before: datetime) -> int:
    """Forget who held lanes that nobody has worked in since; gives how many.

    Who lives may still wait there, for a network that is away.
    """
    living = select(RunningReplica.name)
    old = HeldLane.until < before, HeldLane.holder.not_in(living)
    stmt = delete(HeldLane).where(*old).returning(HeldLane.lane)
    return len((await session.scalars(stmt)).all())

"""Incoming updates, kept from their arrival until they have taken effect once."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, bindparam, delete, func, null, select, text, update

from storage.database import Session
from storage.models import InboxUpdate
from storage.prepared import Prepared
from storage.replicas import LANE
from storage.types import Base, word
from storage.upsert import insert_of
from storage.words import InboxState

_INBOX = Base.metadata.tables["inbox"]
"""Every update changes it twice, for which the ORM would take longer than the database."""


@dataclass(frozen=True)
class Arrival:
    """One update as Telegram sent it; the ids are None where the update names none."""

    update_id: int
    chat_id: int | None
    user_id: int | None
    raw: dict[str, Any]

    @property
    def lane(self) -> int:
        """What it is worked off in order with; the same as `storage.replicas.LANE`."""
        return next(one for one in (self.chat_id, self.user_id, self.update_id) if one is not None)


def _take(kind: str) -> Insert:
    named = {"update_id": "own_id", "chat_id": "chat", "user_id": "user", "payload": "raw"}
    values: dict[str, Any] = {column: bindparam(name) for column, name in named.items()}
    insert = insert_of(kind, _INBOX).values(
        **values, received_at=bindparam("now"), state=InboxState.NEW, attempts=0
    )
    return insert.on_conflict_do_nothing().returning(_INBOX.c.update_id)


_TAKE = Prepared(_take)


async def take_in(session: Session, arrivals: Sequence[Arrival], now: datetime) -> set[int]:
    """Keep the updates that are not here yet; gives the ids of those, repeated ones left out."""
    new: set[int] = set()
    for arrival in arrivals:
        kept = await _TAKE.rows(
            session,
            own_id=arrival.update_id,
            chat=arrival.chat_id,
            user=arrival.user_id,
            # ASCII only: neither NUL nor half a surrogate pair may reach a text column.
            raw=json.dumps(arrival.raw, ensure_ascii=True),
            now=now,
        )
        new.update(row.update_id for row in kept)
    return new


async def waiting(
    session: Session, *, lanes: Collection[int] | None = None, beside: Collection[int] = ()
) -> list[Arrival]:
    """Give the updates that have not taken effect, oldest id first.

    With `lanes` those in them only; the updates with the ids `beside` are left out.
    """
    stmt = (
        select(InboxUpdate)
        .where(InboxUpdate.state == word(InboxState.NEW))
        .order_by(InboxUpdate.update_id)
    )
    if lanes is not None:
        stmt = stmt.where(LANE.in_(lanes), InboxUpdate.update_id.not_in(beside))
    return [_arrival(row) for row in await session.scalars(stmt)]


async def next_of_chat(session: Session, *, chat_id: int, after: int) -> Arrival | None:
    """The update that waits behind another one in the same chat; None where none does."""
    stmt = (
        select(InboxUpdate)
        .where(
            InboxUpdate.state == word(InboxState.NEW),
            InboxUpdate.chat_id == chat_id,
            InboxUpdate.update_id > after,
        )
        .order_by(InboxUpdate.update_id)
        .limit(1)
    )
    row = await session.scalar(stmt)
    return _arrival(row) if row is not None else None


def _arrival(row: InboxUpdate) -> Arrival:
    return Arrival(row.update_id, row.chat_id, row.user_id, json.loads(row.payload or "{}"))


_FINISH = Prepared(
    lambda _kind: (
        update(_INBOX)
        .where(_INBOX.c.update_id == bindparam("own_id"), text("state = 'new'"))
        .values(payload=null(), state=InboxState.DONE)
        .returning(_INBOX.c.update_id)
    )
)


async def finish(session: Session, update_id: int) -> bool:
    """Mark the update done and empty it; False where it took effect before or never came."""
    return await _FINISH.first(session, own_id=update_id) is not None


async def reject(session: Session, update_id: int, *, error: str, attempts: int) -> bool:
    """Set the update aside for good, with the name of the error and without its content."""
    return await _leave(
        session, update_id, state=InboxState.REJECTED, error=error[:100], attempts=attempts
    )


async def _leave(session: Session, update_id: int, **values: object) -> bool:
    stmt = (
        update(_INBOX)
        .where(_INBOX.c.update_id == update_id, _INBOX.c.state == word(InboxState.NEW))
        .values(payload=None, **values)
        .returning(_INBOX.c.update_id)
    )
    return (await session.scalars(stmt)).first() is not None


async def prune(session: Session, *, before: datetime) -> int:
    """Forget updates that arrived before this moment and are no longer waiting; gives how many."""
    stmt = (
        delete(InboxUpdate)
        .where(InboxUpdate.received_at < before, InboxUpdate.state != InboxState.NEW)
        .returning(InboxUpdate.update_id)
        .execution_options(synchronize_session=False)
    )
    return len((await session.scalars(stmt)).all())


async def count_by_state(session: Session) -> dict[InboxState, int]:
    """Give how many updates are kept in each state."""
    stmt = select(InboxUpdate.state, func.count()).group_by(InboxUpdate.state)
    return {row[0]: row[1] for row in await session.execute(stmt)}


async def count_waiting(session: Session) -> int:
    """Give how many updates have not taken effect yet."""
    stmt = select(func.count()).where(InboxUpdate.state == word(InboxState.NEW))
    return (await session.scalar(stmt)) or 0


async def oldest(session: Session) -> datetime | None:
    """Give since when the update longest waiting has waited; None where none waits."""
    stmt = select(func.min(InboxUpdate.received_at))
    return await session.scalar(stmt.where(InboxUpdate.state == word(InboxState.NEW)))

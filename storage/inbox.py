"""Incoming updates, kept from their arrival until they have taken effect once."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Exists,
    Insert,
    Select,
    Text,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    null,
    select,
    text,
    update,
)

from storage.database import Session
from storage.database.at_the_end import write_last
from storage.database.prepared import Prepared
from storage.given import given, rows_of
from storage.models import InboxUpdate
from storage.replicas import LANE
from storage.types import Base, word
from storage.upsert import insert_of
from storage.words import InboxState

_BIG = BigInteger()
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
    came = given(kind, "came", own_id=_BIG, chat=_BIG, user=_BIG, raw=Text())
    columns = {
        "update_id": came["own_id"], "chat_id": came["chat"], "user_id": came["user"],
        "payload": came["raw"], "received_at": bindparam("now", type_=_INBOX.c.received_at.type),
        "state": word(InboxState.NEW), "attempts": literal_column("0"),
    }  # fmt: skip
    # SQLite tells ON CONFLICT from a join's ON by the condition before it.
    rows = select(*columns.values()).where(came["own_id"].is_not(None))
    insert = insert_of(kind, _INBOX).from_select(list(columns), rows, include_defaults=False)
    return insert.on_conflict_do_nothing().returning(_INBOX.c.update_id)


_TAKE = Prepared(_take)


async def take_in(session: Session, arrivals: Sequence[Arrival], now: datetime) -> set[int]:
    """Keep the updates that are not here yet; gives the ids of those, repeated ones left out."""
    came = rows_of(
        {
            "own_id": arrival.update_id, "chat": arrival.chat_id, "user": arrival.user_id,
            # ASCII only: neither NUL nor half a surrogate pair may reach a text column.
            "raw": json.dumps(arrival.raw, ensure_ascii=True),
        }
        for arrival in arrivals
    )  # fmt: skip
    return {row.update_id for row in await _TAKE.rows(session, came=came, now=now)}


def _waiting(kind: str, *, chosen: bool) -> Select[Any]:
    rows = _INBOX.c
    stmt = (
        select(rows.update_id, rows.chat_id, rows.user_id, rows.payload)
        .where(rows.state == word(InboxState.NEW))
        .order_by(rows.update_id)
    )
    if not chosen:
        return stmt
    lanes, beside = (given(kind, name, it=_BIG)["it"] for name in ("lanes", "beside"))
    return stmt.where(LANE.in_(select(lanes)), rows.update_id.not_in(select(beside)))


_ALL_WAITING = Prepared(lambda kind: _waiting(kind, chosen=False))
_WAITING = Prepared(lambda kind: _waiting(kind, chosen=True))


async def waiting(
    session: Session, *, lanes: Collection[int] | None = None, beside: Collection[int] = ()
) -> list[Arrival]:
    """Give the updates that have not taken effect, oldest id first.

    With `lanes` those in them only; the updates with the ids `beside` are left out.
    """
    if lanes is None:
        rows = await _ALL_WAITING.rows(session)
    else:
        listed = (rows_of({"it": one} for one in some) for some in (lanes, beside))
        rows = await _WAITING.rows(session, **dict(zip(("lanes", "beside"), listed, strict=True)))
    return [_arrival(row) for row in rows]


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


def _arrival(row: Any) -> Arrival:  # noqa: ANN401  a row of the inbox, or its entity
    return Arrival(row.update_id, row.chat_id, row.user_id, json.loads(row.payload or "{}"))


_IS_NEW = (_INBOX.c.update_id == bindparam("own_id"), text("inbox.state = 'new'"))


def is_new() -> Exists:
    """Whether the update bound as `own_id` came and has not taken effect."""
    return exists().where(*_IS_NEW)


_FINISH = Prepared(
    lambda _kind: (
        update(_INBOX)
        .where(*_IS_NEW)
        .values(payload=null(), state=InboxState.DONE)
        .returning(_INBOX.c.update_id)
    )
)


async def finish(session: Session, update_id: int) -> bool:
    """Mark the update done and empty it; False where it took effect before or never came."""
    return await _FINISH.first(session, own_id=update_id) is not None


async def finish_last(session: Session, update_id: int) -> None:
    """The same at the end of the transaction, which is undone where it took effect before."""
    await write_last(session, ("inbox", update_id), _FINISH, once=True, own_id=update_id)


async def still_waits(session: Session, update_id: int) -> bool:
    """Whether the update has not taken effect; nobody lets it while this transaction lasts."""
    stmt = select(InboxUpdate.update_id).where(
        InboxUpdate.update_id == update_id, InboxUpdate.state == word(InboxState.NEW)
    )
    return await session.scalar(stmt.with_for_update()) is not None


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


async def prune(session: Session, *, before: datetime, limit: int) -> int:
    """Forget up to `limit` updates that arrived before this moment and are no longer waiting;
    gives how many."""
    old = (
        select(InboxUpdate.update_id)
        .where(InboxUpdate.received_at < before, InboxUpdate.state != InboxState.NEW)
        .order_by(InboxUpdate.received_at)
        .limit(limit)
    )
    stmt = (
        delete(InboxUpdate).where(InboxUpdate.update_id.in_(old)).returning(InboxUpdate.update_id)
    )
    return len((await session.scalars(stmt.execution_options(synchronize_session=False))).all())


async def count_waiting(session: Session) -> int:
    """Give how many updates have not taken effect yet."""
    stmt = select(func.count()).where(InboxUpdate.state == word(InboxState.NEW))
    return (await session.scalar(stmt)) or 0


async def oldest(session: Session) -> datetime | None:
    """Give since when the update longest waiting has waited; None where none waits."""
    stmt = select(func.min(InboxUpdate.received_at))
    return await session.scalar(stmt.where(InboxUpdate.state == word(InboxState.NEW)))

"""Which items a message of ours was about, and whose words it answered.

A reply to it finds the items; whoever changes the words that it answered finds what was made of
them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Insert,
    String,
    and_,
    bindparam,
    cast,
    delete,
    func,
    or_,
    select,
    tuple_,
)

from storage.database import Session
from storage.database.at_the_end import write_last
from storage.database.prepared import Prepared
from storage.models import Chat, SentMessage
from storage.types import Base
from storage.upsert import insert_of

_SENT = Base.metadata.tables["sent_messages"]


def _remember(kind: str) -> Insert:
    named: dict[str, Any] = {column.name: bindparam(f"new_{column.name}") for column in _SENT.c}
    insert = insert_of(kind, _SENT).values(named)
    again: dict[str, Any] = {name: insert.excluded[name] for name in ("item_ids", "sent_at")}
    for name in ("answers", "report_id"):  # an answer that changes its face stays that answer
        again[name] = func.coalesce(insert.excluded[name], _SENT.c[name])
    return insert.on_conflict_do_update(
        index_elements=["chat_id", "message_id"], set_=again
    ).returning(_SENT.c.chat_id)


_REMEMBER = Prepared(_remember)
_ONE = and_(_SENT.c.chat_id == bindparam("in_chat"), _SENT.c.message_id == bindparam("message"))
_ITEMS = Prepared(lambda _kind: select(_SENT.c.item_ids).where(_ONE))
_FORGET = Prepared(lambda _kind: delete(_SENT).where(_ONE).returning(_SENT.c.chat_id))


@dataclass(frozen=True)
class Answered:
    """The message of ours that answers somebody's, and the report that was made of it, if any."""

    message_id: int
    report_id: int | None


async def remember(
    session: Session,
    *,
    chat_id: int,
    message_id: int,
    item_ids: Sequence[int],
    now: datetime,
    answers: int | None = None,
    report_id: int | None = None,
) -> None:
    """Keep the items of a message in the order shown, at the end of the transaction.

    Ids of chats and messages are Telegram's.

    An edited message keeps the items of its newest form; one that shows none is forgotten, unless
    it `answers` a message whose words may still be changed.
    """
    if not item_ids and answers is None:
        await forget(session, chat_id=chat_id, message_id=message_id)
        return
    await write_last(
        session,
        _key(chat_id, message_id),
        _REMEMBER,
        new_chat_id=chat_id,
        new_message_id=message_id,
        new_item_ids=list(item_ids),
        new_sent_at=now,
        new_answers=answers,
        new_report_id=report_id,
    )


async def items_of(session: Session, *, chat_id: int, message_id: int) -> tuple[int, ...]:
    """Give the items that the message was about, in the order shown; empty where unknown."""
    row = await _ITEMS.first(session, in_chat=chat_id, message=message_id)
    return tuple(row.item_ids) if row else ()


@dataclass(frozen=True)
class Said:
    """A message of ours and the row of its chat: a person's, a body's bound group, or neither."""

    message_id: int
    lane: int
    person_id: int | None
    body_id: int | None


async def about(session: Session, item_ids: Collection[int]) -> Sequence[Said]:
    """Every message of ours that was about one of the items, oldest first in each chat."""
    # How a list is written lets the database leave out the other rows; the list itself decides.
    written = cast(SentMessage.item_ids, String)
    ways = ("[{}]", "[{},", " {},", " {}]")
    named = [written.contains(way.format(one)) for one in item_ids for way in ways]
    stmt = (
        select(SentMessage.message_id, SentMessage.item_ids, Chat.id, Chat.person_id, Chat.body_id)
        .join(Chat, Chat.telegram_id == SentMessage.chat_id)
        .where(or_(*named))
        .order_by(Chat.id, SentMessage.message_id)
    )
    return [
        Said(row.message_id, row.id, row.person_id, row.body_id)
        for row in await session.execute(stmt)
        if set(item_ids).intersection(row.item_ids)
    ]


async def answer_to(session: Session, *, chat_id: int, message_id: int) -> Answered | None:
    """Give our newest message that told what became of this one; None where none did."""
    stmt = (
        select(SentMessage.message_id, SentMessage.report_id)
        .where(SentMessage.chat_id == chat_id, SentMessage.answers == message_id)
        .order_by(SentMessage.message_id.desc())
        .limit(1)
    )
    row = (await session.execute(stmt)).first()
    return Answered(row.message_id, row.report_id) if row else None


async def forget(session: Session, *, chat_id: int, message_id: int) -> None:
    """Drop what is known of one message, at the end of the transaction."""
    key = _key(chat_id, message_id)
    await write_last(session, key, _FORGET, in_chat=chat_id, message=message_id)


def _key(chat_id: int, message_id: int) -> object:
    return "sent", chat_id, message_id


async def prune(session: Session, *, before: datetime, limit: int) -> int:
    """Forget up to `limit` messages sent before this moment: replies to them are asked about."""
    old = (
        select(SentMessage.chat_id, SentMessage.message_id)
        .where(SentMessage.sent_at < before)
        .order_by(SentMessage.sent_at)
        .limit(limit)
    )
    key = tuple_(SentMessage.chat_id, SentMessage.message_id)
    stmt = delete(SentMessage).where(key.in_(old)).returning(SentMessage.message_id)
    return len((await session.scalars(stmt.execution_options(synchronize_session=False))).all())

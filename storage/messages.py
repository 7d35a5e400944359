"""Which items a message of ours was about, so that a reply to it finds them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, bindparam, delete, select, tuple_

from storage.database import Session
from storage.models import SentMessage
from storage.prepared import Prepared
from storage.types import Base
from storage.upsert import insert_of

_SENT = Base.metadata.tables["sent_messages"]


def _remember(kind: str) -> Insert:
    named: dict[str, Any] = {column.name: bindparam(f"new_{column.name}") for column in _SENT.c}
    insert = insert_of(kind, _SENT).values(named)
    again = {name: insert.excluded[name] for name in ("item_ids", "sent_at")}
    return insert.on_conflict_do_update(
        index_elements=["chat_id", "message_id"], set_=again
    ).returning(_SENT.c.chat_id)


_REMEMBER = Prepared(_remember)
_ITEMS = Prepared(
    lambda _kind: select(_SENT.c.item_ids).where(
        _SENT.c.chat_id == bindparam("in_chat"), _SENT.c.message_id == bindparam("message")
    )
)


async def remember(
    session: Session, *, chat_id: int, message_id: int, item_ids: Sequence[int], now: datetime
) -> None:
    """Keep the items of a message in the order shown; ids of chat and message are Telegram's.

    An edited message keeps the items of its newest form; one that shows none is forgotten.
    """
    if not item_ids:
        await forget(session, chat_id=chat_id, message_id=message_id)
        return
    await _REMEMBER.rows(
        session,
        new_chat_id=chat_id,
        new_message_id=message_id,
        new_item_ids=list(item_ids),
        new_sent_at=now,
    )


async def items_of(session: Session, *, chat_id: int, message_id: int) -> tuple[int, ...]:
    """Give the items that the message was about, in the order shown; empty where unknown."""
    row = await _ITEMS.first(session, in_chat=chat_id, message=message_id)
    return tuple(row.item_ids) if row else ()


async def forget(session: Session, *, chat_id: int, message_id: int) -> None:
    """Drop what is known of one message."""
    stmt = delete(SentMessage).where(
        SentMessage.chat_id == chat_id, SentMessage.message_id == message_id
    )
    await session.execute(stmt.execution_options(synchronize_session=False))


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

"""Which items a message of ours was about, so that a reply to it finds them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, tuple_

from storage.database import Session
from storage.models import SentMessage
from storage.upsert import insert_into


async def remember(
    session: Session, *, chat_id: int, message_id: int, item_ids: Sequence[int], now: datetime
) -> None:
    """Keep the items of a message in the order shown; ids of chat and message are Telegram's.

    An edited message keeps the items of its newest form; one that shows none is forgotten.
    """
    if not item_ids:
        await forget(session, chat_id=chat_id, message_id=message_id)
        return
    values = {"item_ids": list(item_ids), "sent_at": now}
    stmt = insert_into(session, SentMessage).values(
        chat_id=chat_id, message_id=message_id, **values
    )
    await session.execute(
        stmt.on_conflict_do_update(index_elements=["chat_id", "message_id"], set_=values)
    )


async def items_of(session: Session, *, chat_id: int, message_id: int) -> tuple[int, ...]:
    """Give the items that the message was about, in the order shown; empty where unknown."""
    stmt = select(SentMessage.item_ids).where(
        SentMessage.chat_id == chat_id, SentMessage.message_id == message_id
    )
    return tuple(await session.scalar(stmt) or ())


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

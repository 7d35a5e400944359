"""Pauses that Telegram asked for: of the whole bot or of one chat; they survive a restart."""

from datetime import datetime

from sqlalchemy import delete, select

from storage.database import Session
from storage.models import BotGate
from storage.upsert import insert_into

WHOLE_BOT = 0


async def keep(session: Session, *, chat_id: int | None, opens_at: datetime) -> None:
    """Write down that nothing goes to this chat (None: to anyone) before the moment."""
    insert = insert_into(session, BotGate).values(chat_id=chat_id or WHOLE_BOT, opens_at=opens_at)
    await session.execute(
        insert.on_conflict_do_update(index_elements=["chat_id"], set_={"opens_at": opens_at})
    )


async def standing(session: Session, now: datetime) -> dict[int | None, datetime]:
    """Give the pauses that last beyond now, by Telegram's chat id; None is the whole bot."""
    stmt = select(BotGate.chat_id, BotGate.opens_at).where(BotGate.opens_at > now)
    return {row.chat_id or None: row.opens_at for row in await session.execute(stmt)}


async def prune(session: Session, *, before: datetime) -> int:
    """Forget pauses that ended before this moment; gives how many."""
    stmt = delete(BotGate).where(BotGate.opens_at < before).returning(BotGate.chat_id)
    return len((await session.scalars(stmt.execution_options(synchronize_session=False))).all())

"""Whether a chat can be reached, and where it moved to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Update, and_, bindparam, select, update

from storage.database import Session
from storage.database.prepared import Prepared
from storage.models import Chat, OutboxMessage
from storage.types import Base, word
from storage.words import OutboxState


@dataclass(frozen=True)
class Address:
    """Where a lane leads: Telegram's id of the chat, and why it cannot be reached, if so."""

    chat_id: int
    unreachable_why: str | None


async def address_of(session: Session, lane: int) -> Address:
    """Give where the messages of this chat row go."""
    stmt = select(Chat.telegram_id, Chat.unreachable_since, Chat.unreachable_why)
    row = (await session.execute(stmt.where(Chat.id == lane))).one()
    closed = row.unreachable_since is not None
    return Address(row.telegram_id, (row.unreachable_why or "unreachable") if closed else None)


@dataclass(frozen=True)
class PersonalLane:
    """Where a person is told of a council in private, and when they and it want to hear."""

    lane: int
    """The row of their chat."""
    zone: str
    reminder_hour: int
    council_settings: dict[str, Any]
    own_settings: dict[str, Any]


def _personal(_kind: str) -> Select[Any]:
    chats, councils, clocks, own = (
        Base.metadata.tables[name]
        for name in ("chats", "councils", "council_clocks", "personal_clocks")
    )
    of_person = and_(own.c.council_id == councils.c.id, own.c.person_id == chats.c.person_id)
    return (
        select(
            chats.c.id.label("lane"), councils.c.zone, councils.c.reminder_hour,
            clocks.c.settings.label("council_settings"), own.c.settings.label("own_settings"),
        )
        .select_from(
            chats.join(councils, councils.c.id == bindparam("council"))
            .outerjoin(clocks, clocks.c.council_id == councils.c.id)
            .outerjoin(own, of_person)
        )
        .where(chats.c.person_id == bindparam("person"), chats.c.unreachable_since.is_(None))
    )  # fmt: skip


_PERSONAL = Prepared(_personal)


async def personal_lane(session: Session, council_id: int, person_id: int) -> PersonalLane | None:
    """Where and when the person may be told of the council, in one question; None for those who
    never opened the chat or blocked it."""
    row = await _PERSONAL.first(session, council=council_id, person=person_id)
    if row is None:
        return None
    council_settings, own = dict(row.council_settings or {}), dict(row.own_settings or {})
    return PersonalLane(row.lane, row.zone, row.reminder_hour, council_settings, own)


async def lane_of(session: Session, chat_id: int) -> int | None:
    """Give the row of a chat by Telegram's id, or None for a chat that is not ours."""
    return await session.scalar(select(Chat.id).where(Chat.telegram_id == chat_id))


async def close_chat(session: Session, *, chat_id: int, why: str, now: datetime) -> bool:
    """Note that the chat cannot be reached any more; False where unknown or noted before."""
    stmt = update(Chat).where(Chat.telegram_id == chat_id, Chat.unreachable_since.is_(None))
    return await _changed(session, stmt.values(unreachable_since=now, unreachable_why=why[:100]))


async def open_chat(session: Session, *, chat_id: int) -> bool:
    """Note that the chat can be reached again; False where it always could or is unknown."""
    stmt = update(Chat).where(Chat.telegram_id == chat_id, Chat.unreachable_since.is_not(None))
    return await _changed(session, stmt.values(unreachable_since=None, unreachable_why=None))


async def move_chat(session: Session, *, old_id: int, new_id: int, now: datetime) -> bool:
    """Follow a group that became a supergroup; False where that was done before.

    What waits for it follows by itself, because it points to the chat's row.
    """
    old, new = await lane_of(session, old_id), await lane_of(session, new_id)
    if old is None or old_id == new_id:
        return False
    if new is None:
        stmt = update(Chat).where(Chat.id == old)
        return await _changed(session, stmt.values(telegram_id=new_id))
    waiting = update(OutboxMessage).where(
        OutboxMessage.lane == old, OutboxMessage.state == word(OutboxState.PENDING)
    )
    await session.execute(waiting.values(lane=new).execution_options(synchronize_session=False))
    return await close_chat(session, chat_id=old_id, why="moved", now=now)


async def _changed(session: Session, stmt: Update) -> bool:
    ids = stmt.returning(Chat.id).execution_options(synchronize_session=False)
    return (await session.scalars(ids)).first() is not None

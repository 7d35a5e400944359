"""Queries about the chats that messages go to, and the codes that bind groups."""

from datetime import datetime

from sqlalchemy import select, update

from storage.database import Session
from storage.models import Chat, GroupCode
from storage.words import ChatKind


async def by_telegram(session: Session, telegram_id: int) -> Chat | None:
    """The chat with that Telegram id, or None."""
    return await session.scalar(select(Chat).where(Chat.telegram_id == telegram_id))


async def private_chat(session: Session, *, person_id: int, telegram_id: int) -> Chat:
    """The private chat with a person; made on first use, reachable again after each use."""
    chat = await by_telegram(session, telegram_id)
    if chat is None:
        chat = Chat(telegram_id=telegram_id, kind=ChatKind.PRIVATE, person_id=person_id)
        session.add(chat)
    elif chat.person_id != person_id:
        chat.person_id = person_id
    await session.flush()
    return chat


async def lane_of_person(session: Session, person_id: int) -> Chat | None:
    """The person's private chat, if they ever opened it and have not blocked it."""
    return await session.scalar(
        select(Chat).where(Chat.person_id == person_id, Chat.unreachable_since.is_(None))
    )


async def bind(session: Session, *, telegram_id: int, council_id: int, body_id: int) -> Chat:
    """Bind the group to the body; a group bound elsewhere moves."""
    chat = await by_telegram(session, telegram_id)
    if chat is None:
        chat = Chat(telegram_id=telegram_id, kind=ChatKind.GROUP)
        session.add(chat)
    chat.council_id, chat.body_id = council_id, body_id
    chat.unreachable_since = chat.unreachable_why = None
    await session.flush()
    return chat


async def add_code(session: Session, code: GroupCode) -> None:
    """Keep a new one-time code."""
    session.add(code)
    await session.flush()


async def use_code(session: Session, *, code_hash: str, now: datetime) -> GroupCode | None:
    """Use a code up; None where it is unknown, used, or expired."""
    stmt = (
        update(GroupCode)
        .where(
            GroupCode.code_hash == code_hash,
            GroupCode.used_at.is_(None),
            GroupCode.expires_at > now,
        )
        .values(used_at=now)
        .returning(GroupCode.code_hash)
    )
    if (await session.scalars(stmt)).first() is None:
        return None
    return await session.get(GroupCode, code_hash, populate_existing=True)

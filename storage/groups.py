"""Queries about the chats that messages go to, and the codes that bind groups."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from storage.database import Session
from storage.database.prepared import Prepared
from storage.models import Body, Chat, GroupCode, StrangeGroup
from storage.types import Base
from storage.upsert import insert_into
from storage.words import ChatKind


async def by_telegram(session: Session, telegram_id: int) -> Chat | None:
    """The chat with that Telegram id, or None."""
    return await session.scalar(select(Chat).where(Chat.telegram_id == telegram_id))


async def get(session: Session, chat_id: int) -> Chat | None:
    """The chat row of that id, or None."""
    return await session.get(Chat, chat_id)


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


_CHATS = Base.metadata.tables["chats"].c
_LANE = Prepared(
    lambda _kind: select(_CHATS.id).where(
        _CHATS.person_id == bindparam("person"), _CHATS.unreachable_since.is_(None)
    )
)


async def lane_of_person(session: Session, person_id: int) -> int | None:
    """The row of the person's private chat, if they ever opened it and have not blocked it."""
    row = await _LANE.first(session, person=person_id)
    return row.id if row else None


async def bind(session: Session, *, telegram_id: int, council_id: int, body_id: int) -> Chat:
    """Bind the group to the body."""
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


async def bound_of(session: Session, council_id: int) -> Sequence[tuple[Chat, str]]:
    """The council's bound groups with the names of their bodies, in alphabetical order."""
    stmt = (
        select(Chat, Body.name)
        .join(Body, Body.id == Chat.body_id)
        .where(Chat.council_id == council_id)
        .order_by(Body.sort_key, Chat.id)
    )
    return (await session.execute(stmt)).all()


async def of_bodies(
    session: Session, council_id: int, body_ids: Collection[int]
) -> Sequence[tuple[str, bool]]:
    """The names of these bodies of the council, in alphabetical order, and whether a group is
    bound to each."""
    bound = select(Chat.id).where(Chat.body_id == Body.id).exists()
    stmt = (
        select(Body.name, bound)
        .where(Body.council_id == council_id, Body.id.in_(body_ids))
        .order_by(Body.sort_key, Body.id)
    )
    return [(name, has_group) for name, has_group in await session.execute(stmt)]


async def every_bound(session: Session) -> Sequence[int]:
    """Telegram's ids of all groups that are bound, in any council."""
    stmt = select(Chat.telegram_id).where(Chat.body_id.is_not(None)).order_by(Chat.id)
    return (await session.scalars(stmt)).all()


async def add_stranger(
    session: Session, *, telegram_id: int, added_by: int, leave_at: datetime
) -> None:
    """Note a group that nobody bound yet; noted before, its time begins anew."""
    values = {"added_by": added_by, "leave_at": leave_at}
    insert = insert_into(session, StrangeGroup).values(telegram_id=telegram_id, **values)
    await session.execute(insert.on_conflict_do_update(index_elements=["telegram_id"], set_=values))


async def overdue_strangers(session: Session, now: datetime) -> Sequence[tuple[int, int]]:
    """(chat, who added the bot) of the unbound groups whose time is up, oldest first."""
    stmt = (
        select(StrangeGroup.telegram_id, StrangeGroup.added_by)
        .where(StrangeGroup.leave_at <= now)
        .order_by(StrangeGroup.leave_at)
    )
    return [(row.telegram_id, row.added_by) for row in await session.execute(stmt)]


async def forget_stranger(session: Session, *, telegram_id: int) -> None:
    """Forget an unbound group: it was bound, or left."""
    stmt = delete(StrangeGroup).where(StrangeGroup.telegram_id == telegram_id)
    await session.execute(stmt)


async def prune_codes(session: Session, *, before: datetime) -> int:
    """Forget one-time codes that expired before this moment; gives how many."""
    stmt = delete(GroupCode).where(GroupCode.expires_at < before).returning(GroupCode.code_hash)
    return len((await session.scalars(stmt.execution_options(synchronize_session=False))).all())

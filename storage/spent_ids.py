"""Ids of rows that were taken away again: on SQLite nothing else keeps them from coming back.

A button or a reply from before must never lead to another item that happens to get the same id.
PostgreSQL's sequences see to that themselves.
"""

from sqlalchemy import func, select

from storage.database import Session
from storage.models import ActionItem, Resolution, SpentId
from storage.upsert import insert_into


async def spend(session: Session, model: type[ActionItem | Resolution]) -> None:
    """Remember the highest id that the table holds now, before rows are taken away."""
    last = (await session.scalar(select(func.max(model.id)))) or 0
    before = await session.get(SpentId, model.__tablename__, populate_existing=True)
    highest = max(last, before.last_id if before else 0)
    stmt = insert_into(session, SpentId).values(table_name=model.__tablename__, last_id=highest)
    await session.execute(
        stmt.on_conflict_do_update(index_elements=["table_name"], set_={"last_id": highest})
    )


async def next_id(session: Session, model: type[ActionItem | Resolution]) -> int | None:
    """The id that a new row must take, or None where the database chooses a fresh one itself."""
    if session.get_bind().dialect.name != "sqlite":
        return None
    spent = await session.get(SpentId, model.__tablename__, populate_existing=True)
    if spent is None:
        return None
    last = (await session.scalar(select(func.max(model.id)))) or 0
    return max(last, spent.last_id) + 1

"""A council's own words that mean the same to its search."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from storage.database import Session
from storage.models import Synonyms
from storage.upsert import insert_into


async def of_council(session: Session, council_id: int) -> Sequence[Synonyms]:
    """The council's groups, in the order in which they were taught."""
    stmt = select(Synonyms).where(Synonyms.council_id == council_id).order_by(Synonyms.id)
    return (await session.scalars(stmt)).all()


async def add(
    session: Session, *, council_id: int, words: str, key: str, now: datetime
) -> int | None:
    """Keep a group and give its id; None where the same stands there already."""
    stmt = insert_into(session, Synonyms).values(
        council_id=council_id, words=words, key=key, created_at=now
    )
    added = stmt.on_conflict_do_nothing().returning(Synonyms.id)
    return (await session.execute(added)).scalar_one_or_none()


async def remove(session: Session, *, council_id: int, group_id: int) -> bool:
    """Forget one of the council's groups; False where it is gone or another's."""
    stmt = delete(Synonyms).where(Synonyms.council_id == council_id, Synonyms.id == group_id)
    return bool((await session.execute(stmt.returning(Synonyms.id))).all())

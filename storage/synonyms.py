"""A council's own words that mean the same to its search."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from storage.database import Session
from storage.database.prepared import Prepared
from storage.models import Synonyms
from storage.types import Base
from storage.upsert import insert_into

_TABLE = Base.metadata.tables["synonyms"].c
_OF_COUNCIL = Prepared(
    lambda _kind: (
        select(_TABLE.id, _TABLE.words)
        .where(_TABLE.council_id == bindparam("council"))
        .order_by(_TABLE.id)
    )
)


@dataclass(frozen=True)
class Group:
    """Words that mean the same, as they are kept."""

    id: int
    words: str


async def of_council(session: Session, council_id: int) -> Sequence[Group]:
    """The council's groups, in the order in which they were taught."""
    return [Group(row.id, row.words) for row in await _OF_COUNCIL.rows(session, council=council_id)]


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

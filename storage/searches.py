"""Queries about the searches that members keep, and those they made not long ago."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Insert, bindparam, delete, select, update

from storage.database import Session
from storage.models import MemberSearch
from storage.prepared import Prepared
from storage.types import Base
from storage.upsert import insert_of

_TABLE = Base.metadata.tables["member_searches"]


def _remember(kind: str) -> Insert:
    insert = insert_of(kind, _TABLE).values(
        membership_id=bindparam("member"), query=bindparam("typed"), key=bindparam("folded"),
        kept=False, used_at=bindparam("now"),
    )  # fmt: skip
    again = {name: insert.excluded[name] for name in ("query", "used_at")}
    return insert.on_conflict_do_update(
        index_elements=["membership_id", "key"], set_=again
    ).returning(_TABLE.c.id)


_REMEMBER = Prepared(_remember)
_RECENT = Prepared(
    lambda _kind: (
        select(_TABLE.c.id)
        .where(_TABLE.c.membership_id == bindparam("member"), _TABLE.c.kept.is_(False))
        .order_by(_TABLE.c.used_at.desc(), _TABLE.c.id.desc())
    )
)


async def remember(
    session: Session, membership_id: int, *, query: str, key: str, now: datetime, most: int
) -> int:
    """Keep a search among the member's `most` recent ones, and give its id; kept ones stay kept."""
    kept = await _REMEMBER.first(session, member=membership_id, typed=query, folded=key, now=now)
    search_id: int = kept.id
    for place, stale in enumerate(await _RECENT.rows(session, member=membership_id)):
        if place >= most:
            await forget(session, membership_id, stale.id)
    return search_id


async def of_member(session: Session, membership_id: int) -> Sequence[MemberSearch]:
    """The member's searches: the kept ones first, the newest first among each."""
    stmt = (
        select(MemberSearch)
        .where(MemberSearch.membership_id == membership_id)
        .order_by(MemberSearch.kept.desc(), MemberSearch.used_at.desc(), MemberSearch.id.desc())
    )
    return (await session.scalars(stmt)).all()


async def get(session: Session, membership_id: int, search_id: int) -> MemberSearch | None:
    """The member's own search of that id, or None."""
    return await session.scalar(
        select(MemberSearch).where(
            MemberSearch.membership_id == membership_id, MemberSearch.id == search_id
        )
    )


async def set_kept(session: Session, membership_id: int, search_id: int, *, kept: bool) -> None:
    """Keep a search, or let it be one of the recent ones again."""
    await session.execute(
        update(MemberSearch)
        .where(MemberSearch.membership_id == membership_id, MemberSearch.id == search_id)
        .values(kept=kept)
    )


async def forget(session: Session, membership_id: int, search_id: int | None = None) -> None:
    """Remove one search of the member, or all of them."""
    stmt = delete(MemberSearch).where(MemberSearch.membership_id == membership_id)
    if search_id is not None:
        stmt = stmt.where(MemberSearch.id == search_id)
    await session.execute(stmt)

"""Queries about the searches that members keep, and those they made not long ago."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from storage.database import Session
from storage.models import MemberSearch
from storage.upsert import insert_into


async def remember(
    session: Session, membership_id: int, *, query: str, key: str, now: datetime, most: int
) -> int:
    """Keep a search among the member's `most` recent ones, and give its id; kept ones stay kept."""
    stmt = insert_into(session, MemberSearch).values(
        membership_id=membership_id, query=query, key=key, kept=False, used_at=now
    )
    again = stmt.on_conflict_do_update(
        index_elements=["membership_id", "key"], set_={"query": query, "used_at": now}
    ).returning(MemberSearch.id)
    search_id: int = (await session.execute(again)).scalar_one()
    old = (
        select(MemberSearch.id)
        .where(MemberSearch.membership_id == membership_id, MemberSearch.kept.is_(False))
        .order_by(MemberSearch.used_at.desc(), MemberSearch.id.desc())
        .offset(most)
    )
    for stale in (await session.scalars(old)).all():
        await forget(session, membership_id, stale)
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

"""Queries about the searches that members keep, and those they made not long ago."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Delete, Insert, Integer, bindparam, delete, exists, select, update

from storage.database import Session
from storage.database.at_the_end import write_last
from storage.database.prepared import Prepared
from storage.models import MemberSearch
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


def _make_room(_kind: str) -> Delete:
    newer = _TABLE.alias("newer")
    is_kept = exists().where(
        newer.c.membership_id == bindparam("member"), newer.c.key == bindparam("folded"),
        newer.c.kept.is_(True),
    )  # fmt: skip
    too_old = (
        select(newer.c.id)
        .where(
            newer.c.membership_id == bindparam("member"), newer.c.key != bindparam("folded"),
            newer.c.kept.is_(False),
        )
        .order_by(newer.c.used_at.desc(), newer.c.id.desc())
        .offset(bindparam("others", type_=Integer()))
    )  # fmt: skip
    return delete(_TABLE).where(_TABLE.c.id.in_(too_old), ~is_kept)


_MAKE_ROOM = Prepared(_make_room)


async def remember(
    session: Session, membership_id: int, *, query: str, key: str, now: datetime, most: int
) -> None:
    """Keep a search among the member's `most` recent ones, at the end of the transaction; kept
    ones stay kept."""
    whose: dict[str, Any] = {"member": membership_id, "folded": key}
    await write_last(session, ("recent", membership_id), _MAKE_ROOM, others=most - 1, **whose)
    await write_last(session, ("search", membership_id), _REMEMBER, typed=query, now=now, **whose)


async def add(session: Session, membership_id: int, *, query: str, key: str, now: datetime) -> int:
    """Have a search among the member's own now, and give its id."""
    kept = await _REMEMBER.first(session, member=membership_id, typed=query, folded=key, now=now)
    search_id: int = kept.id
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

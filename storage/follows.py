"""Queries about who follows which resolutions, and what is new about those."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, union_all

from storage.database import Session
from storage.database.prepared import Prepared
from storage.models import ActionItem, Follow, ItemEvent, Postponement, ProgressUpdate, Review
from storage.sight import eyes_of, shown
from storage.types import Base
from storage.upsert import insert_into
from storage.words import MembershipState


async def follow(session: Session, person_id: int, resolution_id: int, now: datetime) -> None:
    """Follow a resolution; following twice changes nothing."""
    stmt = insert_into(session, Follow).values(
        person_id=person_id, resolution_id=resolution_id, since=now
    )
    await session.execute(stmt.on_conflict_do_nothing())


async def unfollow(session: Session, person_id: int, resolution_id: int) -> bool:
    """Stop following; False where nothing was followed."""
    stmt = (
        delete(Follow)
        .where(Follow.person_id == person_id, Follow.resolution_id == resolution_id)
        .returning(Follow.person_id)
        .execution_options(synchronize_session=False)
    )
    return (await session.scalars(stmt)).first() is not None


_TABLES = Base.metadata.tables
_FOLLOWS, _MEMBERS, _RESOLUTIONS = (
    _TABLES[name].c for name in ("follows", "memberships", "resolutions")
)
_FOLLOWERS = Prepared(
    lambda _kind: (
        select(_FOLLOWS.person_id)
        .join_from(
            _TABLES["follows"], _TABLES["memberships"], _MEMBERS.person_id == _FOLLOWS.person_id
        )
        .join(_TABLES["resolutions"], _RESOLUTIONS.id == _FOLLOWS.resolution_id)
        .where(
            _FOLLOWS.resolution_id == bindparam("resolution"),
            shown(_RESOLUTIONS),
            _MEMBERS.council_id == bindparam("council"),
            _MEMBERS.state == MembershipState.ACTIVE,
        )
        .order_by(_FOLLOWS.person_id)
    )
)


async def followers(session: Session, council_id: int, resolution_id: int) -> list[int]:
    """The ids of who follows the resolution and is still a member of its council."""
    rows = await _FOLLOWERS.rows(
        session, council=council_id, resolution=resolution_id, eyes=eyes_of(session)
    )
    return [row.person_id for row in rows]


async def news(
    session: Session, council_id: int, person_id: int, since: datetime, until: datetime
) -> Sequence[int]:
    """Items of resolutions the person follows that others changed from `since` on and before
    `until`, newest change first: a report that stands, a decision about one, more time, or what
    the secretariat did."""
    report, more_time, event = ProgressUpdate, Postponement, ItemEvent
    changes = union_all(
        select(report.item_id, report.created_at.label("at"), report.author_id.label("by_id"))
        .where(report.council_id == council_id, report.created_at >= since)
        .where(~report.withdrawal.has()),
        select(report.item_id, Review.decided_at, Review.reviewer_id)
        .join(Review, Review.progress_id == report.id)
        .where(report.council_id == council_id, Review.decided_at >= since),
        select(more_time.item_id, more_time.decided_at, more_time.decided_by_id)
        .where(more_time.council_id == council_id, more_time.decided_at >= since)
        .where(more_time.granted.is_(True)),
        select(event.item_id, event.at, event.actor_id)
        .where(event.council_id == council_id, event.at >= since),
    ).subquery()  # fmt: skip
    stmt = (
        select(ActionItem.id)
        .join(changes, changes.c.item_id == ActionItem.id)
        .join(Follow, Follow.resolution_id == ActionItem.resolution_id)
        .where(Follow.person_id == person_id, changes.c.by_id != person_id)
        .where(changes.c.at >= Follow.since, changes.c.at < until)
        .group_by(ActionItem.id)
        .order_by(func.max(changes.c.at).desc(), ActionItem.id)
    )
    return (await session.scalars(stmt)).all()

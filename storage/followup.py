"""Queries about requests for more time, what the secretariat did about items, and followers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import aliased, joinedload

from storage.database import Session
from storage.database.prepared import Prepared
from storage.models import (
    ActionItem,
    Follow,
    ItemEvent,
    Occurrence,
    Postponement,
    ProgressUpdate,
    Review,
)
from storage.sight import eyes_of, shown
from storage.types import Base
from storage.upsert import insert_into
from storage.words import OPEN_STATES, EventKind, MembershipState


async def add_postponement(session: Session, asked: Postponement) -> Postponement:
    """Keep a request for more time; gives it its id."""
    session.add(asked)
    await session.flush()
    return asked


async def postponement(
    session: Session, council_id: int, postponement_id: int
) -> Postponement | None:
    """The council's request with its people, or None."""
    stmt = (
        select(Postponement)
        .where(Postponement.council_id == council_id, Postponement.id == postponement_id)
        .options(joinedload(Postponement.asked_by), joinedload(Postponement.decided_by))
        .execution_options(populate_existing=True)
    )
    return await session.scalar(stmt)


async def open_postponement(session: Session, item_id: int) -> Postponement | None:
    """The newest request about the item that nobody has decided, or None."""
    stmt = (
        select(Postponement)
        .where(Postponement.item_id == item_id, Postponement.decided_at.is_(None))
        .order_by(Postponement.id.desc())
        .limit(1)
    )
    return await session.scalar(stmt)


def _holds() -> ColumnElement[bool]:
    """Whether what was asked for could still give its item more time: the period it was asked for
    is the present one, and the item's date is not as late already."""
    period = exists().where(
        Occurrence.item_id == Postponement.item_id, Occurrence.due_on > Postponement.due_before
    )
    due = ActionItem.due_on
    return and_(~period, or_(due.is_(None), due < Postponement.wanted_on))


async def still_gives_time(session: Session, postponement_id: int) -> bool:
    """Whether the request could still move its item's date later."""
    stmt = (
        select(Postponement.id)
        .join(ActionItem, ActionItem.id == Postponement.item_id)
        .where(Postponement.id == postponement_id, _holds())
    )
    return await session.scalar(stmt) is not None


async def unanswered(session: Session, council_id: int) -> list[tuple[int, int]]:
    """(request, item) of the requests about open items that nobody has decided and that could
    still give more time, oldest first."""
    stmt = (
        select(Postponement.id, Postponement.item_id)
        .join(ActionItem, ActionItem.id == Postponement.item_id)
        .where(
            ActionItem.council_id == council_id,
            ActionItem.state.in_(OPEN_STATES),
            Postponement.decided_at.is_(None),
            _holds(),
        )
        .order_by(Postponement.id)
    )
    return [(row.id, row.item_id) for row in await session.execute(stmt)]


async def lapsed(session: Session, council_id: int) -> Sequence[Postponement]:
    """The requests that nobody has decided and that can give no more time: their item is closed,
    their period passed, or the item's date is as late already. Oldest first."""
    stmt = (
        select(Postponement)
        .join(ActionItem, ActionItem.id == Postponement.item_id)
        .where(
            Postponement.council_id == council_id,
            Postponement.decided_at.is_(None),
            or_(ActionItem.state.not_in(OPEN_STATES), ~_holds()),
        )
        .order_by(Postponement.id)
    )
    return (await session.scalars(stmt)).all()


async def postponements_of(session: Session, item_id: int) -> Sequence[Postponement]:
    """Every request about an item, oldest first, with its people."""
    stmt = (
        select(Postponement)
        .where(Postponement.item_id == item_id)
        .options(joinedload(Postponement.asked_by), joinedload(Postponement.decided_by))
        .order_by(Postponement.id)
    )
    return (await session.scalars(stmt)).all()


async def decide_postponement(
    session: Session,
    postponement_id: int,
    *,
    granted: bool | None,
    by_id: int | None,
    answer: str | None,
    now: datetime,
) -> bool:
    """Write the one answer to a request, or that it lapsed (neither granted nor refused, by
    nobody) or was taken back (the same, by who asked); False where somebody answered first."""
    stmt = (
        update(Postponement)
        .where(Postponement.id == postponement_id, Postponement.decided_at.is_(None))
        .values(granted=granted, decided_by_id=by_id, answer=answer, decided_at=now)
        .returning(Postponement.id)
        .execution_options(synchronize_session=False)
    )
    return (await session.scalars(stmt)).first() is not None


async def add_event(session: Session, event: ItemEvent) -> ItemEvent:
    """Keep what the secretariat did about an item; gives it its id."""
    session.add(event)
    await session.flush()
    return event


async def event(session: Session, council_id: int, event_id: int) -> ItemEvent | None:
    """The council's event with who did it, or None."""
    stmt = (
        select(ItemEvent)
        .where(ItemEvent.council_id == council_id, ItemEvent.id == event_id)
        .options(joinedload(ItemEvent.actor))
    )
    return await session.scalar(stmt)


async def question_before(session: Session, report: ProgressUpdate) -> ItemEvent | None:
    """The newest question about an earlier report of the same author on the item, with who asked;
    None where they reported on it in between."""
    between = aliased(ProgressUpdate)
    answered = (
        select(between.id)
        .where(between.item_id == report.item_id, between.author_id == report.author_id)
        .where(between.id < report.id, between.created_at > ItemEvent.at)
        .where(~between.withdrawal.has())
    )
    stmt = (
        select(ItemEvent)
        .join(ProgressUpdate, ProgressUpdate.id == ItemEvent.progress_id)
        .where(
            ItemEvent.item_id == report.item_id,
            ItemEvent.kind == EventKind.QUESTION,
            ItemEvent.progress_id < report.id,
            ItemEvent.at <= report.created_at,
            ProgressUpdate.author_id == report.author_id,
            ~ProgressUpdate.withdrawal.has(),
            ~answered.exists(),
        )
        .options(joinedload(ItemEvent.actor))
        .order_by(ItemEvent.id.desc())
        .limit(1)
    )
    return await session.scalar(stmt)


async def events_of(session: Session, item_id: int) -> Sequence[ItemEvent]:
    """What was done about an item, oldest first, with who did it."""
    stmt = (
        select(ItemEvent)
        .where(ItemEvent.item_id == item_id)
        .options(joinedload(ItemEvent.actor))
        .order_by(ItemEvent.id)
    )
    return (await session.scalars(stmt)).all()


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


_FOLLOWS, _MEMBERS = (Base.metadata.tables[name].c for name in ("follows", "memberships"))
_FOLLOWERS = Prepared(
    lambda _kind: (
        select(_FOLLOWS.person_id)
        .join_from(
            Base.metadata.tables["follows"],
            Base.metadata.tables["memberships"],
            _MEMBERS.person_id == _FOLLOWS.person_id,
        )
        .where(
            _FOLLOWS.resolution_id == bindparam("resolution"),
            shown(_FOLLOWS.resolution_id),
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


async def news_of_followed(
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

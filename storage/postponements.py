"""Queries about requests for more time, and the answers to them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import joinedload

from storage.database import Session
from storage.models import ActionItem, Occurrence, Postponement
from storage.words import OPEN_STATES


async def add(session: Session, asked: Postponement) -> Postponement:
    """Keep a request for more time; gives it its id."""
    session.add(asked)
    await session.flush()
    return asked


async def get(session: Session, council_id: int, postponement_id: int) -> Postponement | None:
    """The council's request with its people, or None."""
    stmt = (
        select(Postponement)
        .where(Postponement.council_id == council_id, Postponement.id == postponement_id)
        .options(joinedload(Postponement.asked_by), joinedload(Postponement.decided_by))
        .execution_options(populate_existing=True)
    )
    return await session.scalar(stmt)


async def open_of(session: Session, item_id: int) -> Postponement | None:
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
            Postponement.council_id == council_id,
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


async def of_item(session: Session, item_id: int) -> Sequence[Postponement]:
    """Every request about an item, oldest first, with its people."""
    stmt = (
        select(Postponement)
        .where(Postponement.item_id == item_id)
        .options(joinedload(Postponement.asked_by), joinedload(Postponement.decided_by))
        .order_by(Postponement.id)
    )
    return (await session.scalars(stmt)).all()


async def decide(
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

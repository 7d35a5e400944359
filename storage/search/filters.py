"""What a search may be narrowed to besides words, as conditions on resolutions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from storage.database import Session
from storage.models import (
    ActionItem,
    Follow,
    Meeting,
    Minutes,
    ProgressUpdate,
    Resolution,
    SearchDocument,
)
from storage.models.minutes import SupportingBody
from storage.words import OPEN_STATES, ItemState

_MOST = 20_000
"""So many places are handed over as a set; more are looked up among the best."""


@dataclass(frozen=True)
class Narrowing:
    """All of it must hold; what speaks of items must hold for one and the same item."""

    states: tuple[ItemState, ...] = ()
    overdue_on: date | None = None
    silent_since: datetime | None = None
    due: tuple[date, date] | None = None
    undated: bool = False
    body_id: int | None = None
    unassigned: bool = False
    own_bodies: tuple[int, ...] | None = None
    followed_by: int | None = None
    """With `own_bodies`: either of the two."""
    told_to: int | None = None
    """The person who follows the resolution, to be told what becomes of it."""
    meeting_ids: tuple[int, ...] | None = None
    held: tuple[date, date] | None = None
    published: tuple[datetime, datetime] | None = None
    """From a moment until before another; never from the archive."""

    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return self == Narrowing()


def conditions(council_id: int, wanted: Narrowing) -> list[ColumnElement[bool]]:
    """Return what a resolution of the council must satisfy."""
    found: list[ColumnElement[bool]] = [Resolution.council_id == council_id]
    if wanted.told_to is not None:
        follows = select(Follow.resolution_id).where(Follow.person_id == wanted.told_to)
        found.append(Resolution.id.in_(follows))
    if wanted.meeting_ids is not None:
        found.append(Resolution.meeting_id.in_(wanted.meeting_ids))
    if wanted.held is not None:
        meetings = select(Meeting.id).where(
            Meeting.council_id == council_id, Meeting.held_on.between(*wanted.held)
        )
        found.append(Resolution.meeting_id.in_(meetings))
    if wanted.published is not None:
        since, until = wanted.published
        minutes = select(Minutes.id).where(
            Minutes.council_id == council_id,
            Minutes.published_at >= since,
            Minutes.published_at < until,
            Minutes.archived.is_(False),
        )
        found.append(Resolution.minutes_id.in_(minutes))
    items = _of_items(wanted)
    if items:
        found.append(exists().where(ActionItem.resolution_id == Resolution.id, *items))
    return found


def _of_items(wanted: Narrowing) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.states:
        found.append(ActionItem.state.in_(wanted.states))
    if wanted.overdue_on is not None:
        found += [
            ActionItem.state.in_([s for s in OPEN_STATES if s is not ItemState.REPORTED_DONE]),
            ActionItem.due_on < wanted.overdue_on,
        ]
    if wanted.silent_since is not None:
        heard = exists().where(
            ProgressUpdate.item_id == ActionItem.id,
            ProgressUpdate.created_at >= wanted.silent_since,
        )
        found += [
            ActionItem.state.in_(OPEN_STATES),
            ActionItem.notified_on <= wanted.silent_since.date(),
            ~heard,
        ]
    if wanted.due is not None:
        found.append(ActionItem.due_on.between(*wanted.due))
    if wanted.undated:
        found.append(ActionItem.due_on.is_(None))
    if wanted.unassigned:
        found.append(ActionItem.lead_body_id.is_(None))
    if wanted.body_id is not None:
        helps = exists().where(
            SupportingBody.item_id == ActionItem.id, SupportingBody.body_id == wanted.body_id
        )
        found.append(or_(ActionItem.lead_body_id == wanted.body_id, helps))
    if wanted.own_bodies is not None or wanted.followed_by is not None:
        found.append(
            or_(
                ActionItem.lead_body_id.in_(wanted.own_bodies or ()),
                ActionItem.follow_up_owner_id == wanted.followed_by,
            )
        )
    return found


async def allowed_places(
    session: Session, council_id: int, wanted: Narrowing, best: Sequence[int]
) -> Sequence[int]:
    """Return the places of the documents that the narrowing lets through, in no order.

    Where they are very many, only those among the `best` are told.
    """
    stmt = _places(council_id, wanted)
    found = list(await session.scalars(stmt.limit(_MOST + 1)))
    if len(found) <= _MOST:
        return found
    return list(await session.scalars(stmt.where(SearchDocument.place.in_(best))))


def _places(council_id: int, wanted: Narrowing) -> Select[int]:
    return (
        select(SearchDocument.place)
        .join(Resolution, Resolution.id == SearchDocument.resolution_id)
        .where(SearchDocument.council_id == council_id, *conditions(council_id, wanted))
    )


async def list_resolutions(
    session: Session, *, council_id: int, wanted: Narrowing, limit: int, offset: int = 0
) -> tuple[Sequence[int], int]:
    """Return ids of what the narrowing lets through, and how many there are in all.

    What is asked for by its items comes soonest due first; else the newest session first, each in
    its own order.
    """
    where = and_(*conditions(council_id, wanted))
    total = await session.scalar(select(func.count(Resolution.id)).where(where)) or 0
    stmt = (
        select(Resolution.id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(where)
        .limit(limit)
        .offset(offset)
    )
    if _of_items(wanted):
        due = (
            select(func.min(ActionItem.due_on))
            .where(ActionItem.resolution_id == Resolution.id)
            .scalar_subquery()
        )
        stmt = stmt.order_by(due.is_(None), due)
    stmt = stmt.order_by(
        Meeting.held_on.is_(None), Meeting.held_on.desc(), Meeting.id.desc(), Resolution.position
    )
    return (await session.scalars(stmt)).all(), total

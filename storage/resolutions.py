"""Queries about resolutions, their clauses, and what they refer to."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from storage import spent_ids
from storage.database import Session
from storage.models import ActionItem, CrossReference, Meeting, Resolution


def _whole() -> Sequence[ExecutableOption]:
    items = selectinload(Resolution.items)
    return (
        joinedload(Resolution.meeting),
        selectinload(Resolution.clauses),
        items.joinedload(ActionItem.lead_body),
        items.selectinload(ActionItem.supporting),
    )


async def add(session: Session, resolution: Resolution) -> Resolution:
    """Keep a new resolution; gives it its id, which no resolution has ever had."""
    resolution.id = await spent_ids.next_id(session, Resolution)  # type: ignore[assignment]  # None: the database chooses
    session.add(resolution)
    await session.flush()
    return resolution


async def add_reference(session: Session, reference: CrossReference) -> None:
    """Keep a mention of an earlier session's resolution."""
    session.add(reference)
    await session.flush()


async def whole(session: Session, council_id: int, resolution_id: int) -> Resolution | None:
    """The council's resolution with meeting, clauses, items and bodies, or None."""
    stmt = (
        select(Resolution)
        .where(Resolution.council_id == council_id, Resolution.id == resolution_id)
        .options(*_whole())
    )
    return await session.scalar(stmt)


async def whole_of(
    session: Session, council_id: int, resolution_ids: Collection[int]
) -> dict[int, Resolution]:
    """The council's resolutions among the ids, each loaded whole."""
    stmt = (
        select(Resolution)
        .where(Resolution.council_id == council_id, Resolution.id.in_(resolution_ids))
        .options(*_whole())
    )
    return {found.id: found for found in (await session.scalars(stmt)).all()}


async def for_index(session: Session, resolution_ids: Collection[int]) -> Sequence[Resolution]:
    """The resolutions of whatever council, each with everything that is searched in it."""
    stmt = (
        select(Resolution)
        .where(Resolution.id.in_(resolution_ids))
        .options(*_whole())
        .order_by(Resolution.id)
    )
    return (await session.scalars(stmt)).all()


async def by_code(
    session: Session, council_id: int, *, meeting_number: int, number: str
) -> Sequence[int]:
    """Ids of the resolutions printed under that number in that session, newest session first."""
    stmt = (
        select(Resolution.id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(
            Resolution.council_id == council_id,
            Meeting.number == meeting_number,
            Resolution.code == f"{meeting_number}/{number}",
        )
        .order_by(Meeting.held_on.desc(), Resolution.id)
    )
    return (await session.scalars(stmt)).all()


async def by_number(session: Session, council_id: int, *, number: str) -> Sequence[int]:
    """Ids of the resolutions of that number in any session, newest session first."""
    stmt = (
        select(Resolution.id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(
            Resolution.council_id == council_id,
            or_(Resolution.number == number, Resolution.code.endswith(f"/{number}")),
        )
        .order_by(Meeting.held_on.is_(None), Meeting.held_on.desc(), Resolution.id)
    )
    return (await session.scalars(stmt)).all()


async def of_session(session: Session, council_id: int, *, meeting_number: int) -> Sequence[int]:
    """Ids of the resolutions of the sessions of that number, newest session first, as printed."""
    stmt = (
        select(Resolution.id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(Resolution.council_id == council_id, Meeting.number == meeting_number)
        .order_by(Meeting.held_on.is_(None), Meeting.held_on.desc(), Resolution.position)
    )
    return (await session.scalars(stmt)).all()


async def last_number(session: Session, council_id: int, *, meeting_number: int) -> str | None:
    """The number of the last resolution of a session; None where it has none."""
    stmt = (
        select(Resolution.code)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(Resolution.council_id == council_id, Meeting.number == meeting_number)
        .order_by(Meeting.held_on.desc(), Resolution.position.desc())
        .limit(1)
    )
    code = await session.scalar(stmt)
    return code.rpartition("/")[2] if code else None


async def known_of(session: Session, resolution_ids: Collection[int | None]) -> set[int]:
    """Which of the ids these eyes may know of."""
    if not any(resolution_ids):
        return set()
    stmt = select(Resolution.id).where(Resolution.id.in_([one for one in resolution_ids if one]))
    return set((await session.scalars(stmt)).all())


async def references_of(session: Session, resolution_id: int) -> Sequence[CrossReference]:
    """What the resolution refers to, in the order of the text."""
    stmt = (
        select(CrossReference)
        .where(CrossReference.resolution_id == resolution_id)
        .order_by(CrossReference.id)
    )
    return (await session.scalars(stmt)).all()


async def public_of_minutes(
    session: Session, council_id: int, minutes_id: int
) -> Sequence[Resolution]:
    """What the minutes resolved and is not confidential, whole, in the order of the text."""
    stmt = (
        select(Resolution)
        .where(
            Resolution.council_id == council_id,
            Resolution.minutes_id == minutes_id,
            Resolution.confidential.is_(False),
        )
        .options(*_whole())
        .order_by(Resolution.position)
    )
    return (await session.scalars(stmt)).all()

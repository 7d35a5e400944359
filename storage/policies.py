"""Queries about what councils, items and people set for their reminders."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select

from storage.database import Session
from storage.models import Closure, CouncilClock, ItemPolicy, PersonalClock
from storage.upsert import insert_into


async def of_council(session: Session, council_id: int) -> dict[str, Any]:
    """What the council set; empty where it set nothing."""
    found = await session.scalar(
        select(CouncilClock.settings).where(CouncilClock.council_id == council_id)
    )
    return found or {}


async def keep_for_council(
    session: Session, *, council_id: int, settings: Mapping[str, Any]
) -> None:
    """Replace what the council set."""
    insert = insert_into(session, CouncilClock).values(
        council_id=council_id, settings=dict(settings)
    )
    await session.execute(
        insert.on_conflict_do_update(
            index_elements=["council_id"], set_={"settings": dict(settings)}
        )
    )


async def of_items(session: Session, item_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """What was set for single items, by item."""
    stmt = select(ItemPolicy.item_id, ItemPolicy.settings).where(ItemPolicy.item_id.in_(item_ids))
    return dict((await session.execute(stmt)).all())


async def keep_for_item(
    session: Session, *, item_id: int, settings: Mapping[str, Any], by: int, now: datetime
) -> None:
    """Replace what was set for an item; nothing set forgets the row."""
    if not settings:
        await session.execute(delete(ItemPolicy).where(ItemPolicy.item_id == item_id))
        return
    values = {"settings": dict(settings), "set_by": by, "set_at": now}
    insert = insert_into(session, ItemPolicy).values(item_id=item_id, **values)
    await session.execute(insert.on_conflict_do_update(index_elements=["item_id"], set_=values))


async def of_people(
    session: Session, council_id: int, person_ids: Collection[int]
) -> dict[int, dict[str, Any]]:
    """What people set for themselves in the council, by person."""
    if not person_ids:
        return {}
    stmt = select(PersonalClock.person_id, PersonalClock.settings).where(
        PersonalClock.council_id == council_id, PersonalClock.person_id.in_(person_ids)
    )
    return dict((await session.execute(stmt)).all())


async def everyone_who_set(session: Session, council_id: int) -> dict[int, dict[str, Any]]:
    """What was set by everybody in the council who set anything."""
    stmt = select(PersonalClock.person_id, PersonalClock.settings).where(
        PersonalClock.council_id == council_id
    )
    return dict((await session.execute(stmt)).all())


async def keep_for_person(
    session: Session, *, council_id: int, person_id: int, settings: Mapping[str, Any]
) -> None:
    """Replace what a person set for themselves."""
    insert = insert_into(session, PersonalClock).values(
        council_id=council_id, person_id=person_id, settings=dict(settings)
    )
    await session.execute(
        insert.on_conflict_do_update(
            index_elements=["council_id", "person_id"], set_={"settings": dict(settings)}
        )
    )


async def closures(session: Session, council_id: int, since: date) -> Sequence[Closure]:
    """The council's own closures from the day on, soonest first."""
    stmt = (
        select(Closure)
        .where(Closure.council_id == council_id, Closure.day >= since)
        .order_by(Closure.day)
    )
    return (await session.scalars(stmt)).all()


async def close_on(session: Session, *, council_id: int, day: date, name: str, half: bool) -> None:
    """Close the council's offices on a day, or for half of it."""
    values = {"name": name, "half": half}
    insert = insert_into(session, Closure).values(council_id=council_id, day=day, **values)
    await session.execute(
        insert.on_conflict_do_update(index_elements=["council_id", "day"], set_=values)
    )


async def open_on(session: Session, *, council_id: int, day: date) -> bool:
    """Take a closure back; False where there was none."""
    stmt = (
        delete(Closure)
        .where(Closure.council_id == council_id, Closure.day == day)
        .returning(Closure.id)
    )
    return (await session.scalars(stmt)).first() is not None

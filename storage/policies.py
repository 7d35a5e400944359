"""Queries about what councils, items and people set for their reminders."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, select

from storage.database import Session
from storage.database.prepared import Prepared
from storage.models import Closure, CouncilClock, ItemPolicy, PersonalClock
from storage.types import Base
from storage.upsert import insert_into

_COUNCILS, _PEOPLE, _CLOSED = (
    Base.metadata.tables[name].c for name in ("council_clocks", "personal_clocks", "closures")
)
_OF_COUNCIL = Prepared(
    lambda _kind: select(_COUNCILS.settings).where(_COUNCILS.council_id == bindparam("council"))
)
_OF_PEOPLE = Prepared(
    lambda _kind: select(_PEOPLE.person_id, _PEOPLE.settings).where(
        _PEOPLE.council_id == bindparam("council"),
        _PEOPLE.person_id.in_(bindparam("people", expanding=True)),
    )
)
_CLOSURES = Prepared(
    lambda _kind: (
        select(_CLOSED.day, _CLOSED.name, _CLOSED.half)
        .where(_CLOSED.council_id == bindparam("council"), _CLOSED.day >= bindparam("since"))
        .order_by(_CLOSED.day)
    )
)


@dataclass(frozen=True)
class ClosedDay:
    """A day on which a council's offices are closed, or for half of it."""

    day: date
    name: str
    half: bool


async def of_council(session: Session, council_id: int) -> dict[str, Any]:
    """What the council set; empty where it set nothing."""
    row = await _OF_COUNCIL.first(session, council=council_id)
    return (row and row.settings) or {}


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
    rows = await _OF_PEOPLE.rows(session, council=council_id, people=tuple(person_ids))
    return {row.person_id: row.settings for row in rows}


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


async def closures(session: Session, council_id: int, since: date) -> list[ClosedDay]:
    """The council's own closures from the day on, soonest first."""
    rows = await _CLOSURES.rows(session, council=council_id, since=since)
    return [ClosedDay(row.day, row.name, row.half) for row in rows]


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

"""Queries about councils."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from storage.database import Session
from storage.database.prepared import Prepared
from storage.models import (
    ActionItem,
    Body,
    Broadcast,
    Chat,
    Council,
    Invitation,
    Membership,
    Minutes,
    PlannedSession,
    Postponement,
    ProgressUpdate,
    Resolution,
    SecondRequest,
    Synonyms,
)
from storage.types import Base
from storage.words import CouncilKind


async def add(
    session: Session, *, name: str, kind: CouncilKind, province: str, now: datetime
) -> Council:
    """A new council, with its id."""
    council = Council(
        name=name,
        kind=kind,
        province=province,
        zone="Asia/Tehran",
        reminder_hour=9,
        created_at=now,
    )
    session.add(council)
    await session.flush()
    return council


async def get(session: Session, council_id: int) -> Council | None:
    """The council, or None."""
    return await session.get(Council, council_id)


@dataclass(frozen=True)
class Hours:
    """Where a council's day begins, and at which hour its people are reminded."""

    id: int
    zone: str
    reminder_hour: int


_TABLE = Base.metadata.tables["councils"].c
_HOURS = Prepared(
    lambda _kind: select(_TABLE.id, _TABLE.zone, _TABLE.reminder_hour).where(
        _TABLE.id == bindparam("council")
    )
)


async def hours_of(session: Session, council_id: int) -> Hours | None:
    """What the council's clock begins with, or None where there is no such council."""
    row = await _HOURS.first(session, council=council_id)
    return row and Hours(row.id, row.zone, row.reminder_hour)


async def every(session: Session) -> Sequence[Council]:
    """All councils, oldest first."""
    return (await session.scalars(select(Council).order_by(Council.id))).all()


async def of_object(session: Session, kind: str, object_id: int) -> int | None:
    """The council that a thing of that kind belongs to; None where there is no such thing.

    The council itself is a thing, too.
    """
    if kind == "council":
        return object_id
    table = _OBJECTS[kind]
    return await session.scalar(select(table.council_id).where(table.id == object_id))


_OBJECTS: dict[str, Any] = {
    "body": Body,
    "broadcast": Broadcast,
    "chat": Chat,
    "invitation": Invitation,
    "item": ActionItem,
    "membership": Membership,
    "minutes": Minutes,
    "postponement": Postponement,
    "progress": ProgressUpdate,
    "resolution": Resolution,
    "second": SecondRequest,
    "session": PlannedSession,
    "synonyms": Synonyms,
}

"""What a report writes, in prepared statements: people wait for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Insert, Update, bindparam, func, select, update

from storage.database import Session
from storage.database.prepared import Prepared
from storage.item_rows import ItemRow
from storage.types import Base
from storage.upsert import insert_of
from storage.words import ItemState, ProgressStatus

_TABLES = Base.metadata.tables
_REPORTS, _ITEMS = _TABLES["progress_updates"], _TABLES["action_items"]
_PERIODS = _TABLES["occurrences"]


def _add(kind: str) -> Insert:
    values: dict[str, Any] = {
        one.name: bindparam(f"new_{one.name}") for one in _REPORTS.c if one.name != "id"
    }
    newest = (
        select(_PERIODS.c.id)
        .where(_PERIODS.c.item_id == bindparam("new_item_id"))
        .order_by(_PERIODS.c.due_on.desc())
        .limit(1)
    )
    values["occurrence_id"] = newest.scalar_subquery()
    return insert_of(kind, _REPORTS).values(values).returning(_REPORTS.c.id)


def _move(_kind: str) -> Update:
    item = _ITEMS.c
    return (
        update(_ITEMS)
        .where(item.id == bindparam("item"), item.version == bindparam("expected"))
        .values(
            state=bindparam("new_state"),
            percent=func.coalesce(bindparam("new_percent", type_=item.percent.type), item.percent),
            version=item.version + 1,
        )
        .returning(item.id)
    )


_ADD = Prepared(_add)
_MOVE = Prepared(_move)


async def add(
    session: Session,
    item: ItemRow,
    *,
    author_id: int,
    on_behalf_of_id: int | None,
    status: ProgressStatus,
    percent: int | None,
    note: str,
    now: datetime,
) -> int:
    """Keep a report on the item's newest period, and how the item stood before; gives its id."""
    kept = await _ADD.first(
        session,
        new_council_id=item.council_id,
        new_item_id=item.id,
        new_author_id=author_id,
        new_on_behalf_of_id=on_behalf_of_id,
        new_status=status,
        new_percent=percent,
        new_note=note,
        new_created_at=now,
        new_state_before=item.state,
        new_percent_before=item.percent,
    )
    return int(kept.id)


async def move(session: Session, item: ItemRow, *, state: ItemState, percent: int | None) -> bool:
    """Let the item stand as reported, with the percentage where one is known; False where it was
    changed since it was read. Objects of the session do not hear of it."""
    moved = await _MOVE.first(
        session, item=item.id, expected=item.version, new_state=state, new_percent=percent
    )
    return moved is not None

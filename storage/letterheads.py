"""A council's own template and emblem for its reports."""

from datetime import datetime

from storage.database import Session
from storage.models import Letterhead
from storage.upsert import insert_into


async def get(session: Session, council_id: int) -> Letterhead | None:
    """What the council has set, or None."""
    return await session.get(Letterhead, council_id, populate_existing=True)


async def put(
    session: Session, *, council_id: int, by_id: int, now: datetime, **values: object
) -> None:
    """Set the template, its name or the emblem; None takes one away."""
    changed = {**values, "changed_by": by_id, "changed_at": now}
    stmt = insert_into(session, Letterhead).values(council_id=council_id, **changed)
    await session.execute(stmt.on_conflict_do_update(index_elements=["council_id"], set_=changed))

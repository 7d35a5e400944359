"""Takes published minutes back: what they brought goes, the source and its draft stay."""

from collections.abc import Collection, Sequence

from sqlalchemy import Table, delete, exists, select, update
from sqlalchemy.orm import joinedload

from storage import spent_ids
from storage.database import Session
from storage.models import ActionItem, Base, Meeting, Minutes, ProgressUpdate, Resolution
from storage.search import remove_resolutions
from storage.words import MinutesState


async def items_of(session: Session, minutes_id: int) -> Sequence[ActionItem]:
    """Every item that the minutes brought, with its resolution."""
    stmt = (
        select(ActionItem)
        .join(Resolution, Resolution.id == ActionItem.resolution_id)
        .where(Resolution.minutes_id == minutes_id)
        .options(joinedload(ActionItem.resolution))
        .order_by(Resolution.position, ActionItem.position)
    )
    return (await session.scalars(stmt)).all()


async def was_reported_on(session: Session, minutes_id: int) -> bool:
    """Whether anybody has reported on anything that the minutes brought."""
    stmt = (
        select(ProgressUpdate.id)
        .join(ActionItem, ActionItem.id == ProgressUpdate.item_id)
        .join(Resolution, Resolution.id == ActionItem.resolution_id)
        .where(Resolution.minutes_id == minutes_id)
    )
    return bool(await session.scalar(select(exists(stmt))))


async def reopen(session: Session, *, minutes_id: int, version: int) -> bool:
    """Make published minutes of that version a draft again; False where they changed meanwhile."""
    stmt = (
        update(Minutes)
        .where(
            Minutes.id == minutes_id,
            Minutes.version == version,
            Minutes.state == MinutesState.PUBLISHED,
        )
        .values(
            state=MinutesState.DRAFT,
            version=version + 1,
            meeting_id=None,
            published_by=None,
            published_at=None,
        )
        .returning(Minutes.id)
    )
    return (await session.scalars(stmt)).first() is not None


async def remove(session: Session, *, minutes_id: int, meeting_id: int) -> None:
    """Take away resolutions, items and the meeting, with all that hangs on them.

    What merely mentions them keeps its place and loses the link. Does not commit.
    """
    brought = select(Resolution.id).where(Resolution.minutes_id == minutes_id)
    ids = (await session.scalars(brought)).all()
    await remove_resolutions(session, list(ids))
    for model in (ActionItem, Resolution):
        await spent_ids.spend(session, model)
    await session.flush()
    await _forget(session, Base.metadata.tables[Resolution.__tablename__], ids)
    left = select(Minutes.id).where(Minutes.meeting_id == meeting_id)
    if (await session.scalar(left)) is None:
        await _forget(session, Base.metadata.tables[Meeting.__tablename__], [meeting_id])
    session.expire_all()


async def _forget(session: Session, table: Table, ids: Collection[int]) -> None:
    """Delete rows by id: a required link to them takes its row along, an optional one is cut."""
    if not ids:
        return
    for other in Base.metadata.sorted_tables:
        for link in other.foreign_keys:
            if link.column.table is not table:
                continue
            hangs = link.parent.in_(ids)
            if link.parent.nullable:
                await session.execute(update(other).where(hangs).values({link.parent.name: None}))
            elif "id" in other.c:
                rows = (await session.scalars(select(other.c.id).where(hangs))).all()
                await _forget(session, other, rows)
            else:
                await session.execute(delete(other).where(hangs))
    await session.execute(delete(table).where(table.c.id.in_(ids)))

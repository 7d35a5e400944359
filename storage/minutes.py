"""Queries about minutes: the source that is kept, and the draft that a secretary corrects."""

from typing import Any

from sqlalchemy import select, update

from storage.database import Session
from storage.models import Meeting, Minutes
from storage.words import MinutesState


async def add(session: Session, minutes: Minutes) -> Minutes:
    """Keep new minutes; gives them their id."""
    session.add(minutes)
    await session.flush()
    return minutes


async def get(session: Session, council_id: int, minutes_id: int) -> Minutes | None:
    """The council's minutes of that id, or None."""
    return await session.scalar(
        select(Minutes).where(Minutes.council_id == council_id, Minutes.id == minutes_id)
    )


async def same_document(
    session: Session, council_id: int, sha256: str
) -> tuple[Minutes, Meeting | None] | None:
    """Minutes made from the very same text that were not discarded, with their meeting."""
    stmt = (
        select(Minutes, Meeting)
        .outerjoin(Meeting, Meeting.id == Minutes.meeting_id)
        .where(
            Minutes.council_id == council_id,
            Minutes.sha256 == sha256,
            Minutes.state != MinutesState.DISCARDED,
        )
        .order_by(Minutes.id)
        .limit(1)
    )
    row = (await session.execute(stmt)).first()
    return (row[0], row[1]) if row else None


async def open_drafts(session: Session, council_id: int) -> list[Minutes]:
    """The council's drafts, newest first."""
    stmt = (
        select(Minutes)
        .where(Minutes.council_id == council_id, Minutes.state == MinutesState.DRAFT)
        .order_by(Minutes.id.desc())
    )
    return list((await session.scalars(stmt)).all())


async def save_draft(
    session: Session, *, minutes_id: int, version: int, draft: dict[str, Any]
) -> bool:
    """Store a corrected draft; False where it is no longer a draft of that version."""
    stmt = (
        update(Minutes)
        .where(
            Minutes.id == minutes_id,
            Minutes.version == version,
            Minutes.state == MinutesState.DRAFT,
        )
        .values(draft=draft, version=version + 1)
        .returning(Minutes.id)
    )
    return (await session.scalars(stmt)).first() is not None


async def leave_draft(
    session: Session, *, minutes_id: int, version: int, state: MinutesState, **values: object
) -> bool:
    """Publish or discard a draft of that version; False where somebody was faster."""
    stmt = (
        update(Minutes)
        .where(
            Minutes.id == minutes_id,
            Minutes.version == version,
            Minutes.state == MinutesState.DRAFT,
        )
        .values(state=state, version=version + 1, **values)
        .returning(Minutes.id)
    )
    return (await session.scalars(stmt)).first() is not None

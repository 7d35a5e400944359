"""Queries about minutes: the source that is kept, and the draft that a secretary corrects."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from storage.database import Session
from storage.models import DraftHolder, Meeting, Minutes, Person
from storage.upsert import insert_into
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


async def published(
    session: Session, council_id: int, *, limit: int, offset: int = 0
) -> list[tuple[Minutes, Meeting, Person | None]]:
    """The council's published minutes with their meeting and publisher, newest first."""
    stmt = (
        select(Minutes, Meeting, Person)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .outerjoin(Person, Person.id == Minutes.published_by)
        .where(Minutes.council_id == council_id, Minutes.state == MinutesState.PUBLISHED)
        .order_by(Minutes.published_at.desc(), Minutes.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [(row[0], row[1], row[2]) for row in (await session.execute(stmt)).all()]


async def published_one(
    session: Session, council_id: int, minutes_id: int
) -> tuple[Minutes, Meeting, Person | None] | None:
    """Published minutes of the council with their meeting and publisher, or None."""
    stmt = (
        select(Minutes, Meeting, Person)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .outerjoin(Person, Person.id == Minutes.published_by)
        .where(
            Minutes.council_id == council_id,
            Minutes.id == minutes_id,
            Minutes.state == MinutesState.PUBLISHED,
        )
    )
    row = (await session.execute(stmt)).first()
    return (row[0], row[1], row[2]) if row else None


async def save_draft(
    session: Session, *, minutes_id: int, version: int, draft: dict[str, Any], **values: object
) -> bool:
    """Store a corrected draft; False where it is no longer a draft of that version."""
    stmt = (
        update(Minutes)
        .where(
            Minutes.id == minutes_id,
            Minutes.version == version,
            Minutes.state == MinutesState.DRAFT,
        )
        .values(draft=draft, version=version + 1, **values)
        .returning(Minutes.id)
    )
    return (await session.scalars(stmt)).first() is not None


async def set_archived(session: Session, *, minutes_id: int, archived: bool) -> None:
    """Mark minutes as old ones, or take the mark away."""
    await session.execute(
        update(Minutes)
        .where(Minutes.id == minutes_id, Minutes.state == MinutesState.DRAFT)
        .values(archived=archived)
    )


async def hold(session: Session, *, minutes_id: int, person_id: int, now: datetime) -> None:
    """Let somebody else have the draft in hand from now on."""
    stmt = insert_into(session, DraftHolder).values(
        minutes_id=minutes_id, person_id=person_id, since=now
    )
    changed = {"person_id": person_id, "since": now}
    await session.execute(stmt.on_conflict_do_update(index_elements=["minutes_id"], set_=changed))


async def holders(session: Session, council_id: int) -> dict[int, Person]:
    """Minutes id to the person who has the draft in hand: its maker, unless it was handed over."""
    stmt = (
        select(Minutes.id, Person)
        .outerjoin(DraftHolder, DraftHolder.minutes_id == Minutes.id)
        .join(Person, Person.id == func.coalesce(DraftHolder.person_id, Minutes.created_by))
        .where(Minutes.council_id == council_id, Minutes.state == MinutesState.DRAFT)
    )
    return dict((await session.execute(stmt)).all())


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

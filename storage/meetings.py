"""Queries about meetings."""

from sqlalchemy import select

from storage.database import Session
from storage.models import Meeting


async def add(session: Session, meeting: Meeting) -> Meeting:
    """Keep a new meeting; gives it its id."""
    session.add(meeting)
    await session.flush()
    return meeting


async def get(session: Session, council_id: int, meeting_id: int) -> Meeting | None:
    """The council's meeting of that id, or None."""
    return await session.scalar(
        select(Meeting).where(Meeting.council_id == council_id, Meeting.id == meeting_id)
    )

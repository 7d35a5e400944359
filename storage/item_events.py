"""Queries about what the secretariat did about items, besides deciding about reports."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from storage.database import Session
from storage.models import ItemEvent, ProgressUpdate
from storage.words import EventKind


async def add(session: Session, event: ItemEvent) -> ItemEvent:
    """Keep what the secretariat did about an item; gives it its id."""
    session.add(event)
    await session.flush()
    return event


async def get(session: Session, council_id: int, event_id: int) -> ItemEvent | None:
    """The council's event with who did it, or None."""
    stmt = (
        select(ItemEvent)
        .where(ItemEvent.council_id == council_id, ItemEvent.id == event_id)
        .options(joinedload(ItemEvent.actor))
    )
    return await session.scalar(stmt)


async def question_before(session: Session, report: ProgressUpdate) -> ItemEvent | None:
    """The newest question about an earlier report of the same author on the item, with who asked;
    None where they reported on it in between."""
    between = aliased(ProgressUpdate)
    answered = (
        select(between.id)
        .where(between.item_id == report.item_id, between.author_id == report.author_id)
        .where(between.id < report.id, between.created_at > ItemEvent.at)
        .where(~between.withdrawal.has())
    )
    stmt = (
        select(ItemEvent)
        .join(ProgressUpdate, ProgressUpdate.id == ItemEvent.progress_id)
        .where(
            ItemEvent.item_id == report.item_id,
            ItemEvent.kind == EventKind.QUESTION,
            ItemEvent.progress_id < report.id,
            ItemEvent.at <= report.created_at,
            ProgressUpdate.author_id == report.author_id,
            ~ProgressUpdate.withdrawal.has(),
            ~answered.exists(),
        )
        .options(joinedload(ItemEvent.actor))
        .order_by(ItemEvent.id.desc())
        .limit(1)
    )
    return await session.scalar(stmt)


async def of_item(session: Session, item_id: int) -> Sequence[ItemEvent]:
    """What was done about an item, oldest first, with who did it."""
    stmt = (
        select(ItemEvent)
        .where(ItemEvent.item_id == item_id)
        .options(joinedload(ItemEvent.actor))
        .order_by(ItemEvent.id)
    )
    return (await session.scalars(stmt)).all()

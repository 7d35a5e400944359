"""Queries about progress updates, their evidence and their review."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select, update
from sqlalchemy.orm import joinedload, selectinload

from storage.database import Session
from storage.database.prepared import Prepared
from storage.models import (
    ActionItem,
    Attachment,
    ProgressUpdate,
    Resolution,
    Review,
    Withdrawal,
)
from storage.sight import eyes_of, shown
from storage.types import Base
from storage.upsert import insert_into
from storage.words import Decision, ProgressStatus

_TABLES = Base.metadata.tables
STANDS = ProgressUpdate.id.not_in(select(Withdrawal.progress_id))


async def add_attachment(session: Session, attachment: Attachment) -> None:
    """Keep a piece of evidence of an update."""
    session.add(attachment)
    await session.flush()


async def get(session: Session, council_id: int, progress_id: int) -> ProgressUpdate | None:
    """The council's update with item, resolution, people and review, or None."""
    item = joinedload(ProgressUpdate.item)
    stmt = (
        select(ProgressUpdate)
        .where(ProgressUpdate.council_id == council_id, ProgressUpdate.id == progress_id)
        .options(
            item.joinedload(ActionItem.resolution).joinedload(Resolution.meeting),
            item.joinedload(ActionItem.lead_body),
            item.selectinload(ActionItem.supporting),
            joinedload(ProgressUpdate.author),
            joinedload(ProgressUpdate.on_behalf_of),
            joinedload(ProgressUpdate.review).joinedload(Review.reviewer),
            selectinload(ProgressUpdate.attachments),
            joinedload(ProgressUpdate.withdrawal),
        )
        .execution_options(populate_existing=True)
    )
    return await session.scalar(stmt)


async def last_of(session: Session, item_ids: Collection[int]) -> dict[int, ProgressUpdate]:
    """The newest update of each item that has one, with author, review and evidence."""
    if not item_ids:
        return {}
    newest = (
        select(func.max(ProgressUpdate.id))
        .where(ProgressUpdate.item_id.in_(item_ids), STANDS)
        .group_by(ProgressUpdate.item_id)
    )
    stmt = (
        select(ProgressUpdate)
        .where(ProgressUpdate.id.in_(newest))
        .options(
            joinedload(ProgressUpdate.author),
            joinedload(ProgressUpdate.on_behalf_of),
            joinedload(ProgressUpdate.review).joinedload(Review.reviewer),
            selectinload(ProgressUpdate.attachments),
            joinedload(ProgressUpdate.withdrawal),
        )
    )
    return {found.item_id: found for found in (await session.scalars(stmt)).all()}


async def waiting_for_review(
    session: Session, council_id: int, *, not_by: int, but_done: bool = False
) -> Sequence[int]:
    """Ids of the updates nobody decided on yet that are the newest of their item, oldest first.

    Those of one author are left out: somebody else reviews them. With `but_done` there is nobody
    else, and what that author reported as done is in it.
    """
    others = ProgressUpdate.author_id != not_by
    if but_done:
        others |= ProgressUpdate.status == ProgressStatus.REPORTED_DONE
    newest = (
        select(func.max(ProgressUpdate.id))
        .where(ProgressUpdate.council_id == council_id, STANDS)
        .group_by(ProgressUpdate.item_id)
    )
    stmt = (
        select(ProgressUpdate.id)
        .outerjoin(Review, Review.progress_id == ProgressUpdate.id)
        .where(
            ProgressUpdate.id.in_(newest),
            others,
            Review.progress_id.is_(None),
        )
        .order_by(ProgressUpdate.id)
    )
    return (await session.scalars(stmt)).all()


async def withdraw(session: Session, progress_id: int, now: datetime) -> bool:
    """Take an update back; False where that was done before."""
    values = insert_into(session, Withdrawal).values(progress_id=progress_id, at=now)
    stmt = values.on_conflict_do_nothing().returning(Withdrawal.progress_id)
    return (await session.scalars(stmt)).first() is not None


@dataclass(frozen=True)
class Recent:
    """A report that was made not long ago."""

    id: int
    note: str


def _recent(*further: ColumnElement[bool]) -> Select[Any]:
    report, items, resolutions = (
        _TABLES[name] for name in ("progress_updates", "action_items", "resolutions")
    )
    withdrawn = exists().where(_TABLES["withdrawals"].c.progress_id == report.c.id)
    return (
        select(report.c.id, report.c.note)
        .join_from(report, items, items.c.id == report.c.item_id)
        .join(resolutions, resolutions.c.id == items.c.resolution_id)
        .where(
            report.c.council_id == bindparam("council"),
            report.c.author_id == bindparam("author"),
            report.c.created_at >= bindparam("since"),
            ~withdrawn,
            shown(resolutions.c),
            *further,
        )
        .order_by(report.c.id.desc())
        .limit(1)
    )


_RECENT = Prepared(lambda _kind: _recent())
_RECENT_ON = Prepared(
    lambda _kind: _recent(_TABLES["progress_updates"].c.item_id == bindparam("item"))
)


async def recent_by(
    session: Session,
    council_id: int,
    author_id: int,
    *,
    since: datetime,
    item_id: int | None = None,
) -> Recent | None:
    """The author's newest update since that moment that stands, about the item if one is named."""
    given = {"council": council_id, "author": author_id, "since": since, "eyes": eyes_of(session)}
    if item_id is None:
        row = await _RECENT.first(session, **given)
    else:
        row = await _RECENT_ON.first(session, **given, item=item_id)
    return Recent(*row) if row else None


async def without_copy(session: Session, *, most_tries: int, limit: int) -> Sequence[Attachment]:
    """Pieces of evidence that have no copy here yet and may still get one, oldest first."""
    stmt = (
        select(Attachment)
        .where(
            Attachment.copy_name.is_(None),
            Attachment.copy_refused.is_(None),
            Attachment.copy_tries < most_tries,
        )
        .order_by(Attachment.id)
        .limit(limit)
    )
    return (await session.scalars(stmt)).all()


async def council_of(session: Session, attachment: Attachment) -> int:
    """The council that the evidence belongs to."""
    stmt = select(ProgressUpdate.council_id).where(ProgressUpdate.id == attachment.progress_id)
    return (await session.scalars(stmt)).one()


async def note_copy(
    session: Session, attachment_id: int, *, name: str | None = None, refused: str | None = None
) -> None:
    """Keep what became of an attempt to copy: its name, why never, or (neither) a try more."""
    stmt = (
        update(Attachment)
        .where(Attachment.id == attachment_id)
        .values(copy_name=name, copy_refused=refused, copy_tries=Attachment.copy_tries + 1)
        .execution_options(synchronize_session=False)
    )
    await session.execute(stmt)


async def review(
    session: Session,
    *,
    progress_id: int,
    reviewer_id: int,
    decision: Decision,
    reason: str | None,
    now: datetime,
) -> bool:
    """Write the one decision about an update; False where somebody decided first."""
    values = insert_into(session, Review).values(
        progress_id=progress_id,
        reviewer_id=reviewer_id,
        decision=decision,
        reason=reason,
        decided_at=now,
    )
    stmt = values.on_conflict_do_nothing().returning(Review.progress_id)
    return (await session.scalars(stmt)).first() is not None


async def notes_of(session: Session, resolution_ids: Collection[int]) -> dict[int, list[str]]:
    """What the reports on each resolution say, oldest first; those without words are left out."""
    stmt = (
        select(ActionItem.resolution_id, ProgressUpdate.note)
        .join(ActionItem, ActionItem.id == ProgressUpdate.item_id)
        .where(ActionItem.resolution_id.in_(resolution_ids), ProgressUpdate.note != "")
        .order_by(ProgressUpdate.id)
    )
    notes: dict[int, list[str]] = {}
    for resolution_id, note in (await session.execute(stmt)).all():
        notes.setdefault(resolution_id, []).append(note)
    return notes

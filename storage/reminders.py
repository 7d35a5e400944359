"""Queries of the clock: which items to speak of, what was put off, which reminders stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched
from typing import Any

from sqlalchemy import Row, Select, String, and_, cast, exists, func, select

from storage.database import Session
from storage.models import (
    ActionItem,
    ItemPolicy,
    OutboxMessage,
    Postponement,
    ProgressUpdate,
    Snooze,
)
from storage.types import Base, word
from storage.words import REPEATING, UNDONE_STATES, DeadlineKind, OccurrenceState, OutboxState

CLOSED_DAY = "closed day"
"""Why a reminder was taken back that would have come on a day when nobody works."""
AT_ONCE = 500


@dataclass(frozen=True)
class Candidate:
    """What the tick has to know of an item."""

    id: int
    lead_body_id: int | None
    follow_up_owner_id: int | None
    due_on: date | None
    notified_on: date
    deadline_kind: DeadlineKind
    deadline_norm: str | None
    news_at: datetime | None = None


@dataclass(frozen=True)
class Missed:
    """An item whose period of `due_on` passed without being done, its last day with granted time,
    and whether there was a report in it all the same."""

    item: Candidate
    due_on: date
    ended_on: date
    heard: bool


def _columns() -> Select[int, int | None, int | None, date | None, date, DeadlineKind, str | None]:
    return select(
        ActionItem.id,
        ActionItem.lead_body_id,
        ActionItem.follow_up_owner_id,
        ActionItem.due_on,
        ActionItem.notified_on,
        ActionItem.deadline_kind,
        ActionItem.deadline_norm,
    )


def _candidate(row: Row[*tuple[Any, ...]], news_at: datetime | None = None) -> Candidate:
    return Candidate(
        row.id, row.lead_body_id, row.follow_up_owner_id, row.due_on, row.notified_on,
        row.deadline_kind, row.deadline_norm, news_at,
    )  # fmt: skip


async def due_between(
    session: Session, council_id: int, first: date, last: date
) -> list[Candidate]:
    """Items that wait for their body and are due between the days, soonest first; printed dates
    that had passed when the bodies were notified are not among them."""
    stmt = (
        _columns()
        .where(
            ActionItem.council_id == council_id,
            ActionItem.state.in_(UNDONE_STATES),
            ActionItem.due_on.between(first, last),
            ActionItem.due_on >= ActionItem.notified_on,
        )
        .order_by(ActionItem.due_on, ActionItem.id)
    )
    return [_candidate(row) for row in await session.execute(stmt)]


async def silent_since_between(
    session: Session, council_id: int, first: datetime, last: datetime, days: tuple[date, date]
) -> list[Candidate]:
    """Items that wait for their body and were last heard of, or notified, between the moments.

    `days` are the same span in the council's calendar, for the day of notification.
    """
    news = (
        select(ProgressUpdate.item_id, func.max(ProgressUpdate.created_at).label("at"))
        .where(ProgressUpdate.council_id == council_id, ProgressUpdate.created_at >= first)
        .group_by(ProgressUpdate.item_id)
        .subquery()
    )
    waiting = (
        ActionItem.council_id == council_id,
        ActionItem.state.in_(UNDONE_STATES),
    )
    reported = (
        _columns().add_columns(news.c.at).join(news, news.c.item_id == ActionItem.id)
        .where(*waiting, news.c.at < last)
    )  # fmt: skip
    never = (
        _columns()
        .outerjoin(news, news.c.item_id == ActionItem.id)
        .where(*waiting, ActionItem.notified_on.between(*days), news.c.item_id.is_(None))
    )
    heard = [_candidate(row, row.at) for row in await session.execute(reported)]
    return heard + [_candidate(row) for row in await session.execute(never)]


async def missed_since(
    session: Session, council_id: int, since: date, *, only: int | None = None
) -> dict[int, Missed]:
    """The council's items, or `only` this one, whose period before the present one was not done
    and ended on or after the day."""
    # Plain tables: the eyes that look at each item cannot look at two aliases of an entity.
    periods = Base.metadata.tables["occurrences"]
    before, present = periods.alias("before"), periods.alias("present")
    granted = (
        select(func.max(Postponement.wanted_on))
        .where(
            Postponement.item_id == ActionItem.id,
            Postponement.granted.is_(True),
            Postponement.due_before >= before.c.due_on,
            Postponement.wanted_on < present.c.due_on,
        )
        .scalar_subquery()
    )
    ended = func.coalesce(granted, before.c.due_on)
    reports = Base.metadata.tables["progress_updates"]
    gone = Base.metadata.tables["withdrawals"]
    heard = exists().where(
        reports.c.item_id == before.c.item_id,  # by whose index they are found
        reports.c.occurrence_id == before.c.id,
        ~exists().where(gone.c.progress_id == reports.c.id),
    )
    stmt = (
        _columns()
        .add_columns(before.c.due_on.label("period"), ended.label("ended"), heard.label("heard"))
        .join(before, before.c.item_id == ActionItem.id)
        .join(
            present,
            and_(present.c.item_id == ActionItem.id, present.c.starts_on == before.c.due_on),
        )
        .where(
            ActionItem.council_id == council_id,
            ActionItem.state.in_(UNDONE_STATES),
            ActionItem.deadline_kind.in_([word(kind) for kind in REPEATING]),
            before.c.state == OccurrenceState.MISSED,
            present.c.state == OccurrenceState.WAITING,
            ended >= since,
        )
    )
    if only is not None:
        stmt = stmt.where(ActionItem.id == only)
    return {
        row.id: Missed(_candidate(row), row.period, row.ended, row.heard)
        for row in await session.execute(stmt)
    }


async def waiting(
    session: Session, council_id: int, *, limit: int, only: int | None = None
) -> list[Candidate]:
    """Items that wait for their body, or `only` this one, soonest due first, undated last, with
    the moment of their last report."""
    stmt = (
        _waiting(council_id)
        .order_by(ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.id)
        .limit(limit)
    )
    if only is not None:
        stmt = stmt.where(ActionItem.id == only)
    return [_candidate(row, row.at) for row in await session.execute(stmt)]


async def with_own_patience(session: Session, council_id: int) -> list[Candidate]:
    """Items that wait for their body and have a setting of their own for how long they may be
    silent, with the moment of their last report."""
    # First the few settings, then their items: joined, a planner may begin with all the items.
    named = select(ItemPolicy.item_id).where(
        cast(ItemPolicy.settings, String).contains('"stale_days"')
    )
    found: list[Candidate] = []
    for some in batched((await session.scalars(named)).all(), AT_ONCE):
        stmt = _waiting(council_id).where(ActionItem.id.in_(some))
        found += [_candidate(row, row.at) for row in await session.execute(stmt)]
    return found


def _waiting(
    council_id: int,
) -> Select[int, int | None, int | None, date | None, date, DeadlineKind, str | None, datetime]:
    news = (
        select(func.max(ProgressUpdate.created_at))
        .where(ProgressUpdate.item_id == ActionItem.id)
        .scalar_subquery()
    )
    return (
        _columns()
        .add_columns(news.label("at"))
        .where(ActionItem.council_id == council_id, ActionItem.state.in_(UNDONE_STATES))
    )


async def put_off(session: Session, item_ids: Iterable[int], since: date) -> dict[int, date]:
    """Until when the items' reminders were put off, of those that were put off to `since` or
    later."""
    found: dict[int, date] = {}
    for some in batched(item_ids, AT_ONCE):
        stmt = (
            select(Snooze.item_id, func.max(Snooze.until))
            .where(Snooze.item_id.in_(some), Snooze.until >= since)
            .group_by(Snooze.item_id)
        )
        found |= dict((await session.execute(stmt)).all())
    return found


async def standing(session: Session, dedup_keys: Iterable[str]) -> set[str]:
    """Which of the keys a message has, or had; one taken back for a closed day does not count."""
    found: set[str] = set()
    for some in batched(dedup_keys, AT_ONCE):
        stmt = select(OutboxMessage.dedup_key).where(
            OutboxMessage.dedup_key.in_(some),
            ~and_(OutboxMessage.state == OutboxState.CANCELLED, OutboxMessage.reason == CLOSED_DAY),
        )
        found |= set((await session.scalars(stmt)).all())
    return found


async def snoozes_of(session: Session, item_id: int) -> Sequence[Snooze]:
    """Every time the item's reminder was put off, oldest first."""
    stmt = select(Snooze).where(Snooze.item_id == item_id).order_by(Snooze.id)
    return (await session.scalars(stmt)).all()


async def times_put_off(session: Session, item_ids: Iterable[int]) -> dict[int, int]:
    """How often each item's reminder was put off; those that never were are not in it."""
    found: dict[int, int] = {}
    for some in batched(item_ids, AT_ONCE):
        stmt = (
            select(Snooze.item_id, func.count())
            .where(Snooze.item_id.in_(some))
            .group_by(Snooze.item_id)
        )
        found |= dict((await session.execute(stmt)).all())
    return found


async def add_snooze(
    session: Session, *, item_id: int, person_id: int, until: date, reason: str, now: datetime
) -> None:
    """Put the item's reminders off."""
    session.add(
        Snooze(item_id=item_id, person_id=person_id, until=until, reason=reason, created_at=now)
    )
    await session.flush()


async def news_told_until(session: Session, council_id: int, person_id: int) -> datetime | None:
    """Up to when the person's last digest that was sent told what they follow; None for none."""
    stmt = (
        select(OutboxMessage.payload)
        .where(
            OutboxMessage.council_id == council_id,
            OutboxMessage.person_id == person_id,
            OutboxMessage.kind == "day",
            OutboxMessage.state == OutboxState.SENT,
        )
        .order_by(OutboxMessage.id.desc())
    )
    told = (one["until"] for one in await session.scalars(stmt) if "until" in one)
    return max(map(datetime.fromisoformat, told), default=None)

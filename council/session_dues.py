"""What is due at a session: items take its date, and follow when it moves or is cancelled."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from council import dates
from storage import audit
from storage import items as stored_items
from storage import meetings as stored
from storage.database import Session
from storage.models import ActionItem, Council
from storage.words import DeadlineKind, ItemState, OccurrenceState, SessionState

LASTS = timedelta(hours=3)
"""A session counts as held so long after it began."""


async def keep_up(session: Session, *, council: Council, now: datetime) -> None:
    """Call past sessions held, and let what is reported at every session go on to the next."""
    if await stored.hold_past(session, council.id, now - LASTS):
        await hang(session, council_id=council.id, zone=council.zone, now=now)


async def hang(
    session: Session,
    *,
    council_id: int,
    zone: str,
    now: datetime,
    only: Collection[int] | None = None,
) -> list[ActionItem]:
    """Give every item that is due at a session the date of its session; gives those that changed.

    Computed from the sessions as they stand, so that doing it again changes nothing.
    """
    found = await stored.items_of_sessions(session, council_id, only)
    oldest = min((item.notified_on for item in found), default=None)
    if oldest is None:
        return []
    since = datetime.combine(oldest, time(), ZoneInfo(zone))
    known = await stored.sessions_since(session, council_id, since)
    days = [dates.local_date(one.starts_at, zone) for one in known]
    to_come = [
        day for day, one in zip(days, known, strict=True) if one.state is SessionState.PLANNED
    ]
    changed = []
    for item in found:
        if item.deadline_kind is DeadlineKind.AT_MEETING:
            due = next((day for day in days if day > item.notified_on), None)
        else:
            due = await _due_each_time(session, item, to_come, dates.local_date(now, zone))
        if due != item.due_on:
            await _move_due(session, item, due, now)
            changed.append(item)
    return changed


async def _due_each_time(
    session: Session, item: ActionItem, to_come: list[date], today: date
) -> date | None:
    """The session at which the next report is due; opens, moves or ends its period."""
    latest = await stored_items.latest_occurrence(session, item.id)
    coming = [day for day in to_come if day > item.notified_on]
    if latest is not None and latest.state is OccurrenceState.WAITING:
        if item.state is ItemState.REPORTED_DONE:
            return item.due_on
        if latest.due_on >= today:
            latest.due_on = coming[0] if coming else latest.due_on
            return coming[0] if coming else None
        latest.state = OccurrenceState.MISSED
    after = latest.due_on if latest is not None else item.notified_on
    following = next((day for day in coming if day > after), None)
    if following is not None:
        await stored_items.add_occurrence(
            session,
            item_id=item.id,
            number=latest.number + 1 if latest is not None else 1,
            starts_on=after,
            due_on=following,
        )
    return following


async def _move_due(session: Session, item: ActionItem, due: date | None, now: datetime) -> None:
    before = item.due_on
    await stored_items.change(session, item, expected=item.version, due_on=due)
    audit.record(
        session,
        council_id=item.council_id,
        actor_id=None,
        action="due_followed_session",
        subject="item",
        subject_id=item.id,
        at=now,
        before={"due_on": before.isoformat() if before else None},
        after={"due_on": due.isoformat() if due else None},
    )

"""Messages to other people, put into the outbox with the fact that causes them.

Each function names one kind of message, its key (ids and ISO dates, so that the same fact never
makes two) and how long it is worth sending. No text is kept: words are made when it is sent.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage import groups, outbox
from storage.database import Session
from storage.models import Chat

NOTICE_HOURS = 72
LAST_REMINDER_HOUR = 21
URGENT, ORDINARY = 3, 5


async def tell_person(
    session: Session,
    *,
    council_id: int,
    person_id: int,
    kind: str,
    key: str,
    payload: Mapping[str, object],
    now: datetime,
) -> bool:
    """Tell a person in private; False where they cannot be reached or were told already."""
    chat = await groups.lane_of_person(session, person_id)
    if chat is None:
        return False
    return await outbox.enqueue(
        session,
        council_id=council_id,
        person_id=person_id,
        kind=kind,
        dedup_key=f"{key}:{person_id}",
        lane=chat.id,
        payload=dict(payload),
        repeatable=True,
        not_before=now,
        expires_at=now + timedelta(hours=NOTICE_HOURS),
        now=now,
        priority=URGENT,
    )


async def tell_group(
    session: Session,
    *,
    council_id: int,
    chat: Chat,
    kind: str,
    key: str,
    payload: Mapping[str, object],
    now: datetime,
    expires_at: datetime | None = None,
) -> bool:
    """Tell a bound group, one item a message, so that a reply binds to it."""
    return await outbox.enqueue(
        session,
        council_id=council_id,
        person_id=None,
        kind=kind,
        dedup_key=f"{key}:c{chat.id}",
        lane=chat.id,
        payload=dict(payload),
        repeatable=True,
        not_before=now,
        expires_at=expires_at or now + timedelta(hours=NOTICE_HOURS),
        now=now,
        priority=ORDINARY,
    )


async def remind_person(
    session: Session, *, council_id: int, person_id: int, day: date, now: datetime, zone: str
) -> bool:
    """The one reminder of the day for a person in a council; its items are looked up when sent."""
    chat = await groups.lane_of_person(session, person_id)
    if chat is None:
        return False
    return await outbox.enqueue(
        session,
        council_id=council_id,
        person_id=person_id,
        kind="day",
        dedup_key=day_key(council_id, person_id, day),
        lane=chat.id,
        payload={"day": day.isoformat()},
        repeatable=True,
        not_before=now,
        expires_at=end_of_reminders(day, zone),
        now=now,
        priority=ORDINARY,
    )


def day_key(council_id: int, person_id: int, day: date) -> str:
    """The key of a person's reminder of one local day in one council."""
    return f"day:{council_id}:{person_id}:{day.isoformat()}"


def end_of_reminders(day: date, zone: str) -> datetime:
    """The moment after which a reminder of that local day is no longer sent."""
    return datetime.combine(day, time(LAST_REMINDER_HOUR), ZoneInfo(zone))

"""Messages to other people, put into the outbox with the fact that causes them.

Each function names one kind of message, its key (ids and ISO dates, so that the same fact never
makes two) and how long it is worth sending. No text is kept: words are made when it is sent.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from council import clock
from storage import councils, groups, members, outbox, reach
from storage.database import Session
from storage.messages import Said
from storage.models import Chat
from storage.reminders import Missed
from storage.words import Role

NOTICE_HOURS = 72
FILE_HOURS = 1
URGENT, ORDINARY, DIGEST = 3, 5, 7


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
    """Tell a person in private; False where they cannot be reached or were told already.

    In their quiet hours it waits until those are over.
    """
    reached = await reach.personal_lane(session, council_id, person_id)
    if reached is None:
        return False
    opens_at = clock.opens_for(reached, now)
    return await outbox.enqueue(
        session,
        council_id=council_id,
        person_id=person_id,
        kind=kind,
        dedup_key=key_for(key, person_id),
        lane=reached.lane,
        payload=dict(payload),
        repeatable=True,
        not_before=opens_at,
        expires_at=opens_at + timedelta(hours=NOTICE_HOURS),
        now=now,
        priority=URGENT,
    )


def key_for(key: str, person_id: int) -> str:
    """The key of what one person is told of a fact that has this key."""
    return f"{key}:{person_id}"


def report_key(progress_id: int) -> str:
    """The key of a report that the secretaries are told of."""
    return f"apr:{progress_id}"


def request_key(postponement_id: int) -> str:
    """The key of a request for more time that the secretaries are told of."""
    return f"postponement:{postponement_id}"


async def tell_secretariat(
    session: Session,
    *,
    council_id: int,
    kind: str,
    key: str,
    payload: Mapping[str, object],
    now: datetime,
    besides: int | None = None,
    roles: Collection[Role] = (Role.SECRETARY,),
) -> int:
    """Tell everybody who looks after the council, or has another of `roles`; gives how many.

    `besides` is the person who does it and knows.
    """
    told = 0
    for role in roles:
        for person_id in await members.ids_with_role(session, council_id, role):
            if person_id != besides:
                told += await tell_person(
                    session,
                    council_id=council_id,
                    person_id=person_id,
                    kind=kind,
                    key=key,
                    payload=payload,
                    now=now,
                )
    return told


async def _opening(session: Session, council_id: int, now: datetime) -> datetime:
    """When a council's group may be written to without being disturbed."""
    council = await councils.hours_of(session, council_id)
    if council is None:
        return now
    times = await clock.of_council(session, council, now)
    return clock.opens_at(times, times.hours, now)


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
    """Tell a bound group, one item a message, so that a reply binds to it.

    In the council's quiet hours it waits until those are over.
    """
    opens_at = await _opening(session, council_id, now)
    return await outbox.enqueue(
        session,
        council_id=council_id,
        person_id=None,
        kind=kind,
        dedup_key=f"{key}:c{chat.id}",
        lane=chat.id,
        payload=dict(payload),
        repeatable=True,
        not_before=opens_at,
        expires_at=expires_at or opens_at + timedelta(hours=NOTICE_HOURS),
        now=now,
        priority=ORDINARY,
    )


async def order_paper(
    session: Session,
    *,
    council_id: int,
    person_id: int,
    kind: str,
    key: str,
    payload: Mapping[str, object],
    now: datetime,
) -> bool:
    """Have a document or picture made and sent that somebody asked for, also in quiet hours.

    `kind` stands in `FOR_PEOPLE` of `jobs/messages.py` and says a `Saying` with `unmade`; what the
    payload names is looked up, and rights are judged, when it is made. Repeated after a crash.
    """
    lane = await groups.lane_of_person(session, person_id)
    if lane is None:
        return False
    return await outbox.enqueue(
        session,
        council_id=council_id,
        person_id=person_id,
        kind=kind,
        dedup_key=key_for(key, person_id),
        lane=lane,
        payload=dict(payload),
        repeatable=True,
        not_before=now,
        expires_at=now + timedelta(hours=FILE_HOURS),
        now=now,
        priority=URGENT,
    )


async def hide_message(
    session: Session, *, council_id: int, said: Said, resolution_id: int, now: datetime
) -> None:
    """Take what a message of ours said of a resolution out of it, at once: nothing rings."""
    await outbox.enqueue(
        session,
        council_id=council_id,
        person_id=said.person_id,
        kind="hidden",
        dedup_key=f"hidden:{resolution_id}:{said.lane}:{said.message_id}:{now.isoformat()}",
        lane=said.lane,
        payload={"resolution_id": resolution_id, "message_id": said.message_id},
        repeatable=True,
        not_before=now,
        expires_at=now + timedelta(hours=NOTICE_HOURS),
        now=now,
        priority=URGENT,
    )


async def remind_group(
    session: Session,
    *,
    council_id: int,
    chat: Chat,
    key: str,
    item_id: int,
    missed: Missed | None,
    now: datetime,
    expires_at: datetime,
) -> bool:
    """The reminder of one item in a bound group, and that its last period was not done."""
    before = {"missed_on": missed.due_on.isoformat(), "heard": missed.heard} if missed else {}
    return await tell_group(
        session,
        council_id=council_id,
        chat=chat,
        kind="item_due",
        key=key.removesuffix(f":c{chat.id}"),
        payload={"item_id": item_id} | before,
        now=now,
        expires_at=expires_at,
    )


def group_day_key(item_id: int, due_on: date | None, day: date | None, chat_row: int) -> str:
    """The key of an item's reminder of one day of its plan in one group."""
    return f"rem:{item_id}:{due_on}:{day}:c{chat_row}"


async def remind_person(
    session: Session,
    *,
    council_id: int,
    person_id: int,
    day: date,
    now: datetime,
    expires_at: datetime,
    digest: bool,
) -> bool:
    """The one reminder of the day for a person in a council; its items are looked up when sent.

    As their digest it also tells what changed until now on what they follow.
    """
    lane = await groups.lane_of_person(session, person_id)
    if lane is None:
        return False
    return await outbox.enqueue(
        session,
        council_id=council_id,
        person_id=person_id,
        kind="day",
        dedup_key=day_key(council_id, person_id, day),
        lane=lane,
        payload={"day": day.isoformat()} | ({"until": now.isoformat()} if digest else {}),
        repeatable=True,
        not_before=now,
        expires_at=expires_at,
        now=now,
        priority=ORDINARY,
    )


async def send_week(
    session: Session,
    *,
    council_id: int,
    person_id: int,
    lane: int,
    key: str,
    day: date,
    now: datetime,
    expires_at: datetime,
) -> bool:
    """The council's weekly digest for one person; never twice. `lane` is their chat's row."""
    return await outbox.enqueue(
        session,
        council_id=council_id,
        person_id=person_id,
        kind="week",
        dedup_key=key,
        lane=lane,
        payload={"day": day.isoformat()},
        repeatable=False,
        not_before=now,
        expires_at=expires_at,
        now=now,
        priority=DIGEST,
    )


def week_key(council_id: int, person_id: int, day: date) -> str:
    """The key of the weekly digest of one local day for a person."""
    return f"week:{council_id}:{person_id}:{day.isoformat()}"


def day_key(council_id: int, person_id: int, day: date) -> str:
    """The key of a person's reminder of one local day in one council."""
    return f"day:{council_id}:{person_id}:{day.isoformat()}"

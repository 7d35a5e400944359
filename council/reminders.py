"""What the clock asks: whose work is due for a reminder, and which periods have ended."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from council import dates, deadlines, items, notices, occurrences
from council.access import Viewer
from council.items import MyWork
from storage import audit, bodies, councils, members
from storage import items as stored_items
from storage import reminders as stored_reminders
from storage.database import Session
from storage.models import ActionItem, Council
from storage.words import ItemState, OccurrenceState, Role

LOOK_BACK_DAYS = 7
"""A reminder day missed while nothing ran is caught up for so long, once."""


async def advance_periods(session: Session, *, council: Council, now: datetime) -> int:
    """Open the next period of each repeating item whose current one has ended.

    A period without an accepted report is kept as missed. After a long pause the periods in
    between are written as missed too, so that silence stays on the record. Returns how many.
    """
    today = dates.local_date(now, council.zone)
    opened = 0
    for item in await stored_items.repeating_past(session, council.id, today):
        opened += await _advance(session, item, today, now)
    return opened


async def _advance(session: Session, item: ActionItem, today: date, now: datetime) -> int:
    current = await stored_items.latest_occurrence(session, item.id)
    opened = 0
    while current is not None and current.due_on < today:
        if current.state is OccurrenceState.WAITING and item.state is not ItemState.REPORTED_DONE:
            current.state = OccurrenceState.MISSED
        following = await occurrences.open_next(session, item=item, current=current)
        if following is None:
            break
        current = following
        opened += 1
    if opened and current is not None:
        await stored_items.change(
            session, item, expected=item.version, due_on=current.due_on, percent=0
        )
        audit.record(
            session,
            council_id=item.council_id,
            actor_id=None,
            action="period_opened",
            subject="item",
            subject_id=item.id,
            at=now,
            after={"number": current.number, "due_on": current.due_on.isoformat()},
        )
    return opened


def may_remind(council: Council, now: datetime) -> bool:
    """Whether it is a time of day at which reminders go out in the council."""
    hour = now.astimezone(ZoneInfo(council.zone)).hour
    return council.reminder_hour <= hour < notices.LAST_REMINDER_HOUR


async def enqueue_due(session: Session, *, council: Council, now: datetime) -> int:
    """Put today's reminders into the outbox; running it again adds nothing. Returns how many."""
    today = dates.local_date(now, council.zone)
    last = today + timedelta(days=max(deadlines.DAYS_BEFORE))
    due = await stored_items.open_due_until(session, council.id, last)
    by_item = {
        item.id: day
        for item in due
        if item.state is not ItemState.REPORTED_DONE and (day := _day(item, today)) is not None
    }
    wanted = [item for item in due if item.id in by_item]
    added = await _remind_groups(session, council, wanted, by_item, now)
    return added + await _remind_people(session, council, wanted, by_item, now)


def _day(item: ActionItem, today: date) -> date | None:
    """The item's latest reminder day of late, none before it was notified."""
    if item.due_on is None:
        return None
    after = max(item.notified_on, today - timedelta(days=LOOK_BACK_DAYS))
    return deadlines.reminder_day(item.due_on, after=after, upto=today)


async def _remind_groups(
    session: Session,
    council: Council,
    wanted: Iterable[ActionItem],
    by_item: dict[int, date],
    now: datetime,
) -> int:
    listed = list(wanted)
    leads = {item.lead_body_id for item in listed if item.lead_body_id is not None}
    added = 0
    for chat in await bodies.groups(session, leads):
        for item in listed:
            if item.lead_body_id == chat.body_id:
                today = dates.local_date(now, council.zone)
                added += await notices.tell_group(
                    session,
                    council_id=council.id,
                    chat=chat,
                    kind="item_due",
                    key=f"rem:{item.id}:{item.due_on}:{by_item[item.id]}",
                    payload={"item_id": item.id},
                    now=now,
                    expires_at=notices.end_of_reminders(today, council.zone),
                )
    return added


async def _remind_people(
    session: Session,
    council: Council,
    wanted: Iterable[ActionItem],
    by_item: dict[int, date],
    now: datetime,
) -> int:
    today = dates.local_date(now, council.zone)
    days: dict[int, date] = defaultdict(lambda: date.min)
    for person_id, item_id in await _who_hears(session, council, list(wanted)):
        days[person_id] = max(days[person_id], by_item[item_id])
    added = 0
    for person_id, day in sorted(days.items()):
        if await _reminded_since(session, council, person_id, day, today):
            continue
        added += await notices.remind_person(
            session, council_id=council.id, person_id=person_id, day=today, now=now,
            zone=council.zone,
        )  # fmt: skip
    return added


async def _who_hears(
    session: Session, council: Council, wanted: list[ActionItem]
) -> list[tuple[int, int]]:
    """(person id, item id): those who speak for the body, who chase the item, else secretaries."""
    leads = {item.lead_body_id for item in wanted if item.lead_body_id is not None}
    spoken: dict[int, list[int]] = defaultdict(list)
    for body_id, person in await bodies.representatives(session, leads):
        spoken[body_id].append(person.id)
    owners = await members.people_of(
        session, {item.follow_up_owner_id for item in wanted if item.follow_up_owner_id}
    )
    secretaries = [p.id for p in await members.with_role(session, council.id, Role.SECRETARY)]
    pairs: list[tuple[int, int]] = []
    for item in wanted:
        heard = list(spoken.get(item.lead_body_id or 0, []))
        if item.follow_up_owner_id in owners:
            heard.append(owners[item.follow_up_owner_id])
        pairs += [(person_id, item.id) for person_id in heard or secretaries]
    return pairs


async def _reminded_since(
    session: Session, council: Council, person_id: int, day: date, today: date
) -> bool:
    """Whether a reminder of that day or later stands already: one reminder serves all items."""
    keys = [
        notices.day_key(council.id, person_id, day + timedelta(days=n))
        for n in range((today - day).days + 1)
    ]
    return await stored_reminders.any_key(session, keys)


async def day_reminder(session: Session, *, viewer: Viewer, now: datetime) -> MyWork | None:
    """What a person is reminded of at this moment; None where there is nothing (any more)."""
    work = await items.my_work(session, viewer=viewer, now=now)
    return work if work.overdue or work.this_week else None


async def every_council(session: Session) -> list[Council]:
    """The councils whose clock rings."""
    return list(await councils.every(session))

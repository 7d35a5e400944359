"""What will be said of an item and when: its plan, putting it off, and switching it off."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from council import access, auditing, bundles, clock, dates, items, rungs, text
from council.access import Viewer
from council.errors import ItemClosedError, NotFoundError, PutOffTooOftenError
from council.items import ItemCard
from council.policies import CouncilTime, Policy
from council.rungs import ItemTime, Rung
from storage import councils, policies
from storage import reminders as stored
from storage.database import Session
from storage.models import Council

LONGEST_SNOOZE_DAYS = 14
MAX_REASON = 300


@dataclass(frozen=True)
class PutOff:
    """That reminders were put off: until when, and why."""

    until: date
    reason: str


@dataclass(frozen=True)
class ItemPlan:
    """An item's reminders from today on, and how many were before."""

    item: ItemCard
    policy: Policy
    own: bool
    coming: tuple[Rung, ...]
    passed: int
    hour: int
    put_off: tuple[PutOff, ...]
    may_put_off: bool
    may_set: bool


async def plan_of(session: Session, *, viewer: Viewer, item_id: int, now: datetime) -> ItemPlan:
    """Every reminder of an item with its day and reason. NotFoundError as for the card."""
    access.ensure(viewer, "see_policy")
    item = await items.open_card(session, viewer=viewer, item_id=item_id, now=now)
    times = await clock.of_council(session, await _council(session, viewer), now)
    own = (await policies.of_items(session, [item.id])).get(item.id, {})
    policy = times.policy.but(own)
    put_off = await stored.snoozes_of(session, item.id)
    until = max((one.until for one in put_off), default=None)
    moment = ItemTime(
        item.due_on,
        item.notified_on,
        dates.local_date(item.last.at, viewer.zone) if item.last else None,
        until,
        item.repeats,
        await _missed_on(session, item, viewer.council_id),
    )
    planned = rungs.plan(moment, policy, times.week) if item.is_open else ()
    return ItemPlan(
        item=item,
        policy=policy,
        own=bool(own),
        coming=tuple(rung for rung in planned if rung.day >= item.today),
        passed=sum(rung.day < item.today for rung in planned),
        hour=times.hours.reminder,
        put_off=tuple(PutOff(one.until, one.reason) for one in put_off),
        may_put_off=bundles.may_put_off(viewer, item, len(put_off)),
        may_set=access.can(viewer, "set_policy"),
    )


async def _missed_on(session: Session, item: ItemCard, council_id: int) -> date | None:
    if not item.repeats:
        return None
    since = item.today - timedelta(days=bundles.CAUGHT_UP_DAYS)
    found = await stored.missed_since(session, council_id, since, only=item.id)
    return found[item.id].ended_on if item.id in found else None


def snooze_days(times: CouncilTime, today: date) -> tuple[date, ...]:
    """The days to which reminders may be put off by one tap: tomorrow, the third working day, and
    in a week; where nobody works then, the next working day."""
    week = times.week
    return week.add(today, 1), week.add(today, 3), week.add(today + timedelta(days=6), 1)


async def choices(
    session: Session, *, viewer: Viewer, item_id: int, now: datetime
) -> tuple[ItemCard, tuple[date, ...]]:
    """An item whose reminders may be put off, and to which days."""
    item = await _put_offable(session, viewer, item_id, now)
    times = await clock.of_council(session, await _council(session, viewer), now)
    return item, snooze_days(times, item.today)


async def put_off(
    session: Session, *, viewer: Viewer, item_id: int, until: date, reason: str, now: datetime
) -> PutOff:
    """Put an item's reminders off; the reason stays on the record. Does not commit.

    Escalation goes on: only the body's own reminders wait. Raises NotFoundError, NotAllowedError,
    ItemClosedError, PutOffTooOftenError (too often, or too long).
    """
    item = await _put_offable(session, viewer, item_id, now)
    said = text.clean(reason).strip()[:MAX_REASON]
    if not item.today < until <= item.today + timedelta(days=LONGEST_SNOOZE_DAYS) or not said:
        raise PutOffTooOftenError
    await stored.add_snooze(
        session,
        item_id=item.id,
        person_id=viewer.person_id,
        until=until,
        reason=said,
        now=now,
    )
    auditing.record(
        session,
        viewer,
        "reminder_put_off",
        "item",
        item.id,
        now,
        after={"until": until.isoformat()},
    )
    return PutOff(until, said)


async def _put_offable(session: Session, viewer: Viewer, item_id: int, now: datetime) -> ItemCard:
    item = await items.open_card(session, viewer=viewer, item_id=item_id, now=now)
    access.ensure(viewer, "snooze")
    if not item.is_open:
        raise ItemClosedError
    if not bundles.may_put_off(viewer, item, 0):
        raise NotFoundError
    if not bundles.may_put_off(viewer, item, len(await stored.snoozes_of(session, item.id))):
        raise PutOffTooOftenError
    return item


async def switch(
    session: Session, *, viewer: Viewer, item_id: int, on: bool, now: datetime
) -> None:
    """Switch one item's reminders off, or on again as the council has them. Does not commit."""
    access.ensure(viewer, "set_policy")
    item = await items.open_card(session, viewer=viewer, item_id=item_id, now=now)
    await policies.keep_for_item(
        session,
        item_id=item.id,
        settings={} if on else {"on": False},
        by=viewer.person_id,
        now=now,
    )
    auditing.record(
        session, viewer, "reminders_on" if on else "reminders_off", "item", item.id, now
    )


async def _council(session: Session, viewer: Viewer) -> Council:
    council = await councils.get(session, viewer.council_id)
    if council is None:
        raise NotFoundError
    return council

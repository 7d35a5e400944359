"""What will be said of an item and when: its plan, putting it off, and switching it off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from council import access, auditing, clock, dates, items, text
from council.access import Viewer
from council.days.typed_days import read_day, read_length, speaks_of_length
from council.errors import (
    CouncilError,
    ItemClosedError,
    NotFoundError,
    NotLaterError,
    PutOffTooLongError,
    PutOffTooOftenError,
    PutOffUnclearError,
)
from council.items import ItemCard
from council.reminding import bundles, rungs
from council.reminding.policies import CouncilTime, Policy
from council.reminding.rungs import ItemTime, Rung
from council.searching.typed_codes import read_code
from storage import policies
from storage import reminders as stored
from storage.database import Session

LONGEST_SNOOZE_DAYS = 14
MAX_REASON = 300


@dataclass(frozen=True)
class PutOff:
    """That reminders were put off: until when, and why."""

    until: date
    reason: str


@dataclass(frozen=True)
class Landing:
    """Where reminders land that wait until a day: the working day on which they come, and the
    items whose deadline, still ahead, has passed by then."""

    until: date
    comes_on: date
    late: tuple[ItemCard, ...] = ()


@dataclass(frozen=True)
class Chosen:
    """The items whose reminders are put off at once: one, or several of a message."""

    first: ItemCard
    others: tuple[ItemCard, ...] = ()

    @property
    def all(self) -> tuple[ItemCard, ...]:
        """Every one of them, in the order of the message."""
        return self.first, *self.others

    @property
    def ids(self) -> tuple[int, ...]:
        """Their ids."""
        return tuple(item.id for item in self.all)


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
    times = await clock.of_council(session, await clock.council_of(session, viewer), now)
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
    session: Session, *, viewer: Viewer, item_ids: Sequence[int], now: datetime
) -> tuple[Chosen, tuple[date, ...]]:
    """Those of the items whose reminders may be put off, and to which days.

    Raises as `put_off` where none is left.
    """
    shown = await _put_offable(session, viewer, item_ids, now)
    times = await clock.of_council(session, await clock.council_of(session, viewer), now)
    return shown, snooze_days(times, shown.first.today)


async def landing(
    session: Session, *, viewer: Viewer, shown: Chosen, until: date, now: datetime
) -> Landing:
    """What is to be known before the reminders of these items wait until the day."""
    times = await clock.of_council(session, await clock.council_of(session, viewer), now)
    comes_on = times.week.add(until - timedelta(days=1), 1)
    late = tuple(i for i in shown.all if i.due_on and i.today <= i.due_on < comes_on)
    return Landing(until, comes_on, late)


def read_until(typed: str, today: date) -> date | None:
    """The day until which reminders shall wait; None for words that speak of no time: a search.

    Raises PutOffUnclearError, NotLaterError, PutOffTooLongError, and as `read_day`.
    """
    day = None if read_code(typed) else read_length(typed, today) or read_day(typed, today)
    if day is not None:
        _ensure_usable(day, today)
    elif speaks_of_length(typed):
        raise PutOffUnclearError
    return day


def named_until(said: str, today: date) -> date | None:
    """The same in a sentence that asks to be reminded, whose codes are none; None also for a day
    until which reminders cannot wait: it is asked for."""
    words = " ".join(word for word in said.split() if "/" not in word)
    try:
        return read_until(words, today)
    except CouncilError:
        return None


def usable(ordinal: int, today: date) -> date | None:
    """The day that a button brings along; None where reminders cannot wait until it (any more)."""
    ahead = ordinal - today.toordinal()
    return today + timedelta(days=ahead) if 0 < ahead <= LONGEST_SNOOZE_DAYS else None


def _ensure_usable(until: date, today: date) -> None:
    last = today + timedelta(days=LONGEST_SNOOZE_DAYS)
    if until <= today:
        raise NotLaterError(today, is_deadline=False)
    if until > last:
        raise PutOffTooLongError(last)


async def put_off(
    session: Session,
    *,
    viewer: Viewer,
    item_ids: Sequence[int],
    until: date,
    reason: str,
    now: datetime,
) -> tuple[Chosen, PutOff]:
    """Put the reminders of items off, for one reason that stays on the record. Does not commit.

    Of several items it leaves out those that cannot wait any more; gives the others. Escalation
    goes on: only the body's own reminders wait. Raises NotFoundError, NotAllowedError,
    ItemClosedError, PutOffTooOftenError, NotLaterError, PutOffTooLongError.
    """
    waiting = await _put_offable(session, viewer, item_ids, now)
    said = text.clean(reason).strip()[:MAX_REASON]
    _ensure_usable(until, waiting.first.today)
    if not said:
        raise PutOffTooOftenError
    for item in waiting.all:
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
    return waiting, PutOff(until, said)


async def _put_offable(
    session: Session, viewer: Viewer, item_ids: Sequence[int], now: datetime
) -> Chosen:
    shown = await items.cards(session, viewer=viewer, item_ids=item_ids, now=now)
    times = await stored.times_put_off(session, [item.id for item in shown])
    found = tuple(i for i in shown if bundles.may_put_off(viewer, i, times.get(i.id, 0)))
    if not found:
        return Chosen(await _only_put_offable(session, viewer, item_ids[0], now))
    return Chosen(found[0], found[1:])


async def _only_put_offable(
    session: Session, viewer: Viewer, item_id: int, now: datetime
) -> ItemCard:
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

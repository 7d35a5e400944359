"""The days on which an item is spoken of, and to whom: one plan for the tick and for the card."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from council import dates
from council.dates import WorkWeek
from council.deadlines import Deadline, repeats
from council.reminding.policies import Policy
from storage.reminders import Candidate


class Why(StrEnum):
    """Why an item is spoken of on a day; what comes later goes to more people."""

    BEFORE = "before"
    TODAY = "today"
    OVERDUE = "overdue"
    PUT_OFF = "put_off"
    STALE = "stale"
    MISSED = "missed"
    TO_OWNER = "to_owner"
    TO_SECRETARY = "to_secretary"
    TO_CHAIR = "to_chair"


TO_THE_BODY = (Why.BEFORE, Why.TODAY, Why.OVERDUE, Why.PUT_OFF, Why.STALE, Why.MISSED)
RAISED = (Why.TO_OWNER, Why.TO_SECRETARY, Why.TO_CHAIR)


@dataclass(frozen=True)
class Rung:
    """One day of the plan; `days` is how far the due date is, in the unit of the policy."""

    day: date
    why: Why
    days: int = 0


@dataclass(frozen=True)
class ItemTime:
    """What the plan of an item depends on.

    `news_on` is the day of the last report; `put_off_until` the end of a snooze that somebody who
    answers for the item asked for. What repeats is never overdue: the next period begins on the
    day after, and that there was no report is said once. `missed_on` is the last day of the period
    before the present one, where it had none.
    """

    due_on: date | None
    notified_on: date
    news_on: date | None = None
    put_off_until: date | None = None
    repeats: bool = False
    missed_on: date | None = None


def time_of(
    item: Candidate,
    zone: str,
    *,
    put_off_until: date | None = None,
    missed_on: date | None = None,
) -> ItemTime:
    """What the plan of a stored item depends on, in the council's zone."""
    return ItemTime(
        item.due_on,
        item.notified_on,
        dates.local_date(item.news_at, zone) if item.news_at else None,
        put_off_until,
        repeats(Deadline(item.deadline_kind, norm=item.deadline_norm)) is not None,
        missed_on,
    )


@lru_cache(maxsize=8_192)  # every ring asks again, and many items share their days
def plan(item: ItemTime, policy: Policy, week: WorkWeek) -> tuple[Rung, ...]:
    """Every day on which the item is spoken of, oldest first; none before it was notified.

    A day on which nobody works gives way: before the due date to the last working day before it,
    so that nobody hears too late.
    """
    if not policy.on:
        return ()
    due = item.due_on
    rungs: list[Rung] = []
    if due is not None and due >= item.notified_on:
        rungs += _before(due, policy, week)
        if not item.repeats:
            rungs += _after(due, policy, week)
    rungs = [rung for rung in rungs if rung.day > item.notified_on]
    if item.put_off_until is not None:
        until = item.put_off_until
        rungs = [rung for rung in rungs if rung.day > until or rung.why in RAISED]
        rungs.append(Rung(week.add(until - timedelta(days=1), 1), Why.PUT_OFF))
    rungs += [*_stale(item, policy, week), *_missed(item, week)]
    return tuple(sorted(dict.fromkeys(rungs), key=lambda rung: (rung.day, rung.why.value)))


def latest(rungs: tuple[Rung, ...], *, after: date, upto: date) -> dict[Why, date]:
    """The newest day in (after, upto] for each reason: a day that was missed is caught up once."""
    return {rung.why: rung.day for rung in rungs if after < rung.day <= upto}


def raised_to(item: ItemTime, policy: Policy, week: WorkWeek, today: date) -> frozenset[Why]:
    """Who beyond the body has been told of the item by today."""
    due = item.due_on
    if due is None or due < item.notified_on or not policy.on:
        return frozenset()
    return frozenset(rung.why for rung in _ladder(due, policy, week) if rung.day <= today)


def _before(due: date, policy: Policy, week: WorkWeek) -> Iterator[Rung]:
    for days in policy.before:
        day = week.last_before(due - timedelta(days=days))
        yield Rung(day, Why.BEFORE if day < due else Why.TODAY, (due - day).days)


def _after(due: date, policy: Policy, week: WorkWeek) -> Iterator[Rung]:
    day = due
    if policy.overdue_every > 0:
        for times in range(1, policy.overdue_times + 1):
            day = week.add(day, policy.overdue_every)
            yield Rung(day, Why.OVERDUE, times * policy.overdue_every)
    yield from _ladder(due, policy, week)


def missed_told_on(last_day: date, week: WorkWeek) -> date:
    """The day on which it is said that a period that ended on `last_day` had no report."""
    return week.add(last_day, 1)


def _missed(item: ItemTime, week: WorkWeek) -> Iterator[Rung]:
    ends = [item.due_on] if item.repeats else []
    for day in (item.missed_on, *ends):
        if day is not None and day >= item.notified_on:
            yield Rung(missed_told_on(day, week), Why.MISSED)


def _ladder(due: date, policy: Policy, week: WorkWeek) -> Iterator[Rung]:
    for why, days in (
        (Why.TO_OWNER, policy.to_owner),
        (Why.TO_SECRETARY, policy.to_secretary),
        (Why.TO_CHAIR, policy.to_chair),
    ):
        if days > 0:
            yield Rung(week.add(due, days), why, days)


def _stale(item: ItemTime, policy: Policy, week: WorkWeek) -> list[Rung]:
    """Ask for news of an item that has no date to be reminded of, or a far one."""
    if policy.stale_days <= 0:
        return []
    silent_since = max(item.notified_on, item.news_on or item.notified_on)
    day = week.add(silent_since + timedelta(days=policy.stale_days - 1), 1)
    first = min((due for due in [item.due_on] if due is not None), default=date.max)
    if item.put_off_until is not None and day <= item.put_off_until:
        return []
    passed = item.due_on is not None and item.due_on < item.notified_on
    if passed or day >= first - timedelta(days=max(policy.before, default=0)):
        return []
    return [Rung(day, Why.STALE, policy.stale_days)]

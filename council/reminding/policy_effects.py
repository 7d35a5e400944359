"""What a change of the settings would do to the reminders of the coming month, before it is kept.

A setting comes as its number, see `council/reminding/setting_values.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from council import access, clock, dates
from council.access import Viewer
from council.people import preferences
from council.reminding import policy_changes, rungs
from council.reminding.policies import CouncilTime, Policy, council_time
from storage import policies
from storage import reminders as stored
from storage.database import Session
from storage.models import Council
from storage.reminders import Candidate

SEEN_DAYS = 30
"""So far ahead does the effect of a change look."""
MOST_ITEMS = 2_000
"""The effect is counted over so many items, the soonest first."""


@dataclass(frozen=True)
class Effect:
    """What a change does to the open items: how many there are, how many plans change, and how
    many reminders the coming month has before and after."""

    items: int
    changed: int
    before: int
    after: int


async def of_council(
    session: Session, *, viewer: Viewer, field: str, number: int, now: datetime
) -> Effect:
    """What a setting of the council would change. Raises SettingNotUsableError."""
    access.ensure(viewer, "set_policy")
    council = await clock.council_of(session, viewer)
    times = await clock.of_council(session, council, now)
    kept = await policies.of_council(session, council.id)
    tried = await policy_changes.changed(session, viewer, kept, field, number)
    after = replace(
        council_time(tried, zone=times.zone, reminder_hour=council.reminder_hour, closures={}),
        week=replace(
            times.week,
            weekend=frozenset(tried.get("weekend", dates.FRIDAY_ONLY)),
            half_days=frozenset(tried.get("half_days", ())),
        ),
    )
    preferences.ensure_usable(after.hours)
    return await _compared(session, council, times, after, now)


async def of_closing(
    session: Session, *, viewer: Viewer, days: Sequence[date], half: bool, now: datetime
) -> Effect:
    """What closing the offices on these days would change."""
    access.ensure(viewer, "set_policy")
    council = await clock.council_of(session, viewer)
    times = await clock.of_council(session, council, now)
    closed, halved = times.week.closed, times.week.half_closed
    week = replace(
        times.week,
        closed=closed.difference(days) if half else closed.union(days),
        half_closed=halved.union(days) if half else halved.difference(days),
    )
    return await _compared(session, council, times, replace(times, week=week), now)


async def of_item(
    session: Session, *, viewer: Viewer, item_id: int, field: str, number: int, now: datetime
) -> Effect:
    """What a setting of one item would change; NotFoundError for no item of the council's."""
    access.ensure(viewer, "set_policy")
    council = await clock.council_of(session, viewer)
    times = await clock.of_council(session, council, now)
    own = await policy_changes.own_settings(session, viewer, item_id)
    before, after = (
        times.policy.but(own),
        times.policy.but({**own, **policy_changes.read_for_item(field, number)}),
    )
    found = await stored.waiting(session, council.id, limit=1, only=item_id)
    today = dates.local_date(now, council.zone)
    was = _spoken(found, times, {item_id: before}, today)
    will = _spoken(found, times, {item_id: after}, today)
    return _effect(was, will)


async def _compared(
    session: Session, council: Council, times: CouncilTime, after: CouncilTime, now: datetime
) -> Effect:
    found = await stored.waiting(session, council.id, limit=MOST_ITEMS)
    settings = await policies.of_items(session, [one.id for one in found])
    today = dates.local_date(now, council.zone)

    def spoken(by: CouncilTime) -> list[list[date]]:
        own = {one: by.policy.but(said) for one, said in settings.items()}
        return _spoken(found, by, own, today)

    return _effect(spoken(times), spoken(after))


def _spoken(
    found: Iterable[Candidate], times: CouncilTime, own: Mapping[int, Policy], today: date
) -> list[list[date]]:
    """The days of the coming month on which each item is spoken of, once for each who hears."""
    until = today + timedelta(days=SEEN_DAYS)
    spoken = []
    for one in found:
        moment = rungs.time_of(one, times.zone)
        plan = rungs.plan(moment, own.get(one.id, times.policy), times.week)
        spoken.append([rung.day for rung in plan if today < rung.day <= until])
    return spoken


def _effect(was: list[list[date]], will: list[list[date]]) -> Effect:
    return Effect(
        items=len(was),
        changed=sum(one != other for one, other in zip(was, will, strict=True)),
        before=sum(map(len, was)),
        after=sum(map(len, will)),
    )

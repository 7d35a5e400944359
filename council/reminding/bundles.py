"""What the one message of a day says: own work, what was raised, what awaits review."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from council import access, clock, dates, follows, items, meetings, notices, postponements
from council.access import Viewer
from council.items import ItemCard, MyWork
from council.meetings import SessionSeen
from council.people import leaves, preferences
from council.reminding import rungs
from council.reminding.policies import CouncilTime, Policy
from council.reminding.rungs import ItemTime, Why
from storage import councils, item_rows, members, policies
from storage import progress as stored_progress
from storage import reminders as stored
from storage.database import Session
from storage.models import Council
from storage.reminders import CLOSED_DAY, Candidate, Missed
from storage.words import Role

__all__ = ["CLOSED_DAY", "DayBundle", "chairs_of", "day_bundle", "is_closed"]

CAUGHT_UP_DAYS = clock.LOOK_BACK_DAYS + dates.MOST_FREE_DAYS
"""A period without a report that ended earlier is no longer spoken of."""
LATEST_AFTER_DAYS = 180
"""No policy reminds later: so the tick never looks through old items."""
MAX_SNOOZES = 3
"""So often may an item's reminders be put off for one due date."""


@dataclass(frozen=True)
class DayBundle:
    """The one message of a day: one's own work, what was raised to one, and what awaits review."""

    work: MyWork
    ahead: tuple[ItemCard, ...] = ()
    """Due in more than a week, and already spoken of by the plan."""
    stale: tuple[ItemCard, ...] = ()
    missed: tuple[tuple[ItemCard, Missed], ...] = ()
    """What repeats and had no report in the period that ended on that day; said once."""
    raised: tuple[ItemCard, ...] = ()
    reports: int = 0
    requests: tuple[tuple[int, ItemCard], ...] = ()
    """Requests for more time that the reader has to answer, each with its item."""
    whole: bool = False
    """Whether the reader wants all of their work today, also what is due later."""
    next_session: SessionSeen | None = None
    """Said in the whole work only."""
    news: tuple[ItemCard, ...] = ()
    """Changed on what the reader follows, where they want to read that in their digest."""
    stands_in_for: tuple[tuple[str, date], ...] = ()
    """(name, last day) of those who are away and whose reminders come here meanwhile."""
    in_place_of: Mapping[int, str] = field(default_factory=dict)
    """The body of each item that comes here because nobody in the bot answers for it."""
    may_put_off: frozenset[int] = frozenset()
    """The items whose reminders the reader may put off from here."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to say."""
        work = self.work
        own = work.overdue or work.this_week or self.ahead or self.stale or self.missed
        others = self.raised or self.news
        more = self.whole and (work.later or work.undated or work.waiting or self.next_session)
        return not own and not others and not self.reports and not self.requests and not more


async def chairs_of(session: Session, council: Council) -> list[int]:
    """Who hears last of what nobody does: the people the council named as its chair."""
    settings = await policies.of_council(session, council.id)
    named = settings.get("chair")
    found = await members.people_of(session, [named]) if isinstance(named, int) else {}
    return list(found.values())


async def is_closed(session: Session, *, council_id: int, now: datetime) -> bool:
    """Whether nobody works today: what was meant for such a day comes on the next working day."""
    council = await councils.get(session, council_id)
    if council is None:
        return True
    times = await clock.of_council(session, council, now)
    return not times.week.works_on(clock.local(now, council.zone).day)


async def day_bundle(
    session: Session, *, viewer: Viewer, now: datetime, news_until: datetime | None = None
) -> DayBundle | None:
    """What a person is told of at this moment; None where there is nothing (any more), and while
    they are away. A digest tells of what they follow up to `news_until`."""
    if await leaves.is_away(session, viewer=viewer, now=now):
        return None
    council = await councils.get(session, viewer.council_id)
    if council is None:
        return None
    times = await clock.of_council(session, council, now)
    today = clock.local(now, council.zone).day
    work = await items.my_work(session, viewer=viewer, now=now)
    snoozed = await stored.put_off(session, [one.id for one in work.all], today)
    shown = [one for one in work.all if snoozed.get(one.id, today) <= today]
    settings = await policies.of_items(session, [one.id for one in shown])
    policies_of = {one.id: times.policy.but(settings.get(one.id, {})) for one in shown}
    heard = [one for one in shown if policies_of[one.id].on]
    raised = await _raised_to(session, viewer, council, times, now)
    seen = {one.id for one in raised}
    own = items.sort_by_urgency(one for one in heard if one.id not in seen)
    bundle = DayBundle(
        work=own,
        ahead=tuple(one for one in own.later if _is_ahead(one, policies_of[one.id], times)),
        stale=tuple(
            one for one in (*own.later, *own.undated) if _is_stale(one, policies_of[one.id], times)
        ),
        missed=await _missed(session, viewer, times, {one.id for one in work.all}, now),
        raised=raised,
        reports=await _reports(session, viewer),
        requests=await _requests(session, viewer, now),
        stands_in_for=work.stands_in_for,
        in_place_of=await _in_place_of(session, viewer, own),
        may_put_off=await _may_put_off(session, viewer, own.all),
    )
    if news_until is not None:
        news = await follows.waiting(session, viewer=viewer, until=news_until, now=now)
        bundle = replace(bundle, news=news)
    own_settings = await policies.of_people(session, council.id, [viewer.person_id])
    sessions = await preferences.session_days(session, council, now)
    wish = own_settings.get(viewer.person_id, {})
    if preferences.digest_due(wish, times.week, today, sessions):
        coming = await meetings.coming(session, viewer=viewer, now=now)
        bundle = replace(bundle, whole=True, next_session=coming[0] if coming else None)
    return None if bundle.empty else bundle


async def _in_place_of(session: Session, viewer: Viewer, own: MyWork) -> dict[int, str]:
    if not viewer.takes_unowned:
        return {}
    rows = await item_rows.among(session, viewer.council_id, [one.id for one in own.all])
    return {
        row.id: row.body
        for row in rows
        if row.body is not None and not access.speaks_for(viewer, items.facts(row))
    }


async def _may_put_off(session: Session, viewer: Viewer, own: Sequence[ItemCard]) -> frozenset[int]:
    times = await stored.times_put_off(session, [one.id for one in own])
    return frozenset(one.id for one in own if may_put_off(viewer, one, times.get(one.id, 0)))


def may_put_off(viewer: Viewer, item: ItemCard, times: int) -> bool:
    """Whether the viewer may put off the reminders of an item for which it was done so often."""
    mine = item.is_open and item.may_report and access.can(viewer, "snooze")
    return mine and times < MAX_SNOOZES


def _is_ahead(item: ItemCard, policy: Policy, times: CouncilTime) -> bool:
    """Whether the plan names an item that is not due within the week."""
    if item.due_on is None or item.due_on < item.notified_on:
        return False
    first = max(policy.before, default=0)
    return times.week.last_before(item.due_on - timedelta(days=first)) <= item.today


def _is_stale(item: ItemCard, policy: Policy, times: CouncilTime) -> bool:
    """Whether nobody has spoken of an item for so long as the plan bears."""
    news = dates.local_date(item.last.at, times.zone) if item.last else item.notified_on
    return 0 < policy.stale_days <= (item.today - news).days


async def _reports(session: Session, viewer: Viewer) -> int:
    if viewer.role is not Role.SECRETARY:
        return 0
    return len(
        await stored_progress.waiting_for_review(
            session, viewer.council_id, not_by=viewer.person_id
        )
    )


async def _requests(
    session: Session, viewer: Viewer, now: datetime
) -> tuple[tuple[int, ItemCard], ...]:
    if viewer.role is not Role.SECRETARY:
        return ()
    return await postponements.unanswered(session, viewer=viewer, now=now)


async def _missed(
    session: Session, viewer: Viewer, times: CouncilTime, own: Container[int], now: datetime
) -> tuple[tuple[ItemCard, Missed], ...]:
    """What was not said yet of periods that were not done: to secretaries of all, else of one's
    own. A message of the day on which it was to be said, or of a later one, has said it."""
    today = clock.local(now, times.zone).day
    since = today - timedelta(days=CAUGHT_UP_DAYS)
    found = await stored.missed_since(session, viewer.council_id, since)
    settings = await policies.of_items(session, found) if found else {}
    unsaid = {}
    for one in found.values():
        day = rungs.missed_told_on(one.ended_on, times.week)
        hears = viewer.role is Role.SECRETARY or one.item.id in own
        speaks = times.policy.but(settings.get(one.item.id, {})).on
        if hears and speaks and today - timedelta(days=clock.LOOK_BACK_DAYS) < day <= today:
            unsaid[one.item.id] = {
                notices.day_key(viewer.council_id, viewer.person_id, day + timedelta(days=n))
                for n in range((today - day).days)
            }
    said = await stored.standing(session, {key for keys in unsaid.values() for key in keys})
    ids = [item_id for item_id, keys in unsaid.items() if not keys & said]
    cards = await items.cards(session, viewer=viewer, item_ids=ids, now=now)
    return tuple((card, found[card.id]) for card in cards if card.is_open)


async def _raised_to(
    session: Session, viewer: Viewer, council: Council, times: CouncilTime, now: datetime
) -> tuple[ItemCard, ...]:
    """Items whose body stayed silent so long that they were raised to the viewer."""
    rung = await _rung_of(session, viewer, council)
    if rung is None:
        return ()
    today = clock.local(now, council.zone).day
    first = today - timedelta(days=LATEST_AFTER_DAYS)
    late = await stored.due_between(session, council.id, first, today - timedelta(days=1))
    settings = await policies.of_items(session, [one.id for one in late])
    ids = [
        one.id
        for one in late
        if rung in _told(one, times.policy.but(settings.get(one.id, {})), times, today)
    ]
    cards = await items.cards(session, viewer=viewer, item_ids=ids, now=now)
    return tuple(one for one in cards if one.overdue)


def _told(item: Candidate, policy: Policy, times: CouncilTime, today: date) -> frozenset[Why]:
    return rungs.raised_to(ItemTime(item.due_on, item.notified_on), policy, times.week, today)


async def _rung_of(session: Session, viewer: Viewer, council: Council) -> Why | None:
    if viewer.person_id in await chairs_of(session, council):
        return Why.TO_CHAIR
    return Why.TO_SECRETARY if viewer.role is Role.SECRETARY else None

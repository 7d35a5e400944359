"""What the clock asks: whose work is due for a reminder; running it again adds nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from council import clock, dates, notices
from council.clock import LOOK_BACK_DAYS
from council.people import preferences
from council.people.preferences import DigestWish
from council.reminding import rungs
from council.reminding.bundles import CAUGHT_UP_DAYS, LATEST_AFTER_DAYS, chairs_of
from council.reminding.policies import CouncilTime
from council.reminding.rungs import Why
from storage import bodies, councils, leaves, members, policies, postponements
from storage import progress as stored_progress
from storage import reminders as stored
from storage.database import Session
from storage.models import Council
from storage.reminders import Candidate, Missed
from storage.words import Role

LONGEST_BEFORE_DAYS = 60
"""No policy reminds earlier: so the tick never looks through what is far away."""


@dataclass(frozen=True)
class Spoken:
    """An item that is to be spoken of, and the newest day of its plan for each reason."""

    item: Candidate
    days: Mapping[Why, date]
    in_group: bool
    missed: Missed | None = None
    """The period before, where it was not done."""

    @property
    def to_body(self) -> date | None:
        """The day on which the body is reminded, if it is."""
        return max(
            (day for why, day in self.days.items() if why in rungs.TO_THE_BODY), default=None
        )


async def enqueue_due(session: Session, *, council: Council, now: datetime) -> int:
    """Put today's reminders into the outbox; running it again adds nothing. Returns how many."""
    times = await clock.of_council(session, council, now)
    today = clock.local(now, council.zone).day
    if not times.week.works_on(today):
        return 0
    spoken = await _spoken_of(session, council, times, today)
    added = 0
    if clock.may_speak(times, times.hours, clock.local(now, council.zone)):
        added = await _remind_groups(session, council, times, spoken, now)
    return added + await _remind_people(session, council, times, spoken, now)


async def _spoken_of(
    session: Session, council: Council, times: CouncilTime, today: date
) -> list[Spoken]:
    missed = await stored.missed_since(session, council.id, today - timedelta(days=CAUGHT_UP_DAYS))
    found = await _candidates(session, council, times, today)
    found = {key: one.item for key, one in missed.items()} | found
    settings = await policies.of_items(session, list(found)) if found else {}
    since = today - timedelta(days=LOOK_BACK_DAYS)
    snoozed = await stored.put_off(session, found, since)
    spoken = []
    for item in found.values():
        policy = times.policy.but(settings.get(item.id, {}))
        before = missed.get(item.id)
        moment = rungs.time_of(
            item,
            council.zone,
            put_off_until=snoozed.get(item.id),
            missed_on=before.ended_on if before else None,
        )
        planned = rungs.plan(moment, policy, times.week)
        days = rungs.latest(planned, after=since, upto=today)
        if days:
            spoken.append(Spoken(item, days, policy.in_group, before))
    return spoken


async def _candidates(
    session: Session, council: Council, times: CouncilTime, today: date
) -> dict[int, Candidate]:
    """Items that a plan might name today: by their due date, or by their silence."""
    due = await stored.due_between(
        session,
        council.id,
        today - timedelta(days=LATEST_AFTER_DAYS),
        today + timedelta(days=LONGEST_BEFORE_DAYS),
    )
    silent: list[Candidate] = []
    if times.policy.stale_days > 0:
        last = today - timedelta(days=times.policy.stale_days)
        first = last - timedelta(days=LOOK_BACK_DAYS + dates.MOST_FREE_DAYS)
        zone = ZoneInfo(council.zone)
        silent = await stored.silent_since_between(
            session,
            council.id,
            datetime.combine(first, time(), zone),
            datetime.combine(last + timedelta(days=1), time(), zone),
            (first, last),
        )
    otherwise = await stored.with_own_patience(session, council.id)
    return {item.id: item for item in (*due, *silent, *otherwise)}


async def _remind_groups(
    session: Session, council: Council, times: CouncilTime, spoken: Iterable[Spoken], now: datetime
) -> int:
    listed = [one for one in spoken if one.in_group and one.to_body is not None]
    leads = {one.item.lead_body_id for one in listed if one.item.lead_body_id is not None}
    today = clock.local(now, council.zone).day
    wanted = [
        (chat, one, notices.group_day_key(one.item.id, one.item.due_on, one.to_body, chat.id))
        for chat in await bodies.groups(session, leads)
        for one in listed
        if one.item.lead_body_id == chat.body_id
    ]
    known = await stored.standing(session, [key for *_, key in wanted])
    added = 0
    for chat, one, key in wanted:
        if key in known:
            continue
        added += await notices.remind_group(
            session,
            council_id=council.id,
            chat=chat,
            key=key,
            item_id=one.item.id,
            missed=one.missed if one.days.get(Why.MISSED) == one.to_body else None,
            now=now,
            expires_at=clock.ends_at(times, times.hours, today),
        )
    return added


async def _remind_people(
    session: Session, council: Council, times: CouncilTime, spoken: Sequence[Spoken], now: datetime
) -> int:
    there = clock.local(now, council.zone)
    days = await _who_hears(session, council, spoken, there.day)
    digests = await _add_digests(session, council, times, days, now)
    hours = await clock.hours_of(session, council.id, times, list(days))
    listening = {
        person: day for person, day in days.items() if clock.may_speak(times, hours[person], there)
    }
    known = await _reminded(session, council, listening, there.day)
    added = 0
    for person_id in sorted(set(listening) - known):
        added += await notices.remind_person(
            session,
            council_id=council.id,
            person_id=person_id,
            day=there.day,
            now=now,
            expires_at=clock.ends_at(times, hours[person_id], there.day),
            digest=person_id in digests,
        )
    return added


async def _who_hears(
    session: Session, council: Council, spoken: Sequence[Spoken], today: date
) -> dict[int, date]:
    """The newest day of the plan for each person: those who speak for the body, or stand in for
    them; else who chases the item; else the secretaries. What was raised goes to whom it names."""
    leads = {one.item.lead_body_id for one in spoken if one.item.lead_body_id is not None}
    away = await leaves.standing_in(session, council.id, today)
    speakers: dict[int, list[int]] = defaultdict(list)
    for body_id, person in await bodies.representatives(session, leads):
        if (hearing := away.get(person.id, person.id)) is not None:
            speakers[body_id].append(hearing)
    owners = await members.people_of(
        session, {one.item.follow_up_owner_id for one in spoken if one.item.follow_up_owner_id}
    )
    owners = {
        chasing: hearing
        for chasing, one in owners.items()
        if (hearing := away.get(one, one)) is not None
    }
    secretaries = _present(await members.ids_with_role(session, council.id, Role.SECRETARY), away)
    chairs = await chairs_of(session, council)
    days: dict[int, date] = defaultdict(lambda: date.min)
    for one in spoken:
        owner = owners.get(one.item.follow_up_owner_id or 0)
        heard = {
            Why.TO_OWNER: [owner] if owner is not None else [],
            Why.TO_SECRETARY: secretaries,
            Why.TO_CHAIR: chairs,
        }
        body = speakers.get(one.item.lead_body_id or 0) or heard[Why.TO_OWNER] or secretaries
        heard[Why.MISSED] = [*body, *secretaries]
        for why, day in one.days.items():
            for person_id in heard.get(why, body):
                days[person_id] = max(days[person_id], day)
    for person_id in await _with_a_queue(session, council, secretaries, today):
        days[person_id] = today
    return days


def _present(people: Sequence[int], away: Mapping[int, int | None]) -> list[int]:
    """Those of the people who are here, or all of them where nobody is."""
    return [one for one in people if one not in away] or list(people)


async def _add_digests(
    session: Session,
    council: Council,
    times: CouncilTime,
    days: dict[int, date],
    now: datetime,
) -> set[int]:
    """Whoever wants all of their work today gets it in the one message of the day; who that is."""
    today = clock.local(now, council.zone).day
    wishes = {
        person: own
        for person, own in (await policies.everyone_who_set(session, council.id)).items()
        if preferences.digest_wish(own) is not DigestWish.OFF
    }
    if not wishes:
        return set()
    sessions = await preferences.session_days(session, council, now)
    away = await leaves.standing_in(session, council.id, today)
    due = {
        person
        for person, own in wishes.items()
        if person not in away and preferences.digest_due(own, times.week, today, sessions)
    }
    days.update(dict.fromkeys(due, today))
    return due


async def _with_a_queue(
    session: Session, council: Council, secretaries: Sequence[int], today: date
) -> list[int]:
    """Secretaries who were not written to today and have reports or requests to decide on."""
    keys = {notices.day_key(council.id, one, today): one for one in secretaries}
    known = await stored.standing(session, keys)
    asked = [one for key, one in keys.items() if key not in known]
    if not asked:
        return []
    waits = await stored_progress.waiting_for_review(session, council.id, not_by=0)
    return asked if waits or await postponements.unanswered(session, council.id) else []


async def _reminded(
    session: Session, council: Council, days: Mapping[int, date], today: date
) -> set[int]:
    """To whom a reminder of that day or later stands already: one serves all items."""
    keys = {
        notices.day_key(council.id, person_id, day + timedelta(days=n)): person_id
        for person_id, day in days.items()
        for n in range((today - day).days + 1)
    }
    return {keys[key] for key in await stored.standing(session, keys)}


async def every_council(session: Session) -> list[Council]:
    """The councils whose clock rings."""
    return list(await councils.every(session))

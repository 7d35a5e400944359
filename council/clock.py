"""The council's clock as it stands in the tables: its time, and the hours of its people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from council import dates
from council.access import Viewer
from council.errors import NotFoundError
from council.reminding.policies import CouncilTime, Hours, council_time
from storage import councils, policies
from storage.database import Session
from storage.models import Council
from storage.reach import PersonalLane

LOOK_BACK_DAYS = 7
"""A day missed while nothing ran, or nobody worked, is caught up for so long, once."""
HALF_DAY_ENDS = 13
CLOSURES_SEEN_DAYS = 120


@dataclass(frozen=True)
class LocalTime:
    """A moment as the council's clock shows it."""

    day: date
    hour: int


def local(now: datetime, zone: str) -> LocalTime:
    """The council's day and hour at an aware moment."""
    there = now.astimezone(ZoneInfo(zone))
    return LocalTime(there.date(), there.hour)


async def council_of(session: Session, viewer: Viewer) -> Council:
    """The viewer's council. Raises NotFoundError."""
    council = await councils.get(session, viewer.council_id)
    if council is None:
        raise NotFoundError
    return council


async def of_council(
    session: Session, council: Council | councils.Hours, now: datetime
) -> CouncilTime:
    """What the council's clock goes by, with its closures from some months ago on."""
    settings = await policies.of_council(session, council.id)
    since = dates.local_date(now, council.zone) - timedelta(days=CLOSURES_SEEN_DAYS)
    closed = await policies.closures(session, council.id, since)
    return council_time(
        settings,
        zone=council.zone,
        reminder_hour=council.reminder_hour,
        closures={one.day: one.half for one in closed},
    )


async def hours_of(
    session: Session, council_id: int, clock: CouncilTime, person_ids: Collection[int]
) -> dict[int, Hours]:
    """At which hours each of the people wants to hear of the council."""
    own = await policies.of_people(session, council_id, person_ids)
    return {one: clock.hours.but(own.get(one, {})) for one in person_ids}


def may_speak(clock: CouncilTime, hours: Hours, now: LocalTime) -> bool:
    """Whether the clock may speak to somebody at this moment: on a working day, from their
    reminder hour until their quiet hours, or until noon of a half day."""
    if not clock.week.works_on(now.day) or hours.quiet_at(now.hour):
        return False
    ends = HALF_DAY_ENDS if clock.week.half_on(now.day) and hours.reminder < HALF_DAY_ENDS else 24
    return hours.reminder <= now.hour < ends


def opens_at(clock: CouncilTime, hours: Hours, now: datetime) -> datetime:
    """The first moment from now on at which nobody is disturbed."""
    there = now.astimezone(ZoneInfo(clock.zone))
    if not hours.quiet_at(there.hour):
        return now
    day = there.date() + timedelta(days=there.hour >= hours.quiet_to)
    return datetime.combine(day, _at(hours.quiet_to), ZoneInfo(clock.zone))


def opens_for(reached: PersonalLane, now: datetime) -> datetime:
    """The first moment from now on at which a person is not disturbed, on whatever day."""
    times = council_time(
        reached.council_settings,
        zone=reached.zone,
        reminder_hour=reached.reminder_hour,
        closures={},
    )
    return opens_at(times, times.hours.but(reached.own_settings), now)


async def opens_for_each(
    session: Session, council_id: int, person_ids: Collection[int], moment: datetime
) -> dict[int, datetime]:
    """The first moment from then on at which each of the people is not disturbed."""
    council = await councils.get(session, council_id)
    if council is None:
        return dict.fromkeys(person_ids, moment)
    times = await of_council(session, council, moment)
    hours = await hours_of(session, council_id, times, person_ids)
    return {one: opens_at(times, own, moment) for one, own in hours.items()}


def ends_at(clock: CouncilTime, hours: Hours, day: date) -> datetime:
    """The moment after which a reminder of that local day is no longer sent."""
    half = clock.week.half_on(day) and hours.reminder < HALF_DAY_ENDS
    late = hours.quiet_from > hours.reminder
    hour = HALF_DAY_ENDS if half else hours.quiet_from if late else 0
    until = day if hour else day + timedelta(days=1)
    return datetime.combine(until, _at(hour), ZoneInfo(clock.zone))


def _at(hour: int) -> time:
    return time(hour % 24)

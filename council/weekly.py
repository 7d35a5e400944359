"""The council's week in one message: what was decided, reported and done, and what is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from council import clock, meetings, notices
from council.access import Viewer
from council.figures.pictures import Fate, Row
from council.meetings import SessionSeen
from council.people import preferences
from council.reminding.policies import Hours
from council.reminding.policy_changes import weekly_day
from council.searching import searches
from council.searching.searches import SearchNews
from storage import policies as kept_policies
from storage import reminders as stored
from storage import week
from storage.database import Session
from storage.models import Council
from storage.week import BodyStands, Late, WeekCounts

AT_ONCE = 500
DAYS = 7
LATE_SHOWN = 5
BODIES_SHOWN = 8


@dataclass(frozen=True)
class WeekSeen:
    """A council's last seven days, up to today."""

    first: date
    last: date
    counts: WeekCounts
    late: tuple[Late, ...]
    next_session: SessionSeen | None
    bodies: tuple[Row, ...] = ()
    searches: tuple[SearchNews, ...] = ()
    """The reader's kept searches that found something of this week."""

    @property
    def empty(self) -> bool:
        """Whether nothing happened and nothing is late: then nothing is said."""
        counts = self.counts
        moved = counts.resolutions or counts.reports or counts.done
        return not moved and not counts.overdue


async def enqueue_due(session: Session, *, council: Council, now: datetime) -> int:
    """Put this week's digest into the outbox for everybody who wants it, some hundred at a time;
    running it again adds nothing. Returns how many. Does not commit."""
    times = await clock.of_council(session, council, now)
    there = clock.local(now, council.zone)
    day = weekly_day(await kept_policies.of_council(session, council.id))
    if day is None or not preferences.weekly_on({day}, times.week, there.day):
        return 0
    people = await week.readers(session, council.id)
    own = await kept_policies.everyone_who_set(session, council.id)
    wanted: dict[str, tuple[int, int, Hours]] = {}
    for person, lane in people:
        wishes = own.get(person, {})
        hours = times.hours.but(wishes)
        if wishes.get("weekly", True) and clock.may_speak(times, hours, there):
            wanted[notices.week_key(council.id, person, there.day)] = person, lane, hours
    known = await stored.standing(session, wanted)
    left = [key for key in wanted if key not in known][:AT_ONCE]
    for key in left:
        person, lane, hours = wanted[key]
        await notices.send_week(
            session, council_id=council.id, person_id=person, lane=lane, key=key,
            day=there.day, now=now, expires_at=clock.ends_at(times, hours, there.day),
        )  # fmt: skip
    return len(left)


async def of_council(session: Session, *, viewer: Viewer, day: date, now: datetime) -> WeekSeen:
    """The seven days before that day, as the viewer may know them."""
    zone = ZoneInfo(viewer.zone)
    since = datetime.combine(day - timedelta(days=DAYS), time(), zone)
    until = datetime.combine(day, time(), zone)
    counts = await week.counts(session, viewer.council_id, since, until, day)
    late = await week.latest_bodies(session, viewer.council_id, day, LATE_SHOWN)
    bodies = await week.by_body(session, viewer.council_id, day)
    coming = await meetings.coming(session, viewer=viewer, now=now)
    return WeekSeen(
        day - timedelta(days=DAYS),
        day - timedelta(days=1),
        counts,
        tuple(late),
        coming[0] if coming else None,
        _rows(bodies),
        await searches.news(session, viewer=viewer, since=since, until=until, now=now),
    )


def _rows(bodies: Sequence[BodyStands]) -> tuple[Row, ...]:
    """A row for each body, and one for all that the picture has no room for."""
    room = len(bodies) if len(bodies) <= BODIES_SHOWN + 1 else BODIES_SHOWN
    rows = [Row(one.body, counts=_counts([one])) for one in bodies[:room]]
    others = bodies[room:]
    return (*rows, Row(others=len(others), counts=_counts(others))) if others else tuple(rows)


def _counts(bodies: Sequence[BodyStands]) -> dict[Fate, int]:
    return {
        Fate.WAITING: sum(one.waiting for one in bodies),
        Fate.OPEN: sum(one.in_time for one in bodies),
        Fate.OVERDUE: sum(one.overdue for one in bodies),
    }

"""What somebody chose for themselves: how they are spoken to, when, and how often."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from council import access, clock, dates
from council.access import Viewer
from council.dates import WorkWeek
from council.errors import HourIsQuietError, HourNotUsableError, NotFoundError
from council.people import members
from council.reminding.policies import Hours
from storage import meetings, policies
from storage import members as people
from storage.database import Session
from storage.models import Council

SATURDAY = 5
SESSIONS_SEEN = 10


class DigestWish(StrEnum):
    """When somebody wants all of their work in one message, whether or not anything is due."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"
    BEFORE_SESSION = "session"


BRINGS_NEWS = (DigestWish.DAILY, DigestWish.WEEKLY)
"""Digests that surely come; before a session none may come for long."""


@dataclass(frozen=True)
class Preferences:
    """What a person chose in one council; `own_…` says that it differs from the council's."""

    language: str
    gregorian: bool
    latin: bool
    hours: Hours
    own_hour: bool
    own_quiet: bool
    digest: DigestWish
    digest_days: tuple[int, ...]
    weekly: bool
    news_in_digest: bool
    """Whether what changes on what they follow waits for their digest."""


async def of_viewer(session: Session, *, viewer: Viewer, now: datetime) -> Preferences:
    """The viewer's own settings. Raises NotAllowedError."""
    access.ensure(viewer, "settings")
    person = await people.person(session, viewer.person_id)
    if person is None:
        raise NotFoundError
    times = await clock.of_council(session, await clock.council_of(session, viewer), now)
    own = await _own(session, viewer)
    wish = digest_wish(own)
    return Preferences(
        language=person.language,
        gregorian=person.calendar == "gregory",
        latin=person.numerals == "latn",
        hours=times.hours.but(own),
        own_hour="reminder" in own,
        own_quiet="quiet_from" in own,
        digest=wish,
        digest_days=_days(own) if wish is DigestWish.WEEKLY else (),
        weekly=own.get("weekly", True),
        news_in_digest=news_since(own) is not None,
    )


async def set_hour(session: Session, *, viewer: Viewer, hour: int | None, now: datetime) -> None:
    """Remind them at that hour of the council's zone; None: when the council reminds everybody.

    Raises HourNotUsableError for an hour that there is not, HourIsQuietError for one in their
    quiet hours.
    """
    await _set_hours(session, viewer, {"reminder": hour}, now)


async def set_quiet(
    session: Session, *, viewer: Viewer, span: tuple[int, int] | None, now: datetime
) -> None:
    """Say nothing from the first hour to the second, over midnight; None: as the council has it.

    Two equal hours mean no quiet hours. Raises as above.
    """
    first, last = span or (None, None)
    await _set_hours(session, viewer, {"quiet_from": first, "quiet_to": last}, now)


async def _set_hours(
    session: Session, viewer: Viewer, change: Mapping[str, int | None], now: datetime
) -> None:
    access.ensure(viewer, "settings")
    own = {**await _own(session, viewer), **change}
    own = {name: value for name, value in own.items() if value is not None}
    times = await clock.of_council(session, await clock.council_of(session, viewer), now)
    ensure_usable(times.hours.but(own))
    await _keep(session, viewer, own)


def ensure_usable(hours: Hours) -> None:
    """Refuse hours that there are not, and a reminder in the quiet hours."""
    if not all(0 <= hour < 24 for hour in asdict(hours).values()):
        raise HourNotUsableError
    if hours.quiet_at(hours.reminder):
        raise HourIsQuietError(hours.reminder, hours.quiet_from, hours.quiet_to)


async def set_digest(
    session: Session, *, viewer: Viewer, wish: DigestWish, days: Collection[int] = ()
) -> None:
    """When they want all of their work in one message; `days` as date.weekday(), for WEEKLY."""
    access.ensure(viewer, "settings")
    chosen = sorted({day % 7 for day in days} or {SATURDAY})
    own = await _own(session, viewer) | {"digest": wish.value, "digest_days": chosen}
    if wish not in BRINGS_NEWS:
        own.pop("news_since", None)
    await _keep(session, viewer, own)


async def toggle_digest_day(session: Session, *, viewer: Viewer, day: int, now: datetime) -> None:
    """Let their digest come on that day of the week (as date.weekday()), or no longer; on the
    last one no longer means that none comes."""
    known = set((await of_viewer(session, viewer=viewer, now=now)).digest_days)
    chosen = known ^ {day}
    wish = DigestWish.WEEKLY if chosen else DigestWish.OFF
    await set_digest(session, viewer=viewer, wish=wish, days=chosen)


async def set_weekly(session: Session, *, viewer: Viewer, on: bool) -> None:
    """Whether they get the council's weekly digest."""
    access.ensure(viewer, "settings")
    await _keep(session, viewer, await _own(session, viewer) | {"weekly": on})


async def set_news(session: Session, *, viewer: Viewer, in_digest: bool, now: datetime) -> bool:
    """Whether what changes on what they follow waits for their digest; False where they have no
    digest that surely comes, daily or weekly: then they are told at once as before."""
    access.ensure(viewer, "settings")
    own = await _own(session, viewer)
    if in_digest and digest_wish(own) not in BRINGS_NEWS:
        return False
    since = own.pop("news_since", now.isoformat())
    await _keep(session, viewer, own | ({"news_since": since} if in_digest else {}))
    return True


def news_since(own: Mapping[str, Any]) -> datetime | None:
    """Since when news of what they follow waits for their digest; None: they are told at once."""
    since = own.get("news_since")
    return datetime.fromisoformat(since) if since else None


async def set_manner(
    session: Session,
    *,
    viewer: Viewer,
    language: str | None = None,
    gregorian: bool | None = None,
    latin: bool | None = None,
) -> str:
    """Speak to them in that language, calendar and digits; gives the tag to speak by from now on.

    NotFoundError for an unknown language.
    """
    access.ensure(viewer, "settings")
    if language is not None:
        await members.choose_language(session, viewer=viewer, language=language)
    person = await people.person(session, viewer.person_id)
    if person is None:
        raise NotFoundError
    if gregorian is not None:
        person.calendar = "gregory" if gregorian else None
    if latin is not None:
        person.numerals = "latn" if latin else None
    return members.manner_of(person)


def digest_wish(own: Mapping[str, Any]) -> DigestWish:
    """What the stored settings say of one's own digest; nobody gets one unasked."""
    return DigestWish(own.get("digest", DigestWish.OFF))


def digest_due(
    own: Mapping[str, Any], week: WorkWeek, today: date, sessions: Collection[date]
) -> bool:
    """Whether somebody with these settings gets their digest today, a working day.

    A chosen day on which nobody works gives way to the next working day; before a session the
    digest comes on the last working day.
    """
    match digest_wish(own):
        case DigestWish.DAILY:
            return True
        case DigestWish.WEEKLY:
            return weekly_on(_days(own), week, today)
        case DigestWish.BEFORE_SESSION:
            return any(week.last_before(day - timedelta(days=1)) == today for day in sessions)
    return False


def weekly_on(days: Collection[int], week: WorkWeek, today: date) -> bool:
    """Whether what comes on these days of the week (as date.weekday()) comes today."""
    chosen = (today - timedelta(days=back) for back in range(7))
    return any(
        week.add(day - timedelta(days=1), 1) == today for day in chosen if day.weekday() in days
    )


async def session_days(session: Session, council: Council, now: datetime) -> tuple[date, ...]:
    """The days of the sessions to come."""
    coming = await meetings.sessions_since(session, council.id, now)
    return tuple(dates.local_date(one.starts_at, council.zone) for one in coming[:SESSIONS_SEEN])


def _days(own: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(own.get("digest_days", (SATURDAY,)))


async def _own(session: Session, viewer: Viewer) -> dict[str, Any]:
    found = await policies.of_people(session, viewer.council_id, [viewer.person_id])
    return found.get(viewer.person_id, {})


async def _keep(session: Session, viewer: Viewer, settings: Mapping[str, Any]) -> None:
    await policies.keep_for_person(
        session, council_id=viewer.council_id, person_id=viewer.person_id, settings=settings
    )

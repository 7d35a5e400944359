"""What a council, or one item, has set about its reminders, and changing it.

A setting comes as its number, see `council/reminding/setting_values.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from council import access, auditing, clock, dates, text
from council.access import Viewer
from council.errors import NotFoundError, SettingNotUsableError
from council.people import preferences
from council.reminding.policies import CouncilTime, council_time
from council.reminding.setting_values import OF_ITEMS, Settings, decode
from council.seconding import second_person
from council.seconding.second_person import Asked
from storage import items, members, policies
from storage.database import Session
from storage.words import Act

MAX_WELCOME = 600
WEDNESDAY = 2
"""The council's digest comes towards the end of the week, as date.weekday()."""


@dataclass(frozen=True)
class CouncilSettings:
    """What a council has set, as its secretariat sees it."""

    times: CouncilTime
    chair: str | None
    weekly_day: int | None
    at_publishing: str
    welcome: str | None
    second: bool
    closures: tuple[tuple[date, str, bool], ...]


async def of_council(session: Session, *, viewer: Viewer, now: datetime) -> CouncilSettings:
    """Everything the council has set. Raises NotAllowedError."""
    access.ensure(viewer, "set_policy")
    council = await clock.council_of(session, viewer)
    kept = await policies.of_council(session, council.id)
    times = await clock.of_council(session, council, now)
    today = dates.local_date(now, council.zone)
    closed = await policies.closures(session, council.id, today)
    chair = await _name_of(session, kept.get("chair"))
    return CouncilSettings(
        times,
        chair,
        weekly_day(kept),
        at_publishing(kept),
        kept.get("welcome"),
        second_person.is_on(kept),
        tuple((one.day, one.name, one.half) for one in closed),
    )


def weekly_day(kept: Mapping[str, Any]) -> int | None:
    """On which day of the week the council's digest comes (as date.weekday()); None for never."""
    day: int | None = kept.get("weekly", WEDNESDAY)
    return day


def at_publishing(kept: Mapping[str, Any]) -> str:
    """What becomes of a session's digest when its minutes are published."""
    return str(kept.get("at_publishing", "offer"))


async def offers_digest(session: Session, *, viewer: Viewer) -> bool:
    """Whether a session's digest is offered when its minutes are published."""
    kept = await policies.of_council(session, viewer.council_id)
    return access.can(viewer, "broadcast") and at_publishing(kept) == "offer"


async def _name_of(session: Session, membership_id: object) -> str | None:
    if not isinstance(membership_id, int):
        return None
    found = await members.people_of(session, [membership_id])
    person = await members.person(session, found.get(membership_id, 0))
    return person.name if person else None


async def chairs(session: Session, *, viewer: Viewer) -> tuple[tuple[int, str], ...]:
    """(membership id, name) of everybody who could be named as the chair."""
    access.ensure(viewer, "set_policy")
    found = await members.active_of(session, viewer.council_id)
    return tuple((membership.id, person.name) for membership, person in found)


# ---------------------------------------------------------------- the council's


async def change(
    session: Session,
    *,
    viewer: Viewer,
    field: str,
    number: int,
    now: datetime,
    seconded: bool = False,
) -> Asked | None:
    """Keep a setting of the council from now on; audited. Does not commit.

    Wanting a second person no longer takes a second person itself, unless `seconded` or nobody is
    left. Raises SettingNotUsableError, NobodySecondsError, and HourIsQuietError where the
    reminder would come in the quiet hours.
    """
    access.ensure(viewer, "set_policy")
    council = await clock.council_of(session, viewer)
    kept = await policies.of_council(session, council.id)
    settings = await changed(session, viewer, kept, field, number)
    if field == "second":
        asked = await _second(session, viewer, bool(number), seconded, now)
        if asked:
            return asked
    hours = council_time(
        settings, zone=council.zone, reminder_hour=council.reminder_hour, closures={}
    ).hours
    preferences.ensure_usable(hours)
    await policies.keep_for_council(session, council_id=council.id, settings=settings)
    _record(session, viewer, {field: number}, now)
    return None


async def _second(
    session: Session, viewer: Viewer, on: bool, seconded: bool, now: datetime
) -> Asked | None:
    if on:
        await second_person.ensure_somebody(session, viewer=viewer)
        return None
    if not await second_person.possible(session, viewer=viewer, act=Act.SWITCH_OFF):
        return None  # or a council whose other people are gone could never switch it off
    return await second_person.wanted(
        session, viewer=viewer, act=Act.SWITCH_OFF, about=viewer.council_id, now=now,
        seconded=seconded,
    )  # fmt: skip


async def welcome(session: Session, *, viewer: Viewer, words: str | None, now: datetime) -> None:
    """Say these words to everybody who joins, after the bot's own; None: say no more."""
    access.ensure(viewer, "set_policy")
    kept = await policies.of_council(session, viewer.council_id)
    said = clean_welcome(words) if words is not None else None
    kept = {name: value for name, value in kept.items() if name != "welcome"}
    if said:
        kept["welcome"] = said
    await policies.keep_for_council(session, council_id=viewer.council_id, settings=kept)
    _record(session, viewer, {"welcome": bool(said)}, now)


def clean_welcome(words: str) -> str:
    """The welcome as it will be said. SettingNotUsableError where it is empty or too long."""
    said = text.clean(words).strip()
    if not said or len(said) > MAX_WELCOME:
        raise SettingNotUsableError
    return said


async def welcome_of(session: Session, council_id: int) -> str | None:
    """The council's own words to everybody who joins, if it has any."""
    kept: str | None = (await policies.of_council(session, council_id)).get("welcome")
    return kept


async def changed(
    session: Session, viewer: Viewer, kept: Settings, field: str, number: int
) -> Settings:
    """What the council has kept, with one setting as the number says. SettingNotUsableError."""
    said = decode(field, number)
    if field == "chair" and number and number not in dict(await chairs(session, viewer=viewer)):
        raise SettingNotUsableError
    if field in ("hour", "quiet"):
        return {**kept, "hours": {**kept.get("hours", {}), **said}}
    if field in OF_ITEMS:
        return {**kept, "policy": {**kept.get("policy", {}), **said}}
    return {**kept, **said}


# ---------------------------------------------------------------- closures


async def close_on(
    session: Session, *, viewer: Viewer, days: Sequence[date], name: str, half: bool, now: datetime
) -> None:
    """Close the offices on days to come, or from noon on; audited. Does not commit."""
    access.ensure(viewer, "set_policy")
    said = text.clean(name).strip()[:100]
    if not said or min(days) < dates.local_date(now, viewer.zone):
        raise SettingNotUsableError
    for day in days:
        await policies.close_on(
            session, council_id=viewer.council_id, day=day, name=said, half=half
        )
        _record(session, viewer, {"closed": day.isoformat()}, now)


async def open_on(session: Session, *, viewer: Viewer, day: date, now: datetime) -> bool:
    """Take a closure back; False where there was none (any more)."""
    access.ensure(viewer, "set_policy")
    taken = await policies.open_on(session, council_id=viewer.council_id, day=day)
    if taken:
        _record(session, viewer, {"opened": day.isoformat()}, now)
    return taken


# ---------------------------------------------------------------- one item's


async def change_item(
    session: Session, *, viewer: Viewer, item_id: int, field: str, number: int, now: datetime
) -> None:
    """Keep a setting for one item; audited, and seen by everybody who opens its plan."""
    access.ensure(viewer, "set_policy")
    said = read_for_item(field, number)
    own = {**await own_settings(session, viewer, item_id), **said}
    await policies.keep_for_item(
        session, item_id=item_id, settings=own, by=viewer.person_id, now=now
    )
    _record(session, viewer, {field: number}, now, item_id)


async def like_council(session: Session, *, viewer: Viewer, item_id: int, now: datetime) -> None:
    """Remind of the item as of every other again; audited."""
    access.ensure(viewer, "set_policy")
    await own_settings(session, viewer, item_id)
    await policies.keep_for_item(
        session, item_id=item_id, settings={}, by=viewer.person_id, now=now
    )
    _record(session, viewer, {"like_council": 1}, now, item_id)


def read_for_item(field: str, number: int) -> Settings:
    """What is to be kept of one item. SettingNotUsableError where only a council sets that."""
    if field not in OF_ITEMS:
        raise SettingNotUsableError
    return decode(field, number)


async def own_settings(session: Session, viewer: Viewer, item_id: int) -> Settings:
    """What is set for the item alone. NotFoundError for no item of the council's."""
    if await items.get(session, viewer.council_id, item_id) is None:
        raise NotFoundError
    return (await policies.of_items(session, [item_id])).get(item_id, {})


def _record(
    session: Session, viewer: Viewer, after: Settings, now: datetime, item_id: int | None = None
) -> None:
    auditing.record(
        session,
        viewer,
        "policy_changed",
        "item" if item_id else "council",
        item_id or viewer.council_id,
        now,
        after=after,
    )

"""Being away: from when to when, and who stands in meanwhile; it ends by itself."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from council import access, auditing, dates, notices
from council.access import Viewer
from council.errors import LeaveNotUsableError, NotFoundError
from storage import leaves as stored
from storage import members
from storage.database import Session
from storage.models import Leave

LONGEST_DAYS = 180


@dataclass(frozen=True)
class Away:
    """Somebody's leave, and who stands in; `lasts` says that it has begun."""

    id: int
    person: str
    first_day: date
    last_day: date
    substitute: str | None
    lasts: bool


async def current(session: Session, *, viewer: Viewer, now: datetime) -> Away | None:
    """The viewer's leave that lasts or comes next, or None."""
    access.ensure(viewer, "settings")
    today = dates.local_date(now, viewer.zone)
    found = await stored.current(session, viewer.council_id, viewer.person_id, today)
    return await _away(session, found, today) if found else None


async def substitutes(session: Session, *, viewer: Viewer) -> tuple[tuple[int, str], ...]:
    """(person id, name) of everybody who may stand in: whoever belongs to the council."""
    access.ensure(viewer, "settings")
    found = await members.active_of(session, viewer.council_id)
    return tuple(
        (person.id, person.name)
        for _, person in found
        if person.id != viewer.person_id and person.telegram_id is not None
    )


async def take(
    session: Session,
    *,
    viewer: Viewer,
    first_day: date,
    last_day: date,
    substitute_id: int | None,
    now: datetime,
) -> Away:
    """Be away from the first to the last day; a former leave that is not over gives way.

    Meanwhile the substitute gets one's reminders and may report for one's bodies; they are told
    now. Raises LeaveNotUsableError where the days are past, the wrong way round or too many, and
    NotFoundError for a substitute who does not belong to the council. Does not commit.
    """
    access.ensure(viewer, "settings")
    today = dates.local_date(now, viewer.zone)
    ensure_usable(first_day, last_day, today)
    known = dict(await substitutes(session, viewer=viewer))
    if substitute_id is not None and substitute_id not in known:
        raise NotFoundError
    await stored.end(session, viewer.council_id, viewer.person_id, now)
    leave = await stored.add(
        session,
        council_id=viewer.council_id,
        person_id=viewer.person_id,
        first_day=first_day,
        last_day=last_day,
        substitute_id=substitute_id,
        now=now,
    )
    auditing.record(session, viewer, "leave_taken", "leave", leave.id, now)
    if substitute_id is not None:
        await _tell(session, viewer, leave, substitute_id, "stand_in", now)
    return await _away(session, leave, today)


def ensure_usable(first_day: date, last_day: date, today: date) -> None:
    """Raise LeaveNotUsableError where the days are past, the wrong way round or too many."""
    if not today <= first_day <= last_day <= first_day + timedelta(days=LONGEST_DAYS):
        raise LeaveNotUsableError


async def end(session: Session, *, viewer: Viewer, now: datetime) -> bool:
    """Be back; False where one was not away. Does not commit."""
    access.ensure(viewer, "settings")
    today = dates.local_date(now, viewer.zone)
    found = await stored.current(session, viewer.council_id, viewer.person_id, today)
    if found is None:
        return False
    await stored.end(session, viewer.council_id, viewer.person_id, now)
    auditing.record(session, viewer, "leave_ended", "leave", found.id, now)
    if found.substitute_id is not None:
        await _tell(session, viewer, found, found.substitute_id, "stand_in_over", now)
    return True


async def open_leave(session: Session, *, viewer: Viewer, leave_id: int, now: datetime) -> Away:
    """The leave in which the viewer stands in. NotFoundError for any other."""
    found = await stored.get(session, viewer.council_id, leave_id)
    if found is None or found.substitute_id != viewer.person_id:
        raise NotFoundError
    return await _away(session, found, dates.local_date(now, viewer.zone))


async def stood_in_for(
    session: Session, *, viewer: Viewer, now: datetime
) -> tuple[tuple[str, date], ...]:
    """(name, last day) of everybody the viewer stands in for today."""
    if not viewer.stands_in_for:
        return ()
    today = dates.local_date(now, viewer.zone)
    found = await stored.lent_to(session, viewer.council_id, viewer.person_id, today)
    return tuple((one.name, one.last_day) for one in found)


async def in_place_of(
    session: Session, *, viewer: Viewer, body_id: int | None, now: datetime
) -> str | None:
    """The name of the one for whom the viewer speaks for the body today; None where they speak for
    it themselves, or not at all."""
    if not viewer.stands_in_for:
        return None
    if body_id in {body.id for body in await members.bodies_of(session, viewer.membership_id)}:
        return None
    today = dates.local_date(now, viewer.zone)
    found = await stored.lent_to(session, viewer.council_id, viewer.person_id, today)
    return next((one.name for one in found if body_id in one.body_ids), None)


async def is_away(session: Session, *, viewer: Viewer, now: datetime) -> bool:
    """Whether the viewer is away today."""
    away = await stored.standing_in(session, viewer.council_id, dates.local_date(now, viewer.zone))
    return viewer.person_id in away


async def _away(session: Session, leave: Leave, today: date) -> Away:
    person = await members.person(session, leave.person_id)
    other = await members.person(session, leave.substitute_id) if leave.substitute_id else None
    return Away(
        leave.id,
        person.name if person else "",
        leave.first_day,
        leave.last_day,
        other.name if other else None,
        lasts=leave.first_day <= today,
    )


async def _tell(
    session: Session, viewer: Viewer, leave: Leave, person_id: int, kind: str, now: datetime
) -> None:
    await notices.tell_person(
        session,
        council_id=viewer.council_id,
        person_id=person_id,
        kind=kind,
        key=f"{kind}:{leave.id}",
        payload={"leave_id": leave.id},
        now=now,
    )

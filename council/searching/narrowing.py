"""What the filters of a search mean: for this viewer, in this council, today."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from council.access import Viewer
from council.items import STALE_DAYS
from council.searching.filters import Asked, Filter, Kind, Wanted
from storage import meetings
from storage.database import Session
from storage.search.filters import Narrowing
from storage.words import OPEN_STATES, ItemState

_STATES = {
    Wanted.OPEN: OPEN_STATES,
    Wanted.WAITING: (ItemState.REPORTED_DONE,),
    Wanted.BLOCKED: (ItemState.BLOCKED,),
    Wanted.IMPLEMENTED: (ItemState.IMPLEMENTED,),
    Wanted.REFERRED_UP: (ItemState.REFERRED_UP,),
    Wanted.WITHDRAWN: (ItemState.WITHDRAWN, ItemState.NOT_ACTIONABLE),
}


async def narrowing_of(
    session: Session, viewer: Viewer, asked: Asked, today: date
) -> Narrowing | None:
    """What the filters mean for the viewer today; None where nothing can satisfy them."""
    parts: dict[str, object] = {}
    for one in asked.filters:
        part = await _part(session, viewer, one, today)
        if part is None or parts.keys() & part.keys():
            return None
        parts |= part
    return Narrowing(**parts)  # type: ignore[arg-type]  # the names are those of its fields


async def _part(
    session: Session, viewer: Viewer, one: Filter, today: date
) -> dict[str, object] | None:
    period = (one.period.first, one.period.last) if one.period else None
    match one.kind:
        case Kind.HELD | Kind.DUE:
            return {one.kind.value: period}
        case Kind.BODY:
            return {"body_id": one.number}
        case Kind.UNDATED | Kind.UNASSIGNED:
            return {one.kind.value: True}
        case Kind.MINE if one.follows:
            return {"followed_by": viewer.membership_id}
        case Kind.MINE:
            own = tuple(sorted(viewer.body_ids))
            return {"own_bodies": own, "followed_by": viewer.membership_id}
        case Kind.FOLLOWED:
            return {"told_to": viewer.person_id}
        case Kind.SESSION | Kind.LAST_SESSION:
            ids = await _meetings(session, viewer, one)
            return {"meeting_ids": ids} if ids else None
        case Kind.STATE:
            return _of_state(one.state, viewer, today)


def _of_state(state: Wanted | None, viewer: Viewer, today: date) -> dict[str, object] | None:
    match state:
        case None:
            return None
        case Wanted.OVERDUE:
            return {"overdue_on": today}
        case Wanted.SILENT:
            return {"silent_since": silent_since(today, viewer.zone)}
        case _:
            return {"states": _STATES[state]}


def silent_since(today: date, zone: str) -> datetime:
    """Return the moment since which an open item without a report counts as silent."""
    return datetime.combine(today - timedelta(days=STALE_DAYS), time(), ZoneInfo(zone))


async def _meetings(session: Session, viewer: Viewer, one: Filter) -> tuple[int, ...]:
    if one.kind is Kind.LAST_SESSION:
        last = await meetings.last(session, viewer.council_id)
        return (last.id,) if last else ()
    return tuple(await meetings.ids_of_number(session, viewer.council_id, one.number or 0))

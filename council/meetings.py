"""The sessions to come: entered, moved, cancelled; what is due at a session moves along."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from council import access, auditing, dates, items, notices
from council.access import Viewer
from council.errors import MomentPassedError, NotFoundError, SessionChangedError
from council.items import ItemCard
from council.session_dues import LASTS, hang
from storage import bodies
from storage import meetings as stored
from storage.database import Session
from storage.models import ActionItem, PlannedSession
from storage.words import SessionState

BESIDE = timedelta(hours=1)
"""Two sessions that begin so soon one after another are likely one, or cannot both be held."""


@dataclass(frozen=True)
class SessionSeen:
    """A session to come, and how many items are due at it."""

    id: int
    version: int
    starts_at: datetime
    place: str | None
    state: SessionState
    zone: str
    items: int = 0


@dataclass(frozen=True)
class Plan:
    """A session as it was understood, before it is entered or moved."""

    starts_at: datetime
    place: str | None
    zone: str
    moved: SessionSeen | None = None
    """The session that would begin then, where it stands already."""
    beside: tuple[SessionSeen, ...] = ()
    """Others that begin at about that time."""


@dataclass(frozen=True)
class Hung:
    """The viewer's items that hang on a session, and what became of the session."""

    session: SessionSeen
    items: tuple[ItemCard, ...]


async def coming(session: Session, *, viewer: Viewer, now: datetime) -> tuple[SessionSeen, ...]:
    """The sessions to come, soonest first."""
    access.ensure(viewer, "see_sessions")
    found = await stored.sessions_since(session, viewer.council_id, now - LASTS)
    hanging = await stored.items_of_sessions(session, viewer.council_id) if found else []
    return tuple(_seen(one, viewer.zone, hanging) for one in found)


async def to_come(
    session: Session, *, viewer: Viewer, session_id: int, now: datetime
) -> SessionSeen:
    """One of the sessions to come. Raises NotFoundError."""
    for one in await coming(session, viewer=viewer, now=now):
        if one.id == session_id:
            return one
    raise NotFoundError


def _seen(planned: PlannedSession, zone: str, hanging: Sequence[ActionItem]) -> SessionSeen:
    day = dates.local_date(planned.starts_at, zone)
    return SessionSeen(
        planned.id,
        planned.version,
        planned.starts_at,
        planned.place,
        planned.state,
        zone,
        sum(item.due_on == day for item in hanging),
    )


async def plan(
    session: Session,
    *,
    viewer: Viewer,
    moved: SessionSeen | None,
    day: date,
    hour: time,
    place: str | None,
    now: datetime,
) -> Plan:
    """What `enter`, or `move` where one is `moved`, would do. Raises MomentPassedError."""
    access.ensure(viewer, "plan_session")
    starts_at = _to_come(day, hour, viewer.zone, now)
    own = moved.id if moved else None
    beside = tuple(
        one
        for one in await coming(session, viewer=viewer, now=now)
        if one.id != own and abs(one.starts_at - starts_at) <= BESIDE
    )
    return Plan(starts_at, place or (moved.place if moved else None), viewer.zone, moved, beside)


async def enter(
    session: Session, *, viewer: Viewer, day: date, hour: time, place: str | None, now: datetime
) -> SessionSeen:
    """Enter a session to come; what is due at the next session gets its date. Does not commit.

    Raises MomentPassedError.
    """
    access.ensure(viewer, "plan_session")
    planned = await stored.add_session(
        session,
        PlannedSession(
            council_id=viewer.council_id,
            starts_at=_to_come(day, hour, viewer.zone, now),
            place=place,
            state=SessionState.PLANNED,
            version=1,
            created_by=viewer.person_id,
            created_at=now,
        ),
    )
    return await _settled(session, viewer, planned, "session_entered", now)


async def move(
    session: Session,
    *,
    viewer: Viewer,
    session_id: int,
    version: int,
    day: date,
    hour: time,
    place: str | None,
    now: datetime,
) -> SessionSeen:
    """Move a session; what hangs on it moves along, and its people are told. Does not commit.

    Raises NotFoundError, MomentPassedError and, where somebody changed it meanwhile,
    SessionChangedError.
    """
    planned = await _open(session, viewer, session_id)
    moved = await stored.change_session(
        session,
        planned,
        expected=version,
        starts_at=_to_come(day, hour, viewer.zone, now),
        place=place or planned.place,
    )
    if not moved:
        raise SessionChangedError
    await session.refresh(planned)
    return await _settled(session, viewer, planned, "session_moved", now)


async def cancel(
    session: Session, *, viewer: Viewer, session_id: int, version: int, now: datetime
) -> SessionSeen:
    """Cancel a session; what hung on it waits for the next one. Raises as `move` does."""
    planned = await _open(session, viewer, session_id)
    if not await stored.change_session(
        session, planned, expected=version, state=SessionState.CANCELLED
    ):
        raise SessionChangedError
    await session.refresh(planned)
    return await _settled(session, viewer, planned, "session_cancelled", now)


async def open_session(
    session: Session, *, viewer: Viewer, session_id: int, version: int
) -> SessionSeen:
    """A session to come that may be moved or cancelled, as it was when its button was made.

    Raises NotFoundError, NotAllowedError and, where it has changed since, SessionChangedError.
    """
    planned = await _open(session, viewer, session_id)
    if planned.version != version:
        raise SessionChangedError
    return _seen(planned, viewer.zone, ())


async def planned_by_id(session: Session, *, viewer: Viewer, session_id: int) -> SessionSeen:
    """A session that was entered, whatever became of it. Raises NotFoundError, NotAllowedError."""
    return _seen(await _planned(session, viewer, session_id), viewer.zone, ())


async def _planned(session: Session, viewer: Viewer, session_id: int) -> PlannedSession:
    access.ensure(viewer, "plan_session")
    planned = await stored.planned_session(session, viewer.council_id, session_id)
    if planned is None:
        raise NotFoundError
    return planned


async def _open(session: Session, viewer: Viewer, session_id: int) -> PlannedSession:
    planned = await _planned(session, viewer, session_id)
    if planned.state is not SessionState.PLANNED:
        raise SessionChangedError
    return planned


def moment(day: date, hour: time, zone: str) -> datetime:
    """When a session of that day and hour begins in the council's zone."""
    return datetime.combine(day, hour, ZoneInfo(zone))


def _to_come(day: date, hour: time, zone: str, now: datetime) -> datetime:
    begins = moment(day, hour, zone)
    if begins <= now:
        raise MomentPassedError
    return begins


async def _settled(
    session: Session, viewer: Viewer, planned: PlannedSession, action: str, now: datetime
) -> SessionSeen:
    """Let everything follow, tell whom it concerns, and keep on record who did it."""
    auditing.record(
        session,
        viewer,
        action,
        "session",
        planned.id,
        now,
        after={"starts_at": planned.starts_at.isoformat(), "state": planned.state.value},
    )
    changed = await hang(session, council_id=viewer.council_id, zone=viewer.zone, now=now)
    await _tell(session, viewer, planned, changed, now)
    hanging = await stored.items_of_sessions(session, viewer.council_id)
    return _seen(planned, viewer.zone, hanging)


async def _tell(
    session: Session,
    viewer: Viewer,
    planned: PlannedSession,
    changed: Sequence[ActionItem],
    now: datetime,
) -> None:
    leads = {item.lead_body_id for item in changed if item.lead_body_id is not None}
    own: dict[int, list[int]] = {}
    for body_id, person in await bodies.representatives(session, leads):
        mine = own.setdefault(person.id, [])
        mine += [item.id for item in changed if item.lead_body_id == body_id]
    for person_id, ids in own.items():
        await notices.tell_person(
            session,
            council_id=viewer.council_id,
            person_id=person_id,
            kind="session",
            key=f"ses:{planned.id}:{planned.version}",
            payload={"session_id": planned.id, "items": ids},
            now=now,
        )


async def hung_on(
    session: Session,
    *,
    viewer: Viewer,
    session_id: int,
    item_ids: Collection[int],
    now: datetime,
) -> Hung:
    """The viewer's open items among the ids, and the session that they follow.

    Raises NotFoundError.
    """
    planned = await stored.planned_session(session, viewer.council_id, session_id)
    if planned is None:
        raise NotFoundError
    cards = await items.cards(session, viewer=viewer, item_ids=item_ids, now=now)
    own = tuple(one for one in cards if one.is_open and one.may_report)
    return Hung(_seen(planned, viewer.zone, ()), own)

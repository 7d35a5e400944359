"""What the next session has before it: open items by what they need, and who answers for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from council import access, dates, items, meetings, notices, text
from council.access import Viewer
from council.items import ItemCard
from council.meetings import SessionSeen
from storage import bodies
from storage.database import Session
from storage.words import ItemState


class Need(StrEnum):
    """Why an item is on the agenda; each item has the first that fits."""

    REPORTED_DONE = "done"
    BLOCKED = "blocked"
    OVERDUE = "overdue"
    DUE = "due"
    OPEN = "open"


@dataclass(frozen=True)
class Section:
    """The items that need the same, by body and then soonest due first."""

    need: Need
    items: tuple[ItemCard, ...]


@dataclass(frozen=True)
class Agenda:
    """A draft of the next session's agenda; without a session where none has been entered."""

    council_name: str
    session: SessionSeen | None
    sections: tuple[Section, ...]

    @property
    def total(self) -> int:
        """How many items there are."""
        return sum(len(section.items) for section in self.sections)


@dataclass(frozen=True)
class Answerable:
    """A body with open items, and the people who speak for it; None is nobody named."""

    body: str | None
    open: int
    overdue: int
    blocked: int
    people: tuple[str, ...]


def need_of(one: ItemCard, day: date | None) -> Need:
    """Return why an open item is on the agenda of a session on that day."""
    if one.state is ItemState.REPORTED_DONE:
        return Need.REPORTED_DONE
    if one.state is ItemState.BLOCKED:
        return Need.BLOCKED
    if one.overdue:
        return Need.OVERDUE
    if day is not None and one.due_on is not None and one.due_on <= day:
        return Need.DUE
    return Need.OPEN


async def draft(session: Session, *, viewer: Viewer, session_id: int, now: datetime) -> Agenda:
    """The agenda of a session to come, or (0) of the next one. Raises NotFoundError."""
    access.ensure(viewer, "plan_session")
    planned = await _planned(session, viewer, session_id, now)
    day = dates.local_date(planned.starts_at, viewer.zone) if planned else None
    found = await items.all_open(session, viewer=viewer, now=now)
    return Agenda(viewer.council_name, planned, _sections(found, day))


async def _planned(
    session: Session, viewer: Viewer, session_id: int, now: datetime
) -> SessionSeen | None:
    if session_id:
        return await meetings.to_come(session, viewer=viewer, session_id=session_id, now=now)
    return next(iter(await meetings.coming(session, viewer=viewer, now=now)), None)


def _sections(found: Iterable[ItemCard], day: date | None) -> tuple[Section, ...]:
    needs: dict[Need, list[ItemCard]] = {need: [] for need in Need}
    for one in found:
        needs[need_of(one, day)].append(one)
    return tuple(
        Section(need, tuple(sorted(own, key=_by_body))) for need, own in needs.items() if own
    )


def _by_body(one: ItemCard) -> tuple[bool, str]:
    return one.body is None, text.sort_key(one.body or "")


async def answerable(session: Session, *, viewer: Viewer, now: datetime) -> tuple[Answerable, ...]:
    """Who has open items, most overdue first. Raises NotAllowedError."""
    access.ensure(viewer, "plan_session")
    own: dict[str | None, list[ItemCard]] = {}
    for one in await items.all_open(session, viewer=viewer, now=now):
        own.setdefault(one.body, []).append(one)
    known = {body.name: body.id for body in await bodies.of_council(session, viewer.council_id)}
    speakers = await bodies.representatives(session, known.values())
    found = [
        Answerable(
            body,
            len(cards),
            sum(one.overdue for one in cards),
            sum(one.state is ItemState.BLOCKED for one in cards),
            tuple(who.name for spoken, who in speakers if body and spoken == known.get(body)),
        )
        for body, cards in own.items()
    ]
    return tuple(
        sorted(found, key=lambda one: (-one.overdue, -one.open, text.sort_key(one.body or "")))
    )


async def order_invitation(
    session: Session, *, viewer: Viewer, session_id: int, key: str, now: datetime
) -> None:
    """Have the session sent as a calendar file; the same key twice makes one. Does not commit.

    Raises NotFoundError for a session that is over or was cancelled.
    """
    await meetings.to_come(session, viewer=viewer, session_id=session_id, now=now)
    await notices.order_paper(
        session,
        council_id=viewer.council_id,
        person_id=viewer.person_id,
        kind="session_file",
        key=f"session_file:{key}",
        payload={"session_id": session_id},
        now=now,
    )

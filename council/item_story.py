"""Everything that happened to one item: reports, requests for more time, what was decided."""

from dataclasses import dataclass
from datetime import date, datetime

from council import access
from council.access import Viewer
from council.errors import NotFoundError
from storage import item_events, item_rows, postponements
from storage.database import Session
from storage.item_rows import ReportRow
from storage.words import EventKind


@dataclass(frozen=True)
class RequestTold:
    """A request for more time, in the story of an item."""

    at: datetime
    asked_by: str
    wanted_on: date
    granted: bool | None
    decided_by: str | None
    answer: str | None
    lapsed: bool = False
    taken_back: bool = False


@dataclass(frozen=True)
class EventTold:
    """What the secretariat did about an item, in its story."""

    at: datetime
    actor: str
    kind: EventKind
    reason: str


@dataclass(frozen=True)
class Story:
    """Everything that was reported, asked and decided on an item, each kind oldest first."""

    reports: tuple[ReportRow, ...]
    requests: tuple[RequestTold, ...]
    events: tuple[EventTold, ...]

    def overtaken(self, report: ReportRow) -> bool:
        """Whether a newer report that stands took its place before anybody decided about it."""
        newer = any(one.id > report.id and not one.withdrawn for one in self.reports)
        return newer and report.decision is None and not report.withdrawn


async def of_item(session: Session, *, viewer: Viewer, item_id: int) -> Story:
    """The story of an item of the viewer's council. Raises NotFoundError."""
    reports = await _reports(session, viewer=viewer, item_id=item_id)
    requests = tuple(
        RequestTold(
            one.created_at,
            one.asked_by.name,
            one.wanted_on,
            one.granted,
            one.decided_by.name if one.decided_by else None,
            one.answer,
            lapsed=one.granted is None and bool(one.decided_at) and one.decided_by_id is None,
            taken_back=one.granted is None and one.decided_by_id is not None,
        )
        for one in await postponements.of_item(session, item_id)
    )
    events = tuple(
        EventTold(one.at, one.actor.name, one.kind, one.reason)
        for one in await item_events.of_item(session, item_id)
    )
    return Story(reports, requests, events)


async def _reports(session: Session, *, viewer: Viewer, item_id: int) -> tuple[ReportRow, ...]:
    """Every report on an item of the viewer's council, oldest first."""
    access.ensure(viewer, "search")
    if not await item_rows.among(session, viewer.council_id, [item_id]):
        raise NotFoundError
    return tuple(await item_rows.reports_on(session, item_id))

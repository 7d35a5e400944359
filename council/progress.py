"""Reporting progress and reviewing it: three doors, one action."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from council import access, dates, items, notices, occurrences, text
from council.access import Viewer
from council.errors import (
    AlreadyDecidedError,
    ItemClosedError,
    NotAllowedError,
    NotFoundError,
    OwnReportError,
)
from council.items import ItemCard
from storage import audit, members
from storage import items as stored_items
from storage import progress as stored
from storage.database import Session
from storage.models import ActionItem, Attachment, ProgressUpdate
from storage.words import (
    OPEN_STATES,
    Decision,
    ItemState,
    OccurrenceState,
    ProgressStatus,
    Role,
)

MAX_NOTE = 2_000

NEXT_STATE = {
    ProgressStatus.NOT_STARTED: ItemState.NOTIFIED,
    ProgressStatus.IN_PROGRESS: ItemState.IN_PROGRESS,
    ProgressStatus.BLOCKED: ItemState.BLOCKED,
    ProgressStatus.REPORTED_DONE: ItemState.REPORTED_DONE,
    ProgressStatus.NOT_ACTIONABLE: ItemState.BLOCKED,
}
"""What a report makes of an open item; only a secretary's decision closes one."""


@dataclass(frozen=True)
class Evidence:
    """A file that came with a report, as the messenger keeps it."""

    kind: str
    file_id: str
    file_name: str | None = None
    size: int | None = None


@dataclass(frozen=True)
class Report:
    """What somebody says about an item. `percent` is 0 to 100 or unknown."""

    status: ProgressStatus
    percent: int | None = None
    note: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Submitted:
    """A stored report and the item as it stands after it."""

    id: int
    card: ItemCard
    on_behalf_of: str | None


@dataclass(frozen=True)
class UnderReview:
    """A report as its reviewer sees it."""

    id: int
    card: ItemCard
    author: str
    on_behalf_of: str | None
    status: ProgressStatus
    percent: int | None
    note: str
    evidence: tuple[Evidence, ...]
    at: datetime
    decision: Decision | None
    decided_by: str | None
    reason: str | None


async def submit(
    session: Session, *, viewer: Viewer, item_id: int, report: Report, now: datetime
) -> Submitted:
    """Record a report on an open item and tell the secretaries. Does not commit.

    A secretary who does not speak for the item's body reports on its behalf; both names are kept.
    Raises NotFoundError, NotAllowedError, ItemClosedError.
    """
    item = await stored_items.get(session, viewer.council_id, item_id)
    if item is None:
        raise NotFoundError
    access.ensure_may_report(viewer, items.facts(item))
    if item.state not in OPEN_STATES:
        raise ItemClosedError
    note = text.clean(report.note).strip()[:MAX_NOTE]
    percent = _percent(report)
    behalf = None if access.speaks_for(viewer, items.facts(item)) else item.lead_body_id
    occurrence = await stored_items.latest_occurrence(session, item.id)
    update = await stored.add(
        session,
        ProgressUpdate(
            council_id=viewer.council_id,
            item_id=item.id,
            occurrence_id=occurrence.id if occurrence else None,
            author_id=viewer.person_id,
            on_behalf_of_id=behalf,
            status=report.status,
            percent=percent,
            note=note,
            created_at=now,
        ),
    )
    await _keep_evidence(session, update, report)
    await _move(session, item, report.status, percent)
    _record(session, viewer, item, update, "reported", now)
    await _tell_secretaries(session, viewer, update, now)
    card = await items.open_card(session, viewer=viewer, item_id=item.id, now=now)
    name = item.lead_body.name if behalf is not None and item.lead_body else None
    return Submitted(update.id, card, name)


def _percent(report: Report) -> int | None:
    if report.status is ProgressStatus.REPORTED_DONE:
        return 100
    return None if report.percent is None else max(0, min(100, report.percent))


async def _keep_evidence(session: Session, update: ProgressUpdate, report: Report) -> None:
    for piece in report.evidence:
        await stored.add_attachment(
            session,
            Attachment(
                progress_id=update.id,
                kind=piece.kind,
                file_id=piece.file_id,
                file_name=piece.file_name,
                size=piece.size,
            ),
        )


async def _move(
    session: Session, item: ActionItem, status: ProgressStatus, percent: int | None
) -> None:
    values: dict[str, object] = {"state": NEXT_STATE[status]}
    if percent is not None:
        values["percent"] = percent
    if not await stored_items.change(session, item, expected=item.version, **values):
        raise ItemClosedError


async def _tell_secretaries(
    session: Session, viewer: Viewer, update: ProgressUpdate, now: datetime
) -> None:
    for person in await members.with_role(session, viewer.council_id, Role.SECRETARY):
        if person.id != viewer.person_id:
            await notices.tell_person(
                session,
                council_id=viewer.council_id,
                person_id=person.id,
                kind="reported",
                key=f"apr:{update.id}",
                payload={"progress_id": update.id},
                now=now,
            )


def ensure_open_for(viewer: Viewer, item: ItemCard) -> None:
    """Refuse to begin a report that could not be submitted: ItemClosedError, NotAllowedError."""
    if not item.is_open:
        raise ItemClosedError
    if not item.may_report:
        raise NotAllowedError("report")
    access.ensure(viewer, "report")


async def open_review(
    session: Session, *, viewer: Viewer, progress_id: int, now: datetime
) -> UnderReview:
    """A report as its reviewer sees it. Raises NotAllowedError, NotFoundError."""
    access.ensure(viewer, "review")
    return await _under_review(session, viewer, progress_id, now)


async def decided(
    session: Session, *, viewer: Viewer, progress_id: int, now: datetime
) -> UnderReview:
    """One's own report with what was decided about it. NotFoundError for anybody else's."""
    found = await stored.get(session, viewer.council_id, progress_id)
    if found is None or found.author_id != viewer.person_id:
        raise NotFoundError
    return await _under_review(session, viewer, progress_id, now)


async def history(
    session: Session, *, viewer: Viewer, item_id: int
) -> tuple[items.LastReport, ...]:
    """Every report on an item of the viewer's council, oldest first."""
    access.ensure(viewer, "search")
    if await stored_items.get(session, viewer.council_id, item_id) is None:
        raise NotFoundError
    return tuple(map(items.as_report, await stored.of_item(session, item_id)))


async def review_queue(session: Session, *, viewer: Viewer) -> tuple[int, ...]:
    """Ids of others' reports that wait for the viewer's decision, oldest first."""
    access.ensure(viewer, "review")
    waiting = await stored.waiting_for_review(session, viewer.council_id)
    own = await _own_among(session, viewer, waiting)
    return tuple(one for one in waiting if one not in own)


async def _own_among(
    session: Session, viewer: Viewer, progress_ids: Sequence[int]
) -> frozenset[int]:
    # A colleague reviews these; shown first, they would keep the viewer from all the others.
    found = [await stored.get(session, viewer.council_id, one) for one in progress_ids]
    return frozenset(one.id for one in found if one and one.author_id == viewer.person_id)


async def review(
    session: Session,
    *,
    viewer: Viewer,
    progress_id: int,
    decision: Decision,
    now: datetime,
    reason: str | None = None,
) -> UnderReview:
    """Accept a report or return it with a reason; the author is told. Does not commit.

    Accepting "done" closes the item, or, where the item repeats, its current period.
    Raises NotAllowedError, NotFoundError, OwnReportError, AlreadyDecidedError.
    """
    access.ensure(viewer, "review")
    update = await stored.get(session, viewer.council_id, progress_id)
    if update is None:
        raise NotFoundError
    if update.author_id == viewer.person_id:
        raise OwnReportError
    written = await stored.review(
        session,
        progress_id=progress_id,
        reviewer_id=viewer.person_id,
        decision=decision,
        reason=text.clean(reason).strip()[:1000] if reason else None,
        now=now,
    )
    if not written:
        await _refuse_second(session, viewer, progress_id)
    today = dates.local_date(now, viewer.zone)
    await _settle(session, update, decision, now, today)
    _record(session, viewer, update.item, update, f"report_{decision.value}", now)
    await notices.tell_person(
        session,
        council_id=viewer.council_id,
        person_id=update.author_id,
        kind="decided",
        key=f"dec:{update.id}",
        payload={"progress_id": update.id},
        now=now,
    )
    return await _under_review(session, viewer, progress_id, now)


async def _refuse_second(session: Session, viewer: Viewer, progress_id: int) -> None:
    first = await stored.get(session, viewer.council_id, progress_id)
    if first is None or first.review is None:
        raise NotFoundError
    raise AlreadyDecidedError(first.review.reviewer.name, first.review.decided_at)


async def _settle(
    session: Session, update: ProgressUpdate, decision: Decision, now: datetime, today: date
) -> None:
    """What the decision makes of the item: only the newest report of an open item counts."""
    item = update.item
    newest = (await stored.last_of(session, [item.id])).get(item.id)
    if item.state is not ItemState.REPORTED_DONE or newest is None or newest.id != update.id:
        return
    values: dict[str, object]
    if item.deadline_kind in stored_items.REPEATING:
        values = await _settle_period(session, update, decision, today)
    elif decision is Decision.RETURNED:
        values = {"state": ItemState.IN_PROGRESS}
    else:
        values = {"state": ItemState.IMPLEMENTED, "closed_at": now}
    if not await stored_items.change(session, item, expected=item.version, **values):
        raise ItemClosedError


async def _settle_period(
    session: Session, update: ProgressUpdate, decision: Decision, today: date
) -> dict[str, object]:
    """Close the period that the report was about, or call it missed; the item goes on."""
    values: dict[str, object] = {"state": ItemState.IN_PROGRESS}
    period = await stored_items.occurrence(session, update.occurrence_id)
    latest = await stored_items.latest_occurrence(session, update.item_id)
    if period is None or latest is None:
        return values
    if decision is Decision.ACCEPTED:
        period.state = OccurrenceState.REPORTED
    elif period.due_on < today:
        period.state = OccurrenceState.MISSED
    if decision is Decision.ACCEPTED and period.id == latest.id:
        # Reported before its day: nothing more is reminded until the next one is due.
        following = await occurrences.open_next(session, item=update.item, current=period)
        if following is not None:
            values |= {"due_on": following.due_on, "percent": 0}
    return values


async def _under_review(
    session: Session, viewer: Viewer, progress_id: int, now: datetime
) -> UnderReview:
    update = await stored.get(session, viewer.council_id, progress_id)
    if update is None:
        raise NotFoundError
    verdict = update.review
    return UnderReview(
        id=update.id,
        card=await items.open_card(session, viewer=viewer, item_id=update.item_id, now=now),
        author=update.author.name,
        on_behalf_of=update.on_behalf_of.name if update.on_behalf_of else None,
        status=update.status,
        percent=update.percent,
        note=update.note,
        evidence=tuple(
            Evidence(piece.kind, piece.file_id, piece.file_name, piece.size)
            for piece in update.attachments
        ),
        at=update.created_at,
        decision=verdict.decision if verdict else None,
        decided_by=verdict.reviewer.name if verdict else None,
        reason=verdict.reason if verdict else None,
    )


def _record(
    session: Session,
    viewer: Viewer,
    item: ActionItem,
    update: ProgressUpdate,
    action: str,
    now: datetime,
) -> None:
    audit.record(
        session,
        council_id=viewer.council_id,
        actor_id=viewer.person_id,
        action=action,
        subject="item",
        subject_id=item.id,
        at=now,
        after={"progress_id": update.id, "status": update.status.value, "percent": update.percent},
    )

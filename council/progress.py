"""Reporting progress: three doors, one action."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from council import access, auditing, follows, items, notices, text
from council.access import Viewer
from council.errors import (
    AlreadyDecidedError,
    ItemClosedError,
    NotAllowedError,
    NotFoundError,
    TooLateError,
)
from council.items import ItemCard
from council.people import leaves
from council.people.members import is_only_secretary
from storage import item_rows, new_reports
from storage import items as stored_items
from storage import progress as stored
from storage.database import Session
from storage.models import ActionItem, Attachment, ProgressUpdate
from storage.search import mark_changed
from storage.words import (
    OPEN_STATES,
    ItemState,
    ProgressStatus,
)

MAX_NOTE = 2_000
TAKE_BACK_MINUTES = 10
"""How long an author may take a report back or add evidence to it."""
MAX_EVIDENCE = 20

NEXT_STATE = {
    ProgressStatus.NOT_STARTED: ItemState.NOTIFIED,
    ProgressStatus.IN_PROGRESS: ItemState.IN_PROGRESS,
    ProgressStatus.BLOCKED: ItemState.BLOCKED,
    ProgressStatus.REPORTED_DONE: ItemState.REPORTED_DONE,
}
"""What a report makes of an open item; only a secretary's decision closes one. That it is not
theirs says nothing of how it stands: the secretariat decides whose it is."""


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
    in_place_of: str | None = None
    """The one who is away, where the author stands in."""
    alone: bool = False
    """Nobody else could accept it: the author does, with a reason."""


async def submit(
    session: Session,
    *,
    viewer: Viewer,
    item_id: int,
    report: Report,
    now: datetime,
    replaces: int | None = None,
) -> Submitted:
    """Record a report on an open item and tell the secretaries. Does not commit.

    `replaces` is the author's own report that this one corrects: taken back where it still can be.
    Words behind files that were reported without any make one report with them.

    Who does not speak for the item's body themselves, as a secretary or a stand-in, reports on its
    behalf; both names are kept.
    Raises NotFoundError, NotAllowedError, ItemClosedError.
    """
    if replaces is None and (files := await _wordless(session, viewer, item_id, report, now)):
        replaces = files.id
        report = replace(report, evidence=(*files_of(files), *report.evidence))
    if replaces is not None and await _may_take_back(session, viewer, replaces, now):
        await withdraw(session, viewer=viewer, progress_id=replaces, now=now)
    found = await item_rows.among(session, viewer.council_id, [item_id])
    if not found:
        raise NotFoundError
    item = found[0]
    access.ensure_may_report(viewer, items.facts(item))
    if item.state not in OPEN_STATES:
        raise ItemClosedError
    note = as_kept(report.note)
    percent = _percent(report)
    away = await leaves.in_place_of(session, viewer=viewer, body_id=item.lead_body_id, now=now)
    own = access.speaks_for(viewer, items.facts(item)) and away is None
    behalf = None if own else item.lead_body_id
    progress_id = await new_reports.add(
        session,
        item,
        author_id=viewer.person_id,
        on_behalf_of_id=behalf,
        status=report.status,
        percent=percent,
        note=note,
        now=now,
    )
    await _keep_evidence(session, progress_id, report.evidence)
    state = NEXT_STATE.get(report.status, _as_it_stood(item.state))
    if not await new_reports.move(session, item, state=state, percent=percent):
        raise ItemClosedError
    if note:
        await mark_changed(session, item.resolution_id)  # its words are searched too, soon
    after = _trace(progress_id, report.status, percent)
    await auditing.record_last(session, viewer, "reported", "item", item.id, now, after=after)
    await _tell_secretaries(session, viewer, progress_id, now)
    await follows.tell(session, viewer=viewer, item=item, key=f"rep:{progress_id}", now=now)
    card = await items.open_card(session, viewer=viewer, item_id=item.id, now=now)
    name = item.body if behalf is not None else None
    done = report.status is ProgressStatus.REPORTED_DONE
    alone = done and await is_only_secretary(session, viewer=viewer)
    return Submitted(progress_id, card, name, away, alone)


def _as_it_stood(state: ItemState) -> ItemState:
    """The state that an item keeps; one that was reported as done waits for no review any more."""
    return ItemState.IN_PROGRESS if state is ItemState.REPORTED_DONE else state


async def _wordless(
    session: Session, viewer: Viewer, item_id: int, report: Report, now: datetime
) -> ProgressUpdate | None:
    """What the author reported on the item just before with files alone, where the report has the
    words; it can still be taken back."""
    if not report.note or not access.can(viewer, "withdraw_report"):
        return None
    since = now - timedelta(minutes=TAKE_BACK_MINUTES)
    recent = await stored.recent_by(
        session, viewer.council_id, viewer.person_id, since=since, item_id=item_id
    )
    if recent is None or recent.note or not await _may_take_back(session, viewer, recent.id, now):
        return None
    update = await stored.get(session, viewer.council_id, recent.id)
    return update if update and update.attachments else None


def as_kept(note: str) -> str:
    """The words of a report as they are kept."""
    return text.clean(note).strip()[:MAX_NOTE]


def _percent(report: Report) -> int | None:
    if report.status is ProgressStatus.REPORTED_DONE:
        return 100
    return None if report.percent is None else max(0, min(100, report.percent))


async def _keep_evidence(
    session: Session, progress_id: int, evidence: tuple[Evidence, ...]
) -> None:
    for piece in evidence[:MAX_EVIDENCE]:
        await stored.add_attachment(
            session,
            Attachment(
                progress_id=progress_id,
                kind=piece.kind,
                file_id=piece.file_id,
                file_name=piece.file_name,
                size=piece.size,
            ),
        )


async def add_evidence(
    session: Session,
    *,
    viewer: Viewer,
    evidence: tuple[Evidence, ...],
    now: datetime,
    item_id: int | None = None,
) -> Submitted | None:
    """Add files without words to the author's own report of the last minutes; an album's pictures
    arrive one by one. The card that was sent to the secretaries then counts them too. None where
    there is no such report, or it was reviewed or is full."""
    since = now - timedelta(minutes=TAKE_BACK_MINUTES)
    recent = await stored.recent_by(
        session, viewer.council_id, viewer.person_id, since=since, item_id=item_id
    )
    update = recent and await stored.get(session, viewer.council_id, recent.id)
    if not update or update.review is not None:
        return None
    before = len(update.attachments)
    if before >= MAX_EVIDENCE:
        return None
    added = evidence[: MAX_EVIDENCE - before]
    await _keep_evidence(session, update.id, added)
    session.expire(update, ["attachments"])
    await _tell_secretaries(session, viewer, update.id, now, str(before + len(added)))
    card = await items.open_card(session, viewer=viewer, item_id=update.item_id, now=now)
    return Submitted(update.id, card, None)


async def withdraw(
    session: Session, *, viewer: Viewer, progress_id: int, now: datetime
) -> ProgressUpdate:
    """Take one's own newest report back; the item stands again as it stood before it, and the card
    that was sent to the secretaries says so.

    Raises NotFoundError, TooLateError, AlreadyDecidedError, ItemClosedError. Does not commit.
    """
    access.ensure(viewer, "withdraw_report")
    update = await stored.get(session, viewer.council_id, progress_id)
    if update is None or update.author_id != viewer.person_id:
        raise NotFoundError
    if update.review is not None:
        raise AlreadyDecidedError(update.review.reviewer.name, update.review.decided_at)
    if not await _may_take_back(session, viewer, progress_id, now):
        raise TooLateError
    if not await stored.withdraw(session, update.id, now):
        raise TooLateError
    values = {"state": update.state_before, "percent": update.percent_before}
    item = update.item
    if not await stored_items.change(session, item, expected=item.version, **values):
        raise ItemClosedError
    record_audit(session, viewer, item, update, "report_withdrawn", now)
    await _tell_secretaries(session, viewer, update.id, now, "back")
    return update


@dataclass(frozen=True)
class Written:
    """What an author wrote, to be corrected."""

    item_id: int
    note: str
    evidence: tuple[Evidence, ...]
    status: ProgressStatus
    percent: int | None


async def to_correct(
    session: Session, *, viewer: Viewer, progress_id: int, now: datetime
) -> Written:
    """One's own report that can still be replaced. Raises TooLateError, AlreadyDecidedError."""
    access.ensure(viewer, "withdraw_report")
    update = await stored.get(session, viewer.council_id, progress_id)
    if update and update.review and update.author_id == viewer.person_id:
        raise AlreadyDecidedError(update.review.reviewer.name, update.review.decided_at)
    if update is None or not await _may_take_back(session, viewer, progress_id, now):
        raise TooLateError
    files = files_of(update)
    return Written(update.item_id, update.note, files, update.status, update.percent)


async def evidence_of(
    session: Session, *, viewer: Viewer, progress_id: int
) -> tuple[Evidence, ...]:
    """The files of a report, for whoever may see its item. Raises NotFoundError."""
    access.ensure(viewer, "search")
    update = await stored.get(session, viewer.council_id, progress_id)
    if update is None or await stored_items.get(session, viewer.council_id, update.item_id) is None:
        raise NotFoundError
    return files_of(update)


def files_of(update: ProgressUpdate) -> tuple[Evidence, ...]:
    """The loaded evidence of a stored update."""
    return tuple(
        Evidence(piece.kind, piece.file_id, piece.file_name, piece.size)
        for piece in update.attachments
    )


async def _may_take_back(session: Session, viewer: Viewer, progress_id: int, now: datetime) -> bool:
    """Whether it is the author's newest report on its item, not reviewed, of the last minutes."""
    update = await stored.get(session, viewer.council_id, progress_id)
    if update is None or update.author_id != viewer.person_id or update.review is not None:
        return False
    newest = (await stored.last_of(session, [update.item_id])).get(update.item_id)
    fresh = now - update.created_at <= timedelta(minutes=TAKE_BACK_MINUTES)
    return fresh and newest is not None and newest.id == update.id


_TOLD_OF = {"": "reported", "back": "report_withdrawn"}


async def _tell_secretaries(
    session: Session, viewer: Viewer, progress_id: int, now: datetime, change: str = ""
) -> None:
    """Tell of a report; with a `change`, that its card is to show it: `back`, or so many files."""
    await notices.tell_secretariat(
        session,
        council_id=viewer.council_id,
        kind=_TOLD_OF.get(change, "more_evidence"),
        key=f"{notices.report_key(progress_id)}{change and f':{change}'}",
        payload={"progress_id": progress_id},
        now=now,
        besides=viewer.person_id,
    )


def ensure_open_for(viewer: Viewer, item: ItemCard) -> None:
    """Refuse to begin a report that could not be submitted: ItemClosedError, NotAllowedError."""
    if not item.is_open:
        raise ItemClosedError
    if not item.may_report:
        raise NotAllowedError("report")
    access.ensure(viewer, "report")


def record_audit(
    session: Session,
    viewer: Viewer,
    item: ActionItem,
    update: ProgressUpdate,
    action: str,
    now: datetime,
) -> None:
    """Write what happened to a report into the audit of its item; no words of it."""
    after = _trace(update.id, update.status, update.percent)
    auditing.record(session, viewer, action, "item", item.id, now, after=after)


def _trace(progress_id: int, status: ProgressStatus, percent: int | None) -> dict[str, object]:
    return {"progress_id": progress_id, "status": status.value, "percent": percent}

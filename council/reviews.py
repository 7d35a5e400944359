"""Reviewing reports: the queue, and the one decision about each."""

from dataclasses import dataclass
from datetime import date, datetime

from council import access, dates, follows, items, notices, text
from council.access import Viewer
from council.errors import (
    AlreadyDecidedError,
    ItemClosedError,
    NotFoundError,
    OwnReportError,
)
from council.items import ItemCard
from council.people import members
from council.progress import Evidence, files_of, record_audit
from council.reminding import occurrences
from storage import item_events
from storage import items as stored_items
from storage import progress as stored
from storage.database import Session
from storage.models import ItemEvent, ProgressUpdate
from storage.words import REPEATING, Decision, EventKind, ItemState, OccurrenceState, ProgressStatus


@dataclass(frozen=True)
class Question:
    """What was asked about an earlier report, and what that said; `evidence` also has the files of
    those before it that were asked about."""

    by: str
    words: str
    status: ProgressStatus
    percent: int | None
    note: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class UnderReview:
    """A report as its reviewer sees it.

    `mine`: the viewer wrote it. `alone`: they are also the only one who could review it, and may
    accept what is done with a reason. `by_author`: that is how it was accepted. `answers`: what its
    author had been asked before.
    """

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
    withdrawn: bool = False
    mine: bool = False
    alone: bool = False
    by_author: bool = False
    answers: Question | None = None

    @property
    def waits(self) -> bool:
        """Whether it can still be decided: nobody has, and its author has not taken it back."""
        return self.decision is None and not self.withdrawn

    @property
    def files(self) -> tuple[Evidence, ...]:
        """Its evidence, and that of the earlier reports that it says more about."""
        return (*self.evidence, *(self.answers.evidence if self.answers else ()))


async def open_report(
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


async def queue(session: Session, *, viewer: Viewer) -> tuple[int, ...]:
    """Ids of the reports that wait for the viewer's decision, oldest first.

    Others', and where nobody else reviews what the viewer reported as done, too.
    """
    access.ensure(viewer, "review")
    alone = await members.is_only_secretary(session, viewer=viewer)
    return tuple(
        await stored.waiting_for_review(
            session, viewer.council_id, not_by=viewer.person_id, but_done=alone
        )
    )


async def decide(
    session: Session,
    *,
    viewer: Viewer,
    progress_id: int,
    decision: Decision,
    now: datetime,
    reason: str | None = None,
) -> UnderReview:
    """Accept a report or return it with a reason; the author is told. Does not commit.

    Accepting "done" closes the item, or, where the item repeats, its current period. Nobody judges
    what they reported, but a council's only reviewer may accept it as done with a reason.
    Raises NotAllowedError, NotFoundError, OwnReportError, AlreadyDecidedError.
    """
    access.ensure(viewer, "review")
    update = await stored.get(session, viewer.council_id, progress_id)
    if update is None or update.withdrawal is not None:
        raise NotFoundError
    reason = text.clean(reason or "").strip()[:1000] or None
    own = update.author_id == viewer.person_id
    if own and not (
        decision is Decision.ACCEPTED and reason and await _alone(session, viewer, update)
    ):
        raise OwnReportError
    written = await stored.review(
        session,
        progress_id=progress_id,
        reviewer_id=viewer.person_id,
        decision=decision,
        reason=reason,
        now=now,
    )
    if not written:
        await _refuse_second(session, viewer, progress_id)
    today = dates.local_date(now, viewer.zone)
    await _settle(session, update, decision, now, today)
    done = f"report_{decision.value}_alone" if own else f"report_{decision.value}"
    record_audit(session, viewer, update.item, update, done, now)
    await follows.tell(session, viewer=viewer, item=update.item, key=f"dec:{update.id}", now=now)
    if not own:
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


async def ask_question(
    session: Session, *, viewer: Viewer, progress_id: int, question: str, now: datetime
) -> UnderReview:
    """Ask the author something before deciding; the report waits on. Does not commit.

    Raises NotAllowedError, NotFoundError, OwnReportError, AlreadyDecidedError.
    """
    access.ensure(viewer, "review")
    update = await stored.get(session, viewer.council_id, progress_id)
    if update is None or update.withdrawal is not None:
        raise NotFoundError
    if update.author_id == viewer.person_id:
        raise OwnReportError
    if update.review is not None:
        raise AlreadyDecidedError(update.review.reviewer.name, update.review.decided_at)
    event = await item_events.add(
        session,
        ItemEvent(
            council_id=viewer.council_id,
            item_id=update.item_id,
            progress_id=update.id,
            actor_id=viewer.person_id,
            kind=EventKind.QUESTION,
            reason=text.clean(question).strip()[:1000],
            at=now,
        ),
    )
    record_audit(session, viewer, update.item, update, "report_questioned", now)
    await notices.tell_person(
        session,
        council_id=viewer.council_id,
        person_id=update.author_id,
        kind="item_event",
        key=f"evt:{event.id}",
        payload={"event_id": event.id},
        now=now,
    )
    return await _under_review(session, viewer, progress_id, now)


async def _alone(session: Session, viewer: Viewer, update: ProgressUpdate) -> bool:
    """Whether the viewer reported this as done and nobody else in the council could accept it."""
    if update.author_id != viewer.person_id or update.status is not ProgressStatus.REPORTED_DONE:
        return False
    return await members.is_only_secretary(session, viewer=viewer)


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
    if item.deadline_kind in REPEATING:
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
        evidence=files_of(update),
        at=update.created_at,
        decision=verdict.decision if verdict else None,
        decided_by=verdict.reviewer.name if verdict else None,
        reason=verdict.reason if verdict else None,
        withdrawn=update.withdrawal is not None,
        mine=update.author_id == viewer.person_id,
        alone=await _alone(session, viewer, update),
        by_author=verdict is not None and verdict.reviewer_id == update.author_id,
        answers=await _answered(session, update),
    )


async def _answered(session: Session, update: ProgressUpdate) -> Question | None:
    """The question that the author had open when they reported, and the report it was about."""
    asked = await item_events.question_before(session, update)
    if asked is None or asked.progress_id is None:
        return None
    about = await stored.get(session, update.council_id, asked.progress_id)
    if about is None:
        return None
    earlier = await _answered(session, about)
    return Question(
        by=asked.actor.name,
        words=asked.reason,
        status=about.status,
        percent=about.percent,
        note=about.note,
        evidence=(*files_of(about), *(earlier.evidence if earlier else ())),
    )

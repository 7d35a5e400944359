"""Action items as people see them: cards, and one's own work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from council import access, dates, deadlines
from council.access import ItemFacts, Viewer
from council.deadlines import Deadline, Due
from council.errors import NotFoundError
from council.minutes.gist import gist
from storage import items, progress
from storage.database import Session
from storage.models import ActionItem, ProgressUpdate
from storage.words import OPEN_STATES, Decision, ItemState, ProgressStatus

STALE_DAYS = 30


@dataclass(frozen=True)
class LastReport:
    """The newest report on an item."""

    id: int
    author: str
    on_behalf_of: str | None
    at: datetime
    status: ProgressStatus
    percent: int | None
    note: str
    evidence: int
    decision: Decision | None
    reason: str | None
    withdrawn: bool = False
    by_author: bool = False
    """Accepted by its own author, who reviews alone."""


@dataclass(frozen=True)
class ItemCard:
    """One item with everything a card says of it, as of `today` in the council's zone."""

    id: int
    version: int
    resolution_id: int
    code: str
    title: str
    text: str
    confidential: bool
    body: str | None
    supporting: tuple[str, ...]
    state: ItemState
    percent: int
    deadline: Deadline
    due: Due
    due_on: date | None
    notified_on: date
    today: date
    last: LastReport | None
    may_report: bool

    @property
    def is_open(self) -> bool:
        """Whether the item still takes reports."""
        return self.state in OPEN_STATES

    @property
    def repeats(self) -> bool:
        """Whether a report is due again and again."""
        return deadlines.repeats(self.deadline) is not None

    @property
    def days_left(self) -> int | None:
        """Days until due; negative where overdue; None without a date or once closed."""
        if self.due_on is None or not self.is_open:
            return None
        return (self.due_on - self.today).days

    @property
    def overdue(self) -> bool:
        """Past its date and not yet reported as done; computed, never stored."""
        left = self.days_left
        return left is not None and left < 0 and self.state is not ItemState.REPORTED_DONE


@dataclass(frozen=True)
class MyWork:
    """What a member owes, by urgency."""

    overdue: tuple[ItemCard, ...]
    this_week: tuple[ItemCard, ...]
    later: tuple[ItemCard, ...]
    waiting: tuple[ItemCard, ...]

    @property
    def all(self) -> tuple[ItemCard, ...]:
        """Every item, in the order in which it is shown."""
        return (*self.overdue, *self.this_week, *self.later, *self.waiting)


def facts(item: ActionItem) -> ItemFacts:
    """What rights depend on in an item."""
    return ItemFacts(item.council_id, item.lead_body_id, item.follow_up_owner_id)


def deadline_of(item: ActionItem) -> Deadline:
    """What the minutes say about the item's time."""
    return Deadline(item.deadline_kind, item.deadline_text, item.deadline_norm)


def card(
    item: ActionItem,
    last: ProgressUpdate | None,
    viewer: Viewer | None,
    today: date,
    *,
    code: str,
    text: str,
    confidential: bool,
) -> ItemCard:
    """The item as the viewer sees it; `viewer=None` is a group, whose members reply.

    What a confidential resolution says stands on its own card only, never on its items'.
    """
    deadline = deadline_of(item)
    return ItemCard(
        id=item.id,
        version=item.version,
        resolution_id=item.resolution_id,
        code=code,
        title="" if confidential else gist(text),
        text="" if confidential else text,
        confidential=confidential,
        body=item.lead_body.name if item.lead_body else None,
        supporting=tuple(body.name for body in item.supporting),
        state=item.state,
        percent=item.percent,
        deadline=deadline,
        due=deadlines.first_due(deadline, item.notified_on),
        due_on=item.due_on,
        notified_on=item.notified_on,
        today=today,
        last=as_report(last) if last else None,
        may_report=item.state in OPEN_STATES
        and (viewer is None or access.may_report(viewer, facts(item))),
    )


def as_report(update: ProgressUpdate) -> LastReport:
    """A stored update as people read it."""
    return LastReport(
        id=update.id,
        author=update.author.name,
        on_behalf_of=update.on_behalf_of.name if update.on_behalf_of else None,
        at=update.created_at,
        status=update.status,
        percent=update.percent,
        note=update.note,
        evidence=len(update.attachments),
        decision=update.review.decision if update.review else None,
        reason=update.review.reason if update.review else None,
        withdrawn=update.withdrawal is not None,
        by_author=update.review is not None and update.review.reviewer_id == update.author_id,
    )


async def open_card(session: Session, *, viewer: Viewer, item_id: int, now: datetime) -> ItemCard:
    """One item through the viewer. NotFoundError for what is not there or not of their council."""
    access.ensure(viewer, "search")
    item = await items.get(session, viewer.council_id, item_id)
    if item is None:
        raise NotFoundError
    return (await _cards(session, viewer, [item], now))[0]


async def cards(
    session: Session, *, viewer: Viewer, item_ids: Iterable[int], now: datetime
) -> tuple[ItemCard, ...]:
    """The items of the viewer's council among the ids, in the order given."""
    wanted = list(dict.fromkeys(item_ids))
    found = {item.id: item for item in await items.get_many(session, viewer.council_id, wanted)}
    return await _cards(session, viewer, [found[i] for i in wanted if i in found], now)


async def all_open(session: Session, *, viewer: Viewer, now: datetime) -> tuple[ItemCard, ...]:
    """Every open item of the viewer's council that they may know of, soonest due first."""
    access.ensure(viewer, "search")
    found = await items.open_of_council(session, viewer.council_id)
    return await _cards(session, viewer, found, now)


async def my_work(session: Session, *, viewer: Viewer, now: datetime) -> MyWork:
    """Open items of the bodies the viewer speaks for and those they chase.

    A secretary also gets the items that no body answers for.
    """
    access.ensure(viewer, "own_items")
    found = await items.open_of(
        session,
        viewer.council_id,
        body_ids=viewer.body_ids,
        owner_ids=viewer.owner_ids,
        unspoken_for=viewer.takes_unowned,
    )
    return sort_by_urgency(await _cards(session, viewer, found, now))


def sort_by_urgency(shown: Iterable[ItemCard]) -> MyWork:
    """Overdue, due within a week, later or undated, and reported done."""
    groups: dict[str, list[ItemCard]] = {"overdue": [], "week": [], "later": [], "waiting": []}
    for one in shown:
        week = one.due_on is not None and one.due_on <= one.today + timedelta(days=7)
        name = (
            "waiting"
            if one.state is ItemState.REPORTED_DONE
            else "overdue"
            if one.overdue
            else "week"
            if week
            else "later"
        )
        groups[name].append(one)
    return MyWork(*(tuple(groups[name]) for name in ("overdue", "week", "later", "waiting")))


async def _cards(
    session: Session, viewer: Viewer, found: Iterable[ActionItem], now: datetime
) -> tuple[ItemCard, ...]:
    listed = list(found)
    last = await progress.last_of(session, [item.id for item in listed])
    today = dates.local_date(now, viewer.zone)
    return tuple(_card(item, last.get(item.id), viewer, today) for item in listed)


def _card(
    item: ActionItem, last: ProgressUpdate | None, viewer: Viewer | None, today: date
) -> ItemCard:
    made_by = item.resolution
    return card(
        item,
        last,
        viewer,
        today,
        code=made_by.code,
        text=made_by.text,
        confidential=made_by.confidential,
    )


async def group_card(
    session: Session, *, council_id: int, item_id: int, zone: str, now: datetime
) -> ItemCard | None:
    """An open item as a bound group sees it; None once it is closed or gone."""
    item = await items.get(session, council_id, item_id)
    if item is None or item.state not in OPEN_STATES:
        return None
    last = await progress.last_of(session, [item.id])
    return _card(item, last.get(item.id), None, dates.local_date(now, zone))


async def of_minutes(
    session: Session, *, viewer: Viewer, minutes_id: int, now: datetime
) -> tuple[ItemCard, ...]:
    """The open items of published minutes that the viewer speaks for."""
    found = await items.open_of_minutes(session, viewer.council_id, minutes_id)
    own = [item for item in found if access.speaks_for(viewer, facts(item))]
    return await _cards(session, viewer, own, now)

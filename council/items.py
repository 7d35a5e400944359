"""Action items as people see them: cards, and one's own work."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from council import access, dates, deadlines
from council.access import ItemFacts, Viewer
from council.deadlines import Deadline, Due
from council.errors import ItemClosedError, NotFoundError
from council.minutes.gist import gist
from council.people import leaves
from storage import item_rows
from storage import items as stored_items
from storage.database import Session
from storage.item_rows import ItemRow, ReportRow
from storage.models import ActionItem
from storage.resolution_rows import HitRow
from storage.words import OPEN_STATES, ItemState

STALE_DAYS = 30


class ItemCard(NamedTuple):
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
    owner: str | None
    """Who follows it up."""
    state: ItemState
    percent: int
    deadline: Deadline
    due: Due
    due_on: date | None
    notified_on: date
    today: date
    last: ReportRow | None
    may_report: bool
    extended: bool
    """Whether `due_on` is a day that was granted as more time, instead of that of `due`."""

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
        return _days_left(self.state, self.due_on, self.today)

    @property
    def overdue(self) -> bool:
        """Past its date and not yet reported as done; computed, never stored."""
        return _is_overdue(self.state, self.days_left)


class ItemFound(NamedTuple):
    """One item as a list of hits tells of it; its values are those of its card."""

    state: ItemState
    due_on: date | None
    body: str | None
    is_open: bool
    days_left: int | None
    overdue: bool


def item_found(hit: HitRow, today: date) -> ItemFound | None:
    """The hit's item as of `today` in the council's zone; None where it has none."""
    if hit.state is None:
        return None
    left = _days_left(hit.state, hit.due_on, today)
    late = _is_overdue(hit.state, left)
    return ItemFound(hit.state, hit.due_on, hit.body, hit.state in OPEN_STATES, left, late)


def _days_left(state: ItemState, due_on: date | None, today: date) -> int | None:
    return None if due_on is None or state not in OPEN_STATES else (due_on - today).days


def _is_overdue(state: ItemState, days_left: int | None) -> bool:
    return days_left is not None and days_left < 0 and state is not ItemState.REPORTED_DONE


@dataclass(frozen=True)
class MyWork:
    """What a member owes, by urgency."""

    overdue: tuple[ItemCard, ...]
    this_week: tuple[ItemCard, ...]
    later: tuple[ItemCard, ...]
    undated: tuple[ItemCard, ...]
    waiting: tuple[ItemCard, ...]
    stands_in_for: tuple[tuple[str, date], ...] = ()
    """Whose work it is besides one's own, and until which day."""

    @property
    def all(self) -> tuple[ItemCard, ...]:
        """Every item, in the order in which it is shown."""
        return (*self.overdue, *self.this_week, *self.later, *self.undated, *self.waiting)


def facts(item: ActionItem | ItemRow) -> ItemFacts:
    """What rights depend on in an item; of a row, whoever follows it up and has left is nobody."""
    left = isinstance(item, ItemRow) and item.owner is None
    owner = None if left else item.follow_up_owner_id
    return ItemFacts(item.council_id, item.lead_body_id, owner)


def deadline_of(item: ActionItem | ItemRow) -> Deadline:
    """What the minutes say about the item's time."""
    return Deadline(item.deadline_kind, item.deadline_text, item.deadline_norm)


def card(item: ItemRow, viewer: Viewer | None, today: date) -> ItemCard:
    """The item as the viewer sees it; `viewer=None` is a group, whose members reply.

    What a confidential resolution says stands on its own card only, never on its items'.
    """
    deadline = deadline_of(item)
    return ItemCard(
        id=item.id,
        version=item.version,
        resolution_id=item.resolution_id,
        code=item.code,
        title="" if item.confidential else gist(item.text),
        text="" if item.confidential else item.text,
        confidential=item.confidential,
        body=item.body,
        supporting=item.supporting,
        owner=item.owner,
        state=item.state,
        percent=item.percent,
        deadline=deadline,
        due=deadlines.first_due(deadline, item.notified_on),
        due_on=item.due_on,
        notified_on=item.notified_on,
        today=today,
        last=item.last,
        may_report=item.state in OPEN_STATES
        and (viewer is None or access.may_report(viewer, facts(item))),
        extended=item.extended,
    )


async def open_card(session: Session, *, viewer: Viewer, item_id: int, now: datetime) -> ItemCard:
    """One item through the viewer. NotFoundError for what is not there or not of their council."""
    access.ensure(viewer, "search")
    found = await item_rows.among(session, viewer.council_id, [item_id])
    if not found:
        raise NotFoundError
    return _cards(found, viewer, now)[0]


async def open_item(session: Session, viewer: Viewer, item_id: int) -> ActionItem:
    """The item itself, to change it; rights are judged by the caller.

    Raises NotFoundError, ItemClosedError.
    """
    item = await stored_items.get(session, viewer.council_id, item_id)
    if item is None:
        raise NotFoundError
    if item.state not in OPEN_STATES:
        raise ItemClosedError
    return item


async def cards(
    session: Session, *, viewer: Viewer, item_ids: Iterable[int], now: datetime
) -> tuple[ItemCard, ...]:
    """The items of the viewer's council among the ids, in the order given."""
    wanted = list(dict.fromkeys(item_ids))
    rows = await item_rows.among(session, viewer.council_id, wanted)
    found = {item.id: item for item in rows}
    return _cards([found[i] for i in wanted if i in found], viewer, now)


async def all_open(session: Session, *, viewer: Viewer, now: datetime) -> tuple[ItemCard, ...]:
    """Every open item of the viewer's council that they may know of, soonest due first."""
    access.ensure(viewer, "search")
    return _cards(await item_rows.open_of_council(session, viewer.council_id), viewer, now)


async def my_work(session: Session, *, viewer: Viewer, now: datetime) -> MyWork:
    """Open items of the bodies the viewer speaks for and those they chase.

    A secretary also gets the items that no body answers for.
    """
    access.ensure(viewer, "own_items")
    found = await item_rows.owed(
        session,
        viewer.council_id,
        body_ids=viewer.body_ids,
        owner_ids=viewer.owner_ids,
        unspoken_for=viewer.takes_unowned,
    )
    lent = await leaves.stood_in_for(session, viewer=viewer, now=now)
    return replace(sort_by_urgency(_cards(found, viewer, now)), stands_in_for=lent)


def sort_by_urgency(shown: Iterable[ItemCard]) -> MyWork:
    """Overdue, due within a week, later, undated, and reported done."""
    names = ("overdue", "week", "later", "undated", "waiting")
    groups: dict[str, list[ItemCard]] = {name: [] for name in names}
    for one in shown:
        groups[_urgency(one)].append(one)
    overdue, week, later, undated, waiting = map(tuple, groups.values())
    return MyWork(overdue, week, later, undated, waiting)


def _urgency(one: ItemCard) -> str:
    if one.state is ItemState.REPORTED_DONE:
        return "waiting"
    if one.due_on is None:
        return "undated"
    if one.overdue:
        return "overdue"
    return "week" if one.due_on <= one.today + timedelta(days=7) else "later"


def _cards(found: Iterable[ItemRow], viewer: Viewer, now: datetime) -> tuple[ItemCard, ...]:
    today = dates.local_date(now, viewer.zone)
    return tuple(card(item, viewer, today) for item in found)


async def group_card(
    session: Session, *, council_id: int, item_id: int, zone: str, now: datetime
) -> ItemCard | None:
    """An open item as a bound group sees it; None once it is closed or gone."""
    found = await item_rows.among(session, council_id, [item_id])
    if not found or found[0].state not in OPEN_STATES:
        return None
    return card(found[0], None, dates.local_date(now, zone))


async def of_minutes(
    session: Session, *, viewer: Viewer, minutes_id: int, now: datetime
) -> tuple[ItemCard, ...]:
    """The open items of published minutes that the viewer speaks for."""
    found = await item_rows.open_of_minutes(session, viewer.council_id, minutes_id)
    return _cards([one for one in found if access.speaks_for(viewer, facts(one))], viewer, now)

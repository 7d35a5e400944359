"""What becomes of the two-year scene's resolutions: reports, decisions, closures, silence."""

import asyncio
import heapq
import random
import tomllib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import simulator
from council import closing, items, progress, reviews
from council.access import Viewer
from council.errors import NotFoundError
from council.items import ItemCard
from council.progress import Report
from council.reminding import occurrences
from simulator.model import Person as Phone
from simulator.world import World
from storage import councils
from storage.database import Session
from storage.words import DeadlineKind, Decision, EventKind, ProgressStatus

FILE = Path(simulator.__file__).parent / "scenes" / "year.toml"
SEED = 1405
# What becomes of a resolution: of the old ones, and of those of the last half year.
OLD = {
    "done": 52,
    "late": 20,
    "returned": 10,
    "blocked": 6,
    "impossible": 5,
    "referred": 4,
    "withdrawn": 4,
    "silent": 3,
}
NEW = {
    "done": 20,
    "waiting": 12,
    "half": 20,
    "silent": 22,
    "blocked": 14,
    "late": 8,
    "impossible": 8,
}
RECENT = timedelta(days=180)
REPORTED_SHARE = 0.8
"""How many of the periods of a repeating resolution are reported."""
# Fate → (share of the time until due, status, percent, kind of note), in order.
CLOSED_AT = 1.4
DONE, GOING = ProgressStatus.REPORTED_DONE, ProgressStatus.IN_PROGRESS
STEPS: Mapping[str, Sequence[tuple[float, ProgressStatus, int | None, str]]] = {
    "done": ((0.9, DONE, None, "done"),),
    "late": ((1.5, DONE, None, "done"),),
    "returned": ((0.8, DONE, None, "done"), (1.2, DONE, None, "done")),
    "blocked": ((0.7, ProgressStatus.BLOCKED, 20, "blocked"),),
    "impossible": ((0.6, ProgressStatus.NOT_ACTIONABLE, None, "impossible"),),
    "half": ((0.3, GOING, 25, "begun"), (0.8, GOING, 65, "half")),
    "referred": ((0.7, ProgressStatus.BLOCKED, 20, "blocked"),),
    "withdrawn": (),
    "silent": (),
    "waiting": ((1.0, DONE, None, "done"),),
}
FRIDAY, OFFICE_HOURS_UTC = 4, (5, 12)
WAITING_HOURS = (30, 70)
"""So many hours ago the reports came that still wait for a secretary's decision."""
UNDECIDED = timedelta(days=5)
"""What came since then nobody has decided about."""
CLOSED = {
    "referred": EventKind.REFERRED_UP,
    "withdrawn": EventKind.WITHDRAWN,
    "impossible": EventKind.NOT_ACTIONABLE,
}
"""Fates that a secretary ends without the work being done."""
DAYS_WITHOUT_DATE = 45
Happening = Callable[[Session, datetime], Awaitable[None]]


@dataclass
class Years:
    """What is needed while the years pass: the dice, who acts, and what is still to happen."""

    world: World
    today: datetime
    book: Mapping[str, Any] = field(default_factory=lambda: tomllib.loads(FILE.read_text("utf-8")))
    dice: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311  a story
    secretaries: list[Viewer] = field(default_factory=list)
    speakers: dict[str, list[Viewer]] = field(default_factory=dict)
    phones: list[Phone] = field(default_factory=list)
    first_words: dict[int, str] = field(default_factory=dict)
    happenings: list[tuple[datetime, int, Happening]] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=count)

    def at_work(self, moment: datetime) -> datetime:
        """Give an hour of an office's day: no Friday, no night."""
        day = moment - timedelta(days=moment.weekday() == FRIDAY)
        hour, minute = self.dice.randint(*OFFICE_HOURS_UTC), self.dice.randint(0, 59)
        return day.replace(hour=hour, minute=minute)

    def plan(self, at: datetime, happening: Happening) -> None:
        """Let something happen at a moment, unless that is still to come."""
        if at <= self.today:
            heapq.heappush(self.happenings, (at, next(self.numbers), happening))

    def note(self, kind: str) -> str:
        """Somebody's words for that kind of report."""
        return str(self.dice.choice(self.book["notes"][kind]))


def plan_fate(years: Years, card: ItemCard, at: datetime) -> None:
    """Decide by the dice what becomes of an item that was published at that moment."""
    if card.deadline.kind is DeadlineKind.RECURRING:
        _plan_period(years, card, at)
        return
    fates = NEW if years.today - at < RECENT else OLD
    fate = years.dice.choices(list(fates), list(fates.values()))[0]
    days = (card.due_on - card.today).days if card.due_on else DAYS_WITHOUT_DATE
    if fate in CLOSED:
        ended = years.at_work(at + timedelta(days=round(days * CLOSED_AT)))
        years.plan(ended, _closing(years, card.id, CLOSED[fate], years.note(fate)))
    returns = fate == "returned"
    for share, status, percent, kind in STEPS[fate]:
        moment = at + timedelta(days=max(1, round(days * share)))
        if fate == "waiting":
            moment = years.today - timedelta(hours=years.dice.randint(*WAITING_HOURS))
        decision = Decision.RETURNED if returns and status is DONE else Decision.ACCEPTED
        returns = returns and status is not DONE
        report = Report(status=status, percent=percent, note=years.note(kind))
        years.plan(years.at_work(moment), _reporting(years, card, report, decision))


def _reporting(years: Years, card: ItemCard, report: Report, decision: Decision) -> Happening:
    async def happen(session: Session, now: datetime) -> None:
        speaker = years.dice.choice(years.speakers[card.body or ""])
        sent = await progress.submit(
            session, viewer=speaker, item_id=card.id, report=report, now=now
        )
        if now > years.today - UNDECIDED:
            return
        later = years.at_work(now + timedelta(days=years.dice.randint(2, 5)))
        years.plan(later, _deciding(years, sent.id, decision))

    return happen


def _deciding(years: Years, progress_id: int, decision: Decision) -> Happening:
    async def happen(session: Session, now: datetime) -> None:
        reason = years.note("returned") if decision is Decision.RETURNED else None
        await reviews.decide(
            session,
            viewer=years.dice.choice(years.secretaries),
            progress_id=progress_id,
            decision=decision,
            reason=reason,
            now=now,
        )

    return happen


def _closing(years: Years, item_id: int, kind: EventKind, reason: str) -> Happening:
    async def happen(session: Session, now: datetime) -> None:
        secretary = years.dice.choice(years.secretaries)
        await closing.close_as(
            session, viewer=secretary, item_id=item_id, kind=kind, reason=reason, now=now
        )

    return happen


def _plan_period(years: Years, card: ItemCard, at: datetime) -> None:
    """Let this period be reported shortly before its end, or pass in silence; then the next."""
    if card.due_on is None:
        return
    left = (card.due_on - card.today).days
    before = at + timedelta(days=max(1, left - 2))
    if years.dice.random() < REPORTED_SHARE:
        report = Report(status=DONE, note=years.note("periodic"))
        years.plan(years.at_work(before), _reporting(years, card, report, Decision.ACCEPTED))

    async def next_period(session: Session, now: datetime) -> None:
        following = await items.open_card(
            session, viewer=years.secretaries[0], item_id=card.id, now=now
        )
        _plan_period(years, following, now)

    years.plan(before + timedelta(days=10), next_period)


async def until(session: Session, years: Years, moment: datetime, council_id: int) -> None:
    """Let happen what is planned up to the moment, and the clock's own work every week."""
    council = await councils.get(session, council_id)
    if council is None:
        raise NotFoundError
    ticked = None
    while years.happenings and years.happenings[0][0] <= moment:
        at, _, happening = heapq.heappop(years.happenings)
        if ticked is None or at - ticked > timedelta(days=3):
            await occurrences.advance_periods(session, council=council, now=at)
            ticked = at
        await happening(session, at)
        await asyncio.sleep(0)  # whoever looks at the page meanwhile gets an answer

"""Two years in the life of a council, lived through its own actions: the demo's largest scene.

Everything is drawn from a seed and counted back from today, so that there is always something
overdue, something due this week and something waiting for review.
"""

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
from bot import year_minutes
from bot.year_minutes import SESSIONS
from council import bodies, groups, items, joining, members, occurrences, progress, reviews
from council.access import Viewer
from council.admission import Joined
from council.dates import local_date
from council.errors import NotFoundError
from council.items import ItemCard
from council.minutes import drafts, publishing
from council.progress import Report
from simulator.model import Person as Phone
from simulator.world import World
from storage import councils
from storage import items as stored_items
from storage.database import Database, Session
from storage.words import CouncilKind, DeadlineKind, Decision, ProgressStatus, Role

FILE = Path(simulator.__file__).parent / "scenes" / "year.toml"
PEOPLE = 40
DAYS_APART, LAST_HELD_DAYS_AGO, PUBLISHED_AFTER_DAYS = 31, 10, 2
SEED = 1405
SPEAKERS_PER_BODY = 2
OBSERVERS = 2

# What becomes of a resolution: of the old ones, and of those of the last half year.
OLD = {"done": 52, "late": 20, "returned": 10, "blocked": 8, "impossible": 5, "silent": 5}
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
DONE, GOING = ProgressStatus.REPORTED_DONE, ProgressStatus.IN_PROGRESS
STEPS: Mapping[str, Sequence[tuple[float, ProgressStatus, int | None, str]]] = {
    "done": ((0.9, DONE, None, "done"),),
    "late": ((1.5, DONE, None, "done"),),
    "returned": ((0.8, DONE, None, "done"), (1.2, DONE, None, "done")),
    "blocked": ((0.7, ProgressStatus.BLOCKED, 20, "blocked"),),
    "impossible": ((0.6, ProgressStatus.NOT_ACTIONABLE, None, "impossible"),),
    "half": ((0.3, GOING, 25, "begun"), (0.8, GOING, 65, "half")),
    "silent": (),
    "waiting": ((1.0, DONE, None, "done"),),
}
FRIDAY, OFFICE_HOURS_UTC = 4, (5, 12)
WAITING_HOURS = (30, 70)
"""So many hours ago the reports came that still wait for a secretary's decision."""
UNDECIDED = timedelta(days=5)
"""What came since then nobody has decided about."""
DAYS_WITHOUT_DATE = 45
# With what everybody opens the chat, so that each sees at once what is theirs.
FIRST_WORDS = {Role.SECRETARY: "/review", Role.REPRESENTATIVE: "/my"}

Happening = Callable[[Session, datetime], Awaitable[None]]


@dataclass(frozen=True)
class Settled:
    """The council of the scene as it stands today, and the minutes of its next session."""

    council_id: int
    phones: tuple[Phone, ...]
    first_words: Mapping[int, str]
    document: str
    document_title: str
    next_minutes: bytes


@dataclass
class _Years:
    """What is needed while the years pass: the dice, who acts, and what is still to happen."""

    world: World
    database: Database
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


async def settle_year(
    world: World, database: Database, today: datetime, *, sessions: int = SESSIONS
) -> Settled:
    """Live through two years, or the last so many sessions, up to today.

    Gives what came of it. Two years take a quarter of a minute.
    """
    years = _Years(world, database, today)
    begun = today - timedelta(days=DAYS_APART * sessions + LAST_HELD_DAYS_AGO)
    async with database.writing() as session:
        council_id = await _found(session, years, begun)
    drawn = year_minutes.draw(years.book, years.dice)
    for number, orders in list(enumerate(drawn[:-1]))[-sessions:]:
        held = today - timedelta(days=DAYS_APART * (SESSIONS - 1 - number) + LAST_HELD_DAYS_AGO)
        document = year_minutes.document(years.book, number, local_date(held), orders)
        async with database.writing() as session:
            await _until(session, years, held + timedelta(days=PUBLISHED_AFTER_DAYS), council_id)
            await _publish(session, years, document, held + timedelta(days=PUBLISHED_AFTER_DAYS))
    async with database.writing() as session:
        await _until(session, years, today, council_id)
    coming = year_minutes.document(
        years.book, SESSIONS, local_date(today - timedelta(days=1)), drawn[-1]
    )
    return Settled(
        council_id,
        tuple(years.phones),
        years.first_words,
        years.book["document_name"],
        years.book["document_title"],
        coming.encode(),
    )


# The people


async def _found(session: Session, years: _Years, at: datetime) -> int:
    """Found the council, let everybody join, and bind the groups of the bodies that have one."""
    book, labels = years.book, years.book["labels"]
    founded = await members.found_council(
        session,
        name=book["council"],
        kind=CouncilKind.DIALOGUE,
        province=book["province"],
        now=at,
    )
    council_id = founded.council_id
    for _ in range(2):
        joined = await _join(session, years, council_id, Role.SECRETARY, labels["secretary"], at)
        years.secretaries.append(joined)
    await _join(session, years, council_id, Role.ADMIN, labels["admin"], at, code=founded.code)
    for given in book["bodies"]:
        await _take_up_body(session, years, council_id, given, at)
    while len(years.phones) < PEOPLE - OBSERVERS:
        await _join(session, years, council_id, Role.MEMBER, labels["member"], at)
    while len(years.phones) < PEOPLE:
        await _join(session, years, council_id, Role.OBSERVER, labels["observer"], at)
    return council_id


async def _join(
    session: Session,
    years: _Years,
    council_id: int,
    role: Role,
    label: str,
    at: datetime,
    *,
    body_id: int | None = None,
    code: str | None = None,
) -> Viewer:
    names, place = years.book["people"], len(years.phones)
    phone = years.world.add_person(
        names["first"][place],
        names["last"][place],
        phone=f"+98913{place:07}",
        label=label,
        started=True,
    )
    years.phones.append(phone)
    years.first_words[phone.id] = FIRST_WORDS.get(role, "/start")
    code = code or await members.invite(
        session, council_id=council_id, role=role, body_id=body_id, name=phone.full_name, now=at
    )
    joined = await joining.redeem(
        session, code=code, telegram_id=phone.id, shown_name=phone.full_name, now=at
    )
    if not isinstance(joined, Joined):
        raise TypeError("the operator's own invitation lets people in at once")
    return joined.viewer


async def _take_up_body(
    session: Session, years: _Years, council_id: int, given: Mapping[str, Any], at: datetime
) -> None:
    body = await bodies.take_up(session, council_id=council_id, name=given["name"], now=at)
    first = len(years.phones)
    years.speakers[body.name] = [
        await _join(
            session, years, council_id, Role.REPRESENTATIVE, given["name"], at, body_id=body.id
        )
        for _ in range(SPEAKERS_PER_BODY)
    ]
    if "group" in given:
        inside = [*years.phones[first:], *years.phones[:2]]
        chat = years.world.add_group(given["group"], inside, with_bot=True, label=given["name"])
        secretary = years.secretaries[0]
        issued = await groups.issue_code(session, viewer=secretary, body_id=body.id, now=at)
        await groups.bind(
            session,
            person_id=secretary.person_id,
            code=issued.code,
            telegram_id=chat.id,
            now=at,
        )


# The minutes


async def _publish(session: Session, years: _Years, document: str, at: datetime) -> None:
    secretary = years.dice.choice(years.secretaries)
    (read,) = drafts.read_documents(document)
    opened = await drafts.take_in(session, viewer=secretary, document=read, file_name=None, now=at)
    await publishing.publish(
        session, viewer=secretary, minutes_id=opened.id, version=opened.version, now=at
    )
    made = await stored_items.open_of_minutes(session, secretary.council_id, opened.id)
    numbers = [item.id for item in made]
    for card in await items.cards(session, viewer=secretary, item_ids=numbers, now=at):
        _plan_fate(years, card, at)


# What becomes of them


def _plan_fate(years: _Years, card: ItemCard, at: datetime) -> None:
    if card.deadline.kind is DeadlineKind.RECURRING:
        _plan_period(years, card, at)
        return
    fates = NEW if years.today - at < RECENT else OLD
    fate = years.dice.choices(list(fates), list(fates.values()))[0]
    days = (card.due_on - card.today).days if card.due_on else DAYS_WITHOUT_DATE
    returns = fate == "returned"
    for share, status, percent, kind in STEPS[fate]:
        moment = at + timedelta(days=max(1, round(days * share)))
        if fate == "waiting":
            moment = years.today - timedelta(hours=years.dice.randint(*WAITING_HOURS))
        decision = Decision.RETURNED if returns and status is DONE else Decision.ACCEPTED
        returns = returns and status is not DONE
        report = Report(status=status, percent=percent, note=years.note(kind))
        years.plan(years.at_work(moment), _reporting(years, card, report, decision))


def _reporting(years: _Years, card: ItemCard, report: Report, decision: Decision) -> Happening:
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


def _deciding(years: _Years, progress_id: int, decision: Decision) -> Happening:
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


def _plan_period(years: _Years, card: ItemCard, at: datetime) -> None:
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


async def _until(session: Session, years: _Years, moment: datetime, council_id: int) -> None:
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

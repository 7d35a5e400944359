"""The follow-up report: what became of the resolutions of past sessions, as far as one may see it.

Confidential resolutions are left out, whoever asks; only who may export them gets them on a typed
confirmation.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from itertools import batched
from typing import NamedTuple
from zoneinfo import ZoneInfo

from council import access, auditing, dates, filters, notices, second_person
from council.access import Cell, Place, Viewer
from council.errors import NotFoundError
from council.filters import Kind, Wanted
from council.second_person import Asked
from council.text import en_digits
from storage import bodies, meetings
from storage import followup_report as stored
from storage.database import Session
from storage.followup_report import LATE_STATES, Chosen, Counts, Told
from storage.models import Meeting
from storage.words import OPEN_STATES, Act, ItemState

ROWS_AT_ONCE = 250
"""What is fetched together."""
ROWS_IN_A_PART = 25
"""So few that others get their turn before the words of more are made."""
TOLD = tuple(state for state in ItemState if state not in (ItemState.DRAFT, ItemState.ARCHIVED))
"""What the archive holds was never followed up."""
RECENT = 3


class Which(StrEnum):
    """Which sessions a report tells of."""

    NEXT = "n"
    """What the next session asks for: all that is open, and what was closed since the last one."""
    MEETING = "m"
    YEAR = "y"
    QUARTER = "q"
    ALL = "a"


class Only(StrEnum):
    """Which items of them."""

    EVERY = "e"
    OPEN = "o"
    OVERDUE = "l"
    IMPLEMENTED = "d"


@dataclass(frozen=True)
class Scope:
    """What a report tells of.

    `number` is a meeting's id, a Jalali year, or a year times ten and a quarter.
    """

    which: Which = Which.NEXT
    number: int = 0
    body_id: int = 0
    only: Only = Only.EVERY
    confidential: bool = False

    def packed(self) -> str:
        """The scope as a few letters, for what is kept; `unpack` reads it."""
        hidden = int(self.confidential)
        return f"{self.which}.{self.number}.{self.body_id}.{self.only}.{hidden}"


def unpack(packed: str) -> Scope:
    """The scope that was packed; ValueError for anything else."""
    which, number, body_id, only, hidden = packed.split(".")
    return Scope(Which(which), int(number), int(body_id), Only(only), hidden == "1")


@dataclass(frozen=True)
class Outline:
    """What a report of this scope would hold, before it is made."""

    scope: Scope
    meeting: tuple[int | None, date | None] | None
    """The number and day of its one session."""
    body: str | None
    counts: Counts
    confidential: int
    """How many confidential items it leaves out that the viewer may know of and export."""
    may_set_letterhead: bool
    own: bool = False
    """Whether it tells only of what is the viewer's own to do or to follow up."""


@dataclass(frozen=True)
class EvidenceSeen:
    """One piece of evidence: what it is called, who sent it, and on which day."""

    name: str | None
    kind: str
    who: str
    on: date


class Line(NamedTuple):
    """One item of a report."""

    told: Told
    supporting: tuple[str, ...]
    overdue: bool
    evidence: tuple[EvidenceSeen, ...]


@dataclass(frozen=True)
class Choices:
    """What the first screen offers: the newest sessions, years and quarters that have some."""

    sessions: tuple[tuple[int, int | None, date | None], ...]
    years: tuple[int, ...]
    quarters: tuple[int, ...]
    """Each a year times ten and a quarter, newest first."""


async def choices(session: Session, *, viewer: Viewer) -> Choices:
    """What a report may be asked for. Raises NotAllowedError."""
    access.ensure(viewer, "export")
    held = [one for one, _ in await meetings.with_counts(session, viewer.council_id)]
    days = [dates.to_jalali(one.held_on) for one in held if one.held_on is not None]
    return Choices(
        tuple((one.id, one.number, one.held_on) for one in held[:RECENT]),
        tuple(sorted({day.year for day in days}, reverse=True)[:2]),
        tuple(sorted({_quarter(day.year, day.month) for day in days}, reverse=True)[:2]),
    )


def _quarter(year: int, month: int) -> int:
    return year * 10 + (month - 1) // 3 + 1


async def outline(session: Session, *, viewer: Viewer, scope: Scope, now: datetime) -> Outline:
    """How much a report would tell. Raises NotAllowedError, NotFoundError."""
    access.ensure(viewer, "export")
    meeting = await _meeting(session, viewer, scope)
    body = await bodies.get(session, viewer.council_id, scope.body_id) if scope.body_id else None
    if scope.body_id and body is None:
        raise NotFoundError
    today = dates.local_date(now, viewer.zone)
    chosen = await _chosen(session, viewer, scope, today)
    hidden = 0
    if access.can(viewer, "export_confidential"):
        hidden = await stored.count_confidential(session, viewer.council_id, chosen)
    return Outline(
        scope,
        (meeting.number, meeting.held_on) if meeting else None,
        body.name if body else None,
        await stored.counts(session, viewer.council_id, chosen, today=today),
        hidden,
        access.can(viewer, "edit"),
        own=_own(viewer) is not None,
    )


async def order(
    session: Session,
    *,
    viewer: Viewer,
    scope: Scope,
    form: str,
    message_id: int | None,
    now: datetime,
    seconded: bool = False,
) -> Outline | Asked:
    """Have the report made and sent; `message_id` is the message that tells to wait.

    Taking one with confidential items is written into the log; where the council wants a second
    person, one is asked for these unless `seconded`. Raises NotAllowedError, NotFoundError,
    NobodySecondsError. Does not commit.
    """
    shown = await outline(session, viewer=viewer, scope=scope, now=now)
    if scope.confidential:
        access.ensure(viewer, "export_confidential")
        asked = await second_person.wanted(
            session,
            viewer=viewer,
            act=Act.EXPORT,
            about=viewer.council_id,
            details={"scope": scope.packed(), "form": form},
            now=now,
            seconded=seconded,
        )
        if asked:
            return asked
        auditing.record(
            session,
            viewer,
            "confidential_exported",
            "council",
            viewer.council_id,
            now,
            after={"items": shown.confidential},
        )
    await notices.order_paper(
        session,
        council_id=viewer.council_id,
        person_id=viewer.person_id,
        kind="followup",
        key=f"followup:{form}:{scope.packed()}:{now.isoformat(timespec='seconds')}",
        payload={"scope": scope.packed(), "form": form, "message_id": message_id},
        now=now,
    )
    return shown


async def leading_bodies(session: Session, *, viewer: Viewer) -> list[tuple[int, str]]:
    """(id, name) of the bodies that lead an item, in alphabetical order."""
    access.ensure(viewer, "export")
    return [(one.id, one.name) for one, _ in await bodies.with_counts(session, viewer.council_id)]


async def read_scope(session: Session, *, viewer: Viewer, typed: str, now: datetime) -> Scope:
    """The scope that typed words name («جلسه ۷۲», «پاییز ۱۴۰۴», «معوق کمیسیون صنعت»).

    What is not understood narrows nothing. Raises NotAllowedError, and NotFoundError for a session
    that is not there.
    """
    access.ensure(viewer, "export")
    typed = typed.strip().replace("\u0654", "")  # «جلسهٔ» is «جلسه»
    bare = en_digits(typed)
    typed = f"جلسه {bare}" if bare.isdecimal() and len(bare) < 4 else typed
    today = dates.local_date(now, viewer.zone)
    names = await bodies.names_of(session, viewer.council_id)
    scope = Scope(Which.ALL if typed else Which.NEXT)
    for one in filters.read_filters(typed, today, names).filters:
        if one.kind is Kind.BODY:
            scope = replace(scope, body_id=one.number or 0)
        elif one.kind is Kind.STATE and one.state is not None:
            scope = replace(scope, only=_ONLY.get(one.state, Only.OPEN))
        elif one.kind is Kind.HELD and one.period is not None:
            scope = _of_period(scope, one.period.first, one.period.last)
        elif one.kind in (Kind.SESSION, Kind.LAST_SESSION):
            meeting_id = await _numbered(session, viewer, one.number)
            scope = replace(scope, which=Which.MEETING, number=meeting_id)
    return scope


_ONLY = {
    Wanted.OVERDUE: Only.OVERDUE,
    Wanted.IMPLEMENTED: Only.IMPLEMENTED,
}


def _of_period(scope: Scope, first: date, last: date) -> Scope:
    """The quarter or the year in which the period lies."""
    begins, ends = dates.to_jalali(first), dates.to_jalali(last)
    quarter = _quarter(begins.year, begins.month)
    if quarter == _quarter(ends.year, ends.month):
        return replace(scope, which=Which.QUARTER, number=quarter)
    return replace(scope, which=Which.YEAR, number=begins.year)


async def _numbered(session: Session, viewer: Viewer, number: int | None) -> int:
    if number is None:
        last = await meetings.last(session, viewer.council_id)
        found = [last.id] if last else []
    else:
        found = list(await meetings.ids_of_number(session, viewer.council_id, number))
    if not found:
        raise NotFoundError
    return found[-1]


async def lines(
    session: Session, *, viewer: Viewer, scope: Scope, now: datetime
) -> AsyncIterator[Sequence[Line]]:
    """The report's items, newest session first, a part at a time.

    Raises NotAllowedError, also for a scope with confidential ones that the viewer may not export.
    """
    access.ensure(viewer, "export")
    if scope.confidential:
        access.ensure(viewer, "export_confidential")
    today = dates.local_date(now, viewer.zone)
    chosen = await _chosen(session, viewer, scope, today)
    ids = await stored.item_ids(session, viewer.council_id, chosen, confidential=scope.confidential)
    for wanted in batched(ids, ROWS_AT_ONCE):
        found = await _fetched(session, viewer, wanted, today)
        for part in batched(found, ROWS_IN_A_PART):
            yield part
            await asyncio.sleep(0)


async def _fetched(
    session: Session, viewer: Viewer, ids: Sequence[int], today: date
) -> Sequence[Line]:
    told = await stored.told_of(session, viewer.council_id, ids)
    helpers: defaultdict[int, list[str]] = defaultdict(list)
    for item_id, name in await stored.helpers_of(session, ids):
        helpers[item_id].append(name)
    evidence: defaultdict[int, list[EvidenceSeen]] = defaultdict(list)
    for one in await stored.evidence_of(session, ids):
        on = dates.local_date(one.at, viewer.zone)
        evidence[one.item_id].append(EvidenceSeen(one.name, one.kind, one.who, on))
    return [
        Line(
            item,
            tuple(helpers.get(item.item_id, ())),
            item.state in LATE_STATES and item.due_on is not None and item.due_on < today,
            tuple(evidence.get(item.item_id, ())),
        )
        for item in told
    ]


async def _chosen(session: Session, viewer: Viewer, scope: Scope, today: date) -> Chosen:
    """The scope as conditions, narrowed to what the viewer may export."""
    chosen = Chosen(TOLD, body_id=scope.body_id or None, own=_own(viewer))
    match scope.only:
        case Only.OPEN:
            chosen = replace(chosen, states=OPEN_STATES)
        case Only.OVERDUE:
            chosen = replace(chosen, states=LATE_STATES, overdue_on=today)
        case Only.IMPLEMENTED:
            chosen = replace(chosen, states=(ItemState.IMPLEMENTED,))
    match scope.which:
        case Which.MEETING:
            chosen = replace(chosen, meeting_id=scope.number)
        case Which.YEAR | Which.QUARTER:
            chosen = replace(chosen, held=period_of(scope))
        case Which.NEXT:
            last = await meetings.last(session, viewer.council_id)
            held = last.held_on if last and last.held_on else today
            since = datetime.combine(held, time(), ZoneInfo(viewer.zone))
            chosen = replace(chosen, open_or_closed_since=(OPEN_STATES, since))
    return chosen


def _own(viewer: Viewer) -> tuple[tuple[int, ...], int] | None:
    """Whose items the viewer may export: None for all of the council's."""
    word = access.cell("export", viewer, Place.PRIVATE)
    if word is Cell.YES:
        return None
    chaser = 0 if word is Cell.BODY else viewer.membership_id
    return tuple(sorted(viewer.body_ids)), chaser


def period_of(scope: Scope) -> tuple[date, date]:
    """The first and last day of a year's or quarter's scope; NotFoundError where there is none."""
    year, first, last = scope.number, 1, 12
    if scope.which is Which.QUARTER:
        year, quarter = divmod(scope.number, 10)
        first, last = quarter * 3 - 2, quarter * 3
    try:
        return dates.from_jalali(year, first, 1), dates.jalali_month_end(year, last)
    except ValueError as error:
        raise NotFoundError from error


async def _meeting(session: Session, viewer: Viewer, scope: Scope) -> Meeting | None:
    if scope.which is not Which.MEETING:
        return None
    found = await meetings.get(session, viewer.council_id, scope.number)
    if found is None:
        raise NotFoundError
    return found

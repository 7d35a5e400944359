"""What a follow-up report may be asked for: which sessions, whose items, and which of them."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from council import access, dates
from council.access import Viewer
from council.errors import NotFoundError
from council.searching import filters
from council.searching.filters import Kind, Wanted
from council.text import en_digits
from storage import bodies, meetings
from storage.database import Session

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

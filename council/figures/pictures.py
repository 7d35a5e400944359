"""What the pictures of a council show: rows of counts, before any word or colour."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from council import access, dates, notices
from council.access import Viewer
from council.figures import stats
from council.figures.numbers import Facts, Share
from council.figures.stats import NOBODY, Scope
from storage import bodies
from storage.database import Session
from storage.words import ItemState

MOST_BODIES = 12
AGES = (30, 90, 180, 365)
"""Days since notification: up to each of them, and more."""
MONTHS = 12


class Kind(StrEnum):
    """Which picture."""

    BODIES = "bodies"
    ON_TIME = "time"
    AGES = "ages"
    YEAR = "year"


class Fate(StrEnum):
    """What became of an item so far; each item has exactly one."""

    IMPLEMENTED = "implemented"
    WAITING = "waiting"
    OPEN = "open"
    OVERDUE = "overdue"
    OUT = "out"


@dataclass(frozen=True)
class Row:
    """A bar: whose or when, and what it counts."""

    body: str | None = None
    others: int = 0
    """So many bodies are counted together in this row."""
    month: tuple[int, int] | None = None
    """Jalali year and month."""
    age: int | None = None
    """The place in AGES; one more than its last is anything older."""
    counts: Mapping[Fate, int] | None = None
    on_time: Share | None = None


@dataclass(frozen=True)
class Drawing:
    """A picture in plain values."""

    kind: Kind
    council_id: int
    council_name: str
    scope: Scope
    body: str | None
    rows: tuple[Row, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(
            any((row.counts or {}).values()) or (row.on_time and row.on_time.whole)
            for row in self.rows
        )


def fate(one: Facts) -> Fate:
    """Return what became of an item: out of scope, done, waiting, overdue, or simply open."""
    if not one.in_scope:
        return Fate.OUT
    if one.row.state is ItemState.IMPLEMENTED:
        return Fate.IMPLEMENTED
    if one.waiting:
        return Fate.WAITING
    return Fate.OVERDUE if one.overdue else Fate.OPEN


async def draw(
    session: Session, *, viewer: Viewer, kind: Kind, scope: Scope, now: datetime
) -> Drawing:
    """What a picture of the scope shows, to these eyes. Raises NotFoundError like the numbers.

    States by body and a year are of the scope's sessions. Shares on time are of what was due in
    the scope's year (the last twelve months where it has none), ages of all that is open: both
    whenever the sessions were.
    """
    access.ensure(viewer, "see_stats")
    shown = await stats.scope_of(session, viewer=viewer, scope=scope)
    every = kind in (Kind.ON_TIME, Kind.AGES)
    counted = replace(shown.scope, year=0, quarter=0) if every else shown.scope
    known = await stats.facts(session, viewer=viewer, scope=counted, now=now)
    today = dates.local_date(now, viewer.zone)
    match kind:
        case Kind.BODIES:
            names = {
                one.id: one.name for one in await bodies.of_council(session, viewer.council_id)
            }
            rows = by_body(known, names)
        case Kind.ON_TIME:
            rows = on_time_by_month(known, _months(shown.scope.year, today))
        case Kind.AGES:
            rows = by_age(known)
        case Kind.YEAR:
            rows = by_month(known, _months(shown.scope.year, today))
    return Drawing(
        kind, viewer.council_id, viewer.council_name, shown.scope, shown.body, tuple(rows)
    )


async def order(
    session: Session,
    *,
    viewer: Viewer,
    kind: Kind,
    scope: Scope,
    dark: bool,
    key: str,
    progress: int | None,
    now: datetime,
) -> None:
    """Have a picture made and sent to the viewer; the same key twice makes one. Does not commit.

    `progress` is the id of the message that tells to wait. Raises like `draw`.
    """
    access.ensure(viewer, "see_stats")
    asked = await stats.scope_of(session, viewer=viewer, scope=scope)
    await notices.order_paper(
        session,
        council_id=viewer.council_id,
        person_id=viewer.person_id,
        kind="picture",
        key=f"picture:{key}",
        payload={
            "kind": kind.value,
            "scope": [asked.scope.body, asked.scope.year, asked.scope.quarter],
            "dark": dark,
            "progress": progress,
        },
        now=now,
    )


def by_body(known: Iterable[Facts], names: Mapping[int, str]) -> list[Row]:
    """The fates of each body's items, most overdue first; beyond twelve bodies in one row."""
    counted: dict[int, Counter[Fate]] = {}
    for one in known:
        counted.setdefault(one.row.body_id or NOBODY, Counter())[fate(one)] += 1
    ordered = sorted(
        counted.items(), key=lambda pair: (-pair[1][Fate.OVERDUE], -pair[1].total(), pair[0])
    )
    rows = [Row(body=names.get(body), counts=counts) for body, counts in ordered]
    if len(rows) <= MOST_BODIES:
        return rows
    rest = sum((counts for _body, counts in ordered[MOST_BODIES - 1 :]), Counter[Fate]())
    return [*rows[: MOST_BODIES - 1], Row(others=len(rows) - MOST_BODIES + 1, counts=rest)]


def on_time_by_month(known: Sequence[Facts], months: Iterable[tuple[int, int]]) -> list[Row]:
    """Of what was due in each month and is judged by now, how much was on time."""
    judged: Counter[tuple[int, int]] = Counter()
    punctual: Counter[tuple[int, int]] = Counter()
    for one in known:
        if one.judged and one.row.due_on is not None:
            month = _month(one.row.due_on)
            judged[month] += 1
            punctual[month] += one.on_time
    return [Row(month=one, on_time=Share(punctual[one], judged[one])) for one in months]


def by_age(known: Iterable[Facts]) -> list[Row]:
    """The fates of what is open, by the days since it was notified, youngest first."""
    counted = [Counter[Fate]() for _ in range(len(AGES) + 1)]
    for one in known:
        if one.open:
            days = (one.today - one.row.notified_on).days
            counted[sum(days > age for age in AGES)][fate(one)] += 1
    return [Row(age=place, counts=counts) for place, counts in enumerate(counted)]


def by_month(known: Iterable[Facts], months: Iterable[tuple[int, int]]) -> list[Row]:
    """The fates of what the sessions of each month resolved."""
    counted: dict[tuple[int, int], Counter[Fate]] = {month: Counter() for month in months}
    for one in known:
        month = _month(one.row.held_on) if one.row.held_on else None
        if month in counted:
            counted[month][fate(one)] += 1
    return [Row(month=month, counts=counts) for month, counts in counted.items()]


def _month(day: date) -> tuple[int, int]:
    jalali = dates.to_jalali(day)
    return jalali.year, jalali.month


def _months(year: int, today: date) -> list[tuple[int, int]]:
    """The months of a Jalali year up to today, or the last twelve."""
    this = _month(today)
    if year > 0:
        return [(year, month) for month in range(1, MONTHS + 1) if (year, month) <= this]
    ordinals = range(this[0] * 12 + this[1] - MONTHS, this[0] * 12 + this[1])
    return [(ordinal // 12, ordinal % 12 + 1) for ordinal in ordinals]

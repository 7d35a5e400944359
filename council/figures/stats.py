"""The secretariat's own score: numbers of a period and of bodies, and the list behind each."""

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from council import access, dates, items
from council.access import Viewer
from council.errors import NotFoundError
from council.figures.numbers import Facts, Figure, Numbers, count, facts_of, listed
from council.items import ItemCard
from storage import bodies, meetings
from storage import stats as stored
from storage.database import Session
from storage.words import Role

PAGE = 6
OWN, NOBODY = -1, -2
"""In place of a body's id: all bodies that the viewer speaks for; what names no body."""
NEWEST = -1
"""In place of a year: the newest that has a session."""


@dataclass(frozen=True)
class Scope:
    """What numbers are asked of: sessions held in a Jalali year or quarter of it, and whose items.

    A year of 0 is all of them; a quarter (1 to 4, spring first) stands only with a year. A body of
    0 is the whole council.
    """

    body: int = 0
    year: int = NEWEST
    quarter: int = 0

    @property
    def held(self) -> tuple[date, date] | None:
        """First and last day; None where every session counts."""
        if self.year <= 0:
            return None
        first, last = (3 * self.quarter - 2, 3 * self.quarter) if self.quarter else (1, 12)
        return dates.from_jalali(self.year, first, 1), dates.jalali_month_end(self.year, last)


@dataclass(frozen=True)
class Settled:
    """A scope with a real year, the body's name where it is one body's, and the years to choose."""

    scope: Scope
    body: str | None
    years: tuple[int, ...]


@dataclass(frozen=True)
class Overview:
    """The numbers of a scope, and what else could be asked."""

    council_id: int
    council_name: str
    scope: Scope
    body: str | None
    numbers: Numbers
    years: tuple[int, ...]
    own_bodies: bool
    """Whether the viewer speaks for some body."""


@dataclass(frozen=True)
class Listed:
    """A page of the items that a number counts."""

    council_id: int
    scope: Scope
    body: str | None
    figure: Figure
    total: int
    page: int
    items: tuple[ItemCard, ...]
    done_on: Mapping[int, date]
    """The days on which the implemented ones among them were reported, by their ids."""

    @property
    def more(self) -> bool:
        """Whether pages follow."""
        return (self.page + 1) * PAGE < self.total


@dataclass(frozen=True)
class Line:
    """The numbers of one body, quarter or year in a table of them; `key` asks for it alone."""

    scope: Scope
    body: str | None
    numbers: Numbers


async def overview(session: Session, *, viewer: Viewer, scope: Scope, now: datetime) -> Overview:
    """The numbers of a scope. Raises NotFoundError for a body or year that is not there."""
    access.ensure(viewer, "see_stats")
    asked = await scope_of(session, viewer=viewer, scope=scope)
    known = await facts(session, viewer=viewer, scope=asked.scope, now=now)
    return Overview(
        viewer.council_id,
        viewer.council_name,
        asked.scope,
        asked.body,
        await asyncio.to_thread(count, known),
        asked.years,
        bool(viewer.body_ids),
    )


def first_scope(viewer: Viewer) -> Scope:
    """What a person is shown first: a representative their bodies, everybody else the council."""
    own = viewer.role is Role.REPRESENTATIVE and viewer.body_ids
    return Scope(body=OWN if own else 0)


async def behind(
    session: Session, *, viewer: Viewer, scope: Scope, figure: Figure, page: int, now: datetime
) -> Listed:
    """A page of the items that a number counts, soonest due first. Raises like `overview`."""
    access.ensure(viewer, "see_stats")
    asked = await scope_of(session, viewer=viewer, scope=scope)
    found = listed(await facts(session, viewer=viewer, scope=asked.scope, now=now), figure)
    page = max(0, min(page, (len(found) - 1) // PAGE))
    here = found[page * PAGE : (page + 1) * PAGE]
    ids = [one.row.id for one in here]
    return Listed(
        viewer.council_id,
        asked.scope,
        asked.body,
        figure,
        len(found),
        page,
        await items.cards(session, viewer=viewer, item_ids=ids, now=now),
        {one.row.id: one.done_on for one in here if one.implemented and one.done_on},
    )


async def by_body(
    session: Session, *, viewer: Viewer, scope: Scope, now: datetime
) -> tuple[Line, ...]:
    """The numbers of each body that leads an item in the scope, most overdue first.

    What names no body has a line of its own.
    """
    access.ensure(viewer, "see_stats")
    scope = (await scope_of(session, viewer=viewer, scope=replace(scope, body=0))).scope
    known = await facts(session, viewer=viewer, scope=scope, now=now)
    names = {body.id: body.name for body in await bodies.of_council(session, viewer.council_id)}
    lines = [
        Line(replace(scope, body=body_id), names.get(body_id), count(list(own)))
        for body_id, own in _grouped(known)
    ]
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                -line.numbers.counts[Figure.OVERDUE],
                -line.numbers.counts[Figure.FOLLOWED],
                line.scope.body,
            ),
        )
    )


def _grouped(known: Iterable[Facts]) -> Iterable[tuple[int, Iterable[Facts]]]:
    ordered = sorted(known, key=lambda one: one.row.body_id or NOBODY)
    return groupby(ordered, key=lambda one: one.row.body_id or NOBODY)


async def by_quarter(
    session: Session, *, viewer: Viewer, scope: Scope, now: datetime
) -> tuple[Line, ...]:
    """The numbers of each quarter that had a session, newest first; of every year."""
    access.ensure(viewer, "see_stats")
    every = replace(scope, year=0, quarter=0)
    known = await facts(session, viewer=viewer, scope=every, now=now)
    body = await _body_name(session, viewer, every)
    quarters: dict[tuple[int, int], list[Facts]] = {}
    for one in known:
        if one.row.held_on is not None:
            quarters.setdefault(quarter_of(one.row.held_on), []).append(one)
    return tuple(
        Line(replace(scope, year=year, quarter=quarter), body, count(own))
        for (year, quarter), own in sorted(quarters.items(), reverse=True)
    )


def quarter_of(day: date) -> tuple[int, int]:
    """Return the Jalali year and quarter of a day: (1404, 3) for autumn."""
    jalali = dates.to_jalali(day)
    return jalali.year, (jalali.month + 2) // 3


async def facts(
    session: Session, *, viewer: Viewer, scope: Scope, now: datetime
) -> Sequence[Facts]:
    """The items of a settled scope as they stand today, through the viewer's eyes.

    Twenty thousand of them are worked on in a thread, while the bot goes on.
    """
    today = dates.local_date(now, viewer.zone)
    rows = await stored.items(
        session,
        council_id=viewer.council_id,
        today=today,
        held=scope.held,
        body_ids=_bodies(viewer, scope),
    )
    return await asyncio.to_thread(facts_of, rows, today, viewer.zone)


def _bodies(viewer: Viewer, scope: Scope) -> Collection[int | None] | None:
    match scope.body:
        case 0:
            return None
        case code if code == OWN:
            return viewer.body_ids
        case code if code == NOBODY:
            return [None]
        case body_id:
            return [body_id]


async def scope_of(session: Session, *, viewer: Viewer, scope: Scope) -> Settled:
    """What is asked, with a real year. Raises NotFoundError for a year or body that is not there.

    The years that had a session come newest first.
    """
    days = await meetings.days(session, viewer.council_id)
    years = tuple(sorted({dates.to_jalali(day).year for day in days}, reverse=True))
    if scope.year == NEWEST:
        scope = replace(scope, year=years[0] if years else 0)
    asked_well = scope.body >= NOBODY and 0 <= scope.quarter <= (4 if scope.year else 0)
    if scope.year not in (0, *years) or not asked_well:
        raise NotFoundError
    return Settled(scope, await _body_name(session, viewer, scope), years)


async def _body_name(session: Session, viewer: Viewer, scope: Scope) -> str | None:
    wanted = scope.body
    if scope.body == OWN and len(viewer.body_ids) == 1:
        (wanted,) = viewer.body_ids
    if wanted <= 0:
        return None
    body = await bodies.get(session, viewer.council_id, wanted)
    if body is None:
        raise NotFoundError
    return body.name

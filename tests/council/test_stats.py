"""The secretariat's numbers equal a slow, obvious re-computation over years that a seed draws."""

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from council import dates
from council.access import Viewer
from council.errors import NotFoundError
from council.figures import pictures, stats
from council.figures.numbers import Figure, Numbers, Share, count, listed
from council.figures.pictures import Fate, Kind
from council.figures.pictures import Row as Bar
from council.figures.stats import NOBODY, OWN, Scope
from storage import models
from storage.database import Database, Session
from storage.sight import see_as
from storage.words import Decision, ItemState, OccurrenceState, ProgressStatus, Role
from tests.council.years import NOW, REPEATS, TODAY, Row, Year, draw

SEEDS = range(60 if os.environ.get("MOSAVABE_LONG") else 3)
ZONE = ZoneInfo("Asia/Tehran")


def viewer_of(year: Year, role: Role, bodies: frozenset[int] = frozenset()) -> Viewer:
    return Viewer(
        person_id=year.rows[models.Person][0]["id"],
        telegram_id=1,
        name="",
        language="fa",
        council_id=year.council,
        council_name="شورا",
        zone="Asia/Tehran",
        membership_id=year.member,
        role=role,
        body_ids=bodies,
    )


# The slow way: every item alone, every table read from its first row to its last.


def slow_facts(year: Year) -> list[Row]:
    found = []
    for item in year.rows[models.ActionItem]:
        (resolution,) = year.of(models.Resolution, id=item["resolution_id"])
        (meeting,) = year.of(models.Meeting, id=resolution["meeting_id"])
        if item["state"] not in (ItemState.DRAFT, ItemState.ARCHIVED):
            more = {"of": resolution, "meeting": meeting["id"], "held": meeting["held_on"]}
            found.append(slow_fact(year, item) | more)
    return found


def slow_counted(year: Year, viewer: Viewer, scope: Scope, known: list[Row]) -> list[Row]:
    return [
        one
        for one in known
        if slow_sees(year, viewer, one["of"]) and slow_asked(viewer, scope, one)
    ]


def slow_sees(year: Year, viewer: Viewer, resolution: Row) -> bool:
    if not resolution["confidential"] or viewer.role is Role.SECRETARY:
        return True
    on_list = {"resolution_id": resolution["id"], "membership_id": viewer.membership_id}
    return bool(year.of(models.ResolutionAccess, **on_list))


def slow_asked(viewer: Viewer, scope: Scope, one: Row) -> bool:
    body, held = one["body"], one["held"]
    if scope.body == OWN and body not in viewer.body_ids:
        return False
    if scope.body == NOBODY and body is not None:
        return False
    if scope.body > 0 and body != scope.body:
        return False
    if scope.year == 0:
        return True
    if held is None:
        return False
    jalali = dates.to_jalali(held)
    seasons = {1: (1, 2, 3), 2: (4, 5, 6), 3: (7, 8, 9), 4: (10, 11, 12)}
    in_season = not scope.quarter or jalali.month in seasons[scope.quarter]
    return jalali.year == scope.year and in_season


def slow_fact(year: Year, item: Row) -> Row:
    reports = year.of(models.ProgressUpdate, item_id=item["id"])
    standing = [r for r in reports if not year.of(models.Withdrawal, progress_id=r["id"])]
    accepted = [
        r
        for r in reports
        if r["status"] is ProgressStatus.REPORTED_DONE
        and year.of(models.Review, progress_id=r["id"], decision=Decision.ACCEPTED)
    ]
    done = max((day_of(r["created_at"]) for r in accepted), default=None)
    done = done or (day_of(item["closed_at"]) if item["closed_at"] else None)
    state, due, repeats = item["state"], item["due_on"], item["deadline_kind"] in REPEATS
    scope = state.value not in ("referred_up", "not_actionable", "withdrawn")
    is_open = state.value in ("notified", "in_progress", "blocked", "reported_done")
    overdue = is_open and state.value != "reported_done" and due is not None and due < TODAY
    implemented = state.value == "implemented" and not repeats
    judged = scope and not repeats and due is not None and (implemented or overdue)
    on_time = judged and implemented and done is not None and done <= due
    month_ago = TODAY - timedelta(days=30)
    heard = any(day_of(r["created_at"]) >= month_ago for r in standing)
    periods = year.of(models.Occurrence, item_id=item["id"])
    missed = [p for p in periods if p["state"] is OccurrenceState.MISSED] + [
        p
        for p in periods
        if p["state"] is OccurrenceState.WAITING
        and p["due_on"] < TODAY
        and state.value != "reported_done"
    ]
    return {
        "id": item["id"],
        "body": item["lead_body_id"],
        "state": state,
        "told": item["notified_on"],
        "resolution": item["resolution_id"],
        "due": due,
        "days": (done - item["notified_on"]).days if implemented and done else None,
        "reported": sum(p["state"] is OccurrenceState.REPORTED for p in periods),
        "periods missed": len(missed),
        Figure.FOLLOWED: True,
        Figure.IN_SCOPE: scope,
        Figure.TO_IMPLEMENT: scope and not repeats,
        Figure.IMPLEMENTED: implemented,
        Figure.JUDGED: judged,
        Figure.ON_TIME: on_time,
        Figure.LATE: judged and not on_time,
        Figure.OPEN: is_open,
        Figure.OVERDUE: overdue,
        Figure.BLOCKED: state.value == "blocked",
        Figure.WAITING: state.value == "reported_done",
        Figure.STALE: is_open and item["notified_on"] <= month_ago and not heard,
        Figure.RESCHEDULE: overdue
        and not repeats
        and ((TODAY - due).days > 30 or state.value == "blocked"),
        Figure.REPEATING: scope and repeats,
        Figure.MISSED: scope and repeats and bool(missed),
    }


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


def slow_numbers(found: list[Row]) -> Numbers:
    one_time = [one for one in found if one[Figure.TO_IMPLEMENT]]
    whole = {one["resolution"] for one in one_time}
    left = {one["resolution"] for one in one_time if not one[Figure.IMPLEMENTED]}
    days = [one["days"] for one in found if one["days"] is not None]
    repeating = [one for one in found if one[Figure.REPEATING]]
    reported = sum(one["reported"] for one in repeating)
    missed = sum(one["periods missed"] for one in repeating)
    return Numbers(
        counts={figure: len([one for one in found if one[figure]]) for figure in Figure},
        sessions=len({one["meeting"] for one in found}),
        resolutions=Share(len(whole - left), len(whole)),
        median_days=median(days) if days else None,
        periods=Share(reported, reported + missed),
    )


def slow_list(found: list[Row], figure: Figure) -> list[object]:
    dated = sorted((one["due"], one["id"]) for one in found if one[figure] and one["due"])
    undated = sorted(one["id"] for one in found if one[figure] and not one["due"])
    return [*(number for _, number in dated), *undated]


async def fast(
    session: Session, viewer: Viewer, scope: Scope
) -> tuple[Numbers, Mapping[Figure, list[int]]]:
    known = await stats.facts(session, viewer=viewer, scope=scope, now=NOW)
    return count(known), {
        figure: [one.row.id for one in listed(known, figure)] for figure in Figure
    }


async def test_numbers_and_their_lists_equal_a_slow_count_for_every_viewer_and_scope(
    database: Database,
) -> None:
    counted: list[bool] = []
    for seed in SEEDS:
        year = draw(seed)
        await year.store(database)
        known = slow_facts(year)
        scopes = [
            *(Scope(body, 0) for body in (0, OWN, NOBODY, year.bodies[0])),
            *(Scope(0, 1404, quarter) for quarter in range(5)),
            Scope(year.bodies[1], 1405),
        ]
        for role in (Role.SECRETARY, Role.MEMBER):
            viewer = viewer_of(year, role, frozenset(year.bodies[:2]))
            async with database.reading() as session:
                see_as(session, viewer.sight)
                for scope in scopes:
                    slow = slow_counted(year, viewer, scope, known)
                    numbers, lists = await fast(session, viewer, scope)

                    assert numbers == slow_numbers(slow), (seed, role, scope)
                    assert lists == {figure: slow_list(slow, figure) for figure in Figure}
                    counted.append(bool(slow))
    assert sum(counted) > len(counted) / 2  # most of the scopes have something to count


async def test_tables_repeat_the_numbers_of_each_body_and_quarter(database: Database) -> None:
    year = draw(3)
    await year.store(database)
    viewer = viewer_of(year, Role.SECRETARY)
    async with database.reading() as session:
        by_body = await stats.by_body(session, viewer=viewer, scope=Scope(year=0), now=NOW)
        by_quarter = await stats.by_quarter(session, viewer=viewer, scope=Scope(), now=NOW)
        alone = [
            (await stats.overview(session, viewer=viewer, scope=line.scope, now=NOW)).numbers
            for line in (*by_body, *by_quarter)
        ]

    assert [line.numbers for line in (*by_body, *by_quarter)] == alone
    assert {line.scope.body for line in by_body} == {*year.bodies, NOBODY}
    quarters = [(line.scope.year, line.scope.quarter) for line in by_quarter]
    assert quarters == sorted(quarters, reverse=True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_pictures_show_each_item_once_where_a_slow_count_puts_it(
    database: Database,
) -> None:
    year = draw(2, 80)
    await year.store(database)
    known = slow_facts(year)
    viewer, whole = viewer_of(year, Role.SECRETARY), Scope(year=0)
    rows = {}
    async with database.reading() as session:
        for kind in Kind:
            scope = Scope(year=1404) if kind is Kind.YEAR else whole
            drawn = await pictures.draw(session, viewer=viewer, kind=kind, scope=scope, now=NOW)
            rows[kind] = drawn.rows

    assert {row.body: dict(row.counts or {}) for row in rows[Kind.BODIES] if not row.body} == {
        None: slow_fates([one for one in known if one["body"] is None])
    }
    assert total(rows[Kind.BODIES]) == slow_fates(known)
    assert total(rows[Kind.AGES]) == slow_fates([one for one in known if one[Figure.OPEN]])
    youngest = [one for one in known if one[Figure.OPEN] and one["told"] >= TODAY - MONTH]
    assert total(rows[Kind.AGES][:1]) == slow_fates(youngest)
    of_1404 = [one for one in known if slow_asked(viewer, Scope(year=1404), one)]
    assert total(rows[Kind.YEAR]) == slow_fates(of_1404)
    for row in rows[Kind.ON_TIME]:
        month = [one for one in known if one["due"] and jalali_month(one["due"]) == row.month]
        judged, on_time = (sum(one[f] for one in month) for f in (Figure.JUDGED, Figure.ON_TIME))
        assert row.on_time == Share(on_time, judged)
    assert [row.month for row in rows[Kind.ON_TIME]][::11] == [(1404, 9), (1405, 8)]


MONTH = timedelta(days=30)


def total(rows: Iterable[Bar]) -> dict[Fate, int]:
    return dict(sum((Counter(row.counts) for row in rows), Counter()))


def jalali_month(day: date) -> tuple[int, int]:
    jalali = dates.to_jalali(day)
    return jalali.year, jalali.month


def slow_fates(found: list[Row]) -> dict[Fate, int]:
    counts: Counter[Fate] = Counter()
    for one in found:
        if not one[Figure.IN_SCOPE]:
            counts[Fate.OUT] += 1
        elif one["state"] is ItemState.IMPLEMENTED:
            counts[Fate.IMPLEMENTED] += 1
        elif one[Figure.WAITING]:
            counts[Fate.WAITING] += 1
        else:
            counts[Fate.OVERDUE if one[Figure.OVERDUE] else Fate.OPEN] += 1
    return dict(counts)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_numbers_take_as_many_queries_for_few_items_as_for_many(database: Database) -> None:
    asked: list[int] = []
    for items in (1, 300):
        year = draw(items, items)
        await year.store(database)
        seen: list[str] = []

        def see(*told: object, seen: list[str] = seen) -> None:
            seen.append(str(told[2]))

        async with database.reading() as session:
            engine = session.get_bind()
            event.listen(engine, "before_cursor_execute", see)
            await stats.overview(
                session, viewer=viewer_of(year, Role.SECRETARY), scope=Scope(), now=NOW
            )
            event.remove(engine, "before_cursor_execute", see)
        asked.append(sum(one.startswith("SELECT") for one in seen))

    assert asked == [2, 2]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "scope", [Scope(body=999), Scope(year=1390), Scope(year=1405, quarter=5), Scope(0, 0, 2)]
)
async def test_what_is_not_there_is_refused(database: Database, scope: Scope) -> None:
    year = draw(1)
    await year.store(database)
    viewer = viewer_of(year, Role.SECRETARY)
    async with database.reading() as session:
        with pytest.raises(NotFoundError):
            await stats.overview(session, viewer=viewer, scope=replace(scope), now=NOW)


@pytest.mark.parametrize(
    ("share", "percent"), [((1, 3), 33), ((2, 3), 67), ((1, 8), 13), ((0, 5), 0), ((0, 0), None)]
)
def test_share_is_a_whole_percentage_of_something(
    share: tuple[int, int], percent: int | None
) -> None:
    assert Share(*share).percent == percent

"""The days on which an item is spoken of: working days only, no two for one reason, and an end."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council.dates import WorkWeek, from_jalali
from council.reminding.policies import Policy
from council.reminding.rungs import ItemTime, Rung, Why, latest, plan, raised_to

TODAY = date(2026, 11, 21)
"""Saturday 30 Aban 1405."""
DUE = date(2026, 12, 5)
WEEK = WorkWeek()
THURSDAY_TOO = WorkWeek(weekend=frozenset({3, 4}))
ITEM = ItemTime(DUE, TODAY)
BODY_ONLY = replace(Policy(), to_owner=0, to_secretary=0, to_chair=0)


def days(rungs: tuple[Rung, ...]) -> list[int]:
    """How far from today the rungs are."""
    return [(rung.day - TODAY).days for rung in rungs]


def test_reminders_come_before_on_and_after_the_day_and_end() -> None:
    # The day before is a Friday, so the last working day before it takes its place.
    assert days(plan(ITEM, BODY_ONLY, WEEK))[:5] == [7, 11, 12, 14, 17]
    assert len(plan(ITEM, BODY_ONLY, WEEK)) == 14


def test_what_was_not_done_is_raised_step_by_step() -> None:
    found = {rung.why: (rung.day - DUE).days for rung in plan(ITEM, Policy(), WEEK)}

    assert {why: found[why] for why in (Why.TO_OWNER, Why.TO_SECRETARY, Why.TO_CHAIR)} == {
        Why.TO_OWNER: 3,
        Why.TO_SECRETARY: 7,
        Why.TO_CHAIR: 14,
    }
    assert raised_to(ITEM, Policy(), WEEK, DUE + timedelta(days=6)) == {Why.TO_OWNER}
    assert raised_to(ITEM, BODY_ONLY, WEEK, DUE + timedelta(days=60)) == frozenset()


def test_a_due_date_on_a_holiday_is_reminded_on_the_last_working_day_before() -> None:
    nowruz = from_jalali(1406, 1, 2)
    found = plan(ItemTime(nowruz, TODAY), BODY_ONLY, WEEK)

    before = [rung for rung in found if rung.day <= nowruz]
    assert before[-1].day == from_jalali(1405, 12, 27)
    # 29 Esfand and 1 to 4 Farvardin are holidays, 28 Esfand 1405 is a Friday.
    assert all(WEEK.works_on(rung.day) for rung in found)
    assert next(rung.day for rung in found if rung.why is Why.OVERDUE) == from_jalali(1406, 1, 8)


@pytest.mark.parametrize(("year", "last"), [(1403, 30), (1404, 29), (1405, 29), (1408, 30)])
def test_the_end_of_the_year_is_reminded_in_leap_years_too(year: int, last: int) -> None:
    due = from_jalali(year, 12, last)
    found = plan(ItemTime(due, due - timedelta(days=40)), BODY_ONLY, WorkWeek())

    assert due + timedelta(days=1) == from_jalali(year + 1, 1, 1)
    assert [rung.why for rung in found if rung.day <= due][-1] in (Why.BEFORE, Why.TODAY)


def test_a_closure_announced_later_moves_what_was_planned_for_it() -> None:
    closed = WorkWeek(closed=frozenset({DUE}))

    assert [rung.day for rung in plan(ITEM, BODY_ONLY, closed) if rung.why is Why.TODAY] == []
    assert date(2026, 12, 3) in [rung.day for rung in plan(ITEM, BODY_ONLY, closed)]


def test_nothing_is_said_before_notification_or_of_a_date_that_had_passed() -> None:
    late = ItemTime(TODAY + timedelta(days=2), TODAY)

    assert [rung.why for rung in plan(late, BODY_ONLY, WEEK)][:2] == [Why.BEFORE, Why.TODAY]
    assert plan(ItemTime(TODAY - timedelta(days=1), TODAY), Policy(), WEEK) == ()
    assert plan(ITEM, replace(Policy(), on=False), WEEK) == ()


def test_silence_is_asked_about_once_and_only_where_no_date_is_near() -> None:
    undated, near = ItemTime(None, TODAY), ItemTime(TODAY + timedelta(days=20), TODAY)

    assert days(plan(undated, Policy(), WEEK)) == [30]
    assert plan(undated, replace(Policy(), stale_days=0), WEEK) == ()
    assert Why.STALE not in [rung.why for rung in plan(near, Policy(), WEEK)]
    heard = replace(undated, news_on=TODAY + timedelta(days=10))
    assert days(plan(heard, Policy(), WEEK)) == [40]


def test_putting_off_silences_the_body_until_the_day_but_not_those_it_is_raised_to() -> None:
    off = replace(ITEM, put_off_until=DUE + timedelta(days=5))
    found = plan(off, Policy(), WEEK)

    until = [rung for rung in found if rung.day <= DUE + timedelta(days=5)]
    assert [rung.why for rung in until] == [Why.TO_OWNER, Why.PUT_OFF]


def test_only_the_latest_missed_day_is_caught_up() -> None:
    found = plan(ITEM, BODY_ONLY, WEEK)

    assert latest(found, after=date(2026, 11, 30), upto=date(2026, 12, 4)) == {
        Why.BEFORE: date(2026, 12, 3)
    }
    assert latest(found, after=date(2026, 12, 3), upto=date(2026, 12, 4)) == {}


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    due=st.integers(0, 800),
    notified=st.integers(0, 60),
    closed=st.frozensets(st.integers(0, 900), max_size=40),
    thursday=st.booleans(),
    every=st.integers(1, 10),
)
def test_every_day_of_a_plan_is_a_working_day_after_notification(
    due: int, notified: int, closed: frozenset[int], thursday: bool, every: int
) -> None:
    start = date(2026, 1, 1)
    week = replace(
        THURSDAY_TOO if thursday else WEEK,
        closed=frozenset(start + timedelta(days=n) for n in closed),
    )
    item = ItemTime(start + timedelta(days=due), start + timedelta(days=notified))
    found = plan(item, replace(Policy(), overdue_every=every), week)

    assert all(week.works_on(rung.day) and rung.day > item.notified_on for rung in found)
    assert len(set(found)) == len(found)
    assert [rung.day for rung in found] == sorted(rung.day for rung in found)
    assert sum(rung.why is Why.OVERDUE for rung in found) in (0, Policy().overdue_times)

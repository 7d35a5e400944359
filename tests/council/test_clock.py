"""When the clock may speak: once a local day in every zone, and never in quiet hours."""

import os
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from council.clock import ends_at, local, may_speak, opens_at
from council.dates import WorkWeek
from council.reminding.policies import CouncilTime, Hours, Policy, council_time

ALWAYS_OPEN = WorkWeek(weekend=frozenset())
ALL = bool(os.environ.get("MOSAVABE_SWEEP"))
ODD = (
    *("Asia/Tehran", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "UTC"),
    *("Africa/Casablanca", "America/Asuncion", "Pacific/Chatham", "Pacific/Apia", "Asia/Kathmandu"),
)
ZONES = sorted(available_timezones()) if ALL else ODD
START = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_every_local_day_has_its_hour_for_reminders(zone: str) -> None:
    times, hours = CouncilTime(zone, week=ALWAYS_OPEN), Hours()
    seen: Counter[date] = Counter()
    length = 400 if ALL else 370
    for tick in range(24 * length):
        there = local(START + timedelta(hours=tick), zone)
        if may_speak(times, hours, there) or not ALWAYS_OPEN.works_on(there.day):
            seen[there.day] += 1

    inside = [local(START + timedelta(days=n), zone).day for n in range(1, length - 1)]
    # The key of a reminder is the local day, so that each of them is spoken of exactly once.
    assert [day for day in inside if seen[day] == 0] == []
    assert max(seen.values()) <= 25


@pytest.mark.parametrize("zone", ["Asia/Tehran", "Europe/Berlin", "Australia/Lord_Howe"])
def test_quiet_hours_end_at_their_local_hour_also_where_the_clock_jumps(zone: str) -> None:
    times, hours = CouncilTime(zone), Hours(quiet_from=21, quiet_to=8)
    for hour in range(24 * 370):
        now = START + timedelta(hours=hour)
        opened = opens_at(times, hours, now).astimezone(ZoneInfo(zone))

        assert opened >= now
        assert not hours.quiet_at(opened.hour)
        assert opened == now or (opened.hour, opened.minute) == (8, 0)
        assert opened - now <= timedelta(hours=12)


def test_a_half_day_ends_at_noon_and_a_closure_says_nothing() -> None:
    thursday = date(2026, 11, 26)
    times = council_time(
        {"half_days": [3]},
        zone="Asia/Tehran",
        reminder_hour=9,
        closures={date(2026, 11, 25): False, date(2026, 11, 24): True},
    )
    said = {
        (day, hour)
        for day in range(24, 28)
        for hour in range(24)
        if may_speak(
            times,
            times.hours,
            local(datetime(2026, 11, day, hour, tzinfo=ZoneInfo(times.zone)), times.zone),
        )
    }

    assert {hour for day, hour in said if day == 26} == {9, 10, 11, 12}
    assert {hour for day, hour in said if day == 24} == {9, 10, 11, 12}
    assert {day for day, _ in said} == {24, 26}
    assert ends_at(times, times.hours, thursday).hour == 13


def test_settings_pass_over_what_they_do_not_know() -> None:
    mine = Policy().but({"before": [3, 0], "colour": "red"})

    assert mine == Policy(before=(3, 0))
    assert Hours(quiet_from=1, quiet_to=5).quiet_at(3)
    assert not Hours(quiet_from=1, quiet_to=5).quiet_at(22)

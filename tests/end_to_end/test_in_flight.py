"""Killed and stopped with forty updates in flight: every one takes effect, and once."""

import os
import sqlite3
import sys
import time
from random import Random

import pytest

from tests.end_to_end.crowd import Crowd
from tests.end_to_end.test_processes import Place, place, telegram

__all__ = ["place", "telegram"]
pytestmark = pytest.mark.skipif(
    not os.environ.get("MOSAVABE_LONG"), reason="a part of `make test-long`"
)
AT_ONCE = 40
ROUNDS = int(os.environ.get("KILL_ROUNDS", "25"))
STOPS = 3
STOP_SECONDS = 35.0


@pytest.fixture
async def crowd(place: Place) -> Crowd:
    """Forty people, each with their card open before them, and the bot running."""
    made = Crowd(place)
    await made.gathers(AT_ONCE)
    await place.run()
    await made.opens_cards()
    await made.is_settled()
    return made


async def test_killed_with_forty_updates_in_flight_loses_none_and_repeats_none(
    crowd: Crowd,
) -> None:
    random = Random(40)  # noqa: S311  a seeded die
    in_flight = []
    for turn in range(ROUNDS):
        running = crowd.place.runs[-1]
        for person in crowd.people:
            crowd.reports(person)
        enough = turn * AT_ONCE + random.randrange(AT_ONCE // 4)
        while (done := await crowd.taken()) < enough:
            pass
        await running.dies()
        in_flight.append((turn + 1) * AT_ONCE - done)
        await crowd.place.run()
        await crowd.is_settled()

    found = await crowd.outcome()
    sys.stdout.write(f"in flight at the kills: {in_flight}\n{found}\n")
    assert (found.lost, found.doubled, found.out_of_order, found.set_aside) == ([], [], [], 0)
    assert (found.notices_lost, found.notices_doubled) == ([], [])
    assert sum(in_flight) > ROUNDS * AT_ONCE / 4


async def test_told_to_stop_while_handlers_are_slow_loses_none(crowd: Crowd) -> None:
    for _ in range(STOPS):
        running = crowd.place.runs[-1]
        database = sqlite3.connect(crowd.place.folder / "council.db", isolation_level=None)
        for person in crowd.people:
            crowd.reports(person)
        before = await crowd.taken()
        while await crowd.taken() == before:
            pass
        database.execute("BEGIN IMMEDIATE")  # every handler waits for it now
        began = time.monotonic()
        code = await running.ends()
        took = time.monotonic() - began
        database.execute("ROLLBACK")
        database.close()
        sys.stdout.write(f"stopped in {took:.1f} s with exit code {code}\n")
        assert (code, took < STOP_SECONDS) == (0, True), running.log
        await crowd.place.run()
        await crowd.is_settled()

    found = await crowd.outcome()
    sys.stdout.write(f"{found}\n")
    assert (found.lost, found.doubled, found.out_of_order, found.set_aside) == ([], [], [], 0)

"""Hours in minutes: replicas killed at random, a network that is away, memory that must not grow.

The lengths are `SOAK_SECONDS`, `SOAK_AWAY_SECONDS` and `SOAK_MEMORY_SECONDS`; so many people as
`SOAK_CROWD` says `SOAK_PER_SECOND` things a second.
"""

import asyncio
import json
import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median

import aiohttp
import pytest
from aiohttp.test_utils import unused_port

from tests.end_to_end import processes
from tests.end_to_end.crowd import Crowd
from tests.end_to_end.processes import Running
from tests.end_to_end.test_processes import (
    Place,
    place,
    place_on_postgres,
    telegram,
)

__all__ = ["place", "place_on_postgres", "telegram"]
pytestmark = pytest.mark.skipif(not os.environ.get("MOSAVABE_SOAK"), reason="a part of `make soak`")
SOAK_SECONDS = float(os.environ.get("SOAK_SECONDS", "300"))
AWAY_SECONDS = float(os.environ.get("SOAK_AWAY_SECONDS", "600"))
MEMORY_SECONDS = float(os.environ.get("SOAK_MEMORY_SECONDS", "1800"))
REPLICAS = 3
CROWD = int(os.environ.get("SOAK_CROWD", "30"))
PER_SECOND = float(os.environ.get("SOAK_PER_SECOND", "5"))
BURST_EVERY_SECONDS = 40.0
BACK_WITHIN_SECONDS = 10.0
SETTLES_WITHIN_SECONDS = 420.0
GROWTH = 1.03
NOISE_MB = 3.0
PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 2**20


@dataclass
class Replicas:
    """Like processes on one database, all with the same clock."""

    place: Place
    started: int = 0
    alive: list[Running] = field(default_factory=list)

    async def starts(self) -> Running:
        """Start another one, with a port of its own."""
        self.started += 1
        running = await processes.start(
            "run",
            folder=self.place.folder,
            log=self.place.folder / f"replica{self.started}.log",
            settings=self.place.settings | {"HTTP_PORT": str(unused_port())},
            days_ahead=self.place.days_ahead,
        )
        self.place.runs.append(running)
        self.alive.append(running)
        return running

    async def is_killed_at_random(self, seconds: float, random: Random) -> int:
        """Kill one after the other and start a new one for each; gives how many died."""
        until, deaths = time.monotonic() + seconds, 0
        while time.monotonic() < until:
            await asyncio.sleep(random.uniform(5, 20))
            await self.alive.pop(random.randrange(REPLICAS)).dies()
            deaths += 1
            await asyncio.sleep(random.uniform(0, 5))
            await self.starts()
        return deaths


async def bursts(crowd: Crowd, seconds: float) -> None:
    """Now and then everybody speaks at once, more than the leader has room for."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        await asyncio.sleep(BURST_EVERY_SECONDS)
        for _ in range(3):
            for person in crowd.people:
                crowd.searches(person)


@pytest.mark.postgres
async def test_three_replicas_killed_at_random_lose_and_double_nothing(
    place_on_postgres: Place,
) -> None:
    random = Random(int(os.environ.get("SOAK_SEED", "7")))  # noqa: S311  a seeded die
    crowd, replicas = Crowd(place_on_postgres), Replicas(place_on_postgres)
    await crowd.gathers(CROWD)
    for _ in range(REPLICAS):
        await replicas.starts()
    await crowd.opens_cards()
    await crowd.is_settled()

    deaths, *_ = await asyncio.gather(
        replicas.is_killed_at_random(SOAK_SECONDS, random),
        crowd.speaks(SOAK_SECONDS, PER_SECOND, random),
        bursts(crowd, SOAK_SECONDS - BURST_EVERY_SECONDS),
    )
    await crowd.is_settled(SETTLES_WITHIN_SECONDS)

    found = await crowd.outcome()
    said_by = {len(run.log.splitlines()) for run in place_on_postgres.runs}
    sys.stdout.write(f"{deaths} deaths in {SOAK_SECONDS:.0f} s, logs of {said_by} lines\n{found}\n")
    assert (found.lost, found.doubled, found.out_of_order) == ([], [], [])
    assert (found.set_aside, found.notices_lost, found.notices_doubled) == (0, [], [])
    assert (found.most_in_a_second <= 30, found.refused_as_too_many) == (True, 0)
    assert found.unanswered <= deaths * 64  # what was spoken about when a process died
    for run in replicas.alive:
        assert await run.ends() == 0


async def health(port: str, page: str = "readyz") -> tuple[int, str]:
    """What the process says of itself."""
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{port}/{page}") as answer,
    ):
        return answer.status, await answer.text()


async def test_network_away_is_told_meanwhile_and_over_within_ten_seconds(place: Place) -> None:
    crowd = Crowd(place)
    await crowd.gathers(2)
    port = str(unused_port())
    place.settings["HTTP_PORT"] = port
    await place.run(HTTP_PORT=port)
    await crowd.opens_cards()
    await crowd.is_settled()
    person = crowd.people[0]

    place.world.faults.network_down = True
    crowd.reports(person)
    began, told = time.monotonic(), []
    while time.monotonic() - began < AWAY_SECONDS:
        await asyncio.sleep(1.0)
        told.append((await health(port))[0])
    status, words = await health(port)
    alive, _ = await health(port, "healthz")
    place.world.faults.network_down = False
    back = time.monotonic()
    before = len(place.heard(person))
    while len(place.heard(person)) == before:  # noqa: ASYNC110  what they hear is what counts
        await asyncio.sleep(0.02)
    took = time.monotonic() - back
    await crowd.is_settled()

    found = await crowd.outcome()
    told_after = next((i for i, one in enumerate(told) if one == 503), len(told))
    sys.stdout.write(
        f"away for {AWAY_SECONDS:.0f} s: health said so after {told_after} s "
        f"({json.loads(words)['troubles']}), back after {took:.1f} s\n"
    )
    assert (status, alive, "cannot be reached" in words) == (503, 200, True)
    assert took < BACK_WITHIN_SECONDS
    assert (found.lost, found.doubled, found.notices_lost) == ([], [], [])
    assert (await health(port))[0] == 200


def memory_of(pid: int) -> float:
    """The process's resident memory in MB."""
    return int(Path(f"/proc/{pid}/statm").read_text("utf-8").split()[1]) * PAGE_MB


async def test_memory_does_not_grow(place: Place) -> None:
    crowd, random = Crowd(place), Random(3)  # noqa: S311  as above
    await crowd.gathers(CROWD)
    running = await place.run(fresh=True)  # a forked one would hold what the tests have loaded
    await crowd.opens_cards()
    speaking = asyncio.create_task(crowd.speaks(MEMORY_SECONDS, PER_SECOND, random))
    samples = []
    while not speaking.done():
        samples.append(memory_of(running.pid))
        await asyncio.sleep(2.0)
    await speaking

    # The first third fills caches, pools and the allocator's free lists.
    third = len(samples) // 3
    then, now = median(samples[third : 2 * third]), median(samples[2 * third :])
    sys.stdout.write(
        f"{crowd.updates} updates in {MEMORY_SECONDS:.0f} s: {samples[0]:.1f} MB at the start, "
        f"{then:.1f} MB in the second third, {now:.1f} MB in the last\n"
    )
    assert now <= max(then * GROWTH, then + NOISE_MB)

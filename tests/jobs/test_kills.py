"""Killed at every point from the tick to the record, on both databases.

Nothing is lost, nothing is said twice that may not be; what must arrive comes at most once more.
"""

import os
import random
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from simulator.world import World
from storage.database import open_database
from storage.words import OutboxState
from tests.conftest import EMPTY, Shelf
from tests.jobs.lives import DELIVERY, TICK, Life, settle
from tests.jobs.mortal import Machine
from tests.jobs.post import TOKEN, Post, open_post, seed

SWEEP = bool(os.environ.get("MOSAVABE_SWEEP"))
FAULTS = ("accept_then_close", "server_error", "broken_json", "too_many_requests")
TRIALS, TRIALS_AT_ONCE = (500, 50) if SWEEP else (6, 6)
WINDOW = "after the request"
"""The only place from which a message may come twice, or not be known to have come."""
# A few points are tried on each run, all of them in `make sweep`; beside a fault every second.
STRIDE = int(os.environ.get("KILL_STRIDE", "1" if SWEEP else "18"))
FAULT_STRIDE = 2
LIVES = [pytest.param(life, id=life.name) for life in (DELIVERY, TICK)]


@dataclass
class Stage:
    """A machine, and who stands in its database."""

    machine: Machine
    ids: tuple[int, int, dict[int, int]]

    async def begin(self, life: Life, *, fail: Callable[[World], None] | None = None) -> Post:
        """Everything as before the story, in a process that death may come to."""
        await self.machine.restart_story()
        world = World(TOKEN)
        aida = world.add_person("آیدا", started=True)
        group = world.add_group("کمیسیون", [aida], with_bot=True)
        if fail is not None:
            fail(world)
        return self.mortal(
            open_post(self.machine.mortal, world, aida, group, self.ids, render=life.render)
        )

    def mortal(self, post: Post) -> Post:
        """Let the network's phases be points, too."""
        post.network.on_the_way = self.machine.death.passes
        return post

    def next_life(self, dead: Post, life: Life, *, last: bool) -> Post:
        """The process started anew, on the same database and in the same world."""
        database = self.machine.reborn if last else self.machine.mortal
        post = open_post(database, dead.world, dead.aida, dead.group, self.ids, render=life.render)
        post.now = dead.now
        return post if last else self.mortal(post)


@pytest.fixture
async def stage(database_url: str, shelf: Shelf) -> AsyncIterator[Stage]:
    place = await shelf.copy(database_url, EMPTY)
    world = World(TOKEN)
    aida = world.add_person("آیدا")
    group = world.add_group("کمیسیون", [aida]).id
    database = open_database(place, durable=False)
    council_id, person_id, lanes = await seed(database, (aida.id, group))
    await settle(database, council_id, person_id, lanes[group])
    await database.close()
    machine = Machine.at(place)
    yield Stage(machine, (council_id, person_id, lanes))
    await machine.close()
    await shelf.drop(database_url, place, EMPTY)


async def live_unhurt(stage: Stage, life: Life) -> list[str]:
    """Live once without dying; gives the points that were passed."""
    stage.machine.death.comes(0)
    post = await stage.begin(life)
    await stage.machine.death.during(life.live(post))
    rows = await post.rows()
    assert [state for _key, state, _why in rows] == [OutboxState.SENT] * len(life.words), rows
    return stage.machine.death.path


async def die_at(
    stage: Stage, life: Life, points: list[int], fail: Callable[[World], None] | None = None
) -> Post:
    """Live and die as often as there are points, then live on unhurt for two days."""
    post = await stage.begin(life, fail=fail)
    for place, point in enumerate(points):
        stage.machine.death.comes(point)
        if place:
            post = stage.next_life(post, life, last=False)
        await stage.machine.death.during(life.live(post))
        await stage.machine.bury()
        post.now += timedelta(minutes=4)
    post = stage.next_life(post, life, last=True)
    await life.live(post)
    for minutes in (3, 3, 3, 3, 26 * 60):
        await post.drain(minutes=minutes)
    return post


async def expect_the_promise(stage: Stage, life: Life, post: Post, where: str) -> tuple[int, int]:
    """Nothing lost, nothing silent, nothing twice that may not be; gives how many copies came
    beyond the first, and how many messages ended in doubt."""
    rows = {key: (state, reason) for key, state, reason in await post.rows()}
    heard = post.heard() + post.heard(post.group.id)
    copies = {start: sum(words in said for said in heard) for start, words in life.words.items()}
    where = f"{where}: {rows} {copies}"
    found = {start: key for start in life.words for key in rows if key.startswith(start)}
    assert set(found) == set(life.words), where
    assert len(rows) == len(life.words), where
    extra = doubted = 0
    for start, key in found.items():
        sent = rows[key] == (OutboxState.SENT, None)
        assert sent or rows[key] == (OutboxState.DEAD, "unconfirmed"), where
        assert copies[start] <= (2 if start in life.repeatable else 1), where
        assert copies[start] >= sent, where
        extra += max(0, copies[start] - 1)
        doubted += not sent
    assert await stage.machine.is_whole(), where
    return extra, doubted


@pytest.mark.parametrize("life", LIVES)
async def test_kill_at_every_point_loses_nothing_and_repeats_only_what_may_be(
    stage: Stage, life: Life
) -> None:
    path = await live_unhurt(stage, life)
    window = [at for at, where in enumerate(path, start=1) if where == WINDOW]
    tried = sorted({*range(STRIDE, len(path) + 1, STRIDE), window[0], window[-1]})
    extra = doubted = 0
    for point in tried:
        post = await die_at(stage, life, [point])
        where = f"killed at {point}: {stage.machine.death.came_at}"
        more, unsure = await expect_the_promise(stage, life, post, where)
        assert more <= 2, where  # at most one message for each chat was on its way
        if WINDOW not in stage.machine.death.path:
            assert more == 0, where  # outside the window nothing comes twice
        extra, doubted = extra + more, doubted + unsure

    kind = "SQLite" if stage.machine.mortal.is_sqlite else "PostgreSQL"
    sys.stdout.write(
        f"{kind}, {life.name}: killed at {len(tried)} of {len(path)} points, {extra} further"
        f" copies, {doubted} in doubt\n"
    )
    assert len(path) > 100  # the sweep goes through whole lives
    assert extra + doubted > 0  # the window between the request and the record was really hit


@pytest.mark.skipif(not SWEEP, reason="a part of `make sweep`")
async def test_sweep_tries_five_hundred_points_on_each_database(stage: Stage) -> None:
    paths = {life.name: len(await live_unhurt(stage, life)) for life in (DELIVERY, TICK)}
    beside_faults = len(FAULTS) * len(range(1, paths[DELIVERY.name] + 1, FAULT_STRIDE))
    sys.stdout.write(f"points of the sweep: {paths}, beside faults {beside_faults}\n")
    assert sum(paths.values()) + beside_faults >= 500


@pytest.mark.skipif(not SWEEP, reason="a part of `make sweep`")
@pytest.mark.parametrize("fault", FAULTS)
async def test_kill_at_every_point_while_telegram_fails_too(stage: Stage, fault: str) -> None:
    points = len(await live_unhurt(stage, DELIVERY))
    tried = range(1, points + 1, FAULT_STRIDE)
    for point in tried:
        post = await die_at(stage, DELIVERY, [point], lambda world: _fails(world, fault))
        await expect_the_promise(stage, DELIVERY, post, f"{fault}, killed at {point}")
    sys.stdout.write(f"{fault}: killed at {len(tried)} of {points} points\n")


@pytest.mark.parametrize("first", range(0, TRIALS, TRIALS_AT_ONCE))
async def test_several_deaths_and_faults_keep_the_promise(stage: Stage, first: int) -> None:
    mine = range(first, first + TRIALS_AT_ONCE)
    for number in [one for one in mine if one % 2 == stage.machine.mortal.is_sqlite]:
        chance = random.Random(number)  # noqa: S311  a seed that can be tried again
        life = chance.choice((DELIVERY, TICK))
        deaths = [chance.randrange(1, 240) for _ in range(chance.randrange(1, 4))]
        faults = chance.choices(FAULTS, k=chance.randrange(0, 3))

        def fail(world: World, faults: list[str] = faults) -> None:
            for fault in faults:
                _fails(world, fault)

        post = await die_at(stage, life, deaths, fail)
        await expect_the_promise(stage, life, post, f"trial {number}: {deaths} {faults}")


def _fails(world: World, fault: str) -> None:
    world.faults.fail_next("sendMessage", fault, times=1, retry_after=20)

"""Killed at every point from enqueueing to recording: nothing lost, nothing said twice."""

import os
import random
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from simulator.world import World
from storage import schema
from storage.database import Database, open_database
from storage.words import OutboxState
from tests.dying import Death
from tests.jobs.post import TOKEN, Post, open_post, seed

SWEEP = bool(os.environ.get("MOSAVABE_SWEEP"))
FAULTS = ("accept_then_close", "server_error", "broken_json", "too_many_requests")
TRIALS = 500 if SWEEP else 6
REPEATABLE = ("rem:1", "rem:2", "grp:1")
ONCE = ("dig:1", "grp:2")
# Every fifth point is tried on each run, all of them in `make sweep`.
STRIDE = int(os.environ.get("KILL_STRIDE", "1" if SWEEP else "5"))


def begin_anew(file: Path, template: Path) -> None:
    """Put the database back to how the template has it."""
    for suffix in ("-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
    file.write_bytes(template.read_bytes())


@dataclass
class Machine:
    """A database file that starts every story anew, opened before and after the death.

    The two openings are kept, because an engine's compiled statements are what takes time.
    """

    death: Death
    mortal: Database
    reborn: Database
    ids: tuple[int, int, dict[int, int]]
    file: Path
    template: Path

    async def restart_story(self) -> None:
        """Put everything back to how it was before anything happened."""
        await self.mortal.close()
        await self.reborn.close()
        begin_anew(self.file, self.template)

    async def is_whole(self) -> bool:
        """Whether the database itself finds nothing wrong with its file."""
        async with self.reborn.engine.connect() as connection:
            return bool((await connection.scalar(text("PRAGMA integrity_check"))) == "ok")


@pytest.fixture
async def machine(tmp_path: Path) -> AsyncIterator[Machine]:
    file, template = tmp_path / "council.db", tmp_path / "template.db"
    url = f"sqlite:///{file}"
    mortal, reborn = (open_database(url, durable=False) for _ in range(2))
    await schema.upgrade(mortal)
    world = World(TOKEN)
    aida = world.add_person("آیدا")
    ids = await seed(mortal, (aida.id, world.add_group("کمیسیون", [aida]).id))
    await mortal.close()
    death = Death()
    death.watches(mortal)
    begin_anew(template, file)
    yield Machine(death, mortal, reborn, ids, file, template)
    await mortal.close()
    await reborn.close()


async def live(post: Post) -> None:
    """One life of the process: the tick, then delivery."""
    for key in REPEATABLE + ONCE:
        chat = post.group.id if key.startswith("grp") else post.aida.id
        await post.put(
            key, chat, repeatable=key in REPEATABLE, expires_at=post.now + timedelta(days=3)
        )
    await post.drain()


async def die_and_come_back(machine: Machine, point: int) -> Post:
    """Live until killed at the point, restart, and let two days pass."""
    await machine.restart_story()
    world = World(TOKEN)
    aida = world.add_person("آیدا", started=True)
    group = world.add_group("کمیسیون", [aida], with_bot=True)
    machine.death.comes(point)
    post = open_post(machine.mortal, world, aida, group, machine.ids)
    post.network.on_the_way = machine.death.passes
    await machine.death.during(live(post))

    post = open_post(machine.reborn, world, aida, group, machine.ids)
    await live(post)
    for minutes in (3, 3, 26 * 60):
        await post.drain(minutes=minutes)
    return post


async def test_kill_at_every_point_loses_nothing_and_repeats_only_what_may_be(
    machine: Machine,
) -> None:
    death, point, extra, doubted = machine.death, 0, 0, 0
    while point == 0 or death.came:
        point += STRIDE
        post = await die_and_come_back(machine, point)
        rows = {key: (state, reason) for key, state, reason in await post.rows()}
        heard = post.heard() + post.heard(post.group.id)
        copies = {key: heard.count(f"یادآوری {key}") for key in REPEATABLE + ONCE}

        where = f"killed at {point}: {death.came_at}: {rows} {copies}"
        assert set(rows) == set(copies), where
        for key in REPEATABLE:
            assert rows[key] == (OutboxState.SENT, None), where
            assert copies[key] in {1, 2}, where
        for key in ONCE:
            unconfirmed = rows[key] == (OutboxState.DEAD, "unconfirmed")
            assert unconfirmed or (rows[key], copies[key]) == ((OutboxState.SENT, None), 1), where
            assert copies[key] <= 1, where
        surplus = sum(copies[key] - 1 for key in REPEATABLE)
        assert surplus <= 2, where  # at most one message for each chat was on its way
        extra += surplus
        doubted += sum(rows[key][0] == OutboxState.DEAD for key in ONCE)

    sys.stdout.write(f"killed at {point // STRIDE} of {point} points\n")
    assert point > 60  # the sweep went through whole lives
    assert extra > 0  # the window between the request and the record was really hit
    assert doubted > 0


@pytest.mark.skipif(not SWEEP, reason="a part of `make sweep`")
@pytest.mark.parametrize("fault", FAULTS)
async def test_kill_at_every_point_while_telegram_fails_too(machine: Machine, fault: str) -> None:
    point = 0
    while point == 0 or machine.death.came:
        point += 1
        post = await _trial(machine, [point], lambda world: _fails(world, fault, 1))
        await _expect_the_promise(machine, post, f"{fault}, killed at {point}")
    sys.stdout.write(f"{fault}: killed at {point} points\n")
    assert point > 60


@pytest.mark.parametrize("seed_of_trial", range(0, TRIALS, 6 if not SWEEP else 50))
async def test_several_deaths_and_faults_keep_the_promise(
    machine: Machine, seed_of_trial: int
) -> None:
    for number in range(seed_of_trial, seed_of_trial + (6 if not SWEEP else 50)):
        chance = random.Random(number)  # noqa: S311  a seed that can be tried again
        deaths = [chance.randrange(1, 120) for _ in range(chance.randrange(1, 4))]
        faults = chance.choices(FAULTS, k=chance.randrange(0, 3))

        def fail(world: World, faults: list[str] = faults) -> None:
            for fault in faults:
                _fails(world, fault, 1)

        post = await _trial(machine, deaths, fail)
        await _expect_the_promise(machine, post, f"trial {number}: {deaths} {faults}")


def _fails(world: World, fault: str, times: int) -> None:
    world.faults.fail_next("sendMessage", fault, times=times, retry_after=20)


async def _trial(machine: Machine, deaths: list[int], fail: Callable[[World], None]) -> Post:
    """Live and die as often as was drawn, then live on unhurt for two days."""
    await machine.restart_story()
    world = World(TOKEN)
    aida = world.add_person("آیدا", started=True)
    group = world.add_group("کمیسیون", [aida], with_bot=True)
    fail(world)
    now = None
    for point in deaths:
        machine.death.comes(point)
        post = open_post(machine.mortal, world, aida, group, machine.ids)
        post.now = now or post.now
        post.network.on_the_way = machine.death.passes
        await machine.death.during(live(post))
        now = post.now + timedelta(minutes=4)
    post = open_post(machine.reborn, world, aida, group, machine.ids)
    post.now = now or post.now
    await live(post)
    for minutes in (3, 3, 3, 3, 26 * 60):
        await post.drain(minutes=minutes)
    return post


async def _expect_the_promise(machine: Machine, post: Post, where: str) -> None:
    """Nothing lost, nothing silent, no second copy of what must not repeat, one more at most."""
    rows = {key: (state, reason) for key, state, reason in await post.rows()}
    heard = post.heard() + post.heard(post.group.id)
    copies = {key: heard.count(f"یادآوری {key}") for key in REPEATABLE + ONCE}
    where = f"{where}: {rows} {copies}"
    assert set(rows) == set(copies), where
    for key, (state, reason) in rows.items():
        told = (state, reason) in (
            (OutboxState.SENT, None), (OutboxState.DEAD, "unconfirmed"),
        )  # fmt: skip
        assert told, where
        assert copies[key] <= (2 if key in REPEATABLE else 1), where
        assert copies[key] >= (state is OutboxState.SENT), where
    assert await machine.is_whole(), where

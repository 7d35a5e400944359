"""Killed at every point from enqueueing to recording: nothing lost, nothing said twice."""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from simulator.world import World
from storage import schema
from storage.database import Database, open_database
from storage.words import OutboxState
from tests.dying import Death
from tests.jobs.post import TOKEN, Post, open_post, seed

REPEATABLE = ("rem:1", "rem:2", "grp:1")
ONCE = ("dig:1", "grp:2")
# Every fifth point is tried on each run, all of them with KILL_STRIDE=1.
STRIDE = int(os.environ.get("KILL_STRIDE", "5"))


def begin_anew(file: Path, template: Path) -> None:
    """Put the database back to how the template has it."""
    for suffix in ("-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)
    file.write_bytes(template.read_bytes())


@dataclass
class Machine:
    """A database file that starts every story anew, opened before and after the death.

    The two databases are kept, because an engine's compiled statements are what takes time.
    """

    file: Path
    template: Path
    death: Death
    mortal: Database
    reborn: Database
    ids: tuple[int, int, dict[int, int]]

    async def restart_story(self) -> None:
        """Put the file back to how it was before anything happened."""
        await self.mortal.close()
        await self.reborn.close()
        begin_anew(self.file, self.template)


@pytest.fixture
async def machine(tmp_path: Path) -> AsyncIterator[Machine]:
    file, template = tmp_path / "council.db", tmp_path / "template.db"
    mortal, reborn = (open_database(f"sqlite:///{file}", durable=False) for _ in range(2))
    await schema.upgrade(mortal)
    world = World(TOKEN)
    aida = world.add_person("آیدا")
    ids = await seed(mortal, (aida.id, world.add_group("کمیسیون", [aida]).id))
    await mortal.close()
    begin_anew(template, file)
    death = Death()
    death.watches(mortal)
    yield Machine(file, template, death, mortal, reborn, ids)
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

    assert point > 60  # the sweep went through whole lives
    assert extra > 0  # the window between the request and the record was really hit
    assert doubted > 0

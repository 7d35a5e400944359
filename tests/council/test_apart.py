"""Work in a process of its own: what it eats, breaks or writes ends with it."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from council.apart import DiedApartError, Work, run_apart

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
    told = {}

    async def spawn(*_command: str, **settings: object) -> object:
        told.update(settings)
        raise FileNotFoundError

    monkeypatch.setenv("BOT_TOKEN", "42:secret")
    monkeypatch.setattr(asyncio, "create_subprocess_exec", spawn)

    with pytest.raises(FileNotFoundError):
        await run_apart(HUNGRY, b"x")
    assert set(told["env"]) == {"PATH", "PYTHONIOENCODING"}  # type: ignore[call-overload]

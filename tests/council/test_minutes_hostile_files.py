"""Files from outside: whatever is sent is answered in plain words, and nobody else waits for it."""

import asyncio
import time
from dataclasses import replace

import pytest

from council.errors import CouncilError, FileFault, FileRefusedError
from council.minutes import apart
from council.minutes.apart import read_apart
from tests.council.hostile_files import docx_with, files, real_docx, various

STALL_SECONDS = 0.2


async def verdict(content: bytes) -> str:
    try:
        read = await read_apart(content)
    except FileRefusedError as refusal:
        return refusal.why.value
    except CouncilError as refusal:
        return type(refusal).__name__
    return read.sessions[0].text


async def test_hostile_files_are_refused_with_a_reason() -> None:
    names, contents, reasons = zip(*files(), strict=True)

    verdicts = await asyncio.gather(*map(verdict, contents))

    assert dict(zip(names, verdicts, strict=True)) == dict(zip(names, reasons, strict=True))
    assert len(names) > 30


async def test_a_good_file_is_read_after_all_of_them() -> None:
    read = await read_apart(real_docx())

    assert read.sessions[0].text == "مقرر شد شهرداری گزارش دهد."
    assert read.sessions[0].record.resolutions[0].responsible == ("شهرداری",)


async def test_the_bot_goes_on_while_a_bomb_is_read() -> None:
    bomb = asyncio.create_task(verdict(docx_with("".join(various(100_000)))))
    waits = []
    while not bomb.done():
        started = time.perf_counter()
        await asyncio.sleep(0.01)
        waits.append(time.perf_counter() - started)

    assert await bomb == FileFault.BOMB
    assert sorted(waits)[int(len(waits) * 0.95)] < STALL_SECONDS


async def test_a_child_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "READING", replace(apart.READING, wall_seconds=0.05))

    assert await verdict(real_docx()) == FileFault.BOMB

"""Reads a document that somebody sent in a process of its own, which may die of it."""

import asyncio
import json
import os
import signal
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

from council import errors
from council.errors import CouncilError, FileFault, FileRefusedError
from council.minutes.reading import ReadFile

WALL_SECONDS = 15
MOST_AT_ONCE = 2
_ROOT = Path(__file__).parents[2]
_PLACES: dict[asyncio.AbstractEventLoop, asyncio.Semaphore] = {}


async def read_apart(content: bytes) -> ReadFile:
    """Open and read a file's bytes under limits of memory, processor and time.

    Raises FileRefusedError, NotTextError, EmptyMinutesError and TooLongError. No secret of the
    bot's surroundings reaches the process, and at most two run at once, behind everything else.
    """
    async with _place():
        output = await _answer_of_child(content)
    return _understood(output)


def _place() -> asyncio.Semaphore:
    loop = asyncio.get_running_loop()
    for closed in [known for known in _PLACES if known.is_closed()]:
        del _PLACES[closed]
    return _PLACES.setdefault(loop, asyncio.Semaphore(MOST_AT_ONCE))


async def _answer_of_child(content: bytes) -> bytes:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "council.minutes.child"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=_ROOT,
        env={"PATH": os.environ.get("PATH", os.defpath), "PYTHONIOENCODING": "utf-8"},
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(WALL_SECONDS):
            output, _errors = await child.communicate(content)
    except TimeoutError as error:
        raise FileRefusedError(FileFault.BOMB) from error
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            await child.wait()
    return output


def _understood(output: bytes) -> ReadFile:
    """Return what the child found; a child that died, of memory or time, met a bomb."""
    try:
        answer = json.loads(output)
    except ValueError as error:
        raise FileRefusedError(FileFault.BOMB) from error
    if "opened" in answer:
        return _adapter().validate_python(answer["opened"])
    if answer["refused"] == "file":
        raise FileRefusedError(FileFault(answer["why"]))
    refusal = getattr(errors, answer["refused"], CouncilError)
    raise refusal


@cache
def _adapter() -> TypeAdapter[ReadFile]:
    return TypeAdapter(ReadFile)

"""Lets one module work on bytes in a process of its own, which may die of it.

What is slow, hungry or made by strangers runs here: the bot goes on meanwhile, and whatever happens
to the process ends there. No secret of the bot's surroundings reaches it.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_Place = tuple[asyncio.AbstractEventLoop, str]
_BYTE_CODE = ("-X", f"pycache_prefix={sys.pycache_prefix}") if sys.pycache_prefix else ()
_PLACES: dict[_Place, asyncio.Semaphore] = {}


class DiedApartError(Exception):
    """The process ended without an answer: of memory, of time, or of a fault."""


@dataclass(frozen=True)
class Work:
    """A module that reads its input to the end and answers on its output, and how it may run.

    It is started as `python -m module`, and calls `council.confined.confine` first.
    """

    module: str
    wall_seconds: float
    at_once: int
    environment: Mapping[str, str] = field(default_factory=dict)


async def run_apart(work: Work, given: bytes) -> bytes:
    """Let the module work on the bytes; gives what it answered.

    At most `at_once` of them run, the others wait. Raises DiedApartError where it ended in any
    other way than by answering in time.
    """
    async with _place(work):
        return await _answer(work, given)


def _place(work: Work) -> asyncio.Semaphore:
    loop = asyncio.get_running_loop()
    for closed in [known for known in _PLACES if known[0].is_closed()]:
        del _PLACES[closed]
    return _PLACES.setdefault((loop, work.module), asyncio.Semaphore(work.at_once))


async def _answer(work: Work, given: bytes) -> bytes:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, *_BYTE_CODE, "-m", work.module),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=_ROOT,
        env={
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONIOENCODING": "utf-8",
            **work.environment,
        },
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(work.wall_seconds):
            output, _errors = await child.communicate(given)
    except TimeoutError as error:
        raise DiedApartError("time") from error
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            await child.wait()
    if child.returncode:
        raise DiedApartError(f"exit {child.returncode}")
    return output

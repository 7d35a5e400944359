"""Lets one module work on bytes in a process of its own, which may die of it.

What is slow, hungry or made by strangers runs here: the bot goes on meanwhile, and whatever happens
to the process ends there. No secret of the bot's surroundings reaches it.
"""

import asyncio
import atexit
import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from os import fdopen

from council.isolation.nursery import DONE, Nursery

_Place = tuple[asyncio.AbstractEventLoop, str]
_PLACES: dict[_Place, asyncio.Semaphore] = {}


class DiedApartError(Exception):
    """The process ended without an answer: of memory, of time, or of a fault."""


@dataclass(frozen=True)
class Work:
    """A module that reads its input to the end and answers on its output, and how it may run.

    Its `main` is called in a process of its own (`nursery`), and calls `confined.confine` first;
    what its `load` brings in, if it has one, is there before.
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
        errand = _Errand(work, given)
        try:
            return await asyncio.to_thread(errand.run)
        except asyncio.CancelledError:
            errand.give_up()
            raise


def _place(work: Work) -> asyncio.Semaphore:
    loop = asyncio.get_running_loop()
    for closed in [known for known in _PLACES if known[0].is_closed()]:
        del _PLACES[closed]
    return _PLACES.setdefault((loop, work.module), asyncio.Semaphore(work.at_once))


class _Errand:
    """One piece of work, done by one process, waited for in a thread."""

    def __init__(self, work: Work, given: bytes) -> None:
        self._work = work
        self._given = given
        self._process: int | None = None
        self._unwanted = False

    def run(self) -> bytes:
        """Give what the process answered; raises DiedApartError."""
        answer = self._answer()
        if self._process is None:  # the nursery went to rest at that very moment
            answer = self._answer()
        if answer is None:
            raise DiedApartError(self._work.module)
        return answer

    def give_up(self) -> None:
        """End the process, and let `run` end with it."""
        self._unwanted = True
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process, signal.SIGKILL)

    def _answer(self) -> bytes | None:
        (theirs, given), (answer, ours), (fate, told) = os.pipe(), os.pipe(), os.pipe()
        with fdopen(given, "wb") as to, fdopen(answer, "rb") as back, fdopen(fate, "rb") as end:
            try:
                _nursery(self._work).hand_over(self._work.wall_seconds, (theirs, ours, told))
            finally:
                for pipe in (theirs, ours, told):
                    os.close(pipe)
            if not (begun := end.readline()):
                return None
            self._process = int(begun)
            if self._unwanted:
                self.give_up()
            with suppress(BrokenPipeError):  # it ended before it had read everything
                to.write(self._given)
                to.close()
            made = back.read()
            return made if end.read() == DONE else None


def _nursery(work: Work) -> Nursery:
    path = os.environ.get("PATH", os.defpath)
    surroundings = {"PATH": path, "PYTHONIOENCODING": "utf-8", **work.environment}
    return _nursery_of(work.module, tuple(surroundings.items()))


@cache
def _nursery_of(module: str, surroundings: tuple[tuple[str, str], ...]) -> Nursery:
    nursery = Nursery(module, dict(surroundings))
    atexit.register(nursery.close)
    return nursery

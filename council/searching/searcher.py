"""Lets a process of its own search ahead while many people search at once.

A search is the dearest of all updates, and nearly all of it is Python's work, which one process
does on one processor only. The bot asks the other process before it opens the update's transaction
and goes on meanwhile with the updates of others. Whatever is wrong with that process, the bot then
searches itself.
"""

import asyncio
import logging
import math
import os
import pickle
import struct
import subprocess
import time
from contextlib import suppress
from typing import cast

from council.isolation.processes import begin
from council.searching.search_ahead import Question
from storage.database import Database

logger = logging.getLogger(__name__)

HEAD = struct.Struct("!II")
"""Before each message on the line: the number of the question, and how many bytes follow."""
RUSH = 30
RUSH_SECONDS = 5.0
"""So many people who search within so long are worth a second process."""
REST_SECONDS = 60.0
"""Fewer have searched for so long: the process ends and gives its memory back."""
MOST_WAITING = 50
"""With more questions open than these the bot helps with searching."""
PATIENCE_SECONDS = 2.0
START_SECONDS = 60.0
ENDING_SECONDS = 2.0
SURROUNDINGS = ("PATH", "HOME", "TZ", "TMPDIR")
"""What the process gets of the bot's own environment, besides what PostgreSQL's clients read."""


class Searcher:
    """Answers questions in a second process; gives None where the bot is to search itself.

    The process runs `module`. It is started when `rush` people searched within RUSH_SECONDS and the
    machine has a processor for it, and ends where so many did not within REST_SECONDS: one alone,
    however much they write, gets no process.
    """

    def __init__(self, database: Database, module: str, *, rush: int = RUSH) -> None:
        self._database = database
        self._module = module
        self._rush = rush
        self._recent: dict[int, float] = {}
        """When each of the last who searched did so last, the latest at the end."""
        self._has_room = _processors() > 1
        self._apart: _Apart | None = None
        self._starting: asyncio.Task[None] | None = None
        self._not_before = 0.0
        self._resting: asyncio.Task[None] | None = None

    @property
    def runs(self) -> bool:
        """Whether there is a process that answers now."""
        return self._apart is not None

    @property
    def starts(self) -> bool:
        """Whether one is being started."""
        return self._starting is not None

    async def ask(self, question: Question) -> object:
        """What was found ahead; None where nothing was, or nobody could look."""
        self._note(question.telegram_id)
        apart = self._apart
        if apart is None:
            self._start_if_worth_it()
            return None
        if len(apart.line.waiting) >= MOST_WAITING:
            return None
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                found = await apart.line.ask(question)
        except ConnectionError:
            await self._lose(apart)
            return None
        except TimeoutError:
            if apart.line.silent_seconds >= PATIENCE_SECONDS:  # else others were before this one
                await self._lose(apart)
            return None
        if isinstance(found, str):
            logger.warning("the searching process failed: %s", found)
            return None
        return found

    async def start(self) -> None:
        """Start the process where there is none, and wait until it answers; raises OSError."""
        if self._apart is not None:
            return
        self._not_before = time.monotonic() + REST_SECONDS  # where it fails, or dies soon
        apart = await _Apart.start(self._module, self._database.whole_address)
        self._apart = apart
        logger.info("searches are made in a process of their own")
        asyncio.get_running_loop().call_later(REST_SECONDS, self._rest, apart)

    async def close(self) -> None:
        """End the process, if there is one; nothing starts another."""
        self._has_room = False
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        if self._apart is not None:
            await self._end(self._apart)

    def _note(self, person: int) -> None:
        self._recent.pop(person, None)
        self._recent[person] = time.monotonic()
        if len(self._recent) > self._rush:
            del self._recent[next(iter(self._recent))]

    def _since(self) -> float:
        """For how many seconds as many people as make a rush have been searching."""
        if len(self._recent) < self._rush:
            return math.inf
        return time.monotonic() - next(iter(self._recent.values()))

    def _start_if_worth_it(self) -> None:
        now, rushes = time.monotonic(), self._since() <= RUSH_SECONDS
        if rushes and self._has_room and self._starting is None and now >= self._not_before:
            self._starting = asyncio.create_task(self.start(), name="searching process")
            self._starting.add_done_callback(self._started)

    def _started(self, starting: "asyncio.Task[None]") -> None:
        self._starting = None
        if not starting.cancelled() and (error := starting.exception()) is not None:
            logger.warning("no searching process was started: %s", type(error).__name__)

    def _rest(self, apart: "_Apart") -> None:
        if apart is not self._apart:
            return
        left = REST_SECONDS - self._since()
        if left > 0:
            asyncio.get_running_loop().call_later(left, self._rest, apart)
        else:
            self._resting = asyncio.create_task(self._end(apart))

    async def _lose(self, apart: "_Apart") -> None:
        if apart is self._apart:  # the first of those who waited
            logger.warning("the searching process does not answer (%s)", apart.how_it_is)
            apart.kill()
            await self._end(apart)

    async def _end(self, apart: "_Apart") -> None:
        if apart is self._apart:
            self._apart = None
            await apart.end()


class _Apart:
    """The process, and the line to it."""

    def __init__(self, process: "subprocess.Popen[bytes]", line: "_Line") -> None:
        self._process = process
        self.line = line

    @classmethod
    async def start(cls, module: str, address: str) -> "_Apart":
        """Start it and wait until it is ready; raises OSError where that cannot be."""
        process, ours = begin(module, environment=_surroundings())
        line = _Line()
        apart = cls(process, line)
        try:
            # Even who gives up at once has something to close.
            await asyncio.shield(
                asyncio.get_running_loop().create_connection(lambda: line, sock=ours)
            )
            async with asyncio.timeout(START_SECONDS):
                await line.ask(address)
        except BaseException as error:
            await apart.end()
            if isinstance(error, Exception):  # nobody has only stopped the bot
                logger.warning("the searching process did not begin: %s", apart.how_it_is)
            raise
        return apart

    @property
    def how_it_is(self) -> str:
        """That it still runs, or how it ended."""
        code = self._process.poll()
        return "it runs" if code is None else f"it ended with {code}"

    def kill(self) -> None:
        """End it at once, whatever it does."""
        self._process.kill()

    async def end(self) -> None:
        """Close the line, which ends it, and see that it does."""
        self.line.close()
        await asyncio.shield(asyncio.to_thread(self._see_it_end))

    def _see_it_end(self) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(ENDING_SECONDS)
            return
        self._process.kill()
        self._process.wait()


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _surroundings() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if name in SURROUNDINGS or name.startswith("PG")
    }


class _Line(asyncio.Protocol):
    """The socket to the process: questions out, answers back, in whatever order."""

    def __init__(self) -> None:
        self.waiting: dict[int, asyncio.Future[object]] = {}
        """What the process has still to answer, whether somebody waits for it or no longer does."""
        self.asked = 0
        self._heard = bytearray()
        self._heard_at = time.monotonic()
        self._to: asyncio.WriteTransport | None = None
        self._is_closed = False

    @property
    def silent_seconds(self) -> float:
        """How long ago the process was last heard."""
        return time.monotonic() - self._heard_at

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what is written to."""
        self._to = cast("asyncio.WriteTransport", transport)
        if self._is_closed:  # before it was connected
            self._to.close()

    async def ask(self, question: object) -> object:
        """Give the answer; raises ConnectionError where the process has ended."""
        if self._to is None or self._to.is_closing():
            raise ConnectionResetError
        number, self.asked = self.asked, self.asked + 1
        answer = self.waiting[number] = asyncio.get_running_loop().create_future()
        say(self._to, number, question)
        return await answer

    def data_received(self, data: bytes) -> None:
        """Give each whole answer to whoever waits for it."""
        heard, self._heard_at = self._heard, time.monotonic()
        heard += data
        while len(heard) >= HEAD.size:
            number, size = HEAD.unpack_from(heard)
            end = HEAD.size + size
            if len(heard) < end:
                return
            answer = self.waiting.pop(number, None)
            if answer is not None and not answer.done():
                answer.set_result(pickle.loads(heard[HEAD.size : end]))  # noqa: S301  our own
            del heard[:end]

    def connection_lost(self, _error: Exception | None) -> None:
        """Tell everybody who waits."""
        for answer in self.waiting.values():
            if not answer.done():
                answer.set_exception(ConnectionResetError())
        self.waiting.clear()

    def close(self) -> None:
        """Ask nothing more."""
        self._is_closed = True
        if self._to is not None:
            self._to.close()


def say(to: asyncio.WriteTransport | asyncio.StreamWriter, number: int, said: object) -> None:
    """Send one message of either side."""
    body = pickle.dumps(said)
    to.write(HEAD.pack(number, len(body)) + body)

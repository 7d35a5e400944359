"""A lean Bot API server in a process of its own: hands updates out, takes answers, times both.

Only what a bot's work needs is there: getMe, getUpdates, messages (given back as Telegram would,
with text, entities and buttons), and a plain `true` to everything else. It is written on a bare
socket, so that it takes a small share of what it measures. Times are of one clock, in seconds.
"""

import asyncio
import json
import multiprocessing
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any
from urllib.parse import parse_qs

BOT = {"id": 42, "is_bot": True, "first_name": "measured", "username": "measured_bot"}
TOKEN = "42:BENCH"  # noqa: S105  the stand-in's
BATCH = 100
SPEECH = ("sendmessage", "editmessagetext")
PATIENCE_SECONDS = 300
QUIET_SECONDS = 30


@dataclass(frozen=True)
class Prepared:
    """One update, whose id the server puts in: what kind of command it is, and from which chat."""

    kind: str
    chat: int
    update: dict[str, Any]


@dataclass(frozen=True)
class Course:
    """What is to be measured: prepared updates, each from a chat of its own, and their pace.

    `rate` in updates a second, at random distances; None hands out everything at once. `flood` is
    handed out beside them, `flood_rate` a second, and not measured.
    """

    updates: Sequence["Prepared"]
    rate: float | None = None
    flood: Sequence[Prepared] = ()
    flood_rate: float = 0


@dataclass(frozen=True)
class Taken:
    """What became of a course: each answer's kind and seconds, and how long the whole took."""

    latencies: tuple[tuple[str, float], ...]
    seconds: float
    unanswered: int
    calls: int
    silent: tuple[int, ...] = ()
    """Some chats whose update was not answered."""


@dataclass
class _Run:
    """One course on its way."""

    waiting: list[bytes] = field(default_factory=list)
    begun: dict[int, tuple[str, float]] = field(default_factory=dict)
    took: list[tuple[str, float]] = field(default_factory=list)
    first: float = 0.0
    last: float = 0.0
    wanted: int = 0
    calls: int = 0


class Feed:
    """The state of the server: what waits to be fetched, and who waits for it."""

    def __init__(self, latency: float) -> None:
        self.latency = latency
        self.run = _Run()
        self.first_poll = 0.0
        self._next_id = 1
        self._poller: _Connection | None = None
        self._offered: list[tuple[int, bytes]] = []
        self._sent = 1_000
        self.done = asyncio.Event()

    def polled(self, caller: "_Connection", offset: int) -> None:
        """Answer getUpdates now or when there is something; what is below `offset` is confirmed."""
        self.first_poll = self.first_poll or time.perf_counter()
        self._offered = [one for one in self._offered if one[0] >= offset]
        self._poller = caller
        self.serve()

    def serve(self) -> None:
        """Give what waits to whoever waits for it."""
        if self._poller is None or not (self._offered or self.run.waiting):
            return
        room = BATCH - len(self._offered)
        for raw in self.run.waiting[:room]:
            self._offered.append(
                (self._next_id, raw.replace(b'"@"', str(self._next_id).encode(), 1))
            )
            self._next_id += 1
        del self.run.waiting[:room]
        self.run.first = self.run.first or time.perf_counter()
        body = b",".join(raw for _, raw in self._offered)
        self._poller.answer(b'{"ok":true,"result":[' + body + b"]}")
        self._poller = None

    def heard(self, form: dict[str, list[Any]]) -> bytes:
        """Take a message of the bot, and give it back as Telegram does."""
        chat = int(form["chat_id"][0])
        self._answered(chat)
        self._sent += 1
        number = int(form.get("message_id", [str(self._sent)])[0])
        whole: dict[str, Any] = {
            "message_id": number, "date": int(time.time()), "from": BOT,
            "chat": {"id": chat, "type": "private", "first_name": "x"},
            "text": form.get("text", [""])[0],
        }  # fmt: skip
        for name in ("entities", "reply_markup"):
            if name in form:
                given = form[name][0]
                whole[name] = json.loads(given) if isinstance(given, str) else given
        return json.dumps({"ok": True, "result": whole}).encode()

    def alerted(self, form: dict[str, list[Any]]) -> bytes:
        """Take the answer to a button; one with words is all that a refusal says.

        The id of a pressed button is that of its chat, see `benchmarks.updates`.
        """
        if "text" in form:
            self._answered(int(form["callback_query_id"][0]))
        return b'{"ok":true,"result":true}'

    def _answered(self, chat: int) -> None:
        now = time.perf_counter()
        begun = self.run.begun.pop(chat, None)
        if begun is not None:
            self.run.took.append((begun[0], now - begun[1]))
            self.run.last = now
            if len(self.run.took) == self.run.wanted:
                self.done.set()

    async def take(self, course: Course) -> Taken:
        """Run a course to its end, or until nothing is answered any more."""
        self.run, self.done = _Run(wanted=len(course.updates)), asyncio.Event()
        flooding = asyncio.create_task(self._flood(course))
        started = time.perf_counter()
        if course.rate is None:
            for one in course.updates:
                self._put(one)
            self.serve()
        else:
            await self._hand_out(course, course.rate)
        await self._end(started)
        flooding.cancel()
        run = self.run
        return Taken(
            tuple(run.took), run.last - run.first, len(run.begun), run.calls,
            tuple(run.begun)[:5],
        )  # fmt: skip

    async def _end(self, started: float) -> None:
        while not self.done.is_set():
            await asyncio.wait([asyncio.create_task(self.done.wait())], timeout=1)
            now = time.perf_counter()
            quiet = now - max(self.run.last, started) > QUIET_SECONDS
            if quiet or now - started > PATIENCE_SECONDS:
                return

    async def _hand_out(self, course: Course, rate: float) -> None:
        dice, due = random.Random(1), time.perf_counter()
        for one in course.updates:
            due += dice.expovariate(rate)
            if (pause := due - time.perf_counter()) > 0:
                await asyncio.sleep(pause)
            self._put(one)
            self.serve()

    async def _flood(self, course: Course) -> None:
        for one in course.flood:
            await asyncio.sleep(1 / course.flood_rate)
            self.run.waiting.append(json.dumps(one.update).encode())
            self.serve()

    def _put(self, one: Prepared) -> None:
        self.run.begun[one.chat] = (one.kind, time.perf_counter())
        self.run.waiting.append(json.dumps(one.update).encode())


def _form_of(body: bytes) -> dict[str, list[Any]]:
    """A call's parameters, sent as a form or as JSON."""
    if body.startswith(b"{"):
        return {name: [value] for name, value in json.loads(body).items()}
    return dict(parse_qs(body.decode()))


class _Connection(asyncio.Protocol):
    """One kept-alive HTTP connection, one request at a time."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._buffer = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        self._transport = transport  # type: ignore[assignment]  # a stream's transport

    def data_received(self, data: bytes) -> None:
        """Take a request once it is whole."""
        self._buffer += data
        while True:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            length = 0
            for line in head.split(b"\r\n")[1:]:
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if len(rest) < length:
                return
            self._buffer = rest[length:]
            self._request(head.split(b" ", 2)[1], rest[:length])

    def _request(self, path: bytes, body: bytes) -> None:
        method = path.rpartition(b"/")[2].decode().lower()
        form = _form_of(body)
        self._feed.run.calls += 1
        if method == "getupdates":
            offset = int(form.get("offset", ["0"])[0])
            if self._feed.latency:
                loop = asyncio.get_running_loop()
                loop.call_later(self._feed.latency, self._feed.polled, self, offset)
            else:
                self._feed.polled(self, offset)
        elif method in SPEECH:
            self._later(self._feed.heard, form)
        elif method == "answercallbackquery":
            self._later(self._feed.alerted, form)
        elif method == "getme":
            self.answer(json.dumps({"ok": True, "result": BOT}).encode())
        else:
            self._later(lambda _: b'{"ok":true,"result":true}', form)

    def _later(self, work: Any, form: dict[str, list[str]]) -> None:  # noqa: ANN401  a callable
        """Answer after the latency, and count the answer as given only then."""
        if not self._feed.latency:
            self.answer(work(form))
            return
        loop = asyncio.get_running_loop()
        loop.call_later(self._feed.latency, lambda: self.answer(work(form)))

    def answer(self, body: bytes) -> None:
        """Send an answer back."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + str(len(body)).encode() + b"\r\n\r\n" + body
            )  # fmt: skip


class Handle:
    """The feed as the measuring process sees it: a process that runs courses on request."""

    def __init__(self, latency: float) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, latency), daemon=True)
        self._process.start()
        self.base: str = f"http://127.0.0.1:{self._ours.recv()}"

    @property
    def pid(self) -> int:
        """The server's process."""
        return self._process.pid or 0

    def first_poll(self, patience: float = PATIENCE_SECONDS) -> float:
        """Wait until a bot polls; gives when it did, on `time.perf_counter`."""
        self._ours.send(("poll", patience))
        return float(self._ours.recv())

    def take(self, course: Course) -> Taken:
        """Run a course."""
        self._ours.send(("take", course))
        taken: Taken = self._ours.recv()
        return taken

    def close(self) -> None:
        """End the server."""
        self._ours.send(("end", None))
        self._process.join(5)


def _serve(pipe: Connection, latency: float) -> None:
    asyncio.run(_serving(pipe, latency))


async def _serving(pipe: Connection, latency: float) -> None:
    loop = asyncio.get_running_loop()
    feed = Feed(latency)
    server = await loop.create_server(lambda: _Connection(feed), "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])
    while True:
        what, given = await loop.run_in_executor(None, pipe.recv)
        if what == "take":
            pipe.send(await feed.take(given))
        elif what == "poll":
            ends = time.perf_counter() + given
            while not feed.first_poll and time.perf_counter() < ends:  # noqa: ASYNC110  a rare look
                await asyncio.sleep(0.01)
            pipe.send(feed.first_poll)
        else:
            return

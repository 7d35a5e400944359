"""Open connections to one server, for the few calls that are made all the time.

What a call is needs little of HTTP: a body goes there and a body comes back. aiohttp, which does
everything else, takes five times as long for it as for the rest of the call; asyncio's streams
take more than twice as long.
"""

import asyncio
import re
import ssl
import time
from dataclasses import dataclass

from yarl import URL

IDLE_SECONDS = 15
"""A connection that rested longer is not used again: the other side may be about to close it."""
HAPPY_EYEBALLS_SECONDS = 0.25
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+) *\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked *\r\n", re.IGNORECASE)
_CLOSES = re.compile(rb"HTTP/1\.0|\r\nconnection: *close *\r\n", re.IGNORECASE)
_STATUS = re.compile(rb"HTTP/1\.[01] (\d\d\d)[ \r]")


class NeverSentError(OSError):
    """There was no connection, so nothing was said."""


class BrokenAnswerError(OSError):
    """What came back is no answer, or ended too early; nobody knows whether the call was heard."""


@dataclass(frozen=True)
class Answer:
    """What the server gave back."""

    status: int
    body: bytes


class Wires:
    """Connections to the server of an address; another one is opened when all are busy.

    Where the address begins with https they are encrypted as `secure` says.
    """

    def __init__(self, server: URL, secure: ssl.SSLContext) -> None:
        self._server = server
        self._secure = secure if server.scheme == "https" else None
        self._idle: list[_Wire] = []
        self._open: set[_Wire] = set()

    async def post(self, path: str, body: bytes) -> Answer:
        """Send JSON there and give what comes back. Raises NeverSentError, BrokenAnswerError.

        Whoever is cut off meanwhile does not know whether it was heard.
        """
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {self._server.host_port_subcomponent}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        wire = self._rested() or await self._opened()
        try:
            answer = await wire.ask(head.encode("ascii") + body)
        except BaseException:
            wire.close()
            raise
        if wire.is_open:
            self._idle.append(wire)
        return answer

    def close(self) -> None:
        """Hang up."""
        for wire in list(self._open):
            wire.close()

    def _rested(self) -> "_Wire | None":
        """The connection that was used last, if it may still be used."""
        while self._idle:
            wire = self._idle.pop()
            if wire.is_open and time.monotonic() - wire.rests_since < IDLE_SECONDS:
                return wire
            wire.close()
        return None

    async def _opened(self) -> "_Wire":
        try:
            _transport, wire = await asyncio.get_running_loop().create_connection(
                lambda: _Wire(self._open),
                self._server.raw_host or "",
                self._server.port or 0,
                ssl=self._secure,
                happy_eyeballs_delay=HAPPY_EYEBALLS_SECONDS,
            )
        except OSError as error:
            raise NeverSentError(str(error)) from error
        return wire


class _Wire(asyncio.Protocol):
    """One connection, with one question at a time."""

    def __init__(self, known: "set[_Wire]") -> None:
        self.rests_since = 0.0
        self._known = known
        self._came = bytearray()
        self._waiter: asyncio.Future[Answer] | None = None
        self._transport: asyncio.Transport | None = None

    @property
    def is_open(self) -> bool:
        """Whether something more may be asked."""
        return self._transport is not None and not self._transport.is_closing()

    def ask(self, request: bytes) -> asyncio.Future[Answer]:
        """Write a request; its answer comes later, or a BrokenAnswerError."""
        self._waiter = asyncio.get_running_loop().create_future()
        if self._transport is None:
            self._fail(EOFError("the connection was closed"))
        else:
            self._transport.write(request)
        return self._waiter

    def close(self) -> None:
        """Hang up; whoever waits for an answer hears so."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        self._transport = transport  # type: ignore[assignment]  # a stream's transport
        self._known.add(self)

    def data_received(self, data: bytes) -> None:
        """Give the answer once it is whole; what nobody asked for ends the connection."""
        self._came += data
        if self._waiter is None:
            self.close()
        else:
            self._look(ended=False)

    def connection_lost(self, exc: Exception | None) -> None:
        """An answer without a length ends here; every other one is cut off."""
        self._known.discard(self)
        self._transport = None
        if exc is None:
            self._look(ended=True)
        self._fail(exc or EOFError("the connection was closed"))

    def _look(self, *, ended: bool) -> None:
        try:
            answer, ends = _read(self._came, ended=ended)
        except ValueError as error:
            self._fail(error)
            self.close()
            return
        if answer is None or self._waiter is None:
            return
        closes = _CLOSES.search(self._came, 0, self._came.index(b"\r\n\r\n") + 2)
        if closes or len(self._came) > ends:
            self.close()
        self._came.clear()
        self.rests_since = time.monotonic()
        waiter, self._waiter = self._waiter, None
        if not waiter.done():
            waiter.set_result(answer)

    def _fail(self, cause: Exception) -> None:
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            error = BrokenAnswerError(f"{type(cause).__name__}: {cause}")
            error.__cause__ = cause
            waiter.set_exception(error)


def _read(came: bytearray, *, ended: bool) -> tuple[Answer | None, int]:
    """The answer, if it is whole, and where it ends; `ended` where nothing more comes.

    ValueError for what is none.
    """
    head = came.find(b"\r\n\r\n")
    if head < 0:
        return None, 0
    status, begins, head = _STATUS.match(came), head + 4, head + 2
    if status is None:
        raise ValueError("not an answer in HTTP")
    if length := _LENGTH.search(came, 0, head):
        ends = begins + int(length[1])
        body = bytes(came[begins:ends]) if len(came) >= ends else None
    elif _CHUNKED.search(came, 0, head):
        body, ends = _joined(came, begins)
    else:
        body, ends = bytes(came[begins:]) if ended else None, len(came)
    return None if body is None else Answer(int(status[1]), body), ends


def _joined(came: bytearray, at: int) -> tuple[bytes | None, int]:
    """A body that comes in pieces, each after its length, and where it ends; None while the last
    piece, which is empty, is not there. ValueError where there is no length."""
    pieces: list[bytes] = []
    while (line := came.find(b"\r\n", at)) >= 0:
        length = int(came[at:line].partition(b";")[0], 16)
        begins, at = line + 2, line + 2 + length + 2
        if length == 0:  # no piece, but perhaps more headers
            end = came.find(b"\r\n\r\n", line)
            return (None, 0) if end < 0 else (b"".join(pieces), end + 4)
        pieces.append(bytes(came[begins : begins + length]))
    return None, 0

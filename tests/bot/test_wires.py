"""Connections that stay open: answers whole and in pieces, kept, closed, broken and refused."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest
from yarl import URL

from bot import wires
from bot.wires import Answer, BrokenAnswerError, NeverSentError, Wires

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
SHORT = OK + b"Content-Length: 2\r\n\r\nhi"


@dataclass
class Server:
    """Gives these answers one after the other, each in pieces; an empty piece ends the call."""

    answers: list[Sequence[bytes]]
    heard: list[bytes] = field(default_factory=list)
    connections: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Work off one connection."""
        self.connections += 1
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while self.answers:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
                self.heard.append(head.split(b"\r\n")[0] + await reader.readexactly(length))
                for piece in self.answers.pop(0):
                    if not piece:
                        writer.close()
                        return
                    writer.write(piece)
                    await writer.drain()
                    await asyncio.sleep(0.01)
        writer.close()


@asynccontextmanager
async def connected(*answers: Sequence[bytes]) -> AsyncIterator[tuple[Wires, Server]]:
    told = Server(list(answers))
    server = await asyncio.start_server(told.serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        wired = Wires(URL(f"http://127.0.0.1:{port}"), ssl.create_default_context())
        try:
            yield wired, told
        finally:
            wired.close()


@pytest.mark.parametrize(
    ("pieces", "answer"),
    [
        ([SHORT], Answer(200, b"hi")),
        ([SHORT[:9], SHORT[9:-1], SHORT[-1:]], Answer(200, b"hi")),
        ([b"HTTP/1.1 429 Too Many Requests\r\ncontent-length:0\r\n\r\n"], Answer(429, b"")),
        (
            [OK + CHUNKED + b"3\r\n{}", b"\n\r\n2;x=y\r\nhi\r", b"\n0\r\n", b"\r\n"],
            Answer(200, b"{}\nhi"),
        ),
        ([OK + b"\r\nuntil ", b"the end", b""], Answer(200, b"until the end")),
        ([b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi"], Answer(200, b"hi")),
    ],
)  # fmt: skip
async def test_an_answer_is_given_once_it_is_whole(pieces: list[bytes], answer: Answer) -> None:
    async with connected(pieces, [SHORT]) as (wired, server):
        first = await wired.post("/a", "سلام".encode())
        second = await wired.post("/b", b"{}")

    assert (first, second) == (answer, Answer(200, b"hi"))
    assert server.heard == [b"POST /a HTTP/1.1" + "سلام".encode(), b"POST /b HTTP/1.1{}"]
    kept = b"HTTP/1.0" not in pieces[0] and b"" not in pieces
    assert server.connections == (1 if kept else 2)


async def test_as_many_connections_are_open_as_calls_are_made_at_once() -> None:
    async with connected(*[[SHORT]] * 5) as (wired, server):
        await asyncio.gather(*(wired.post("/", b"") for _ in range(3)))
        await wired.post("/", b"")
        assert server.connections == 3


async def test_what_rested_long_or_was_closed_is_not_used_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closing = OK + b"Connection: close\r\nContent-Length: 0\r\n\r\n"
    async with connected([SHORT], [closing], [SHORT + b"unasked"], [SHORT]) as (wired, server):
        await wired.post("/", b"")
        monkeypatch.setattr(wires, "IDLE_SECONDS", 0)
        assert await wired.post("/", b"") == Answer(200, b"")
        monkeypatch.undo()
        await wired.post("/", b"")
        assert (await wired.post("/", b""), server.connections) == (Answer(200, b"hi"), 4)


@pytest.mark.parametrize("pieces", [[b""], [OK, b""], [b"nonsense\r\n\r\n"], [SHORT[:-1], b""]])
async def test_an_answer_that_is_cut_off_or_none_at_all_is_an_error(pieces: list[bytes]) -> None:
    async with connected(pieces, [SHORT]) as (wired, server):
        with pytest.raises(BrokenAnswerError):
            await wired.post("/", b"")
        assert (await wired.post("/", b""), server.connections) == (Answer(200, b"hi"), 2)


async def test_without_a_server_nothing_was_sent() -> None:
    async with connected() as (wired, server):
        pass

    with pytest.raises(NeverSentError):
        await wired.post("/", b"")
    assert server.connections == 0


async def test_whoever_waited_in_vain_leaves_no_connection_to_be_used_again() -> None:
    async with connected([OK], [SHORT]) as (wired, server):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await wired.post("/", b"")
        assert (await wired.post("/", b""), server.connections) == (Answer(200, b"hi"), 2)

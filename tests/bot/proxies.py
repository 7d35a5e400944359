"""Two small proxies on this machine, one that speaks HTTP and one that speaks SOCKS 5."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

type Reader = asyncio.StreamReader
type Writer = asyncio.StreamWriter


@dataclass
class Proxy:
    """A proxy that leads every name to one place, and notes what it was asked for."""

    host: str
    port: int
    asked: list[str] = field(default_factory=list)
    address: str = ""

    async def http(self, reader: Reader, writer: Writer) -> None:
        """CONNECT, and requests with a whole address."""
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, rest = head.split(b" ", 2)
        there, back = await asyncio.open_connection(self.host, self.port)
        if method == b"CONNECT":
            self.asked.append(target.decode().rpartition(":")[0])
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            parts = urlsplit(target.decode())
            self.asked.append(str(parts.hostname))
            # One request and no more, so that the next one comes with its own whole address.
            rest = rest.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)
            back.write(b" ".join((method, parts.path.encode() or b"/", rest)))
        await _both_ways(reader, writer, there, back)

    async def socks5(self, reader: Reader, writer: Writer) -> None:
        """RFC 1928 without authentication: CONNECT to a name or an address."""
        _, methods = await reader.readexactly(2)
        await reader.readexactly(methods)
        writer.write(b"\x05\x00")
        *_, kind = await reader.readexactly(4)
        length = (await reader.readexactly(1))[0] if kind == 3 else 4
        name = await reader.readexactly(length)
        await reader.readexactly(struct.calcsize("!H"))
        self.asked.append(name.decode() if kind == 3 else ".".join(map(str, name)))
        there, back = await asyncio.open_connection(self.host, self.port)
        writer.write(b"\x05\x00\x00\x01" + bytes(6))
        await _both_ways(reader, writer, there, back)


async def _both_ways(reader: Reader, writer: Writer, there: Reader, back: Writer) -> None:
    await asyncio.gather(_carry(reader, back), _carry(there, writer))


async def _carry(source: Reader, target: Writer) -> None:
    try:
        while piece := await source.read(65536):
            target.write(piece)
            await target.drain()
    except ConnectionError:
        pass
    finally:
        target.close()


@asynccontextmanager
async def proxy(kind: str, leads_to: str) -> AsyncIterator[Proxy]:
    """Run one of `kind` (“http” or “socks5”), through which everything leads to that address."""
    place = urlsplit(leads_to)
    made = Proxy(str(place.hostname), place.port or 80)
    speak = made.http if kind == "http" else made.socks5
    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    made.address = f"{kind}://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield made
    finally:
        server.close()

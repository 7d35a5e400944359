"""The process that searches ahead: `python -m bot.updates.search_process`.

It gets questions and gives answers over the socket that it was started with as its standard input,
and ends when the bot closes that, or has died. `council/searching/searcher.py` is the bot's side.
"""

import asyncio
import gc
import os
import pickle
import socket

from bot.service.garbage import keep_what_is_loaded
from bot.updates.search_pages import page_of
from council.searching.search_ahead import KnownLately, Question, look_ahead
from council.searching.searcher import HEAD, say
from council.text import common_words
from storage.database import Database, open_database

AT_ONCE = 4
"""Questions for which a server may be asked at the same time."""


class _Answers:
    """Answers the bot's questions, several at a time where a server is waited for."""

    def __init__(self, database: Database, to: asyncio.StreamWriter) -> None:
        self._database = database
        self._to = to
        self._lately = KnownLately()
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, number: int, asked: Question) -> None:
        """Look for the answer, and give it when it is there."""
        task = asyncio.create_task(self._answer(number, asked))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, number: int, asked: Question) -> None:
        found: object = None
        async with self._turns:
            try:
                ahead = await look_ahead(self._database, asked, self._lately)
                found = page_of(ahead, asked.typed)
            except Exception as error:  # noqa: BLE001  the bot looks itself, and meets it there
                found = type(error).__name__
        say(self._to, number, found)
        await self._to.drain()


async def _next(of: asyncio.StreamReader) -> tuple[int, object]:
    number, size = HEAD.unpack(await of.readexactly(HEAD.size))
    return number, pickle.loads(await of.readexactly(size))  # noqa: S301  from the bot itself


async def _serve(line: socket.socket) -> None:
    """Answer what is asked until the line is closed; its first message is where the database is."""
    reader, writer = await asyncio.open_connection(sock=line)
    _, address = await _next(reader)
    database = open_database(str(address), in_place=True)
    answers = _Answers(database, writer)
    common_words()
    gc.collect()
    keep_what_is_loaded()
    say(writer, 0, None)  # ready
    try:
        while True:
            number, asked = await _next(reader)
            if isinstance(asked, Question):
                answers.begin(number, asked)
    except (asyncio.IncompleteReadError, ConnectionError):
        pass  # the bot has closed it, or died
    finally:
        writer.close()
        await database.close()


if __name__ == "__main__":
    asyncio.run(_serve(socket.socket(fileno=os.dup(0))))

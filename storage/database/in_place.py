"""SQLite without a change of thread for every statement, which takes longer than most statements.

`connect` is for one task that works alone: a scene of ten thousand statements is made ready in
half the time. `connect_quickly` is for the short transactions of a bot that does much else: what
may have to wait for a lock or for the disk, and whatever takes long, still goes to the thread.
"""

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable
from typing import Any

import aiosqlite

logger = logging.getLogger(__name__)

ROWS_AT_ONCE = 64
QUICK_SECONDS = 0.05
"""Of the processor; what has worked this long goes on in the thread, so that others get a turn."""
LOOK_AGAIN_SECONDS = 0.005
COMMITS_TO_CHECKPOINT = 100
"""Of a connection whose commits do not wait for the disk: about as often as SQLite would itself."""


class InPlaceConnection(aiosqlite.Connection):
    """Runs every statement where it is asked for."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        if self.is_closed:
            raise ValueError("Connection closed")  # the words that SQLAlchemy looks for
        return fn(*args, **kwargs)

    @property
    def is_closed(self) -> bool:
        """Whether nothing can be asked of it any more."""
        return not self._running or self._connection is None

    async def begin(self, statement: str, _patience: float) -> None:
        """Begin a transaction; another program's lock is waited for as the connection was told."""
        await self._execute(self._conn.execute, statement)


class QuickConnection(InPlaceConnection):
    """Runs the statements of a young transaction where they are asked for."""

    durable = True
    """Whether a commit waits for the disk; else only bringing the log into the file does."""
    _quick_until = 0.0
    _changes = 0
    _commits = 0

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        if time.thread_time() < self._quick_until:
            return await super()._execute(fn, *args, **kwargs)
        return await self._in_thread(fn, *args, **kwargs)

    async def begin(self, statement: str, patience: float) -> None:
        """Begin a transaction; another process that writes is waited for without blocking anybody.

        Raises sqlite3.OperationalError where it is not done after `patience` seconds. The
        connection's own patience must be none.
        """
        gives_up = time.monotonic() + patience
        while True:
            try:
                await InPlaceConnection._execute(self, self._conn.execute, statement)
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() > gives_up:
                    raise
                await asyncio.sleep(LOOK_AGAIN_SECONDS)
            else:
                break
        self._quick_until = time.thread_time() + QUICK_SECONDS
        self._changes = self._conn.total_changes

    async def commit(self) -> None:
        """Commit; in the thread where that waits for the disk."""
        changed = self._conn.total_changes != self._changes
        if changed and self.durable:
            await self._in_thread(self._conn.commit)
            return
        self._conn.commit()
        self._commits += changed
        if self._commits >= COMMITS_TO_CHECKPOINT:
            self._commits = 0
            await self._bring_log_in_soon()

    async def _bring_log_in_soon(self) -> None:
        """Raises nothing: what was committed stands, and the log is brought in another time."""
        try:
            await self._in_thread(self._bring_log_in)
        except sqlite3.Error as error:
            logger.warning("the log was not brought into the file: %s", error)

    def _bring_log_in(self) -> None:
        # To its end: a statement that is only begun keeps the next transaction from committing.
        self._conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    async def close(self) -> None:
        """Close, behind whatever somebody no longer waits for in the thread."""
        self._quick_until = 0.0
        await super().close()

    async def rollback(self) -> None:
        """Roll back; in the thread, behind whatever somebody no longer waits for there."""
        await self._in_thread(self._conn.rollback)

    async def _in_thread(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        return await aiosqlite.Connection._execute(self, fn, *args, **kwargs)  # type: ignore[no-untyped-call]  # aiosqlite's


class FileTransaction:
    """One transaction on a connection of the pool, begun with the statement `begin`.

    Another program's lock is waited for `patience` seconds.
    """

    is_lost = False
    """A file does not go away as a server does."""

    def __init__(self, raw: InPlaceConnection, begin: str, patience: float) -> None:
        self._raw = raw
        self._begin = begin
        self._patience = patience

    @property
    def is_open(self) -> bool:
        """Whether it has neither been committed nor rolled back."""
        return self._raw.in_transaction

    @property
    def has_begun(self) -> bool:
        """Whether what is written now is a part of it."""
        return True

    async def begin(self) -> None:
        """Begin it; raises what sqlite3 raises."""
        await self._raw.begin(self._begin, self._patience)

    def join(self) -> None:
        """SQLAlchemy sees for itself that it has begun, see `storage.database`."""

    async def commit(self) -> None:
        """Commit it; raises what sqlite3 raises."""
        await self._raw.commit()

    async def rollback(self) -> None:
        """Roll everything back, whatever state it is in."""
        if not self._raw.is_closed:  # as where it was cut off: closing has rolled everything back
            await self._raw.rollback()


def connect(path: str, **options: Any) -> InPlaceConnection:  # noqa: ANN401  what sqlite3 takes
    """Open a file, as `aiosqlite.connect` does."""
    return _opened(InPlaceConnection, path, options)


def connect_quickly(path: str, **options: Any) -> QuickConnection:  # noqa: ANN401  as above
    """The same for short transactions beside other work."""
    return _opened(QuickConnection, path, options)


def _opened[C: InPlaceConnection](kind: type[C], path: str, options: dict[str, Any]) -> C:
    options["check_same_thread"] = False  # opened in a thread, used outside of it
    made = kind(lambda: sqlite3.connect(path, **options), ROWS_AT_ONCE)
    made._thread.daemon = True
    return made

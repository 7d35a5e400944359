"""Opens the database, SQLite or PostgreSQL, with the settings that make both safe."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import URL, Connection, NullPool, PoolResetState, event, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from storage.database.in_place import FileTransaction, connect, connect_quickly
from storage.database.on_server import ServerTransaction
from storage.database.quick import STATEMENTS_READY, Way, transaction
from storage.sight import SeeingSession

Session = AsyncSession

BUSY_TIMEOUT_MS = 5_000
_PROBE_AFTER_SECONDS = 1.0
CONNECTIONS = 15
"""To a server, where all stay: to open one takes as long as ten updates. To a file at most so many
beside those that stay."""
KEPT_TO_A_FILE = 2
"""So many connections to a file stay open for unhurried transactions, and so many for quick ones,
of which one at a time writes."""
QUICK_AT_ONCE = 8
"""Of those to a server, so that a rush leaves some to everybody else, and works with few, whose
statements the server has planned already."""


@dataclass(frozen=True)
class _Ways:
    """How sessions are made on one engine."""

    engine: AsyncEngine
    writers: async_sessionmaker[AsyncSession]
    readers: async_sessionmaker[AsyncSession]


@dataclass(frozen=True)
class Database:
    """One open database; `writing` and `reading` are the two ways in."""

    engine: AsyncEngine
    _ways: "_Ways"
    _quick_ways: "_Ways"
    _one_writer: asyncio.Lock | None = field(default=None)
    _quick_turns: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(QUICK_AT_ONCE)
    )

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded database."""
        return self.engine.dialect.name == "sqlite"

    @property
    def address(self) -> str:
        """Where it is, without its password."""
        return self.engine.url.render_as_string(hide_password=True)

    @property
    def whole_address(self) -> str:
        """Where it is, with its password: for another process of this program, never for a log."""
        return self.engine.url.render_as_string(hide_password=False)

    def writing(self, *, quick: bool = False) -> AbstractAsyncContextManager[Session]:
        """One transaction that may change rows: committed at the end, rolled back on any error.

        No network call belongs inside: on SQLite everyone else's writes wait for it. `quick` is
        for what a person waits for: the driver begins and ends it, and SQLite takes a few short
        statements without a thread. No other may be opened within it.
        """
        if quick:
            return self._quickly(self._one_writer, writes=True)
        return self._at_leisure(self._ways.writers, self._one_writer)

    def reading(self, *, quick: bool = False) -> AbstractAsyncContextManager[Session]:
        """One transaction that only reads; it never blocks a writer. `quick` as in `writing`.

        Of a quick one PostgreSQL is not told: what is written in it would stand at once.
        """
        return self._quickly() if quick else self._at_leisure(self._ways.readers)

    @asynccontextmanager
    async def _at_leisure(
        self, sessions: async_sessionmaker[AsyncSession], gate: asyncio.Lock | None = None
    ) -> AsyncIterator[Session]:
        async with gate or nullcontext(), sessions() as session, session.begin():
            yield session

    @asynccontextmanager
    async def _quickly(
        self, gate: asyncio.Lock | None = None, *, writes: bool = False
    ) -> AsyncIterator[Session]:
        def way_of(pooled: PoolProxiedConnection) -> Way:
            if not self.is_sqlite:
                return ServerTransaction(pooled, begins=writes)
            raw: Any = pooled.driver_connection
            begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
            return FileTransaction(raw, begin, BUSY_TIMEOUT_MS / 1000)

        turns = (gate or nullcontext()) if self.is_sqlite else self._quick_turns
        engine = self._quick_ways.engine.sync_engine
        async with turns, transaction(engine, way_of, only_reads=not writes) as session:
            yield session

    def apart(self) -> "Database":
        """The same database, past the queue for connections: for what must never wait in it.

        Each use connects anew. An embedded database has no such queue.
        """
        if self.is_sqlite:
            return self
        engine = _postgres(self.engine.url, poolclass=NullPool)
        ways = _Ways(engine, _sessions(engine), _sessions(engine))
        return Database(engine, ways, ways)

    async def tidy(self) -> None:
        """Give the embedded database's log back to the disk and renew what its planner knows."""
        if self.is_sqlite:
            async with self.engine.connect() as connection:
                raw = await connection.get_raw_connection()
                for statement in ("PRAGMA optimize", "PRAGMA wal_checkpoint(TRUNCATE)"):
                    cursor = await raw.driver_connection.execute(statement)  # type: ignore[union-attr]
                    await cursor.close()

    async def close(self) -> None:
        """Give every connection back."""
        await self.engine.dispose()
        await self._quick_ways.engine.dispose()


def open_database(url: str, *, durable: bool = True, in_place: bool = False) -> Database:
    """Open `url` (`sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`; short forms are completed).

    `durable=False` lets SQLite answer before the disk has it (synchronous=NORMAL): the last
    moments may then be lost in a power cut, never in a crash of the process. `in_place=True` runs
    SQLite's statements in the caller's own thread: twice as fast for one task alone, but nothing
    else goes on meanwhile, and two writers would wait for each other for ever.
    """
    target = make_url(_complete(url))
    if target.get_backend_name() == "sqlite":
        address = target.render_as_string(hide_password=False)
        return _open_sqlite(address, durable=durable, in_place=in_place)
    engine = _postgres(target, pool_size=CONNECTIONS, max_overflow=0, pool_use_lifo=True)
    _probe_the_rested(engine)
    ways = _Ways(engine, _sessions(engine), _sessions(engine))
    return Database(engine, ways, ways)


def _postgres(target: URL, **pool: Any) -> AsyncEngine:  # noqa: ANN401  what the library takes
    return create_async_engine(
        target,
        hide_parameters=True,  # a traceback may go into a log; what people wrote may not
        connect_args={
            "statement_cache_size": STATEMENTS_READY,
            "max_cached_statement_lifetime": 0,
            "prepared_statement_cache_size": STATEMENTS_READY,
            "server_settings": {
                "statement_timeout": "10000",
                "lock_timeout": "5000",
                "idle_in_transaction_session_timeout": "30000",
                "jit": "off",
            },
        },
        **pool,
    )


def _probe_the_rested(engine: AsyncEngine) -> None:
    """Ask a connection that has lain idle whether its server is still there, before it is used.

    SQLAlchemy's own `pool_pre_ping` asks every time, which is three round trips of six in a search.
    """

    @event.listens_for(engine.sync_engine, "checkin")
    def note(_connection: Any, record: ConnectionPoolEntry) -> None:  # noqa: ANN401  the driver's own object
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def probe(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:  # noqa: ANN401  as above
        rests_since = record.info.get("rests_since", time.monotonic())
        if time.monotonic() - rests_since < _PROBE_AFTER_SECONDS:
            return
        try:
            connection.ping()
        except Exception as error:  # whatever it is, the pool tries again with a new one
            raise InvalidatePoolError from error


def _complete(url: str) -> str:
    for short, full in (
        ("sqlite:///", "sqlite+aiosqlite:///"),
        ("postgresql://", "postgresql+asyncpg://"),
        ("postgres://", "postgresql+asyncpg://"),
    ):
        if url.startswith(short):
            return full + url.removeprefix(short)
    return url


def _open_sqlite(url: str, *, durable: bool, in_place: bool) -> Database:
    ways = _sqlite_ways(url, durable=durable, connect_with=connect if in_place else None)
    quick = ways if in_place else _sqlite_ways(url, durable=durable, connect_with=connect_quickly)
    return Database(ways.engine, ways, quick, asyncio.Lock())


def _sqlite_ways(url: str, *, durable: bool, connect_with: Callable[..., Any] | None) -> _Ways:
    quick = connect_with is connect_quickly
    patience = BUSY_TIMEOUT_MS / 1000
    given: dict[str, Any] = {"timeout": 0 if quick else patience}
    if connect_with is not None:
        given["async_creator_fn"] = connect_with
    engine = create_async_engine(
        url,
        hide_parameters=True,
        connect_args=given,
        pool_reset_on_return=None,  # see `reset`
        # Each connection fills caches of its own, for hours: as few as possible are used and kept.
        pool_use_lifo=True,
        pool_size=KEPT_TO_A_FILE,
        max_overflow=CONNECTIONS,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:  # noqa: ANN401  the driver's own object
        connection.isolation_level = None  # the driver would otherwise begin late and deferred
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")  # what was erased is gone from the file too
        if quick:  # waits by itself, see `QuickConnection.begin`
            cursor.execute("PRAGMA busy_timeout=0")
            connection.driver_connection.durable = durable
            if not durable:  # see `QuickConnection.commit`
                cursor.execute("PRAGMA wal_autocheckpoint=0")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("reads_only", False)
        begin = "BEGIN" if reads else "BEGIN IMMEDIATE"
        adapted: Any = connection.connection.dbapi_connection
        if adapted.driver_connection.in_transaction:
            return  # a quick one, see `storage.database.quick`
        # Through SQLAlchemy's cursor this would be three changes of thread instead of one.
        if quick:
            adapted.run_async(lambda driver: driver.begin(begin, patience))
        else:
            adapted.run_async(lambda driver: driver.execute(begin))

    @event.listens_for(engine.sync_engine, "reset")
    def reset(connection: Any, _record: Any, state: PoolResetState) -> None:  # noqa: ANN401  as above
        # Rolling back what is committed already would be one more change of thread.
        if not state.terminate_only and connection.driver_connection.in_transaction:
            connection.rollback()

    readers = engine.execution_options(reads_only=True)
    return _Ways(engine, _sessions(engine), _sessions(readers))


def _sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(engine, expire_on_commit=False, sync_session_class=SeeingSession)

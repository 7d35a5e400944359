"""Short transactions, in which SQLAlchemy's session is made only where somebody needs it.

Most of an update's statements are prepared ones, which go to the database's own driver; opening and
ending a transaction through a session took as long as all of them. Here the driver begins and
commits, and a session joins the transaction the moment it is asked for something.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Hashable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool
from sqlalchemy.exc import DBAPIError, MissingGreenlet, PendingRollbackError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.util import greenlet_spawn

from storage.database.in_place import FileTransaction
from storage.database.on_server import ServerTransaction
from storage.sight import SeeingSession

STATEMENTS_READY = 400
"""So many statements of each connection are kept ready on PostgreSQL."""

_PLACE = re.compile(r"\$(\d+)")
"""Where a value stands in PostgreSQL's statements."""

type Way = FileTransaction | ServerTransaction
"""How the driver begins and ends a transaction."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement that waits to be asked together with others, see `storage.database.together`."""

    sql: str
    values: Sequence[Any]

    def __await__(self) -> Generator["Asked", Sequence[Any], Sequence[Any]]:
        """Give the rows, from whoever asks."""
        return (yield self)


@dataclass(slots=True)
class Driver:
    """The connection of one transaction as its own library has it."""

    engine: Engine
    raw: Any
    is_sqlite: bool
    ready: dict[str, Any] | None = None
    """Statements that this connection of PostgreSQL has ready, by their words."""
    gathers: bool = False
    """Whether statements wait to be asked together."""

    async def fetch(self, sql: str, values: Sequence[Any]) -> Sequence[Any]:
        """Run one statement; what goes wrong looks as it does from SQLAlchemy, and who listens to
        the engine's statements hears of it, before and after."""
        if self.gathers:
            return await Asked(sql, values)
        listening = self.engine.dispatch
        for hear in listening.before_cursor_execute or ():
            hear(None, None, sql, tuple(values), None, False)
        try:
            if self.is_sqlite:
                # aiosqlite has no public way to run and fetch in one step.
                found: Sequence[Any] = await self.raw._execute(_fetch, self.raw._conn, sql, values)
            elif self.ready is None:
                found = await self.raw.fetch(sql, *values)
            else:
                found = await (await self._made_ready(sql)).fetch(*values)
        except Exception as error:
            if self.ready is not None:
                self.ready.pop(sql, None)  # its tables may have changed
            raise self.as_usual(error, sql) from error
        for hear in listening.after_cursor_execute or ():
            hear(None, None, sql, tuple(values), None, False)
        return found

    async def _made_ready(self, sql: str) -> Any:  # noqa: ANN401  asyncpg's statement
        """The statement, kept by ourselves: to be found again by asyncpg it takes half as long
        again as to be carried out."""
        ready = self.ready if self.ready is not None else {}
        if sql not in ready:
            if len(ready) >= STATEMENTS_READY:
                ready.clear()
            ready[sql] = await self.raw.prepare(sql)
        return ready[sql]

    def as_usual(self, error: Exception, sql: str) -> BaseException:
        """The driver's error as SQLAlchemy would tell it."""
        lost = not self.is_sqlite and self.raw.is_closed()
        # Without the values, which may be what people wrote.
        return DBAPIError.instance(
            sql, None, error, Exception, hide_parameters=True, connection_invalidated=lost
        )


def renumbered(sql: str, before: int) -> str:
    """The statement as a part of one that has so many values `before` its own."""
    return _PLACE.sub(lambda place: f"${before + int(place[1])}", sql) if before else sql


def _fetch(connection: Any, sql: str, values: Sequence[Any]) -> Sequence[Any]:  # noqa: ANN401  sqlite3's
    found: Sequence[Any] = connection.execute(sql, values).fetchall()
    return found


class QuickSession(AsyncSession):
    """A session within a transaction that the driver has begun; its own parts are made late."""

    def __init__(
        self, driver: Driver, way: Way, pooled: PoolProxiedConnection, *, only_reads: bool
    ) -> None:
        # Not AsyncSession's own, which makes at once what most quick transactions never need.
        self.driver = driver
        self._way = way
        self._pooled = pooled
        self.only_reads = only_reads
        self._async_bind, self._async_binds = None, {}
        self._info: dict[Any, Any] = {}
        self._made: SeeingSession | None = None
        self.left: dict[Hashable, Any] = {}
        """What is left to be written at the end, see `storage.database.at_the_end`."""
        self.at_the_end: Callable[[QuickSession], Awaitable[None]] | None = None

    @property
    def sync_session(self) -> SeeingSession:  # type: ignore[override]  # made when it is asked for
        """The session itself."""
        if self._made is None:
            self._way.join()
            connection = Connection(self.driver.engine, self._pooled)
            self._made = SeeingSession(connection, expire_on_commit=False, info=self._info)
            self._assign_proxied(self._made)
        return self._made

    @property
    def _proxied(self) -> SeeingSession:  # type: ignore[override]  # as above
        return self.sync_session

    @property
    def info(self) -> dict[Any, Any]:
        """What is noted beside the session, whether it is made or not."""
        return self._info if self._made is None else self._made.info

    @property
    def writes(self) -> bool:
        """Whether there are objects that it has to write before anything is read."""
        made = self._made
        return made is not None and bool(made.new or made.dirty or made.deleted)

    async def begin_to_write(self) -> None:
        """Be in a transaction, if there is to be one, before the driver changes something."""
        if not self._way.has_begun:
            await _begin(self.driver, self._way)
            if self._made is not None:
                self._way.join()

    async def keep(self) -> None:
        """Write what is left to write, and commit."""
        if self._made is not None and not self._made.is_active:
            raise PendingRollbackError("something failed, and was rolled back with all before it")
        if self.at_the_end is not None:
            if self.writes:
                await self.flush()
            await self.at_the_end(self)
        if self._made is not None:
            await greenlet_spawn(_commit, self._made)
        if self._way.is_open:  # nothing went through the session
            for hear in self.driver.engine.dispatch.commit or ():
                hear(None)
            try:
                await self._way.commit()
            except Exception as error:
                if self.driver.is_sqlite:
                    raise
                raise self.driver.as_usual(error, "COMMIT") from error

    async def undo(self) -> None:
        """Roll everything back, whatever state it is in."""
        try:
            if self._made is not None:
                await greenlet_spawn(self._made.close)
        finally:
            await self._way.rollback()


def _commit(session: SeeingSession) -> None:
    session.commit()
    session.close()


@asynccontextmanager
async def transaction(
    engine: Engine, way_of: Callable[[PoolProxiedConnection], Way], *, only_reads: bool
) -> AsyncIterator[AsyncSession]:
    """One transaction, committed at the end, rolled back on errors; raises the database's."""
    pooled = await _take(engine)
    way = way_of(pooled)
    is_sqlite = engine.dialect.name == "sqlite"
    ready = None if is_sqlite else pooled.info.setdefault("ready", {})
    driver = Driver(engine, pooled.driver_connection, is_sqlite, ready)
    try:
        if is_sqlite:
            await _begin(driver, way)
    except BaseException as error:
        await asyncio.shield(_leave(engine, pooled, way, error))
        raise
    session = QuickSession(driver, way, pooled, only_reads=only_reads)
    try:
        yield session
        await session.keep()
    except BaseException as error:
        await asyncio.shield(_leave(engine, pooled, way, error, session))
        raise
    await _give_back(engine, pooled)


async def _begin(driver: Driver, way: Way) -> None:
    try:
        await way.begin()
    except Exception as error:
        if driver.is_sqlite:
            raise
        raise driver.as_usual(error, "BEGIN") from error


async def _leave(
    engine: Engine,
    pooled: PoolProxiedConnection,
    way: Way,
    error: BaseException,
    session: QuickSession | None = None,
) -> None:
    """Undo what was begun, and keep a connection out of the pool that nobody may use again."""
    try:
        if session is not None:
            await session.undo()
    finally:
        if pooled.is_valid and way.is_lost:
            await greenlet_spawn(_lose, engine, pooled, error)
        await _give_back(engine, pooled)


def _lose(engine: Engine, pooled: PoolProxiedConnection, error: BaseException) -> None:
    if pooled.driver_connection.is_closed():  # type: ignore[union-attr]  # a driver's
        # As SQLAlchemy does: where one connection died, the others are as old as it was.
        engine.pool._invalidate(pooled, error)
    else:
        pooled.invalidate(error)


async def _take(engine: Engine) -> PoolProxiedConnection:
    """A connection of the pool; where one lies ready, without the detour that waiting needs."""
    pool = engine.pool
    if isinstance(pool, QueuePool) and pool.checkedin() and not pool.dispatch.checkout:
        # One that was lost lies there too, and is opened anew, for which it has to be waited.
        with suppress(MissingGreenlet):
            return pool.connect()
    return await greenlet_spawn(pool.connect)


async def _give_back(engine: Engine, pooled: PoolProxiedConnection) -> None:
    pool = engine.pool
    if isinstance(pool, QueuePool) and pool.overflow() <= 0:
        pooled.close()
    else:
        await greenlet_spawn(pooled.close)

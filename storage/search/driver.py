"""What the search says to the database's own driver, in the transaction of a session.

A search asks four to seven short questions, and indexing writes thousands of small rows. Through
the whole of SQLAlchemy each question costs several changes of thread and each row more than the
database itself. Asked of the driver a question costs one change of thread; on SQLite all of a
search together cost one, because the work is taken to the thread that reads the file.
"""

import json
import re
import sqlite3
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from storage.database import Session
from storage.database.prepared import begin_to_write, driver_of, flush

_NAMED = re.compile(r"(?<!:):([a-z]\w*)")


@dataclass(frozen=True)
class Driver:
    """Asks and writes past SQLAlchemy. Statements are fixed text with `:names` for the values."""

    connection: Any
    """asyncpg's connection, or that of sqlite3, in whose thread this runs."""
    fetch: Callable[[str, Sequence[Any]], Awaitable[Sequence[Any]]]
    """Asks PostgreSQL a question, whose words need not be read again where they are known."""

    async def rows(self, sql: str, values: Mapping[str, object]) -> Sequence[Any]:
        """Return the rows of a question."""
        if isinstance(self.connection, sqlite3.Connection):
            return self.connection.execute(sql, values).fetchall()
        numbered, names = _numbered(sql)
        return await self.fetch(numbered, [values[name] for name in names])

    async def write(
        self, sql: str, council_id: int, columns: Mapping[str, Sequence[object]]
    ) -> None:
        """Run an INSERT … VALUES, UPDATE or DELETE for many rows of one `:council`, all at once.

        `columns` has of each further name the values in all the rows, of one kind. No two of them
        change the same row of the table. `WHERE` stands once.
        """
        rows = zip(*columns.values(), strict=True)
        if isinstance(self.connection, sqlite3.Connection):
            same = {"council": council_id}
            some = (same | dict(zip(columns, row, strict=True)) for row in rows)
            self.connection.executemany(sql, some)
        elif (first := next(rows, None)) is not None:
            kinds = tuple(_KINDS[type(value)] for value in first)
            stmt = _of_many(sql, tuple(zip(columns, kinds, strict=True)))
            await self.fetch(stmt, [council_id, *columns.values()])

    def among(self, kind: str, name: str = "wanted") -> str:
        """Return the SQL that says of a column that it is one of the list bound as `name`.

        `kind` is PostgreSQL's word for the type of its values.
        """
        if isinstance(self.connection, sqlite3.Connection):
            return f"IN (SELECT value FROM json_each(:{name}))"  # noqa: S608  fixed words
        # A list that the planner cannot look into: else it plans anew for every list's length.
        return f"= ANY(CAST((SELECT CAST(:{name} AS {kind}[])) AS {kind}[]))"

    def gathered(self, column: str) -> str:
        """Return the SQL that gives all the values of a column of numbers as one JSON text."""
        gather = (
            "json_group_array" if isinstance(self.connection, sqlite3.Connection) else "json_agg"
        )
        return f"CAST({gather}({column}) AS text)"

    def listed(self, values: Iterable[int] | Iterable[str]) -> object:
        """Return the values as `among` wants them bound."""
        wanted = list(values)
        if isinstance(self.connection, sqlite3.Connection):
            return json.dumps(wanted)
        return wanted


async def read_at_once[T](session: Session, work: Callable[[Driver], Coroutine[Any, Any, T]]) -> T:
    """Return what the work returns. It only reads, and awaits nothing but its driver.

    What the session has not flushed is not seen.
    """
    driver = await driver_of(session)
    if not driver.is_sqlite:
        return await work(Driver(driver.raw, driver.fetch))
    # aiosqlite has no public way to run more than one statement in its thread.
    result: T = await driver.raw._execute(_to_the_end, work(Driver(driver.raw._conn, driver.fetch)))
    return result


async def write_at_once[T](session: Session, work: Callable[[Driver], Coroutine[Any, Any, T]]) -> T:
    """Do the same with work that writes, after everything that the session has to write."""
    await flush(session)
    await begin_to_write(session)
    return await read_at_once(session, work)


def _to_the_end[T](work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that never has to wait."""
    try:
        work.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    work.close()
    raise RuntimeError("work at the driver waited for something else")


_KINDS = {int: "bigint", str: "text", bytes: "bytea"}


@lru_cache(maxsize=100)
def _of_many(sql: str, kinds: tuple[tuple[str, str], ...]) -> str:
    """Return PostgreSQL's statement for many rows, each value a list of them all: four times as
    fast as the statement for one row many times.
    """
    lists = ", ".join(f"${place}::{kind}[]" for place, (_, kind) in enumerate(kinds, 2))
    names = ", ".join(f"new_{name}" for name, _ in kinds)
    rows = f"unnest({lists}) AS given({names})"
    bare = _NAMED.sub(r"new_\1", sql.replace(":council", "$1::bigint"))
    if bare.startswith("INSERT"):
        return re.sub(r"VALUES \(([^)]*)\)", rf"SELECT \1 FROM {rows}", bare)  # noqa: S608  fixed words
    joined = "USING" if bare.startswith("DELETE") else "FROM"
    return bare.replace(" WHERE ", f" {joined} {rows} WHERE ")


@lru_cache(maxsize=100)
def _numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """Return the statement with PostgreSQL's $1, $2 in place of the names, and the names."""
    names: list[str] = []

    def place(match: re.Match[str]) -> str:
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    return _NAMED.sub(place, sql), tuple(names)

"""Carries a whole database over, table by table, and counts what it carried."""

import hashlib
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Enum,
    Insert,
    String,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    literal,
    select,
    text,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.models import Base

ROWS_AT_ONCE = 500
Row = Mapping[str, Any]


class NotEmptyError(Exception):
    """There is a council in the database already; nothing is written over it."""


class UnreadableError(Exception):
    """A table cannot be read as this program knows it; the message is the database's own word."""


class DifferentError(Exception):
    """What was carried over is not what was there; the message names the tables."""


@dataclass(frozen=True)
class TableSum:
    """How many rows a table has, and one number made of all of them, whatever their order."""

    rows: int
    checksum: str


Sums = dict[str, TableSum]


async def sums(database: Database) -> Sums:
    """Count and sum up every table, as one moment saw them. Raises UnreadableError."""
    try:
        async with at_one_moment(database) as connection:
            return {table.name: await _sum(connection, table) for table in _tables()}
    except DBAPIError as error:
        raise UnreadableError(str(error.orig)) from error


async def copy(source: Database, target: Database) -> Sums:
    """Carry every row of every table into empty tables, and compare; gives what was carried.

    Both stand on the same schema. All in one transaction of the target, from one moment of the
    source. Raises NotEmptyError and DifferentError; nothing has been written then.
    """
    async with at_one_moment(source) as reading, target.engine.begin() as writing:
        await _without_limits(writing)
        await _ensure_empty(writing)
        carried = {table.name: await _carry(reading, writing, table) for table in _tables()}
        found = {table.name: await _sum(writing, table) for table in _tables()}
        if different := [name for name in carried if carried[name] != found[name]]:
            raise DifferentError(", ".join(different))
    return carried


@asynccontextmanager
async def at_one_moment(database: Database) -> AsyncIterator[AsyncConnection]:
    """A connection that sees the database as it was at one moment, however long it reads."""
    how = {"reads_only": True} if database.is_sqlite else {"isolation_level": "REPEATABLE READ"}
    async with database.engine.execution_options(**how).connect() as connection:
        await _without_limits(connection)
        yield connection


def _tables() -> list[Table]:
    """Every table, parents before those that point to them."""
    return Base.metadata.sorted_tables


async def _without_limits(connection: AsyncConnection) -> None:
    """Let a long piece of work take its time on PostgreSQL."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SET LOCAL statement_timeout = 0"))
        await connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))


async def _ensure_empty(connection: AsyncConnection) -> None:
    for table in _tables():
        if (await connection.execute(select(literal(1)).select_from(table).limit(1))).first():
            raise NotEmptyError(table.name)


async def _carry(reading: AsyncConnection, writing: AsyncConnection, table: Table) -> TableSum:
    total = _Total()
    stmt = _insertion(table, writing.dialect.name)
    async for rows in _batches(reading, table):
        total.add(table, rows)
        await writing.execute(stmt, list(rows))
    await _continue_numbering(writing, table)
    return total.sum


async def _sum(connection: AsyncConnection, table: Table) -> TableSum:
    total = _Total()
    async for rows in _batches(connection, table):
        total.add(table, rows)
    return total.sum


async def _batches(connection: AsyncConnection, table: Table) -> AsyncIterator[Sequence[Row]]:
    columns = [_as_written(column, connection.dialect.name) for column in table.columns]
    stmt = select(*columns).order_by(*table.primary_key.columns)
    async with connection.stream(stmt) as result:
        async for rows in result.mappings().partitions(ROWS_AT_ONCE):
            yield [dict(row) for row in rows]


def _as_written(column: Column[Any], dialect: str) -> ColumnElement[Any]:
    """The column's value without interpretation: JSON as its text, a word as its letters."""
    if isinstance(column.type, JSON):
        raw = cast(column, Text) if dialect == "postgresql" else type_coerce(column, Text)
        return raw.label(column.name)
    if isinstance(column.type, Enum):
        return type_coerce(column, String).label(column.name)
    return column


def _insertion(table: Table, dialect: str) -> Insert:
    values: dict[str, Any] = {}
    for column in table.columns:
        if isinstance(column.type, JSON):
            raw = bindparam(column.name, type_=Text)
            to_json = dialect == "postgresql"
            values[column.name] = cast(raw, JSONB) if to_json else type_coerce(raw, Text)
        elif isinstance(column.type, Enum):
            values[column.name] = bindparam(column.name, type_=String)
        else:
            values[column.name] = bindparam(column.name, type_=column.type)
    return insert(table).values(values)


async def _continue_numbering(connection: AsyncConnection, table: Table) -> None:
    """Let PostgreSQL give the next row a number after the carried ones."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.primary_key.columns:
        sequence = select(func.pg_get_serial_sequence(table.name, column.name))
        name = (await connection.execute(sequence)).scalar()
        if name is None:
            continue
        highest = (await connection.execute(select(func.max(column)))).scalar()
        if highest is not None:
            await connection.execute(select(func.setval(name, highest)))


class _Total:
    """Adds up a digest of each row: the order in which the database gives them does not matter."""

    def __init__(self) -> None:
        self._rows = 0
        self._digest = 0

    def add(self, table: Table, rows: Sequence[Row]) -> None:
        names = [column.name for column in table.columns]
        jsons = {column.name for column in table.columns if isinstance(column.type, JSON)}
        for row in rows:
            plain = [_plain(row[name], is_json=name in jsons) for name in names]
            written = json.dumps(plain, ensure_ascii=True, sort_keys=True).encode()
            self._digest += int.from_bytes(hashlib.sha256(written).digest())
        self._rows += len(rows)

    @property
    def sum(self) -> TableSum:
        return TableSum(self._rows, f"{self._digest % 2**256:064x}")


def _plain(value: Any, *, is_json: bool) -> Any:  # noqa: ANN401  whatever a column holds
    if is_json and value is not None:
        return ["json", json.loads(value)]  # both databases write it with other spaces and order
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return value

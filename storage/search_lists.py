"""Reading for the search: statements that are prepared once, and lists of any length in them.

A search asks four or five short questions. Through the whole of SQLAlchemy each costs several
changes of thread; asked of the driver itself, one.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from storage.database import Session


async def rows(session: Session, sql: str, values: Mapping[str, object]) -> Sequence[Any]:
    """Return the rows of a statement with `:names`, in the session's own transaction.

    For reading only; what the session has not written yet is not seen. The statement is fixed
    text: everything else goes into the values.
    """
    connection = await session.connection()
    driver = (await connection.get_raw_connection()).driver_connection
    if driver is None:
        raise RuntimeError("the session's connection is closed")
    if connection.dialect.name == "postgresql":
        numbered, names = _numbered(sql)
        return list(await driver.fetch(numbered, *(values[name] for name in names)))
    return list(await driver.execute_fetchall(sql, dict(values)))


@lru_cache(maxsize=100)
def _numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """Return the statement with PostgreSQL's $1, $2 in place of the names, and the names."""
    names: list[str] = []

    def place(match: re.Match[str]) -> str:
        if match[1] not in names:
            names.append(match[1])
        return f"${names.index(match[1]) + 1}"

    return re.sub(r"(?<!:):([a-z]\w*)", place, sql), tuple(names)


def each(session: Session, kind: str, name: str = "wanted") -> str:
    """Return the SQL of a table `each` whose `value`s are the list bound as `name`.

    `kind` is PostgreSQL's word for their type. Let it stand first, before a CROSS JOIN: SQLite
    keeps that order, and looks every value up instead of reading the whole table.
    """
    if session.get_bind().dialect.name == "postgresql":
        return f"unnest(CAST(:{name} AS {kind}[])) AS each(value)"
    return f"json_each(:{name}) AS each"


def listed(session: Session, values: Iterable[int] | Iterable[str]) -> object:
    """Return the values as `each` wants them bound."""
    wanted = list(values)
    return wanted if session.get_bind().dialect.name == "postgresql" else json.dumps(wanted)

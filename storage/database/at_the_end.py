"""What a transaction has to write, but nobody reads within it: kept for its end, then in one go.

Most updates change nothing but that they were worked off, which buttons stand below and what was
searched for. On PostgreSQL each statement is a wait for the server, and so is each BEGIN and
COMMIT: what is left to the end goes there as one statement, which needs neither where nothing else
is written.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from asyncpg import DivisionByZeroError
from sqlalchemy.exc import DBAPIError

from storage.database.opening import Session
from storage.database.prepared import Prepared
from storage.database.quick import QuickSession, renumbered


class DoneBeforeError(Exception):
    """What was to be written once has been written before: the whole transaction is undone."""


class _Last(NamedTuple):
    statement: Prepared
    given: Mapping[str, Any]
    once: bool


class _Part(NamedTuple):
    """One of the statements as the driver takes it, and how many values it has."""

    sql: str
    values: int
    once: bool


async def write_last(
    session: Session,
    what: Hashable,
    statement: Prepared,
    *,
    once: bool = False,
    **given: Any,  # noqa: ANN401  any value
) -> None:
    """Let the statement be the end of the transaction, in place of an earlier one on the same
    `what`; outside quick transactions it is carried out at once.

    Nothing within the transaction sees what it changes, and no two of them change the same row.
    Where it is to change something `once`, it returns a row, and the end raises DoneBeforeError
    where it does not.
    """
    last = _Last(statement, given, once)
    if not isinstance(session, QuickSession):
        _ensure_done(last, await statement.rows(session, **given))
        return
    if session.only_reads:
        raise RuntimeError("this transaction was opened for reading")
    session.at_the_end = _write
    session.left[what] = last


def drop_left(session: Session, is_meant: Callable[[Hashable], bool]) -> None:
    """Write nothing at the end on the things that are meant: they are being removed."""
    if isinstance(session, QuickSession):
        session.left = {what: last for what, last in session.left.items() if not is_meant(what)}


async def _write(session: QuickSession) -> None:
    left, driver = list(session.left.values()), session.driver
    if not left:
        return
    if driver.is_sqlite:  # which changes nothing within a question, and is asked without a wait
        for last in left:
            _ensure_done(last, await last.statement.rows(session, **last.given))
        return
    asked = [(last.statement.asked_of(driver, last.given), last.once) for last in left]
    asked.sort(key=lambda one: one[0][0])  # so that the same parts are always the same words
    parts = tuple(_Part(sql, len(values), once) for (sql, values), once in asked)
    try:
        await driver.fetch(
            _together(parts), [value for (_, values), _ in asked for value in values]
        )
    except DBAPIError as error:
        if isinstance(error.orig, DivisionByZeroError):
            raise DoneBeforeError from error
        raise


def _ensure_done(last: _Last, rows: Sequence[object]) -> None:
    if last.once and not rows:
        raise DoneBeforeError


@lru_cache(maxsize=200)
def _together(parts: tuple[_Part, ...]) -> str:
    """One statement of all the parts: it fails as a whole where one that counts changes nothing."""
    tables, counted, before = [], ["1"], 0
    for number, part in enumerate(parts):
        tables.append(f"part_{number} AS ({renumbered(part.sql, before)})")
        before += part.values
        if part.once:
            counted.append(f"1 / (SELECT count(*) FROM part_{number})")  # noqa: S608  our own words
    return f"WITH {', '.join(tables)} SELECT {', '.join(counted)}"

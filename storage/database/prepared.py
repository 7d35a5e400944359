"""Statements that every update needs: made ready once, and then put to the database's own driver.

Through the whole of SQLAlchemy such a statement takes ten times as long as in SQLite: it is
compared with those known, carried through two kinds of cursors and given back as entities. Here
SQLAlchemy writes the statement, once for each kind of database, and says how values are stored
and read; the rest is the driver's.

What is confidential is put into statements on classes by `storage.sight`, but into these by nobody:
one that reads what belongs to a resolution names `storage.sight.shown` itself.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CompoundSelect, Delete, Enum, Insert, Select, Update, UpdateBase, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Session as SyncSession
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from storage.database.opening import Session
from storage.database.quick import Driver, QuickSession

type Statement = Select[Any] | CompoundSelect[Any] | Insert | Update | Delete
type Convert = Callable[[Any], Any] | None

_DRIVER = "driver"
LENGTHS_KEPT = 250
"""So many lengths of lists are remembered for each statement; a year brings more than that."""


@dataclass(frozen=True)
class _Worded:
    """The statement as one kind of database takes it, for lists of certain lengths."""

    sql: str
    places: tuple[tuple[str, Convert], ...]
    """The names of the values in their order, and how each is stored."""
    constants: Mapping[str, Any]
    changes: bool
    """Whether it writes, or locks, what it names."""
    reads: tuple[tuple[int, Callable[[Any], Any]], ...]
    """Which values of a row have to be read, by their places, and how."""
    row: Callable[[Any], Any]

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        """Give the values as the driver takes them."""
        whole = {**self.constants, **given}
        return [whole[name] if store is None else store(whole[name]) for name, store in self.places]

    def read(self, rows: Sequence[Any]) -> list[Any]:
        """Give the rows with attributes named as the columns."""
        if not self.reads:
            return [self.row(row) for row in rows]
        converted = [list(row) for row in rows]
        for row in converted:
            for at, convert in self.reads:
                row[at] = convert(row[at])
        return [self.row(row) for row in converted]


@dataclass(frozen=True)
class Prepared:
    """One statement; its values are bound names, and an expanding one takes a list for `IN`.

    `make` gets the name of the kind of database. What the session has to write is written first.
    """

    make: Callable[[str], Statement]
    _made: dict[str, Statement] = field(default_factory=dict)
    _lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _worded: dict[tuple[object, ...], _Worded] = field(default_factory=dict)

    async def rows(self, session: Session, **given: Any) -> list[Any]:  # noqa: ANN401  any value
        """Give the rows, or those that a changing statement returns."""
        if isinstance(session, QuickSession) and not session.writes:
            driver = session.driver
        else:
            await flush(session)
            driver = await driver_of(session)
        worded = self._worded_for(driver.engine.dialect, given)
        if worded.changes:
            await begin_to_write(session)
        return worded.read(await driver.fetch(worded.sql, self._values(driver, worded, given)))

    def asked_of(self, driver: Driver, given: Mapping[str, Any]) -> tuple[str, list[Any]]:
        """Give the statement and its values as the driver takes them."""
        worded = self._worded_for(driver.engine.dialect, given)
        return worded.sql, self._values(driver, worded, given)

    def _values(self, driver: Driver, worded: _Worded, given: Mapping[str, Any]) -> list[Any]:
        whole = dict(given)
        for name in self._lists[driver.engine.dialect.name]:
            whole |= {f"{name}_{place}": one for place, one in enumerate(given[name], start=1)}
        return worded.values(whole)

    async def first(self, session: Session, **given: Any) -> Any:  # noqa: ANN401  a row or None
        """Give the first row, or None."""
        found = await self.rows(session, **given)
        return found[0] if found else None

    def _worded_for(self, dialect: Dialect, given: Mapping[str, Any]) -> _Worded:
        kind = dialect.name
        if kind not in self._made:
            statement = self._made[kind] = self.make(kind)
            bound = _compiled(statement, dialect).bind_names
            self._lists[kind] = tuple(
                one.key for one in bound if one.expanding and one.key in given
            )
        key = (kind, *(len(given[name]) for name in self._lists[kind]))
        if key not in self._worded:
            if len(self._worded) >= LENGTHS_KEPT:
                self._worded.clear()
            self._worded[key] = _word(self._made[kind], dialect, given)
        return self._worded[key]


async def flush(session: Session) -> None:
    """Write what the session has to write, if anything."""
    if isinstance(session, QuickSession):
        if session.writes:
            await session.flush()
        return
    sync = session.sync_session
    if sync.new or sync.dirty or sync.deleted:
        await session.flush()


async def begin_to_write(session: Session) -> None:
    """Be in a transaction before something is changed past the session."""
    if isinstance(session, QuickSession):
        await session.begin_to_write()


async def driver_of(session: Session) -> Driver:
    """The driver of the session's transaction, which has begun."""
    if isinstance(session, QuickSession):
        return session.driver
    known: Driver | None = session.info.get(_DRIVER)
    return known or await _driver_of(session)


async def _driver_of(session: Session) -> Driver:
    def found(sync: SyncSession) -> Driver:
        connection = sync.connection()
        raw = connection.connection.driver_connection
        return Driver(connection.engine, raw, connection.dialect.name == "sqlite")

    driver = await session.run_sync(found)
    if not driver.is_sqlite and not driver.raw.is_in_transaction():
        await session.execute(text("SELECT 1"))  # its transaction begins with the first statement
    session.info[_DRIVER] = driver
    return driver


def _reading(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    """How a value of that kind is read; a word of an enum is looked up at once."""
    if isinstance(kind, Enum) and kind.enum_class is not None:
        members = {str(one.value): one for one in kind.enum_class}
        known: dict[Any, Any] = {None: None, **members}
        return known.__getitem__
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _changes(statement: Statement) -> bool:
    return any(
        isinstance(part, UpdateBase) or getattr(part, "_for_update_arg", None) is not None
        for part in visitors.iterate(statement)
    )


def _row_of(names: list[str]) -> Callable[[Any], Any]:
    row: Any = namedtuple("Row", names)  # type: ignore[misc]  # the statement names its fields
    made: Callable[[Any], Any] = row._make
    return made


def _compiled(statement: Statement, dialect: Dialect) -> SQLCompiler:
    compiled = statement.compile(dialect=dialect)
    if not isinstance(compiled, SQLCompiler):
        raise TypeError("only statements on tables can be prepared")
    return compiled


def _word(statement: Statement, dialect: Dialect, given: Mapping[str, Any]) -> _Worded:
    compiled = _compiled(statement, dialect)
    state = compiled.construct_expanded_state(dict(given))
    listed = {part: name for name, parts in state.parameter_expansion.items() for part in parts}
    types = {name: bound.type for bound, name in compiled.bind_names.items()}
    names = state.positiontup or ()
    stored = [types[listed.get(name, name)].dialect_impl(dialect) for name in names]
    columns = statement.exported_columns
    return _Worded(
        state.statement,
        tuple(
            (name, kind.bind_processor(dialect)) for name, kind in zip(names, stored, strict=True)
        ),
        {name: state.parameters[name] for name in names},
        _changes(statement),
        tuple(
            (at, convert)
            for at, one in enumerate(columns)
            if (convert := _reading(one.type, dialect)) is not None
        ),
        _row_of([one.key or "" for one in columns]),
    )

"""Inserts that know what to do where the key stands already, on SQLite and PostgreSQL alike."""

from typing import cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.database import Session
from storage.types import Base


def insert_of(kind: str, table: Table) -> sqlite.Insert:
    """The same for a prepared statement, of the database of that name."""
    if kind == "sqlite":
        return sqlite.insert(table)
    return cast("sqlite.Insert", postgresql.insert(table))


def insert_into(session: Session, model: type[Base] | Table) -> sqlite.Insert:
    """Begin an INSERT that offers `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(model)
    # PostgreSQL's statement offers the same two methods; only its type differs.
    return cast("sqlite.Insert", postgresql.insert(model))

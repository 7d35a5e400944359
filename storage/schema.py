"""Brings a database to the newest schema, and says where it stands."""

# Alembic is imported where it is needed: a start on tables that are as they should be needs it not.
# ruff: noqa: PLC0415

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from storage.database import Database
from storage.models import Base

MARK = "alembic_version"
"""The table by which a database is known as ours."""
MIGRATIONS = Path(__file__).parent / "migrations"


class NewerSchemaError(Exception):
    """The database was written by a newer version of this program."""


class ForeignTablesError(Exception):
    """The database has tables that this program did not make; the message names one."""


def is_ours(
    name: str | None,
    kind: str,
    _parents: Any,  # noqa: ANN401  Alembic's own mapping
) -> bool:
    """Whether migrations look after this table; the search index makes shadow tables of its own."""
    return kind != "table" or not (name or "").startswith("search_fts")


async def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables to `revision`.

    NewerSchemaError where a newer program wrote them, ForeignTablesError where another one did.
    """
    if revision == "head" and await _stands_at(database) == newest():
        return
    from alembic import command

    await _run(database, lambda config: command.upgrade(config, revision))


async def downgrade(database: Database, revision: str) -> None:
    """Take the tables back to `revision` (`base` removes them)."""
    from alembic import command

    await _run(database, lambda config: command.downgrade(config, revision))


async def revise(database: Database, message: str) -> None:
    """Write the next migration from the difference between models and tables."""
    from alembic import command

    number = f"{int(newest() or 0) + 1:04}"
    await _run(database, lambda config: command.revision(config, message, True, rev_id=number))


async def ensure_ours(database: Database) -> None:
    """ForeignTablesError where another program made the tables."""
    async with database.engine.connect() as connection:
        await connection.run_sync(_refuse_foreign)


async def revision(database: Database) -> str | None:
    """Where the tables stand; None where there are none yet."""
    return await _stands_at(database)


async def _stands_at(database: Database) -> str | None:
    def look(connection: Connection) -> str | None:
        if not inspect(connection).has_table(MARK):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found

    async with database.engine.connect() as connection:
        return await connection.run_sync(look)


def newest() -> str | None:
    """The newest schema that this program knows, by the numbers in the names of its steps."""
    return max(_steps(), default=None)


def is_newer(revision: str | None) -> bool:
    """Whether only a newer program knows this schema."""
    return revision is not None and revision not in _steps()


def _steps() -> set[str]:
    return {step.name[1:5] for step in (MIGRATIONS / "versions").glob("v[0-9]*.py")}


async def differences(database: Database) -> list[Any]:
    """What the models say and the tables do not; empty where they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def compare(connection: Connection) -> list[Any]:
        options = {"include_name": is_ours, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, Base.metadata))

    async with database.engine.connect() as connection:
        return await connection.run_sync(compare)


async def _run(database: Database, step: Any) -> None:  # noqa: ANN401  a callable on Alembic's Config
    from alembic.config import Config

    def go(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.set_main_option("path_separator", "os")
        config.set_main_option("file_template", "v%%(rev)s_%%(slug)s")
        config.attributes["connection"] = connection
        _refuse_newer(connection)
        _refuse_foreign(connection)
        step(config)

    async with database.engine.begin() as connection:
        await connection.run_sync(go)


def _refuse_newer(connection: Connection) -> None:
    from alembic.migration import MigrationContext

    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and is_newer(current):
        raise NewerSchemaError(current)


def _refuse_foreign(connection: Connection) -> None:
    """A file belongs to one program; on a server, extensions may have tables of their own."""
    tables = set(inspect(connection).get_table_names())
    in_a_file = connection.dialect.name == "sqlite"
    foreign = tables if in_a_file else tables & Base.metadata.tables.keys()
    if foreign and MARK not in tables:
        raise ForeignTablesError(min(foreign))

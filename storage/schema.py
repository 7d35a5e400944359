"""Brings a database to the newest schema, and says where it stands."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.database import Database
from storage.models import Base

MIGRATIONS = Path(__file__).parent / "migrations"


class NewerSchemaError(Exception):
    """The database was written by a newer version of this program."""


def is_ours(
    name: str | None,
    kind: str,
    _parents: Any,  # noqa: ANN401  Alembic's own mapping
) -> bool:
    """Whether migrations look after this table; the search index makes shadow tables of its own."""
    return kind != "table" or not (name or "").startswith("search_fts")


async def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the tables to `revision`; NewerSchemaError where a newer program wrote them."""
    await _run(database, lambda config: command.upgrade(config, revision))


async def downgrade(database: Database, revision: str) -> None:
    """Take the tables back to `revision` (`base` removes them)."""
    await _run(database, lambda config: command.downgrade(config, revision))


async def revise(database: Database, message: str) -> None:
    """Write a new migration from the difference between models and tables."""
    await _run(database, lambda config: command.revision(config, message, autogenerate=True))


async def revision(database: Database) -> str | None:
    """Where the tables stand; None where there are none yet."""

    def look(connection: Connection) -> str | None:
        return MigrationContext.configure(connection).get_current_revision()

    async with database.engine.connect() as connection:
        return await connection.run_sync(look)


def newest() -> str | None:
    """The newest schema that this program knows."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


async def differences(database: Database) -> list[Any]:
    """What the models say and the tables do not; empty where they agree."""

    def compare(connection: Connection) -> list[Any]:
        options = {"include_name": is_ours, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, Base.metadata))

    async with database.engine.connect() as connection:
        return await connection.run_sync(compare)


async def _run(database: Database, step: Any) -> None:  # noqa: ANN401  a callable on Alembic's Config
    def go(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        _refuse_newer(connection, config)
        step(config)

    async with database.engine.begin() as connection:
        await connection.run_sync(go)


def _refuse_newer(connection: Connection, config: Config) -> None:
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in known:
        raise NewerSchemaError(current)

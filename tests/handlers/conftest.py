"""Towns in which the minutes have been published already."""

import asyncio
import shutil
from pathlib import Path

import pytest

from storage import schema
from storage.database import open_database
from tests.handlers.papers import SHORT, document
from tests.town import Town


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database on the newest schema, to be copied: migrating takes longer."""
    path = tmp_path_factory.mktemp("template") / "council.db"

    async def make() -> None:
        opened = open_database(f"sqlite:///{path}", durable=False)
        await schema.upgrade(opened)
        await opened.close()

    asyncio.run(make())
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database: of a ready copy on SQLite, of an empty place on PostgreSQL."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("template"), tmp_path / "council.db")
        return f"sqlite:///{tmp_path / 'council.db'}"
    return str(request.getfixturevalue("postgres_url"))


async def publish(town: Town, content: bytes) -> Town:
    """Let Isfahan's secretary upload and publish."""
    secretary = town.person("دبیرخانه · اصفهان")
    await secretary.uploads("minutes.txt", content)
    await secretary.taps("ابلاغ")
    await secretary.taps("بله")
    return town


@pytest.fixture
async def published(isfahan: Town) -> Town:
    """Isfahan after its first session: 1/1 and 1/3 are the unit's, fortnightly."""
    return await publish(isfahan, document("isfahan.txt"))


@pytest.fixture
async def single(isfahan: Town) -> Town:
    """Isfahan with one item of the unit's, 5/1, to be done within two weeks."""
    return await publish(isfahan, SHORT.encode())

"""What tests of an operator's commands share: settings, and places for a second database."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from bot.settings import Settings
from storage.database import Database
from tests.conftest import EMPTY, Shelf

SettingsOf = Callable[[str | Database], Settings]
MakePlace = Callable[[str], Awaitable[str]]


def address(database: Database) -> str:
    """Where an open database is."""
    return database.engine.url.render_as_string(hide_password=False)


@pytest.fixture
def settings_of(tmp_path: Path) -> SettingsOf:
    """An operator's settings for a database, with a data folder of their own."""

    def make(place: str | Database) -> Settings:
        url = place if isinstance(place, str) else address(place)
        return Settings(_env_file=None, database_url=url, data_dir=tmp_path / "data")

    return make


@pytest.fixture
async def place_on(
    shelf: Shelf, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[MakePlace]:
    """Give the address of a place for one more database: a new file, or an empty server's."""
    made: list[tuple[str, str]] = []

    async def make(kind: str) -> str:
        if kind == "sqlite":
            (tmp_path / "data").mkdir(exist_ok=True)
            return await shelf.copy(f"sqlite:///{tmp_path / 'data' / 'second.db'}", EMPTY)
        url = str(request.getfixturevalue("postgres_url"))
        place = await shelf.copy(url, EMPTY)
        made.append((url, place))
        return place

    yield make
    for url, place in made:
        await shelf.drop(url, place)

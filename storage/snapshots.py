"""Takes a database at one moment into a file, and puts such a file in a database's place.

The file is an SQLite database whichever kind it was taken from: one form to keep, to look into
and to put back, and no tools of the server's exact version are needed (decision 0010).
"""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url, text

from storage import schema, whole
from storage.database import Database, open_database
from storage.trouble import is_passing
from storage.whole import Sums


class DamagedError(whole.UnreadableError):
    """The file is no whole database; the message is the database's own word."""


class InUseError(Exception):
    """Another process has the database open."""


def file_of(database: Database) -> Path | None:
    """Where an embedded database lies; None for a server's."""
    name = make_url(database.engine.url).database
    return Path(name) if database.is_sqlite and name else None


def keep_to_owner(database: Database) -> None:
    """Let nobody else on this machine read an embedded database, new or old.

    What SQLite puts beside it from then on gets the rights that it has. A file of another user's
    stays as it is.
    """
    file = file_of(database)
    if file is None:
        return
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError, PermissionError):
            file.with_name(file.name + ending).chmod(0o600)


async def take(database: Database, file: Path) -> Sums:
    """Write the database, as one moment saw it, into a new file; gives what it holds.

    An embedded database of an older schema is copied as it is, and its tables are not counted; a
    server's must be on the newest schema. People and the clock may go on writing meanwhile.
    Raises DamagedError where the file cannot be read back.
    """
    source = file_of(database)
    if source is not None:
        await asyncio.to_thread(_copy_file, source, file)
    async with _opened(file) as copied:
        if source is None:
            await schema.upgrade(copied)
            await whole.copy(database, copied)
        known = await schema.revision(copied) == schema.newest()
        held = await whole.sums(copied) if known else {}
    await asyncio.to_thread(check, file)
    return held


async def contents(file: Path) -> Sums:
    """Open the file as a database of the newest schema, and give what it holds.

    An older file is brought up to date; raises NewerSchemaError for one of a newer program, and
    DamagedError where it is not whole.
    """
    await asyncio.to_thread(check, file)
    async with _opened(file) as copied:
        await schema.upgrade(copied)
        return await whole.sums(copied)


async def put_into(database: Database, file: Path) -> Sums:
    """Carry the file's rows into an empty database on the newest schema."""
    async with _opened(file) as copied:
        return await whole.copy(copied, database)


async def ensure_unused(database: Database) -> None:
    """Raises InUseError where another process has this database open.

    And DamagedError where that cannot be told of a file that is damaged.
    """
    file = file_of(database)
    if file is not None:
        await database.close()
        if await asyncio.to_thread(_is_open_elsewhere, file):
            raise InUseError
        return
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    await database.close()  # so that no other connection is our own
    async with database.engine.connect() as connection:
        if (await connection.execute(others)).scalar():
            raise InUseError


def put_in_place(file: Path, place: Path, now: datetime) -> Path | None:
    """Let the file be the database at `place`; gives where the former one went, if there was one.

    At every moment one whole database lies there. The log of a former one that is damaged goes with
    it: what is newest may stand in it alone.
    """
    aside = None
    log = place.with_name(f"{place.name}-wal")
    if place.exists():
        aside = place.with_name(f"{place.name}.before-{now:%Y%m%dT%H%M%SZ}")
        aside.hardlink_to(place)
        aside.chmod(0o600)
        if log.exists():
            log.replace(aside.with_name(f"{aside.name}-wal"))
    _flush(file)
    for leftover in (log, place.with_name(f"{place.name}-shm")):
        leftover.unlink(missing_ok=True)
    file.replace(place)
    _flush(place.parent)
    return aside


def check(file: Path) -> None:
    """Raises DamagedError where the file is not a whole SQLite database."""
    try:
        with _plain(file) as connection:
            said = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # a damaged name is no text
        raise DamagedError(str(error)) from error
    if said != ["ok"] or orphans:
        raise DamagedError("; ".join(said[:3]) if said != ["ok"] else "rows without their parent")


def _copy_file(source: Path, file: Path) -> None:
    with _plain(source) as there, _plain(file) as here:
        there.backup(here)  # in one step: one read transaction, which holds nobody up
        here.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    _flush(file)


def _is_open_elsewhere(file: Path) -> bool:
    """Leaving the write-ahead log needs the file for oneself: that tells who else has it."""
    if not file.exists():
        return False
    with _plain(file) as connection:
        connection.execute("PRAGMA busy_timeout=0")
        try:
            return bool(connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete")
        except sqlite3.OperationalError as error:
            if not is_passing(error):
                raise
            return True
        except sqlite3.DatabaseError as error:
            raise DamagedError(str(error)) from error


@contextmanager
def _plain(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        yield connection


@asynccontextmanager
async def _opened(file: Path) -> AsyncIterator[Database]:
    """The file as a database, closed afterwards so that nothing lies beside it."""
    database = open_database(f"sqlite:///{file}")
    try:
        yield database
    finally:
        await database.close()
    with _plain(file) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


def _flush(path: Path) -> None:
    """Wait until the disk has it."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)

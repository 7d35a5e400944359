"""Quick transactions: their own thread is spared, and nobody is blocked by another's lock."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from storage.database import Database, in_place, open_database
from storage.database.in_place import connect_quickly
from storage.trouble import is_passing


@asynccontextmanager
async def opened(file: Path, *, durable: bool = True) -> AsyncIterator[Database]:
    database = open_database(f"sqlite:///{file}", durable=durable)
    try:
        async with database.writing(quick=True) as session:
            await session.execute(text("CREATE TABLE IF NOT EXISTS notes (word TEXT)"))
        yield database
    finally:
        await database.close()


async def add(database: Database, word: str, *, fails: bool = False) -> None:
    async with database.writing(quick=True) as session:
        await session.execute(text("INSERT INTO notes VALUES (:word)"), {"word": word})
        if fails:
            raise RuntimeError


async def words(database: Database) -> list[str]:
    async with database.reading(quick=True) as session:
        return list(await session.scalars(text("SELECT word FROM notes ORDER BY word")))


async def test_quick_transaction_is_committed_or_rolled_back_whole(tmp_path: Path) -> None:
    async with opened(tmp_path / "a.db") as database:
        await add(database, "kept")
        with pytest.raises(RuntimeError):
            await add(database, "lost", fails=True)

        assert await words(database) == ["kept"]


async def test_another_programs_lock_is_waited_for_without_stopping_the_loop(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path / "a.db") as database:
        other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        writing = asyncio.create_task(add(database, "at last"))
        for _ in range(20):
            await asyncio.sleep(0.01)
        assert not writing.done()
        assert await words(database) == []
        other.execute("COMMIT")
        other.close()
        await writing

        assert await words(database) == ["at last"]


async def test_lock_that_stays_is_told_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.opening.BUSY_TIMEOUT_MS", 50)
    async with opened(tmp_path / "a.db") as database:
        other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(sqlite3.OperationalError, match="locked") as told:
            await add(database, "never")
        other.close()

        assert is_passing(told.value)

        assert await words(database) == []


async def test_long_transaction_goes_on_in_the_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[Any] = []
    connection = connect_quickly(str(tmp_path / "a.db"))
    await connection
    connection._conn.create_function("noted", 0, lambda: threads.append(threading.get_ident()))
    monkeypatch.setattr(in_place, "QUICK_SECONDS", 0.02)

    await connection.begin("BEGIN", 1)
    await connection.execute("SELECT noted()")
    ends = time.thread_time() + 0.03
    while time.thread_time() < ends:
        pass
    await connection.execute("SELECT noted()")
    await connection.close()

    assert [one == threading.get_ident() for one in threads] == [True, False]


async def test_log_is_brought_into_the_file_by_itself_where_commits_do_not_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_place, "COMMITS_TO_CHECKPOINT", 3)
    async with opened(tmp_path / "a.db", durable=False) as database:
        for number in range(10):
            await add(database, str(number))
        in_file = sqlite3.connect(f"file:{tmp_path / 'a.db'}?immutable=1", uri=True)
        there = in_file.execute("SELECT count(*) FROM notes").fetchone()[0]
        in_file.close()

        assert await words(database) == [str(number) for number in range(10)]
    assert 6 <= there < 10


async def test_transaction_whose_commit_failed_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path / "a.db") as database:
        commit = in_place.QuickConnection.commit

        async def full(_: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr(in_place.QuickConnection, "commit", full)
        with pytest.raises(OperationalError):
            await add(database, "lost")
        monkeypatch.setattr(in_place.QuickConnection, "commit", commit)
        await add(database, "kept")

        assert await words(database) == ["kept"]


async def test_commit_stands_although_the_log_cannot_be_brought_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(_connection: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(in_place, "COMMITS_TO_CHECKPOINT", 2)
    monkeypatch.setattr(in_place.QuickConnection, "_bring_log_in", full)
    async with opened(tmp_path / "a.db", durable=False) as database:
        for number in range(4):
            await add(database, str(number))

        assert await words(database) == ["0", "1", "2", "3"]
    assert len(caplog.messages) == 2


async def test_file_is_closed_behind_what_still_works_in_the_thread(tmp_path: Path) -> None:
    connection = connect_quickly(str(tmp_path / "a.db"))
    await connection
    await connection.begin("BEGIN", 1.0)
    worked = threading.Event()

    def work() -> None:
        time.sleep(0.2)
        worked.set()

    working = asyncio.create_task(connection._in_thread(work))
    await asyncio.sleep(0.05)
    working.cancel()
    await connection.close()

    assert worked.is_set()

"""A database that went away and came back is used again without an error."""

import asyncio

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.database import opening as databases

ALL_BUT_THIS = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


async def backend(database: Database) -> int:
    async with database.reading() as session:
        return int(await session.scalar(text("SELECT pg_backend_pid()")) or 0)


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_rested_connections_that_died_are_replaced(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "_PROBE_AFTER_SECONDS", 0.0)
    async with database.writing() as session:
        await session.connection()
        before = set(await asyncio.gather(*[backend(database) for _ in range(2)]))
        await session.execute(text(ALL_BUT_THIS))

    after = set(await asyncio.gather(*[backend(database) for _ in range(2)]))

    assert len(before) == 2
    assert not before & after

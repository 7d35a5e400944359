"""Quick transactions on both databases: whole or not at all, however they end."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import bindparam, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from storage.database import Database, Session, in_place
from storage.database.opening import QUICK_AT_ONCE
from storage.database.prepared import Prepared, driver_of
from storage.models import Person
from storage.trouble import is_passing
from storage.types import Base

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
_PEOPLE = Base.metadata.tables["people"]
ADD = Prepared(
    lambda _kind: (
        insert(_PEOPLE)
        .values(name=bindparam("called"), language="fa", created_at=NOW)
        .returning(_PEOPLE.c.id)
    )
)
ALL = Prepared(lambda _kind: select(_PEOPLE.c.name).order_by(_PEOPLE.c.id))
ALL_BUT_THIS = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


async def add(session: Session, name: str) -> None:
    await ADD.rows(session, called=name)


async def names(database: Database) -> list[str]:
    async with database.reading(quick=True) as session:
        return [row.name for row in await ALL.rows(session)]


async def test_session_that_joins_late_is_part_of_the_same_transaction(database: Database) -> None:
    async def both(*, fails: bool) -> list[str]:
        async with database.writing(quick=True) as session:
            await add(session, "آیدا")
            seen = list(await session.scalars(select(Person.name)))
            session.add(Person(name="بابک", language="fa", created_at=NOW))
            await add(session, "پری")
            if fails:
                raise RuntimeError
        return seen

    with pytest.raises(RuntimeError):
        await both(fails=True)
    assert await names(database) == []

    assert await both(fails=False) == ["آیدا"]
    assert await names(database) == ["آیدا", "بابک", "پری"]


async def test_session_may_read_within_a_quick_reading_that_fails(database: Database) -> None:
    async with database.writing(quick=True) as session:
        await add(session, "آیدا")

    async def reads(*, says: str) -> None:
        async with database.reading(quick=True) as session:
            assert list(await session.scalars(select(Person.name))) == ["آیدا"]
            await session.execute(text(says))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await reads(says="SELECT 1")
    with pytest.raises(DBAPIError):
        await reads(says="SELECT nothing FROM nowhere")

    for _ in range(20):  # each connection of the pool is as good as before
        assert await names(database) == ["آیدا"]


async def test_session_that_only_reads_late_does_not_keep_the_rest_from_being_written(
    database: Database,
) -> None:
    async with database.writing(quick=True) as session:
        await add(session, "آیدا")
        assert not session.sync_session.new

    assert await names(database) == ["آیدا"]


async def test_transaction_that_is_cut_off_leaves_nothing_behind(database: Database) -> None:
    begun = asyncio.Event()

    async def begin() -> None:
        async with database.writing(quick=True) as session:
            await add(session, "آیدا")
            begun.set()
            await asyncio.Event().wait()

    for _ in range(2):
        begun.clear()
        writing = asyncio.create_task(begin())
        await begun.wait()
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)

    async with database.writing(quick=True) as session:
        await add(session, "بابک")
    assert await names(database) == ["بابک"]


async def test_many_at_once_take_turns(database: Database) -> None:
    async def one(number: int) -> None:
        async with database.writing(quick=True) as session:
            await add(session, f"{number:02}")

    await asyncio.gather(*[one(number) for number in range(3 * QUICK_AT_ONCE)])

    assert sorted(await names(database)) == [f"{one:02}" for one in range(3 * QUICK_AT_ONCE)]


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_connections_that_died_while_nobody_used_them_are_all_replaced(
    database: Database,
) -> None:
    async with database.writing(quick=True), database.writing(quick=True):
        pass  # two connections, which lie in the pool from now on
    async with database.writing() as other:
        await other.execute(text(ALL_BUT_THIS))

    troubles = []
    for _ in range(3):
        try:
            await names(database)
        except Exception as error:  # noqa: BLE001  what is raised is what is looked at
            troubles.append(error)

    assert len(troubles) <= 1
    assert all(is_passing(one) for one in troubles)


@pytest.mark.parametrize("joined", [False, True])
@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_lost_connection_is_a_passing_trouble_and_nobody_gets_it_again(
    database: Database, joined: bool
) -> None:
    async def dies_within(session: Session) -> None:
        if joined:
            await session.execute(text("SELECT 1"))
        await add(session, "آیدا")
        async with database.writing() as other:
            await other.execute(text(ALL_BUT_THIS))
        await add(session, "بابک")

    with pytest.raises(DBAPIError) as told:
        async with database.writing(quick=True) as session:
            await dies_within(session)

    assert is_passing(told.value)
    assert told.value.connection_invalidated
    assert await names(database) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_statement_that_is_cut_off_in_the_thread_leaves_the_file_to_the_next(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = (
        "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 3000000)"
        " SELECT count(*) FROM many"
    )
    monkeypatch.setattr(in_place, "QUICK_SECONDS", 0.0)

    async def wait(*, joined: bool) -> None:
        async with database.writing(quick=True) as session:
            await add(session, "آیدا")
            if joined:
                await session.execute(text(counts))
            await (await driver_of(session)).fetch(counts, ())

    for joined in (True, False):
        doing = asyncio.create_task(wait(joined=joined))
        await asyncio.sleep(0.1)
        doing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await doing
        async with asyncio.timeout(5):
            for _ in range(3):
                assert await names(database) == []


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_statement_that_is_cut_off_does_not_hold_up_the_next(database: Database) -> None:
    slow = Prepared(lambda _kind: select(func.pg_sleep(60).label("slept")))

    async def wait() -> None:
        async with database.writing(quick=True) as session:
            await add(session, "آیدا")
            await session.execute(text("SELECT pg_sleep(60)"))

    async def not_begun() -> None:
        async with database.writing(quick=True) as session:
            await slow.rows(session)

    for work in (wait, not_begun):
        doing = asyncio.create_task(work())
        await asyncio.sleep(0.1)
        doing.cancel()
        await asyncio.gather(doing, return_exceptions=True)
        async with asyncio.timeout(5):
            assert await names(database) == []


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_statement_whose_table_was_changed_is_made_ready_anew(database: Database) -> None:
    async def change(kind: str) -> None:
        async with database.writing() as session:
            await session.execute(text(f"ALTER TABLE people ALTER COLUMN name TYPE {kind}"))

    assert await names(database) == []
    await change("text")
    try:
        with pytest.raises(DBAPIError, match="cached"):
            await names(database)

        assert await names(database) == []
    finally:
        await change("varchar(300)")

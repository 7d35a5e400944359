"""What a transaction leaves to its end: one statement on PostgreSQL, and all of it or nothing."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, event, insert, select, update
from sqlalchemy.exc import IntegrityError, PendingRollbackError

from storage import questions
from storage.database import Database, Session
from storage.database.at_the_end import DoneBeforeError, write_last
from storage.database.prepared import Prepared
from storage.models import OpenQuestion, Person
from storage.questions import ANSWERED, Question, QuestionKey
from storage.types import Base

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_PEOPLE = Base.metadata.tables["people"]
ADD = Prepared(
    lambda _kind: (
        insert(_PEOPLE)
        .values(name=bindparam("called"), language="fa", created_at=NOW)
        .returning(_PEOPLE.c.id)
    )
)
RENAME = Prepared(
    lambda _kind: (
        update(_PEOPLE)
        .where(_PEOPLE.c.name == bindparam("called"))
        .values(name=bindparam("newly"))
        .returning(_PEOPLE.c.id)
    )
)
REMOVE = Prepared(lambda _kind: delete(_PEOPLE).where(_PEOPLE.c.name == bindparam("called")))
ALL = Prepared(lambda _kind: select(_PEOPLE.c.name).order_by(_PEOPLE.c.name))


@pytest.fixture
async def town(database: Database) -> Database:
    """Two people, «آیدا» and «بابک»."""
    async with database.writing() as session:
        session.add_all(
            Person(name=name, language="fa", created_at=NOW) for name in ("آیدا", "بابک")
        )
    return database


async def names(database: Database) -> list[str]:
    async with database.reading(quick=True) as session:
        return [row.name for row in await ALL.rows(session)]


@contextmanager
def heard(database: Database) -> Iterator[list[str]]:
    """The first words of all statements that the database is asked within."""
    said: list[str] = []

    def hear(_connection: Any, _cursor: Any, sql: str, *_more: Any) -> None:
        said.append(sql.split(maxsplit=1)[0])

    event.listen(database.engine.sync_engine, "before_cursor_execute", hear)
    yield said
    event.remove(database.engine.sync_engine, "before_cursor_execute", hear)


async def test_all_that_is_left_is_written_and_the_later_of_two_on_the_same_thing(
    town: Database,
) -> None:
    async with town.writing(quick=True) as session:
        await write_last(session, "آیدا", RENAME, once=True, called="آیدا", newly="پری")
        await write_last(session, "new", ADD, called="ترانه")
        await write_last(session, "new", ADD, called="جمشید")
        await write_last(session, "بابک", REMOVE, called="بابک")
        assert [row.name for row in await ALL.rows(session)] == ["آیدا", "بابک"]

    assert await names(town) == ["جمشید", "پری"]


async def test_nothing_is_written_where_what_counts_was_done_before(town: Database) -> None:
    async def write(*, joined: bool, before: bool) -> None:
        async with town.writing(quick=True) as session:
            if joined:
                session.add(Person(name="داود", language="fa", created_at=NOW))
            if before:
                await ADD.rows(session, called="رعنا")
            await write_last(session, "new", ADD, called="ترانه")
            await write_last(session, "gone", RENAME, once=True, called="زری", newly="پری")

    for joined in (True, False):
        for before in (True, False):
            with pytest.raises(DoneBeforeError):
                await write(joined=joined, before=before)

    assert await names(town) == ["آیدا", "بابک"]


async def test_of_two_that_do_the_same_at_once_one_is_undone(town: Database) -> None:
    both_look = asyncio.Barrier(1 if town.is_sqlite else 2)  # SQLite has one writer at a time

    async def rename(newly: str) -> str | None:
        try:
            async with town.writing(quick=True) as session:
                await ALL.rows(session)
                await both_look.wait()
                await write_last(session, "new", ADD, called=f"شاهد {newly}")
                await write_last(session, 1, RENAME, once=True, called="آیدا", newly=newly)
        except DoneBeforeError:
            return None
        return newly

    done = [one for one in await asyncio.gather(rename("پری"), rename("ترانه")) if one]

    assert len(done) == 1
    assert await names(town) == sorted(["بابک", *done, f"شاهد {done[0]}"])


async def test_what_is_left_is_part_of_what_else_is_written(town: Database) -> None:
    async def write(*, fails: bool) -> None:
        async with town.writing(quick=True) as session:
            await write_last(session, "آیدا", RENAME, once=True, called="آیدا", newly="پری")
            await ADD.rows(session, called="ترانه")
            assert [one.name for one in await session.scalars(select(Person))].count("ترانه") == 1
            session.add(Person(name="جمشید", language="fa", created_at=NOW))
            if fails:
                raise RuntimeError

    with pytest.raises(RuntimeError):
        await write(fails=True)
    assert await names(town) == ["آیدا", "بابک"]

    await write(fails=False)
    assert await names(town) == ["بابک", "ترانه", "جمشید", "پری"]


async def test_nothing_is_left_after_a_failure_that_somebody_caught(town: Database) -> None:
    async def write() -> None:
        async with town.writing(quick=True) as session:
            await write_last(session, 1, RENAME, once=True, called="آیدا", newly="پری")
            session.add(Person(name=None, language="fa", created_at=NOW))
            with suppress(IntegrityError):
                await session.flush()

    with pytest.raises(PendingRollbackError):
        await write()

    assert await names(town) == ["آیدا", "بابک"]


async def test_nothing_is_left_to_the_end_of_a_reading(town: Database) -> None:
    async with town.reading(quick=True) as session:
        with pytest.raises(RuntimeError, match="for reading"):
            await write_last(session, 1, ADD, called="ترانه")

    assert await names(town) == ["آیدا", "بابک"]


async def test_question_that_ends_in_the_transaction_that_asked_it_is_not_left(
    town: Database,
) -> None:
    keys = [QuestionKey(42, chat, 7, 0, ANSWERED) for chat in (1, 2)]
    keys.append(QuestionKey(42, 1, 7, 0, "sent:5"))  # kept, whatever is asked now
    for ended, left in ((1, ["asked", "asked"]), (None, [])):
        async with town.writing(quick=True) as session:
            for key in keys:
                await questions.write(session, key, Question("asked", {}), NOW)
            await questions.end(session, user_id=7, chat_id=ended)

        async with town.reading() as session:
            assert list(await session.scalars(select(OpenQuestion.state))) == left


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_server_is_asked_once_at_the_end(town: Database) -> None:
    with heard(town) as said:
        async with town.writing(quick=True) as session:
            await ALL.rows(session)
            assert not (await in_transaction(session))
            await write_last(session, 1, ADD, called="ترانه")
            await write_last(session, 2, ADD, called="جمشید")

    assert said == ["SELECT", "WITH"]
    assert await names(town) == ["آیدا", "بابک", "ترانه", "جمشید"]


async def in_transaction(session: Session) -> bool:
    driver: Any = session.driver  # type: ignore[attr-defined]  # a quick session's
    return bool(driver.raw.is_in_transaction())

"""Questions asked together: the same answers as one after the other, in one round trip."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, event, select, text
from sqlalchemy.exc import DBAPIError

from storage.database import Database, Session
from storage.database.prepared import Prepared
from storage.database.together import together
from storage.models import Person
from storage.types import Base

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_PEOPLE = Base.metadata.tables["people"].c
CALLED = Prepared(
    lambda _kind: (
        select(_PEOPLE.id, _PEOPLE.name, _PEOPLE.created_at, _PEOPLE.erased_at)
        .where(_PEOPLE.name.in_(bindparam("names", expanding=True)))
        .order_by(_PEOPLE.name.desc())
    )
)
BROKEN = Prepared(lambda _kind: select(text("1 / (SELECT 0) AS one")))


@pytest.fixture
async def town(database: Database) -> Database:
    """Three people."""
    async with database.writing() as session:
        for number, name in enumerate(("آیدا", "بابک", "پری"), 1):
            session.add(Person(id=number, name=name, language="fa", created_at=NOW))
    return database


async def called(session: Session, *names: str) -> list[Any]:
    return await CALLED.rows(session, names=names)


async def twice(session: Session, *names: str) -> list[int]:
    first = await called(session, *names)
    return [row.id for row in [*first, *await called(session, *names)]]


async def nothing() -> str:
    return "nothing asked"


async def test_answers_are_the_same_and_typed_as_alone(town: Database) -> None:
    async with town.reading(quick=True) as session:
        alone = await called(session, "آیدا", "پری")
        both, one, none = await together(
            session, called(session, "آیدا", "پری"), twice(session, "بابک"), nothing()
        )
        missing, again = await together(session, called(session, "زری"), called(session, "آیدا"))

    assert both == alone
    assert [(row.name, row.created_at, row.erased_at) for row in both] == [
        ("پری", NOW, None),
        ("آیدا", NOW, None),
    ]
    assert (one, none, missing) == ([2, 2], "nothing asked", [])
    assert [row.id for row in again] == [1]


async def test_what_the_session_has_to_write_is_seen(town: Database) -> None:
    async with town.writing(quick=True) as session:
        session.add(Person(id=4, name="ترانه", language="fa", created_at=NOW))
        new, old = await together(session, called(session, "ترانه"), called(session, "آیدا"))

    assert [row.id for row in (*new, *old)] == [4, 1]


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_server_is_asked_once_a_round_and_nothing_else_is_waited_for(town: Database) -> None:
    asked: list[str] = []
    event.listen(
        town.engine.sync_engine,
        "before_cursor_execute",
        lambda _connection, _cursor, sql, *_more: asked.append(sql),
    )

    async def waits(session: Session) -> list[Any]:
        await asyncio.sleep(0)
        return await called(session, "آیدا")

    async with town.reading(quick=True) as session:
        await together(session, twice(session, "آیدا"), called(session, "پری"))
        assert len(asked) == 2
        with pytest.raises(TypeError, match="nothing but"):
            await together(session, called(session, "آیدا"), waits(session))
        assert [row.id for row in await called(session, "پری")] == [3]


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_one_that_fails_fails_them_all(town: Database) -> None:
    async with town.reading(quick=True) as session:
        with pytest.raises(DBAPIError):
            await together(session, called(session, "آیدا"), BROKEN.rows(session))
        assert [row.id for row in await called(session, "پری")] == [3]

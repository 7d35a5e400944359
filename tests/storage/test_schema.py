"""The tables: migrations, the append-only audit, moments in UTC."""

import shutil
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, StatementError

from storage import schema
from storage.database import Database, open_database
from storage.models import AuditEvent, Council
from storage.words import CouncilKind
from tests.conftest import EMPTY, Shelf, run_as_admin

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


async def add_council(database: Database) -> int:
    async with database.writing() as session:
        council = Council(name="شورا", kind=CouncilKind.CITY, province="قم", created_at=NOW)
        session.add(council)
        await session.flush()
        return council.id


async def test_migrations_agree_with_models_and_go_down_and_up(database: Database) -> None:
    assert await schema.differences(database) == []

    await schema.downgrade(database, "base")
    await schema.upgrade(database)

    assert await schema.differences(database) == []


async def test_schema_of_a_newer_program_is_refused(database: Database) -> None:
    async with database.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(schema.NewerSchemaError):
        await schema.upgrade(database)


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_database_that_was_used_is_given_out_again_on_this_programs_schema(
    database_url: str, shelf: Shelf
) -> None:
    used = await shelf.copy(database_url, EMPTY)
    await run_as_admin(used, "UPDATE alembic_version SET version_num = '9999'")
    await shelf.drop(database_url, used, EMPTY)

    again = await shelf.copy(database_url, EMPTY)
    opened = open_database(again, durable=False)
    stands_at = await schema.revision(opened)
    await opened.close()
    await shelf.drop(database_url, again, EMPTY)

    assert (again, stands_at) == (used, schema.newest())


@pytest.mark.parametrize(
    "change", ["UPDATE audit_events SET action = 'x'", "DELETE FROM audit_events"]
)
async def test_audit_refuses_change(database: Database, change: str) -> None:
    council_id = await add_council(database)
    async with database.writing() as session:
        event = AuditEvent(council_id=council_id, action="joined", subject="person", at=NOW)
        event.subject_id = 1
        session.add(event)

    with pytest.raises(DBAPIError, match="append-only"):
        async with database.writing() as session:
            await session.execute(text(change))

    async with database.reading() as session:
        assert (await session.execute(text("SELECT action FROM audit_events"))).all() == [
            ("joined",)
        ]


async def test_moment_comes_back_in_utc_whatever_zone_it_was_given_in(database: Database) -> None:
    tehran = timezone(timedelta(hours=3, minutes=30))
    async with database.writing() as session:
        session.add(Council(name="شورا", kind=CouncilKind.CITY, province="قم",
                            created_at=NOW.astimezone(tehran)))  # fmt: skip

    async with database.reading() as session:
        council = await session.get(Council, 1)
        assert council is not None
        assert council.created_at == NOW
        assert council.created_at.utcoffset() == timedelta(0)


async def test_moment_without_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="without a time zone"):
        async with database.writing() as session:
            session.add(Council(name="شورا", kind=CouncilKind.CITY, province="قم",
                                created_at=NOW.replace(tzinfo=None)))  # fmt: skip


def test_newest_step_by_its_name_is_the_last_one_by_its_chain() -> None:
    steps = ScriptDirectory(str(schema.MIGRATIONS))

    assert schema.newest() == steps.get_current_head()


async def test_next_step_is_written_with_its_number_and_brings_the_tables_to_the_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = shutil.copytree(schema.MIGRATIONS, tmp_path / "migrations")
    (last,) = (ours / "versions").glob(f"v{schema.newest()}_*.py")
    last.unlink()
    monkeypatch.setattr(schema, "MIGRATIONS", ours)
    known = int(schema.newest() or 0)
    database = open_database(f"sqlite:///{tmp_path / 'old.db'}", durable=False)
    await schema.upgrade(database)
    missing = await schema.differences(database)

    await schema.revise(database, "Do it again")
    await schema.upgrade(database)
    stands_at, left = await schema.revision(database), await schema.differences(database)
    await database.close()

    assert (ours / "versions" / f"v{known + 1:04}_do_it_again.py").exists()
    assert (stands_at, bool(missing), left) == (f"{known + 1:04}", True, [])

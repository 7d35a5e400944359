"""Disk, lock, server, token and clock in trouble: somebody is told plainly, and nothing is lost."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import event, text

from bot import app as application
from bot.operations import diagnosis
from bot.saying.pace import Pace
from bot.service.opening import SENTENCES
from bot.settings import Settings
from council.dates import utc_now
from simulator.server import build_app, serve
from simulator.world import World
from storage import schema
from storage.database import Database, open_database
from storage.inbox import Arrival, take_in
from storage.trouble import Trouble
from storage.words import InboxState
from tests.bot.stage import NOW, Stage, new_world, open_stage
from tests.patience import until
from tests.town import TOKEN

DONE = InboxState.DONE


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "council.db"


async def kept(stage: Stage) -> None:
    """What waits in the world comes into the inbox, and nobody works on it yet."""
    raws, someone = stage.queued(), stage.aida.id
    async with stage.database.writing() as session:
        await take_in(
            session, [Arrival(raw["update_id"], someone, someone, raw) for raw in raws], NOW
        )


async def fill_up(database: Database) -> None:
    """Write until nothing more has room."""
    while True:
        async with database.writing() as session:
            await session.execute(text("INSERT INTO ballast VALUES (zeroblob(3000))"))


async def test_full_disk_is_told_and_work_goes_on_when_there_is_room(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.updates.feeding.backoff_seconds", lambda _failures: 0.02)
    database = open_database(f"sqlite:///{file}", durable=False)
    await schema.upgrade(database)
    world, aida = new_world()
    stage = open_stage(database, world, aida)

    def room(pages: str) -> None:
        def limit(connection: sqlite3.Connection, *_: object) -> None:
            connection.execute(f"PRAGMA max_page_count={pages}").close()

        for engine in (database.engine, database._quick_ways.engine):
            event.listen(engine.sync_engine, "checkout", limit)

    async def pages() -> int:
        async with database.reading() as session:
            return int((await session.execute(text("PRAGMA page_count"))).scalar_one())

    world.say(aida, world.private_chat(aida), "یک")
    await stage.takes()
    world.say(aida, world.private_chat(aida), "پر" * 2000)
    await kept(stage)
    async with database.writing() as session:
        await session.execute(text("CREATE TABLE ballast (fill BLOB)"))
    room(str(await pages()))
    with pytest.raises(Exception, match="full"):
        await fill_up(database)
    await stage.receiver.resume()
    await until(lambda: len(stage.heard()) == 2)
    assert stage.heard()[1].startswith("ببخشید ")
    assert await stage.stored() == ["یک"]

    room("1000000")
    world.say(aida, world.private_chat(aida), "دو")
    await stage.takes()

    assert stage.heard()[2] == "ثبت شد: دو"
    assert await stage.stored() == ["یک", "دو"]
    assert await stage.inbox() == [
        (DONE, None),
        (InboxState.REJECTED, "OperationalError"),
        (DONE, None),
    ]
    await database.close()


async def test_locked_database_is_waited_for_and_the_person_hears_that_it_takes_a_while(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.updates.feeding.PATIENCE_SECONDS", 0.3)
    monkeypatch.setattr("bot.updates.feeding.backoff_seconds", lambda _failures: 0.05)
    monkeypatch.setattr("storage.database.opening.BUSY_TIMEOUT_MS", 50)
    database = open_database(f"sqlite:///{file}", durable=False)
    await schema.upgrade(database)
    world, aida = new_world()
    stage = open_stage(database, world, aida)
    world.say(aida, world.private_chat(aida), "یک")
    await kept(stage)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await stage.receiver.resume()
    with pytest.raises(Exception, match="locked"):  # Telegram keeps it, and brings it again
        await stage.receiver.accept([{"update_id": 5}])
    await until(lambda: stage.heard() == ["می‌ماند"])
    await asyncio.sleep(0.5)
    other.execute("ROLLBACK")
    other.close()
    await stage.receiver.take([])

    assert stage.heard() == ["می‌ماند", "ثبت شد: یک"]
    assert await stage.stored() == ["یک"]
    await database.close()


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.postgres
async def test_connection_that_breaks_under_a_handler_costs_nothing(stage: Stage) -> None:
    stage.gate.clear()
    world = stage.world
    world.say(stage.aida, world.private_chat(stage.aida), "یک")
    working = asyncio.create_task(stage.takes())
    await until(lambda: bool(stage.saw))
    async with stage.database.reading() as session:  # as a server does that is restarted
        await session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        )
    stage.gate.set()
    await working

    assert stage.saw == ["یک", "یک"]
    assert stage.heard() == ["ثبت شد: یک"]
    assert await stage.stored() == ["یک"]


async def test_wrong_clock_is_told_by_the_doctor_and_by_health(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(TOKEN)
    async with await serve(build_app(world), 0) as telegram:
        settings = Settings(
            _env_file=None, bot_token=SecretStr(TOKEN), bot_api_base=telegram.base_url,
            data_dir=tmp_path,
        )  # fmt: skip
        monkeypatch.setattr(diagnosis, "utc_now", lambda: utc_now() + timedelta(hours=1))
        found = {one.about: one for one in await diagnosis.examine(settings)}
        assert (found["clock"].verdict, found["clock"].told[:4]) == ("bad", "it i")
        assert "timedatectl" in found["clock"].to_do

        database = open_database(settings.database)
        made = application.build(
            settings,
            database,
            clock=lambda: utc_now() - timedelta(hours=2),
            pace=Pace(enabled=False),
        )
        await made.clock_watch._look()
        await application.close(made)
    (trouble,) = made.vitals.troubles()
    assert trouble.startswith("the clock is 71") or trouble.startswith("the clock is 72")
    assert "timedatectl" in trouble


async def test_token_that_is_refused_is_named_by_health(tmp_path: Path) -> None:
    async with await serve(build_app(World(TOKEN)), 0) as telegram:
        settings = Settings(
            _env_file=None, bot_token=SecretStr("1000001:withdrawn"),
            bot_api_base=telegram.base_url, data_dir=tmp_path,
        )  # fmt: skip
        database = open_database(settings.database)
        await schema.upgrade(database)
        made = application.build(settings, database, pace=Pace(enabled=False))
        stop = asyncio.Event()
        running = asyncio.create_task(application.run(made, stop=stop))
        await until(lambda: made.receiver.failing is not None)
        told = made.vitals.troubles()
        stop.set()
        await running
    assert told == [
        "updates do not come in: The Bot API refuses the token; check BOT_TOKEN and BOT_API_BASE. "
        "(TelegramUnauthorizedError)"
    ]


async def test_database_that_does_not_answer_is_named_by_health_without_being_asked_for(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.opening.BUSY_TIMEOUT_MS", 50)
    database = open_database(f"sqlite:///{file}", durable=False)
    await schema.upgrade(database)
    settings = Settings(_env_file=None, bot_token=SecretStr(TOKEN), data_dir=tmp_path)
    made = application.build(settings, database)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    beating = asyncio.create_task(made.replica.run())
    await until(lambda: bool(made.vitals.troubles()))
    (told,) = made.vitals.troubles()
    other.execute("ROLLBACK")
    other.close()
    await until(lambda: not made.vitals.troubles())
    made.replica.stop()
    await beating
    await application.close(made)

    assert told.startswith(f"the database does not answer: {SENTENCES[Trouble.LOCKED]}")

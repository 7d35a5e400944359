"""Backing up a bot that runs, and putting the backup back without saying old things again."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.operations import backups
from bot.service.process_name import own_name
from bot.settings import SettingsError
from storage import audit, inbox, snapshots
from storage.database import Database, open_database
from storage.models import AuditEvent, Council, InboxUpdate, OutboxMessage
from storage.words import CouncilKind, OutboxState
from tests.bot.operations.conftest import MakePlace, SettingsOf
from tests.conftest import ISFAHAN, Stand, Story
from tests.handlers.conftest import publish
from tests.handlers.papers import SHORT
from tests.rows import states_of
from tests.town import Persona, Town

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HEADER = 100
"""Bytes in which a database file says how it was last written, which is not what was damaged."""
SINGLE = Story("single", lambda town: publish(town, SHORT.encode()), ISFAHAN)


def heard(town: Town) -> dict[str, int]:
    """How many messages of the bot everybody has."""
    return {label: len(one.messages) for label, one in town.people.items()}


async def reopened(town: Town, database: Database) -> Town:
    """The same people before the same Telegram, with the bot on another database."""
    other = Town(database, clock=town.clock)
    other.world, other._offset = town.world, town._offset
    other.app = other.start_app()
    other.people = {label: Persona(other, p.phone, p.chat) for label, p in town.people.items()}
    await other.restart()
    return other


async def test_restore_drill_sends_nothing_old_before_or_after_the_release(
    stand: Stand, database_url: str, settings_of: SettingsOf, place_on: MakePlace
) -> None:
    before = await stand(SINGLE)
    before.clock.advance(timedelta(days=7))
    await before.app.alarm.ring_reminders()  # the reminder waits when the backup is made
    made = await backups.make(settings_of(before.database), now=before.clock.now())
    await before.settle()  # and is sent after it
    sent = heard(before)
    assert "یادآوری" in before.person("واحد بررسی").last.text
    place = await place_on("sqlite" if database_url.startswith("sqlite") else "postgres")
    before.clock.advance(timedelta(hours=1))

    restored = await backups.restore(settings_of(place), made.file, now=before.clock.now())

    assert restored.held_councils == 1
    database = open_database(place, durable=False)
    try:
        town = await reopened(before, database)
        for _ in range(3):
            await town.passes(minutes=10)
        secretary = town.person("دبیرخانه · اصفهان")
        assert "متوقف است" in secretary.last.text
        assert "یک پیام قدیمی" in secretary.last.text
        asked = [name for name, count in heard(town).items() if count != sent[name]]
        assert asked == ["دبیرخانه · اصفهان"]

        asked_first = secretary.last
        assert "یک پیام قدیمی" in await secretary.says("/delivery")
        assert "از سر گرفته شد" in await secretary.taps("از سر گرفته شود")
        assert "چیزی متوقف نیست" in await secretary.taps("از سر گرفته شود", on=asked_first)
        await town.passes(minutes=10)
        unit = town.person("واحد بررسی")
        assert len(unit.messages) == sent[next(n for n in sent if "واحد بررسی" in n)]

        await town.passes(days=4)
        assert "یادآوری" in unit.last.text
        async with database.reading() as session:
            states = await states_of(session, OutboxMessage)
        assert states[OutboxState.EXPIRED] == 1
    finally:
        await database.close()


async def test_backup_of_a_database_that_is_written_to_is_one_moment(
    database: Database, settings_of: SettingsOf, place_on: MakePlace
) -> None:
    """Two tables change together all the time: the copy has the same number of rows in both."""
    async with database.writing() as session:
        session.add(Council(name="n", kind=CouncilKind.CITY, province="p", created_at=NOW))
    stop, busy, written = asyncio.Event(), asyncio.Event(), 0

    async def write() -> None:
        nonlocal written
        while not stop.is_set():
            written += 1
            async with database.writing() as session:
                await inbox.take_in(
                    session, [inbox.Arrival(written, 1, 1, {"update_id": written})], NOW
                )
                audit.record(
                    session, council_id=1, actor_id=None, action="a", subject="s",
                    subject_id=written, at=NOW,
                )  # fmt: skip
            if written == 20:
                busy.set()

    writer = asyncio.create_task(write())
    await busy.wait()
    made = await backups.make(settings_of(database), now=NOW)
    stop.set()
    await writer

    place = await place_on("sqlite")
    await backups.restore(settings_of(place), made.file, now=NOW)
    copy = open_database(place)
    async with copy.reading() as session:
        rows = [
            await session.scalar(select(func.count()).select_from(table))
            for table in (InboxUpdate, AuditEvent)
        ]
    await copy.close()
    assert rows[0] == rows[1]
    assert 20 <= (rows[0] or 0) < written


async def founded(place: str, name: str) -> None:
    """A database with one council of that name."""
    database = open_database(place)
    async with database.writing() as session:
        session.add(Council(name=name, kind=CouncilKind.CITY, province="p", created_at=NOW))
    await database.close()


async def names_in(place: str) -> list[str]:
    """The councils of a database."""
    database = open_database(place)
    async with database.reading() as session:
        names = list(await session.scalars(select(Council.name)))
    await database.close()
    return names


async def test_files_of_the_data_folder_come_back_and_the_former_database_is_kept(
    settings_of: SettingsOf, place_on: MakePlace
) -> None:
    place = await place_on("sqlite")
    settings = settings_of(place)
    evidence = settings.data_dir / "evidence" / "7" / "گزارش.pdf"
    evidence.parent.mkdir(parents=True)
    evidence.write_bytes(b"%PDF evidence")
    await founded(place, "then")
    made = await backups.make(settings, now=NOW)
    evidence.write_bytes(b"spoiled")
    await founded(place, "later")

    with pytest.raises(SettingsError, match="not empty: say --replace"):
        await backups.restore(settings, made.file, now=NOW)
    assert (await names_in(place), evidence.read_bytes()) == (["then", "later"], b"spoiled")

    done = await backups.restore(settings, made.file, now=NOW, replace=True)

    assert (await names_in(place), evidence.read_bytes()) == (["then"], b"%PDF evidence")
    assert done.former is not None
    assert await names_in(f"sqlite:///{done.former}") == ["then", "later"]
    assert (done.files, made.files, made.file.stat().st_mode & 0o777) == (1, 1, 0o600)
    with tarfile.open(made.file) as archive:
        assert archive.getnames() == [
            "database.sqlite", "files/evidence/7/گزارش.pdf", "manifest.json",
        ]  # fmt: skip


@pytest.mark.parametrize("damage", ["cut", "another byte", "no backup"])
async def test_damaged_backup_is_refused_and_nothing_changes(
    settings_of: SettingsOf, place_on: MakePlace, damage: str
) -> None:
    place = await place_on("sqlite")
    settings = settings_of(place)
    await founded(place, "stays")
    made = await backups.make(settings, now=NOW)
    whole = made.file.read_bytes()
    half = len(whole) // 2
    made.file.write_bytes(
        {
            "cut": whole[:half],
            "another byte": whole[:half] + bytes([whole[half] ^ 1]) + whole[half + 1 :],
            "no backup": b"hello",
        }[damage]
    )

    with pytest.raises(SettingsError, match="is not a whole backup"):
        await backups.restore(settings, made.file, now=NOW, replace=True)

    assert await names_in(place) == ["stays"]
    assert sorted(file.name for file in settings.data_dir.iterdir()) == ["backups", "second.db"]


def test_file_whose_damaged_part_is_no_text_is_damaged(tmp_path: Path) -> None:
    file = tmp_path / "damaged.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE bodies (name TEXT)")
        connection.execute('CREATE INDEX "نام" ON bodies (name)')
    name = "نام".encode()
    damaged = file.read_bytes().replace(name, b"\x81" + name[1:])
    file.write_bytes(damaged.replace(b"CREATE INDEX", b"CREATE INDEY"))

    with pytest.raises(snapshots.DamagedError):
        snapshots.check(file)


async def test_restore_waits_until_nobody_has_the_database_open(
    database: Database, settings_of: SettingsOf
) -> None:
    async with database.writing() as session:
        session.add(Council(name="n", kind=CouncilKind.CITY, province="p", created_at=NOW))
    made = await backups.make(settings_of(database), now=NOW)

    with pytest.raises(SettingsError, match="The database is in use: stop the bot first"):
        await backups.restore(settings_of(database), made.file, now=NOW, replace=True)


async def test_only_the_newest_backups_stay(settings_of: SettingsOf, place_on: MakePlace) -> None:
    place = await place_on("sqlite")
    settings = settings_of(place)
    await founded(place, "n")

    for day in range(3):
        made = await backups.make(settings, now=NOW + timedelta(days=day), keep=2)

    left = sorted(file.name for file in made.file.parent.iterdir())
    assert left == ["mosavabe-20261123T090000Z.tar.gz", "mosavabe-20261124T090000Z.tar.gz"]


async def test_what_a_killed_backup_left_goes_with_the_next_one(
    settings_of: SettingsOf, place_on: MakePlace
) -> None:
    place = await place_on("sqlite")
    settings = settings_of(place)
    await founded(place, "n")
    asking = "import bot.service.process_name as named; print(named.own_name())"
    gone = await asyncio.to_thread(subprocess.check_output, [sys.executable, "-c", asking])
    folder = settings.data_dir / "backups"
    works, died, died_before = (
        folder / f".mosavabe-{name}"
        for name in (f"{own_name()}-a", f"{gone.decode().strip()}-b", "c")
    )
    for left in (works, died, died_before, settings.data_dir / died.name):
        left.mkdir(parents=True)
        (left / "database.sqlite").write_bytes(b"names")
    os.utime(died_before, (0, 0))  # of a machine that was started anew since
    elsewhere = settings.data_dir / "elsewhere"
    elsewhere.mkdir()
    os.utime(elsewhere, (0, 0))
    (folder / ".mosavabe-x-y").symlink_to(elsewhere)

    made = await backups.make(settings, now=NOW)

    assert sorted(folder.iterdir()) == sorted([works, made.file])
    assert elsewhere.exists()
    assert not (settings.data_dir / died.name).exists()


async def test_backup_that_cannot_be_read_back_is_not_kept(
    settings_of: SettingsOf, place_on: MakePlace
) -> None:
    place = await place_on("sqlite")
    settings = settings_of(place)
    await founded(place, "n")
    spoil(place)

    with pytest.raises(SettingsError, match="damaged"):
        await backups.make(settings, now=NOW)

    assert list((settings.data_dir / "backups").iterdir()) == []


async def test_backup_of_a_newer_programs_database_asks_to_update_this_one(
    settings_of: SettingsOf, place_on: MakePlace
) -> None:
    place = await place_on("sqlite")
    with closing(sqlite3.connect(place.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0999'")

    with pytest.raises(SettingsError, match=r"newer version .*; update the program first"):
        await backups.make(settings_of(place), now=NOW)


async def test_backup_of_a_mistyped_path_makes_nothing(
    settings_of: SettingsOf, tmp_path: Path
) -> None:
    settings = settings_of(f"sqlite:///{tmp_path / 'mistyped' / 'mosavabe.db'}")

    with pytest.raises(SettingsError, match="There is no database"):
        await backups.make(settings, now=NOW)

    assert not (tmp_path / "mistyped").exists()
    assert not (settings.data_dir / "backups").exists()


def spoil(place: str, damage: str = "a page") -> bytes:
    """Write over a page in the middle of a database file, as a bad disk would, or over more."""
    file = Path(place.removeprefix("sqlite:///"))
    begins, length = {
        "a page": (file.stat().st_size // 2, 8192),
        "all but a page": (4096, file.stat().st_size),
        "all of it": (0, file.stat().st_size),
    }[damage]
    with file.open("r+b") as opened:
        opened.seek(begins)
        opened.write(b"\xff" * length)
    return file.read_bytes()


@pytest.mark.parametrize("damage", ["a page", "all but a page", "all of it"])
async def test_damaged_database_is_put_aside_for_a_backup(
    settings_of: SettingsOf, place_on: MakePlace, damage: str
) -> None:
    place = await place_on("sqlite")
    settings = settings_of(place)
    await founded(place, "then")
    made = await backups.make(settings, now=NOW)
    damaged = spoil(place, damage)

    with pytest.raises(SettingsError, match=r"damaged or no database; .*--replace"):
        await backups.restore(settings, made.file, now=NOW)
    done = await backups.restore(settings, made.file, now=NOW, replace=True)

    assert await names_in(place) == ["then"]
    assert done.former is not None
    assert done.former.read_bytes()[HEADER:] == damaged[HEADER:]

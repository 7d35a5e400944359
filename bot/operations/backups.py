"""Backing up while the bot runs, and putting a backup back."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.operations import archives
from bot.operations.archives import DATABASE, ENDING, Manifest, NoArchiveError
from bot.operations.workplaces import clear, workplace
from bot.service.opening import make_ready, opened, plain_words
from bot.settings import Settings, SettingsError
from council import holds
from council.holds import Cause
from storage import schema, snapshots, whole
from storage.database import Database, open_database
from storage.whole import NotEmptyError


@dataclass(frozen=True)
class Made:
    """A backup that was written and read back."""

    file: Path
    rows: int
    files: int
    bytes: int
    removed: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Restored:
    """A backup that was put back."""

    made_at: str
    rows: int
    files: int
    held_councils: int
    former: Path | None


async def make(
    settings: Settings, *, now: datetime, to: Path | None = None, keep: int | None = None
) -> Made:
    """Write a backup beside the others (or to the file `to`), read it back, and only then name it.

    With `keep`, older ones in the same folder go, the newest so many stay. The bot may run on.
    Raises SettingsError where the copy is not whole.
    """
    target = to or backups_folder(settings) / f"mosavabe-{now:%Y%m%dT%H%M%SZ}{ENDING}"
    if target.exists():
        raise SettingsError(f"{target} is there already; name another file.")
    async with opened(settings, upgraded=False, new=False) as database:
        clear(settings.data_dir)  # a restore may have been killed
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with workplace(target.parent) as folder:
            part = folder / target.name
            rows, files = await _write(database, settings, part, now)
            await _read_back(part, target.parent)
            part.rename(target)
    removed = _thin_out(target.parent, keep) if keep else ()
    return Made(target, rows, files, target.stat().st_size, removed)


async def restore(
    settings: Settings, archive: Path, *, now: datetime, replace: bool = False
) -> Restored:
    """Put a backup in the database's place; every message then waits for the secretariat.

    An embedded database that has a council or is damaged is put aside, and only with `replace`;
    a server's must be empty. Raises SettingsError in words for the operator; nothing has changed
    then.
    """
    try:
        async with opened(settings, upgraded=False) as database:
            place = snapshots.file_of(database)
            beside = place.parent if place else settings.data_dir
            await _ensure_free(database, replace=replace)
            with archives.unpacked(archive, beside) as (folder, manifest):
                copy = folder / DATABASE
                rows, held = await _make_ready(copy, manifest, now)
                former = await _put(database, copy, now)
                files = archives.put_files(folder, manifest, settings.data_dir)
    except NoArchiveError as error:
        raise SettingsError(f"{archive} is not a whole backup: {error}. Take another.") from None
    return Restored(manifest.made_at, rows, files, held, former)


def backups_folder(settings: Settings) -> Path:
    """Where backups go that are given no other place."""
    return settings.data_dir / "backups"


async def _write(
    database: Database, settings: Settings, part: Path, now: datetime
) -> tuple[int, int]:
    copy = part.with_name(DATABASE)
    stands = await schema.revision(database)
    if stands is None:
        raise SettingsError("There is nothing to back up yet: the database has no tables.")
    if stands != schema.newest() and not database.is_sqlite:
        raise SettingsError("The tables are not on this program's schema: `mosavabe migrate`.")
    try:
        tables = await snapshots.take(database, copy)
    except whole.UnreadableError as error:
        raise SettingsError(f"The database is damaged: {error}. Put a backup back.") from None
    manifest = Manifest(
        made_at=now.isoformat(timespec="seconds"),
        schema=stands,
        taken_from="sqlite" if database.is_sqlite else "postgresql",
        tables=tables,
    )
    left_out = (backups_folder(settings), snapshots.file_of(database))
    files = await asyncio.to_thread(
        archives.write, part, copy, manifest, settings.data_dir, left_out
    )
    copy.unlink()  # its room is needed to read the archive back
    return sum(table.rows for table in tables.values()), files


async def _read_back(part: Path, beside: Path) -> None:
    try:
        with archives.unpacked(part, beside) as (folder, manifest):
            if manifest.tables not in ({}, await snapshots.contents(folder / DATABASE)):
                raise NoArchiveError("its tables are not those that were read")
    except (NoArchiveError, whole.UnreadableError) as error:
        raise SettingsError(f"The backup cannot be read back and was not kept: {error}.") from None


def _thin_out(folder: Path, keep: int) -> tuple[Path, ...]:
    made = sorted(folder.glob(f"mosavabe-*{ENDING}"))
    gone = tuple(made[:-keep])
    for file in gone:
        file.unlink()
    return gone


async def _ensure_free(database: Database, *, replace: bool) -> None:
    try:
        await snapshots.ensure_unused(database)
    except snapshots.InUseError:
        raise SettingsError("The database is in use: stop the bot first.") from None
    except snapshots.DamagedError:
        if not replace:
            raise
    if replace and database.is_sqlite:
        return
    if any(table.rows for table in (await _sums_if_any(database)).values()):
        way_out = (
            "say --replace to put it aside"
            if database.is_sqlite
            else "make an empty database and name it in DATABASE_URL"
        )
        raise SettingsError(f"The database is not empty: {way_out}.")


async def _sums_if_any(database: Database) -> whole.Sums:
    if await schema.revision(database) is None:
        return {}
    await schema.upgrade(database)
    return await whole.sums(database)


async def _make_ready(copy: Path, manifest: Manifest, now: datetime) -> tuple[int, int]:
    """Bring the copy to the newest schema and hold what waits in it, before anybody opens it."""
    database = open_database(f"sqlite:///{copy}")
    try:
        await asyncio.to_thread(snapshots.check, copy)
        if manifest.schema == schema.newest() and (await whole.sums(database) != manifest.tables):
            raise NoArchiveError("its tables are not those that were put in")
        with plain_words():
            await schema.upgrade(database)
        rows = sum(table.rows for table in (await whole.sums(database)).values())
        async with database.writing() as session:
            held = await holds.hold_all(session, why=Cause.RESTORED, now=now)
    except whole.UnreadableError as error:
        raise NoArchiveError(str(error)) from error
    finally:
        await database.close()
    return rows, held


async def _put(database: Database, copy: Path, now: datetime) -> Path | None:
    place = snapshots.file_of(database)
    if place is not None:
        await database.close()
        return await asyncio.to_thread(snapshots.put_in_place, copy, place, now)
    await make_ready(database)
    try:
        await snapshots.put_into(database, copy)
    except NotEmptyError:
        raise SettingsError("The database is not empty: name an empty one.") from None
    return None

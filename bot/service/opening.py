"""Opens the database that the operator named, and says in plain words what is wrong with it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from bot.settings import Settings, SettingsError
from storage import schema, snapshots, soundness, whole
from storage.database import Database, open_database
from storage.trouble import Trouble, trouble_of

SENTENCES = {
    Trouble.REFUSED: "The database server refuses the user or the password; check DATABASE_URL.",
    Trouble.NO_DATABASE: "The server has no database of that name; create it, or check "
    "DATABASE_URL.",
    Trouble.UNREACHABLE: "The database server cannot be reached; start it, or check host and port "
    "in DATABASE_URL.",
    Trouble.NO_FILE: "The database file cannot be opened; check DATABASE_URL, and that its folder "
    "exists and is yours.",
    Trouble.LOCKED: "Another program keeps the database locked; end that program and try again.",
    Trouble.BUSY: "The database answers too slowly; see what else keeps its server busy.",
    Trouble.FULL: "The disk is full; make room and try again. Nothing was half-written.",
    Trouble.READ_ONLY: "The database may only be read; check its owner and rights, or whether the "
    "server is a standby.",
    Trouble.DAMAGED: "The database file is damaged or no database; put a backup back with "
    "`mosavabe restore FILE --replace`, which keeps the damaged file aside.",
    Trouble.RIGHTS: "The database user lacks rights; let it own the database.",
}


async def open_ready(settings: Settings) -> Database:
    """Open the database, brought to the newest schema; the caller closes it.

    An embedded one is readable by its owner only, whatever folder it lies in.
    Raises SettingsError, in words for the operator, where its folder cannot be used, its server
    cannot be reached, or a newer version of this program has written it.
    """
    database = _open(settings)
    try:
        with plain_words():
            await make_ready(database)
            await asyncio.to_thread(snapshots.keep_to_owner, database)
    except BaseException:
        await database.close()
        raise
    return database


async def make_ready(database: Database) -> None:
    """Bring the database to the newest schema; SettingsError where it cannot keep Persian."""
    if (unfit := await soundness.unfitness(database)) is not None:
        told, way_out = unfit
        raise SettingsError(f"The database cannot be used: {told}. {way_out}")
    await schema.upgrade(database)


@asynccontextmanager
async def opened(
    settings: Settings, *, upgraded: bool = True, new: bool = True
) -> AsyncIterator[Database]:
    """The database as long as a command needs it; any trouble with it is told in plain words.

    `upgraded=False` leaves the tables as they are, and with `new=False` no folder or file is made:
    one that is not there is refused.
    """
    database = await open_ready(settings) if upgraded else _open(settings, new=new)
    try:
        with plain_words():
            yield database
    finally:
        await database.close()


@contextmanager
def plain_words() -> Iterator[None]:
    """Turn what only the operator can put right into a SettingsError that says so."""
    try:
        yield
    except SettingsError:
        raise
    except schema.NewerSchemaError as error:
        raise SettingsError(
            f"The database was written by a newer version of this program (its schema is "
            f"{error}); update the program first."
        ) from None
    except schema.ForeignTablesError as error:
        raise SettingsError(
            f"The database belongs to another program (it has a table {error}); name an empty one, "
            "or none: check DATA_DIR and DATABASE_URL."
        ) from None
    except whole.UnreadableError:
        raise SettingsError(SENTENCES[Trouble.DAMAGED]) from None
    except Exception as error:
        if (trouble := trouble_of(error)) is None:
            raise
        raise SettingsError(SENTENCES[trouble]) from None


def _open(settings: Settings, *, new: bool = True) -> Database:
    if new:
        _make_folder(settings)
    else:
        _ensure_there(settings)
    return open_database(settings.database, durable=settings.sqlite_durable)


def _make_folder(settings: Settings) -> None:
    try:
        settings.prepare_folder()
    except OSError as error:
        told = f"DATA_DIR cannot be used: {error.strerror}; see that it is a folder, and yours."
        raise SettingsError(told) from None


def _ensure_there(settings: Settings) -> None:
    file = snapshots.file_of(open_database(settings.database))
    try:
        there = file is None or file.exists()
    except OSError as error:
        told = f"The database file cannot be looked at: {error.strerror}"
        raise SettingsError(f"{told}; check its folder's owner and rights.") from None
    if not there:
        told = f"There is no database {file}"
        raise SettingsError(f"{told}; check the path, or found a council with `mosavabe init`.")

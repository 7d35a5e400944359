"""Opens the database that the operator named, brought to the newest schema."""

from bot.settings import Settings, SettingsError
from storage import schema
from storage.database import Database, open_database


async def open_ready(settings: Settings) -> Database:
    """Open the database; the caller closes it.

    Raises SettingsError, in words for the operator, where its folder cannot be used, its server
    cannot be reached, or a newer version of this program has written it.
    """
    try:
        settings.prepare_folder()
    except OSError as error:
        raise SettingsError(f"DATA_DIR cannot be used: {error.strerror}.") from None
    database = open_database(settings.database, durable=settings.sqlite_durable)
    try:
        await schema.upgrade(database)
    except BaseException as error:
        await database.close()
        if isinstance(error, schema.NewerSchemaError):
            raise SettingsError(
                f"The database was written by a newer version of this program (its schema is "
                f"{error}); update the program first."
            ) from None
        if isinstance(error, OSError):
            raise SettingsError("DATABASE_URL: the database server cannot be reached.") from None
        raise
    return database

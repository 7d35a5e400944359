"""Moving a council from one database to another, with everything that is remembered."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pydantic import ValidationError

from bot.service.opening import opened
from bot.settings import Settings, SettingsError, in_words
from storage import schema, snapshots, whole
from storage.whole import DifferentError, NotEmptyError, Sums


async def carry(settings: Settings, source: str, target: str) -> Sums:
    """Carry every row from one address to the other; gives the sums, which are the same on both.

    The target is brought to the newest schema; the source is left as it is. Raises SettingsError
    where the source is in use or of another schema, or the target holds anything already.
    """
    there, here = _at(settings, source, "--from"), _at(settings, target, "--to")
    if there.database == here.database:
        raise SettingsError("--from and --to are the same database.")
    async with _named("--from"), opened(there, upgraded=False, new=False) as old:
        if (stands := await schema.revision(old)) != schema.newest():
            told = "has no tables" if stands is None else f"stands on schema {stands}"
            raise SettingsError(f"The database to read {told}: run `mosavabe migrate` on it first.")
        try:
            await snapshots.ensure_unused(old)
        except snapshots.InUseError:
            raise SettingsError("The database to read is in use: stop the bot first.") from None
        async with _named("--to"), opened(here) as new:
            try:
                return await whole.copy(old, new)
            except NotEmptyError as error:
                raise SettingsError(f"The database to fill is not empty (table {error}).") from None
            except DifferentError as error:
                raise SettingsError(f"Nothing was copied: {error} would have differed.") from None


@asynccontextmanager
async def _named(option: str) -> AsyncIterator[None]:
    """Tell what is wrong with the address by the option that it was given by."""
    try:
        yield
    except SettingsError as error:
        raise SettingsError(str(error).replace("DATABASE_URL", option)) from None


def _at(settings: Settings, place: str, option: str) -> Settings:
    """The same settings for another database, judged like any other."""
    try:
        return Settings.model_validate(settings.model_dump() | {"database_url": place})
    except ValidationError as error:
        raise SettingsError(in_words(error).replace("DATABASE_URL", option)) from None

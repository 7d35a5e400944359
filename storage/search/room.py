"""Gives back the room of the search index's rows that were written again and again."""

import logging

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.trouble import is_passing

logger = logging.getLogger(__name__)

MANY = 5_000
"""After so many in a row, what they replaced is a tenth of the index or more."""

_TABLES = ("search_documents", "search_terms", "search_blocks", "search_spellings")
_SMALL_BYTES = 64_000_000
"""So much is written anew in about a second, for which searches wait."""


async def use_room_again(database: Database) -> None:
    """Let what comes next take the room of what was replaced; nobody waits for it.

    PostgreSQL's own cleaning looks once a minute, in which an index that is being filled replaces
    more than it holds. SQLite replaces rows in place. A table that is in use is left to the server.
    """
    if database.is_sqlite:
        return
    async with database.engine.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        for table in _TABLES:
            await _clean(alone, table, "VACUUM")


async def give_room_back(database: Database) -> None:
    """Make the index as small as its content, after much was indexed at once.

    PostgreSQL keeps every replaced row until it cleans up, and then its room: an index of ten
    thousand resolutions is twice as large as it need be, and one that is indexed anew likewise.
    Small tables are written anew; large ones, of which it is a small share, are cleaned only. A
    table that is in use is left to the server's own cleaning.
    """
    if database.is_sqlite:
        return
    size = text("SELECT pg_total_relation_size(CAST(:name AS regclass))")
    async with database.engine.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        for table in _TABLES:
            small = ((await alone.execute(size, {"name": table})).scalar_one()) < _SMALL_BYTES
            await _clean(alone, table, f"VACUUM ({'FULL, ' if small else ''}ANALYZE)")


async def _clean(alone: AsyncConnection, table: str, how: str) -> None:
    try:
        await alone.execute(text(f"{how} {table}"))
    except DBAPIError as error:
        if not is_passing(error):
            raise
        logger.info("search index: %s is in use, its room is given back later", table)

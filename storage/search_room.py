"""Gives back the room of the search index's rows that were written again and again."""

import logging

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from storage.trouble import is_passing

logger = logging.getLogger(__name__)

_TABLES = ("search_documents", "search_terms", "search_blocks", "search_spellings")
_SMALL_BYTES = 64_000_000
"""So much is written anew in about a second, for which searches wait."""


async def give_room_back(database: Database) -> None:
    """Make the index as small as its content, after much was indexed at once.

    PostgreSQL keeps every replaced row until it cleans up, and then its room: an index of ten
    thousand resolutions is twice as large as it need be, and one that is indexed anew likewise.
    Small tables are written anew; large ones, of which it is a small share, are cleaned only.
    SQLite replaces rows in place. What cannot be done now is left to the server's own cleaning.
    """
    if database.is_sqlite:
        return
    size = text("SELECT pg_total_relation_size(CAST(:name AS regclass))")
    async with database.engine.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        for table in _TABLES:
            small = ((await alone.execute(size, {"name": table})).scalar_one()) < _SMALL_BYTES
            try:
                await alone.execute(text(f"VACUUM ({'FULL, ' if small else ''}ANALYZE) {table}"))
            except DBAPIError as error:
                if not is_passing(error):
                    raise
                logger.info("search index: %s is in use, its room is given back later", table)

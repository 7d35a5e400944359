"""Keeps the search index whole: what is missing or changed is indexed a few at a time."""

import logging
from collections.abc import Awaitable, Callable, Sequence

from council import resolutions
from storage.database import Database
from storage.search.room import MANY, give_room_back, use_room_again

logger = logging.getLogger(__name__)

AT_ONCE = 250
"""So many in one transaction: a person who writes meanwhile waits for no more than these."""

WORTH_TIDYING = 1_000
"""After so many the index holds much room that it no longer needs."""

FindNext = Callable[..., Awaitable[Sequence[int]]]


async def complete(database: Database) -> int:
    """Index everything that the search lacks or holds as it was; gives how many.

    Safe to stop anywhere and to repeat. Reads the ids of all resolutions.
    """
    added = await _index(database, resolutions.missing_in_index)
    return added + await refresh(database)


async def refresh(database: Database) -> int:
    """Index anew what a report, a new name or a new version of the index changed; gives how many.

    Safe to stop anywhere and to repeat. Whatever is there is found meanwhile as it was.
    """
    return await _index(database, resolutions.outdated_in_index)


async def _index(database: Database, find_next: FindNext) -> int:
    done = last = 0
    while True:
        async with database.reading() as session:
            ids = await find_next(session, after=last, most=AT_ONCE)
        if not ids:
            break
        async with database.writing() as session:
            await resolutions.index_anew(session, ids)
        done, last = done + len(ids), ids[-1]
        if done % MANY < len(ids):
            await use_room_again(database)
        logger.info("search index: %d resolutions", done)
    if done >= WORTH_TIDYING:
        await give_room_back(database)
    return done

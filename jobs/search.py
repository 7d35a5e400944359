"""Keeps the search index whole: what is missing or changed is indexed a few at a time."""

import logging

from council import resolutions
from storage.database import Database
from storage.search.room import MANY, give_room_back, use_room_again

logger = logging.getLogger(__name__)

AT_ONCE = 250
"""So many in one transaction: a person who writes meanwhile waits for no more than these."""

WORTH_TIDYING = 1_000
"""After so many the index holds much room that it no longer needs."""


async def refresh(database: Database) -> int:
    """Index everything that the search lacks; gives how many. Safe to stop anywhere and to repeat.

    Whatever is there is found meanwhile as it was.
    """
    async with database.reading() as session:
        left = await resolutions.left_to_index(session)
    done = last = 0
    while left > done:
        async with database.writing() as session:
            added = await resolutions.refresh_index(session, after=last, most=AT_ONCE)
        if not added:
            break
        done, last = done + len(added), added[-1]
        if done % MANY < len(added):
            await use_room_again(database)
        logger.info("search index: %d of %d resolutions", done, max(left, done))
    if done >= WORTH_TIDYING:
        await give_room_back(database)
    return done

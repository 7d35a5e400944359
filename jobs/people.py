"""The tick about people and groups: ends terms, names who is out of reach, leaves groups."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from council import delivery_health, groups
from council.people import standing
from council.reminding import reminders
from council.seconding import seconded
from storage.database import Database

logger = logging.getLogger(__name__)

Leave = Callable[[int], Awaitable[bool]]


async def ring(database: Database, leave: Leave, now: datetime) -> int:
    """End what has ended; safe to run at any time and twice. Returns how much was done."""
    return await keep_up(database, now) + await leave_groups(database, leave, now)


async def keep_up(database: Database, now: datetime) -> int:
    """End the memberships whose last day has passed and the requests that nobody answered, and tell
    the secretariats whom nothing reaches any more; one transaction for each council."""
    async with database.reading() as session:
        councils = await reminders.every_council(session)
    done = 0
    for council in councils:
        async with database.writing() as session:
            done += await standing.end_terms(session, council=council, now=now)
            done += await seconded.lapse(session, council_id=council.id, now=now)
            done += await delivery_health.tell_unreachable(session, council=council, now=now)
    return done


async def leave_groups(database: Database, leave: Leave, now: datetime) -> int:
    """Leave the groups whose time for a code is up; no transaction is open meanwhile."""
    async with database.reading() as session:
        due = await groups.to_leave(session, now=now)
    done = 0
    for chat_id, added_by in due:
        if not await leave(chat_id):
            continue
        logger.info("left the unbound group %d, to which %d had added the bot", chat_id, added_by)
        async with database.writing() as session:
            await groups.left(session, telegram_id=chat_id)
        done += 1
    return done

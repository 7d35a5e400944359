"""The reminders' tick: opens the next periods and puts what is due into the outbox."""

from datetime import datetime

from council import postponements, session_dues, weekly
from council.reminding import occurrences, reminders
from storage.database import Database


async def ring(database: Database, now: datetime) -> int:
    """Enqueue what is due in every council; safe to run at any time and twice. Returns how many.

    One transaction for each council, so that one council's trouble is not another's.
    """
    async with database.reading() as session:
        councils = await reminders.every_council(session)
    added = 0
    for council in councils:
        async with database.writing() as session:
            await session_dues.keep_up(session, council=council, now=now)
            await occurrences.advance_periods(session, council=council, now=now)
            added += await postponements.lapse(session, council=council, now=now)
            added += await reminders.enqueue_due(session, council=council, now=now)
            added += await weekly.enqueue_due(session, council=council, now=now)
    return added

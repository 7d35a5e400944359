"""Keeps the queues in order: picks up after crashes, ends what is over, forgets what is old."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta

from bot.stopping import Stopping
from storage import delivery, inbox, joining, pauses, questions
from storage.database import Database, Session

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 5.0
PRUNE_EVERY = timedelta(hours=1)
INBOX_KEPT = timedelta(hours=48)
QUESTIONS_KEPT = timedelta(days=14)
PAUSES_KEPT = timedelta(days=1)
TRIES_KEPT = timedelta(days=1)


class Upkeep:
    """Sweeps the outbox every few seconds and forgets old rows every hour.

    `in_flight` gives the ids of the messages that this process is sending right now.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        in_flight: Callable[[], Collection[int]],
        *,
        sweep_seconds: float = SWEEP_SECONDS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._in_flight = in_flight
        self._sweep_seconds = sweep_seconds
        self._stopping = Stopping()
        self._pruned_at: datetime | None = None

    async def run(self) -> None:
        """Sweep and prune until `stop`."""
        while not self._stopping.is_set():
            try:
                now = self._clock()
                await self.sweep(now)
                if self._pruned_at is None or abs(now - self._pruned_at) >= PRUNE_EVERY:
                    await self.prune(now)
                    self._pruned_at = now
            except Exception:
                logger.exception("upkeep failed and will be tried again")
            await self._stopping.unless(asyncio.sleep(self._sweep_seconds))

    def stop(self) -> None:
        """End `run`."""
        self._stopping.set()

    async def sweep(self, now: datetime) -> int:
        """Move on what a crash, a doubt or the time left behind; gives how many rows moved."""
        mine = list(self._in_flight())
        return sum(
            [
                await self._do(
                    lambda session: delivery.doubt_lost_leases(session, now=now, except_ids=mine)
                ),
                await self._do(lambda session: delivery.resend_settled(session, now=now)),
                await self._do(lambda session: delivery.expire(session, now=now)),
                await self._do(lambda session: delivery.end_doubt(session, now=now)),
            ]
        )

    async def prune(self, now: datetime) -> int:
        """Forget what nobody will ask for any more; gives how many rows went."""
        return sum(
            [
                await self._do(lambda session: inbox.prune(session, before=now - INBOX_KEPT)),
                await self._do(
                    lambda session: questions.prune(session, before=now - QUESTIONS_KEPT)
                ),
                await self._do(lambda session: pauses.prune(session, before=now - PAUSES_KEPT)),
                await self._do(
                    lambda session: joining.prune_tries(session, before=now - TRIES_KEPT)
                ),
            ]
        )

    async def _do(self, work: Callable[[Session], Awaitable[int]]) -> int:
        """One short transaction."""
        async with self._database.writing() as session:
            return await work(session)

"""Keeps the queues in order: picks up after crashes, ends what is over, forgets what is old."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta

from bot.service.stopping import Stopping
from council import holds
from jobs.high_water import HighWater
from storage import (
    delivery,
    groups,
    inbox,
    joining,
    made_files,
    messages,
    outbox,
    pauses,
    questions,
    replicas,
)
from storage.database import Database, Session
from storage.trouble import is_passing

logger = logging.getLogger(__name__)

SWEEP_SECONDS = 5.0
PRUNE_EVERY = timedelta(hours=1)
INBOX_KEPT = timedelta(hours=48)
LANES_KEPT = timedelta(hours=1)
QUESTIONS_KEPT = timedelta(days=14)
PAUSES_KEPT = timedelta(days=1)
TRIES_KEPT = timedelta(days=1)
CODES_KEPT = timedelta(days=1)
OUTBOX_KEPT = timedelta(days=180)
SENT_KEPT = timedelta(days=400)
PRUNED_AT_ONCE = 1_000
REMEMBER_EVERY = timedelta(minutes=1)

Piece = Callable[[Session], Awaitable[int]]


class Upkeep:
    """Sweeps the outbox every few seconds, remembers how far it came, forgets old rows every hour.

    `in_flight` gives the ids of the messages that this process is sending right now. Of several
    processes only the one that `leads` does any of it.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        in_flight: Callable[[], Collection[int]],
        *,
        high_water: HighWater | None = None,
        sweep_seconds: float = SWEEP_SECONDS,
        leads: Callable[[], bool] = lambda: True,
    ) -> None:
        self._database = database
        self._clock = clock
        self._in_flight = in_flight
        self._sweep_seconds = sweep_seconds
        self._leads = leads
        self._stopping = Stopping()
        self._high_water = high_water or HighWater(None, database, clock)
        self._pruned_at: datetime | None = None
        self._remembered_at: datetime | None = None

    async def run(self) -> None:
        """Sweep, remember and prune until `stop`."""
        while not self._stopping.is_set():
            try:
                if self._leads():
                    await self._once(self._clock())
            except Exception as error:  # noqa: BLE001  told in the log, and tried again
                _tell(error)
            await self._stopping.unless(asyncio.sleep(self._sweep_seconds))

    async def _once(self, now: datetime) -> None:
        await self.sweep(now)
        if self._remembered_at is None or abs(now - self._remembered_at) >= REMEMBER_EVERY:
            await self._high_water.remember()
            self._remembered_at = now
        if self._pruned_at is None or abs(now - self._pruned_at) >= PRUNE_EVERY:
            self._pruned_at = now
            await self.prune(now)
            await self._database.tidy()

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
        """Forget what nobody will ask for any more, and ask again about messages on hold.

        Gives how many rows went. One piece that fails does not keep the others from being done.
        """
        gone = 0
        for piece in (
            lambda session: inbox.prune(session, before=now - INBOX_KEPT, limit=PRUNED_AT_ONCE),
            lambda session: replicas.prune_lanes(session, before=now - LANES_KEPT),
            lambda session: questions.prune(session, before=now - QUESTIONS_KEPT),
            lambda session: pauses.prune(session, before=now - PAUSES_KEPT),
            lambda session: joining.prune_tries(session, before=now - TRIES_KEPT),
            lambda session: groups.prune_codes(session, before=now - CODES_KEPT),
            lambda session: made_files.prune(session, before=now),
            lambda session: outbox.prune(session, before=now - OUTBOX_KEPT, limit=PRUNED_AT_ONCE),
            lambda session: messages.prune(session, before=now - SENT_KEPT, limit=PRUNED_AT_ONCE),
        ):
            gone += await self._until_done(piece)
        await self._do(lambda session: holds.ask(session, now=now))
        return gone

    async def _until_done(self, piece: Piece) -> int:
        """Prune in short transactions, so that nobody waits long for any of them; what takes no
        limit is a table that stays small."""
        gone, last = 0, PRUNED_AT_ONCE
        try:
            while last >= PRUNED_AT_ONCE:
                last = await self._do(piece)
                gone += last
        except Exception as error:  # noqa: BLE001  as above
            _tell(error)
        return gone

    async def _do(self, work: Callable[[Session], Awaitable[int]]) -> int:
        """One short transaction."""
        async with self._database.writing() as session:
            return await work(session)


def _tell(error: Exception) -> None:
    if is_passing(error):
        logger.warning("upkeep: the database is away or busy; it will be tried again")
    else:
        logger.error("upkeep failed and will be tried again", exc_info=error)

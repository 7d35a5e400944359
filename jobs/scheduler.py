"""The alarm clock: every tick of the product on one screen; what is due stands in the tables."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from jobs import broadcasts, people, reminders, search
from storage.database import Database

logger = logging.getLogger(__name__)

REMINDERS_EVERY_SECONDS = 20
SEARCH_EVERY_SECONDS = 30
WHOLE_SEARCH_EVERY_SECONDS = 3_600
BROADCASTS_EVERY_SECONDS = 3
LETTING_GO_SECONDS = 2.0


class AlarmClock:
    """Rings the ticks where this process leads; a missed ring costs one interval, no more."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        *,
        wake: Callable[[], None],
        leave: Callable[[int], Awaitable[bool]],
        edit: broadcasts.Edit,
        leads: Callable[[], bool] = lambda: True,
        reminders_every_seconds: float = REMINDERS_EVERY_SECONDS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._wake = wake
        self._leave = leave
        self._edit = edit
        self._leads = leads
        self._ringing: set[asyncio.Task[object]] = set()
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._every(reminders_every_seconds, self.ring_reminders)
        self._every(SEARCH_EVERY_SECONDS, self.refresh_search)
        self._every(WHOLE_SEARCH_EVERY_SECONDS, self.complete_search)
        self._every(BROADCASTS_EVERY_SECONDS, self.ring_broadcasts)
        self._every(reminders_every_seconds, self.ring_people)

    def start(self) -> None:
        """Begin to ring: what may have come due meanwhile at once, beside everything else."""
        for tick in (self.ring_reminders, self.ring_people, self.complete_search):
            self._scheduler.add_job(self._guarded(tick))
        self._scheduler.start()

    def stop(self) -> None:
        """Ring no more; a tick that runs goes on."""
        self._scheduler.pause()

    async def end(self) -> None:
        """After `stop`: give a tick that runs a moment, and cut off what then still does."""
        if self._ringing:
            await asyncio.wait(self._ringing, timeout=LETTING_GO_SECONDS)
        self._scheduler.shutdown(wait=False)

    async def ring_reminders(self) -> int:
        """Reminders and the next periods of what repeats."""
        added = await reminders.ring(self._database, self._clock())
        if added:
            self._wake()
        return added

    async def refresh_search(self) -> int:
        """What a report, a new name or a new version of the search index changed in it."""
        return await search.refresh(self._database)

    async def complete_search(self) -> int:
        """The same, and what the search index lacks."""
        return await search.complete(self._database)

    async def ring_people(self) -> int:
        """Terms of office that have ended, and groups whose quarter of an hour is up."""
        done = await people.ring(self._database, self._leave, self._clock())
        if done:
            self._wake()
        return done

    async def ring_broadcasts(self) -> int:
        """The next steps of messages to many, and how far they are."""
        added = await broadcasts.ring(self._database, self._edit, self._clock())
        if added:
            self._wake()
        return added

    def _every(self, seconds: float, tick: Callable[[], Awaitable[object]]) -> None:
        self._scheduler.add_job(self._guarded(tick), "interval", seconds=seconds)

    def _guarded(self, tick: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
        async def guarded() -> None:
            if not self._leads():
                return
            if task := asyncio.current_task():
                self._ringing.add(task)
            try:
                await tick()
            except Exception:
                logger.exception("a tick failed and will ring again")
            finally:
                if task:
                    self._ringing.discard(task)

        return guarded

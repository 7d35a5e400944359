"""Whose turn it is: updates are worked off in order for each chat, in one process at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime

from bot.service.stopping import Stopping
from bot.updates.lanes import MAX_AT_ONCE, Lanes
from bot.updates.replicas import Replica
from storage import inbox, replicas
from storage.database import Database, Session
from storage.inbox import Arrival
from storage.trouble import is_passing

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
STANDBY_LANES = 4
LANES_ALONE = 1_000
"""Of a process beside which no other lives: nobody else would work off what it leaves."""


class Turns:
    """Keeps updates in the inbox and works them off with `work`, those of one chat in order.

    Where other processes share the database, a chat is held before its updates are worked off;
    what this process has no room for stays in the inbox, for whoever has. `speaks_freely` tells
    whether an answer would go out at once.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        work: Callable[[Arrival], Awaitable[None]],
        replica: Replica,
        *,
        speaks_freely: Callable[[], bool] = lambda: True,
    ) -> None:
        self._database = database
        self._clock = clock
        self._work = work
        self._replica = replica
        self._speaks_freely = speaks_freely
        self._lanes: Lanes[int, Arrival] = Lanes(self._one, emptied=self._emptied)
        self._queued: set[int] = set()
        self._stopping = Stopping()
        self._left_some = False
        self._room_again = asyncio.Event()
        replica.busy_lanes = lambda: list(self._lanes.open)

    @property
    def backlog(self) -> int:
        """How many updates wait in this process or are worked off now."""
        return self._lanes.backlog

    async def below(self, limit: int) -> None:
        """Wait until fewer than `limit` updates are unfinished in this process."""
        await self._lanes.below(limit)

    async def take_in(self, arrivals: Sequence[Arrival]) -> None:
        """Keep the updates in one commit, and queue what is this process's turn."""
        shared, left = self._replica.shares, False
        async with self._database.writing(quick=True) as session:
            new = await inbox.take_in(session, arrivals, self._clock())
            fresh = [arrival for arrival in arrivals if arrival.update_id in new]
            if shared:
                fresh, left = await self._turn_of(session, fresh)
        self._queue(fresh)
        if left:  # known only now to whoever looks
            self._left_some = True
            self._emptied()

    async def resume(self) -> None:
        """Queue what has not taken effect yet, in order of arrival."""
        if self._replica.shares:
            return  # `look` finds it, as soon as whoever held it is known to be gone
        async with self._database.reading() as session:
            left = await inbox.waiting(session)
        self._queue(left)

    async def look_around(self) -> None:
        """Until `stop`: work off what waits in the inbox and is nobody's."""
        while not self._stopping.is_set():
            try:
                if self._replica.shares:
                    await self.look()
            except Exception as error:
                if not is_passing(error):
                    logger.exception("the inbox could not be looked at")
            await self._stopping.unless(self._pause())

    async def look(self) -> None:
        """Take the turns that nobody has, as many as there is room for."""
        room, busy, now = self._room(), list(self._lanes.open), self._clock()
        if room <= 0:
            return
        self._left_some = False
        async with self._database.reading(quick=True) as session:
            free = await replicas.free_lanes(
                session,
                holder=self._replica.name,
                busy=busy,
                now=now,
                limit=room,
                alive=self._replica.alive,
            )
        self._left_some |= len(free) == room
        if free:
            async with self._database.writing(quick=True) as session:
                held = await self._hold(session, free)
                found = await inbox.waiting(session, lanes=held)
            self._queue(found)

    async def stop(self, grace_seconds: float) -> None:
        """Let the lanes run empty, and cut off what is not done after the grace."""
        self._stopping.set()
        await self._lanes.stop(grace_seconds)

    def _room(self) -> int:
        """How many further lanes this process should work in."""
        busy = len(self._lanes.open)
        if self._replica.leads:
            return (MAX_AT_ONCE if self._replica.others else LANES_ALONE) - busy
        free = self._replica.answers and self._speaks_freely()
        return STANDBY_LANES - busy if free else 0

    async def _turn_of(
        self, session: Session, fresh: Sequence[Arrival]
    ) -> tuple[list[Arrival], bool]:
        """What this process is to work off now: of these updates, and what waits before them.

        And whether some had to be left for want of room.
        """
        busy, room = self._lanes.open, self._room()
        wanted = list(dict.fromkeys(arrival.lane for arrival in fresh))
        begun = [lane for lane in wanted if lane in busy]
        further = [lane for lane in wanted if lane not in busy][: max(0, room)]
        left = len(begun) + len(further) < len(wanted)
        held = await self._hold(session, [*begun, *further])
        if not held:
            return [], left
        ids = [arrival.update_id for arrival in fresh]
        earlier = await inbox.waiting(session, lanes=held, beside=ids)
        mine = [arrival for arrival in fresh if arrival.lane in held]
        return sorted([*earlier, *mine], key=lambda arrival: arrival.update_id), left

    async def _hold(self, session: Session, lanes: Sequence[int]) -> set[int]:
        replica, now = self._replica, self._clock()
        return await replicas.hold(
            session, lanes, holder=replica.name, now=now, alive=replica.alive
        )

    def _queue(self, arrivals: Sequence[Arrival]) -> None:
        for arrival in arrivals:
            if arrival.update_id not in self._queued:
                self._queued.add(arrival.update_id)
                self._lanes.put(arrival.lane, arrival)

    async def _one(self, arrival: Arrival) -> None:
        try:
            await self._work(arrival)
        finally:
            self._queued.discard(arrival.update_id)

    def _emptied(self) -> None:
        if self._left_some and self._room() >= MAX_AT_ONCE // 2:
            self._room_again.set()

    async def _pause(self) -> None:
        """Wait a while, or until there is room for what was left in the inbox."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_SECONDS):
                await self._room_again.wait()
        self._room_again.clear()

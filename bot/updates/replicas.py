"""This process among others on the same database: who leads, and who is alive."""

import asyncio
import logging
import math
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from bot.saying.pace import PER_SECOND
from bot.service.process_name import has_died, own_name
from bot.service.stopping import Stopping
from bot.updates.hindrances import in_words
from storage import leader, replicas
from storage.database import Database, Session
from storage.trouble import is_passing

logger = logging.getLogger(__name__)

OTHERS_PER_SECOND = 5.0
"""What the leader leaves to the answers of all others, where there are any."""
LEAST_PER_SECOND = 0.2
MOST_ANSWERING = 4
"""Beside the leader; with more of them no second would hold a whole answer of each."""
LEADER_BEATS_SECONDS = 3.0
STANDBY_BEATS_SECONDS = 1.0
LEASE_SECONDS = leader.LEASE.total_seconds()
BELIEVED_SECONDS = LEASE_SECONDS / 2
"""Half of the lease is kept in hand, for clocks that differ and for slow moments."""
SETTLED_SECONDS = BELIEVED_SECONDS + 1.0
"""After so long every leader that still believes it leads has heard of a newcomer."""
STEPS_BACK_SECONDS = 30.0


@dataclass(frozen=True)
class _Seen:
    """What a process said last, since when, and whether it ever said something new."""

    until: datetime
    since: float
    moved: bool


class Replica:
    """One of any number of processes that are all alike; one of them leads.

    The leader fetches, rings and delivers. Until `run` is called the process is alone.
    `busy_lanes` gives what this process works on now, to be held on to.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        has_died: Callable[[str], bool] = has_died,
    ) -> None:
        self._database = database.apart()  # a process that is busy lives, and has to say so
        self._clock = clock
        self._monotonic = monotonic
        self._has_died = has_died
        self.name = own_name()
        self.busy_lanes: Callable[[], Collection[int]] = tuple
        self._stopping = Stopping()
        self._joined_at = -math.inf
        self._joined = False
        self._retiring = False
        self._leads_until = -math.inf
        self._back_until = -math.inf
        self._seen: dict[str, _Seen] = {}
        self._found_dead: set[str] = set()
        self._others: list[str] = []
        self.failing: str | None = None
        """Why the database, which is asked every few seconds, did not answer; None where it did."""

    @property
    def leads(self) -> bool:
        """Whether this process fetches, rings and delivers; true of one that is alone."""
        return not self._joined or self._monotonic() < self._leads_until

    @property
    def others(self) -> int:
        """How many other processes live beside this one."""
        return len(self._others)

    @property
    def alive(self) -> list[str]:
        """The other processes that were heard to say something new."""
        return [name for name in self._others if self._seen[name].moved]

    @property
    def shares(self) -> bool:
        """Whether a lane has to be held before it is worked in: an embedded database has one."""
        return self._joined and not self._database.is_sqlite

    @property
    def answers(self) -> bool:
        """Whether this process may work off updates: the leader has reckoned with it."""
        if self.leads:
            return True
        settled = self._monotonic() >= self._joined_at + SETTLED_SECONDS
        rank = sum(other < self.name for other in self._others)
        return self.shares and settled and rank < MOST_ANSWERING

    def per_second(self) -> float:
        """This process's share of the token's budget."""
        if not self._joined or (self.leads and not self._others):
            return PER_SECOND
        if self.leads:
            return PER_SECOND - OTHERS_PER_SECOND
        # Less than an even share: a second may begin just before one message and end after one.
        beside = min(MOST_ANSWERING, max(1, len(self._others)))
        return max(LEAST_PER_SECOND, OTHERS_PER_SECOND / beside - 1)

    async def run(self) -> None:
        """Say that this process lives, lead where nobody does, and follow who is gone."""
        while not self._stopping.is_set():
            try:
                await self.beat()
            except Exception as error:
                self.failing = in_words(error)
                if not is_passing(error):
                    logger.exception("the other processes were not heard")
            else:
                self.failing = None
            pause = LEADER_BEATS_SECONDS if self.leads else STANDBY_BEATS_SECONDS
            await self._stopping.unless(asyncio.sleep(pause))

    def stop(self) -> None:
        """End `run`; `leave` gives back what is held."""
        self._stopping.set()

    async def join(self) -> None:
        """Be one of several from now on; leads at once where nobody else does."""
        self._joined = True
        try:
            await self.beat()
        except Exception as error:
            if not is_passing(error):
                raise

    async def beat(self) -> None:
        """One look at the others, in one transaction."""
        asked, now, led = self._monotonic(), self._clock(), self.leads
        async with self._database.writing() as session:
            known = await replicas.every(session)
            await replicas.say_alive(session, name=self.name, now=now)
            if self.name not in known:  # the others do not reckon with this process yet, or again
                self._joined_at = asked
            gone = self._gone(known, asked)
            await replicas.forget(session, gone)
            self._others = sorted(known.keys() - {self.name, *gone})
            leads = await self._lead(session, now, asked)
            if self.shares:
                await replicas.hold(
                    session, self.busy_lanes(), holder=self.name, now=now, alive=self.alive
                )
        self._leads_until = asked + BELIEVED_SECONDS if leads else -math.inf
        if leads != led:
            logger.info("this process %s", "leads" if leads else "stands by")

    async def take_lead(self) -> bool:
        """Whether this process leads; one that is alone asks for the lease itself."""
        asked = self._monotonic()
        if asked < self._leads_until:
            return True
        if self._joined:
            return False
        async with self._database.writing() as session:
            leads = await leader.take(session, holder=self.name, now=self._clock())
        self._leads_until = asked + BELIEVED_SECONDS if leads else -math.inf
        return leads

    async def step_back(self) -> None:
        """Let another process lead for a while, where there is one: this one is cut off."""
        if self._joined and self._others and self.leads:
            logger.warning("this process cannot do a leader's work and lets another one try")
            self._back_until = self._monotonic() + STEPS_BACK_SECONDS
            await self._give_up_lead()

    async def resign(self) -> None:
        """Lead no more, so that another process may at once."""
        self._retiring = True
        await self._give_up_lead()

    async def leave(self) -> None:
        """Give back everything that is held; another process takes over what is left."""
        await self._quietly(forget_all=True)

    async def _give_up_lead(self) -> None:
        self._leads_until = -math.inf
        await self._quietly(forget_all=False)

    async def _quietly(self, *, forget_all: bool) -> None:
        try:
            async with self._database.writing() as session:
                if forget_all:
                    await replicas.forget(session, [self.name])
                else:
                    await leader.resign(session, holder=self.name)
        except Exception as error:
            if not is_passing(error):
                logger.exception("the lease was not given back; it runs out by itself")

    async def _lead(self, session: Session, now: datetime, asked: float) -> bool:
        if self._retiring or (self._others and asked < self._back_until):
            return False
        return await leader.take(session, holder=self.name, now=now, alive=self.alive)

    def _gone(self, known: dict[str, datetime], asked: float) -> list[str]:
        """Who has died on this machine, or said nothing new for the length of a lease.

        Whatever their clocks show. One that was found dead and speaks again is only ever waited
        for: its machine calls itself as this one does.
        """
        before = self._seen
        self._seen = {
            name: _Seen(until, asked, moved=name in before)
            if name not in before or before[name].until != until
            else before[name]
            for name, until in known.items()
        }
        others = [name for name in self._seen if name != self.name]
        dead = {one for one in others if one not in self._found_dead and self._has_died(one)}
        self._found_dead |= dead
        return [
            one for one in others if one in dead or asked - self._seen[one].since > LEASE_SECONDS
        ]

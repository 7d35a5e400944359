"""Delivers what waits in the outbox: claim, look again, send, record."""

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.saying.pace import Pace
from bot.saying.replies import Drop, Saying
from bot.service.metrics import Metrics
from bot.service.stopping import Stopping
from bot.updates.replicas import Replica
from jobs.outcomes import Outcome, Sent, Stopped
from jobs.packing import Packed, Packing
from jobs.recording import Failed, backoff, record, record_unsaid
from jobs.sender import Sender
from storage import delivery, outbox, reach
from storage.database import Database, Session
from storage.delivery import LEASE, Claim, ClaimLostError
from storage.trouble import is_passing

logger = logging.getLogger(__name__)

AT_ONCE = 8
POLL_SECONDS = 1.0
REQUEST_SECONDS = 35.0
SEND_WITHIN_SECONDS = LEASE.total_seconds() - REQUEST_SECONDS
LONGEST_TROUBLE_SECONDS = 2.0
"""So long, at the most, the next try waits while the database is away."""

Render = Callable[[Session, Claim, datetime], Awaitable[Saying | Drop]]
Now = Callable[[], datetime]


class Deliverer:
    """Sends what is due, at most `at_once` messages at a time and one for each chat.

    `render` makes the words at send time, in a transaction that only reads; it gives a Drop where
    the message is no longer wanted or the recipient may no longer see it. No transaction is open
    while a message is on its way.
    """

    def __init__(
        self,
        database: Database,
        sender: Sender,
        render: Render,
        clock: Now,
        pace: Pace,
        *,
        metrics: Metrics | None = None,
        replica: Replica | None = None,
        packing: Packing | None = None,
        at_once: int = AT_ONCE,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        self._database = database
        self._sender = sender
        self._render = render
        self._clock = clock
        self._pace = pace
        self._metrics = metrics or Metrics()
        self._at_once = at_once
        self._poll_seconds = poll_seconds
        self._stopping = Stopping()
        self._woken = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._replica = replica or Replica(database, clock)
        self._doubted: dict[str, float] = {}
        self._packing = packing or Packing()
        self.in_flight: set[int] = set()
        self.halted: str | None = None

    async def run(self) -> None:
        """Deliver until `stop`; what is on its way then is awaited and recorded."""
        try:
            while not self._stopping.is_set():
                await self._round()
        finally:
            if self._tasks:
                _, late = await asyncio.wait(self._tasks, timeout=REQUEST_SECONDS)
                for task in late:
                    task.cancel()
            await self._replica.resign()

    def stop(self) -> None:
        """Claim nothing more; `run` ends when what is on its way has been recorded."""
        self._stopping.set()

    def wake(self) -> None:
        """Look at the outbox now; something was enqueued."""
        self._woken.set()

    async def drain(self) -> int:
        """Deliver until nothing is due; gives how many tries."""
        tries = 0
        while self.halted is None:
            since = time.monotonic()
            claims = await self._claim(self._clock(), self._at_once)
            if not claims:
                break
            self.in_flight.update(claimed.id for claimed in claims)
            await asyncio.gather(*(self._deliver(claimed, since) for claimed in claims))
            tries += len(claims)
        return tries

    async def _round(self) -> None:
        if self.halted is not None:
            await self._stopping.wait()
            return
        try:
            await self._stopping.unless(self._pace.opened())
            self._woken.clear()
            await self._start_doubted()
            busy = await self._replica.take_lead() and await self._start_due()
        except Exception as error:
            busy = False
            if not is_passing(error):
                logger.exception("the outbox could not be looked at")
        if not busy:
            await self._stopping.unless(self._wait_for_work())

    async def _wait_for_work(self) -> None:
        try:
            await asyncio.wait_for(self._woken.wait(), self._poll_seconds)
        except TimeoutError:
            return

    async def _start_due(self) -> bool:
        """Claim and begin what is due; False where there is nothing to do."""
        free = self._at_once - len(self._tasks)
        if free <= 0:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            return True
        if self._stopping.is_set():
            return False
        since = time.monotonic()
        claims = await self._claim(self._clock(), free)
        self._start(claims, since)
        return bool(claims)

    async def _start_doubted(self) -> None:
        """Begin what was claimed although the answer was lost: it is ours, and unsent."""
        for token, since in list(self._doubted.items()):
            async with self._database.reading() as session:
                claims = await delivery.in_flight_of(session, token)
            # A server that lives may carry the claim out later than we could ask for it.
            if claims or time.monotonic() > since + LEASE.total_seconds():
                del self._doubted[token]
            self._start(claims, since)

    def _start(self, claims: list[Claim], since: float) -> None:
        self.in_flight.update(claimed.id for claimed in claims)
        for claimed in claims:
            task = asyncio.create_task(self._deliver(claimed, since))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _claim(self, now: datetime, limit: int) -> list[Claim]:
        async with self._database.reading() as session:
            if not await outbox.has_due(session, now):
                return []
        token, since = secrets.token_hex(16), time.monotonic()
        try:
            async with self._database.writing() as session:
                return await delivery.claim(session, now=now, token=token, limit=limit)
        except ClaimLostError:
            return []
        except Exception as error:
            if is_passing(error):
                self._doubted[token] = since  # the claim may stand although its answer was lost
            raise

    async def _deliver(self, claimed: Claim, since: float) -> None:
        """See one message through; `since` is the monotonic second before which it was claimed."""
        before = since + SEND_WITHIN_SECONDS
        try:
            ready = await self._prepare(claimed, before)
            if isinstance(ready, Packed):
                outcome = await self._say(ready, before)
                self._heed(claimed, ready, outcome, self._clock())
                await self._write(lambda s: record(s, claimed, ready, outcome, self._clock()))
                if isinstance(outcome, Sent) and ready.settles:
                    await self._sender.edit(ready.chat_id, *ready.settles)
            else:
                await self._write(lambda s: record_unsaid(s, claimed, ready, self._clock()))
        except Exception:
            logger.exception("message %d: its outcome was not recorded", claimed.id)
        finally:
            self.in_flight.discard(claimed.id)

    async def _say(self, ready: Packed, before: float) -> Outcome:
        """Send it, or put it into the message that it is to be in place of, where that stands."""
        if ready.in_place_of is None:
            return await self._sender.send(ready.chat_id, ready.message, before=before)
        return await self._sender.edit(
            ready.chat_id, ready.in_place_of, ready.message, before=before
        )

    def _heed(self, claimed: Claim, ready: Packed, outcome: Outcome, now: datetime) -> None:
        self._metrics.delivered(type(outcome).__name__)
        if isinstance(outcome, Sent):
            self._metrics.arrived(claimed.kind, (now - claimed.due_at).total_seconds())
            if ready.shared is not None and outcome.file_id is not None:
                self._packing.uploaded(ready.shared, outcome.file_id)
        if isinstance(outcome, Stopped):
            logger.critical("delivery has stopped: %s", outcome.why)
            self.halted = outcome.why

    async def _prepare(self, claimed: Claim, before: float) -> Packed | Drop | Failed:
        """The words, asked for as long as the database is away and it may still be sent.

        Until then the message stays in our hands, so that nothing overtakes it in its chat.
        """
        tries = 0
        while True:
            ready = await self._words(claimed, self._clock())
            tries += 1
            wait = backoff(tries, LONGEST_TROUBLE_SECONDS).total_seconds()
            given_up = self._stopping.is_set() or time.monotonic() + wait > before
            if not isinstance(ready, Failed) or not ready.passing or given_up:
                return ready
            await self._stopping.unless(asyncio.sleep(wait))

    async def _words(self, claimed: Claim, now: datetime) -> Packed | Drop | Failed:
        try:
            async with self._database.reading() as session:
                address = await reach.address_of(session, claimed.lane)
                if address.unreachable_why is not None:
                    return Drop("unreachable")
                said = await self._render(session, claimed, now)
            if isinstance(said, Drop):
                return said
            return await self._packing.pack(address.chat_id, said, claimed)
        except Exception as error:
            if not is_passing(error):
                logger.exception("message %d (%s): no words", claimed.id, claimed.kind)
            return Failed(f"template: {type(error).__name__}", is_passing(error))

    async def _write(self, work: Callable[[Session], Awaitable[None]]) -> None:
        """Record in a transaction of its own; a busy or lost database is asked until it answers."""
        tries = 0
        while True:
            try:
                async with self._database.writing() as session:
                    await work(session)
            except Exception as error:
                if not is_passing(error):
                    raise
                tries += 1
                await asyncio.sleep(backoff(tries, LONGEST_TROUBLE_SECONDS).total_seconds())
            else:
                return

"""Delivers what waits in the outbox: claim, look again, send, record."""

import asyncio
import logging
import math
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.metrics import Metrics
from bot.pace import Pace
from bot.replies import Drop, Saying
from bot.stopping import Stopping
from council import groups
from jobs.packing import Packed, pack
from jobs.sender import (
    Moved,
    NotSent,
    Outcome,
    Refused,
    Sender,
    Sent,
    Stopped,
    Unknown,
    Unreachable,
)
from storage import delivery, leader, made_files, messages, outbox, reach
from storage.database import Database, Session
from storage.delivery import LEASE, Claim, ClaimLostError
from storage.trouble import is_passing
from storage.words import OutboxState

logger = logging.getLogger(__name__)

AT_ONCE = 8
POLL_SECONDS = 1.0
REQUEST_SECONDS = 35.0
SEND_WITHIN_SECONDS = LEASE.total_seconds() - REQUEST_SECONDS
LONGEST_BACKOFF_SECONDS = 900.0
RENDER_TRIES = 3
RECORD_TRIES = 8

Render = Callable[[Session, Claim, datetime], Awaitable[Saying | Drop]]
Now = Callable[[], datetime]


@dataclass(frozen=True)
class _Failed:
    """The words could not be made."""

    why: str
    passing: bool


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
        self._name = secrets.token_hex(16)
        self._leads_until = -math.inf
        self.in_flight: set[int] = set()
        self.halted: str | None = None

    async def run(self) -> None:
        """Deliver until `stop`; what is on its way then is awaited and recorded."""
        try:
            while not self._stopping.is_set():
                await self._round()
        finally:
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=REQUEST_SECONDS)
            await self._resign()

    def stop(self) -> None:
        """Claim nothing more; `run` ends when what is on its way has been recorded."""
        self._stopping.set()

    def wake(self) -> None:
        """Look at the outbox now; something was enqueued."""
        self._woken.set()

    async def drain(self, now: datetime | None = None) -> int:
        """Deliver until nothing is due, with the clock standing at `now`; gives how many tries."""
        clock = self._clock if now is None else lambda: now
        tries = 0
        while self.halted is None and (claims := await self._claim(clock(), self._at_once)):
            await asyncio.gather(*(self._deliver(claimed, clock) for claimed in claims))
            tries += len(claims)
        return tries

    async def _round(self) -> None:
        if self.halted is not None:
            await self._stopping.wait()
            return
        try:
            await self._stopping.unless(self._pace.opened())
            self._woken.clear()
            busy = await self._leads() and await self._start_due()
        except Exception as error:
            busy = False
            if not is_passing(error):
                logger.exception("the outbox could not be looked at")
        if not busy:
            await self._stopping.unless(self._wait_for_work())

    async def _leads(self) -> bool:
        """Whether this process delivers: it holds the lease, or took over one that ran out."""
        asked = time.monotonic()
        if asked < self._leads_until:
            return True
        async with self._database.writing() as session:
            leads = await leader.take(session, holder=self._name, now=self._clock())
        # Half of the lease is kept in hand, for clocks that differ and for slow moments.
        self._leads_until = asked + leader.LEASE.total_seconds() / 2 if leads else -math.inf
        return leads

    async def _resign(self) -> None:
        """Let another process take over at once."""
        self._leads_until = -math.inf
        try:
            async with self._database.writing() as session:
                await leader.resign(session, holder=self._name)
        except Exception as error:
            if not is_passing(error):
                logger.exception("the lease was not given back; it runs out by itself")

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
        claims = await self._claim(self._clock(), free)
        for claimed in claims:
            task = asyncio.create_task(self._deliver(claimed, self._clock))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return bool(claims)

    async def _claim(self, now: datetime, limit: int) -> list[Claim]:
        async with self._database.reading() as session:
            if not await outbox.has_due(session, now):
                return []
        token = secrets.token_hex(16)
        try:
            async with self._database.writing() as session:
                claims = await delivery.claim(session, now=now, token=token, limit=limit)
        except ClaimLostError:
            return []
        except Exception as error:
            if not is_passing(error):
                raise
            # The claim may stand although its answer was lost: then it is ours, and unsent.
            async with self._database.reading() as session:
                claims = await delivery.in_flight_of(session, token)
        self.in_flight.update(claimed.id for claimed in claims)
        return claims

    async def _deliver(self, claimed: Claim, clock: Now) -> None:
        before = time.monotonic() + SEND_WITHIN_SECONDS
        try:
            ready = await self._prepare(claimed, clock())
            if isinstance(ready, Packed):
                outcome = await self._sender.send(ready.chat_id, ready.message, before=before)
                self._count(claimed, outcome, clock())
                await self._write(lambda s: self._record(s, claimed, ready, outcome, clock()))
                if isinstance(outcome, Sent) and ready.settles:
                    await self._sender.edit(ready.chat_id, *ready.settles)
            else:
                await self._write(lambda s: self._record_unsaid(s, claimed, ready, clock()))
        except Exception:
            logger.exception("message %d: its outcome was not recorded", claimed.id)
        finally:
            self.in_flight.discard(claimed.id)

    def _count(self, claimed: Claim, outcome: Outcome, now: datetime) -> None:
        self._metrics.delivered(type(outcome).__name__)
        if isinstance(outcome, Sent):
            self._metrics.arrived(claimed.kind, (now - claimed.due_at).total_seconds())

    async def _prepare(self, claimed: Claim, now: datetime) -> Packed | Drop | _Failed:
        try:
            async with self._database.reading() as session:
                address = await reach.address_of(session, claimed.lane)
                if address.unreachable_why is not None:
                    return Drop("unreachable")
                said = await self._render(session, claimed, now)
            if isinstance(said, Drop):
                return said
            return await pack(address.chat_id, said, claimed)
        except Exception as error:
            if not is_passing(error):
                logger.exception("message %d (%s): no words", claimed.id, claimed.kind)
            return _Failed(f"template: {type(error).__name__}", is_passing(error))

    async def _record_unsaid(
        self, session: Session, claimed: Claim, why: Drop | _Failed, now: datetime
    ) -> None:
        if isinstance(why, Drop):
            await delivery.end_unsent(
                session, claimed, state=OutboxState.CANCELLED, why=why.reason, now=now
            )
        elif why.passing or claimed.attempts < RENDER_TRIES:
            later = now + _backoff(claimed.attempts)
            await delivery.give_back(session, claimed, later=later, why=why.why)
        else:
            await delivery.end_unsent(
                session, claimed, state=OutboxState.DEAD, why=why.why, now=now
            )

    async def _record(
        self, session: Session, claimed: Claim, ready: Packed, outcome: Outcome, now: datetime
    ) -> None:
        match outcome:
            case Sent(message_id, telegram_id):
                await delivery.record_sent(session, claimed, message_id=message_id, now=now)
                if ready.file_id is not None and telegram_id is not None:
                    await made_files.uploaded(
                        session, file_id=ready.file_id, telegram_id=telegram_id
                    )
                if message_id is not None and ready.items:
                    await messages.remember(
                        session,
                        chat_id=ready.chat_id,
                        message_id=message_id,
                        item_ids=ready.items,
                        now=now,
                    )
            case Unknown(why):
                await delivery.record_doubt(session, claimed, why=why, now=now)
            case Unreachable(why):
                dead = OutboxState.DEAD
                await delivery.end_unsent(session, claimed, state=dead, why=why, now=now)
                await groups.lose(session, telegram_id=ready.chat_id, why=why, now=now)
                await outbox.cancel_for_chat(session, lane=claimed.lane, why="unreachable", now=now)
            case Refused(why):
                logger.error("message %d (%s) refused: %s", claimed.id, claimed.kind, why)
                dead = OutboxState.DEAD
                await delivery.end_unsent(session, claimed, state=dead, why=why, now=now)
            case NotSent() | Moved() | Stopped():
                await self._record_not_sent(session, claimed, ready, outcome, now)

    async def _record_not_sent(
        self,
        session: Session,
        claimed: Claim,
        ready: Packed,
        outcome: NotSent | Moved | Stopped,
        now: datetime,
    ) -> None:
        match outcome:
            case NotSent(None, why):
                later = now + _backoff(claimed.attempts)
                await delivery.give_back(session, claimed, later=later, why=why)
            case NotSent(seconds, why):
                later = now + timedelta(seconds=(seconds or 0) + 1)
                await delivery.give_back(session, claimed, later=later, why=why, counts=False)
                await delivery.hold_lane(session, lane=claimed.lane, until=later)
            case Moved(new_id):
                await delivery.give_back(session, claimed, later=now, why="moved", counts=False)
                await reach.move_chat(session, old_id=ready.chat_id, new_id=new_id, now=now)
            case Stopped(why):
                await delivery.give_back(session, claimed, later=now, why=why, counts=False)
                logger.critical("delivery has stopped: %s", why)
                self.halted = why

    async def _write(self, work: Callable[[Session], Awaitable[None]]) -> None:
        """Record in a transaction of its own; a busy or lost database is asked again."""
        for attempt in range(1, RECORD_TRIES + 1):
            try:
                async with self._database.writing() as session:
                    await work(session)
            except Exception as error:
                if attempt == RECORD_TRIES or not is_passing(error):
                    raise
                await asyncio.sleep(_backoff(attempt).total_seconds())
            else:
                return


def _backoff(tries: int) -> timedelta:
    longest = min(LONGEST_BACKOFF_SECONDS, float(2 ** min(tries, 10)))
    return timedelta(seconds=longest * secrets.SystemRandom().uniform(0.5, 1.0))

"""The one budget of the token: how fast the bot may speak, to everyone and to each chat."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage import pauses
from storage.database import Database

# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
PER_SECOND = 29.5
BULK_SHARE = 20 / PER_SECOND
JITTER_SECONDS = 0.01
BURST = 3
GROUP_PER_MINUTE = 20
MINUTE_SECONDS = 60.5
BULK_GAP_SECONDS = 1.0
BULK_GAP_IN_GROUP_SECONDS = 3.0
REFUSALS_TOGETHER_SECONDS = 5.0
PATIENCE_SECONDS = 20.0
MANY_CHATS = 2_000

KeepPause = Callable[[int | None, float], Awaitable[None]]


class PausedError(Exception):
    """Telegram wants a longer pause than the caller will wait; nothing was sent."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"paused for {seconds:.0f} s")
        self.seconds = seconds


@dataclass(eq=False)
class Waiter:
    """Somebody who wants to send one message; `patience` is how long a pause they bear."""

    chat_id: int | None
    bulk: bool
    patience: float
    ready: asyncio.Future[None]


@dataclass
class _Chat:
    sent: deque[float] = field(default_factory=lambda: deque(maxlen=GROUP_PER_MINUTE))
    opens_at: float = 0.0


class Budget:
    """Who may send next and when; time is a number of seconds that only grows."""

    def __init__(self) -> None:
        self.per_second = PER_SECOND
        self._next_slot = 0.0
        self._opens_at = 0.0
        self._owed_to_bulk = 0.0
        self._chats: dict[int, _Chat] = {}

    def choose(self, waiters: Sequence[Waiter], now: float) -> Waiter | None:
        """Give who may send now: answers first, except where bulk is owed its share."""
        if now < max(self._next_slot, self._opens_at):
            return None
        free = [waiter for waiter in waiters if self._free_at(waiter) <= now]
        answer = next((waiter for waiter in free if not waiter.bulk), None)
        bulk = next((waiter for waiter in free if waiter.bulk), None)
        if bulk is None or answer is None:
            return answer or bulk
        self._owed_to_bulk += BULK_SHARE
        if self._owed_to_bulk < 1:
            return answer
        self._owed_to_bulk -= 1
        return bulk

    def wake_at(self, waiters: Sequence[Waiter]) -> float:
        """Give when the first of them may send."""
        soonest = min(self._free_at(waiter) for waiter in waiters)
        return max(soonest, self._next_slot, self._opens_at)

    def spend(self, chat_id: int | None, now: float) -> None:
        """Count one message."""
        # A late wake-up is made good, but never so much that a second holds a 31st message.
        self._next_slot = max(self._next_slot, now - JITTER_SECONDS) + 1 / self.per_second
        if chat_id is not None:
            self._forget_quiet_chats(now)
            self._chats.setdefault(chat_id, _Chat()).sent.append(now)

    def close(self, chat_id: int | None, opens_at: float) -> None:
        """Let nothing go to this chat (None: to anyone) before the moment."""
        if chat_id is None:
            self._opens_at = max(self._opens_at, opens_at)
            return
        chat = self._chats.setdefault(chat_id, _Chat())
        chat.opens_at = max(chat.opens_at, opens_at)

    def opens_at(self, chat_id: int | None) -> float:
        """Give until when Telegram's pauses keep this chat, or everyone, closed."""
        chat = self._chats.get(chat_id) if chat_id is not None else None
        return max(self._opens_at, chat.opens_at if chat else 0.0)

    def _free_at(self, waiter: Waiter) -> float:
        chat = self._chats.get(waiter.chat_id) if waiter.chat_id is not None else None
        if chat is None or waiter.chat_id is None:
            return 0.0
        in_group = waiter.chat_id < 0
        times = [chat.opens_at]
        if len(chat.sent) >= BURST:
            times.append(chat.sent[-BURST] + BURST)
        if in_group and len(chat.sent) >= GROUP_PER_MINUTE:
            times.append(chat.sent[0] + MINUTE_SECONDS)
        if waiter.bulk and chat.sent:
            gap = BULK_GAP_IN_GROUP_SECONDS if in_group else BULK_GAP_SECONDS
            times.append(chat.sent[-1] + gap)
        return max(times)

    def _forget_quiet_chats(self, now: float) -> None:
        if len(self._chats) < MANY_CHATS:
            return
        self._chats = {
            chat_id: chat
            for chat_id, chat in self._chats.items()
            if chat.opens_at > now or (chat.sent and chat.sent[-1] > now - MINUTE_SECONDS)
        }


class Pace:
    """Lets senders through as fast as Telegram allows; everything that speaks shares one.

    `enabled=False` lets everybody through at once: for tests and for servers without limits.
    """

    def __init__(
        self, *, enabled: bool = True, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.enabled = enabled
        self.keep: KeepPause | None = None
        self.share: Callable[[], float] = lambda: PER_SECOND
        """How much of the token's budget is this process's, in messages a second."""
        self._monotonic = monotonic
        self._budget = Budget()
        self._waiters: list[Waiter] = []
        self._changed = asyncio.Event()
        self._pump: asyncio.Task[None] | None = None
        self._refusals: deque[tuple[float, int | None]] = deque(maxlen=8)

    @property
    def waiting(self) -> int:
        """How many messages wait for the budget."""
        return len(self._waiters)

    @property
    def pause_seconds(self) -> float:
        """How long Telegram still wants the whole bot to pause."""
        return max(0.0, self._budget.opens_at(None) - self._monotonic())

    @asynccontextmanager
    async def slot(
        self, chat_id: int | None, *, bulk: bool = False, patience: float = PATIENCE_SECONDS
    ) -> AsyncIterator[None]:
        """Wait until one message may go to this chat (Telegram's id), then let the caller send.

        Raises PausedError where Telegram asked for a pause longer than `patience` seconds.
        """
        if self.enabled:
            await self._wait(chat_id, bulk=bulk, patience=patience)
        yield

    async def opened(self) -> None:
        """Wait for the end of a pause of the whole bot, if there is one."""
        # A loop, because the pause may grow meanwhile.
        while (wait := self._budget.opens_at(None) - self._monotonic()) > 0 and self.enabled:  # noqa: ASYNC110
            await asyncio.sleep(wait)

    async def refused(self, chat_id: int | None, retry_after: float) -> None:
        """Telegram said 429: close the chat, and everything where two chats were refused at once.

        Telegram does not say whether it means the chat or the bot.
        """
        now = self._monotonic()
        since = now - REFUSALS_TOGETHER_SECONDS
        others = {chat for at, chat in self._refusals if at >= since and chat != chat_id}
        self._refusals.append((now, chat_id))
        closed: list[int | None] = [chat_id, None] if others and chat_id is not None else [chat_id]
        for chat in closed:
            self._budget.close(chat, now + retry_after)
        self._tell_impatient(now)
        self._changed.set()
        if self.keep is not None:
            for chat in closed:
                await self.keep(chat, retry_after)

    def resume(self, standing: Mapping[int | None, float]) -> None:
        """Take up pauses from before a restart: seconds left, by chat; None is the whole bot."""
        now = self._monotonic()
        for chat_id, seconds in standing.items():
            self._budget.close(chat_id, now + seconds)

    async def _wait(self, chat_id: int | None, *, bulk: bool, patience: float) -> None:
        pause = self._budget.opens_at(chat_id) - self._monotonic()
        if pause > patience:
            raise PausedError(pause)
        ready = asyncio.get_running_loop().create_future()
        waiter = Waiter(chat_id, bulk, patience, ready)
        self._waiters.append(waiter)
        self._changed.set()
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._let_through(), name="pace")
        try:
            await ready
        finally:
            if waiter in self._waiters:
                self._waiters.remove(waiter)

    async def _let_through(self) -> None:
        while self._waiters:
            now, self._budget.per_second = self._monotonic(), self.share()
            chosen = self._budget.choose(self._waiters, now)
            if chosen is not None:
                self._waiters.remove(chosen)
                if not chosen.ready.done():
                    self._budget.spend(chosen.chat_id, now)
                    chosen.ready.set_result(None)
                continue
            self._changed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._budget.wake_at(self._waiters) - now):
                    await self._changed.wait()

    def _tell_impatient(self, now: float) -> None:
        for waiter in self._waiters:
            pause = self._budget.opens_at(waiter.chat_id) - now
            if pause > waiter.patience and not waiter.ready.done():
                waiter.ready.set_exception(PausedError(pause))


async def remember_pauses(pace: Pace, database: Database, clock: Callable[[], datetime]) -> None:
    """Take up the pauses that the database keeps, and write new ones down from now on."""

    async def keep(chat_id: int | None, seconds: float) -> None:
        async with database.writing() as session:
            opens_at = clock() + timedelta(seconds=seconds)
            await pauses.keep(session, chat_id=chat_id, opens_at=opens_at)

    now = clock()
    async with database.reading() as session:
        standing = await pauses.standing(session, now)
    pace.resume({chat: (opens - now).total_seconds() for chat, opens in standing.items()})
    pace.keep = keep

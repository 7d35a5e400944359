"""How fast messages go out to a server that enforces Telegram's limits, beside two stock ways.

`python -m benchmarks.delivery` sends to ten thousand private chats of the simulator with its
strict limits on (30 in any second to all, one a second to a chat), 50 ms a request, on a clock
that jumps to the next thing to happen: what is measured is the pace, not this machine. Beside the
product's sender: python-telegram-bot's AIORateLimiter as it comes, and aiogram in a plain loop
that sleeps as long as a 429 asks. Nothing is recorded in a database here.
"""

import argparse
import asyncio
import selectors
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, ExtBot

from bot.saying.pace import Pace
from jobs.outcomes import NotSent, OutMessage, Sent
from jobs.sender import Sender
from simulator.clock import Clock
from simulator.in_process import AiogramSession, PtbRequest
from simulator.world import World

TOKEN = "42:BENCH"  # noqa: S105  the simulator's
LATENCY_SECONDS = 0.05
AT_ONCE = 8
LIMIT_PER_SECOND = 30
LONG_SECONDS, OTHERS_SECONDS = 0.5, 0.05
"""Before so long a time passes at once, a thread that is at work gets so much of the real one."""
START = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)


class _Jumping(selectors.DefaultSelector):
    """Waits for nothing: the time that would pass is added to the loop's clock."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        """Give what is ready now, or let the time pass."""
        ready = super().select(0 if timeout is not None else None)
        if not ready and timeout and timeout > LONG_SECONDS:
            ready = super().select(OTHERS_SECONDS)
        if not ready and timeout:
            self.passed += timeout
        return ready


class JumpingLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock jumps to the next thing to happen."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Give the seconds that have passed."""
        return self._jumping.passed


@dataclass
class Course:
    """A world with strict limits, so many people in it, and what it saw."""

    world: World
    chats: list[int]
    arrivals: list[float]
    refused: int = 0

    def report(self, name: str) -> None:
        """Print one line."""
        took = max(self.arrivals) - min(self.arrivals)
        rate = (len(self.arrivals) - 1) / took if took else 0.0
        seconds = Counter(int(at) for at in self.arrivals)
        print(
            f"{name:34} {len(self.arrivals):>6} delivered in {took:7.1f} s"
            f" = {100 * rate / LIMIT_PER_SECOND:5.1f} % of 30/s,"
            f" most in a second {max(seconds.values()):3}, answers 429: {self.refused}"
        )


def course(recipients: int) -> Course:
    """A fresh world on the running loop's clock."""
    loop = asyncio.get_running_loop()
    world = World(TOKEN, clock=Clock(lambda: START + timedelta(seconds=loop.time())))
    world.limits.enabled = True
    people = [world.add_person("ن", started=True) for _ in range(recipients)]
    made = Course(world, [person.id for person in people], [])
    check = world.limits.check

    def counted(chat_id: int, now: datetime) -> None:
        try:
            check(chat_id, now)
        except Exception:
            made.refused += 1
            raise
        made.arrivals.append(loop.time())

    world.limits.check = counted  # type: ignore[method-assign]  # what is measured is here
    return made


class SlowRequest(PtbRequest):
    """The way to the world, as long as a request takes."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:  # noqa: ANN401
        """Send the call a little later."""
        await asyncio.sleep(LATENCY_SECONDS)
        return await super().do_request(*args, **kwargs)


class SlowSession(AiogramSession):
    """The same for aiogram."""

    async def make_request(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Send the call a little later."""
        await asyncio.sleep(LATENCY_SECONDS)
        return await super().make_request(*args, **kwargs)


async def _everybody(made: Course, send: Callable[[int], Awaitable[None]], at_once: int) -> None:
    waiting = iter(made.chats)

    async def work() -> None:
        for chat_id in waiting:
            await send(chat_id)

    await asyncio.gather(*(work() for _ in range(at_once)))


async def product(recipients: int) -> None:
    """The product's sender and pace, as many at once as the deliverer has."""
    made = course(recipients)
    pace = Pace(monotonic=asyncio.get_running_loop().time)
    sender = Sender(TOKEN, "http://simulator", None, pace, request=SlowRequest(made.world))

    async def send(chat_id: int) -> None:
        while not isinstance(outcome := await sender.send(chat_id, OutMessage("سلام")), Sent):
            if isinstance(outcome, NotSent):
                await asyncio.sleep(outcome.later or 1)

    await _everybody(made, send, AT_ONCE)
    made.report("product (jobs.sender, bot.saying.pace)")


async def stock_limiter(recipients: int) -> None:
    """python-telegram-bot's own limiter, with its defaults and three tries."""
    made = course(recipients)
    bot = ExtBot(
        TOKEN,
        base_url="http://simulator/bot",
        request=SlowRequest(made.world),
        get_updates_request=SlowRequest(made.world),
        rate_limiter=AIORateLimiter(max_retries=3),
    )

    async def send(chat_id: int) -> None:
        while True:
            try:
                await bot.send_message(chat_id, "سلام")
            except RetryAfter:
                continue
            return

    await _everybody(made, send, 32)
    made.report("python-telegram-bot AIORateLimiter")


async def plain_loop(recipients: int) -> None:
    """aiogram in a loop over the recipients that sleeps as long as a 429 asks."""
    made = course(recipients)
    bot = Bot(TOKEN, session=SlowSession(made.world))

    async def send(chat_id: int) -> None:
        while True:
            try:
                await bot.send_message(chat_id, "سلام")
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
                continue
            return

    await _everybody(made, send, AT_ONCE)
    made.report("aiogram, sleeping on 429")


def main() -> None:
    """Send to everybody in each of the three ways."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--recipients", type=int, default=10_000)
    asked = options.parse_args()
    for way in (product, stock_limiter, plain_loop):
        with asyncio.Runner(loop_factory=JumpingLoop) as runner:
            runner.run(way(asked.recipients))


if __name__ == "__main__":
    main()

"""Whether this machine's clock is right: compared with the clock of the Bot API server."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession

from bot.service.stopping import Stopping

logger = logging.getLogger(__name__)

WRONG_SECONDS = 30
PATIENCE_SECONDS = 10
LOOK_EVERY_SECONDS = 600.0
WAY_OUT = "Synchronise the clock: `timedatectl set-ntp true`. Reminders go by it."


async def seconds_off(http: aiohttp.ClientSession, base: str, now: datetime) -> float | None:
    """How far `now` is from the server's clock, beyond what the asking itself may explain.

    `http` goes the bot's way, through its proxy. None where no clock could be asked.
    """
    began = time.monotonic()
    try:
        patience = aiohttp.ClientTimeout(PATIENCE_SECONDS)
        async with http.get(base, timeout=patience, allow_redirects=False) as answer:
            there = parsedate_to_datetime(answer.headers["Date"])
        asked = time.monotonic() - began
        return max(0.0, abs((now - there).total_seconds()) - asked - 1)
    except (aiohttp.ClientError, OSError, KeyError, ValueError, TypeError, TimeoutError):
        return None


class ClockWatch:
    """Looks now and then whether the clock is right, for health to tell."""

    def __init__(self, bot: Bot, base: str, clock: Callable[[], datetime]) -> None:
        self._bot = bot
        self._base = base
        self._clock = clock
        self._stopping = Stopping()
        self.off_seconds = 0.0

    @property
    def trouble(self) -> str | None:
        """What to say of a clock that is wrong, with the way out."""
        wrong = self.off_seconds > WRONG_SECONDS
        return f"the clock is {self.off_seconds:.0f} seconds wrong. {WAY_OUT}" if wrong else None

    async def run(self) -> None:
        """Look until `stop`."""
        while not self._stopping.is_set():
            await self._stopping.unless(self._look())
            await self._stopping.unless(asyncio.sleep(LOOK_EVERY_SECONDS))

    def stop(self) -> None:
        """End `run`."""
        self._stopping.set()

    async def _look(self) -> None:
        if not isinstance(self._bot.session, AiohttpSession):
            return  # inside one process there is one clock
        http = await self._bot.session.create_session()
        off = await seconds_off(http, self._base, self._clock())
        if off is None:
            return
        self.off_seconds = off
        if self.trouble:
            logger.error("%s", self.trouble)

"""Receives updates, fetched or brought: kept before they are confirmed, in order for each chat."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramConflictError

from bot.saying.calling import RawUpdates
from bot.service.stopping import Stopping, backoff_seconds
from bot.updates.feeding import Feeder
from bot.updates.hindrances import in_words
from bot.updates.replicas import Replica
from bot.updates.turns import Turns
from storage.database import Database
from storage.inbox import Arrival

logger = logging.getLogger(__name__)

ALLOWED_UPDATES = [
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "poll_answer",
]
POLL_SECONDS = 30
GRACE_SECONDS = 10.0
MAX_BACKLOG = 1_000
STANDBY_SECONDS = 0.5
FAILURES_TO_STEP_BACK = 6  # half a minute, about
LARGEST_ID = 2**63 - 1


class StoppedError(Exception):
    """The bot is about to end and takes nothing in."""


@dataclass(frozen=True)
class Webhook:
    """Where Telegram is to bring updates, and the word that it proves itself with."""

    url: str
    secret: str


class Receiver:
    """Takes updates in and lets the feeder work each off, once, in the order of its chat.

    With a `webhook` nothing is fetched: whoever serves its address calls `accept`. Of several
    processes only the `replica` that leads fetches; `speaks_freely` tells whether an answer of
    this process would go out at once. What `turns_away` says of an account is true of a message is
    not kept: its sender floods the bot, and has been told.
    """

    def __init__(
        self,
        bot: Bot,
        database: Database,
        clock: Callable[[], datetime],
        feeder: Feeder,
        *,
        poll_seconds: int = POLL_SECONDS,
        grace_seconds: float = GRACE_SECONDS,
        webhook: Webhook | None = None,
        replica: Replica | None = None,
        speaks_freely: Callable[[], bool] = lambda: True,
        turns_away: Callable[[int], bool] = lambda _telegram_id: False,
    ) -> None:
        self._bot = bot
        self._turns_away = turns_away
        self._poll_seconds = poll_seconds
        self._grace_seconds = grace_seconds
        self._replica = replica or Replica(database, clock)
        self._turns = Turns(
            database, clock, feeder.work_off, self._replica, speaks_freely=speaks_freely
        )
        self._stopping = Stopping()
        self._webhook = webhook
        self.most_waiting = MAX_BACKLOG
        self._failures = 0
        self.failing: str | None = None
        """Why no updates come in at the moment; None while they do."""

    @property
    def backlog(self) -> int:
        """How many updates wait for their turn or are worked off now."""
        return self._turns.backlog

    async def run(self) -> None:
        """Work off what a former run left, then take in until `stop`; lanes get time to finish."""
        looking = asyncio.create_task(self._turns.look_around(), name="turns")
        try:
            await (self._poll() if self._webhook is None else self._be_brought(self._webhook))
        finally:
            await self._turns.stop(self._grace_seconds)
            await looking

    def stop(self) -> None:
        """Fetch nothing more; `run` ends when the lanes are empty or their time is up."""
        self._stopping.set()

    async def resume(self) -> None:
        """Put what has not taken effect yet back into its lanes, in order of arrival."""
        await self._turns.resume()

    async def take(self, raws: Sequence[dict[str, Any]]) -> None:
        """Write raw updates into the inbox and return when they have been worked off."""
        await self._accept(raws)
        await self._turns.below(1)

    async def accept(self, raws: Sequence[object]) -> None:
        """Write raw updates into the inbox and queue them; when it returns, they are kept.

        Raises StoppedError once the bot is about to end, and whatever the database raises.
        """
        await self._stopping.unless(self._turns.below(self.most_waiting))
        if self._stopping.is_set():
            raise StoppedError
        await self._accept(raws)

    async def _be_brought(self, webhook: Webhook) -> None:
        """Tell Telegram the address, as often as it takes, and wait for the end."""
        await self.resume()
        while not self._stopping.is_set():
            try:
                await self._bot.set_webhook(
                    webhook.url, secret_token=webhook.secret, allowed_updates=ALLOWED_UPDATES
                )
            except Exception as error:  # noqa: BLE001  the network may come back
                await self._failed(error)
            else:
                self._succeeded()
                await self._stopping.wait()

    async def _failed(self, error: Exception) -> None:
        self._failures += 1
        self.failing = in_words(error)
        log = logger.warning if self._failures > 1 else logger.error
        log("updates could not be taken in (%d): %s", self._failures, self.failing)
        await self._stopping.unless(asyncio.sleep(backoff_seconds(self._failures)))

    def _succeeded(self) -> None:
        if self.failing:
            logger.info("updates come in again")
        self._failures, self.failing = 0, None

    async def _left_webhook(self, error: Exception) -> bool:
        """Take back a webhook that was set before, which keeps updates from being fetched."""
        if not isinstance(error, TelegramConflictError) or "webhook" not in str(error).lower():
            return False
        logger.warning("a webhook was set; it is taken back, because this bot fetches updates")
        with suppress(Exception):
            return await self._bot.delete_webhook(drop_pending_updates=False)
        return False

    async def _poll(self) -> None:
        while not self._stopping.is_set():
            if self._replica.leads:
                await self._fetch_while_leading()
            else:
                self.failing = None
                await self._stopping.unless(asyncio.sleep(STANDBY_SECONDS))

    async def _fetch_while_leading(self) -> None:
        """Work off what a former run or leader left, then fetch as long as this process leads."""
        offset: int | None = None
        resumed = False
        while self._replica.leads and not self._stopping.is_set():
            try:
                if not resumed:
                    await self.resume()
                    resumed = True
                await self._stopping.unless(self._turns.below(MAX_BACKLOG))
                raws = await self._stopping.unless(self._fetch(offset)) or []
                confirmed = await self._accept(raws)
            except Exception as error:  # noqa: BLE001  the bot outlives whatever a poll meets
                if not await self._left_webhook(error):
                    await self._failed(error)
                    if self._failures >= FAILURES_TO_STEP_BACK:
                        await self._replica.step_back()
            else:
                self._succeeded()
                offset = offset if confirmed is None else confirmed + 1

    async def _fetch(self, offset: int | None) -> list[Any]:
        patience = 0 if self.failing else self._poll_seconds  # so that health hears at once
        ask = RawUpdates(offset=offset, timeout=patience, allowed_updates=ALLOWED_UPDATES)
        return await self._bot(ask, request_timeout=self._poll_seconds + 10)

    async def _accept(self, raws: Sequence[object]) -> int | None:
        """Write a batch down in one commit, then queue what is new; gives the last id."""
        arrivals = [arrival for raw in raws if (arrival := _arrival(raw)) is not None]
        if len(arrivals) < len(raws):
            logger.error("%d updates without an id were left out", len(raws) - len(arrivals))
        if not arrivals:
            return None
        if kept := [arrival for arrival in arrivals if not self._is_turned_away(arrival)]:
            await self._turns.take_in(kept)
        return arrivals[-1].update_id

    def _is_turned_away(self, arrival: Arrival) -> bool:
        """Whether it is a message of somebody who floods; a button waits for an answer in any
        case."""
        sender = arrival.user_id
        return sender is not None and "message" in arrival.raw and self._turns_away(sender)


def _arrival(raw: object) -> Arrival | None:
    if not isinstance(raw, dict) or (update_id := _id(raw.get("update_id"))) is None:
        return None
    bodies = [body for body in raw.values() if isinstance(body, dict)]
    body = bodies[0] if bodies else {}
    message = body.get("message")
    chat = body.get("chat") or (message.get("chat") if isinstance(message, dict) else None)
    user = body.get("from") or body.get("user")
    chat_id = _id(chat.get("id")) if isinstance(chat, dict) else None
    user_id = _id(user.get("id")) if isinstance(user, dict) else None
    return Arrival(update_id, chat_id, user_id, raw)


def _id(value: object) -> int | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST_ID
    return value if fits and isinstance(value, int) else None

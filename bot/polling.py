"""Receives updates, fetched or brought: kept before they are confirmed, in order for each chat."""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import CancelHandler, SkipHandler
from aiogram.exceptions import TelegramConflictError
from aiogram.methods import TelegramMethod
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.i18n import use_language
from bot.metrics import Metrics
from bot.middlewares import Progress, TryAgainError
from bot.replicas import Replica
from bot.replies import Reply, replies_of
from bot.speaking import Speaker
from bot.stopping import Stopping
from bot.turns import Turns
from storage import inbox
from storage.database import Database, Session
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
MAX_BACKOFF_SECONDS = 8.0  # a network that comes back is noticed within ten seconds
STANDBY_SECONDS = 0.5
FAILURES_TO_STEP_BACK = 6  # half a minute, about
RETRY_PAUSES_SECONDS = (0.5, 2.0)
LARGEST_ID = 2**63 - 1

Apologise = Callable[[Update, str], Reply | None]
FetchFirst = Callable[[Bot, Update], Awaitable[dict[str, Any]]]


class RawUpdates(TelegramMethod[list[Any]]):
    """getUpdates without decoding, so that one odd update cannot stop all others."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


class StoppedError(Exception):
    """The bot is about to end and takes nothing in."""


@dataclass(frozen=True)
class Webhook:
    """Where Telegram is to bring updates, and the word that it proves itself with."""

    url: str
    secret: str


class Receiver:
    """Takes updates in and feeds them to the dispatcher, each until it has taken effect once.

    `apologise` makes the words for a fault of ours: it gets the update and a reference number and
    is called in the person's language. `fetch_first` may fetch what a handler will need from the
    network (a file) before the transaction opens; what it gives is put into the handler's data.
    With a `webhook` nothing is fetched: whoever serves its address calls `accept`. Of several
    processes only the `replica` that leads fetches; `speaks_freely` tells whether an answer of
    this process would go out at once.
    """

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        database: Database,
        clock: Callable[[], datetime],
        *,
        apologise: Apologise | None = None,
        fetch_first: FetchFirst | None = None,
        poll_seconds: int = POLL_SECONDS,
        grace_seconds: float = GRACE_SECONDS,
        retry_pauses: Sequence[float] = RETRY_PAUSES_SECONDS,
        webhook: Webhook | None = None,
        metrics: Metrics | None = None,
        replica: Replica | None = None,
        speaks_freely: Callable[[], bool] = lambda: True,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._database = database
        self._clock = clock
        self._speaker = Speaker(bot, database, clock)
        self._apologise = apologise
        self._fetch_first = fetch_first
        self._poll_seconds = poll_seconds
        self._grace_seconds = grace_seconds
        self._retry_pauses = tuple(retry_pauses)
        self._replica = replica or Replica(database, clock)
        self._turns = Turns(
            database, clock, self._work_off, self._replica, speaks_freely=speaks_freely
        )
        self._stopping = Stopping()
        self._webhook = webhook
        self._metrics = metrics or Metrics()
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
        self.failing = type(error).__name__
        log = logger.warning if self._failures > 1 else logger.error
        log("updates could not be taken in (%d): %s", self._failures, self.failing)
        await self._stopping.unless(asyncio.sleep(_backoff_seconds(self._failures)))

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
        await self._turns.take_in(arrivals)
        return arrivals[-1].update_id

    async def _work_off(self, arrival: Arrival) -> None:
        update = self._decode(arrival)
        if update is None:
            self._metrics.update_ended("poison")
            await self._write(
                lambda session: inbox.reject(session, arrival.update_id, error="poison", attempts=1)
            )
            return
        progress = Progress()
        try:
            result = await self._feed(update, progress)
        except Exception as error:  # noqa: BLE001  no update may stop its lane
            self._metrics.update_ended("failed")
            await self._give_up(update, progress, error)
            return
        self._metrics.update_ended("done" if progress.settled else "refused")
        if not progress.settled:  # a refusal rolled everything back, and was answered
            await self._write(lambda session: inbox.finish(session, update.update_id))
        await self._speaker.speak(update, replies_of(result))

    def _decode(self, arrival: Arrival) -> Update | None:
        try:
            update = Update.model_validate(arrival.raw, context={"bot": self._bot})
            update.event_type  # noqa: B018  raises for a kind that is not known
        except (ValidationError, UpdateTypeLookupError, RecursionError) as error:
            kind = type(error).__name__
            logger.error("update %d cannot be read: %s", arrival.update_id, kind)
            return None
        return update

    async def _feed(self, update: Update, progress: Progress) -> object:
        """Feed until it took effect; raises what a handler raised every time it was tried."""
        troubles = failures = 0
        while True:
            try:
                fetched = await self._fetch_first(self._bot, update) if self._fetch_first else {}
                return await self._dispatcher.feed_update(
                    self._bot, update, progress=progress, **fetched
                )
            except TryAgainError:
                troubles += 1
                logger.warning("update %d waits for the database", update.update_id)
                await asyncio.sleep(_backoff_seconds(troubles))
            except (CancelHandler, SkipHandler):
                return None
            except Exception:
                if failures >= len(self._retry_pauses):
                    raise
                await asyncio.sleep(self._retry_pauses[failures])
                failures += 1

    async def _give_up(self, update: Update, progress: Progress, error: Exception) -> None:
        reference = str(update.update_id)
        logger.error("update %s was set aside", reference, exc_info=error)
        with use_language(progress.language):
            reply = self._apologise(update, reference) if self._apologise else None
        await self._speaker.speak(update, [reply] if reply else [])
        # Last, because a full disk may keep this waiting, and the person should not wait with it.
        attempts = len(self._retry_pauses) + 1
        await self._write(
            lambda session: inbox.reject(
                session, update.update_id, error=type(error).__name__, attempts=attempts
            )
        )

    async def _write(self, work: Callable[[Session], Awaitable[object]]) -> None:
        """Do one short piece of bookkeeping, again and again while the database refuses it."""
        troubles = 0
        while True:
            try:
                async with self._database.writing() as session:
                    await work(session)
            except Exception as error:  # noqa: BLE001  a lock, a lost connection, a full disk
                troubles += 1
                logger.warning("bookkeeping waits (%d): %s", troubles, type(error).__name__)
                await asyncio.sleep(_backoff_seconds(troubles))
            else:
                return


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


def _backoff_seconds(failures: int) -> float:
    longest = min(MAX_BACKOFF_SECONDS, 0.5 * 2 ** min(failures - 1, 10))
    return float(longest * secrets.SystemRandom().uniform(0.5, 1.0))

"""Feeds one kept update to the dispatcher until it has taken effect, and says what came of it."""

import asyncio
import logging
import re
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import CancelHandler, SkipHandler
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.i18n import use_language
from bot.saying.replies import Reply, replies_of
from bot.saying.speaking import Speaker
from bot.service.metrics import Metrics
from bot.service.stopping import backoff_seconds
from bot.updates.middlewares import Progress, TryAgainError
from storage import inbox
from storage.database import Database, Session
from storage.inbox import Arrival
from storage.trouble import is_passing

logger = logging.getLogger(__name__)

RETRY_PAUSES_SECONDS = (0.5, 2.0)
PATIENCE_SECONDS = 4.0
"""A person who has waited so long for the database hears that their message is kept."""

UNSTORABLE = re.compile("[\0\ud800-\udfff]")

Apologise = Callable[[Update, str], Reply | None]
Reassure = Callable[[Update], Reply | None]
FetchFirst = Callable[[Bot, Update], Awaitable[dict[str, Any]]]


class Feeder:
    """Works off one update after the other, each until it has taken effect once or is set aside.

    `apologise` makes the words for a fault of ours: it gets the update and a reference number and
    is called in the person's language; `reassure` makes those for a long wait. `fetch_first` may
    fetch what a handler will need from the network (a file) before the transaction opens; what it
    gives is put into the handler's data.
    """

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        database: Database,
        clock: Callable[[], datetime],
        *,
        apologise: Apologise | None = None,
        reassure: Reassure | None = None,
        fetch_first: FetchFirst | None = None,
        retry_pauses: Sequence[float] = RETRY_PAUSES_SECONDS,
        metrics: Metrics | None = None,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._database = database
        self._speaker = Speaker(bot, database, clock)
        self._apologise = apologise
        self._reassure = reassure
        self._fetch_first = fetch_first
        self._retry_pauses = tuple(retry_pauses)
        self._metrics = metrics or Metrics()

    async def work_off(self, arrival: Arrival) -> None:
        """Feed it, say what the handler returned, or set it aside; never raises for its content."""
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
        refused = not progress.settled  # which rolled everything back
        if refused and not await self._write(partial(inbox.finish, update_id=update.update_id)):
            return  # it was worked off elsewhere meanwhile, and answered there
        await self._speaker.speak(update, replies_of(result))

    def _decode(self, arrival: Arrival) -> Update | None:
        try:
            update = Update.model_validate(storable(arrival.raw), context={"bot": self._bot})
            update.event_type  # noqa: B018  raises for a kind that is not known
        except (ValidationError, UpdateTypeLookupError, RecursionError) as error:
            kind = type(error).__name__
            logger.error("update %d cannot be read: %s", arrival.update_id, kind)
            return None
        return update

    async def _feed(self, update: Update, progress: Progress) -> object:
        """Feed until it took effect; raises what a handler raised every time it was tried."""
        troubles = failures = 0
        since, told = time.monotonic(), False
        while True:
            try:
                fetched = await self._fetch_first(self._bot, update) if self._fetch_first else {}
                return await self._dispatcher.feed_update(
                    self._bot, update, progress=progress, **fetched
                )
            except Exception as error:
                if isinstance(error, TryAgainError) or is_passing(error):
                    troubles += 1
                    logger.warning("update %d waits for the database", update.update_id)
                    if not told and time.monotonic() - since >= PATIENCE_SECONDS:
                        told = True
                        await self._calm(update, progress)
                    await asyncio.sleep(backoff_seconds(troubles))
                    continue
                if isinstance(error, CancelHandler | SkipHandler):
                    return None
                if failures >= len(self._retry_pauses):
                    raise
                await asyncio.sleep(self._retry_pauses[failures])
                failures += 1

    async def _calm(self, update: Update, progress: Progress) -> None:
        with use_language(progress.language):
            reply = self._reassure(update) if self._reassure else None
        if reply is not None:
            await self._speaker.say(reply, waits=False)

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

    async def _write[T](self, work: Callable[[Session], Awaitable[T]]) -> T:
        """Do one short piece of bookkeeping, again and again while the database refuses it; gives
        what it gives."""
        troubles = 0
        while True:
            try:
                async with self._database.writing(quick=True) as session:
                    done = await work(session)
            except Exception as error:  # noqa: BLE001  a lock, a lost connection, a full disk
                troubles += 1
                logger.warning("bookkeeping waits (%d): %s", troubles, type(error).__name__)
                await asyncio.sleep(backoff_seconds(troubles))
            else:
                return done


def storable(value: Any) -> Any:  # noqa: ANN401  whatever JSON holds
    """The same with a mark in place of what no text column takes: NUL, and half a surrogate pair.

    Each is one UTF-16 unit, as the mark is, so that entities stay where they are.
    """
    if isinstance(value, str):
        return value if value.isascii() and "\0" not in value else UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {storable(key): storable(part) for key, part in value.items()}
    return [storable(part) for part in value] if isinstance(value, list) else value

"""Knows whether a further part of a long text is here already, before the transaction opens.

Telegram cuts a text of more than 4,096 characters into messages, and forwards arrive one by one:
only the last of them is answered, so that one text gets one answer.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot
from aiogram.types import Message, Update

from bot.updates.middlewares import Recognise
from council import access
from storage import inbox
from storage.database import Database

FetchFirst = Callable[[Bot, Update], Awaitable[dict[str, Any]]]

PARTS_APART = timedelta(seconds=10)
"""Messages that come this close together are the parts of one text."""
LONG = 2_000
"""A message of this length may have been cut: clients cut at the last good place before 4,096."""
LINGER_SECONDS = 1.2
LOOK_EVERY_SECONDS = 0.2


@dataclass(frozen=True)
class MorePartsFollow:
    """Another message of the same text waits behind this one."""


class PartsAhead:
    """Adds `more` to the handler's data where the next part of a text waits in the inbox."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        recognise: Recognise,
        then: FetchFirst,
        *,
        linger_seconds: float = LINGER_SECONDS,
    ) -> None:
        self._database = database
        self._clock = clock
        self._recognise = recognise
        self._then = then
        self._linger_seconds = linger_seconds

    async def __call__(self, bot: Bot, update: Update) -> dict[str, Any]:
        """Give the data for the handler; waits a moment where a further part may be on its way."""
        fetched = await self._then(bot, update)
        message = update.message
        if message is None or not _may_be_a_part(message) or not await self._may_import(message):
            return fetched
        left = self._linger_seconds
        while not await self._follows(update.update_id, message):
            if left <= 0:
                return fetched
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            left -= LOOK_EVERY_SECONDS
        return fetched | {"more": MorePartsFollow()}

    async def _may_import(self, message: Message) -> bool:
        if message.from_user is None:
            return False
        async with self._database.reading(quick=True) as session:
            viewer = await self._recognise(session, message.from_user.id, self._clock())
        return viewer is not None and access.can(viewer, "read_minutes")

    async def _follows(self, update_id: int, message: Message) -> bool:
        async with self._database.reading(quick=True) as session:
            following = await inbox.next_of_chat(session, chat_id=message.chat.id, after=update_id)
        return following is not None and _is_part(following.raw.get("message"), message)


def _may_be_a_part(message: Message) -> bool:
    words = message.text or message.caption or ""
    if message.chat.type != "private" or not words or words.startswith("/"):
        return False
    return len(words) >= LONG or message.forward_origin is not None


def _is_part(raw: object, message: Message) -> bool:
    if not isinstance(raw, Mapping) or raw.get("reply_to_message"):
        return False
    words, sent = raw.get("text") or raw.get("caption"), raw.get("date")
    if not isinstance(words, str) or words.startswith("/") or not isinstance(sent, int):
        return False
    return timedelta() <= timedelta(seconds=sent - message.date.timestamp()) <= PARTS_APART

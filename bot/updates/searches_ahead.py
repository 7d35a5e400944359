"""Has what somebody typed searched for before the transaction opens, while many search at once."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.types import Message, Update

from council.searching.search_ahead import Question
from council.searching.searcher import Searcher
from storage.questions import ANSWERED, QuestionKey

FetchFirst = Callable[[Bot, Update], Awaitable[dict[str, Any]]]

LONGEST = 200
"""Longer texts are minutes and reports more often than searches."""


class SearchesAhead:
    """Adds `page_ahead` to the handler's data where the searcher has found something."""

    def __init__(self, searcher: Searcher, clock: Callable[[], datetime], then: FetchFirst) -> None:
        self._searcher = searcher
        self._clock = clock
        self._then = then

    async def __call__(self, bot: Bot, update: Update) -> dict[str, Any]:
        """Give the data for the handler; waits for the searching process where there is one."""
        fetched = await self._then(bot, update)
        message = update.message
        if message is None or message.from_user is None or not _may_be_a_search(message):
            return fetched
        person, chat = message.from_user.id, message.chat.id
        place = QuestionKey(bot.id, chat, person, 0, ANSWERED)
        found = await self._searcher.ask(Question(person, place, message.text or "", self._clock()))
        return fetched if found is None else fetched | {"page_ahead": found}


def _may_be_a_search(message: Message) -> bool:
    words = message.text or ""
    return (
        0 < len(words) <= LONGEST
        and not words.startswith("/")
        and message.chat.type == "private"
        and message.reply_to_message is None
        and message.forward_origin is None
    )

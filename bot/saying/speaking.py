"""Says what a handler returned, after the commit, and keeps which items the messages are about."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageText,
    Response,
    SetMyCommands,
    TelegramMethod,
)
from aiogram.methods.base import TelegramType
from aiogram.types import Update
from pydantic import BaseModel

from bot.saying.calling import never_left, place_of
from bot.saying.keeping import Shown, ShownItems
from bot.saying.pace import Pace, PausedError
from bot.saying.replies import Reply, as_new_message
from bot.service.stopping import backoff_seconds
from storage import reach
from storage.database import Database, Session

logger = logging.getLogger(__name__)
TRIES = 6
"""Some ten seconds, where the server answers and refuses."""
PACED = ("send", "edit", "copy", "forward")
UNPACED = {"sendChatAction"}
HARMLESS = (
    "message is not modified",
    "query is too old",
    "query id is invalid",
    "query_id_invalid",
)
NOT_EDITABLE = (
    "message to edit not found",
    "message can't be edited",
    "there is no text in the message to edit",
    "message_id_invalid",
)
SAID_ONCE = (EditMessageText, AnswerCallbackQuery, SetMyCommands)
"""What may be said again where it is in doubt: it stands there once, however often it is said."""
_ANSWERS: dict[type[TelegramMethod[Any]], type[BaseModel]] = {}
"""The model of each method's answer: aiogram asks for it at every call, pydantic keeps it only as
long as somebody holds it, and making one takes longer than all else about a call."""


class PaceMiddleware(BaseRequestMiddleware):
    """Lets aiogram's messages wait for their slot in the token's one budget."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """Make the request in its turn; raises PausedError where the pause is too long."""
        if type(method) not in _ANSWERS:
            _ANSWERS[type(method)] = Response[method.__returning__]  # type: ignore[name-defined]
        name = method.__api_method__
        chat_id = getattr(method, "chat_id", None)
        if not name.startswith(PACED) or name in UNPACED or not isinstance(chat_id, int):
            return await make_request(bot, method)
        async with self._pace.slot(chat_id):
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                await self._pace.refused(chat_id, error.retry_after)
                raise


class Speaker:
    """Says replies one after the other; what goes wrong with one does not stop the next."""

    def __init__(self, bot: Bot, database: Database, clock: Callable[[], datetime]) -> None:
        self._bot = bot
        self._database = database
        self._clock = clock
        self._shown = ShownItems(database, clock)

    async def speak(self, update: Update, replies: Sequence[Reply]) -> None:
        """Say the replies to an update; a pressed button is answered in any case. Never raises.

        What is cut off by the end of the bot is written down, by its chat.
        """
        left = deque(replies)
        callback = update.callback_query
        if callback is not None and not any(_answers_button(reply) for reply in replies):
            left.appendleft(Reply(AnswerCallbackQuery(callback_query_id=callback.id)))
        try:
            while left:
                await self.say(left[0])
                left.popleft()
        except asyncio.CancelledError:
            for reply in left:
                _unsaid(reply.method, "the bot ends")
            raise

    async def say(self, reply: Reply, *, waits: bool = True) -> None:
        """Say one reply, and keep its items once Telegram has taken it. Never raises.

        It waits as long as Telegram cannot be reached, unless it is not to; what was not said in
        the end is written down.
        """
        try:
            await self._until_said(reply, waits=waits)
        except Exception:
            logger.exception("a reply was not said or not kept")

    async def _until_said(self, reply: Reply, *, waits: bool) -> None:
        method: TelegramMethod[Any] | None = reply.method
        tries = away = 0
        while method is not None:
            try:
                said = await self._bot(method)
            except (AiogramError, PausedError) as error:
                if waits and never_left(error):
                    away += 1
                    await _wait_for_the_network(method, away)
                    continue
                tries += 1
                method = await self._instead(method, error, tries)
            else:
                if away:
                    logger.info("%s was said after %d tries", _call(method), away + 1)
                await self._keep(method, said, reply)
                return

    async def _instead(
        self, method: TelegramMethod[Any], error: Exception, tries: int
    ) -> TelegramMethod[Any] | None:
        """Give what to try after so many refusals, or None where nothing helps."""
        chat_id = getattr(method, "chat_id", None)
        match error:
            case TelegramRetryAfter() if tries < TRIES:
                return method  # the pace makes it wait
            case TelegramMigrateToChat() if tries < TRIES:
                async with self._database.writing() as session:
                    await self._move(session, chat_id, error.migrate_to_chat_id)
                return method.model_copy(update={"chat_id": error.migrate_to_chat_id})
            case TelegramBadRequest() if _says(error, HARMLESS):
                return None
            case TelegramBadRequest() if _says(error, NOT_EDITABLE):
                return as_new_message(method) if isinstance(method, EditMessageText) else None
            case TelegramNetworkError() | TelegramServerError() if tries < TRIES and isinstance(
                method, SAID_ONCE
            ):
                await asyncio.sleep(backoff_seconds(tries))
                return method
            case TelegramForbiddenError() if isinstance(chat_id, int):
                async with self._database.writing() as session:
                    why = error.message.partition(": ")[2] or error.message
                    await reach.close_chat(session, chat_id=chat_id, why=why, now=self._clock())
        _unsaid(method, type(error).__name__)
        return None

    async def _move(self, session: Session, old_id: object, new_id: int) -> None:
        if isinstance(old_id, int):
            await reach.move_chat(session, old_id=old_id, new_id=new_id, now=self._clock())

    async def _keep(self, method: TelegramMethod[Any], said: object, reply: Reply) -> None:
        tells = reply.items or reply.answers is not None
        place = place_of(said)
        if place is not None and (tells or isinstance(method, EditMessageText)):
            shown = Shown(place.chat_id, place.message_id, reply.items, reply.answers, reply.report)
            await self._shown.keep(shown)


def _answers_button(reply: Reply) -> bool:
    return isinstance(reply.method, AnswerCallbackQuery)


def _says(error: TelegramBadRequest, phrases: tuple[str, ...]) -> bool:
    return any(phrase in error.message.lower() for phrase in phrases)


async def _wait_for_the_network(method: TelegramMethod[Any], failures: int) -> None:
    if failures == 1:
        logger.warning("%s waits until the Bot API can be reached", _call(method))
    await asyncio.sleep(backoff_seconds(failures))


def _unsaid(method: TelegramMethod[Any], why: str) -> None:
    logger.warning("%s was not said: %s", _call(method), why)


def _call(method: TelegramMethod[Any]) -> str:
    return f"{method.__api_method__} to chat {getattr(method, 'chat_id', None)}"

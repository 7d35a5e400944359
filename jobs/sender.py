"""Sends one message through python-telegram-bot and says what became of it."""

import logging
import os
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import httpx
from telegram import InputFile
from telegram import Message as TelegramMessage
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import BaseRateLimiter, ExtBot
from telegram.request import BaseRequest, HTTPXRequest

from bot.saying.pace import Pace, PausedError
from bot.saying.speaking import NOT_EDITABLE
from jobs.outcomes import (
    Moved,
    NotSent,
    Outcome,
    OutMessage,
    Refused,
    Sent,
    Stopped,
    Unknown,
    Unreachable,
)

# The library's coming type of time spans; the old one warns with every 429.
os.environ.setdefault("PTB_TIMEDELTA", "true")
# httpx writes each address, and with it the token, at level INFO.
logging.getLogger("httpx").setLevel(logging.WARNING)

logger = logging.getLogger(__name__)

CONNECT_SECONDS = 5.0
READ_SECONDS = 30.0
POOL_SECONDS = 30.0
CONNECTIONS = 16
NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
# Refusals with status 400 that are about the chat, not about the message.
CLOSED_CHAT = {
    "chat not found": "chat not found",
    "peer_id_invalid": "chat not found",
    "user not found": "chat not found",
    "not enough rights": "no right to write",
    "chat_write_forbidden": "no right to write",
    "need administrator rights": "no right to write",
    "group chat was deactivated": "deactivated",
}
# Refusals with status 403, in Telegram's own words, as one word of ours.
FORBIDDEN = {
    "blocked": "blocked",
    "deactivated": "deactivated",
    "kicked": "kicked",
    "initiate conversation": "never started",
    "not a member": "not a member",
}
# Refusals with status 400 to edit, after which the message stands as it will stay.
NO_MORE_TO_EDIT = ("message is not modified", *NOT_EDITABLE)


class LateError(Exception):
    """The time in which this message might be sent is over; nothing was sent."""


class SharedPace(BaseRateLimiter[float]):
    """python-telegram-bot's place for a rate limiter, drawing from the token's one budget.

    Its argument is the monotonic second after which the request must not begin any more.
    """

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,  # noqa: ANN401  the library's signature
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: float | None,
    ) -> Any:  # noqa: ANN401  the library's signature
        """Make the request in its turn; raises PausedError or LateError instead of sending."""
        del endpoint
        chat_id = data.get("chat_id")
        place = chat_id if isinstance(chat_id, int) else None
        async with self._pace.slot(place, bulk=True):
            if rate_limit_args is not None and time.monotonic() > rate_limit_args:
                raise LateError
            return await callback(*args, **kwargs)


@dataclass
class Sender:
    """Sends messages; `base_url` is the address of the Bot API server without “/bot”."""

    token: str = field(repr=False)
    base_url: str
    proxy: str | None
    pace: Pace
    request: BaseRequest | None = None
    _bot: ExtBot[float] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Prepare the connection; nothing is asked of the network yet."""
        self.request = self.request or HTTPXRequest(
            connection_pool_size=CONNECTIONS,
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            write_timeout=READ_SECONDS,
            pool_timeout=POOL_SECONDS,
            media_write_timeout=READ_SECONDS,
            proxy=self.proxy,
        )
        self._bot = ExtBot(
            self.token,
            base_url=f"{self.base_url.rstrip('/')}/bot",
            request=self.request,
            get_updates_request=self.request,
            rate_limiter=SharedPace(self.pace),
        )

    async def close(self) -> None:
        """Close the connections."""
        if self.request is not None:
            await self.request.shutdown()

    async def send(
        self, chat_telegram_id: int, message: OutMessage, *, before: float | None = None
    ) -> Outcome:
        """Send it and tell what became of it; never raises, except when cancelled.

        `before` is the monotonic second after which it must not be sent any more.
        """
        return await self._said(
            lambda said: self._hand_over(chat_telegram_id, said, before), chat_telegram_id, message
        )

    async def leave(self, chat_telegram_id: int) -> bool:
        """Leave a group; False where it should be tried again later."""
        try:
            await self._bot.leave_chat(chat_telegram_id)
        except (BadRequest, Forbidden, ChatMigrated):
            return True  # not there any more: nothing is left to leave
        except TelegramError as error:
            logger.warning("chat %d was not left: %s", chat_telegram_id, type(error).__name__)
            return False
        return True

    async def edit(
        self,
        chat_telegram_id: int,
        message_id: int,
        message: OutMessage,
        *,
        before: float | None = None,
    ) -> Outcome:
        """Put other words into a message and tell what became of it, as `send` does.

        One that reads so already, or that nobody can change any more, counts as sent; what is in
        doubt as not sent, because it may be done twice.
        """
        outcome = await self._said(
            lambda said: self._rewrite(chat_telegram_id, message_id, said, before),
            chat_telegram_id,
            message,
        )
        if isinstance(outcome, Refused) and any(said in outcome.why for said in NO_MORE_TO_EDIT):
            return Sent(message_id)
        if isinstance(outcome, Sent):
            return Sent(message_id)
        logger.info("message %d was not edited: %s", message_id, type(outcome).__name__)
        return NotSent(None, outcome.why) if isinstance(outcome, Unknown) else outcome

    async def _said(
        self, say: Callable[[OutMessage], Awaitable[Sent]], chat_id: int, message: OutMessage
    ) -> Outcome:
        outcome = await self._try(chat_id, say(message))
        if isinstance(outcome, Refused) and message.entities and "entit" in outcome.why:
            return await self._try(chat_id, say(replace(message, entities=())))
        return outcome

    async def _rewrite(
        self, chat_id: int, message_id: int, message: OutMessage, before: float | None
    ) -> Sent:
        await self._bot.edit_message_text(
            message.text,
            chat_id,
            message_id,
            api_kwargs=_fields(message),
            rate_limit_args=before,
        )
        return Sent(message_id)

    async def _hand_over(self, chat_id: int, message: OutMessage, before: float | None) -> Sent:
        silent = message.silent or None
        if message.media is None and message.upload is None:
            sent = await self._bot.send_message(
                chat_id,
                message.text,
                disable_notification=silent,
                api_kwargs=_fields(message),
                rate_limit_args=before,
            )
            return Sent(sent.message_id)
        kind, file = _file(message)
        fields = _fields(message)
        if "entities" in fields:
            fields["caption_entities"] = fields.pop("entities")
        sends: dict[str, Callable[..., Coroutine[Any, Any, TelegramMessage]]] = {
            "photo": self._bot.send_photo,
            "document": self._bot.send_document,
            "video": self._bot.send_video,
            "animation": self._bot.send_animation,
            "audio": self._bot.send_audio,
            "voice": self._bot.send_voice,
        }
        sent = await sends[kind](
            chat_id,
            file,
            caption=message.text or None,
            disable_notification=silent,
            api_kwargs=fields,
            rate_limit_args=before,
        )
        return Sent(sent.message_id, _file_id(sent) if message.upload else None)

    async def _try(self, chat_id: int, saying: Awaitable[Sent]) -> Outcome:
        try:
            return await saying
        except PausedError as error:
            return NotSent(error.seconds, "paused")
        except LateError:
            return NotSent(None, "late")
        except RetryAfter as error:
            seconds = _seconds(error)
            await self.pace.refused(chat_id, seconds)
            return NotSent(seconds, "429")
        except TelegramError as error:
            return _outcome(error)
        except Exception as error:
            logger.exception("a message could not be handed over, or its answer not be read")
            return Unknown(type(error).__name__)


def _file(message: OutMessage) -> tuple[str, str | InputFile]:
    """The kind of its file, and the file as the library wants it."""
    if message.media is not None:
        return message.media
    kind, name, content = message.upload or ("", "", b"")
    return kind, InputFile(content, filename=name)


def _file_id(sent: TelegramMessage) -> str | None:
    if sent.photo:
        return sent.photo[-1].file_id
    return sent.document.file_id if sent.document else None


def _fields(message: OutMessage) -> dict[str, Any]:
    """Give what is sent as plain JSON, past the library's own classes."""
    fields: dict[str, Any] = {}
    if message.entities:
        fields["entities"] = list(message.entities)
    if message.reply_markup is not None:
        fields["reply_markup"] = message.reply_markup
    if message.protected:
        fields["protect_content"] = True
    return fields


def _outcome(error: TelegramError) -> Outcome:
    """Read the library's error; the order matters, since BadRequest is a NetworkError."""
    words = error.message.lower()
    match error:
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden():
            return Unreachable(_word(words, FORBIDDEN) or "forbidden")
        case InvalidToken():
            return Stopped(type(error).__name__)
        case Conflict():
            return NotSent(None, "Conflict")
        case BadRequest():
            closed = _word(words, CLOSED_CHAT)
            return Unreachable(closed) if closed else Refused(words.removeprefix("bad request: "))
        case NetworkError() if isinstance(error.__cause__, NEVER_LEFT):
            return NotSent(None, type(error.__cause__).__name__)
        case NetworkError():
            return Unknown(type(error.__cause__ or error).__name__)
    # A 200 whose body is no JSON: Telegram has the message, we do not have its id.
    return Sent(None) if "invalid server response" in words else Unknown(type(error).__name__)


def _word(words: str, meanings: dict[str, str]) -> str | None:
    return next((meaning for said, meaning in meanings.items() if said in words), None)


def _seconds(error: RetryAfter) -> float:
    pause = error.retry_after
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)

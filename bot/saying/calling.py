"""Calls to Telegram: what is said most goes out as JSON, and of its answer only the place is read.

aiogram makes a form of every request, value by value, and one of its largest types of every message
that comes back, which took longer than the call itself. What the bot has just said it knows.
"""

import asyncio
import json
from dataclasses import dataclass
from typing import Any, cast

from aiogram import Bot
from aiogram.client.default import Default
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Message
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientProxyConnectionError,
    ClientRequest,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
)
from aiohttp.connector import Connection
from aiohttp.tracing import Trace
from aiohttp_socks import (
    ProxyConnectionError,
    ProxyConnector,
    ProxyError,
    ProxyTimeoutError,
)
from pydantic_core import PydanticSerializationError
from yarl import URL

from bot.settings import Settings


class RawUpdates(TelegramMethod[list[Any]]):
    """getUpdates without decoding, so that one odd update cannot stop all others."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


SHORTENED = (RawUpdates, SendMessage, EditMessageText, AnswerCallbackQuery)
_JSON = {"Content-Type": "application/json"}
CONNECT_SECONDS = 10.0
_UNLIMITED = ClientTimeout(total=None, connect=CONNECT_SECONDS)
"""aiohttp's own limit wakes up for every part of a call; one around it all does as well. That no
connection is made is told apart, because then nothing was said."""
_NEVER_LEFT = (ClientConnectorError, ConnectionTimeoutError)


@dataclass(frozen=True, slots=True)
class Said:
    """Where a message stands that was just said, by Telegram's ids."""

    chat_id: int
    message_id: int


class PlainProxyConnector(ProxyConnector):
    """Tells of a proxy's trouble by aiohttp's own error, so that it is a network error everywhere.

    Whatever is met here is met before a call has left.
    """

    async def connect(
        self,
        req: ClientRequest,
        traces: list[Trace],
        timeout: ClientTimeout,  # noqa: ASYNC109  aiohttp's signature
    ) -> Connection:
        """Connect through the proxy; raises only what aiohttp raises without one."""
        try:
            return await super().connect(req, traces, timeout)
        except (ClientError, TimeoutError):
            raise
        except (ProxyConnectionError, ProxyError, ProxyTimeoutError, OSError) as error:
            why = error if isinstance(error, OSError) else OSError(None, str(error))
            raise ClientProxyConnectionError(req.connection_key, why) from error


class CallingSession(AiohttpSession):
    """aiogram's own way to Telegram, shorter for messages of text, answers to buttons, and updates.

    A message of text gives a `Said` instead of the message. Errors are aiogram's.
    """

    def __init__(self, settings: Settings) -> None:
        """The way to the Bot API server, and through the proxy, that the settings name."""
        server = TelegramAPIServer.from_base(settings.bot_api_base)
        super().__init__(proxy=settings.proxy_url, api=server)
        if settings.proxy_url:
            self._connector_type = PlainProxyConnector

    async def create_session(self) -> ClientSession:
        """aiogram's, without looking for cookies at every call: Telegram sends none."""
        if self._should_reset_connector:
            await self.close()
        if self._session is None or self._session.closed:
            self._session = ClientSession(
                connector=self._connector_type(**self._connector_init),
                cookie_jar=DummyCookieJar(),
            )
            self._should_reset_connector = False
        return self._session

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109  aiogram's signature
    ) -> TelegramType:
        """Make the call; raises what aiogram's own session raises."""
        body, seconds = as_json(method), self.timeout if timeout is None else timeout
        if body is None:
            limits: Any = ClientTimeout(total=seconds, connect=CONNECT_SECONDS)  # goes to aiohttp
            return await super().make_request(bot, method, limits)
        status, content = await self._post(bot, method, body, seconds)
        given = _result(content)
        if given is None:  # a refusal, or nothing that we know
            given = self.check_response(bot, method, status, content.decode()).result
        return cast("TelegramType", given)

    async def _post(
        self, bot: Bot, method: TelegramMethod[Any], body: bytes, seconds: float
    ) -> tuple[int, bytes]:
        session = await self.create_session()
        url = URL(self.api.api_url(token=bot.token, method=method.__api_method__))
        try:
            async with (
                asyncio.timeout(seconds),
                session.post(url, data=body, headers=_JSON, timeout=_UNLIMITED) as answer,
            ):
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TelegramNetworkError(method=method, message="Request timeout error") from error
        except ClientError as error:
            said = f"{type(error).__name__}: {error}"
            raise TelegramNetworkError(method=method, message=said) from error


def never_left(error: Exception) -> bool:
    """Whether this call never reached the server, so that making it again says nothing twice."""
    return isinstance(error, TelegramNetworkError) and isinstance(error.__cause__, _NEVER_LEFT)


def as_json(method: TelegramMethod[Any]) -> bytes | None:
    """The parameters of one of the calls that are made most; None for any other call.

    What is left to the bot's defaults, of which ours has none, is left out.
    """
    if not isinstance(method, SHORTENED):
        return None
    given = {
        name
        for name, value in vars(method).items()
        if value is not None and not isinstance(value, Default)
    }
    try:
        return method.model_dump_json(include=given, exclude_none=True).encode()
    except PydanticSerializationError:  # defaults deeper within: aiogram resolves them
        return None


def place_of(said: Any) -> Said | None:  # noqa: ANN401  whatever a call gave
    """Where the message stands that a call gave back; None where it gave none."""
    if isinstance(said, Message):
        return Said(said.chat.id, said.message_id)
    return said if isinstance(said, Said) else None


def _result(content: bytes) -> Said | bool | list[Any] | None:
    """What Telegram gave where it agreed; None for everything else."""
    try:
        match json.loads(content):
            case {"ok": True, "result": {"message_id": int(number), "chat": {"id": int(chat)}}}:
                return Said(chat, number)
            case {"ok": True, "result": (True | list()) as given}:
                return given
    except ValueError:
        return None
    return None

"""The simulated Telegram without sockets, for aiogram and for python-telegram-bot."""

import io
from collections.abc import AsyncGenerator, Mapping
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from simulator.api import Answer, Delivery, call
from simulator.model import UploadedFile
from simulator.world import World


class AiogramSession(BaseSession):
    """An aiogram session that talks to the world directly.

    Connection faults come as TelegramNetworkError, at once instead of after a timeout.
    """

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    async def close(self) -> None:
        """Nothing is open here."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> TelegramType:
        """Send the call as aiogram's own session would, without the network."""
        inputs: dict[str, InputFile] = {}
        prepared = {
            name: self.prepare_value(value, bot=bot, files=inputs)
            for name, value in method.model_dump(warnings=False).items()
        }
        parameters = {name: value for name, value in prepared.items() if value}
        files = {
            name: UploadedFile(file.filename or name, await _read(file, bot))
            for name, file in inputs.items()
        }
        answer = await call(self.world, bot.token, method.__api_method__, parameters, files)
        if answer.delivery is Delivery.CLOSED:
            raise TelegramNetworkError(method=method, message="ServerDisconnectedError")
        if answer.delivery is Delivery.HANGS:
            raise TelegramNetworkError(method=method, message="Request timeout error")
        response = self.check_response(bot, method, answer.status, answer.body.decode())
        return cast("TelegramType", response.result)

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109 - aiogram's signature
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        """Give a stored file in chunks; raises FileNotFoundError where HTTP would say 404."""
        content = _download(self.world, url)
        if content is None:
            raise FileNotFoundError(url.rpartition("/")[2])
        for start in range(0, len(content), chunk_size):
            yield content[start : start + chunk_size]


class PtbRequest(BaseRequest):
    """A python-telegram-bot request that talks to the world directly.

    Connection faults come as NetworkError and TimedOut, at once instead of after a timeout.
    """

    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def read_timeout(self) -> float | None:
        """Nothing is waited for beyond the long poll itself."""
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send the call; gives HTTP status and body as the network would."""
        if "/file/bot" in url:
            content = _download(self.world, url)
            return (404, b'{"ok":false,"error_code":404}') if content is None else (200, content)
        token, _, api_method = urlsplit(url).path.rpartition("/bot")[2].partition("/")
        parameters = request_data.json_parameters if request_data else {}
        parts: Mapping[str, Any] = (request_data.multipart_data or {}) if request_data else {}
        files = {name: _uploaded(name, part) for name, part in parts.items()}
        answer = await call(self.world, unquote(token), api_method, parameters, files)
        return _arrived(answer)


def _arrived(answer: Answer) -> tuple[int, bytes]:
    if answer.delivery is Delivery.CLOSED:
        raise NetworkError("httpx.RemoteProtocolError: server disconnected")
    if answer.delivery is Delivery.HANGS:
        raise TimedOut
    return answer.status, answer.body


def _uploaded(name: str, part: Any) -> UploadedFile:  # noqa: ANN401 - the library's own tuple
    file_name, content, mime = part
    data = content if isinstance(content, bytes) else cast("io.BufferedReader", content).read()
    return UploadedFile(file_name or name, data, mime or "application/octet-stream")


async def _read(file: InputFile, bot: Bot) -> bytes:
    return b"".join([chunk async for chunk in file.read(bot)])


def _download(world: World, url: str) -> bytes | None:
    path = unquote(urlsplit(url).path)
    prefix = f"/file/bot{world.token}/"
    file = world.file_at(path.removeprefix(prefix)) if path.startswith(prefix) else None
    return None if file is None else file.content

"""Calling Telegram with JSON: what arrives, what comes back, and aiogram's own errors."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendDocument, SendMessage
from aiogram.types import (
    BufferedInputFile,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
    ReplyParameters,
)
from aiohttp import ClientProxyConnectionError, ClientTimeout
from pydantic import SecretStr

from bot.saying import calling as calls
from bot.saying.calling import CallingSession, Said, as_json, never_left, place_of
from bot.service.naming import username
from bot.settings import Settings
from bot.updates.hindrances import PROXY, in_words
from simulator.server import build_app, serve
from simulator.world import World
from tests.bot.stage import TOKEN, new_world

BOLD = MessageEntity(type="bold", offset=2, length=4)
KEYS = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="بله", callback_data="yes")]]
)


@asynccontextmanager
async def calling(world: World) -> AsyncIterator[Bot]:
    async with await serve(build_app(world), 0) as telegram:
        session = CallingSession(Settings(_env_file=None, bot_api_base=telegram.base_url))
        async with Bot(TOKEN, session=session).context() as bot:
            yield bot


async def test_what_is_said_arrives_whole_and_gives_its_place() -> None:
    world, aida = new_world()
    chat = world.private_chat(aida).id
    async with calling(world) as bot:
        said = await bot(
            SendMessage(
                chat_id=chat, text="🔎 “سلام” <b>", entities=[BOLD], parse_mode=None,
                reply_markup=KEYS,
            )
        )  # fmt: skip
        shown = world.messages(world.private_chat(aida))[-1]
        assert place_of(said) == Said(chat, shown.id)
        assert shown.text == "🔎 “سلام” <b>"
        assert shown.content["entities"] == [{"type": "bold", "offset": 2, "length": 4}]
        assert shown.markup == {"inline_keyboard": [[{"text": "بله", "callback_data": "yes"}]]}

        edited = await bot(
            EditMessageText(chat_id=chat, message_id=shown.id, text="دیگر", parse_mode=None)
        )
        changed = world.messages(world.private_chat(aida))[-1]
        assert place_of(edited) == Said(chat, shown.id)
        assert (changed.id, changed.text, changed.markup) == (shown.id, "دیگر", None)


async def test_a_quoting_message_goes_aiograms_own_way() -> None:
    world, aida = new_world()
    asked = world.say(aida, world.private_chat(aida), "چه خبر؟")
    reply = SendMessage(
        chat_id=asked.chat_id, text="هیچ", parse_mode=None, reply_markup=ForceReply(),
        reply_parameters=ReplyParameters(
            message_id=asked.id, allow_sending_without_reply=True
        ),
    )  # fmt: skip
    async with calling(world) as bot:
        said = place_of(await bot(reply))
        shown = world.messages(world.private_chat(aida))[-1]
    assert as_json(reply) is None
    assert said == Said(asked.chat_id, shown.id)
    assert (shown.text, shown.reply_to) == ("هیچ", asked.id)


@pytest.mark.parametrize(
    ("kind", "status", "words", "error"),
    [
        ("refuse", 400, "Bad Request: message is not modified", TelegramBadRequest),
        ("refuse", 403, "Forbidden: bot was blocked by the user", TelegramForbiddenError),
        ("too_many_requests", 429, "", TelegramRetryAfter),
        ("server_error", 502, "Bad Gateway", TelegramServerError),
        ("accept_then_close", 200, "", TelegramNetworkError),
        ("unreachable", 200, "", TelegramNetworkError),
        ("broken_json", 200, "", ClientDecodeError),
    ],
)
async def test_refusals_and_lost_answers_are_aiograms_errors(
    kind: str, status: int, words: str, error: type[Exception]
) -> None:
    world, aida = new_world()
    chat = world.private_chat(aida).id
    async with calling(world) as bot:
        world.faults.fail_next("sendMessage", kind, status=status, description=words)
        with pytest.raises(error):
            await bot(SendMessage(chat_id=chat, text="سلام"))
        assert place_of(await bot(SendMessage(chat_id=chat, text="سلام"))) is not None


async def test_an_answer_to_an_unknown_button_is_refused_as_aiogram_refuses_it() -> None:
    world, _aida = new_world()
    async with calling(world) as bot:
        with pytest.raises(TelegramBadRequest, match="query is too old"):
            await bot(AnswerCallbackQuery(callback_query_id="17", text="نه"))


@pytest.mark.parametrize("proxy_url", ["http://127.0.0.1:1", "socks5://127.0.0.1:1"])
async def test_a_proxy_that_is_away_is_a_network_error_on_every_way(proxy_url: str) -> None:
    quote = ReplyParameters(message_id=1)
    settings = Settings(_env_file=None, bot_token=SecretStr(TOKEN), proxy_url=proxy_url)
    async with Bot(TOKEN, session=CallingSession(settings)) as bot:
        for said in (SendMessage(chat_id=1, text="a", reply_parameters=of) for of in (None, quote)):
            with pytest.raises(TelegramNetworkError) as met:
                await bot(said)
            assert in_words(met.value).startswith(PROXY)
            assert never_left(met.value)
        with pytest.raises(ClientProxyConnectionError):
            await bot.download_file("a.docx")
    assert await username(settings) is None


async def test_a_connection_that_is_never_made_is_told_from_an_answer_that_never_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def no_way(*_: object) -> None:
        await asyncio.sleep(60)

    world, aida = new_world()
    hello = SendMessage(chat_id=world.private_chat(aida).id, text="سلام")
    async with calling(world) as bot:
        world.faults.fail_next("sendMessage", "accept_then_close")
        with pytest.raises(TelegramNetworkError) as met:
            await bot(hello)
        assert not never_left(met.value)
        soon = ClientTimeout(total=None, connect=(calls._UNLIMITED.connect or 0) / 200)
        monkeypatch.setattr(calls, "_UNLIMITED", soon)
        monkeypatch.setattr(calls, "CONNECT_SECONDS", soon.connect)
        monkeypatch.setattr("aiohttp.TCPConnector._create_connection", no_way)
        file = SendDocument(chat_id=hello.chat_id, document=BufferedInputFile(b"x", "x.txt"))
        for said in (hello, file):
            with pytest.raises(TelegramNetworkError) as met:
                await bot(said, request_timeout=30)
            assert never_left(met.value)

"""Both libraries without sockets: files, refusals and faults arrive as their own exceptions."""

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
from aiogram.types import BufferedInputFile
from telegram import Bot as PtbBot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from simulator.in_process import AiogramSession, PtbRequest
from simulator.model import Person
from simulator.world import World


@pytest.fixture
def aiogram_bot(world: World) -> Bot:
    return Bot(world.token, session=AiogramSession(world))


@pytest.fixture
def ptb_bot(world: World) -> PtbBot:
    return PtbBot(world.token, request=PtbRequest(world), get_updates_request=PtbRequest(world))


async def test_aiogram_sends_and_downloads_files(aida: Person, aiogram_bot: Bot) -> None:
    sent = await aiogram_bot.send_document(aida.id, BufferedInputFile("سند".encode(), "سند.txt"))
    assert sent.document is not None

    content = await aiogram_bot.download(sent.document)

    assert sent.document.file_name == "سند.txt"
    assert content is not None
    assert content.read() == "سند".encode()


async def test_ptb_sends_and_downloads_files(aida: Person, ptb_bot: PtbBot) -> None:
    async with ptb_bot:
        sent = await ptb_bot.send_document(aida.id, "سند".encode(), filename="سند.txt")
        assert sent.document is not None

        content = await (await sent.document.get_file()).download_as_bytearray()

    assert sent.document.file_name == "سند.txt"
    assert bytes(content) == "سند".encode()


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("refuse", TelegramBadRequest),
        ("too_many_requests", TelegramRetryAfter),
        ("server_error", TelegramServerError),
        ("unreachable", TelegramNetworkError),
        ("accept_then_close", TelegramNetworkError),
        ("accept_then_hang", TelegramNetworkError),
        ("broken_json", ClientDecodeError),
    ],
)
async def test_aiogram_feels_each_fault_once(
    world: World, aida: Person, aiogram_bot: Bot, kind: str, error: type[Exception]
) -> None:
    world.faults.fail_next("sendMessage", kind)

    with pytest.raises(error):
        await aiogram_bot.send_message(aida.id, "x")

    assert (await aiogram_bot.send_message(aida.id, "y")).text == "y"


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("refuse", BadRequest),
        ("too_many_requests", RetryAfter),
        ("server_error", NetworkError),
        ("unreachable", NetworkError),
        ("accept_then_close", NetworkError),
        ("accept_then_hang", TimedOut),
    ],
)
async def test_ptb_feels_each_fault_once(
    world: World,
    aida: Person,
    ptb_bot: PtbBot,
    kind: str,
    error: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else RetryAfter warns of its next form
    world.faults.fail_next("sendMessage", kind)

    async with ptb_bot:
        with pytest.raises(error):
            await ptb_bot.send_message(aida.id, "x")

        assert (await ptb_bot.send_message(aida.id, "y")).text == "y"


async def test_blocked_bot_is_forbidden_in_both(
    world: World, aida: Person, aiogram_bot: Bot, ptb_bot: PtbBot
) -> None:
    world.block_bot(aida)

    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await aiogram_bot.send_message(aida.id, "x")
    async with ptb_bot:
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await ptb_bot.send_message(aida.id, "x")

"""Plain echo bots of both libraries, unchanged, against the simulator over HTTP and in process."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message as AiogramMessage
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

from simulator.in_process import AiogramSession, PtbRequest
from simulator.model import Person
from simulator.server import RunningServer
from simulator.world import World
from tests.simulator.waiting import heard


@contextlib.asynccontextmanager
async def aiogram_echo(
    world: World, session: AiogramSession | AiohttpSession
) -> AsyncIterator[None]:
    bot = Bot(world.token, session=session)
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: AiogramMessage) -> None:
        await message.answer(message.text or "")

    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, polling_timeout=2)
    )
    yield
    await dispatcher.stop_polling()
    await polling


async def ptb_echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


@contextlib.asynccontextmanager
async def running_ptb(world: World, builder: ApplicationBuilder) -> AsyncIterator[None]:  # type: ignore[type-arg]
    application: Application = builder.token(world.token).build()  # type: ignore[type-arg]
    application.add_handler(MessageHandler(filters.TEXT, ptb_echo))
    async with application:
        assert application.updater is not None
        await application.start()
        await application.updater.start_polling(timeout=1)
        yield
        await application.updater.stop()
        await application.stop()


async def test_aiogram_echo_bot_answers_over_http(
    world: World, aida: Person, server: RunningServer
) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(server.base_url))
    async with aiogram_echo(world, session):
        world.say(aida, world.private_chat(aida), "سلام")
        world.say(aida, world.private_chat(aida), "دوباره سلام")

        assert sorted(await heard(world, aida, 2)) == ["دوباره سلام", "سلام"]


async def test_aiogram_echo_bot_answers_in_process(world: World, aida: Person) -> None:
    async with aiogram_echo(world, AiogramSession(world)):
        world.say(aida, world.private_chat(aida), "سلام")

        assert await heard(world, aida, 1) == ["سلام"]


async def test_python_telegram_bot_echo_bot_answers_over_http(
    world: World, aida: Person, server: RunningServer
) -> None:
    builder = ApplicationBuilder().base_url(f"{server.base_url}/bot")
    async with running_ptb(world, builder.base_file_url(f"{server.base_url}/file/bot")):
        world.say(aida, world.private_chat(aida), "سلام")

        assert await heard(world, aida, 1) == ["سلام"]


async def test_python_telegram_bot_echo_bot_answers_in_process(world: World, aida: Person) -> None:
    builder = ApplicationBuilder().request(PtbRequest(world))
    async with running_ptb(world, builder.get_updates_request(PtbRequest(world))):
        world.say(aida, world.private_chat(aida), "سلام")

        assert await heard(world, aida, 1) == ["سلام"]

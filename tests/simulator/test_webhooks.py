"""Updates at a webhook: the secret, the order, failures and repetition, answers that are calls."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message as AiogramMessage
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

from simulator.model import Person
from simulator.server import RunningServer, build_app, serve
from simulator.world import World
from tests.patience import PATIENCE_SECONDS
from tests.simulator.waiting import heard, until

Ask = Callable[..., Awaitable[Any]]
SECRET = "of-the-Webhook_1"
PATIENCE = 0.02


@dataclass
class Hook:
    """A webhook that answers as it is told and keeps what came."""

    url: str = ""
    answers: list[web.Response] = field(default_factory=list)
    came: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def receive(self, request: web.Request) -> web.Response:
        """Take one update in and answer with the next prepared response, or with plain 200."""
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.came.append(await request.json())
        async with self.news:
            self.news.notify_all()
        return self.answers.pop(0) if self.answers else web.Response()

    async def wait(self, count: int) -> list[str]:
        """Wait until so many updates came; gives their texts."""
        async with asyncio.timeout(PATIENCE_SECONDS), self.news:
            await self.news.wait_for(lambda: len(self.came) >= count)
        return [update["message"]["text"] for update in self.came]


@pytest.fixture
async def telegram(world: World) -> AsyncIterator[RunningServer]:
    async with await serve(build_app(world, webhook_patience=PATIENCE), 0) as running:
        yield running


@pytest.fixture
async def hook(telegram: RunningServer) -> AsyncIterator[Hook]:
    made = Hook()
    app = web.Application()
    app.router.add_post("/hook", made.receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def emptied(world: World) -> None:
    """Wait until nothing is left to deliver."""
    await until(world, lambda: not world.updates.pending)


async def test_updates_come_with_the_secret_and_are_not_kept(
    world: World, aida: Person, hook: Hook, ask: Ask
) -> None:
    world.say(aida, world.private_chat(aida), "پیش از وب‌هوک")
    await ask("setWebhook", url=hook.url, secret_token=SECRET, allowed_updates=["message"])
    world.say(aida, world.private_chat(aida), "پس از آن")

    assert await hook.wait(2) == ["پیش از وب‌هوک", "پس از آن"]
    assert hook.secrets == [SECRET, SECRET]
    await emptied(world)
    assert await ask("getWebhookInfo") == {
        "url": hook.url,
        "has_custom_certificate": False,
        "pending_update_count": 0,
        "max_connections": 40,
        "allowed_updates": ["message"],
    }


async def test_failed_update_comes_again_before_the_chats_next_one(
    world: World, aida: Person, babak: Person, hook: Hook, ask: Ask
) -> None:
    hook.answers = [web.Response(status=500), web.Response(status=503), web.Response()]
    world.say(aida, world.private_chat(aida), "یک")
    world.say(aida, world.private_chat(aida), "دو")

    await ask("setWebhook", url=hook.url)

    assert await hook.wait(4) == ["یک", "یک", "یک", "دو"]
    await emptied(world)
    info = await ask("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
    assert abs(info["last_error_date"] - world.clock.now().timestamp()) < 10


async def test_a_chat_that_fails_does_not_hold_up_another(
    world: World, aida: Person, babak: Person, hook: Hook, ask: Ask
) -> None:
    hook.answers = [web.Response(status=500, headers={"Retry-After": "20"})]  # 0.4 s here
    world.say(aida, world.private_chat(aida), "یک")
    world.say(babak, world.private_chat(babak), "دو")

    await ask("setWebhook", url=hook.url, max_connections=1)

    assert await hook.wait(3) == ["یک", "دو", "یک"]


async def test_nobody_at_the_webhook_is_told_and_tried_again(
    world: World, aida: Person, telegram: RunningServer, unused_tcp_port: int, ask: Ask
) -> None:
    world.say(aida, world.private_chat(aida), "یک")

    await ask("setWebhook", url=f"http://127.0.0.1:{unused_tcp_port}/")
    await until(world, lambda: bool(world.webhook.last_error))

    info = await ask("getWebhookInfo")
    assert (info["pending_update_count"], info["last_error_message"]) == (1, "Connection refused")
    await ask("deleteWebhook")
    assert [update["message"]["text"] for update in await ask("getUpdates")] == ["یک"]


async def test_answer_of_a_webhook_may_be_a_call(
    world: World, aida: Person, hook: Hook, ask: Ask
) -> None:
    call = {"method": "sendMessage", "chat_id": aida.id, "text": "پاسخ"}
    away = {"method": "deleteWebhook"}
    for body in (call, away):
        hook.answers.append(web.Response(text=json.dumps(body), content_type="application/json"))
    world.say(aida, world.private_chat(aida), "یک")
    world.say(aida, world.private_chat(aida), "دو")

    await ask("setWebhook", url=hook.url)

    await hook.wait(2)
    assert await heard(world, aida, 1) == ["پاسخ"]
    assert world.webhook.url == hook.url


async def test_network_that_is_down_delivers_later(
    world: World, aida: Person, hook: Hook, ask: Ask
) -> None:
    await ask("setWebhook", url=hook.url)
    world.faults.network_down = True
    world.say(aida, world.private_chat(aida), "یک")
    await asyncio.sleep(0.05)
    missed = list(hook.came)

    world.faults.network_down = False
    world.say(aida, world.private_chat(aida), "دو")

    assert await hook.wait(2) == ["یک", "دو"]
    assert missed == []


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"url": "http://a.ir/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://a.ir:5000/"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"url": "https://[/"}, "bad webhook: invalid webhook URL specified"),
        (
            {"url": "https://a.ir/", "secret_token": "راز"},
            "secret token contains unallowed characters",
        ),
        ({"url": "https://a.ir/", "secret_token": "a" * 257}, "secret token is too long"),
    ],
)
async def test_unfit_webhook_is_refused(ask: Ask, given: dict[str, str], why: str) -> None:
    assert await ask("setWebhook", **given) == (400, f"Bad Request: {why}")
    assert (await ask("getWebhookInfo"))["url"] == ""


async def test_update_is_forgotten_after_a_day(world: World, aida: Person, ask: Ask) -> None:
    world.say(aida, world.private_chat(aida), "دیروز")
    world.clock.advance(timedelta(hours=23))
    world.say(aida, world.private_chat(aida), "امروز")

    world.clock.advance(timedelta(hours=1))

    assert [update["message"]["text"] for update in await ask("getUpdates")] == ["امروز"]


async def test_aiogram_echo_bot_answers_by_webhook(
    world: World, aida: Person, telegram: RunningServer, unused_tcp_port: int
) -> None:
    server = TelegramAPIServer.from_base(telegram.base_url)
    bot = Bot(world.token, session=AiohttpSession(api=server))
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: AiogramMessage) -> None:
        await message.answer(message.text or "")

    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(app, path="/hook")
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", unused_tcp_port).start()
    await bot.set_webhook(f"http://127.0.0.1:{unused_tcp_port}/hook", secret_token=SECRET)

    world.say(aida, world.private_chat(aida), "سلام")

    assert await heard(world, aida, 1) == ["سلام"]
    assert (await bot.get_webhook_info()).last_error_message is None
    await runner.cleanup()
    await bot.session.close()


async def ptb_echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


async def test_python_telegram_bot_echo_bot_answers_by_webhook(
    world: World, aida: Person, telegram: RunningServer, unused_tcp_port: int
) -> None:
    pytest.importorskip("tornado", reason="python-telegram-bot's webhook server needs tornado")
    builder = ApplicationBuilder().token(world.token).base_url(f"{telegram.base_url}/bot")
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, ptb_echo))
    async with application:
        assert application.updater is not None
        await application.start()
        await application.updater.start_webhook(
            "127.0.0.1",
            unused_tcp_port,
            url_path="hook",
            webhook_url=f"http://127.0.0.1:{unused_tcp_port}/hook",
            secret_token=SECRET,
        )

        world.say(aida, world.private_chat(aida), "سلام")

        assert await heard(world, aida, 1) == ["سلام"]
        await application.updater.stop()
        await application.stop()

"""The HTTP client acts as people do and waits for what they see."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
)

from simulator.api import Delivery, call
from simulator.client import SimulatorClient, Toast
from simulator.errors import NotPossibleError
from simulator.in_process import AiogramSession
from simulator.model import Chat, Person
from simulator.server import RunningServer
from simulator.world import World

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="گزارش پیشرفت", callback_data="progress")]]
)


@pytest.fixture
async def client(server: RunningServer) -> AsyncIterator[SimulatorClient]:
    async with SimulatorClient(server.base_url) as client:
        yield client


@pytest.fixture
async def clerk(world: World) -> AsyncIterator[None]:
    """Run a bot that answers texts with a card, presses with a toast and an edit."""
    dispatcher = Dispatcher()

    @dispatcher.callback_query()
    async def on_press(query: CallbackQuery) -> None:
        await query.answer("ثبت شد")
        assert isinstance(query.message, Message)
        await query.message.edit_text("کارت: ۶۰٪")

    @dispatcher.inline_query()
    async def on_inline(query: InlineQuery) -> None:
        words = InputTextMessageContent(message_text=f"{query.query}: ۴۰٪")
        found = InlineQueryResultArticle(id="1", title="مصوبهٔ ۱", input_message_content=words)
        await query.answer([found])

    @dispatcher.message(F.document)
    async def on_document(message: Message) -> None:
        assert message.document is not None
        await message.reply(f"رسید: {message.document.file_name}")

    @dispatcher.message()
    async def on_text(message: Message) -> None:
        quoted = message.reply_to_message.text if message.reply_to_message else "کارت"
        await message.answer(f"{quoted}: ۴۰٪", reply_markup=KEYBOARD)

    bot = Bot(world.token, session=AiogramSession(world))
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
    yield
    await dispatcher.stop_polling()
    await polling


async def test_whole_exchange(aida: Person, clerk: None, client: SimulatorClient) -> None:
    person = await client.person("آیدا کریمی")
    said = await client.say(person, "مصوبه ۱")
    card = await client.wait_for(person, "۴۰٪", after=said)
    press = await client.press(person, card, "گزارش پیشرفت")
    toast = await client.toast(press)
    edited = await client.wait_for(person, lambda m: m.text == "کارت: ۶۰٪")
    replied = await client.reply(person, edited, "۷۰٪")
    answer = await client.wait_for(person, "کارت: ۶۰٪: ۴۰٪", after=replied)
    await client.upload(person, "نامه.pdf", b"%PDF", mime="application/pdf")
    received = await client.wait_for(person, "رسید: نامه.pdf")
    await client.upload_ready(person, "minutes.txt")
    ready = await client.wait_for(person, "رسید: minutes.txt")

    assert person == aida.id
    assert (card.buttons, toast) == ((("گزارش پیشرفت",),), Toast("ثبت شد", alert=False))
    assert edited.id == card.id
    seen = [message.id for message in await client.messages(person)]
    assert seen == sorted(seen)
    assert {answer.id, received.id, ready.id} <= set(seen)


async def test_group_block_clock_and_faults(
    world: World, aida: Person, group: Chat, client: SimulatorClient
) -> None:
    club = await client.group("کمیسیون صنعت")
    before = world.clock.now()
    await client.say(aida.id, "/bind", club)
    moved = await client.advance(timedelta(days=1))
    await client.block_bot(aida.id)
    await client.fail_next("sendMessage", "server_error", 2)
    await client.remove_bot(club, aida.id)

    with pytest.raises(NotPossibleError, match="unblock it first"):
        await client.say(aida.id, "سلام")

    assert club == group.id
    assert moved - before >= timedelta(days=1)
    assert world.is_blocking(aida)
    assert world.faults.take("sendMessage") is not None
    assert not world.bot_is_in(group)


async def test_waiting_in_vain_tells_what_was_there(aida: Person, client: SimulatorClient) -> None:
    await client.say(aida.id, "سلام")

    with pytest.raises(TimeoutError, match="سلام"):
        await client.wait_for(aida.id, "پاسخ", timeout=0.1)


async def test_inline_offer_is_chosen_in_a_group(
    world: World, aida: Person, group: Chat, clerk: None, client: SimulatorClient
) -> None:
    world.allow_inline()

    offers = await client.ask_inline(aida.id, group.id, "مصوبهٔ ۱")
    sent = await client.choose_inline(offers, "مصوبهٔ ۱")

    assert (sent.chat_id, sent.text, sent.raw["via_bot"]) == (group.id, "مصوبهٔ ۱: ۴۰٪", True)


async def test_desk_tells_the_weather_and_what_the_bot_sent(
    world: World, aida: Person, client: SimulatorClient
) -> None:
    ask = {"chat_id": aida.id, "text": "یادآوری"}
    await call(world, world.token, "sendMessage", ask)
    await client.weather(busy_seconds=60)
    await call(world, world.token, "sendMessage", ask)
    await client.weather(network_down=True, busy_seconds=0)
    unheard = await call(world, world.token, "sendMessage", ask)

    seen = await client.backstage()

    assert seen["weather"] == {"network_down": True, "busy_until": None}
    told = [(one["method"], one["to"], one["text"], one["status"]) for one in seen["calls"]]
    assert told == [
        ("sendMessage", "آیدا کریمی", "یادآوری", 200),
        ("sendMessage", "آیدا کریمی", "یادآوری", 429),
    ]
    assert seen["calls"][1]["description"].startswith("Too Many Requests: retry after ")
    assert unheard.delivery is Delivery.CLOSED
    assert [one["what"] for one in seen["waiting"]] == ["یادآوری"]

"""The gate: every handler has a row, and nobody gets past it."""

from itertools import count
from typing import Any

import pytest
from aiogram.types import Message

from bot.conversations import build_dispatcher
from bot.updates.gate import UngatedHandlerError, ensure_all_gated, right
from handlers import resolutions
from simulator.model import Chat
from simulator.wire import chat_json, user_json
from storage.words import Role
from tests.handlers.people import invite
from tests.town import Persona, Town, plain

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NEUTRAL = "من فقط در گروه‌هایی کار می‌کنم که دبیرخانه وصل کرده باشد."
_update_ids = count(900_000_001)


async def _forgotten(message: Message) -> None:
    """A handler that somebody forgot to give a right."""


@pytest.mark.parametrize("flags", [{}, right("no_such_action")])
async def test_a_handler_without_a_row_stops_the_start(town: Town, flags: dict[str, str]) -> None:
    resolutions.router.message.register(_forgotten, flags=flags)
    try:
        with pytest.raises(UngatedHandlerError, match="_forgotten"):
            build_dispatcher(town.database, town.clock.now)
    finally:
        resolutions.router.message.handlers.pop()
    ensure_all_gated(build_dispatcher(town.database, town.clock.now))


async def _arrives(town: Town, kind: str, body: dict[str, Any]) -> None:
    await town.app.receiver.take([{"update_id": next(_update_ids), kind: body}])
    await town.settle()


def _message(town: Town, chat: Chat, text: str, **more: Any) -> dict[str, Any]:
    return {"message_id": 77_777, "date": 1_795_000_000, "chat": chat_json(town.world, chat),
            "text": text, **more}  # fmt: skip


async def test_nobody_in_particular_gets_silence_in_a_bound_group(published: Town) -> None:
    town, chat = published, published.groups["isfahan"]
    speaker = town.person("دبیر کمیسیون").in_group(chat)
    quoted = {"message_id": speaker.last.id, "date": 1_795_000_000, "text": "…",
              "chat": chat_json(town.world, chat), "from": town.world.bot}  # fmt: skip
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    channel = {"id": 136817688, "is_bot": True, "first_name": "Channel"}
    entitled = user_json(speaker.phone)
    here = chat_json(town.world, chat)
    before = len(speaker.messages)

    for more in (
        {"from": anonymous, "sender_chat": here},
        {"from": channel, "sender_chat": {"id": -1001, "type": "channel", "title": "x"}},
        {"from": {"id": 5, "is_bot": True, "first_name": "Another bot"}},
        {"from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}},
        {"from": entitled, "sender_chat": here},
        {"from": entitled, "is_automatic_forward": True},
    ):
        report = _message(town, chat, "۴۰٪ انجام شد", reply_to_message=quoted, **more)
        await _arrives(town, "message", report)

    assert len(speaker.messages) == before
    assert "۴۰٪" not in town.person("دبیرخانه · اصفهان").last.text


async def test_garbled_button_data_has_no_effect(
    published: Town, caplog: pytest.LogCaptureFixture
) -> None:
    secretary = published.person("دبیرخانه · اصفهان")
    stranger = published.newcomer("غریبه")
    shown = {"message_id": secretary.last.id, "date": 1_795_000_000, "text": "…",
             "chat": chat_json(published.world, secretary.chat)}  # fmt: skip

    for data in ("", "x", "d:", "d:pub:1:0", "d:pub:999:0:1:0", "d:pub:1:0:1:0", "d:body:1:99:0:0",
                 "d:own=:1:0:0:9",
                 "d:due:1:-1:0:0", "d:body+:1:0:-5:0", "v:yes:999", "v:yes:abc", "p:1:done!:5",
                 "p:999999::", "i:0", "i:-1", "h:12345", "r:1e9", "c:council:²", "c:body:9999",
                 "c:language:xx", "pf:1", "px:1", "pi:1", "pq:1:implemented", "s:99999999",
                 "d:sum:1:0:99999999:0", "\u202e<b>", "i:" + "9" * 9, "i:" + "9" * 25):  # fmt: skip
        for person in (secretary.phone, stranger.phone):
            await _arrives(published, "callback_query", {
                "id": "1", "chat_instance": "1", "from": user_json(person), "message": shown,
                "data": data})  # fmt: skip

    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
    assert "۰٪" in await secretary.says("1/1")


async def test_an_unbound_group_hears_one_neutral_line(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    stranger = isfahan.newcomer("غریبه")
    chat = isfahan.world.add_group("گروه دیگر", [secretary.phone, stranger.phone])
    inside, outsider = secretary.in_group(chat), stranger.in_group(chat)

    isfahan.world.add_bot(chat, secretary.phone)
    await isfahan.settle()
    line = [plain(m.text) for m in inside.messages]

    assert line == [NEUTRAL]
    for words in ("/start", "/help", "/my", "/minutes", "/search", "1/1"):
        assert await inside.says(words) == ""
        assert await outsider.says(words) == ""
    assert await outsider.says("/bind abc") == ""
    assert await inside.replies(inside.messages[0], "۴۰٪ انجام شد") == ""


async def test_a_group_is_bound_by_a_code_that_works_once(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    world = isfahan.world
    first = world.add_group("یکم", [secretary.phone], with_bot=True)
    second = world.add_group("دوم", [secretary.phone], with_bot=True)
    await secretary.says("/bind")
    shown = await secretary.taps("مرکز متسا")
    command = next(line for line in shown.splitlines() if line.startswith("/bind"))

    assert "مرکز متسا" in await secretary.in_group(first).says(command)
    assert "معتبر نیست" in await secretary.in_group(second).says(command)
    assert await secretary.in_group(second).says("/my") == ""


async def test_a_stranger_cannot_use_the_code_and_does_not_spend_it(isfahan: Town) -> None:
    secretary = isfahan.person("دبیرخانه · اصفهان")
    stranger = isfahan.newcomer("غریبه")
    member = await invite(isfahan, "isfahan", Role.MEMBER)
    people = [secretary.phone, stranger.phone, member.phone]
    chat = isfahan.world.add_group("یکم", people, with_bot=True)
    await secretary.says("/bind")
    shown = await secretary.taps("مرکز متسا")
    command = next(line for line in shown.splitlines() if line.startswith("/bind"))

    assert await stranger.in_group(chat).says(command) == ""
    assert "اختیارات" in await member.in_group(chat).says(command)
    assert "مرکز متسا" in await secretary.in_group(chat).says(command)


async def test_a_stranger_in_a_bound_group_reads_only_the_polite_sentence(
    published: Town,
) -> None:
    chat = published.groups["isfahan"]
    stranger = published.newcomer("غریبه")
    published.world.join(chat, stranger.phone)
    inside = Persona(published, stranger.phone, chat)
    card = inside.message_with("۱/۲")

    assert "ویژهٔ اعضای شوراست" in await inside.replies(card, "۱۰۰٪ انجام شد")
    assert "ویژهٔ اعضای شوراست" in await inside.taps("ثبت گزارش", on=card)
    assert "۰٪" in await published.person("عضو هیأت").says("1/2")

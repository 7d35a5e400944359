"""How updates reach the bot: confirmation, kinds, privacy in groups, one reader only."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from simulator.api import call
from simulator.model import Chat, Person
from simulator.world import World

Ask = Callable[..., Awaitable[Any]]


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"].get("text", "") for update in updates]


async def test_updates_come_again_until_confirmed(world: World, aida: Person, ask: Ask) -> None:
    for word in ("یک", "دو", "سه"):
        world.say(aida, world.private_chat(aida), word)

    first = await ask("getUpdates", limit=2)
    again = await ask("getUpdates")
    after = await ask("getUpdates", offset=first[-1]["update_id"] + 1)

    assert texts(first) == ["یک", "دو"]
    assert texts(again) == ["یک", "دو", "سه"]
    assert texts(after) == ["سه"]
    ids = [update["update_id"] for update in again]
    assert ids == list(range(ids[0], ids[0] + 3))


async def test_negative_offset_keeps_only_the_end(world: World, aida: Person, ask: Ask) -> None:
    for word in ("یک", "دو", "سه"):
        world.say(aida, world.private_chat(aida), word)

    last = await ask("getUpdates", offset=-1)

    assert texts(last) == texts(await ask("getUpdates")) == ["سه"]


async def test_long_poll_ends_when_something_is_said(world: World, aida: Person, ask: Ask) -> None:
    poll = asyncio.ensure_future(ask("getUpdates", timeout=5))
    await asyncio.sleep(0)

    world.say(aida, world.private_chat(aida), "سلام")

    assert texts(await asyncio.wait_for(poll, 1)) == ["سلام"]


async def test_second_poller_ends_the_first(ask: Ask) -> None:
    first = asyncio.ensure_future(ask("getUpdates", timeout=5))
    await asyncio.sleep(0.01)

    await ask("getUpdates")

    assert await asyncio.wait_for(first, 1) == (
        409,
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    )


async def test_no_polling_beside_a_webhook(ask: Ask) -> None:
    await ask("setWebhook", url="https://a.ir/hook")
    refused = await ask("getUpdates")
    info = await ask("getWebhookInfo")
    await ask("deleteWebhook")

    assert refused == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first",
    )
    assert info["url"] == "https://a.ir/hook"
    assert await ask("getUpdates") == []


async def test_only_allowed_kinds_are_queued(world: World, aida: Person, ask: Ask) -> None:
    await ask("getUpdates", allowed_updates=["my_chat_member"])

    world.say(aida, world.private_chat(aida), "سلام")
    world.block_bot(aida)

    assert [set(update) for update in await ask("getUpdates")] == [{"update_id", "my_chat_member"}]


async def test_private_group_talk_is_hidden_from_the_bot(
    world: World, aida: Person, babak: Person, group: Chat, ask: Ask
) -> None:
    sent = await ask("sendMessage", chat_id=group.id, text="یادآوری")
    reminder = world.find_message(group.id, sent["message_id"])

    world.say(aida, group, "گفت‌وگوی خودمان")
    other = world.say(aida, group, "حرف")
    world.say(babak, group, "پاسخ به آیدا", reply_to=other)
    world.say(aida, group, "/my@another_bot")
    world.say(aida, group, "/my")
    world.say(aida, group, "/my@mosavabe_demo_bot")
    world.say(aida, group, "@mosavabe_demo_bot بگو")
    world.say(babak, group, "۴۰٪", reply_to=reminder)

    heard = texts(await ask("getUpdates"))
    assert heard == ["/my", "/my@mosavabe_demo_bot", "@mosavabe_demo_bot بگو", "۴۰٪"]


async def test_administrator_bot_hears_everything(
    world: World, aida: Person, group: Chat, ask: Ask
) -> None:
    await ask("getUpdates", allowed_updates=["message"])
    world.promote_bot(group, aida)

    world.say(aida, group, "گفت‌وگوی خودمان")

    assert texts(await ask("getUpdates")) == ["گفت‌وگوی خودمان"]


async def test_adding_and_removing_the_bot_is_told(world: World, aida: Person, ask: Ask) -> None:
    club = world.add_group("گروه تازه", [aida])

    world.add_bot(club, aida)
    world.remove_bot(club, aida)

    told = [update.get("my_chat_member") for update in await ask("getUpdates")]
    changes = [
        (change["old_chat_member"]["status"], change["new_chat_member"]["status"])
        for change in told
        if change
    ]
    assert changes == [("left", "member"), ("member", "kicked")]
    refused = await ask("sendMessage", chat_id=club.id, text="x")
    assert refused == (403, "Forbidden: bot was kicked from the supergroup chat")


async def test_edited_text_comes_as_edited_message(world: World, aida: Person, ask: Ask) -> None:
    said = world.say(aida, world.private_chat(aida), "۴۰٪")

    world.edit(aida, said, "۵۰٪")

    assert (await ask("getUpdates"))[1]["edited_message"]["text"] == "۵۰٪"


async def test_contact_and_forward_arrive(world: World, aida: Person, ask: Ask) -> None:
    chat = world.private_chat(aida)
    world.share_contact(aida, chat)
    said = world.say(aida, chat, "متن صورت‌جلسه")
    world.forward(aida, said, chat)

    contact, _, forwarded = [update["message"] for update in await ask("getUpdates")]
    assert contact["contact"] == {
        "phone_number": "+989120000001",
        "first_name": "آیدا",
        "last_name": "کریمی",
        "user_id": aida.id,
    }
    assert forwarded["forward_origin"]["type"] == "user"


async def test_long_paste_arrives_in_pieces_like_from_a_phone(
    world: World, aida: Person, ask: Ask
) -> None:
    lines = [f"{number}. " + "مصوبه " * 100 for number in range(1, 20)]

    world.say(aida, world.private_chat(aida), "\n".join(lines))

    pieces = texts(await ask("getUpdates"))
    assert [len(piece) <= 4096 for piece in pieces] == [True, True, True]
    assert "\n".join(pieces).split() == "\n".join(lines).split()


async def test_press_reaches_the_bot_and_its_answer_the_person(
    world: World, aida: Person, ask: Ask
) -> None:
    markup = {"inline_keyboard": [[{"text": "کارت", "callback_data": "card:1"}]]}
    sent = await ask("sendMessage", chat_id=aida.id, text="x", reply_markup=markup)
    card = world.find_message(aida.id, sent["message_id"])
    assert card is not None

    press = world.press(aida, card, "card:1")
    query = (await ask("getUpdates"))[0]["callback_query"]
    done = await ask("answerCallbackQuery", callback_query_id=query["id"], text="ثبت شد")

    assert (query["data"], query["from"]["id"], query["message"]) == ("card:1", aida.id, sent)
    assert done is True
    assert (world.presses[press.id].text, world.presses[press.id].show_alert) == ("ثبت شد", False)


async def test_answer_after_150_seconds_is_too_late(world: World, aida: Person, ask: Ask) -> None:
    markup = {"inline_keyboard": [[{"text": "کارت", "callback_data": "card:1"}]]}
    sent = await ask("sendMessage", chat_id=aida.id, text="x", reply_markup=markup)
    card = world.find_message(aida.id, sent["message_id"])
    assert card is not None
    press = world.press(aida, card)

    world.clock.advance(timedelta(seconds=151))

    assert await ask("answerCallbackQuery", callback_query_id=press.id) == (
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )


async def test_toast_over_200_characters_is_refused(world: World, aida: Person, ask: Ask) -> None:
    markup = {"inline_keyboard": [[{"text": "کارت", "callback_data": "card:1"}]]}
    sent = await ask("sendMessage", chat_id=aida.id, text="x", reply_markup=markup)
    card = world.find_message(aida.id, sent["message_id"])
    assert card is not None
    press = world.press(aida, card)

    told = await ask("answerCallbackQuery", callback_query_id=press.id, text="ا" * 201)

    assert told == (400, "Bad Request: MESSAGE_TOO_LONG")


async def test_group_that_became_a_supergroup_tells_its_new_id(
    world: World, aida: Person, ask: Ask
) -> None:
    club = world.add_group("گروه ساده", [aida], supergroup=False, with_bot=True)

    grown = world.upgrade(club, aida)

    answer = await call(world, world.token, "sendMessage", {"chat_id": club.id, "text": "x"})
    assert json.loads(answer.body) == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": grown.id},
    }
    told = [update["message"] for update in await ask("getUpdates")]
    assert [message.get("migrate_to_chat_id") for message in told] == [grown.id, None]
    assert [message.get("migrate_from_chat_id") for message in told] == [None, club.id]
    assert (await ask("sendMessage", chat_id=grown.id, text="x"))["chat"]["id"] == grown.id
    assert world.chats_of(aida) == [world.private_chat(aida), grown]

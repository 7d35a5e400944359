"""Whom the bot reaches, what people cannot do, files, commands, clock, limits."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from simulator.clock import Clock
from simulator.errors import NotPossibleError
from simulator.methods_bot import commands_for
from simulator.model import Chat, Person, UploadedFile
from simulator.world import World

Ask = Callable[..., Awaitable[Any]]
NOT_FOUND = (400, "Bad Request: chat not found")


async def test_strangers_and_unknown_chats_are_not_found(
    world: World, babak: Person, ask: Ask
) -> None:
    elsewhere = world.add_group("گروه دیگر", [babak])

    told = [
        await ask("sendMessage", chat_id=chat_id, text="x")
        for chat_id in (babak.id, elsewhere.id, 99, "@nobody")
    ]

    assert told == [NOT_FOUND] * 4


async def test_bot_cannot_write_first_to_a_fellow_member(
    babak: Person, group: Chat, ask: Ask
) -> None:
    told = await ask("sendMessage", chat_id=babak.id, text="x")

    assert told == (403, "Forbidden: bot can't initiate conversation with a user")


async def test_blocked_and_deactivated_are_forbidden(world: World, aida: Person, ask: Ask) -> None:
    world.block_bot(aida)
    blocked = await ask("sendMessage", chat_id=aida.id, text="x")
    world.unblock_bot(aida)
    again = await ask("sendMessage", chat_id=str(aida.id), text="x")
    world.deactivate(aida)
    gone = await ask("sendMessage", chat_id=aida.id, text="x")

    assert blocked == (403, "Forbidden: bot was blocked by the user")
    assert again["text"] == "x"
    assert gone == (403, "Forbidden: user is deactivated")


async def test_bot_that_left_is_no_member(world: World, group: Chat, ask: Ask) -> None:
    left = await ask("leaveChat", chat_id=group.id)

    told = await ask("sendMessage", chat_id=group.id, text="x")

    assert left is True
    assert told == (403, "Forbidden: bot is not a member of the supergroup chat")


async def test_members_are_told(
    world: World, aida: Person, babak: Person, group: Chat, ask: Ask
) -> None:
    statuses = [
        (await ask("getChatMember", chat_id=group.id, user_id=user_id))["status"]
        for user_id in (aida.id, babak.id, world.bot_id)
    ]
    admins = await ask("getChatAdministrators", chat_id=group.id)
    count = await ask("getChatMemberCount", chat_id=group.id)
    chat = await ask("getChat", chat_id=group.id)

    assert statuses == ["creator", "member", "member"]
    assert [admin["user"]["id"] for admin in admins] == [aida.id]
    assert count == 3
    assert (chat["title"], chat["type"]) == ("کمیسیون صنعت", "supergroup")


def test_people_cannot_do_what_a_client_would_not_let_them(
    world: World, aida: Person, babak: Person
) -> None:
    club = world.add_group("باشگاه", [aida])
    said = world.say(aida, club, "سلام")
    world.block_bot(aida)

    with pytest.raises(NotPossibleError):
        world.say(babak, club, "سلام")
    with pytest.raises(NotPossibleError):
        world.say(aida, world.private_chat(aida), "سلام")
    with pytest.raises(NotPossibleError):
        world.say(aida, club, "   ")
    with pytest.raises(NotPossibleError):
        world.press(aida, said, "none")
    with pytest.raises(NotPossibleError):
        world.edit(babak, said, "دیگر")


async def test_button_that_was_edited_away_cannot_be_pressed(
    world: World, aida: Person, ask: Ask
) -> None:
    markup = {"inline_keyboard": [[{"text": "کارت", "callback_data": "card:1"}]]}
    sent = await ask("sendMessage", chat_id=aida.id, text="x", reply_markup=markup)
    card = world.find_message(aida.id, sent["message_id"])
    assert card is not None
    await ask("editMessageText", chat_id=aida.id, message_id=card.id, text="y")

    with pytest.raises(NotPossibleError):
        world.press(aida, card, "card:1")


async def test_uploaded_document_is_downloaded_whole(world: World, aida: Person, ask: Ask) -> None:
    content = "مصوبه ۱".encode()
    world.upload(aida, world.private_chat(aida), "صورت‌جلسه.txt", content, "text/plain")

    document = (await ask("getUpdates"))[0]["message"]["document"]
    file = await ask("getFile", file_id=document["file_id"])

    assert document["file_name"] == "صورت‌جلسه.txt"
    assert document["file_size"] == file["file_size"] == len(content)
    stored = world.file_at(file["file_path"])
    assert stored is not None
    assert stored.content == content


async def test_files_over_20_megabytes_cannot_be_downloaded(
    world: World, aida: Person, ask: Ask
) -> None:
    big = bytes(20 * 1024 * 1024 + 1)
    world.upload(aida, world.private_chat(aida), "big.bin", big)
    document = (await ask("getUpdates"))[0]["message"]["document"]

    told = await ask("getFile", file_id=document["file_id"])

    assert told == (400, "Bad Request: file is too big")


async def test_bot_sends_files_by_upload_and_by_id(world: World, aida: Person, ask: Ask) -> None:
    files = {"a1": UploadedFile("report.pdf", b"%PDF", "application/pdf")}

    given = {"chat_id": aida.id, "document": "attach://a1"}
    sent = await ask("sendDocument", files, **given, caption="گزارش")
    again = await ask("sendDocument", chat_id=aida.id, document=sent["document"]["file_id"])
    empty = await ask("sendDocument", {"a1": UploadedFile("a", b"")}, **given)
    wrong = await ask("sendPhoto", chat_id=aida.id, photo="no-such-file")
    none = await ask("sendDocument", chat_id=aida.id)

    assert (sent["caption"], sent["document"]["mime_type"]) == ("گزارش", "application/pdf")
    assert again["document"] == sent["document"]
    assert empty == (400, "Bad Request: file must be non-empty")
    assert wrong == (400, "Bad Request: wrong file identifier/HTTP URL specified")
    assert none == (400, "Bad Request: there is no document in the request")


async def test_commands_show_by_scope_and_language(world: World, aida: Person, ask: Ask) -> None:
    general = [{"command": "help", "description": "Help"}]
    persian = [{"command": "my", "description": "کارهای من"}]
    await ask("setMyCommands", commands=general)
    await ask(
        "setMyCommands", commands=persian, language_code="fa", scope={"type": "all_private_chats"}
    )

    assert commands_for(world, aida.id, "fa") == persian
    assert commands_for(world, aida.id, "en") == general
    assert commands_for(world, -5, "fa") == general
    assert await ask("getMyCommands") == general
    await ask("deleteMyCommands")
    assert commands_for(world, aida.id, "en") == []


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        ({"command": "My", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "my", "description": ""}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_command_is_refused(ask: Ask, command: dict[str, str], refusal: str) -> None:
    told = await ask("setMyCommands", commands=[command])

    assert told == (400, f"Bad Request: {refusal}")


async def test_uploads_over_50_megabytes_are_refused(aida: Person, ask: Ask) -> None:
    files = {"document": UploadedFile("big.bin", bytes(50 * 1024 * 1024 + 1))}

    told = await ask("sendDocument", files, chat_id=aida.id)

    assert told == (413, "Request Entity Too Large")


async def test_profile_texts_are_kept_per_language(ask: Ask) -> None:
    await ask("setMyDescription", description="حافظهٔ شورا")
    await ask("setMyDescription", description="A council's memory", language_code="en")

    texts = [await ask("getMyDescription", language_code=code) for code in ("fa", "en")]

    assert texts == [{"description": "حافظهٔ شورا"}, {"description": "A council's memory"}]


async def test_flood_limits_answer_429_only_when_switched_on(
    world: World, aida: Person, ask: Ask
) -> None:
    free = [await ask("sendMessage", chat_id=aida.id, text="x") for _ in range(3)]
    world.limits.enabled = True

    first = await ask("sendMessage", chat_id=aida.id, text="x")
    second = await ask("sendMessage", chat_id=aida.id, text="x")
    world.clock.advance(timedelta(seconds=1))
    third = await ask("sendMessage", chat_id=aida.id, text="x")

    assert len(free) == 3
    assert second == (429, "Too Many Requests: retry after 1")
    assert first["text"] == third["text"] == "x"


async def test_group_takes_20_messages_a_minute(world: World, group: Chat, ask: Ask) -> None:
    world.limits.enabled = True
    for _ in range(20):
        await ask("sendMessage", chat_id=group.id, text="x")
        world.clock.advance(timedelta(seconds=1))

    status, description = await ask("sendMessage", chat_id=group.id, text="x")

    assert status == 429
    assert 38 <= int(description.rpartition(" ")[2]) <= 40


def test_clock_moves_tells_and_returns() -> None:
    fixed = datetime(2026, 3, 21, 12, tzinfo=UTC)
    clock = Clock(lambda: fixed)
    moves: list[datetime] = []
    unsubscribe = clock.subscribe(lambda: moves.append(clock.now()))

    clock.advance(timedelta(days=1))
    clock.reset()
    unsubscribe()
    clock.advance(timedelta(hours=1))

    assert moves == [fixed + timedelta(days=1), fixed]
    assert clock.now() == fixed + timedelta(hours=1)


def test_unread_counts_what_others_wrote_since_looking(
    world: World, aida: Person, babak: Person, group: Chat
) -> None:
    world.say(aida, group, "یک")
    world.say(aida, group, "دو")

    before = world.unread(babak.id, group)
    world.mark_seen(babak.id, group.id)

    assert (before, world.unread(babak.id, group), world.unread(aida.id, group)) == (2, 0, 0)

"""What sendMessage and its like accept, trim, detect and refuse."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from simulator.entities import utf16_slice
from simulator.model import Chat, Person, UploadedFile
from simulator.world import World

Ask = Callable[..., Awaitable[Any]]
BOLD = {"type": "bold", "offset": 0, "length": 4}


async def test_message_comes_back_in_the_shape_of_the_bot_api(
    world: World, aida: Person, ask: Ask
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "کارت", "callback_data": "card:1"}]]}

    sent = await ask(
        "sendMessage", chat_id=aida.id, text="سلام", entities=[BOLD], reply_markup=keyboard
    )

    assert sent == {
        "message_id": 1,
        "from": {
            "id": 424242,
            "is_bot": True,
            "first_name": "مصوبه‌یار",
            "username": "mosavabe_demo_bot",
        },
        "chat": {
            "id": aida.id,
            "type": "private",
            "first_name": "آیدا",
            "last_name": "کریمی",
            "username": "aida_k",
        },
        "date": sent["date"],
        "text": "سلام",
        "entities": [BOLD],
        "reply_markup": keyboard,
    }


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, "message text is empty"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n\u202b "}, "message text is empty"),
        ({"text": "ا" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        (
            {"text": "x", "parse_mode": "HTML", "colour": "red"},
            "unknown parameter 'colour' of sendMessage",
        ),
        (
            {"text": "<b>x", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag b",
        ),
        (
            {"text": "<x>x</x>", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "x"',
        ),
        ({"text": "x", "reply_to_message_id": 99}, "message to be replied not found"),
        ({"text": "x", "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
    ],
)
async def test_text_is_refused(aida: Person, ask: Ask, given: dict[str, Any], refusal: str) -> None:
    assert await ask("sendMessage", chat_id=aida.id, **given) == (400, f"Bad Request: {refusal}")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"chat_id": None, "text": "x"}, "chat_id is empty"),
        ({"entities": "[{"}, "can't parse entities: expected an Array of MessageEntity"),
        ({"entities": {"a": 1}}, "can't parse entities: expected an Array of MessageEntity"),
        ({"entities": [{"type": "bold"}]}, "can't parse entities: can't find field \"offset\""),
        ({"reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"reply_markup": {"inline_keyboard": 1}}, "can't parse reply keyboard markup JSON object"),
        ({"text": "\ud800"}, "strings must be encoded in UTF-8"),
    ],
)
async def test_parameter_of_wrong_type_is_refused(
    aida: Person, ask: Ask, given: dict[str, Any], refusal: str
) -> None:
    told = await ask("sendMessage", **{"chat_id": aida.id, "text": "x", **given})

    assert told == (400, f"Bad Request: {refusal}")


async def test_unknown_parameter_passes_when_strictness_is_off(
    world: World, aida: Person, ask: Ask
) -> None:
    world.strict = False

    assert (await ask("sendMessage", chat_id=aida.id, text="x", colour="red"))["text"] == "x"


async def test_text_of_exactly_4096_units_after_trimming_is_accepted(
    aida: Person, ask: Ask
) -> None:
    sent = await ask("sendMessage", chat_id=aida.id, text="  " + "ا" * 4096 + "\n")

    assert sent["text"] == "ا" * 4096


@pytest.mark.parametrize(
    ("entity", "refusal"),
    [
        (
            {"type": "bold", "offset": 9, "length": 1},
            "entity begins after the end of the text at UTF-16 offset 9",
        ),
        (
            {"type": "bold", "offset": 1, "length": 9},
            "entity beginning at UTF-16 offset 1 ends after the end of the text at "
            "UTF-16 offset 10",
        ),
        (
            {"type": "bold", "offset": 5, "length": 1},
            "entity begins in a middle of a UTF-16 symbol at byte offset",
        ),
        (
            {"type": "bold", "offset": 0, "length": 5},
            "entity ends in a middle of a UTF-16 symbol at byte offset",
        ),
        ({"type": "bold", "offset": -1, "length": 5}, "receive an entity with incorrect offset"),
        (
            {"type": "sparkle", "offset": 0, "length": 1},
            "can't parse MessageEntity: Unsupported type specified",
        ),
        (
            {"type": "text_link", "offset": 0, "length": 1},
            "can't parse MessageEntity: Can't find field \"url\"",
        ),
    ],
)
async def test_entity_that_does_not_fit_is_refused(
    aida: Person, ask: Ask, entity: dict[str, Any], refusal: str
) -> None:
    told = await ask("sendMessage", chat_id=aida.id, text="سلام😀", entities=[entity])

    assert told == (400, f"Bad Request: {refusal}")


async def test_crossing_entities_are_refused(aida: Person, ask: Ask) -> None:
    crossing = [BOLD, {"type": "italic", "offset": 2, "length": 4}]

    told = await ask("sendMessage", chat_id=aida.id, text="سلام بر تو", entities=crossing)

    reason = "entity beginning at UTF-16 offset 2 ends after the end of the text at UTF-16 offset 6"
    assert told == (400, f"Bad Request: {reason}")


async def test_trimming_moves_the_entities(aida: Person, ask: Ask) -> None:
    entity = {"type": "bold", "offset": 2, "length": 7}

    sent = await ask("sendMessage", chat_id=aida.id, text="\n\u202bسلام  \n", entities=[entity])

    assert (sent["text"], sent["entities"]) == ("سلام", [BOLD])


async def test_isolates_stay_and_embedding_controls_go(aida: Person, ask: Ask) -> None:
    text = "کد \u206872/3\u2069 \u202aabc\u202c\r\t."

    sent = await ask("sendMessage", chat_id=aida.id, text=text)

    assert sent["text"] == "کد \u206872/3\u2069 abc ."


async def test_html_becomes_entities(aida: Person, ask: Ask) -> None:
    text = 'یک <b>دو <i>سه</i></b> <a href="https://a.ir">چهار</a> &lt;'

    sent = await ask("sendMessage", chat_id=aida.id, text=text, parse_mode="HTML")

    assert sent["text"] == "یک دو سه چهار <"
    assert sent["entities"] == [
        {"type": "bold", "offset": 3, "length": 5},
        {"type": "italic", "offset": 6, "length": 2},
        {"type": "text_link", "offset": 9, "length": 4, "url": "https://a.ir"},
    ]


async def test_commands_links_and_mentions_are_detected(aida: Person, ask: Ask) -> None:
    text = "😀 /my @karimi_a https://a.ir/x. نشانی a@b.ir #مصوبه 72/3 (/help)"

    sent = await ask("sendMessage", chat_id=aida.id, text=text)

    found = [
        (e["type"], utf16_slice(sent["text"], e["offset"], e["length"])) for e in sent["entities"]
    ]
    assert found == [
        ("bot_command", "/my"),
        ("mention", "@karimi_a"),
        ("url", "https://a.ir/x"),
        ("email", "a@b.ir"),
        ("hashtag", "#مصوبه"),
        ("bot_command", "/help"),
    ]


@pytest.mark.parametrize(
    ("button", "refusal"),
    [
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": "ا" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": " ", "callback_data": "a"}, "inline keyboard button text must be non-empty"),
        (
            {"text": "x"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "x", "url": "http://localhost:1/a"},
            "inline keyboard button URL 'http://localhost:1/a' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "url": "ftp://a.ir"},
            "inline keyboard button URL 'ftp://a.ir' is invalid: Unsupported URL protocol",
        ),
    ],
)
async def test_button_is_refused(
    aida: Person, ask: Ask, button: dict[str, str], refusal: str
) -> None:
    markup = {"inline_keyboard": [[button]]}

    told = await ask("sendMessage", chat_id=aida.id, text="x", reply_markup=markup)

    assert told == (400, f"Bad Request: {refusal}")


async def test_callback_data_of_64_bytes_is_accepted(aida: Person, ask: Ask) -> None:
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "ا" * 32}]]}

    sent = await ask("sendMessage", chat_id=aida.id, text="x", reply_markup=markup)

    assert sent["reply_markup"] == markup


async def test_more_than_a_hundred_buttons_are_refused(aida: Person, ask: Ask) -> None:
    rows = [[{"text": "x", "callback_data": "x"}]] * 101

    told = await ask(
        "sendMessage", chat_id=aida.id, text="x", reply_markup={"inline_keyboard": rows}
    )

    assert told == (400, "Bad Request: reply markup is too long")


async def test_reply_carries_the_original_with_its_keyboard(
    world: World, aida: Person, ask: Ask
) -> None:
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
    card = await ask("sendMessage", chat_id=aida.id, text="کارت", reply_markup=markup)
    chat = world.private_chat(aida)
    original = world.find_message(aida.id, card["message_id"])

    world.say(aida, chat, "۴۰٪ انجام شد", reply_to=original)

    update = (await ask("getUpdates"))[0]
    assert update["message"]["reply_to_message"] == card


async def test_reply_to_a_missing_message_may_be_allowed(aida: Person, ask: Ask) -> None:
    reply = {"message_id": 99, "allow_sending_without_reply": True}

    sent = await ask("sendMessage", chat_id=aida.id, text="x", reply_parameters=reply)

    assert "reply_to_message" not in sent


async def test_caption_over_1024_is_refused(aida: Person, ask: Ask) -> None:
    files = {"document": UploadedFile("a.txt", b"x")}

    told = await ask("sendDocument", files, chat_id=aida.id, caption="ا" * 1025)

    assert told == (400, "Bad Request: message caption is too long")


async def test_copy_and_forward_keep_the_content(world: World, aida: Person, ask: Ask) -> None:
    said = world.say(aida, world.private_chat(aida), "اصل")
    source = {"chat_id": aida.id, "from_chat_id": aida.id, "message_id": said.id}

    copied = await ask("copyMessage", **source)
    forwarded = await ask("forwardMessage", **source)

    copy = world.find_message(aida.id, copied["message_id"])
    assert copy is not None
    assert copy.text == forwarded["text"] == "اصل"
    assert forwarded["forward_origin"]["sender_user"]["id"] == aida.id


async def test_supergroup_numbers_its_own_messages(
    world: World, aida: Person, group: Chat, ask: Ask
) -> None:
    await ask("sendMessage", chat_id=aida.id, text="x")

    sent = await ask("sendMessage", chat_id=group.id, text="x")

    assert (sent["message_id"], sent["chat"]["type"]) == (1, "supergroup")


async def test_editing_keeps_history_and_refuses_no_change(
    world: World, aida: Person, ask: Ask
) -> None:
    sent = await ask("sendMessage", chat_id=aida.id, text="یک")
    where = {"chat_id": aida.id, "message_id": sent["message_id"]}

    edited = await ask("editMessageText", **where, text="دو")
    again = await ask("editMessageText", **where, text=" دو ")

    message = world.find_message(aida.id, sent["message_id"])
    assert message is not None
    assert edited["text"] == "دو"
    assert edited["edit_date"] >= sent["date"]
    assert [old.text for old in world.versions(message)] == ["یک"]
    assert again == (
        400,
        "Bad Request: message is not modified: specified new message content and reply markup "
        "are exactly the same as a current content and reply markup of the message",
    )


async def test_edit_without_a_keyboard_takes_the_keyboard_away(aida: Person, ask: Ask) -> None:
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}
    sent = await ask("sendMessage", chat_id=aida.id, text="یک", reply_markup=markup)

    edited = await ask("editMessageReplyMarkup", chat_id=aida.id, message_id=sent["message_id"])

    assert "reply_markup" not in edited


@pytest.mark.parametrize(
    ("method", "given", "refusal"),
    [
        ("editMessageText", {"message_id": 77, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"message_id": 1, "text": "x"}, "message can't be edited"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        (
            "editMessageCaption",
            {"message_id": 2, "caption": "x"},
            "there is no caption in the message to edit",
        ),
        ("deleteMessage", {"message_id": 77}, "message to delete not found"),
        (
            "forwardMessage",
            {"message_id": 77, "from_chat_id": 1001},
            "message to forward not found",
        ),
        (
            "sendLocation",
            {"latitude": 1.0, "longitude": 2.0},
            "method sendLocation is not simulated",
        ),
    ],
)
async def test_wrong_target_is_refused(
    world: World, aida: Person, ask: Ask, method: str, given: dict[str, Any], refusal: str
) -> None:
    world.say(aida, world.private_chat(aida), "حرف آیدا")
    await ask("sendMessage", chat_id=aida.id, text="حرف ربات")

    assert await ask(method, chat_id=aida.id, **given) == (400, f"Bad Request: {refusal}")


async def test_deleting_works_for_48_hours(world: World, aida: Person, ask: Ask) -> None:
    first = await ask("sendMessage", chat_id=aida.id, text="یک")
    second = await ask("sendMessage", chat_id=aida.id, text="دو")

    deleted = await ask("deleteMessage", chat_id=aida.id, message_id=first["message_id"])
    world.clock.advance(timedelta(hours=48, seconds=1))
    late = await ask("deleteMessage", chat_id=aida.id, message_id=second["message_id"])

    assert deleted is True
    assert late == (400, "Bad Request: message can't be deleted for everyone")
    assert [m.text for m in world.messages(world.private_chat(aida))] == ["دو"]


async def test_bot_may_not_delete_what_others_wrote_in_a_group(
    world: World, aida: Person, group: Chat, ask: Ask
) -> None:
    said = world.say(aida, group, "حرف")

    told = await ask("deleteMessage", chat_id=group.id, message_id=said.id)

    assert told == (400, "Bad Request: message can't be deleted")

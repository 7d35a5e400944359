"""Inline mode: asking from any chat, the answer's rules, what is chosen, and its edits."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from simulator.errors import NotPossibleError
from simulator.model import Chat, InlineQuery, Person, UploadedFile
from simulator.world import World

Ask = Callable[..., Awaitable[Any]]
CARD = {
    "type": "article",
    "id": "item:1",
    "title": "۱/۱",
    "description": "گزارش دو هفتگی",
    "input_message_content": {"message_text": "مصوبهٔ ۱/۱"},
}
KEYS = {"inline_keyboard": [[{"text": "سابقه", "callback_data": "history:1"}]]}


@pytest.fixture
def asked(world: World, aida: Person, group: Chat) -> InlineQuery:
    world.allow_inline(feedback=True)
    return world.ask_inline(aida, group, "گزارش")


def answer(query: InlineQuery, *results: object, **more: object) -> dict[str, object]:
    return {"inline_query_id": query.id, "results": list(results), **more}


def test_bot_without_inline_mode_is_not_asked(world: World, aida: Person, group: Chat) -> None:
    with pytest.raises(NotPossibleError):
        world.ask_inline(aida, group, "گزارش")


async def test_query_reaches_the_bot_and_the_choice_the_chat(
    world: World, aida: Person, group: Chat, asked: InlineQuery, ask: Ask
) -> None:
    query = (await ask("getUpdates"))[0]["inline_query"]
    await ask("answerInlineQuery", **answer(asked, CARD | {"reply_markup": KEYS}))

    sent = world.choose_inline(asked.id, "item:1")

    assert (query["query"], query["chat_type"], query["from"]["id"]) == (
        "گزارش", "supergroup", aida.id,
    )  # fmt: skip
    assert (sent.text, sent.sender_id, sent.chat_id) == ("مصوبهٔ ۱/۱", aida.id, group.id)
    seen, feedback = (await ask("getUpdates"))[1:]
    assert seen["message"]["via_bot"]["username"] == "mosavabe_demo_bot"
    assert feedback["chosen_inline_result"] == {
        "result_id": "item:1",
        "query": "گزارش",
        "from": query["from"],
        "inline_message_id": sent.inline_id,
    }


async def test_chosen_message_is_pressed_and_edited_by_its_handle(
    world: World, aida: Person, asked: InlineQuery, ask: Ask
) -> None:
    await ask("answerInlineQuery", **answer(asked, CARD | {"reply_markup": KEYS}))
    sent = world.choose_inline(asked.id, "item:1")

    world.press(aida, sent, "history:1")
    query = (await ask("getUpdates"))[-1]["callback_query"]
    edited = await ask("editMessageText", inline_message_id=sent.inline_id, text="سابقه")

    assert (query["inline_message_id"], "message" in query) == (sent.inline_id, False)
    assert edited is True
    assert [m.text for m in world.messages(world.chat(sent.chat_id))] == ["سابقه"]
    assert await ask("editMessageText", inline_message_id="x", text="سابقه") == (
        400,
        "Bad Request: MESSAGE_ID_INVALID",
    )


async def test_answer_is_kept_for_its_cache_time(
    world: World, aida: Person, babak: Person, group: Chat, asked: InlineQuery, ask: Ask
) -> None:
    await ask("answerInlineQuery", **answer(asked, CARD, cache_time=60))

    again = world.ask_inline(babak, group, "گزارش")
    world.clock.advance(timedelta(seconds=61))
    later = world.ask_inline(babak, group, "گزارش")

    assert ([one["title"] for one in again.results], later.answered) == (["۱/۱"], False)
    updates = await ask("getUpdates")
    assert [update["inline_query"]["from"]["id"] for update in updates] == [aida.id, babak.id]


async def test_personal_answer_is_kept_for_one_person_only(
    world: World, aida: Person, babak: Person, group: Chat, asked: InlineQuery, ask: Ask
) -> None:
    await ask("answerInlineQuery", **answer(asked, CARD, is_personal=True))

    assert world.ask_inline(aida, group, "گزارش").answered
    assert not world.ask_inline(babak, group, "گزارش").answered


async def test_answer_after_30_seconds_or_twice_is_too_late(
    world: World, aida: Person, group: Chat, asked: InlineQuery, ask: Ask
) -> None:
    too_late = (
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    assert await ask("answerInlineQuery", **answer(asked, CARD)) is True
    assert await ask("answerInlineQuery", **answer(asked, CARD)) == too_late

    slow = world.ask_inline(aida, group, "دیگر")
    world.clock.advance(timedelta(seconds=31))

    assert await ask("answerInlineQuery", **answer(slow, CARD)) == too_late


@pytest.mark.parametrize(
    ("results", "more", "why"),
    [
        ([CARD, CARD], {}, "RESULT_ID_DUPLICATE"),
        ([CARD | {"id": "a" * 65}], {}, "RESULT_ID_INVALID"),
        ([CARD | {"title": ""}], {}, "ARTICLE_TITLE_EMPTY"),
        ([CARD | {"id": str(n)} for n in range(51)], {}, "RESULTS_TOO_MUCH"),
        ([CARD], {"next_offset": "a" * 65}, "NEXT_OFFSET_INVALID"),
        ([CARD], {"button": {"text": "همه", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
        ([CARD | {"input_message_content": {"message_text": " "}}], {}, "message text is empty"),
        (
            [CARD | {"reply_markup": {"inline_keyboard": [[{"text": "x"}]]}}],
            {},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
    ],
)
async def test_unfit_answer_is_refused(
    asked: InlineQuery, ask: Ask, results: list[object], more: dict[str, object], why: str
) -> None:
    refused = await ask("answerInlineQuery", **answer(asked, *results, **more))

    assert refused == (400, f"Bad Request: {why}")


async def test_file_that_telegram_has_can_be_offered(
    world: World, aida: Person, asked: InlineQuery, ask: Ask
) -> None:
    file = world.store_file(UploadedFile("r.pdf", b"%PDF"), "document")
    result = {"type": "document", "id": "1", "title": "گزارش", "document_file_id": file.file_id}

    await ask("answerInlineQuery", **answer(asked, result | {"caption": "۳ مصوبه"}))
    sent = world.choose_inline(asked.id, "1")

    assert (sent.content["document"]["file_name"], sent.text) == ("r.pdf", "۳ مصوبه")

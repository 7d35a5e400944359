"""Receiving: an update takes effect once, in the order of its chat, whatever goes wrong."""

import asyncio
import logging
from types import SimpleNamespace

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import SendMessage
from aiohttp import ClientConnectorError
from aiohttp.client_reqrep import ConnectionKey
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from simulator.model import Person as SimPerson
from storage import messages, reach
from storage.inbox import Arrival, take_in
from storage.models import Chat, OpenQuestion
from storage.words import ChatKind, InboxState
from tests.bot.stage import NOW, Stage, add_person_row, open_stage
from tests.patience import PATIENCE_SECONDS, until

DONE, NEW, REJECTED = InboxState.DONE, InboxState.NEW, InboxState.REJECTED


def says(stage: Stage, *texts: str, person: SimPerson | None = None) -> None:
    someone = person or stage.aida
    for text in texts:
        stage.world.say(someone, stage.world.private_chat(someone), text)


async def questions_of(stage: Stage) -> list[tuple[str | None, dict[str, object]]]:
    async with stage.database.reading() as session:
        return [(row.state, row.data) for row in await session.scalars(select(OpenQuestion))]


async def test_update_takes_effect_and_is_answered_after_the_commit(stage: Stage) -> None:
    says(stage, "سلام")

    await stage.takes()

    assert await stage.stored() == ["سلام"]
    assert stage.heard() == ["ثبت شد: سلام"]
    assert await stage.inbox() == [(DONE, None)]


async def test_repeated_update_takes_effect_once(stage: Stage) -> None:
    says(stage, "یک", "دو")
    raws = stage.queued()

    await stage.receiver.take([*raws, *raws])
    await stage.receiver.take(list(reversed(raws)))
    await open_stage(stage.database, stage.world, stage.aida).receiver.take(raws)

    assert await stage.stored() == ["یک", "دو"]
    assert stage.heard() == ["ثبت شد: یک", "ثبت شد: دو"]


async def test_one_chat_in_order_and_other_chats_at_once(stage: Stage) -> None:
    people = [stage.world.add_person(f"p{number}", started=True) for number in range(3)]
    for text in ("1", "2", "3"):
        for person in people:
            says(stage, f"{person.first_name}:{text}", person=person)

    await stage.takes()

    for person in people:
        mine = [text for text in stage.saw if text.startswith(person.first_name)]
        assert mine == [f"{person.first_name}:{text}" for text in ("1", "2", "3")]
    assert len(await stage.stored()) == 9


POISON = [
    {"message": {"message_id": 1, "text": "no chat, no date"}},
    {"message": {"chat": {"id": "seven"}, "from": 3}},
    {"message": None},
    {"a_new_kind": {"chat": {"id": 7}}},
    {"callback_query": []},
    {},
]


@pytest.mark.parametrize("poison", POISON)
async def test_unreadable_update_is_set_aside_and_its_neighbours_are_served(
    stage: Stage, poison: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    says(stage, "پیش", "پس")
    before, after = stage.queued()
    middle = {"update_id": before["update_id"] + 1000, **poison}

    await stage.receiver.take([before, middle, after])

    assert stage.heard() == ["ثبت شد: پیش", "ثبت شد: پس"]
    assert await stage.inbox() == [(DONE, None), (DONE, None), (REJECTED, "poison")]
    told = [record for record in caplog.records if str(middle["update_id"]) in record.getMessage()]
    assert len(told) == 1
    assert "no chat" not in caplog.text


async def test_what_is_no_update_at_all_is_left_out(stage: Stage) -> None:
    says(stage, "سلام")
    odd: list[object] = [None, 3, [], {"update_id": "x"}, {"update_id": 2**70}, {"update_id": True}]

    await stage.receiver.take([*odd, *stage.queued()])  # type: ignore[list-item]

    assert stage.heard() == ["ثبت شد: سلام"]


async def test_refusal_rolls_back_everything_and_is_answered(stage: Stage) -> None:
    says(stage, "refuse")

    await stage.takes()

    assert await stage.stored() == []
    assert await questions_of(stage) == []
    assert stage.heard() == ["نمی‌شود fa"]
    assert await stage.inbox() == [(DONE, None)]


async def test_open_question_commits_with_its_update(stage: Stage) -> None:
    says(stage, "ask", "آیدا")

    await stage.takes()

    assert ("Form:name", {"asked": 1, "kept": "آیدا"}) in await questions_of(stage)


async def test_failing_handler_is_tried_again_and_then_set_aside_with_one_apology(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.troubles[:] = [KeyError("bug")] * 3
    says(stage, "trouble", "next")
    number = stage.world.updates.pending[0]["update_id"]

    await stage.takes()

    assert stage.saw == ["trouble"] * 3 + ["next"]
    assert await stage.stored() == ["next"]
    assert stage.heard() == [f"ببخشید {number}", "ثبت شد: next"]
    assert await stage.inbox() == [(REJECTED, "KeyError"), (DONE, None)]
    assert await questions_of(stage) == [(None, {"kept": "next"})]
    assert [r.levelno for r in caplog.records if "set aside" in r.message] == [logging.ERROR]


async def test_handler_that_fails_once_succeeds_without_a_trace(stage: Stage) -> None:
    stage.troubles[:] = [KeyError("bug")]
    says(stage, "trouble")

    await stage.takes()

    assert await stage.stored() == ["trouble"]
    assert stage.heard() == ["ثبت شد: trouble"]


async def test_busy_database_is_tried_again_more_often_than_a_fault(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.updates.feeding.backoff_seconds", lambda _failures: 0.0)
    locked = OperationalError("x", {}, Exception("database is locked"))
    stage.troubles[:] = [locked] * 6
    stage.fetching[:] = [ConnectionRefusedError()] * 6
    says(stage, "trouble")

    await stage.takes()

    assert stage.heard() == ["ثبت شد: trouble"]
    assert await stage.inbox() == [(DONE, None)]


async def test_every_button_is_answered(stage: Stage) -> None:
    says(stage, "card")
    await stage.takes()
    (card,) = stage.said()

    first = stage.world.press(stage.aida, card, "look")
    stage.world.updates.pending[-1]["callback_query"]["data"] = "unknown"
    second = stage.world.press(stage.aida, card, "look")
    await stage.takes()

    presses = [stage.world.presses[press.id] for press in (first, second)]
    assert [(press.answered, press.text) for press in presses] == [(True, ""), (True, "دیدی")]
    assert stage.heard() == ["کارت باز"]


async def test_spoken_message_remembers_its_items_and_the_edited_one_the_new(stage: Stage) -> None:
    says(stage, "card")
    await stage.takes()
    (card,) = stage.said()
    async with stage.database.reading() as session:
        shown = await messages.items_of(session, chat_id=card.chat_id, message_id=card.id)

    stage.world.press(stage.aida, card, "look")
    await stage.takes()

    async with stage.database.reading() as session:
        now_shown = await messages.items_of(session, chat_id=card.chat_id, message_id=card.id)
    assert (shown, now_shown) == ((4, 2), (2,))


@pytest.mark.parametrize(
    "description",
    [
        "Bad Request: message is not modified: the same",
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ],
)
async def test_harmless_refusals_are_nothing_to_speak_of(
    stage: Stage, description: str, caplog: pytest.LogCaptureFixture
) -> None:
    says(stage, "card")
    await stage.takes()
    (card,) = stage.said()
    method = "editMessageText" if "modified" in description else "answerCallbackQuery"
    stage.world.faults.fail_next(method, "refuse", description=description)

    stage.world.press(stage.aida, card, "look")
    await stage.takes()

    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_card_that_cannot_be_edited_is_said_anew(stage: Stage) -> None:
    says(stage, "card")
    await stage.takes()
    (card,) = stage.said()
    stage.world.faults.fail_next(
        "editMessageText", "refuse", description="Bad Request: message can't be edited"
    )

    stage.world.press(stage.aida, card, "look")
    await stage.takes()

    assert stage.heard() == ["کارت", "کارت باز"]


async def test_answer_is_not_said_twice_after_an_ambiguous_network_error(stage: Stage) -> None:
    stage.world.faults.fail_next("sendMessage", "accept_then_close")
    says(stage, "سلام", "دوباره")

    await stage.takes()

    assert stage.heard() == ["ثبت شد: سلام", "ثبت شد: دوباره"]


async def test_flood_refusal_of_an_answer_is_waited_out(stage: Stage) -> None:
    stage.world.faults.fail_next("sendMessage", "too_many_requests", retry_after=1)
    says(stage, "سلام")

    await stage.takes()

    assert stage.heard() == ["ثبت شد: سلام"]


async def test_blocked_and_returned_person_is_noted(stage: Stage) -> None:
    person_id = await add_person_row(stage.database, stage.aida.id)
    async with stage.database.writing() as session:
        chat = Chat(telegram_id=stage.aida.id, kind=ChatKind.PRIVATE, person_id=person_id)
        session.add(chat)
        await session.flush()
        lane = chat.id

    async def closed() -> str | None:
        async with stage.database.reading() as session:
            return (await reach.address_of(session, lane)).unreachable_why

    stage.world.block_bot(stage.aida)
    await stage.takes()
    assert await closed() == "blocked"

    stage.world.start(stage.aida)
    await stage.takes()
    assert await closed() is None

    says(stage, "سلام")
    stage.world.block_bot(stage.aida)
    await stage.receiver.take(stage.queued()[:1])
    assert await closed() == "bot was blocked by the user"


async def test_group_that_moved_keeps_its_row(stage: Stage) -> None:
    async with stage.database.writing() as session:
        session.add(Chat(telegram_id=-5, kind=ChatKind.GROUP))
    body = {"message_id": 1, "date": 1, "from": {"id": 7, "is_bot": False, "first_name": "x"}}
    to_new = {**body, "chat": {"id": -5, "type": "group", "title": "g"}}
    to_new["migrate_to_chat_id"] = -1005
    from_old = {**body, "chat": {"id": -1005, "type": "supergroup", "title": "g"}}
    from_old["migrate_from_chat_id"] = -5

    await stage.receiver.take(
        [
            {"update_id": number, "message": message}
            for number, message in enumerate((from_old, to_new, from_old), start=1)
        ]
    )

    async with stage.database.reading() as session:
        rows = [row.telegram_id for row in await session.scalars(select(Chat))]
    assert rows == [-1005]


async def test_restart_works_off_what_was_left_in_order(stage: Stage) -> None:
    says(stage, "یک", "دو", "سه")
    raws = stage.queued()
    async with stage.database.writing() as session:
        arrivals = [Arrival(raw["update_id"], stage.aida.id, stage.aida.id, raw) for raw in raws]
        await take_in(session, arrivals, NOW)

    await stage.receiver.resume()
    await stage.receiver.take([])

    assert await stage.stored() == ["یک", "دو", "سه"]
    assert await stage.inbox() == [(DONE, None)] * 3


async def test_polling_confirms_only_what_is_written_down(stage: Stage) -> None:
    says(stage, "یک", "دو")

    polling = asyncio.create_task(stage.receiver.run())
    await until(lambda: len(stage.heard()) == 2)
    says(stage, "سه")
    await until(lambda: len(stage.heard()) == 3)
    stage.receiver.stop()
    async with asyncio.timeout(PATIENCE_SECONDS):
        await polling

    assert await stage.stored() == ["یک", "دو", "سه"]
    again = open_stage(stage.database, stage.world, stage.aida)
    polling = asyncio.create_task(again.receiver.run())
    says(again, "چهار")
    await until(lambda: len(again.heard()) == 4)
    again.receiver.stop()
    await polling
    assert again.heard() == [f"ثبت شد: {text}" for text in ("یک", "دو", "سه", "چهار")]


@pytest.mark.parametrize("fault", ["accept_then_close", "server_error", "broken_json"])
async def test_polling_outlives_network_trouble(
    stage: Stage, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.updates.polling.backoff_seconds", lambda _failures: 0.01)
    stage.world.faults.fail_next("getUpdates", fault, times=2)
    says(stage, "سلام")

    polling = asyncio.create_task(stage.receiver.run())
    await until(lambda: len(stage.heard()) == 1)
    stage.receiver.stop()
    await polling

    assert stage.heard() == ["ثبت شد: سلام"]


async def test_stop_lets_running_work_finish(stage: Stage) -> None:
    stage.slow_seconds = 0.2
    says(stage, "یک", "دو")

    polling = asyncio.create_task(stage.receiver.run())
    await until(lambda: bool(stage.saw))
    stage.receiver.stop()
    await polling

    assert stage.heard() == ["ثبت شد: یک", "ثبت شد: دو"]
    assert await stage.inbox() == [(DONE, None)] * 2


async def test_work_cut_off_by_a_stop_is_done_after_the_restart(stage: Stage) -> None:
    hasty = open_stage(stage.database, stage.world, stage.aida, grace_seconds=0.05)
    hasty.slow_seconds = 30
    says(hasty, "یک", "دو")

    polling = asyncio.create_task(hasty.receiver.run())
    await until(lambda: bool(hasty.saw))
    hasty.receiver.stop()
    await polling
    assert await stage.stored() == []

    await stage.receiver.resume()
    await stage.receiver.take([])
    assert stage.heard() == ["ثبت شد: یک", "ثبت شد: دو"]


async def test_ten_minutes_without_network_end_within_ten_seconds_of_its_return(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a clock that jumps by whatever somebody would sleep."""
    passed, told, back_at = 0.0, set[bool](), 600.0
    sleep = asyncio.sleep

    async def jump(seconds: float) -> None:
        nonlocal passed
        told.add(stage.receiver.failing is not None)
        passed += seconds
        stage.world.faults.network_down = passed < back_at
        await sleep(0)

    faster = SimpleNamespace(sleep=jump, create_task=asyncio.create_task)
    monkeypatch.setattr("bot.updates.polling.asyncio", faster)
    stage.world.faults.network_down = True
    says(stage, "سلام")
    polling = asyncio.create_task(stage.receiver.run())
    await until(lambda: len(stage.heard()) == 1)
    stage.receiver.stop()
    await polling

    assert (back_at <= passed < back_at + 10, told) == (True, {True})
    assert stage.receiver.failing is None


def cut_off(where: str) -> None:
    """Nothing leaves this machine."""
    if where == "before the request":
        key = ConnectionKey("bot-api", 443, True, True, None, None, None)
        method = SendMessage(chat_id=1, text="x")
        raise TelegramNetworkError(method, "x") from ClientConnectorError(key, OSError())


async def test_ten_minutes_without_a_way_out_cost_no_answer_and_keep_their_order(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a clock that jumps by whatever somebody would sleep."""
    passed, back_at = 0.0, 600.0
    sleep = asyncio.sleep

    async def jump(seconds: float) -> None:
        nonlocal passed
        passed += seconds
        if passed >= back_at:
            stage.line.on_the_way = lambda _where: None
        await sleep(0)

    monkeypatch.setattr(
        "bot.saying.speaking.asyncio",
        SimpleNamespace(sleep=jump, CancelledError=asyncio.CancelledError),
    )
    stage.line.on_the_way = cut_off
    says(stage, "یک", "دو")
    await stage.takes()

    assert stage.heard() == ["ثبت شد: یک", "ثبت شد: دو"]
    assert back_at <= passed < back_at + 10


async def test_answer_that_a_stop_cuts_off_is_written_down_by_its_chat(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    hasty = open_stage(stage.database, stage.world, stage.aida, grace_seconds=0.05)
    hasty.line.on_the_way = cut_off
    says(hasty, "یک")

    await hasty.receiver.accept(hasty.queued())
    await until(lambda: "waits until the Bot API can be reached" in caplog.text)
    hasty.receiver.stop()
    await hasty.receiver.run()

    assert await stage.stored() == ["یک"]
    assert f"sendMessage to chat {stage.aida.id} was not said: the bot ends" in caplog.text

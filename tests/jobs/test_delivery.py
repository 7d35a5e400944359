"""Delivery: what Telegram answers decides what becomes of a message; nothing is said twice."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.utils.formatting import Bold, Text
from sqlalchemy import Connection, event, select
from telegram.error import NetworkError

from bot.papers.making import Unmade
from bot.saying.pace import Pace, remember_pauses
from bot.saying.replies import Drop, Saying
from jobs.outcomes import OutMessage
from storage import messages, pauses, reach
from storage.models import Chat, OutboxMessage
from storage.words import ChatKind, OutboxState
from tests.bot.papers.papers import paper
from tests.jobs.post import Post, open_post
from tests.patience import PATIENCE_SECONDS

CANCELLED, DEAD, EXPIRED = OutboxState.CANCELLED, OutboxState.DEAD, OutboxState.EXPIRED
PENDING, SENT, UNCERTAIN = OutboxState.PENDING, OutboxState.SENT, OutboxState.UNCERTAIN


async def test_message_arrives_with_its_form_and_is_remembered_with_its_items(post: Post) -> None:
    keyboard = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="گزارش", callback_data="report:1")]]
    )
    post.verdicts["a"] = Saying(Text("مهلت ", Bold("فردا")), keyboard, items=(3, 1))
    await post.put("a")

    await post.drain()

    (message,) = post.world.messages(post.world.chat(post.aida.id))
    assert message.text == "مهلت فردا"
    assert message.content["entities"] == [{"type": "bold", "offset": 5, "length": 4}]
    assert message.buttons == [[{"text": "گزارش", "callback_data": "report:1"}]]
    async with post.database.reading() as session:
        row = (await session.scalars(select(OutboxMessage))).one()
        assert (row.state, row.tg_message_id, row.attempts) == (SENT, message.id, 1)
        assert row.finished_at == post.now
        found = await messages.items_of(session, chat_id=post.aida.id, message_id=message.id)
        assert found == (3, 1)


async def test_second_delivery_finds_nothing_to_do(post: Post) -> None:
    await post.put("a")

    await post.drain()
    await post.drain(days=2)

    assert post.heard() == ["یادآوری a"]


async def test_messages_of_one_chat_arrive_in_order(post: Post) -> None:
    for key in "abcd":
        await post.put(key)

    await post.drain()

    assert post.heard() == [f"یادآوری {key}" for key in "abcd"]


async def test_message_no_longer_wanted_is_not_sent(post: Post) -> None:
    post.verdicts["a"] = Drop("item closed")
    await post.put("a")
    await post.put("b")

    await post.drain()

    assert post.heard() == ["یادآوری b"]
    assert await post.rows() == [("a", CANCELLED, "item closed"), ("b", SENT, None)]


async def test_message_out_of_date_is_never_sent(post: Post) -> None:
    await post.put("a")

    await post.drain(hours=26)

    assert post.heard() == []
    assert await post.rows() == [("a", EXPIRED, None)]


async def test_words_that_cannot_be_made_do_not_stop_the_others(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.verdicts["a"] = KeyError("no such template")
    await post.put("a")
    await post.put("b")

    await post.drain()
    await post.drain(minutes=1)
    await post.drain(minutes=1)

    assert post.heard() == ["یادآوری b"]
    assert await post.rows() == [("a", DEAD, "template: KeyError"), ("b", SENT, None)]
    assert "no words" in caplog.text


@pytest.mark.parametrize("fault", ["accept_then_close", "accept_then_hang"])
@pytest.mark.parametrize("repeatable", [True, False])
async def test_ambiguous_answer_repeats_once_and_only_what_may_be_repeated(
    post: Post, fault: str, repeatable: bool
) -> None:
    post.world.faults.fail_next("sendMessage", fault)
    await post.put("a", repeatable=repeatable)

    await post.drain()
    assert [row[1] for row in await post.rows()] == [UNCERTAIN]

    await post.drain(seconds=61)
    await post.drain(hours=25)
    assert post.heard() == ["یادآوری a"] * (2 if repeatable else 1)
    assert [row[1] for row in await post.rows()] == [SENT if repeatable else DEAD]


async def test_repeated_copy_that_stays_ambiguous_is_not_repeated_again(post: Post) -> None:
    post.world.faults.fail_next("sendMessage", "accept_then_close", times=None)
    await post.put("a")

    for _ in range(5):
        await post.drain(minutes=2)
    await post.drain(hours=25)

    assert post.heard() == ["یادآوری a"] * 2
    assert await post.rows() == [("a", DEAD, "unconfirmed")]


async def test_server_error_is_ambiguous(post: Post) -> None:
    post.world.faults.fail_next("sendMessage", "server_error")
    await post.put("a", repeatable=False)

    await post.drain()

    assert await post.rows() == [("a", UNCERTAIN, "NetworkError")]


async def test_accepted_message_with_a_broken_answer_counts_as_sent(post: Post) -> None:
    post.world.faults.fail_next("sendMessage", "broken_json")
    await post.put("a")

    await post.drain()
    await post.drain(minutes=5)

    assert post.heard() == ["یادآوری a"]
    assert await post.rows() == [("a", SENT, None)]


async def test_flood_refusal_holds_that_chat_only_and_costs_no_attempt(post: Post) -> None:
    await post.put("a")
    await post.put("b")
    post.world.faults.fail_next("sendMessage", "too_many_requests", retry_after=600)

    await post.drain()
    await post.put("c", chat=post.group.id)
    await post.drain()
    assert (post.heard(), post.heard(post.group.id)) == ([], ["یادآوری c"])
    await post.drain(seconds=600)
    assert post.heard() == []

    await post.drain(seconds=2)
    assert post.heard() == ["یادآوری a", "یادآوری b"]
    async with post.database.reading() as session:
        attempts = (await session.scalars(select(OutboxMessage.attempts))).all()
    assert attempts == [1, 1, 1]


async def test_pause_of_a_chat_survives_a_restart(post: Post) -> None:
    pace = Pace()
    await remember_pauses(pace, post.database, lambda: post.now)
    await pace.refused(post.aida.id, 600)

    restarted = Pace()
    await remember_pauses(restarted, post.database, lambda: post.now)

    fresh = open_post(
        post.database, post.world, post.aida, post.group,
        (post.council_id, post.person_id, post.lanes), pace=restarted,
    )  # fmt: skip
    await fresh.put("a")
    await fresh.drain()
    assert fresh.heard() == []
    assert await fresh.rows() == [("a", PENDING, "paused")]
    async with post.database.reading() as session:
        assert await pauses.standing(session, post.now) == {
            post.aida.id: post.now + timedelta(seconds=600)
        }


async def test_blocked_chat_is_written_to_no_more_until_the_person_returns(post: Post) -> None:
    post.world.block_bot(post.aida)
    await post.put("a")
    await post.put("b")

    await post.drain()
    await post.put("c")
    await post.drain()

    assert await post.rows() == [
        ("a", DEAD, "blocked"),
        ("b", CANCELLED, "unreachable"),
        ("c", CANCELLED, "unreachable"),
    ]
    async with post.database.writing() as session:
        assert (await reach.address_of(session, post.lanes[post.aida.id])).unreachable_why
        await reach.open_chat(session, chat_id=post.aida.id)
    post.world.unblock_bot(post.aida)
    await post.put("d")
    await post.drain()
    assert post.heard() == ["یادآوری d"]


async def test_chat_that_never_started_is_unreachable(post: Post) -> None:
    stranger = post.world.add_person("بابک")
    async with post.database.writing() as session:
        chat = await session.get(Chat, post.lanes[post.aida.id])
        assert chat is not None
        chat.telegram_id = stranger.id
    await post.put("a")

    await post.drain()

    assert await post.rows() == [("a", DEAD, "chat not found")]


async def test_group_that_became_a_supergroup_is_followed(post: Post) -> None:
    new = post.world.add_group("کمیسیون", [post.aida], with_bot=True)
    moved = {"ok": False, "error_code": 400, "description": "Bad Request: group was upgraded"}
    moved["parameters"] = {"migrate_to_chat_id": new.id}
    post.network.answers.append((400, json.dumps(moved).encode()))
    await post.put("a", chat=post.group.id)
    await post.put("b", chat=post.group.id)

    await post.drain()

    assert post.heard(post.group.id) == []
    assert post.heard(new.id) == ["یادآوری a", "یادآوری b"]
    async with post.database.reading() as session:
        assert await reach.lane_of(session, new.id) == post.lanes[post.group.id]


async def test_group_that_moved_to_a_chat_known_already_is_followed_too(post: Post) -> None:
    new = post.world.add_group("کمیسیون", [post.aida], with_bot=True)
    await post.put("a", chat=post.group.id)
    async with post.database.writing() as session:
        session.add(Chat(telegram_id=new.id, kind=ChatKind.GROUP))
        await session.flush()
        old_id = post.group.id
        assert await reach.move_chat(session, old_id=old_id, new_id=new.id, now=post.now)

    await post.drain()

    assert (post.heard(old_id), post.heard(new.id)) == ([], ["یادآوری a"])


@pytest.mark.parametrize(
    "cause", [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), httpx.PoolTimeout("")]
)
async def test_message_that_never_left_is_sent_later(post: Post, cause: Exception) -> None:
    error = NetworkError("no way")
    error.__cause__ = cause
    post.network.answers.append(error)
    await post.put("a", repeatable=False)

    await post.drain()
    assert await post.rows() == [("a", PENDING, type(cause).__name__)]

    await post.drain(seconds=10)
    assert post.heard() == ["یادآوری a"]


async def test_refused_message_ends_and_the_next_one_goes(post: Post) -> None:
    post.verdicts["a"] = Saying(Text("م" * 5000))
    await post.put("a")
    await post.put("b")

    await post.drain()

    assert post.heard() == ["یادآوری b"]
    assert await post.rows() == [("a", DEAD, "message is too long"), ("b", SENT, None)]


async def test_refused_entities_are_left_away_once(post: Post) -> None:
    post.world.faults.fail_next(
        "sendMessage", "refuse", description="Bad Request: can't parse entities: of this kind"
    )
    await post.put("a")

    await post.drain()

    (message,) = post.world.messages(post.world.chat(post.aida.id))
    assert (message.text, message.content.get("entities")) == ("یادآوری a", None)


async def test_revoked_token_stops_the_delivery_and_leaves_the_rows(post: Post) -> None:
    post.world.faults.fail_next("sendMessage", "refuse", status=401, description="Unauthorized")
    await post.put("a")

    await post.drain()

    assert post.deliverer.halted == "InvalidToken"
    assert await post.rows() == [("a", PENDING, "InvalidToken")]


@pytest.mark.parametrize(
    ("fault", "later", "why"),
    [
        ("server_error", {"seconds": 10}, "NetworkError"),
        ("accept_then_close", {"seconds": 10}, "NetworkError"),
        ("too_many_requests", {"seconds": 3}, "429"),
        ("refuse", {"seconds": 0}, None),
    ],
)
async def test_message_that_could_not_be_changed_is_changed_later_and_nothing_is_sent(
    post: Post, fault: str, later: dict[str, float], why: str | None
) -> None:
    await post.put("a")
    await post.drain()
    first = post.world.messages(post.world.chat(post.aida.id))[-1]
    post.verdicts["b"] = Saying(Text("دو فایل"), in_place_of=first.id)
    post.world.faults.fail_next(
        "editMessageText", fault, description="Bad Request: message is not modified: as it is"
    )
    await post.put("b")

    await post.drain()
    assert (await post.rows())[1] == ("b", PENDING if why else SENT, why)
    await post.drain(**later)

    assert (await post.rows())[1][1] == SENT
    assert post.heard() == ["دو فایل" if why else "یادآوری a"]


async def test_running_delivery_sends_what_is_enqueued_and_stops_when_told(post: Post) -> None:
    running = asyncio.create_task(post.deliverer.run())
    sweeping = asyncio.create_task(post.upkeep.run())
    for number in range(12):
        await post.put(f"{number:02}", chat=post.aida.id if number % 2 else post.group.id)
    post.deliverer.wake()

    async with asyncio.timeout(PATIENCE_SECONDS):
        while [row[1] for row in await post.rows()] != [SENT] * 12:  # noqa: ASYNC110  the rows are what counts
            await asyncio.sleep(0.01)
        post.deliverer.stop()
        post.upkeep.stop()
        await asyncio.gather(running, sweeping)

    assert post.heard() == [f"یادآوری {number:02}" for number in range(1, 12, 2)]
    assert post.deliverer.in_flight == set()


@pytest.mark.parametrize(
    ("what", "comes_first"),
    [("UPDATE outbox SET state", True), ("UPDATE outbox SET state", False), ("FROM chats", True)],
    ids=["claim", "record", "words"],
)
async def test_answer_of_the_database_that_is_lost_neither_loses_nor_doubles_nor_overtakes(
    post: Post, what: str, comes_first: bool
) -> None:
    """The answer to the first, or the second, transaction with such a statement is lost."""
    dialect = post.database.engine.sync_engine.dialect
    assert dialect.dbapi is not None
    carried_out, seen = dialect.do_commit, 0
    doomed: list[object] = []

    @event.listens_for(post.database.engine.sync_engine, "after_cursor_execute")
    def watch(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        nonlocal seen
        if what in statement or (what.startswith("UPDATE") and statement.startswith("WITH heads")):
            seen += 1
            if seen == (1 if comes_first else 2):
                doomed.append(connection.connection.dbapi_connection)

    def commit(connection: Any) -> None:
        carried_out(connection)
        if doomed and getattr(connection, "dbapi_connection", connection) is doomed[0]:
            doomed.clear()
            assert dialect.dbapi is not None
            raise dialect.dbapi.OperationalError("database is locked")

    dialect.do_commit = commit  # type: ignore[assignment,method-assign]
    for key in "ab":
        await post.put(key, repeatable=False)
    running = asyncio.create_task(post.deliverer.run())
    async with asyncio.timeout(PATIENCE_SECONDS):
        while [row[1] for row in await post.rows()] != [SENT] * 2:  # noqa: ASYNC110  as above
            await asyncio.sleep(0.01)
    post.deliverer.stop()
    await running

    assert (post.heard(), doomed, seen > 1) == (["یادآوری a", "یادآوری b"], [], True)


async def test_one_of_two_processes_delivers_and_the_other_takes_over_when_it_falls_silent(
    post: Post,
) -> None:
    ids = (post.council_id, post.person_id, post.lanes)
    other = open_post(post.database, post.world, post.aida, post.group, ids)
    assert await post.deliverer._replica.take_lead()
    assert not await other.deliverer._replica.take_lead()
    await post.put("a")
    assert [await one.deliverer._replica.take_lead() for one in (post, other)] == [True, False]

    other.now += timedelta(seconds=13)  # the first has not said a word for so long
    assert await other.deliverer._replica.take_lead()
    post.deliverer._replica._leads_until = 0.0
    post.now = other.now
    assert not await post.deliverer._replica.take_lead()
    running = asyncio.create_task(other.deliverer.run())
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not post.heard():  # noqa: ASYNC110  what was said is what counts
            await asyncio.sleep(0.01)
    other.deliverer.stop()
    await running

    assert post.heard() == ["یادآوری a"]
    assert await post.deliverer._replica.take_lead()  # given back at the stop: nobody has to wait


async def test_document_is_made_just_before_it_goes_and_the_waiting_message_tells(
    post: Post,
) -> None:
    await post.deliverer._sender.send(post.aida.id, OutMessage("در حال آماده‌سازی…"))
    waiting = post.world.messages(post.world.chat(post.aida.id))[-1]
    post.verdicts["a"] = Saying(
        Text("گزارش"),
        unmade=Unmade("followup.xlsx", paper(), "گزارش.xlsx"),
        progress=waiting.id,
        settled=Saying(Text("✅ آماده شد")),
    )
    post.verdicts["b"] = Saying(
        Text("گزارش"),
        unmade=Unmade("followup.docx", replace(paper(), template=b"none"), "گزارش.docx"),
        otherwise=Saying(Text("نشد")),
    )

    for key in "ab":
        await post.put(key)
        await post.drain()

    told, sent, failed = post.world.messages(post.world.chat(post.aida.id))
    assert (told.text, failed.text) == ("✅ آماده شد", "نشد")
    made = sent.content["document"]
    assert made["file_name"] == "گزارش.xlsx"
    assert post.world.files[made["file_id"]].content.startswith(b"PK")

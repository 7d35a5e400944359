"""The inbox, open questions and remembered messages: kept once, emptied, forgotten in time."""

import errno
import socket
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import InternalError, OperationalError

from storage import inbox, messages, pauses, questions
from storage.database import Database
from storage.inbox import Arrival
from storage.models import InboxUpdate
from storage.questions import Question, QuestionKey
from storage.trouble import is_passing
from storage.words import InboxState
from tests.rows import states_of

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
KEY = QuestionKey(42, 7, 7, 0, "default")


def arrival(update_id: int, text: str = "سلام") -> Arrival:
    return Arrival(update_id, 7, 7, {"update_id": update_id, "message": {"text": text}})


async def test_update_is_kept_once_and_given_in_order_until_it_is_done(database: Database) -> None:
    async with database.writing() as session:
        assert await inbox.take_in(session, [arrival(12), arrival(11)], NOW) == {11, 12}
    async with database.writing() as session:
        assert await inbox.take_in(session, [arrival(11), arrival(13)], NOW) == {13}

    async with database.reading() as session:
        assert await inbox.waiting(session) == [arrival(11), arrival(12), arrival(13)]
    async with database.writing() as session:
        assert await inbox.finish(session, 11) is True
        assert await inbox.finish(session, 11) is False
        assert await inbox.finish(session, 99) is False
        assert await inbox.reject(session, 12, error="poison", attempts=1) is True

    async with database.reading() as session:
        assert await inbox.waiting(session) == [arrival(13)]
        rows = await session.execute(
            select(InboxUpdate.update_id, InboxUpdate.payload, InboxUpdate.error)
            .where(InboxUpdate.state != InboxState.NEW)
            .order_by(InboxUpdate.update_id)
        )
        assert [tuple(row) for row in rows] == [(11, None, None), (12, None, "poison")]


@pytest.mark.parametrize("odd", ["\x00", "\ud83d", "\u202e\u2066", "م" * 5000])
async def test_odd_text_survives_the_inbox(database: Database, odd: str) -> None:
    async with database.writing() as session:
        await inbox.take_in(session, [arrival(1, odd)], NOW)

    async with database.reading() as session:
        assert await inbox.waiting(session) == [arrival(1, odd)]


async def test_old_updates_are_forgotten_but_not_those_that_wait(database: Database) -> None:
    async with database.writing() as session:
        await inbox.take_in(session, [arrival(n) for n in range(1, 5)], NOW)
        await inbox.take_in(session, [arrival(5)], NOW + timedelta(days=1))
        for n in (1, 3, 4, 5):
            await inbox.finish(session, n)
    before = NOW + timedelta(hours=1)

    async with database.writing() as session:
        assert await inbox.prune(session, before=before, limit=2) == 2
        assert await inbox.prune(session, before=before, limit=2) == 1
        assert await inbox.prune(session, before=before, limit=2) == 0
    async with database.reading() as session:
        counts = await states_of(session, InboxUpdate)
    assert counts == {InboxState.NEW: 1, InboxState.DONE: 1}


async def test_open_question_is_kept_changed_and_forgotten(database: Database) -> None:
    async with database.writing() as session:
        assert await questions.read(session, KEY) == Question(None, {})
        asked = Question("Form:percent", {"item": 3, "note": "نامه"})
        await questions.write(session, KEY, asked, NOW)

    async with database.writing() as session:
        found = await questions.read(session, KEY)
        assert found == asked
        await questions.write(session, KEY, Question(None, found.data), NOW)
        assert await questions.read(session, KEY) == Question(None, found.data)
        await questions.write(session, KEY, Question(None, {}), NOW)
        assert await questions.prune(session, before=NOW + timedelta(days=1)) == 0


async def test_abandoned_question_is_forgotten(database: Database) -> None:
    async with database.writing() as session:
        await questions.write(session, KEY, Question("Form:percent", {}), NOW)
        assert await questions.prune(session, before=NOW) == 0
        assert await questions.prune(session, before=NOW + timedelta(seconds=1)) == 1


async def test_message_remembers_the_items_of_its_newest_form(database: Database) -> None:
    async with database.writing() as session:
        await messages.remember(session, chat_id=7, message_id=1, item_ids=(3, 1), now=NOW)
        await messages.remember(session, chat_id=7, message_id=2, item_ids=(5,), now=NOW)
        await messages.remember(session, chat_id=7, message_id=1, item_ids=(2,), now=NOW)
        await messages.remember(session, chat_id=7, message_id=2, item_ids=(), now=NOW)

    async with database.reading() as session:
        found = [await messages.items_of(session, chat_id=7, message_id=id_) for id_ in (1, 2, 3)]
    assert found == [(2,), (), ()]


async def test_pause_is_kept_until_it_ends(database: Database) -> None:
    async with database.writing() as session:
        await pauses.keep(session, chat_id=None, opens_at=NOW + timedelta(seconds=5))
        await pauses.keep(session, chat_id=-100, opens_at=NOW)
        await pauses.keep(session, chat_id=-100, opens_at=NOW + timedelta(seconds=9))

    async with database.reading() as session:
        assert await pauses.standing(session, NOW) == {
            None: NOW + timedelta(seconds=5),
            -100: NOW + timedelta(seconds=9),
        }
        assert await pauses.standing(session, NOW + timedelta(seconds=9)) == {}


@pytest.mark.parametrize(
    ("error", "passing"),
    [
        (OperationalError("x", {}, Exception("database is locked")), True),
        (OperationalError("x", {}, Exception("database or disk is full")), False),
        (sqlite3.OperationalError("database is locked"), True),
        (sqlite3.OperationalError("database or disk is full"), False),
        (ConnectionRefusedError(), True),
        (socket.gaierror(-2, "Name or service not known"), True),
        (OSError("Multiple exceptions: [Errno 111] …, [Errno 101] …"), True),
        (OSError(errno.EHOSTUNREACH, "No route to host"), True),
        (TimeoutError(), True),
        (OSError(errno.ENOSPC, "No space left on device"), False),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), False),
        (FileNotFoundError(2, "No such file or directory"), True),
        (FileNotFoundError(2, "No such file or directory", "letter.docx"), False),
        (InternalError("x", {}, Exception("cannot switch to state 11; another")), True),
        (KeyError("x"), False),
    ],
)
def test_only_passing_troubles_are_worth_another_try(error: Exception, passing: bool) -> None:
    assert is_passing(error) is passing

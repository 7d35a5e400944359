"""Searches made ahead, in a process of their own, are the searches that the bot would make."""

import asyncio
import logging
import os
import signal
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from sqlalchemy import update

from bot.updates.search_pages import page_of
from council.searching import search
from council.searching.search_ahead import KNOWN_FOR, FoundAhead, KnownLately, Question, look_ahead
from council.searching.searcher import HEAD, Searcher, _Apart, _Line, say
from storage import questions
from storage.models import Body, Membership, Resolution
from storage.questions import QuestionKey
from storage.words import Role
from tests.town import Persona, Town

SEARCHES = ("گزارش دو هفتگی", "كرونا", "کمسیون", "نشست یکم")
TYPED = (
    *SEARCHES,
    "گزارش معوق",
    "1/3",
    "سلام",
    "99/9",
    "اعضا",
    "شروع",
    "این هفته گزارش دادیم و ۶۰٪ کار انجام شد",
)


@pytest.fixture
async def member(published: Town) -> AsyncIterator[Persona]:
    yield published.person("عضو هیأت")
    await published.app.searcher.close()


def shown(persona: Persona) -> tuple[object, ...]:
    said = persona.last
    return said.text, said.content.get("entities"), said.content.get("reply_markup")


async def process_of(town: Town) -> int:
    """Start the searching process; gives its id."""
    known = {int(one) for one in children()}
    await town.app.searcher.start()
    (process,) = {int(one) for one in children()} - known
    return process


def children() -> list[str]:
    tasks = Path("/proc/self/task").iterdir()
    return [one for task in tasks for one in (task / "children").read_text().split()]


def surroundings(process: int) -> bytes:
    return Path(f"/proc/{process}/environ").read_bytes()


async def ahead_of(town: Town, persona: Persona, typed: str) -> FoundAhead | None:
    person, place = persona.phone.id, QuestionKey(42, persona.chat.id, persona.phone.id, 0, "")
    question = Question(person, place, typed, town.clock.now())
    return await look_ahead(town.database, question, KnownLately())


@pytest.mark.parametrize(
    "database_url",
    ["sqlite", "postgres"] if os.environ.get("MOSAVABE_LONG") else ["sqlite"],
    indirect=True,
)
async def test_a_second_process_finds_the_same_and_is_missed_by_nobody_when_it_dies(
    published: Town, member: Persona, caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("BOT_TOKEN", "42:secret")
    alone = [(await member.says(typed), shown(member)) for typed in TYPED]
    process = await process_of(published)

    apart = [(await member.says(typed), shown(member)) for typed in TYPED]
    with monkeypatch.context() as elsewhere:
        elsewhere.delattr(search, "search_for")  # in this process
        found = [(await member.says(typed), shown(member)) for typed in SEARCHES]

    assert apart == alone
    assert found == alone[: len(SEARCHES)]
    assert b"secret" not in surroundings(process)
    if published.database.is_sqlite:
        os.kill(process, signal.SIGKILL)
        assert (await member.says(TYPED[0]), shown(member)) == alone[0]
        assert not published.app.searcher.runs
        assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []
    await published.app.searcher.close()
    assert str(process) not in children()


@pytest.mark.parametrize("change", ["none", "hidden", "locked", "role"])
async def test_what_was_found_ahead_counts_only_while_it_is_the_viewers(
    published: Town, member: Persona, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    # Who sees all is shown a lock now, where the words were.
    asker = published.person("دبیرخانه · اصفهان") if change == "locked" else member
    page = page_of(await ahead_of(published, asker, TYPED[0]), TYPED[0])
    assert page is not None
    found = replace(page, letters="as it was found ahead", entities=())
    monkeypatch.setattr(published.app.searcher, "ask", mock.AsyncMock(return_value=found))
    lock = update(Resolution).where(Resolution.id == min(page.hits)).values(confidential=True)
    demote = update(Membership).where(Membership.id == page.viewer.membership_id)
    async with published.database.writing() as session:
        if change in ("hidden", "locked"):
            await session.execute(lock)
        if change == "role":
            await session.execute(demote.values(role=Role.OBSERVER))

    assert ("found ahead" in await asker.says(TYPED[0])) == (change == "none")


async def test_nothing_is_sought_ahead_for_strangers_codes_and_answers_to_questions(
    published: Town, member: Persona
) -> None:
    key = QuestionKey(42, member.chat.id, member.phone.id, 0, "")
    asking = questions.Question("UpdateForm:note", {})
    stranger = published.newcomer("غریبه")

    assert await ahead_of(published, stranger, TYPED[0]) is None
    assert await ahead_of(published, member, "1/3") is None
    async with published.database.writing() as session:
        await questions.write(session, key, asking, published.clock.now())
    assert await ahead_of(published, member, TYPED[0]) is None


async def test_what_a_council_calls_its_bodies_is_read_anew_after_a_second(published: Town) -> None:
    lately, now = KnownLately(), published.clock.now()

    async def known(later: timedelta) -> bool:
        async with published.database.reading() as session:
            council = await lately.of(session, 1, now + later)
        return "نام نو" in {name for _, name in council.names}

    assert not await known(timedelta())
    async with published.database.writing() as session:
        await session.execute(update(Body).where(Body.council_id == 1).values(name="نام نو"))
    assert not await known(KNOWN_FOR)
    assert await known(2 * KNOWN_FOR)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_only_a_rush_of_people_starts_a_process(published: Town) -> None:
    searcher = Searcher(published.database, "bot.updates.search_process", rush=3)
    known, now = children(), published.clock.now()

    async def starts(*people: int) -> bool:
        for person in people:
            key = QuestionKey(42, person, person, 0, "")
            assert await searcher.ask(Question(person, key, "…", now)) is None
        await asyncio.sleep(0)
        return searcher.starts

    assert not await starts(1, 1, 1, 1, 2)  # however much one writes
    assert await starts(3) == (len(os.sched_getaffinity(0)) > 1)
    await searcher.close()
    assert children() == known


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_process_that_is_slow_is_asked_no_more_than_it_can_hold(
    published: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("council.searching.searcher.MOST_WAITING", 3)
    monkeypatch.setattr("council.searching.searcher.PATIENCE_SECONDS", 0.05)
    ours, theirs = socket.socketpair()
    heard, slow = await asyncio.open_connection(sock=theirs)
    _, line = await asyncio.get_running_loop().create_connection(_Line, sock=ours)
    searcher = Searcher(published.database, "bot.updates.search_process")
    searcher._apart = _Apart(mock.Mock(), line)
    question = Question(1, QuestionKey(42, 1, 1, 0, ""), "…", published.clock.now())

    async def asks() -> tuple[object, bool]:
        """What it was given, and whether the process was asked."""
        # The process lives, and answers others.
        asyncio.get_running_loop().call_later(0.03, line.data_received, b"")
        before = line.asked
        return await searcher.ask(question), line.asked > before

    assert [await asks() for _ in range(5)] == [(None, True)] * 3 + [(None, False)] * 2
    number, _size = HEAD.unpack(await heard.readexactly(HEAD.size))
    say(slow, number, "too late")
    await asyncio.sleep(0.1)
    assert await asks() == (None, True)
    line.close()
    slow.close()

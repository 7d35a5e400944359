"""Searches made ahead, in a process of their own, are the searches that the bot would make."""

import asyncio
import logging
import os
import signal
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import update

from council import members, search
from council.access import Viewer
from council.search import FoundAhead
from council.search_ahead import Question, look_ahead
from council.searcher import Searcher
from storage import questions
from storage.database import Session
from storage.models import Resolution
from storage.questions import QuestionKey
from storage.sight import see_as
from storage.words import Role
from tests.town import Persona, Town

TYPED = (
    *("گزارش دو هفتگی", "كرونا", "گزارش معوق", "کمسیون", "نشست یکم", "1/3", "سلام", "99/9"),
    "این هفته گزارش دادیم و ۶۰٪ کار انجام شد",
)


@pytest.fixture
def member(published: Town) -> Persona:
    return published.person("عضو هیأت")


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
    return await look_ahead(town.database, Question(person, place, typed, town.clock.now()))


async def search_here(
    town: Town, persona: Persona, viewer: Viewer | None, ahead: FoundAhead | None, typed: str
) -> tuple[search.SearchResult, search.SearchResult]:
    """The search of the update's own transaction: with what was found ahead, and without."""
    async with town.database.reading() as session:
        viewer = viewer or await viewer_of(town, session, persona)
        see_as(session, viewer.sight)
        find = partial(search.search_for, session, viewer=viewer, query=typed, page=0)
        now = town.clock.now()
        return await find(now=now, ahead=ahead), await find(now=now)


async def viewer_of(town: Town, session: Session, persona: Persona) -> Viewer:
    viewer = await members.recognise(session, persona.phone.id, town.clock.now())
    assert viewer is not None
    return viewer


async def test_a_second_process_finds_the_same_and_is_missed_by_nobody_when_it_dies(
    published: Town, member: Persona, caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("BOT_TOKEN", "42:secret")
    alone = [(await member.says(typed), shown(member)) for typed in TYPED]
    process = await process_of(published)

    apart = [(await member.says(typed), shown(member)) for typed in TYPED]

    assert apart == alone
    assert published.app.searcher.given == len(TYPED) - 1  # the code opened its card
    assert b"secret" not in surroundings(process)
    if published.database.is_sqlite:
        os.kill(process, signal.SIGKILL)
        with caplog.at_level(logging.ERROR):
            assert (await member.says(TYPED[0]), shown(member)) == alone[0]
        assert not published.app.searcher.runs
        assert caplog.messages == []
    await published.app.searcher.close()
    assert str(process) not in children()


@pytest.mark.parametrize("change", ["confidential", "unlisted", "role", "words"])
async def test_what_was_found_ahead_counts_only_while_it_is_the_viewers(
    published: Town, member: Persona, change: str
) -> None:
    ahead, viewer, typed = await ahead_of(published, member, TYPED[0]), None, TYPED[0]
    assert ahead is not None
    assert len(ahead.result.hits) > 1
    lock = update(Resolution).where(Resolution.id == ahead.result.hits[0].id)
    async with published.database.writing() as session:
        if change in ("confidential", "unlisted"):
            await session.execute(lock.values(confidential=True))
        if change == "confidential":  # whoever may see it sees a lock where the words were
            viewer = replace(ahead.viewer, role=Role.SECRETARY)
            ahead = replace(ahead, viewer=viewer)
        if change == "role":
            viewer = replace(ahead.viewer, role=Role.OBSERVER)
        if change == "words":
            typed = "کرونا"

    taken, own = await search_here(published, member, viewer, ahead, typed)

    assert taken == own
    assert taken is not ahead.result
    assert (own != ahead.result) == (change != "role")


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


async def test_only_a_rush_of_searches_starts_a_process(published: Town) -> None:
    searcher = Searcher(published.database, rush=3)
    question = Question(1, QuestionKey(42, 1, 1, 0, ""), "…", published.clock.now())
    known = children()

    for _ in range(2):
        assert await searcher.ask(question) is None
    await asyncio.sleep(0)
    before = searcher.starts
    await searcher.ask(question)

    assert (before, searcher.starts) == (False, len(os.sched_getaffinity(0)) > 1)
    await searcher.close()
    assert children() == known

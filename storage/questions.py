"""The questions that stand open between the bot and a person: one row per dialogue."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, bindparam, delete, select

from storage.database import Session
from storage.database.at_the_end import drop_left, write_last
from storage.database.prepared import Prepared
from storage.models import OpenQuestion
from storage.types import Base
from storage.upsert import insert_of

_TABLE = Base.metadata.tables["open_questions"]
_QUESTIONS = _TABLE.c
KEY = ("bot_id", "chat_id", "user_id", "thread_id", "destiny")


def _write(kind: str) -> Insert:
    values: dict[str, Any] = {
        name: bindparam(f"new_{name}") for name in ("state", "data", "updated_at")
    }
    insert = insert_of(kind, _TABLE).values(
        {name: bindparam(f"of_{name}") for name in KEY} | values
    )
    again = {name: insert.excluded[name] for name in values}
    return insert.on_conflict_do_update(index_elements=KEY, set_=again).returning(
        _QUESTIONS.chat_id
    )


_READ = Prepared(
    lambda _kind: select(_QUESTIONS.state, _QUESTIONS.data).where(
        *(_QUESTIONS[name] == bindparam(name) for name in KEY)
    )
)
_WRITE = Prepared(_write)
_FORGET = Prepared(
    lambda _kind: delete(_TABLE).where(
        *(_QUESTIONS[name] == bindparam(f"of_{name}") for name in KEY)
    )
)


ANSWERED, SHOWN = "default", "buttons"
"""The two dialogues that a person has with the bot in a chat: what was asked, which an answer goes
on with, and the buttons that were shown last, whose words may be typed."""
ASKED_NOW = (ANSWERED, SHOWN)
"""Beside what is kept for the buttons of questions that were asked before (`handlers/asked.py`)."""
REPORT = "progress"
"""Under this word a question about a report keeps its id."""


@dataclass(frozen=True)
class QuestionKey:
    """Whose dialogue it is; ids are Telegram's, `thread_id` is 0 outside a topic."""

    bot_id: int
    chat_id: int
    user_id: int
    thread_id: int
    destiny: str


@dataclass(frozen=True)
class Question:
    """How far a dialogue has come; both empty where nothing is open."""

    state: str | None
    data: dict[str, Any]


async def read(session: Session, key: QuestionKey) -> Question:
    """Give what stands open, or an empty question."""
    row = await _READ.first(session, **vars(key))
    return Question(None, {}) if row is None else Question(row.state, dict(row.data))


async def is_about_report(session: Session, *, user_id: int, progress_id: int) -> bool:
    """Whether the person is being asked something about this report in private."""
    stmt = select(OpenQuestion.data).where(
        OpenQuestion.user_id == user_id,
        OpenQuestion.chat_id == user_id,
        OpenQuestion.destiny == ANSWERED,
    )
    return any(data.get(REPORT) == progress_id for data in await session.scalars(stmt))


async def end(session: Session, *, user_id: int, chat_id: int | None = None) -> None:
    """Forget what the person is being asked in the chat, or all that is kept of their dialogues."""

    def is_meant(what: Hashable) -> bool:
        if not isinstance(what, QuestionKey) or what.user_id != user_id:
            return False
        return chat_id is None or (what.chat_id == chat_id and what.destiny in ASKED_NOW)

    drop_left(session, is_meant)
    stmt = delete(OpenQuestion).where(OpenQuestion.user_id == user_id)
    if chat_id is not None:
        stmt = stmt.where(OpenQuestion.chat_id == chat_id, OpenQuestion.destiny.in_(ASKED_NOW))
    await session.execute(stmt.execution_options(synchronize_session=False))


async def prune(session: Session, *, before: datetime) -> int:
    """Forget dialogues that nobody went on with since this moment; gives how many."""
    stmt = (
        delete(OpenQuestion)
        .where(OpenQuestion.updated_at < before)
        .returning(OpenQuestion.user_id)
        .execution_options(synchronize_session=False)
    )
    return len((await session.scalars(stmt)).all())


async def write(session: Session, key: QuestionKey, question: Question, now: datetime) -> None:
    """Keep a dialogue as it stands now, at the end of the transaction; one without state and data
    is forgotten."""
    given: dict[str, Any] = {f"of_{name}": value for name, value in vars(key).items()}
    if question.state is None and not question.data:
        await write_last(session, key, _FORGET, **given)
        return
    given |= {"new_state": question.state, "new_data": question.data, "new_updated_at": now}
    await write_last(session, key, _WRITE, **given)


async def answered_since(session: Session, *, user_id: int, moment: datetime) -> bool:
    """Whether the person was answered in private after that moment."""
    stmt = select(OpenQuestion.chat_id).where(
        OpenQuestion.chat_id == user_id,
        OpenQuestion.user_id == user_id,
        OpenQuestion.destiny == SHOWN,
        OpenQuestion.updated_at > moment,
    )
    return (await session.scalars(stmt)).first() is not None

"""Open questions for aiogram, kept in the update's own transaction."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from storage import questions
from storage.database import Session
from storage.questions import Question, QuestionKey

OVER_AT = "over_at"
"""Under this word a question keeps the moment when it is over by itself."""


class Questions(BaseStorage):
    """aiogram's storage of one update: what it writes commits or rolls back with the update.

    A dialogue is read once, and not at all where it is `known`: nobody else goes on with it while
    its chat's lane is at work. One that holds a moment as `over_at` is over then.
    """

    def __init__(
        self, session: Session, now: datetime, known: Mapping[QuestionKey, Question]
    ) -> None:
        self._session = session
        self._now = now
        self._known = {key: self._still_open(one) for key, one in known.items()}

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Set what is being asked."""
        name = state.state if isinstance(state, State) else state
        await self._write(key, Question(name, (await self._read(key)).data))

    async def get_state(self, key: StorageKey) -> str | None:
        """Give what is being asked, or None."""
        return (await self._read(key)).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Replace what was answered so far; it must be JSON."""
        await self._write(key, Question((await self._read(key)).state, deepcopy(dict(data))))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Give what was answered so far."""
        return deepcopy((await self._read(key)).data)

    async def _read(self, key: StorageKey) -> Question:
        whose = _key(key)
        if whose not in self._known:
            self._known[whose] = self._still_open(await questions.read(self._session, whose))
        return self._known[whose]

    def _still_open(self, question: Question) -> Question:
        moment = question.data.get(OVER_AT)
        over = moment is not None and datetime.fromisoformat(moment) <= self._now
        return Question(None, {}) if over else question

    async def _write(self, key: StorageKey, question: Question) -> None:
        nothing = Question(None, {})
        if question == nothing and await self._read(key) == nothing:
            return  # every command ends what was being asked, and mostly nothing was
        self._known[_key(key)] = question
        await questions.write(self._session, _key(key), question, self._now)

    async def close(self) -> None:
        """Nothing to close: the session belongs to the update."""


def _key(key: StorageKey) -> QuestionKey:
    return QuestionKey(key.bot_id, key.chat_id, key.user_id, key.thread_id or 0, key.destiny)

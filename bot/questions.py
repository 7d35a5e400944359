"""Open questions for aiogram, kept in the update's own transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from storage import questions
from storage.database import Session
from storage.questions import QuestionKey


class Questions(BaseStorage):
    """aiogram's storage of one update: what it writes commits or rolls back with the update."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        """Set what is being asked."""
        name = state.state if isinstance(state, State) else state
        await questions.write_state(self._session, _key(key), name, self._now)

    async def get_state(self, key: StorageKey) -> str | None:
        """Give what is being asked, or None."""
        return (await questions.read(self._session, _key(key))).state

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        """Replace what was answered so far; it must be JSON."""
        await questions.write_data(self._session, _key(key), data, self._now)

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Give what was answered so far."""
        return (await questions.read(self._session, _key(key))).data

    async def close(self) -> None:
        """Nothing to close: the session belongs to the update."""


def _key(key: StorageKey) -> QuestionKey:
    return QuestionKey(key.bot_id, key.chat_id, key.user_id, key.thread_id or 0, key.destiny)

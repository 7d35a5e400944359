"""SQLite without a thread of its own: for one task that works alone, where nobody waits for it.

Handing every statement to a thread and back takes longer than most statements. Where a scene of
ten thousand statements is made ready, that doubles the wait.
"""

import sqlite3
from collections.abc import Callable
from typing import Any

import aiosqlite

ROWS_AT_ONCE = 64


class InPlaceConnection(aiosqlite.Connection):
    """Runs every statement where it is asked for."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        if not self._running or self._connection is None:
            raise ValueError("Connection closed")  # the words that SQLAlchemy looks for
        return fn(*args, **kwargs)


def connect(path: str, **options: Any) -> InPlaceConnection:  # noqa: ANN401  what sqlite3 takes
    """Open a file, as `aiosqlite.connect` does."""
    options["check_same_thread"] = False  # opened in a thread, used outside of it
    made = InPlaceConnection(lambda: sqlite3.connect(path, **options), ROWS_AT_ONCE)
    made._thread.daemon = True
    return made

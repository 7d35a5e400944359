"""A process that dies on order: at the N-th statement, commit or network phase, and not before."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from sqlalchemy import event

from storage.database import Database

LAST_BREATH_SECONDS = 0.3


class Killed(BaseException):
    """The process is dead: no handler of errors may see this."""


class Death:
    """Counts the points that a process passes and kills it at the one that was set."""

    def __init__(self) -> None:
        self.comes(0)

    def comes(self, at_point: int) -> None:
        """Begin a new life that ends at this point."""
        self.points = 0
        self.path: list[str] = []
        self.came_at = ""
        self._at_point = at_point
        self._dead = asyncio.Event()

    @property
    def came(self) -> bool:
        """Whether the process has died."""
        return self._dead.is_set()

    def passes(self, where: str) -> None:
        """Pass a point, or die at it; the dead pass nothing."""
        self.points += 1
        self.path.append(where)
        if self.points == self._at_point:
            self.came_at = where
            self._dead.set()
        if self.came:
            raise Killed(where)

    def watches(self, database: Database, *, closely: bool = False) -> None:
        """Let every statement and every commit of the database be a point; `closely`: also the
        moment after a statement was carried out."""
        engine = database.engine.sync_engine

        @event.listens_for(engine, "before_cursor_execute")
        def before(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            self.passes(f"before {statement[:40]}")

        if closely:

            @event.listens_for(engine, "after_cursor_execute")
            def after(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
                self.passes(f"after {statement[:40]}")

        @event.listens_for(engine, "commit")
        def commit(_connection: Any) -> None:
            self.passes("before COMMIT")

    async def during(self, life: Coroutine[Any, Any, object]) -> None:
        """Live until the life is over or death comes; leaves no task behind."""
        others = asyncio.all_tasks()
        living = asyncio.create_task(life)
        dying = asyncio.create_task(self._dead.wait())
        await asyncio.wait({living, dying}, return_when=asyncio.FIRST_COMPLETED)
        dying.cancel()
        if self.came:
            # Whoever still runs dies at the next point; who waits for the dead is cut off. Not
            # at once, because SQLAlchemy is closing the connection on which death came.
            await asyncio.wait({living}, timeout=LAST_BREATH_SECONDS)
            living.cancel()
        left = asyncio.all_tasks() - others
        ended = await asyncio.gather(living, *left, return_exceptions=True)
        faults = [end for end in ended if isinstance(end, Exception)]
        if faults:
            raise faults[0]

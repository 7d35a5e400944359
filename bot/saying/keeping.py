"""Keeps which items a message just said is about; what many chats show goes into one commit."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from storage import messages
from storage.database import Database, Session


@dataclass(frozen=True)
class Shown:
    """A message of ours by Telegram's ids, and the items in it in the order shown; whose words it
    answers, and the report that was made of them."""

    chat_id: int
    message_id: int
    items: tuple[int, ...]
    answers: int | None = None
    report: int | None = None


@dataclass
class _Batch:
    """What goes into one transaction; it grows until that begins."""

    written: asyncio.Task[None]
    shown: list[Shown] = field(default_factory=list)


class ShownItems:
    """Writes down what messages show; whoever comes while another transaction is open shares one.

    A commit for each message would be as much work as the update that it answers.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._next: _Batch | None = None
        self._one_at_a_time = asyncio.Lock()

    async def keep(self, shown: Shown) -> None:
        """Return when it is written down. Raises what the database raises."""
        batch = self._next
        if batch is None:
            batch = self._next = _Batch(asyncio.create_task(self._write(), name="shown items"))
        batch.shown.append(shown)
        await asyncio.shield(batch.written)

    async def _write(self) -> None:
        batch = self._next
        try:
            async with self._one_at_a_time:
                self._next = None
                shown = batch.shown if batch else []
                async with self._database.writing(quick=True) as session:
                    for one in shown:
                        await self._remember(session, one)
        finally:
            if self._next is batch:
                self._next = None

    async def _remember(self, session: Session, one: Shown) -> None:
        await messages.remember(
            session,
            chat_id=one.chat_id,
            message_id=one.message_id,
            item_ids=one.items,
            now=self._clock(),
            answers=one.answers,
            report_id=one.report,
        )

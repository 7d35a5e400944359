"""Notices that the database is older than it was when this machine last looked at it.

Somebody may put an old copy of the file, or of the server's disk, in its place without our tool.
What waits in such a copy may have been sent long ago, so it is held like a restored backup.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from council import holds
from council.holds import Cause
from storage import outbox
from storage.database import Database
from storage.outbox import Mark

logger = logging.getLogger(__name__)


class HighWater:
    """Remembers in a small file how far the outbox had come; without a file, nothing."""

    def __init__(
        self, file: Path | None, database: Database, clock: Callable[[], datetime]
    ) -> None:
        self._file = file
        self._database = database
        self._clock = clock

    async def compare(self) -> bool:
        """Hold every council where the database is behind; gives whether it was. Then remember."""
        if self._file is None:
            return False
        remembered, now = await asyncio.to_thread(_read, self._file), await self._mark()
        behind = remembered.newest_id > now.newest_id or remembered.finished > now.finished
        if behind:
            logger.critical("the database is older than it was: what waits in it is held")
            async with self._database.writing() as session:
                await holds.hold_all(session, why=Cause.TURNED_BACK, now=self._clock())
        await self.remember()
        return behind

    async def remember(self) -> None:
        """Write down how far the outbox has come."""
        if self._file is not None:
            await asyncio.to_thread(_write, self._file, await self._mark())

    async def _mark(self) -> Mark:
        async with self._database.reading() as session:
            return await outbox.mark(session)


def _read(file: Path) -> Mark:
    try:
        known = json.loads(file.read_text("utf-8"))
        return Mark(int(known["newest_id"]), datetime.fromisoformat(known["finished"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Mark.nowhere()


def _write(file: Path, mark: Mark) -> None:
    known = {"newest_id": mark.newest_id, "finished": mark.finished.isoformat()}
    part = file.with_suffix(".part")
    part.write_text(json.dumps(known), "utf-8")
    part.replace(file)

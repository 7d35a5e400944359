"""Keeps copies of evidence in the data folder, fetched after the report was recorded.

What waits stands in the tables, so that a crash loses nothing and doing it again copies nothing
twice. Telegram keeps the file as well: a copy that cannot be made costs nobody their report.
"""

import asyncio
import logging
import os
from collections.abc import Callable
from pathlib import Path

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest

from bot.service.stopping import Stopping
from council import evidence
from storage import progress
from storage.database import Database

logger = logging.getLogger(__name__)
FOLDER = "evidence"
AT_ONCE = 20
PAUSE_SECONDS = 20.0


class EvidenceKeeper:
    """Copies what waits, now and then, where this process leads; one bad file stops no other."""

    def __init__(
        self,
        bot: Bot,
        database: Database,
        data_dir: Path,
        leads: Callable[[], bool] = lambda: True,
    ) -> None:
        self._bot = bot
        self._database = database
        self._folder = data_dir / FOLDER
        self._leads = leads
        self._stopping = Stopping()

    async def run(self) -> None:
        """Copy until `stop`."""
        while not self._stopping.is_set():
            try:
                if self._leads():
                    await self.copy_waiting()
            except Exception:
                logger.exception("evidence was not copied")
            await self._stopping.unless(asyncio.sleep(PAUSE_SECONDS))

    def stop(self) -> None:
        """Begin no further round."""
        self._stopping.set()

    async def copy_waiting(self) -> int:
        """Copy what has no copy yet; gives how many copies were made."""
        async with self._database.reading() as session:
            waiting = [
                (one.id, one.file_id, one.size or 0, await progress.council_of(session, one))
                for one in await progress.without_copy(
                    session, most_tries=evidence.MAX_TRIES, limit=AT_ONCE
                )
            ]
        made = 0
        for attachment_id, file_id, size, council_id in waiting:
            name, refused = await self._copy(attachment_id, file_id, size, council_id)
            async with self._database.writing() as session:
                await progress.note_copy(session, attachment_id, name=name, refused=refused)
            made += name is not None
        return made

    async def _copy(
        self, attachment_id: int, file_id: str, size: int, council_id: int
    ) -> tuple[str | None, str | None]:
        """(name, None), (None, why never), or twice None where it may be tried again."""
        if size > evidence.MAX_COPY_BYTES:
            return None, evidence.TOO_BIG
        try:
            found = await self._bot.download(file_id)
        except TelegramBadRequest as error:
            big = "too big" in error.message.lower()
            return None, evidence.TOO_BIG if big else None
        except (AiogramError, OSError, TimeoutError) as error:
            logger.warning("evidence %d was not fetched: %s", attachment_id, type(error).__name__)
            return None, None
        content = found.read() if found is not None else b""
        refused = evidence.refusal_of(content)
        ending = evidence.ending_of(content)
        if refused is not None or ending is None:
            return None, refused
        name = evidence.copy_name(council_id, attachment_id, ending)
        await asyncio.to_thread(_write, self._folder / name, content)
        return name, None


def _write(path: Path, content: bytes) -> None:
    """Write whole or not at all; readable by the owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_suffix(".part")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    half.replace(path)

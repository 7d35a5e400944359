"""Fetches and reads a document that somebody entitled sends, before the transaction opens.

Nothing slow may happen inside a transaction, so what was read waits in the data as `file`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import Message, Update

from bot.service.metrics import Metrics
from bot.updates.middlewares import Recognise
from council import access
from council.errors import CouncilError, EmptyMinutesError, RosterUnreadableError
from council.minutes.apart import read_apart
from council.minutes.drafts import Read, proposals
from council.people.roster import ENDINGS, Roster
from council.people.roster_apart import read_apart as read_roster
from council.text import clean
from storage.database import Database

MAX_NAME = 100
MAX_MINUTES_BYTES = 20_000_000
"""Telegram hands no larger file to a bot; scans and pictures make minutes this large."""


class FileTrouble(StrEnum):
    """Why a file could not be fetched."""

    TOO_BIG = "too_big"
    NOT_FETCHED = "not_fetched"


@dataclass(frozen=True)
class ReceivedFile:
    """A document as it was sent and read, or why that could not be done."""

    name: str
    reads: tuple[Read, ...] = ()
    refusal: CouncilError | None = None
    trouble: FileTrouble | None = None
    roster: Roster | None = None
    content: bytes = field(default=b"", repr=False)
    """The file itself, for who wants no minutes in it."""

    @property
    def is_roster(self) -> bool:
        """Whether its name says that it is a table of people."""
        return self.trouble is None and self.name.lower().endswith(ENDINGS)

    def people(self) -> Roster:
        """The roster that was read. Raises the council's refusal where the file holds none."""
        if self.refusal is not None:
            raise self.refusal
        if self.roster is None:
            raise RosterUnreadableError
        return self.roster

    def documents(self) -> tuple[Read, ...]:
        """What was read, a document for each session that the file holds; at least one.

        Raises the council's refusal where the file is no minutes.
        """
        if self.refusal is not None:
            raise self.refusal
        if not self.reads:
            raise EmptyMinutesError
        return self.reads


class DocumentFetcher:
    """Fetches the document of a private message where its sender may import minutes."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        recognise: Recognise,
        metrics: Metrics | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._metrics = metrics or Metrics()
        self._recognise = recognise

    async def __call__(self, bot: Bot, update: Update) -> dict[str, Any]:
        """The handler's data: `file` where there is one; a trouble is said by the handler."""
        message = update.message
        if message is None or not await self._is_wanted(message):
            return {}
        with self._metrics.reading():
            return {"file": await _fetch(bot, message)}

    async def _is_wanted(self, message: Message) -> bool:
        if message.document is None or message.chat.type != "private":
            return False
        if message.from_user is None:
            return False
        async with self._database.reading(quick=True) as session:
            viewer = await self._recognise(session, message.from_user.id, self._clock())
        return viewer is not None and access.can(viewer, "read_minutes")


async def _fetch(bot: Bot, message: Message) -> ReceivedFile:
    document = message.document
    if document is None:
        return ReceivedFile("", trouble=FileTrouble.NOT_FETCHED)
    name = _shown_name(document.file_name or "")
    if (document.file_size or 0) > MAX_MINUTES_BYTES:
        return ReceivedFile(name, trouble=FileTrouble.TOO_BIG)
    try:
        content = await bot.download(document)
    except (AiogramError, OSError, TimeoutError):
        return ReceivedFile(name, trouble=FileTrouble.NOT_FETCHED)
    taken = content.read() if content is not None else b""
    if len(taken) > MAX_MINUTES_BYTES:
        return ReceivedFile(name, trouble=FileTrouble.TOO_BIG)
    try:
        if name.lower().endswith(ENDINGS):
            people = await read_roster(taken)
            return ReceivedFile(name, roster=people, content=taken)
        reads = proposals(await read_apart(taken))
    except CouncilError as refusal:
        return ReceivedFile(name, refusal=refusal, content=taken)
    return ReceivedFile(name, reads, content=taken)


def _shown_name(sent: str) -> str:
    """The name to show: one line without directories or marks that turn the writing around."""
    return " ".join(clean(sent).replace("\\", "/").rpartition("/")[2].split())[:MAX_NAME]

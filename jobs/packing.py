"""Packs what a view says for the way out: entities and buttons as plain JSON, files ready."""

import asyncio
import logging
from dataclasses import dataclass, replace
from typing import Any

from aiogram.types import TelegramObject

from bot.papers.making import NotMadeError, Unmade, make
from bot.saying.replies import Saying
from jobs.outcomes import OutMessage
from storage.delivery import Claim

logger = logging.getLogger(__name__)

SHARED_KEPT = 8
"""So many of the newest pictures that several messages carry are remembered."""


@dataclass(frozen=True)
class Packed:
    """A message that may go now, where to, and which items it is about."""

    chat_id: int
    message: OutMessage
    items: tuple[int, ...]
    settles: tuple[int, OutMessage] | None = None
    """The message that told to wait, and what becomes of it."""
    in_place_of: int | None = None
    """The message of ours that becomes this one, where nothing new is sent."""
    shared: Unmade | None = None
    """The file that it carries, where other messages carry it too."""


class Packing:
    """Makes messages ready; a picture that several of them carry is made and uploaded once.

    Without `shared_pictures` such messages go out in words.
    """

    def __init__(self, *, shared_pictures: bool = True) -> None:
        self._shared_pictures = shared_pictures
        self._copies: dict[Unmade, bytes | str] = {}
        self._making = asyncio.Lock()

    async def pack(self, chat_id: int, said: Saying, claimed: Claim) -> Packed:
        """The message with its file, which is made now where it is not made yet.

        Call it with no transaction open: a document takes seconds.
        """
        if said.unmade and said.unmade.shared and said.otherwise and not self._shared_pictures:
            return await self.pack(chat_id, said.otherwise, claimed)
        message = _out_message(said, claimed)
        if said.unmade is not None:
            try:
                made = await self._made(said.unmade)
            except NotMadeError as error:
                logger.warning(
                    "message %d: %s not made: %s", claimed.id, said.unmade.renderer, error
                )
                if said.otherwise is None:
                    raise
                return await self.pack(chat_id, said.otherwise, claimed)
            message = replace(message, **_file(said.unmade, made))
        settles = None
        if said.progress is not None and said.settled is not None:
            settles = (said.progress, _out_message(said.settled, claimed))
        return Packed(
            chat_id,
            message,
            said.items,
            settles,
            said.in_place_of,
            said.unmade if said.unmade and said.unmade.shared else None,
        )

    async def _made(self, file: Unmade) -> bytes | str:
        """The file's content, or Telegram's id of it."""
        if not file.shared:
            return await make(file.renderer, file.given)
        async with self._making:
            if file not in self._copies:
                self._keep(file, await make(file.renderer, file.given))
            return self._copies[file]

    def uploaded(self, file: Unmade, telegram_id: str) -> None:
        """Telegram has a file that several messages carry: from now on it goes by its id."""
        self._keep(file, telegram_id)

    def _keep(self, file: Unmade, copy: bytes | str) -> None:
        self._copies[file] = copy
        for old in list(self._copies)[:-SHARED_KEPT]:
            del self._copies[old]


def _file(file: Unmade, made: bytes | str) -> dict[str, Any]:
    kind = "photo" if file.picture else "document"
    if isinstance(made, str):
        return {"media": (kind, made)}
    return {"upload": (kind, file.name, made)}


def _out_message(said: Saying, claimed: Claim) -> OutMessage:
    if said.document is not None:
        raise TypeError("a document is for what a handler answers at once: Saying.unmade")
    text, entities = said.text.render()
    keyboard = None if said.keyboard is None else _plain(said.keyboard)
    # A copy that may be the second one does not ring.
    silent = claimed.resends > 0
    return OutMessage(
        text,
        tuple(_plain(entity) for entity in entities),
        keyboard,
        silent,
        protected=said.protected,
        media=said.media,
    )


def _plain(thing: TelegramObject) -> dict[str, Any]:
    return thing.model_dump(mode="json", exclude_none=True, warnings=False)

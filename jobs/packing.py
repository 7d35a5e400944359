"""Packs what a view says for the way out: entities and buttons as plain JSON, files ready."""

import logging
from dataclasses import dataclass, replace
from typing import Any

from aiogram.types import TelegramObject

from bot.papers.making import NotMadeError, make
from bot.replies import Saying
from jobs.outcomes import OutMessage
from storage.delivery import Claim
from storage.made_files import FileToSend

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Packed:
    """A message that may go now, where to, which items it is about, and which of our files."""

    chat_id: int
    message: OutMessage
    items: tuple[int, ...]
    file_id: int | None
    settles: tuple[int, OutMessage] | None = None
    """The message that told to wait, and what becomes of it."""


async def pack(chat_id: int, said: Saying, claimed: Claim) -> Packed:
    """The message with its file, which is made now where it is not made yet.

    Call it with no transaction open: a document takes seconds.
    """
    upload = None
    if said.unmade is not None:
        try:
            content = await make(said.unmade.renderer, said.unmade.given)
        except NotMadeError as error:
            logger.warning("message %d: %s not made: %s", claimed.id, said.unmade.renderer, error)
            if said.otherwise is None:
                raise
            return await pack(chat_id, said.otherwise, claimed)
        upload = ("photo" if said.unmade.picture else "document", said.unmade.name, content)
    message = _out_message(said, claimed)
    settles = None
    if said.progress is not None and said.settled is not None:
        settles = (said.progress, _out_message(said.settled, claimed))
    return Packed(
        chat_id,
        message if upload is None else replace(message, upload=upload),
        said.items,
        said.made.id if said.made else None,
        settles,
    )


def _out_message(said: Saying, claimed: Claim) -> OutMessage:
    if said.document is not None:
        raise TypeError("the outbox sends files that are kept: Saying.made")
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
        media=said.media or _by_id(said.made),
        upload=_upload(said.made),
    )


def _by_id(made: FileToSend | None) -> tuple[str, str] | None:
    return (_kind(made), made.telegram_id) if made and made.telegram_id else None


def _upload(made: FileToSend | None) -> tuple[str, str, bytes] | None:
    if made is None or made.telegram_id is not None:
        return None
    return _kind(made), made.name, made.content or b""


def _kind(made: FileToSend) -> str:
    return "photo" if made.picture else "document"


def _plain(thing: TelegramObject) -> dict[str, Any]:
    return thing.model_dump(mode="json", exclude_none=True, warnings=False)

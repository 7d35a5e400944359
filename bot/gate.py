"""The gate before every handler: no row in the rights matrix, no start; no right, no entry."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from aiogram import BaseMiddleware, Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.dispatcher.flags import get_flag
from aiogram.types import CallbackQuery, Message, TelegramObject, User

from council import access
from council.access import Cell, Place, Viewer
from council.errors import NotAllowedError, NotAMemberError
from storage import groups
from storage.database import Session

RIGHT = "right"
GATED = ("message", "callback_query")
NOT_A_PERSON = frozenset({1087968824, 136817688, 777000})
"""Group anonymous bot, channel bot, and Telegram itself:
https://core.telegram.org/bots/api#message"""

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class UngatedHandlerError(Exception):
    """A handler without a row in the rights matrix."""


def right(name: str) -> dict[str, str]:
    """The flags of a handler that performs this action of the matrix."""
    return {RIGHT: name}


def ensure_all_gated(router: Router) -> None:
    """Refuse to start where a handler names no action, or one that the matrix does not have."""
    for handler in _handlers(router):
        if handler.flags.get(RIGHT) not in access.matrix():
            raise UngatedHandlerError(getattr(handler.callback, "__qualname__", repr(handler)))


def _handlers(router: Router) -> Iterator[HandlerObject]:
    for one in router.chain_tail:
        for name in GATED:
            yield from one.observers[name].handlers


class RightsMiddleware(BaseMiddleware):
    """Judges who speaks or presses, where, before the handler that was chosen runs.

    Silence where the matrix wants no answer; NotAMemberError or NotAllowedError where it says no.
    What depends on the object is judged again by the action itself, in the same transaction.
    """

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401  whatever the handler returns
        """Let the event through, drop it, or raise the refusal."""
        if not isinstance(event, Message | CallbackQuery):
            return await handler(event, data)
        viewer: Viewer | None = data["viewer"]
        where = await _place(data["session"], event)
        action = get_flag(data, RIGHT)
        cell = access.cell(action, viewer, where, anonymous=_is_nobody(event))
        if cell is Cell.SILENT:
            return None
        if cell is Cell.NO:
            raise NotAMemberError if viewer is None else NotAllowedError(action)
        data["place"] = where
        return await handler(event, data)


async def _place(session: Session, event: Message | CallbackQuery) -> Place:
    message = event if isinstance(event, Message) else event.message
    if message is None or message.chat.type == "private":
        return Place.PRIVATE
    chat = await groups.by_telegram(session, message.chat.id)
    bound = chat is not None and chat.body_id is not None
    return Place.BOUND_GROUP if bound else Place.FOREIGN_GROUP


def _is_nobody(event: Message | CallbackQuery) -> bool:
    """Anonymous admins, channels, automatic forwards and bots have no rights at all."""
    speaker: User | None = event.from_user
    if speaker is None or speaker.is_bot or speaker.id in NOT_A_PERSON:
        return True
    return isinstance(event, Message) and (
        event.sender_chat is not None or bool(event.is_automatic_forward)
    )

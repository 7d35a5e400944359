"""The gate before every handler: no row in the rights matrix, no start; no right, no entry."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Any

from aiogram import BaseMiddleware, Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.dispatcher.flags import get_flag
from aiogram.methods import EditMessageText
from aiogram.types import CallbackQuery, Message, TelegramObject, User

from bot.i18n import use_language
from bot.saying.replies import Answer, Reply, answer, as_new_message, replies_of
from bot.service.metrics import Metrics
from bot.views import groups as group_views
from council import access
from council.access import Cell, Place, Viewer
from council.errors import NotAllowedError, NotAMemberError
from storage.sight import see_as

RIGHT = "right"
GATED = ("message", "edited_message", "callback_query", "inline_query")
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

    def __init__(self, metrics: Metrics | None = None) -> None:
        self._metrics = metrics or Metrics()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401  whatever the handler returns
        """Let the event through, drop it, or raise the refusal; measure the work."""
        if not isinstance(event, Message | CallbackQuery):
            return await handler(event, data)
        viewer: Viewer | None = data["viewer"]
        where: Place = data["place"]
        action = get_flag(data, RIGHT)
        cell = access.cell(
            action, viewer, where, anonymous=_is_nobody(event), former=data["former"]
        )
        if cell is Cell.SILENT:
            return None
        if cell is Cell.NO:
            raise NotAMemberError if viewer is None else NotAllowedError(action)
        with self._metrics.acting(str(action)):
            if cell is Cell.PRIVATE and viewer is not None:
                see_as(data["session"], viewer.sight)
                with use_language(viewer.language):
                    result = await handler(event, data)
                return _in_private(event, viewer, result)
            return await handler(event, data)


def _in_private(event: Message | CallbackQuery, viewer: Viewer, result: object) -> Answer:
    """Say what was asked for in a group in the private chat, and one line about it in the group."""
    replies = replies_of(result)
    moved = [_moved(one, event, viewer) for one in replies]
    if not any(one is not other for one, other in zip(moved, replies, strict=True)):
        return moved
    return [*moved, answer(event, group_views.answered_in_private())]


def _moved(reply: Reply, event: Message | CallbackQuery, viewer: Viewer) -> Reply:
    message = event if isinstance(event, Message) else event.message
    method = reply.method
    if message is None or getattr(method, "chat_id", None) != message.chat.id:
        return reply
    if isinstance(method, EditMessageText):
        method = as_new_message(method)
    changed = method.model_copy(update={"chat_id": viewer.telegram_id, "reply_parameters": None})
    return replace(reply, method=changed)


def _is_nobody(event: Message | CallbackQuery) -> bool:
    """Anonymous admins, channels, automatic forwards and bots have no rights at all."""
    speaker: User | None = event.from_user
    if speaker is None or speaker.is_bot or speaker.id in NOT_A_PERSON:
        return True
    return isinstance(event, Message) and (
        event.sender_chat is not None or bool(event.is_automatic_forward)
    )

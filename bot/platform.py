"""What a messenger that speaks the Bot API may lack, and what is then left out."""

from collections.abc import Set
from typing import Any

from aiogram import Bot
from aiogram.client.session.middlewares.base import (
    BaseRequestMiddleware,
    NextRequestMiddlewareType,
)
from aiogram.methods import AnswerInlineQuery, DeleteMyCommands, SetMyCommands, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InlineKeyboardMarkup

from bot.settings import Feature


class PlatformMiddleware(BaseRequestMiddleware):
    """Leaves out of every request what the platform lacks; a call about that alone is not made."""

    def __init__(self, lacks: Set[Feature]) -> None:
        self._lacks = lacks

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Any:  # noqa: ANN401  True stands for the answer to a call that is not made
        """Make the request, with what the platform knows."""
        menus, inline = SetMyCommands | DeleteMyCommands, AnswerInlineQuery
        if Feature.MENU in self._lacks and isinstance(method, menus):
            return True
        if Feature.INLINE in self._lacks:
            if isinstance(method, inline):
                return True
            method = _without_inline(method)
        return await make_request(bot, method)


def _without_inline(method: TelegramMethod[TelegramType]) -> TelegramMethod[TelegramType]:
    """The request without buttons for it, and without asking for updates of it."""
    kinds = getattr(method, "allowed_updates", None)
    if kinds and "inline_query" in kinds:
        kept_kinds = [kind for kind in kinds if kind != "inline_query"]
        return method.model_copy(update={"allowed_updates": kept_kinds})
    markup = getattr(method, "reply_markup", None)
    if not isinstance(markup, InlineKeyboardMarkup):
        return method
    rows = [
        [button for button in row if button.switch_inline_query is None]
        for row in markup.inline_keyboard
    ]
    kept = [row for row in rows if row]
    return method.model_copy(
        update={"reply_markup": InlineKeyboardMarkup(inline_keyboard=kept) if kept else None}
    )

"""The way out of a question, under every answer that leaves it open."""

from dataclasses import replace

from aiogram.methods import SendMessage

from bot.saying.keyboards import keyboard, leave, rows_of
from bot.saying.replies import Reply, replies_of


def with_way_out(result: object, *, beside_others: bool = False) -> list[Reply]:
    """The same answers, each message with a button that leaves the open question.

    Those that have buttons of their own get it only `beside_others`.
    """
    return [_shown(reply, beside_others) for reply in replies_of(result)]


def _shown(reply: Reply, beside_others: bool) -> Reply:
    said = reply.method
    if not isinstance(said, SendMessage) or (said.reply_markup and not beside_others):
        return reply
    shown = keyboard([*rows_of(said.reply_markup), leave()])
    return replace(reply, method=said.model_copy(update={"reply_markup": shown}))

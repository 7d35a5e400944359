"""Words for what a member sends into another chat from a search."""

from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)
from aiogram.utils.formatting import BlockQuote, Bold

from bot.i18n import _
from bot.saying.wording import code, compose, digits, excerpt, isolate, lines, short_day
from bot.views import items
from council.resolutions import Found

QUOTED = 600


def result(one: Found, username: str) -> InlineQueryResultArticle:
    """One resolution to choose: what is sent holds its words, its state, and a way to its card."""
    item = one.item
    state = items.state(item.state) if item else _("for information")
    due = None
    if item is not None and item.is_open and item.due_on is not None:
        due = _("due {date}").format(date=short_day(item.due_on))
    said = lines(
        compose(_("Resolution {code}"), code=Bold(code(one.code))),
        BlockQuote(excerpt(one.text, QUOTED)),
        compose(_("Responsible: {body}"), body=isolate(item.body)) if item and item.body else None,
        _(", ").join(filter(None, (state, due))),
    )
    text, entities = said.render()
    return InlineQueryResultArticle(
        id=f"r-{one.id}",
        title=_("Resolution {code}").format(code=digits(one.code)) + f" · {state}",
        description=one.excerpt,
        input_message_content=InputTextMessageContent(
            message_text=text, entities=entities, parse_mode=None
        ),
        reply_markup=_to_card(one.id, username),
    )


def _to_card(resolution_id: int, username: str) -> InlineKeyboardMarkup | None:
    if not username:
        return None
    link = f"https://t.me/{username}?start=r-{resolution_id}"
    button = InlineKeyboardButton(text=_("Open the card"), url=link)
    return InlineKeyboardMarkup(inline_keyboard=[[button]])

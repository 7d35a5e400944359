"""Which items a reply is about: our own record of the message, else its buttons, else its code."""

import re
from datetime import datetime

from aiogram import Bot
from aiogram.enums import ChatType
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup, Message

from bot.saying.taps import OpenItem, ReportItem
from council import items, resolutions, text
from council.access import Viewer
from council.errors import ItemClosedError, NotAllowedError
from council.items import ItemCard
from council.reports import parts_of, understand
from council.searching.typed_codes import codes_within
from handlers.brought import evidence_of, words_of
from handlers.progress import own_open
from storage import messages
from storage.database import Session
from storage.words import ProgressStatus

MOST_LOOKED_UP = 5
"""So many codes of a reply are looked up; nobody reports on more in one message about another."""

_CODE = re.compile("\u2068([^\u2068\u2069]{1,12}/[^\u2068\u2069]{1,12})\u2069")


def to_us(message: Message, bot: Bot) -> bool:
    """Whether a message of the bot is replied to."""
    quoted = message.reply_to_message
    return bool(quoted and quoted.from_user and quoted.from_user.id == bot.id)


async def reportable_items(
    message: Message, session: Session, viewer: Viewer, now: datetime
) -> tuple[ItemCard, ...]:
    """The items that the replied-to message was about and that the speaker may report on.

    Empty where the message is about no item. Raises ItemClosedError where every item of it is
    closed, and NotAllowedError where all of them are somebody else's.
    """
    shown = await _items_of(message, session, viewer, now)
    if not shown:
        return ()
    if not any(item.is_open for item in shown):
        raise ItemClosedError
    mine = tuple(item for item in shown if item.may_report)
    if not mine:
        raise NotAllowedError("report")
    return mine


async def is_talk(message: Message, session: Session, viewer: Viewer, now: datetime) -> bool:
    """Whether somebody who may not report on the items of the replied-to message speaks to the
    others of a group: thanks, a question, what one wishes or fears, but neither files nor words
    that plainly say how far it is."""
    if message.chat.type == ChatType.PRIVATE or evidence_of(message):
        return False
    if tells_how_far(words_of(message)):
        return False
    return not any(item.may_report for item in await _items_of(message, session, viewer, now))


def tells_how_far(words: str) -> bool:
    """Whether words plainly say that something is done, or to which share."""
    said = understand(words)
    done = said.status is ProgressStatus.REPORTED_DONE
    return (done or said.percent is not None) and not said.unsure


async def recorded(message: Message, session: Session) -> bool:
    """Whether it is recorded which items the replied-to message was about."""
    quoted = message.reply_to_message
    return quoted is not None and bool(await _recorded(session, message, quoted))


async def _recorded(session: Session, message: Message, quoted: Message) -> tuple[int, ...]:
    return await messages.items_of(session, chat_id=message.chat.id, message_id=quoted.message_id)


async def _items_of(
    message: Message, session: Session, viewer: Viewer, now: datetime
) -> tuple[ItemCard, ...]:
    quoted = message.reply_to_message
    if quoted is None:
        return ()
    ids = await _recorded(session, message, quoted) or _ids_in_buttons(quoted.reply_markup)
    if ids:
        return await items.cards(session, viewer=viewer, item_ids=ids, now=now)
    code = _CODE.search((quoted.text or "").split("\n", 1)[0])
    card = code and await resolutions.by_code(session, viewer=viewer, query=code[1], now=now)
    return card.items if card else ()


def _ids_in_buttons(markup: InlineKeyboardMarkup | None) -> tuple[int, ...]:
    reports = [one.item for one in buttons_of(markup, ReportItem)]
    return tuple(dict.fromkeys([*reports, *(one.id for one in buttons_of(markup, OpenItem))]))


def buttons_of[Kind: CallbackData](
    markup: InlineKeyboardMarkup | None, kind: type[Kind]
) -> list[Kind]:
    """What the buttons of this kind bring, in their order."""
    keys = [key for row in (markup.inline_keyboard if markup else ()) for key in row]
    data = [key.callback_data or "" for key in keys]
    return [kind.unpack(one) for one in data if one.split(":", 1)[0] == kind.__prefix__]


def addressed(shown: tuple[ItemCard, ...], said: str) -> tuple[tuple[ItemCard, str], ...]:
    """Which of the items a reply means, each with its words: the only one, or those that it names;
    empty where it names none of several."""
    if len(shown) == 1:
        return ((shown[0], said),)
    parts = parts_of(said, [item.code for item in shown])
    return tuple((shown[place], words) for place, words in parts)


async def named_instead(
    session: Session, viewer: Viewer, shown: tuple[ItemCard, ...], said: str, now: datetime
) -> tuple[ItemCard, ...]:
    """Which items a reply to a message about one may mean, where it reports by their codes on
    other resolutions alone; empty where it names none that exist."""
    own = text.en_digits(shown[0].code)
    others = [one for one in codes_within(said) if one != own][:MOST_LOOKED_UP]
    parts = parts_of(said, [own, *others]) if others and len(shown) == 1 else ()
    if not parts or parts[0][0] == 0:
        return ()
    found = [
        await resolutions.id_of_code(session, viewer=viewer, query=others[place - 1])
        for place, _ in parts
    ]
    meant = set(found) - {None}
    mine = await own_open(session, viewer, now) if meant else []
    return (*[one for one in mine if one.resolution_id in meant], *shown) if meant else ()

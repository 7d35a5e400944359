"""Buttons for those who only type: the words on a button, typed, are a tap on it.

In private chat the buttons meant are those of the bot's newest answer there, then, where no open
question takes the words, those of the first screen; in a reply, which works in groups too, those of
the message that is replied to.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from aiogram.enums import ChatType
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message, Update, User
from aiogram.utils.formatting import Text

from bot.i18n import use_language
from bot.saying.choices import labels_of, named
from bot.saying.replies import Reply, Saying, answer, as_new_message, replies_of
from bot.views import home
from council.access import Viewer
from storage import questions
from storage.database import Session
from storage.questions import SHOWN, Question, QuestionKey
from storage.words import Role

LONGEST_LABEL = 64
NO_MESSAGE = 0
"""Instead of the id of a message whose id is not known: Telegram counts from one."""
ALSO_SEARCHED = re.compile(r"sf:(?:also|without):.*|m")
"""Filters under a search, and one's own work: typed, their words are a search that finds it."""


@dataclass(frozen=True)
class Heard:
    """An update, as a tap where its words stand on a button that is shown, else as it came; the
    buttons that were kept before it, None where that is not known; and the tap on the first screen
    that its words are `otherwise`, where no question takes them."""

    update: Update
    kept: dict[str, Any] | None = None
    otherwise: Update | None = None


def listen(update: Update, known: Mapping[QuestionKey, Question], viewer: Viewer | None) -> Heard:
    """Take words that stand on a button for a tap on it; `known` is what stands open."""
    kept = _kept_before(update, known)
    message = update.message
    words = (message.text or "") if message else ""
    if message is None or not 0 < len(words) <= LONGEST_LABEL or words.startswith("/"):
        return Heard(update, kept)
    quoted = message.reply_to_message
    if quoted is not None:
        meant = named(words, _labels(quoted.reply_markup))
        return Heard(_tap(update, message, quoted, meant) if meant else update, kept)
    if kept is None:
        return Heard(update)
    if meant := named(words, kept.get("labels", {})):
        return Heard(_tap(update, message, _shown_last(message, kept), meant), kept)
    first = named(words, _on_first_screen(viewer.role, viewer.language)) if viewer else None
    if first is None:
        return Heard(update, kept)
    return Heard(update, kept, _tap(update, message, _shown_last(message, kept), first))


def _tap(update: Update, said: Message, on: Message, data: str) -> Update:
    """A tap on the button of this data, in place of what was said; what nobody said stays."""
    if said.from_user is None:
        return update
    tap = CallbackQuery(
        id=f"typed:{said.chat.id}:{said.message_id}",
        from_user=said.from_user,
        chat_instance=str(said.chat.id),
        message=on,
        data=data,
    )
    return Update(update_id=update.update_id, callback_query=tap.as_(said.bot))


def _kept_before(update: Update, known: Mapping[QuestionKey, Question]) -> dict[str, Any] | None:
    """What is known of the bot's newest answer: its buttons' data by their words, and more."""
    key = _key_of(update)
    return known[key].data if key is not None and key in known else None


@lru_cache
def _on_first_screen(role: Role, language: str) -> dict[str, str]:
    with use_language(language):
        return _labels(home.first_buttons(role))


def _shown_last(message: Message, kept: dict[str, Any]) -> Message:
    """The bot's newest answer in the chat of the message, as far as it is known."""
    shown = Message(
        message_id=NO_MESSAGE, date=message.date, chat=message.chat, text=kept.get("text") or "…"
    )
    return shown.as_(message.bot)


async def keep_buttons(
    session: Session, heard: Heard, update: Update, result: object, now: datetime
) -> None:
    """Keep the buttons that the person sees last in a private chat, and forget those before."""
    key = _key_of(update)
    said = replies_of(result)
    if key is None or not any(
        isinstance(one.method, SendMessage | EditMessageText) for one in said
    ):
        return
    kept: dict[str, Any] = {}
    for reply in said:
        method = reply.method
        if isinstance(method, SendMessage | EditMessageText) and method.chat_id == key.chat_id:
            labels = _labels(method.reply_markup)
            first_line = (method.text or "").partition("\n")[0]
            kept = {"labels": labels, "text": first_line} if labels else kept
            kept |= {} if reply.search is None else {"search": reply.search}
    if kept != heard.kept:
        await questions.write(session, key, Question(None, kept), now)


async def asked_last(session: Session, message: Message) -> bool:
    """Whether what the message looked for is what the person was answered last in this chat."""
    key = _key(message, message.from_user)
    kept = (await questions.read(session, key)).data if key else {}
    return kept.get("search") == message.message_id


def said_below(update: Update, result: object) -> list[Reply]:
    """What a tap says, for words that were typed: below them, and without a button that spins."""
    said = []
    for reply in replies_of(result):
        match reply.method:
            case AnswerCallbackQuery(text=words) if words and update.message:
                said.append(answer(update.message, Saying(Text(words))))
            case AnswerCallbackQuery():
                pass
            case EditMessageText() as changed:
                said.append(Reply(as_new_message(changed), reply.items))
            case _:
                said.append(reply)
    return said


def _labels(markup: object) -> dict[str, str]:
    """What may be typed, and what it taps."""
    if not isinstance(markup, InlineKeyboardMarkup):
        return {}
    labels = labels_of(Saying(Text(), markup))
    return {label: data for label, data in labels.items() if not ALSO_SEARCHED.fullmatch(data)}


def _key_of(update: Update) -> QuestionKey | None:
    event = update.message or update.edited_message or update.callback_query
    shown = event.message if isinstance(event, CallbackQuery) else event
    return _key(shown, event.from_user) if event and isinstance(shown, Message) else None


def _key(message: Message, person: User | None) -> QuestionKey | None:
    if message.bot is None or person is None or message.chat.type != ChatType.PRIVATE:
        return None
    return QuestionKey(message.bot.id, message.chat.id, person.id, 0, SHOWN)

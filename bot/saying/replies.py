"""What a view says, and the reply that a handler returns to have it said after the commit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageReplyMarkup,
    EditMessageText,
    SendDocument,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import (
    CallbackQuery,
    InaccessibleMessage,
    InlineKeyboardMarkup,
    InputFile,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from aiogram.utils.formatting import Text

from bot.papers.making import Unmade
from bot.saying.rendering import rendered

MAX_TOAST = 200  # https://core.telegram.org/bots/api#answercallbackquery


@dataclass(frozen=True)
class Saying:
    """What a view makes: words, buttons, the items that a reply to them is about, a file."""

    text: Text
    keyboard: InlineKeyboardMarkup | ReplyKeyboardMarkup | None = None
    items: tuple[int, ...] = ()
    document: InputFile | None = None
    media: tuple[str, str] | None = None
    """The kind (photo, document…) and Telegram's id of a file that the outbox sends."""
    unmade: Unmade | None = None
    """A file that the outbox has made, off the event loop, and sends with the text as caption."""
    otherwise: "Saying | None" = None
    """What to say instead where it could not be made."""
    progress: int | None = None
    """The id of the message that told to wait; it becomes `settled` once this one was sent."""
    settled: "Saying | None" = None
    in_place_of: int | None = None
    """The id of a message of ours that the outbox sent: it becomes this, and nothing is sent."""
    protected: bool = False
    """Confidential: it can be neither forwarded nor saved."""
    report: int | None = None
    """The report whose receipt this is."""
    heeds_edits: bool = False
    """Whoever changes the words that this answers is answered anew in its place."""


@dataclass(frozen=True)
class Drop:
    """What a view answers where a waiting message is no longer wanted; the reason is a word."""

    reason: str


@dataclass(frozen=True)
class Reply:
    """One call to Telegram, made after the commit, and the items that its message is about; the
    id of the message whose changed words would change it, and the report that was made of them."""

    method: TelegramMethod[Any]
    items: tuple[int, ...] = ()
    answers: int | None = None
    report: int | None = None
    search: int | None = None
    """The id of the message that asked for what this found."""


type Answer = Reply | TelegramMethod[Any] | Sequence[Reply | TelegramMethod[Any]] | None


def answer(event: Message | CallbackQuery, saying: Saying) -> Reply:
    """Say it as a new message where the event happened; in a group as a reply to the message."""
    chat_id, quoted = _place(event)
    answers = None
    if saying.heeds_edits and isinstance(event, Message):
        answers = event.message_id
    return Reply(_new_message(saying, chat_id, quoted), saying.items, answers, saying.report)


def edit(callback: CallbackQuery, saying: Saying) -> Reply:
    """Say it in place of the message whose button was pressed; as a new one where that cannot be.

    A message that is too old, carries a file or was deleted cannot be edited into this text, and
    an edited message cannot bring a file or a reply keyboard.
    """
    message = callback.message
    in_place = (
        isinstance(message, Message)
        and message.text is not None
        and saying.document is None
        and (not saying.protected or bool(message.has_protected_content))
        and not isinstance(saying.keyboard, ReplyKeyboardMarkup)
    )
    if not in_place or message is None:
        return answer(callback, saying)
    return edit_own(message.chat.id, message.message_id, saying)


def relabel(
    message: Message | InaccessibleMessage | None, data: str | None, words: str
) -> Sequence[Reply]:
    """Put other words on the message's button of this data; the message stays as it is. Nothing
    where they stand there already, or the button is gone."""
    if not isinstance(message, Message) or message.reply_markup is None:
        return ()
    before = message.reply_markup.inline_keyboard
    after = [
        [
            key.model_copy(update={"text": words}) if key.callback_data == data else key
            for key in row
        ]
        for row in before
    ]
    method = EditMessageReplyMarkup(
        chat_id=message.chat.id,
        message_id=message.message_id,
        reply_markup=InlineKeyboardMarkup(inline_keyboard=after),
    )
    return (Reply(method),) if after != before else ()


def edit_own(chat_id: int, message_id: int, saying: Saying) -> Reply:
    """Say it in place of a message of our own that is known by its id."""
    text, entities = rendered(saying.text)
    keyboard = saying.keyboard if isinstance(saying.keyboard, InlineKeyboardMarkup) else None
    method = EditMessageText(
        chat_id=chat_id,
        message_id=message_id,
        text=text,
        entities=entities,
        parse_mode=None,
        reply_markup=keyboard,
    )
    return Reply(method, saying.items, report=saying.report)


def in_place(result: object, *, chat_id: int, message_id: int) -> list[Reply]:
    """Say what would be a new message in that chat in place of a message of ours there; of several
    the first."""
    replies = list(replies_of(result))
    for at, reply in enumerate(replies):
        if isinstance(reply.method, SendMessage) and reply.method.chat_id == chat_id:
            replies[at] = replace(reply, method=_edited(reply.method, message_id))
            break
    return replies


def _edited(said: SendMessage, message_id: int) -> EditMessageText:
    keyboard = said.reply_markup if isinstance(said.reply_markup, InlineKeyboardMarkup) else None
    return EditMessageText(
        chat_id=said.chat_id,
        message_id=message_id,
        text=said.text,
        entities=said.entities,
        parse_mode=None,
        reply_markup=keyboard,
    )


def as_new_message(changed: EditMessageText) -> SendMessage:
    """The same words and buttons below everything else, where they cannot or need not replace."""
    return SendMessage(
        chat_id=changed.chat_id or 0,
        text=changed.text or "",
        entities=changed.entities,
        parse_mode=None,
        reply_markup=changed.reply_markup,
    )


def toast(callback: CallbackQuery, text: str = "", alert: bool = False) -> Reply:
    """Answer the button itself with a short note, or with nothing but the end of its spinning."""
    return Reply(
        AnswerCallbackQuery(
            callback_query_id=callback.id,
            text=text[:MAX_TOAST] or None,
            show_alert=alert or None,
        )
    )


def replies_of(result: object) -> tuple[Reply, ...]:
    """Give what a handler returned as a row of replies; what is no reply is left out."""
    if isinstance(result, Reply):
        return (result,)
    if isinstance(result, TelegramMethod):
        return (Reply(result),)
    if isinstance(result, Sequence) and not isinstance(result, str | bytes):
        return tuple(reply for part in result for reply in replies_of(part))
    return ()


def _place(event: Message | CallbackQuery) -> tuple[int, int | None]:
    """Give the chat to write to and, in a group, the message to reply to."""
    if isinstance(event, Message):
        message: Message | InaccessibleMessage = event
    elif event.message is None:
        return event.from_user.id, None
    else:
        message = event.message
    return message.chat.id, None if message.chat.type == "private" else message.message_id


def _new_message(saying: Saying, chat_id: int, quoted: int | None) -> TelegramMethod[Any]:
    text, entities = rendered(saying.text)
    quote = None
    if quoted is not None:
        quote = ReplyParameters(message_id=quoted, allow_sending_without_reply=True)
    if saying.document is not None:
        return SendDocument(
            chat_id=chat_id,
            document=saying.document,
            caption=text,
            caption_entities=entities,
            parse_mode=None,
            reply_markup=saying.keyboard,
            reply_parameters=quote,
            protect_content=saying.protected or None,
        )
    return SendMessage(
        chat_id=chat_id,
        text=text,
        entities=entities,
        parse_mode=None,
        reply_markup=saying.keyboard,
        reply_parameters=quote,
        protect_content=saying.protected or None,
    )

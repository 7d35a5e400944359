"""The Bot API's JSON for what the ledger holds, in the shape that every client library reads."""

from datetime import datetime

from simulator.errors import bad_request
from simulator.ledger import Ledger
from simulator.model import BotStatus, Chat, ChatKind, Json, Message, Person, Press, StoredFile

# https://core.telegram.org/bots/api#chatmemberadministrator: always present there.
ADMIN_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages",
    "can_manage_video_chats", "can_restrict_members", "can_promote_members", "can_change_info",
    "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip


def unix_time(moment: datetime) -> int:
    """Give whole seconds since 1970, the Bot API's dates."""
    return int(moment.timestamp())


def user_json(person: Person) -> Json:
    """Give a User; fields that are empty are left out, as Telegram does."""
    user: Json = {"id": person.id, "is_bot": False, "first_name": person.first_name}
    optional = {
        "last_name": person.last_name,
        "username": person.username,
        "language_code": person.language_code,
    }
    return user | {key: value for key, value in optional.items() if value}


def sender_json(ledger: Ledger, sender_id: int) -> Json:
    """Give the User who sent something: the bot or a person."""
    if sender_id == ledger.bot_id:
        return {key: ledger.bot[key] for key in ("id", "is_bot", "first_name", "username")}
    return user_json(ledger.people[sender_id])


# Who stands as “from” where somebody writes in the name of a group or a channel.
ANONYMOUS_ADMIN = {
    "id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot",
}  # fmt: skip
CHANNEL_SENDER = {
    "id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot",
}  # fmt: skip


def chat_json(ledger: Ledger, chat: Chat) -> Json:
    """Give a Chat as it stands inside messages."""
    if not chat.is_private:
        return {"id": chat.id, "type": chat.kind.value, "title": chat.title}
    user = user_json(ledger.people[chat.id])
    names: Json = {key: user[key] for key in ("first_name", "last_name", "username") if key in user}
    return {"id": chat.id, "type": chat.kind.value, **names}


def message_json(ledger: Ledger, message: Message, *, with_reply: bool = True) -> Json:
    """Give a Message; the one it replies to is nested once, without its own reply."""
    result: Json = {
        "message_id": message.id,
        **_sender_fields(ledger, message),
        "chat": chat_json(ledger, ledger.chats[message.chat_id]),
        "date": unix_time(message.date),
    }
    if message.media_group is not None:
        result["media_group_id"] = message.media_group
    if message.inline_id is not None:
        result["via_bot"] = sender_json(ledger, ledger.bot_id)
    if message.edited_at is not None:
        result["edit_date"] = unix_time(message.edited_at)
    if message.forward_origin is not None:
        result["forward_origin"] = message.forward_origin
    if with_reply and message.reply_to is not None:
        original = ledger.find_message(message.chat_id, message.reply_to)
        if original is not None:
            result["reply_to_message"] = message_json(ledger, original, with_reply=False)
    result |= message.content
    # Only inline keyboards are part of a message; reply keyboards live beside the input field.
    if message.markup and "inline_keyboard" in message.markup:
        result["reply_markup"] = message.markup
    return result


def _sender_fields(ledger: Ledger, message: Message) -> Json:
    """Give “from” and “sender_chat”: an anonymous sender's own name never shows."""
    if message.sender_chat is None:
        return {"from": sender_json(ledger, message.sender_id)}
    named = {"sender_chat": chat_json(ledger, ledger.chats[message.sender_chat])}
    if ledger.chats[message.chat_id].kind is ChatKind.CHANNEL:
        return named
    is_admin = message.sender_chat == message.chat_id
    return {"from": ANONYMOUS_ADMIN if is_admin else CHANNEL_SENDER, **named}


def origin_json(ledger: Ledger, message: Message) -> Json:
    """Give the MessageOrigin of a forward: who wrote it, or the chat it was written in."""
    origin: Json = {"type": "user", "date": unix_time(message.date)}
    if message.sender_chat is None:
        return origin | {"sender_user": sender_json(ledger, message.sender_id)}
    chat = chat_json(ledger, ledger.chats[message.sender_chat])
    if ledger.chats[message.chat_id].kind is ChatKind.CHANNEL:
        return origin | {"type": "channel", "chat": chat, "message_id": message.id}
    return origin | {"type": "chat", "sender_chat": chat}


def callback_json(ledger: Ledger, press: Press) -> Json:
    """Give a CallbackQuery."""
    message = ledger.find_message(press.chat_id, press.message_id)
    if message is None:
        raise bad_request("message not found")
    # Of a message that came out of an inline query the bot knows nothing but its handle.
    where = (
        {"inline_message_id": message.inline_id}
        if message.inline_id
        else {"message": message_json(ledger, message)}
    )
    return {
        "id": press.id,
        "from": user_json(ledger.people[press.person_id]),
        **where,
        "chat_instance": str(abs(press.chat_id) * 7_919),
        "data": press.data,
    }


def member_json(user: Json, status: BotStatus) -> Json:
    """Give a ChatMember of the status for this user."""
    member: Json = {"user": user, "status": status.value}
    if status is BotStatus.NEVER:
        return {"user": user, "status": "left"}
    if status is BotStatus.KICKED:
        return member | {"until_date": 0}
    if status is BotStatus.ADMINISTRATOR:
        return member | dict.fromkeys(ADMIN_RIGHTS, False) | {"can_manage_chat": True}
    return member


def person_member_json(ledger: Ledger, chat: Chat, person: Person) -> Json:
    """Give a person's ChatMember; the first member of a group owns it."""
    user = user_json(person)
    if not chat.is_private and chat.members and chat.members[0] == person.id:
        return {"user": user, "status": "creator", "is_anonymous": False}
    status = BotStatus.MEMBER if person.id in chat.members else BotStatus.LEFT
    return member_json(user, status)


def file_json(file: StoredFile) -> Json:
    """Give the fields that every kind of file has."""
    return {
        "file_id": file.file_id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
    }


def file_content(field: str, file: StoredFile) -> Json:
    """Give the content fields of a message that carries the file as document, photo, voice…"""
    base = file_json(file)
    if field == "photo":
        width, height = picture_size(file.content)
        return {"photo": [base | {"width": width, "height": height}]}
    if field in {"voice", "audio"}:
        return {field: base | {"duration": 1, "mime_type": file.mime}}
    if field in {"video", "animation"}:
        size = {"width": 640, "height": 360, "duration": 1}
        return {field: base | size | {"mime_type": file.mime}}
    return {"document": base | {"file_name": file.name, "mime_type": file.mime}}


def picture_size(content: bytes) -> tuple[int, int]:
    """Read width and height from a PNG's header; other pictures count as 800 × 600."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        return int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    return 800, 600

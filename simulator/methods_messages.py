"""Bot API methods that send, edit, copy and delete messages."""

from collections.abc import Mapping
from datetime import timedelta

from simulator.entities import prepare_text, utf16_length
from simulator.errors import bad_request
from simulator.keyboards import check_markup
from simulator.markup import parse_text
from simulator.model import Chat, Json, Message, UploadedFile
from simulator.reach import writable_chat
from simulator.wire import message_json, origin_json
from simulator.world import MAX_TEXT, World

Files = Mapping[str, UploadedFile]
MAX_CAPTION = 1024
DELETABLE_FOR = timedelta(hours=48)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


def send_message(world: World, params: Json, files: Files) -> Json:
    """sendMessage: https://core.telegram.org/bots/api#sendmessage."""
    chat = writable_chat(world, params["chat_id"])
    return send_content(world, chat, params, text_content(params))


def send_chat_action(world: World, params: Json, files: Files) -> bool:
    """sendChatAction: shown to people for a few seconds."""
    chat = writable_chat(world, params["chat_id"])
    world.publish("typing", {"chat_id": chat.id, "action": params["action"]})
    return True


def edit_message_text(world: World, params: Json, files: Files) -> Json | bool:
    """editMessageText: https://core.telegram.org/bots/api#editmessagetext."""
    message = _editable(world, params)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, message, params, text_content(params))


def edit_message_caption(world: World, params: Json, files: Files) -> Json | bool:
    """editMessageCaption: https://core.telegram.org/bots/api#editmessagecaption."""
    message = _editable(world, params)
    if "text" in message.content:
        raise bad_request("there is no caption in the message to edit")
    kept = {k: v for k, v in message.content.items() if k not in ("caption", "caption_entities")}
    return _edit(world, message, params, kept | caption_content(params))


def edit_message_reply_markup(world: World, params: Json, files: Files) -> Json | bool:
    """editMessageReplyMarkup: https://core.telegram.org/bots/api#editmessagereplymarkup."""
    message = _editable(world, params)
    return _edit(world, message, params, message.content)


def delete_message(world: World, params: Json, files: Files) -> bool:
    """deleteMessage: https://core.telegram.org/bots/api#deletemessage."""
    chat = writable_chat(world, params["chat_id"])
    message = world.find_message(chat.id, params["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    _delete(world, chat, message)
    return True


def delete_messages(world: World, params: Json, files: Files) -> bool:
    """deleteMessages: those that are not found are skipped."""
    chat = writable_chat(world, params["chat_id"])
    for message_id in params["message_ids"]:
        message = world.find_message(chat.id, message_id)
        if message is not None:
            _delete(world, chat, message)
    return True


def copy_message(world: World, params: Json, files: Files) -> Json:
    """copyMessage: the same content, without a link to the original."""
    chat = writable_chat(world, params["chat_id"])
    original = _source(world, params, "copy")
    content = dict(original.content)
    if "caption" in params and "text" not in content:
        content |= caption_content(params)
    sent = send_content(world, chat, params, content)
    return {"message_id": sent["message_id"]}


def forward_message(world: World, params: Json, files: Files) -> Json:
    """forwardMessage: the same content, with who wrote it."""
    chat = writable_chat(world, params["chat_id"])
    original = _source(world, params, "forward")
    origin = original.forward_origin or origin_json(world, original)
    world.limits.check(chat.id, world.clock.now())
    content = dict(original.content)
    return message_json(
        world, world.add_message(chat, world.bot_id, content, forward_origin=origin)
    )


def send_content(world: World, chat: Chat, params: Json, content: Json) -> Json:
    """Write what a send method's parameters say into the chat."""
    markup, reply_to = sending_target(world, chat, params)
    world.limits.check(chat.id, world.clock.now())
    if params.get("protect_content"):
        content = content | {"has_protected_content": True}
    sent = world.add_message(chat, world.bot_id, content, reply_to=reply_to, markup=markup)
    return message_json(world, sent)


def sending_target(world: World, chat: Chat, params: Json) -> tuple[Json | None, int | None]:
    """Give the checked keyboard and the message replied to."""
    return check_markup(params.get("reply_markup")), _reply_target(world, chat, params)


def text_content(params: Json) -> Json:
    """Give the content fields of a text, checked, cleaned and with its entities."""
    raw, found = parse_text(str(params.get("text", "")), params.get("parse_mode"))
    text, entities = prepare_text(raw, found if found is not None else params.get("entities"))
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {})


def caption_content(params: Json) -> Json:
    """Give the content fields of a caption, which may be empty."""
    raw, found = parse_text(str(params.get("caption", "")), params.get("parse_mode"))
    given = found if found is not None else params.get("caption_entities")
    caption, entities = prepare_text(raw, given)
    if utf16_length(caption) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    result: Json = {"caption": caption} if caption else {}
    return result | ({"caption_entities": entities} if entities else {})


def _reply_target(world: World, chat: Chat, params: Json) -> int | None:
    reply = params.get("reply_parameters") or {}
    message_id = reply.get("message_id", params.get("reply_to_message_id"))
    if message_id is None:
        return None
    if reply.get("chat_id", chat.id) not in (chat.id, str(chat.id)):
        raise bad_request("replies to another chat are not simulated")
    if world.find_message(chat.id, message_id) is not None:
        return int(message_id)
    if reply.get("allow_sending_without_reply") or params.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _editable(world: World, params: Json) -> Message:
    if "inline_message_id" in params:
        found = world.find_inline(str(params["inline_message_id"]))
        # Without a keyboard the bot was never told the handle.
        if found is None or found.markup is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return found
    if "chat_id" not in params or "message_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = writable_chat(world, params["chat_id"])
    message = world.find_message(chat.id, params["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender_id != world.bot_id or message.is_service or message.forward_origin:
        raise bad_request("message can't be edited")
    return message


def _edit(world: World, message: Message, params: Json, content: Json) -> Json | bool:
    """Replace content and inline keyboard; an edit without a keyboard takes it away."""
    if message.markup is not None and "inline_keyboard" not in message.markup:
        raise bad_request("message can't be edited")
    markup = check_markup(params.get("reply_markup"))
    if message.content.get("has_protected_content"):
        content = content | {"has_protected_content": True}
    if content == message.content and markup == message.markup:
        raise bad_request(NOT_MODIFIED)
    changed = world.change_message(
        message, content=content, markup=markup, edited_at=world.clock.now()
    )
    return True if message.inline_id else message_json(world, changed)


def _delete(world: World, chat: Chat, message: Message) -> None:
    if world.clock.now() - message.date > DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    own = message.sender_id == world.bot_id
    if not own and not chat.is_private:
        raise bad_request("message can't be deleted")
    world.change_message(message, deleted=True)


def _source(world: World, params: Json, verb: str) -> Message:
    source = writable_chat(world, params["from_chat_id"])
    message = world.find_message(source.id, params["message_id"])
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if message.is_service:
        raise bad_request(f"message can't be {verb.replace('copy', 'copi')}ed")
    return message

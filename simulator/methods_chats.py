"""Bot API methods about chats, members, files and button presses."""

from dataclasses import replace
from datetime import timedelta

from simulator.errors import bad_request, forbidden
from simulator.methods_messages import Files
from simulator.model import BotStatus, Chat, Json
from simulator.reach import known_chat, writable_chat
from simulator.wire import (
    chat_json,
    file_json,
    member_json,
    person_member_json,
    sender_json,
)
from simulator.world import World

MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
MAX_TOAST = 200
ANSWERABLE_FOR = timedelta(seconds=150)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(world: World, params: Json, files: Files) -> bool:
    """answerCallbackQuery: https://core.telegram.org/bots/api#answercallbackquery."""
    press = world.presses.get(str(params["callback_query_id"]))
    if press is None or world.clock.now() - press.pressed_at > ANSWERABLE_FOR:
        raise bad_request(TOO_OLD)
    text = str(params.get("text", ""))
    if len(text) > MAX_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    answered = replace(
        press,
        answered=True,
        text=text,
        show_alert=bool(params.get("show_alert")),
        url=params.get("url"),
    )
    world.presses[press.id] = answered
    data = {"press_id": press.id, "person_id": press.person_id, "chat_id": press.chat_id}
    world.publish("toast", data | {"text": text, "alert": answered.show_alert})
    return True


def get_file(world: World, params: Json, files: Files) -> Json:
    """getFile: https://core.telegram.org/bots/api#getfile."""
    file = world.files.get(str(params["file_id"]))
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return file_json(file) | {"file_path": file.path}


def get_chat(world: World, params: Json, files: Files) -> Json:
    """getChat: https://core.telegram.org/bots/api#getchat, with the fields that must be there."""
    chat = known_chat(world, params["chat_id"])
    gifts = dict.fromkeys(
        (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        ),
        True,
    )
    fixed = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return chat_json(world, chat) | fixed


def get_chat_member(world: World, params: Json, files: Files) -> Json:
    """getChatMember: https://core.telegram.org/bots/api#getchatmember."""
    chat = _group(world, params)
    user_id = params["user_id"]
    if user_id == world.bot_id:
        return member_json(sender_json(world, user_id), _own_status(world, chat))
    person = world.people.get(user_id)
    if person is None:
        raise bad_request("user not found")
    return person_member_json(world, chat, person)


def get_chat_administrators(world: World, params: Json, files: Files) -> list[Json]:
    """getChatAdministrators: the owner; the bot itself is not listed unless it is one."""
    chat = _group(world, params)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    owners = [world.person(member) for member in chat.members[:1]]
    return [person_member_json(world, chat, owner) for owner in owners]


def get_chat_member_count(world: World, params: Json, files: Files) -> int:
    """getChatMemberCount: people and the bot."""
    return len(_group(world, params).members) + 1


def leave_chat(world: World, params: Json, files: Files) -> bool:
    """leaveChat: https://core.telegram.org/bots/api#leavechat."""
    chat = writable_chat(world, params["chat_id"])
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    world.bot_leaves(chat)
    return True


def _own_status(world: World, chat: Chat) -> BotStatus:
    return BotStatus.MEMBER if chat.is_private else world.bot_status[chat.id]


def _group(world: World, params: Json) -> Chat:
    chat = known_chat(world, params["chat_id"])
    if not chat.is_private and not world.bot_is_in(chat):
        raise forbidden(f"bot is not a member of the {chat.kind.value} chat")
    return chat

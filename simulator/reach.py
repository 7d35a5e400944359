"""Whom the bot can reach, and in which words Telegram says that it cannot."""

from simulator.errors import ApiError, bad_request, forbidden
from simulator.model import BotStatus, Chat
from simulator.world import World

MOVED = "Bad Request: group chat was upgraded to a supergroup chat"


def known_chat(world: World, chat_id: int | str) -> Chat:
    """Give a chat that the bot has met; raises ApiError “chat not found”."""
    chat = world.chats.get(chat_id) if isinstance(chat_id, int) else None
    if chat is None:
        raise bad_request("chat not found")
    if chat.id in world.moved_to:
        raise ApiError(400, MOVED, {"migrate_to_chat_id": world.moved_to[chat.id]})
    if chat.is_private:
        person = world.person(chat.id)
        if not (world.has_started(person) or _shares_a_group(world, person.id)):
            raise bad_request("chat not found")
    elif world.bot_status.get(chat.id, BotStatus.NEVER) is BotStatus.NEVER:
        raise bad_request("chat not found")
    return chat


def writable_chat(world: World, chat_id: int | str) -> Chat:
    """Give a chat that the bot may write to; raises ApiError with Telegram's reason."""
    chat = known_chat(world, chat_id)
    if chat.is_private:
        person = world.person(chat.id)
        if world.is_deactivated(person):
            raise forbidden("user is deactivated")
        if world.is_blocking(person):
            raise forbidden("bot was blocked by the user")
        if not world.has_started(person):
            raise forbidden("bot can't initiate conversation with a user")
        return chat
    status = world.bot_status[chat.id]
    if status is BotStatus.KICKED:
        raise forbidden(f"bot was kicked from the {chat.kind.value} chat")
    if status is BotStatus.LEFT:
        raise forbidden(f"bot is not a member of the {chat.kind.value} chat")
    return chat


def _shares_a_group(world: World, person_id: int) -> bool:
    return any(
        person_id in chat.members and world.bot_is_in(chat)
        for chat in world.chats.values()
        if not chat.is_private
    )

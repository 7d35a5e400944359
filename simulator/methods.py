"""Every simulated method of the Bot API on one screen."""

from collections.abc import Callable
from functools import partial

from simulator import methods_bot as bot
from simulator import methods_chats as chats
from simulator import methods_inline as inline
from simulator import methods_media as media
from simulator import methods_messages as messages
from simulator.errors import bad_request
from simulator.methods_messages import Files
from simulator.model import Json
from simulator.world import World

Result = Json | list[Json] | bool | int
Handler = Callable[[World, Json, Files], Result]

METHODS: dict[str, Handler] = {
    "getMe": bot.get_me,
    "close": bot.answer_true,
    "logOut": bot.answer_true,
    "setMyCommands": bot.set_my_commands,
    "getMyCommands": bot.get_my_commands,
    "deleteMyCommands": bot.delete_my_commands,
    "setMyName": partial(bot.set_profile_text, "name"),
    "getMyName": partial(bot.get_profile_text, "name"),
    "setMyDescription": partial(bot.set_profile_text, "description"),
    "getMyDescription": partial(bot.get_profile_text, "description"),
    "setMyShortDescription": partial(bot.set_profile_text, "short_description"),
    "getMyShortDescription": partial(bot.get_profile_text, "short_description"),
    "setChatMenuButton": bot.answer_true,
    "setWebhook": bot.set_webhook,
    "deleteWebhook": bot.delete_webhook,
    "getWebhookInfo": bot.get_webhook_info,
    "sendMessage": messages.send_message,
    "sendDocument": partial(media.send_file, "document"),
    "sendPhoto": partial(media.send_file, "photo"),
    "sendVoice": partial(media.send_file, "voice"),
    "sendAudio": partial(media.send_file, "audio"),
    "sendVideo": partial(media.send_file, "video"),
    "sendAnimation": partial(media.send_file, "animation"),
    "sendMediaGroup": media.send_media_group,
    "sendChatAction": messages.send_chat_action,
    "editMessageText": messages.edit_message_text,
    "editMessageCaption": messages.edit_message_caption,
    "editMessageReplyMarkup": messages.edit_message_reply_markup,
    "deleteMessage": messages.delete_message,
    "deleteMessages": messages.delete_messages,
    "copyMessage": messages.copy_message,
    "forwardMessage": messages.forward_message,
    "answerCallbackQuery": chats.answer_callback_query,
    "answerInlineQuery": inline.answer_inline_query,
    "getFile": chats.get_file,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatAdministrators": chats.get_chat_administrators,
    "getChatMemberCount": chats.get_chat_member_count,
    "leaveChat": chats.leave_chat,
}
BY_LOWER_NAME = {name.lower(): handler for name, handler in METHODS.items()}


def run_method(world: World, method: str, params: Json, files: Files) -> Result:
    """Carry out one method; raises ApiError, also for methods that are not simulated."""
    handler = BY_LOWER_NAME.get(method.lower())
    if handler is None:
        raise bad_request(f"method {method} is not simulated")
    return handler(world, params, files)

"""Bot API methods about the bot itself: who it is, its commands, its texts, its webhook."""

import json
import re
from collections.abc import Mapping

from simulator.errors import bad_request
from simulator.methods_messages import Files
from simulator.model import Json
from simulator.world import World

MAX_COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LIMITS: Mapping[str, int] = {"name": 64, "description": 512, "short_description": 120}


def get_me(world: World, params: Json, files: Files) -> Json:
    """getMe: https://core.telegram.org/bots/api#getme."""
    return world.bot | {"can_read_all_group_messages": not world.privacy_mode}


def set_my_commands(world: World, params: Json, files: Files) -> bool:
    """setMyCommands: one list per scope and language."""
    commands = params["commands"]
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    kept = [command | {"command": command["command"].removeprefix("/")} for command in commands]
    world.profile[_commands_key(params)] = {"commands": kept}
    world.publish("commands", {})
    return True


def get_my_commands(world: World, params: Json, files: Files) -> list[Json]:
    """getMyCommands: exactly the list that was set for this scope and language."""
    return list(world.profile.get(_commands_key(params), {}).get("commands", []))


def delete_my_commands(world: World, params: Json, files: Files) -> bool:
    """deleteMyCommands: the wider scope shows again."""
    world.profile.pop(_commands_key(params), None)
    world.publish("commands", {})
    return True


def commands_for(world: World, chat_id: int, language: str) -> list[Json]:
    """Give what the menu shows in a chat: the nearest scope, and in it the language, wins."""
    private = chat_id > 0
    scopes: list[Json] = [
        {"type": "chat", "chat_id": chat_id},
        {"type": "all_private_chats" if private else "all_group_chats"},
        {"type": "default"},
    ]
    for scope in scopes:
        for code in (language, ""):
            found = get_my_commands(world, {"scope": scope, "language_code": code}, {})
            if found:
                return found
    return []


def set_profile_text(field: str, world: World, params: Json, files: Files) -> bool:
    """setMyName, setMyDescription, setMyShortDescription: one text per language."""
    text = str(params.get(field, ""))
    if len(text) > LIMITS[field]:
        raise bad_request(f"{field} is too long")
    world.profile[f"{field}/{params.get('language_code', '')}"] = {field: text}
    return True


def get_profile_text(field: str, world: World, params: Json, files: Files) -> Json:
    """getMyName, getMyDescription, getMyShortDescription: per language."""
    default = {field: world.bot["first_name"] if field == "name" else ""}
    general = world.profile.get(f"{field}/", default)
    return world.profile.get(f"{field}/{params.get('language_code', '')}", general)


def set_webhook(world: World, params: Json, files: Files) -> bool:
    """setWebhook: kept and told; nothing is delivered to it by this simulator yet."""
    url = str(params.get("url", ""))
    if url and not url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if params.get("drop_pending_updates"):
        world.updates.drop_pending()
    world.updates.allow(params.get("allowed_updates"))
    world.webhook = {"url": url}
    return True


def delete_webhook(world: World, params: Json, files: Files) -> bool:
    """deleteWebhook: back to getUpdates."""
    if params.get("drop_pending_updates"):
        world.updates.drop_pending()
    world.webhook = {"url": ""}
    return True


def get_webhook_info(world: World, params: Json, files: Files) -> Json:
    """getWebhookInfo: https://core.telegram.org/bots/api#webhookinfo."""
    pending = len(world.updates.pending)
    return world.webhook | {"has_custom_certificate": False, "pending_update_count": pending}


def answer_true(world: World, params: Json, files: Files) -> bool:
    """Accept a call that changes nothing that is simulated (close, logOut, menu button)."""
    return True


def _commands_key(params: Json) -> str:
    scope = json.dumps(params.get("scope") or {"type": "default"}, sort_keys=True)
    return f"commands/{scope}/{params.get('language_code', '')}"

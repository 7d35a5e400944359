"""Bot API methods about the bot itself: who it is, its commands, its texts, its webhook."""

import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from simulator.errors import bad_request
from simulator.methods_messages import Files
from simulator.model import Json, Webhook
from simulator.wire import unix_time
from simulator.world import World

MAX_COMMANDS = 100
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MAX_SECRET = 256
SECRET = re.compile(r"[A-Za-z0-9_-]+")
WEBHOOK_PORTS = (None, 80, 88, 443, 8443)
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
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
    """setWebhook: https://core.telegram.org/bots/api#setwebhook; an empty url takes it away.

    Like a local Bot API server this one also takes plain HTTP, on any port, of this machine.
    """
    url, secret = str(params.get("url", "")), str(params.get("secret_token", ""))
    if not url:
        return delete_webhook(world, params, files)
    _check_webhook_url(url)
    if len(secret) > MAX_SECRET:
        raise bad_request("secret token is too long")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    connections = int(params.get("max_connections", 40))
    if params.get("drop_pending_updates"):
        world.updates.drop_pending()
    world.updates.allow(params.get("allowed_updates"))
    world.webhook = Webhook(url, secret, min(max(connections, 1), 100), "certificate" in params)
    world.updates.close()  # a poll that waits ends here
    world.publish("webhook", {})
    return True


def _check_webhook_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise bad_request("bad webhook: invalid webhook URL specified") from error
    if not parts.hostname:
        raise bad_request("bad webhook: invalid webhook URL specified")
    if parts.hostname in THIS_MACHINE and parts.scheme in ("http", "https"):
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in WEBHOOK_PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def delete_webhook(world: World, params: Json, files: Files) -> bool:
    """deleteWebhook: back to getUpdates."""
    if params.get("drop_pending_updates"):
        world.updates.drop_pending()
    world.webhook = Webhook()
    return True


def get_webhook_info(world: World, params: Json, files: Files) -> Json:
    """getWebhookInfo: https://core.telegram.org/bots/api#webhookinfo."""
    webhook = world.webhook
    info: Json = {
        "url": webhook.url,
        "has_custom_certificate": webhook.has_custom_certificate,
        "pending_update_count": len(world.updates.pending),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if webhook.last_error_at is not None:
        info["last_error_date"] = unix_time(webhook.last_error_at)
        info["last_error_message"] = webhook.last_error
    if world.updates.allowed is not None:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


def answer_true(world: World, params: Json, files: Files) -> bool:
    """Accept a call that changes nothing that is simulated (close, logOut, menu button)."""
    return True


def _commands_key(params: Json) -> str:
    scope = json.dumps(params.get("scope") or {"type": "default"}, sort_keys=True)
    return f"commands/{scope}/{params.get('language_code', '')}"

"""Reply markup as Telegram accepts it: what a button must and may not have."""

from functools import cache
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from simulator.errors import bad_request
from simulator.model import Json

MAX_CALLBACK_BYTES = 64
MAX_BUTTONS = 100
ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay",
)  # fmt: skip
URL_SCHEMES = ("http", "https", "tg", "ton", "tonsite")


@cache
def kinds() -> dict[str, type[BaseModel]]:
    """Give each markup by the field that tells it; without any of them Telegram sees no markup."""
    from aiogram import types  # noqa: PLC0415  takes seconds, for which the page need not wait

    return {
        "inline_keyboard": types.InlineKeyboardMarkup,
        "keyboard": types.ReplyKeyboardMarkup,
        "remove_keyboard": types.ReplyKeyboardRemove,
        "force_reply": types.ForceReply,
    }


def check_markup(markup: Json | None) -> Json | None:
    """Give the markup back, or refuse it in Telegram's words."""
    kind = next((kind for key, kind in kinds().items() if key in (markup or {})), None)
    if markup is None or kind is None:
        return None
    try:
        kind.model_validate(markup)
    except ValidationError as error:
        raise bad_request("can't parse reply keyboard markup JSON object") from error
    rows = markup.get("inline_keyboard")
    if rows is not None:
        rows = [row for row in rows if row]
        if sum(len(row) for row in rows) > MAX_BUTTONS:
            raise bad_request("reply markup is too long")
        for row in rows:
            for button in row:
                _check_inline_button(button)
        return {"inline_keyboard": rows} if rows else None
    keyboard = markup.get("keyboard")
    if keyboard is not None and not any(keyboard):
        raise bad_request("keyboard must be non-empty")
    for row in keyboard or []:
        if any(not str(button.get("text", "")).strip() for button in row):
            raise bad_request("keyboard button text must be non-empty")
    return markup


def _check_inline_button(button: Json) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [name for name in ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= MAX_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in actions:
        _check_url(str(button["url"]))


def _check_url(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    reason = ""
    if parts.scheme not in URL_SCHEMES:
        reason = "Unsupported URL protocol"
    elif parts.scheme in {"http", "https"} and "." not in (parts.hostname or ""):
        reason = "Wrong HTTP URL"
    if reason:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {reason}")

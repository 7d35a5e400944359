"""What keeps updates from coming in, in words for the operator, with the way out."""

from aiogram.exceptions import (
    TelegramConflictError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiohttp import ClientProxyConnectionError

from bot.service.opening import SENTENCES
from storage.trouble import trouble_of

REFUSED = "The Bot API refuses the token; check BOT_TOKEN and BOT_API_BASE."
CONFLICT = (
    "Somebody else fetches updates with the same token; end the other program, or give both the "
    "same database."
)
NETWORK = "The Bot API cannot be reached; check the network, and PROXY_URL where it is blocked."
PROXY = "The proxy cannot be reached, or leads nowhere; see that it runs, and check PROXY_URL."


def in_words(error: Exception) -> str:
    """A sentence about the error, and its kind where none is known."""
    kind = type(error).__name__
    match error:
        case TelegramUnauthorizedError() | TelegramNotFound():
            return f"{REFUSED} ({kind})"
        case TelegramConflictError():
            return f"{CONFLICT} ({kind})"
        case TelegramNetworkError() if isinstance(error.__cause__, ClientProxyConnectionError):
            return f"{PROXY} ({kind})"
        case TelegramNetworkError():
            return f"{NETWORK} ({kind})"
    trouble = trouble_of(error)
    return f"{SENTENCES[trouble]} ({kind})" if trouble else kind

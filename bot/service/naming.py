"""Asks Telegram for the bot's own name."""

from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot.saying.calling import CallingSession
from bot.settings import Settings

PATIENCE_SECONDS = 5


async def username(settings: Settings) -> str | None:
    """The bot's username; None where the server cannot be asked."""
    session = CallingSession(settings)
    bot = Bot(settings.token, session=session)
    try:
        return (await bot.get_me(request_timeout=PATIENCE_SECONDS)).username
    except (AiogramError, OSError):
        return None
    finally:
        await session.close()

"""A limit for each person: who floods the bot waits, hears so once, and holds up nobody else."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update, User

from bot.i18n import use_language
from bot.replies import answer, toast
from bot.views import errors as views

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

BURST = 30
"""So many updates may come at once; a person who taps quickly makes a few a second."""
PER_SECOND = 1.0
"""What is given back: 60 look-ups a minute, as many as a person can read."""
REMEMBERED = 10_000


@dataclass
class _Allowance:
    left: float
    at: float
    told: bool = False


class Courtesy:
    """How much each account may still ask; kept in memory only, a restart forgives everybody."""

    def __init__(
        self,
        *,
        burst: int = BURST,
        per_second: float = PER_SECOND,
        seconds: Callable[[], float] = time.monotonic,
        enabled: bool = True,
    ) -> None:
        self._burst = burst
        self._per_second = per_second
        self._seconds = seconds
        self._enabled = enabled
        self._people: dict[int, _Allowance] = {}

    def admits(self, telegram_id: int) -> bool:
        """Whether one more update of this account is worked off now; takes it off the account."""
        if not self._enabled:
            return True
        now = self._seconds()
        account = self._people.setdefault(telegram_id, _Allowance(self._burst, now))
        account.left = min(self._burst, account.left + (now - account.at) * self._per_second)
        account.at = now
        if account.left >= self._burst / 2:
            account.told = False
        if len(self._people) > REMEMBERED:
            self._forget(now)
        if account.left < 1:
            return False
        account.left -= 1
        return True

    def must_be_told(self, telegram_id: int) -> bool:
        """Whether the account has not heard yet that it has to wait; true once for each flood."""
        account = self._people.get(telegram_id)
        if account is None or account.told:
            return False
        account.told = True
        return True

    def _forget(self, now: float) -> None:
        full_again = self._burst / self._per_second
        self._people = {
            person: one for person, one in self._people.items() if now - one.at < full_again
        }


class CourtesyMiddleware(BaseMiddleware):
    """Drops what is too much before any transaction opens; says so once, in private only."""

    def __init__(self, courtesy: Courtesy) -> None:
        self._courtesy = courtesy

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401  whatever the handler returns
        """Let the update through, or answer in its stead."""
        user: User | None = data["event_context"].user
        if not isinstance(event, Update) or user is None or self._courtesy.admits(user.id):
            return await handler(event, data)
        if not self._courtesy.must_be_told(user.id):
            return None
        with use_language(user.language_code or ""):
            slow_down = views.too_fast()
        if event.callback_query is not None:
            words, _entities = slow_down.text.render()
            return toast(event.callback_query, words, alert=True)
        message = event.message
        if message is None or message.chat.type != "private":
            return None
        return answer(message, slow_down)

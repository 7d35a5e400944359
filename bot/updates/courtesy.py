"""Limits for each person: who floods the bot waits, hears so once, and holds up nobody else.

Who looks up more in a day than anybody reads, as if to walk through all there is, comes to an end.
"""

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.flags import get_flag
from aiogram.types import CallbackQuery, Message, TelegramObject, Update, User

from bot.i18n import use_language
from bot.saying.replies import answer, toast
from bot.updates.gate import RIGHT
from bot.views import errors as views

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

BURST = 30
"""So many updates may come at once; a person who taps quickly makes a few a second."""
PER_SECOND = 1.0
"""What is given back: 60 look-ups a minute, as many as a person can read."""
REMEMBERED = 10_000
DAY_SECONDS = 86_400
A_DAY = 600
"""So much may be looked up in a day: ten hours of a card a minute."""
LOOK_UPS = frozenset({"search", "edit_message", "see_members", "audit"})
"""The actions of the matrix by which somebody could walk through everything there is; one's own
work, and coming in, which has a limit of its own, are not among them."""

logger = logging.getLogger(__name__)


@dataclass
class _Allowance:
    left: float
    at: float
    told: bool = False


@dataclass
class _Day:
    since: float
    looked_up: int = 0
    told: bool = False


class Courtesy:
    """How much each account may still ask; kept in memory only, a restart forgives everybody."""

    def __init__(
        self,
        *,
        burst: int = BURST,
        per_second: float = PER_SECOND,
        a_day: int = A_DAY,
        seconds: Callable[[], float] = time.monotonic,
        enabled: bool = True,
    ) -> None:
        self._burst = burst
        self._per_second = per_second
        self._seconds = seconds
        self._enabled = enabled
        self._people: dict[int, _Allowance] = {}
        self._a_day = a_day
        self._days: dict[int, _Day] = {}
        self._days_left = 0
        """So many were of that day when it was last tidied; before twice as many are, it need not
        be: else each look-up would pass over everybody who ever looked something up that day."""

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

    def turns_away(self, telegram_id: int) -> bool:
        """Whether a message of this account would not be worked off now, as the person has heard.

        Such a message need not even be kept. Takes nothing off the account.
        """
        account = self._people.get(telegram_id)
        if not self._enabled or account is None or not account.told:
            return False
        return account.left + (self._seconds() - account.at) * self._per_second < 1

    def must_be_told(self, telegram_id: int) -> bool:
        """Whether the account has not heard yet that it has to wait; true once for each flood."""
        account = self._people.get(telegram_id)
        if account is None or account.told:
            return False
        account.told = True
        return True

    def admits_look_up(self, telegram_id: int) -> bool:
        """Whether the account may look up one thing more, in the 24 hours since its first."""
        if not self._enabled:
            return True
        now = self._seconds()
        day = self._days.get(telegram_id)
        if day is None or now - day.since >= DAY_SECONDS:
            day = self._days[telegram_id] = _Day(now)
        if len(self._days) > max(REMEMBERED, 2 * self._days_left):
            self._days = {
                person: one for person, one in self._days.items() if now - one.since < DAY_SECONDS
            }
            self._days_left = len(self._days)
        day.looked_up += 1
        return day.looked_up <= self._a_day

    def must_be_told_of_day(self, telegram_id: int) -> bool:
        """Whether the account has not heard yet that it was enough for today; true once a day."""
        day = self._days.get(telegram_id)
        if day is None or day.told:
            return False
        day.told = True
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


class LookUpMiddleware(BaseMiddleware):
    """Looks nothing more up for who has looked up too much today; says so once.

    It stands before the rights, so that strangers who try ids come to the same end.
    """

    def __init__(self, courtesy: Courtesy) -> None:
        self._courtesy = courtesy

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:  # noqa: ANN401  whatever the handler returns
        """Let the look-up through, or answer in its stead."""
        user: User | None = data.get("event_from_user")
        if (
            user is None
            or get_flag(data, RIGHT) not in LOOK_UPS
            or self._courtesy.admits_look_up(user.id)
        ):
            return await handler(event, data)
        first = self._courtesy.must_be_told_of_day(user.id)
        if first:
            logger.warning("account %d has looked up too much today", user.id)
        enough = views.enough_for_today()
        if isinstance(event, CallbackQuery):
            words, _entities = enough.text.render()
            return toast(event, words if first else "", alert=first)
        if first and isinstance(event, Message) and event.chat.type == "private":
            return answer(event, enough)
        return None

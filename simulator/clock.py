"""The simulated Telegram's clock: real time plus an offset that a demo or a test moves."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def utc_now() -> datetime:
    """Give the real moment, aware, in UTC."""
    return datetime.now(UTC)


class Clock:
    """Real time plus an offset. Needs a source of aware moments; gives aware moments in UTC.

    Subscribers are called, without arguments, after every move.
    """

    def __init__(self, now: Callable[[], datetime] = utc_now) -> None:
        self._real_now = now
        self._offset = timedelta()
        self._subscribers: list[Callable[[], None]] = []

    @property
    def offset(self) -> timedelta:
        """How far the clock stands ahead of real time."""
        return self._offset

    def now(self) -> datetime:
        """Give the simulated moment, aware, in UTC."""
        return self._real_now().astimezone(UTC) + self._offset

    def advance(self, step: timedelta) -> None:
        """Move the clock by the step (backwards when it is negative) and tell the subscribers."""
        self._offset += step
        self._tell()

    def reset(self) -> None:
        """Return to real time and tell the subscribers."""
        self._offset = timedelta()
        self._tell()

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back after every move; the function that is returned ends that."""
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    def _tell(self) -> None:
        for callback in tuple(self._subscribers):
            callback()

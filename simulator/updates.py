"""The queue of updates for the bot: ids, confirmation by offset, allowed kinds, waiting."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from simulator.clock import utc_now
from simulator.errors import ApiError
from simulator.model import Json

# https://core.telegram.org/bots/api#getupdates: these come only when they are asked for.
ASKED_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FIRST_UPDATE_ID = 100_000_001
# https://core.telegram.org/bots/api#getting-updates: kept no longer than this.
KEPT_FOR = timedelta(hours=24)
TWO_POLLERS = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


class UpdateQueue:
    """Unconfirmed updates in ascending order, for one reader at a time; forgotten after a day."""

    def __init__(self, now: Callable[[], datetime] = utc_now) -> None:
        self._now = now
        self._queue: list[tuple[datetime, Json]] = []
        self._next_id = FIRST_UPDATE_ID
        self._reader: asyncio.Future[bool] | None = None
        self._listeners: list[Callable[[], None]] = []
        self.allowed: frozenset[str] | None = None

    @property
    def pending(self) -> Sequence[Json]:
        """Give the updates that the bot has not confirmed and that are not too old."""
        oldest = self._now() - KEPT_FOR
        self._queue = [(came, update) for came, update in self._queue if came > oldest]
        return tuple(update for _, update in self._queue)

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Keep what the bot wants from now on: None changes nothing, empty means the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def push(self, kind: str, payload: Json) -> int | None:
        """Queue an update of this kind; gives its id, or None when the bot does not want it."""
        wanted = kind not in ASKED_ONLY if self.allowed is None else kind in self.allowed
        if not wanted:
            return None
        update_id = self._next_id
        self._next_id += 1
        self._queue.append((self._now(), {"update_id": update_id, kind: payload}))
        self._wake(conflict=False)
        for listener in tuple(self._listeners):
            listener()
        return update_id

    def listen(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back whenever an update came; the function that is returned ends that."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def drop_pending(self) -> None:
        """Forget everything unconfirmed (drop_pending_updates)."""
        self._queue.clear()

    def delivered(self, update_id: int) -> None:
        """Take out one update, as a webhook that accepted it does."""
        self._queue = [entry for entry in self._queue if entry[1]["update_id"] != update_id]

    async def read(self, offset: int | None, limit: int, wait_seconds: float) -> list[Json]:
        """Confirm below the offset and give what is there, waiting up to `wait_seconds`.

        A negative offset counts from the end and forgets what came before. Raises ApiError
        409 in the reader that waits when another one comes.
        """
        self._wake(conflict=True)
        self._confirm(offset)
        if not self.pending and wait_seconds > 0:
            await self._wait(wait_seconds)
        return list(self.pending[:limit])

    def close(self) -> None:
        """Let a waiting reader go, so that a server can stop at once."""
        self._wake(conflict=False)

    def _confirm(self, offset: int | None) -> None:
        if offset is None or offset == 0:
            return
        if offset < 0:
            self._queue = self._queue[offset:]
        else:
            self._queue = [entry for entry in self._queue if entry[1]["update_id"] >= offset]

    async def _wait(self, seconds: float) -> None:
        reader = asyncio.get_running_loop().create_future()
        self._reader = reader
        try:
            conflict = await asyncio.wait_for(reader, seconds)
        except TimeoutError:
            return
        finally:
            if self._reader is reader:
                self._reader = None
        if conflict:
            raise ApiError(409, TWO_POLLERS)

    def _wake(self, *, conflict: bool) -> None:
        reader, self._reader = self._reader, None
        if reader is not None and not reader.done():
            reader.set_result(conflict)

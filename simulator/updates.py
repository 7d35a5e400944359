"""The queue of updates for the bot: ids, confirmation by offset, allowed kinds, waiting."""

import asyncio
from collections.abc import Sequence

from simulator.errors import ApiError
from simulator.model import Json

# https://core.telegram.org/bots/api#getupdates: these come only when they are asked for.
ASKED_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FIRST_UPDATE_ID = 100_000_001
TWO_POLLERS = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


class UpdateQueue:
    """Unconfirmed updates in ascending order; one reader at a time."""

    def __init__(self) -> None:
        self._pending: list[Json] = []
        self._next_id = FIRST_UPDATE_ID
        self._allowed: frozenset[str] | None = None
        self._reader: asyncio.Future[bool] | None = None

    @property
    def pending(self) -> Sequence[Json]:
        """Give the updates that the bot has not confirmed."""
        return tuple(self._pending)

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Keep what the bot wants from now on: None changes nothing, empty means the default."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    def push(self, kind: str, payload: Json) -> int | None:
        """Queue an update of this kind; gives its id, or None when the bot does not want it."""
        wanted = kind not in ASKED_ONLY if self._allowed is None else kind in self._allowed
        if not wanted:
            return None
        update_id = self._next_id
        self._next_id += 1
        self._pending.append({"update_id": update_id, kind: payload})
        self._wake(conflict=False)
        return update_id

    def drop_pending(self) -> None:
        """Forget everything unconfirmed (drop_pending_updates)."""
        self._pending.clear()

    async def read(self, offset: int | None, limit: int, wait_seconds: float) -> list[Json]:
        """Confirm below the offset and give what is there, waiting up to `wait_seconds`.

        A negative offset counts from the end and forgets what came before. Raises ApiError
        409 in the reader that waits when another one comes.
        """
        self._wake(conflict=True)
        self._confirm(offset)
        if not self._pending and wait_seconds > 0:
            await self._wait(wait_seconds)
        return self._pending[:limit]

    def close(self) -> None:
        """Let a waiting reader go, so that a server can stop at once."""
        self._wake(conflict=False)

    def _confirm(self, offset: int | None) -> None:
        if offset is None or offset == 0:
            return
        if offset < 0:
            self._pending = self._pending[offset:]
        else:
            self._pending = [u for u in self._pending if u["update_id"] >= offset]

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

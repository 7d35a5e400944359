"""Telling a loop to stop, and waiting in such a way that the word is heard at once."""

import asyncio
import secrets
from collections.abc import Awaitable
from contextlib import suppress

MAX_BACKOFF_SECONDS = 8.0  # a network that comes back is noticed within ten seconds


class Stopping(asyncio.Event):
    """Set when a loop should end."""

    async def unless[T](self, work: Awaitable[T]) -> T | None:
        """Await the work, but drop it at once, and give None, when it is time to stop."""
        task = asyncio.ensure_future(work)
        stopped = asyncio.ensure_future(self.wait())
        try:
            await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopped.cancel()
            if not task.done():
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        return None if task.cancelled() else task.result()


def backoff_seconds(failures: int) -> float:
    """How long to wait after so many failures in a row: longer each time, and never quite alike."""
    longest = min(MAX_BACKOFF_SECONDS, 0.5 * 2 ** min(failures - 1, 10))
    return float(longest * secrets.SystemRandom().uniform(0.5, 1.0))

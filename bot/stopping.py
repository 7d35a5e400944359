"""Telling a loop to stop, and waiting in such a way that the word is heard at once."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress


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

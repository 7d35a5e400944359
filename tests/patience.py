"""How long a test waits for what must come: no test says how fast a busy machine is."""

import asyncio
from collections.abc import Callable

PATIENCE_SECONDS = 40
PATIENCE_MS = 1000 * PATIENCE_SECONDS


async def until(condition: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until it is so."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  it comes true elsewhere
            await asyncio.sleep(0.02)

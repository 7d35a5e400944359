"""Ending well: what is on its way is finished, within the time that an operator waits."""

import asyncio
import contextlib
import logging

from bot.updates.replicas import Replica

logger = logging.getLogger(__name__)

FINISHING_SECONDS = 18.0
LETTING_GO_SECONDS = 2.0
"""Together, and with closing, these stay below the 35 seconds within which the process ends, even
where what was cut off waits in a thread for a lock of the file, twice five seconds at the most."""


async def end(replica: Replica, loops: list[asyncio.Task[None]]) -> list[BaseException | None]:
    """Let everything finish that has been told to, in the time that an operator waits.

    What a database or network that does not answer keeps from finishing is cut off: it stands in
    the tables, and is done after the next start. Gives what the loops ended with.
    """
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LETTING_GO_SECONDS):
            await replica.resign()
    await asyncio.wait(loops[1:], timeout=FINISHING_SECONDS)
    replica.stop()
    _, late = await asyncio.wait(loops, timeout=LETTING_GO_SECONDS)
    for task in late:
        logger.warning("%s did not finish in time", task.get_name())
        task.cancel()
    ended = await asyncio.gather(*loops, return_exceptions=True)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LETTING_GO_SECONDS):
            await replica.leave()
    return [one for one in ended if not isinstance(one, asyncio.CancelledError)]

"""Lanes: what belongs together runs in order, what does not runs at once, within a bound."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Hashable, Set

logger = logging.getLogger(__name__)
MAX_AT_ONCE = 64


class Lanes[Lane: Hashable, Job]:
    """Works jobs off with `work`: those of one lane in order, at most `at_once` altogether.

    A lane whose job raised writes that down and goes on with the next one. `emptied` is called
    whenever one has nothing left to do.
    """

    def __init__(
        self,
        work: Callable[[Job], Awaitable[None]],
        *,
        at_once: int = MAX_AT_ONCE,
        emptied: Callable[[], None] = lambda: None,
    ) -> None:
        self._work = work
        self._emptied = emptied
        self._places = asyncio.Semaphore(at_once)
        self._waiting: dict[Lane, deque[Job]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Condition()
        self.backlog = 0

    @property
    def open(self) -> Set[Lane]:
        """The lanes in which jobs wait or are worked off."""
        return self._waiting.keys()

    def put(self, lane: Lane, job: Job) -> None:
        """Queue a job behind the others of its lane."""
        self.backlog += 1
        if lane in self._waiting:
            self._waiting[lane].append(job)
            return
        self._waiting[lane] = deque([job])
        task = asyncio.create_task(self._run(lane), name=f"lane {lane}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def below(self, limit: int) -> None:
        """Wait until fewer than `limit` jobs are unfinished."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.backlog < limit)

    async def stop(self, grace_seconds: float) -> None:
        """Let the lanes run empty, and cut off what is not done after the grace."""
        if self._tasks:
            _, slow = await asyncio.wait(self._tasks, timeout=grace_seconds)
            for task in slow:
                task.cancel()
            await asyncio.gather(*slow, return_exceptions=True)

    async def _run(self, lane: Lane) -> None:
        queue = self._waiting[lane]
        try:
            while queue:
                async with self._places:
                    await self._one(queue.popleft())
        finally:
            self._waiting.pop(lane, None)
            self._emptied()

    async def _one(self, job: Job) -> None:
        try:
            await self._work(job)
        except Exception:  # one job's fault must not stop those behind it
            logger.exception("a job failed")
        finally:
            async with self._changed:
                self.backlog -= 1
                self._changed.notify_all()

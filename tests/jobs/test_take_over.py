"""Two processes on one database: one delivers; the other takes over when it falls silent."""

import asyncio
from datetime import timedelta

from storage import leader
from storage.database import Database
from tests.jobs.post import Post, open_post
from tests.patience import PATIENCE_SECONDS


async def _beside(post: Post, database: Database) -> Post:
    """A second process on the same database and in the same world."""
    ids = (post.council_id, post.person_id, post.lanes)
    return open_post(database, post.world, post.aida, post.group, ids)


async def _says(post: Post, messages: int) -> None:
    """Wait until so many messages have come."""
    came = asyncio.Event()
    unsubscribe = post.world.subscribe(lambda _event: came.set())
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(post.heard()) < messages:
            came.clear()
            await came.wait()
    unsubscribe()


async def test_only_the_holder_of_the_lease_delivers_and_a_silent_one_is_followed(
    post: Post,
) -> None:
    other = await _beside(post, post.database)
    await post.put("a")
    first = asyncio.create_task(post.deliverer.run())
    await _says(post, 1)
    first.cancel()  # it dies without giving the lease back
    await asyncio.gather(first, return_exceptions=True)
    async with post.database.writing() as session:  # as a process that was killed leaves it
        await leader.take(session, holder="dead", now=post.now)

    second = asyncio.create_task(other.deliverer.run())
    await post.put("b")
    await asyncio.sleep(0.2)
    assert post.heard() == ["یادآوری a"]

    other.now += leader.LEASE + timedelta(seconds=1)
    await _says(post, 2)
    other.deliverer.stop()
    await second

    assert leader.LEASE.total_seconds() + 1 < 15  # the lease, and one look at the outbox
    assert post.heard() == ["یادآوری a", "یادآوری b"]

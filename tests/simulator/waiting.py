"""Waiting for something to become true in a world, without looking again and again."""

import asyncio
from collections.abc import Callable

from simulator.model import Person
from simulator.world import World

PATIENCE_SECONDS = 5


async def until(world: World, holds: Callable[[], bool]) -> None:
    """Wait until it holds; looks at every change of the world."""
    holding = asyncio.Event()

    def look(_: object) -> None:
        if holds():
            holding.set()

    unsubscribe = world.subscribe(look)
    look(None)
    await asyncio.wait_for(holding.wait(), PATIENCE_SECONDS)
    unsubscribe()


async def heard(world: World, person: Person, count: int) -> list[str]:
    """Wait until the bot has written `count` messages to the person; gives their texts."""

    def texts() -> list[str]:
        chat = world.private_chat(person)
        return [m.text for m in world.messages(chat) if m.sender_id == world.bot_id]

    await until(world, lambda: len(texts()) >= count)
    return texts()

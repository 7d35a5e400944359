"""Whatever people write and whatever arrives, the bot goes on and everybody else is served."""

import random
import re
import sys
from itertools import count
from typing import Any

import pytest
from sqlalchemy import func, select

from storage.models import InboxUpdate
from storage.words import InboxState
from tests.conftest import Stand
from tests.handlers.fuzz import (
    LONGEST_STALL_SECONDS,
    mutilated,
    text_of,
    watched,
    whole_updates,
)
from tests.handlers.siege import GATHERED, LONG, columns, message
from tests.town import Persona, Town

TEXTS = 10_000 if LONG else 120
MUTILATED = 2_000 if LONG else 120
AT_ONCE = 100
_ids = count(700_000_001)
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


async def _bring(town: Town, bodies: list[dict[str, Any]]) -> None:
    """Bring them in batches, as Telegram does, the good one of a neighbour in each of them."""
    phone = town.world.add_person("همسایه", started=True)
    neighbour = Persona(town, phone, town.world.private_chat(phone))
    for first in range(0, len(bodies), AT_ONCE):
        greeting = {"message": message(town, neighbour.phone, neighbour.chat, "/help")}
        await town.app.receiver.take(
            [
                {"update_id": next(_ids), **body}
                for body in (*bodies[first : first + AT_ONCE], greeting)
            ]
        )
        await town.app.deliverer.drain()
    assert len(neighbour.messages) == -(-len(bodies) // AT_ONCE)


async def _set_aside(town: Town) -> dict[str, int]:
    """How many updates were set aside, by the name of the error."""
    async with town.database.reading() as session:
        stmt = select(InboxUpdate.error, func.count()).where(
            InboxUpdate.state == InboxState.REJECTED
        )
        return {str(error): n for error, n in await session.execute(stmt.group_by("error"))}


def _is_to_nobody(town: Town, fault: str) -> bool:
    """Whether an answer went to a chat that only a mutilated update knows: that is to be logged."""
    refused = re.fullmatch(r"\w+ to chat (-?\d+) was not said: TelegramBadRequest", fault)
    return refused is not None and int(refused[1]) not in town.world.chats


async def test_made_up_messages_are_answered_or_refused_but_never_fail(stand: Stand) -> None:
    town, chance = await stand(GATHERED), random.Random(1405)  # noqa: S311  a seeded die
    speakers = list(columns(town).values())
    texts = []
    for _ in range(TEXTS):
        persona, more = chance.choice(speakers)
        written = message(town, persona.phone, persona.chat, text_of(chance), **more)
        texts.append({"message": written})

    async with watched() as watch:
        await _bring(town, texts)

    sys.stdout.write(f"{TEXTS} texts, longest stall {watch.longest_stall:.2f} s\n")
    assert (watch.faults, await _set_aside(town)) == ([], {})
    assert watch.longest_stall < LONGEST_STALL_SECONDS


async def test_mutilated_updates_are_set_aside_and_the_others_served(stand: Stand) -> None:
    town, chance = await stand(GATHERED), random.Random(1406)  # noqa: S311  a seeded die
    makers = whole_updates(town, chance)
    broken = [mutilated(chance.choice(makers)(), chance) for _ in range(MUTILATED)]

    async with watched() as watch:
        await _bring(town, broken)

    aside = await _set_aside(town)
    sys.stdout.write(
        f"{MUTILATED} mutilated updates, set aside: {aside}, "
        f"longest stall {watch.longest_stall:.2f} s\n"
    )
    faults = [fault for fault in watch.faults if not _is_to_nobody(town, fault)]
    assert (faults, set(aside) <= {"poison"}) == ([], True)
    assert watch.longest_stall < LONGEST_STALL_SECONDS

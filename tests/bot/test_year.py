"""The scene of two years: a council whose every list has life, from a seed and today's date."""

import os
import random
import tomllib
from collections import Counter
from datetime import UTC, datetime

from bot.demo import year_fates, year_minutes
from bot.demo.year import settle_year
from council import items, reviews
from council.access import Viewer
from council.people import members
from simulator.world import World
from storage import bodies
from storage import members as stored_members
from storage.database import Database, Session
from storage.words import OPEN_STATES, ItemState, Role

TODAY = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
TOKEN = "1000001:token-of-the-tests"
WHOLE = bool(os.environ.get("MOSAVABE_LONG"))
SESSIONS, RESOLUTIONS = (24, 150) if WHOLE else (4, 24)
"""All of it takes a quarter of a minute; the usual run lives through the last four sessions."""
LIVELY = set(ItemState) - {ItemState.DRAFT}
"""Nothing that is published is a draft."""


async def secretary_of(session: Session, council_id: int) -> Viewer:
    person = (await stored_members.with_role(session, council_id, Role.SECRETARY))[0]
    viewer = await members.viewer_in(session, person.id, council_id)
    assert viewer is not None
    return viewer


async def every_card(session: Session, viewer: Viewer) -> list[items.ItemCard]:
    """Every item of the council; ids are counted from one."""
    return list(await items.cards(session, viewer=viewer, item_ids=range(1, 200), now=TODAY))


async def test_council_has_its_people_bodies_and_resolutions_in_many_states(
    database: Database,
) -> None:
    world = World(TOKEN)
    settled = await settle_year(world, database, TODAY, sessions=SESSIONS)

    async with database.reading() as session:
        viewer = await secretary_of(session, settled.council_id)
        known = await bodies.of_council(session, settled.council_id)
        cards = await every_card(session, viewer)
        waiting = await reviews.queue(session, viewer=viewer)

    assert (len(settled.phones), len(known)) == (40, 12)
    assert len({card.code for card in cards}) == RESOLUTIONS
    assert {card.body for card in cards} <= {body.name for body in known}
    states = Counter(card.state for card in cards)
    assert (LIVELY if WHOLE else {*OPEN_STATES, ItemState.IMPLEMENTED}) - set(states) == set()
    assert any(card.overdue for card in cards)
    assert waiting
    assert all(card.last is None or card.last.at <= TODAY for card in cards)


def test_same_seed_draws_the_same_resolutions_each_topic_once() -> None:
    book = tomllib.loads(year_fates.FILE.read_text("utf-8"))

    drawn, again = (year_minutes.draw(book, random.Random(year_fates.SEED)) for _ in range(2))  # noqa: S311  a story

    assert drawn == again
    assert len(drawn) == 24 + 1
    assert len({order for session in drawn[:-1] for order in session}) == 150

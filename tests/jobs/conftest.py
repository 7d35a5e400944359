"""One person and one group with a deliverer for them, on both databases."""

import pytest

from simulator.world import World
from storage.database import Database
from tests.jobs.post import TOKEN, Post, open_post, seed


@pytest.fixture
async def post(database: Database) -> Post:
    world = World(TOKEN)
    aida = world.add_person("آیدا", started=True)
    group = world.add_group("کمیسیون", [aida], with_bot=True)
    return open_post(database, world, aida, group, await seed(database, (aida.id, group.id)))

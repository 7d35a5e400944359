"""A stage on both databases."""

import pytest

from storage.database import Database
from tests.bot.stage import Stage, new_world, open_stage


@pytest.fixture
def stage(database: Database) -> Stage:
    world, aida = new_world()
    return open_stage(database, world, aida)

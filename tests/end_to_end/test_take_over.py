"""Two real processes on one database: when the one that delivers is killed, the other one does."""

import os
import sys
import time

import pytest

from storage.database import open_database
from storage.models import DeliveryLeader
from tests.end_to_end.test_processes import (
    MINUTES,
    Place,
    invited,
    joins,
    place,
    place_on_postgres,
    telegram,
)

__all__ = ["place", "place_on_postgres", "telegram"]
WITHIN_SECONDS = 15.0
pytestmark = pytest.mark.skipif(
    not os.environ.get("MOSAVABE_SWEEP"), reason="a part of `make sweep`"
)


@pytest.fixture(params=["place", pytest.param("place_on_postgres", marks=pytest.mark.postgres)])
def anywhere(request: pytest.FixtureRequest) -> Place:
    """A machine with either kind of database."""
    made: Place = request.getfixturevalue(request.param)
    return made


async def holder_of(place: Place) -> str:
    """The process that delivers, by the name it gave itself."""
    database = open_database(place.settings["DATABASE_URL"])
    async with database.reading() as session:
        held = await session.get_one(DeliveryLeader, 1)
    await database.close()
    return held.holder


async def test_second_process_delivers_soon_after_the_first_was_killed(anywhere: Place) -> None:
    place = anywhere
    codes = await invited(place, "secretary", "unit")
    secretary = joins(place, codes["secretary"], "مریم")
    unit = joins(place, codes["unit"], "نرگس")
    first = await place.run()
    await place.sees(secretary, "خوش آمدید")
    await place.sees(unit, "خوش آمدید")
    await place.is_quiet()
    second = await place.run()
    await second.writes("running")
    led = await holder_of(place)

    await first.dies()
    died = time.monotonic()
    await place.asks("import", str(MINUTES), "--council", "1", "--publish", "--trust", "--json")
    await place.sees(unit, "۱/۳")
    took = time.monotonic() - died

    await place.is_quiet()
    sys.stdout.write(f"taken over {took:.1f} s after the kill\n")
    assert await holder_of(place) != led
    assert took < WITHIN_SECONDS
    assert await second.ends() == 0
    assert len([m for m in place.heard(unit) if "۱/۳" in m.text]) == 1

"""How the cost of what a council does all day grows from a thousand resolutions to a million.

`python -m benchmarks.scale` asks the same of councils of 10³, 10⁴ and 10⁵ resolutions (`--sizes`
for more): a search, one's own work, a card, a ring of the clock that finds everything said, and a
claim from an outbox that holds as many messages. It prints a table and draws it.
"""

import argparse
import asyncio
import os
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

from sqlalchemy import insert

from benchmarks.city import AT_ONCE, NOW, PLACES_OF, City
from council import items, resolutions
from council.access import Viewer
from council.people.members import recognise
from council.searching import search
from jobs import reminders
from storage import delivery
from storage.database import Database, Session, open_database
from storage.sight import see_as
from storage.types import Base
from storage.words import OutboxState

TURNS = 30
RINGS = 5
CLAIMED = 20
WORDS = ("search", "my", "card", "tick", "claim")
"""What is measured, in the order of the table's columns."""

Ask = Callable[[Session, Viewer, int], Awaitable[object]]


async def measure(url: str, city: City) -> dict[str, float]:
    """The median milliseconds of each thing."""
    database = open_database(url, durable=False)
    try:
        asked: dict[str, Ask] = {"search": partial(_search, city), "my": _my, "card": _card(city)}
        found = {name: await _asked(database, city, ask) for name, ask in asked.items()}
        await reminders.ring(database, NOW)
        found["tick"] = await _median([partial(reminders.ring, database, NOW)] * RINGS)
        await _fill_outbox(database, city)
        found["claim"] = await _median([partial(_claim, database)] * CLAIMED)
    finally:
        await database.close()
    return found


async def _asked(database: Database, city: City, ask: Ask) -> float:
    """The median of asking as one member after the other, each in a transaction of their own."""

    async def one(turn: int) -> None:
        async with database.reading(quick=True) as session:
            viewer = await recognise(session, city.account(turn), NOW)
            if viewer is None:
                raise RuntimeError("the council knows nobody")
            see_as(session, viewer.sight)
            await ask(session, viewer, turn)

    await one(TURNS)
    return await _median([partial(one, turn) for turn in range(TURNS)])


async def _median(works: Sequence[Callable[[], Awaitable[object]]]) -> float:
    taken = []
    for work in works:
        before = time.perf_counter()
        await work()
        taken.append(time.perf_counter() - before)
    return 1000 * statistics.median(taken)


async def _search(city: City, session: Session, viewer: Viewer, turn: int) -> object:
    words = " ".join(city.matter_of(turn * 7 % city.resolutions)[:3])
    return await search.search_for(session, viewer=viewer, query=words, page=0, now=NOW)


async def _my(session: Session, viewer: Viewer, turn: int) -> object:
    return await items.my_work(session, viewer=viewer, now=NOW)


def _card(city: City) -> Ask:
    async def ask(session: Session, viewer: Viewer, turn: int) -> object:
        number = 1 + turn * 11 % (city.resolutions - 1)
        return await resolutions.open_resolution(
            session, viewer=viewer, resolution_id=number, now=NOW
        )

    return ask


async def _claim(database: Database) -> object:
    async with database.writing() as session:
        return await delivery.claim(session, now=NOW, token=uuid4().hex, limit=1)


async def _fill_outbox(database: Database, city: City) -> None:
    """Put as many messages as there are resolutions into the outbox, for all members in turn."""
    rows = [
        {
            "dedup_key": f"bench:{i}", "council_id": 1, "person_id": 1 + i % city.members,
            "kind": "reported", "repeatable": 1, "lane": 1 + i % city.members, "part_no": 0,
            "priority": 5, "payload": {}, "state": OutboxState.PENDING, "not_before": NOW,
            "expires_at": NOW + timedelta(days=1), "attempts": 0, "resends": 0, "created_at": NOW,
        }
        for i in range(city.resolutions)
    ]  # fmt: skip
    for first in range(0, len(rows), AT_ONCE):
        async with database.engine.begin() as connection:
            table = Base.metadata.tables["outbox"]
            await connection.execute(insert(table), rows[first : first + AT_ONCE])


def draw(found: dict[str, dict[int, dict[str, float]]], place: Path) -> None:
    """Draw both databases side by side, both axes by powers of ten."""
    import matplotlib as mpl  # noqa: PLC0415  only where something is drawn

    mpl.use("svg")
    from matplotlib import pyplot  # noqa: PLC0415

    figure, panes = pyplot.subplots(1, len(found), figsize=(9, 3.6), sharey=True, squeeze=False)
    for pane, (kind, sizes) in zip(panes[0], found.items(), strict=True):
        for name in WORDS:
            pane.loglog(list(sizes), [sizes[size][name] for size in sizes], "o-", label=name)
        pane.set(title=kind, xlabel="resolutions (claim: messages)", ylabel="ms, median")
        pane.grid(visible=True, which="major", alpha=0.3)
    panes[0][0].legend()
    figure.tight_layout()
    mpl.rcParams["svg.hashsalt"] = "scale"
    figure.savefig(place, metadata={"Date": None})
    pyplot.close(figure)


def main(arguments: Sequence[str]) -> None:
    """Read the command line, measure size after size, print and draw."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--databases", nargs="+", choices=list(PLACES_OF), default=list(PLACES_OF))
    parser.add_argument("--plot", type=Path, help="an SVG file to draw into")
    asked = parser.parse_args(arguments)
    print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores; medians in ms")
    print(f"{'':12} {'size':>8} " + " ".join(f"{name:>8}" for name in WORDS), flush=True)
    found: dict[str, dict[int, dict[str, float]]] = {}
    for kind in asked.databases:
        for size in asked.sizes:
            city = City(size, max(300, min(10_000, size // 10)))
            with PLACES_OF[kind](city) as url:
                one = asyncio.run(measure(url, city))
            found.setdefault(kind, {})[size] = one
            told = " ".join(f"{one[name]:>8.1f}" for name in WORDS)
            print(f"{kind:12} {size:>8} {told}", flush=True)
    if asked.plot is not None:
        draw(found, asked.plot)


if __name__ == "__main__":
    main(sys.argv[1:])

"""How fast years of minutes come into the archive from a folder, and who waits meanwhile.

`python -m benchmarks.importing` writes a folder of minutes, ten resolutions each, a hundred
thousand in all, and takes it in as `mosavabe import --archive --trust` does, in one process with a
clock that looks every five milliseconds whether the event loop still runs, and with somebody who
writes a line five times a second and somebody who searches. A second run must add nothing.
"""

import argparse
import asyncio
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from benchmarks.city import A_SESSION, City
from benchmarks.reports import Stall
from bot.importing import Wanted, import_files
from council.dates import to_jalali
from council.people.members import found_council
from council.searching.query import prepare_query
from jobs.search import refresh
from storage import inbox, schema, search
from storage.database import Database, open_database
from storage.inbox import Arrival
from storage.words import CouncilKind

NOW = datetime.now(UTC)
OTHERS_SECONDS = 0.2
BODY = "کمیسیون عمران"


@dataclass
class Others:
    """How long a writer and a reader beside the import wait, in seconds."""

    wrote: list[float] = field(default_factory=list)
    read: list[float] = field(default_factory=list)

    async def write(self, database: Database) -> None:
        """Write a line again and again until cancelled."""
        numbers = count(1)
        while True:
            before = time.perf_counter()
            async with database.writing(quick=True) as session:
                await inbox.take_in(session, [Arrival(next(numbers), 1, 1, {})], NOW)
            self.wrote.append(time.perf_counter() - before)
            await asyncio.sleep(OTHERS_SECONDS)

    async def search(self, database: Database, council_id: int) -> None:
        """Search again and again until cancelled."""
        query = prepare_query("تهیه گزارش عملکرد")
        while True:
            before = time.perf_counter()
            async with database.reading(quick=True) as session:
                await search.search(session, council_id=council_id, query=query, limit=6)
            self.read.append(time.perf_counter() - before)
            await asyncio.sleep(OTHERS_SECONDS)


def write_folder(folder: Path, resolutions: int) -> list[Path]:
    """Write so many resolutions as minutes of a session each; gives the files in order."""
    city, files = City(resolutions), []
    for session in range(-(-resolutions // A_SESSION)):
        held = to_jalali((NOW - timedelta(days=20 + 3 * session % 9_000)).date())
        first = session * A_SESSION
        lines = [
            f"صورتجلسه شورای اسلامی شهر نمونه شماره {session + 1}",
            f"تاریخ: {held.year}/{held.month:02}/{held.day:02}",
            "مصوبات:",
            *(
                f"{place - first + 1}- {BODY} مکلف شد {city.words_of(place)}"
                for place in range(first, min(first + A_SESSION, resolutions))
            ),
        ]
        files.append(folder / f"{session + 1}.txt")
        files[-1].write_text("\n".join(lines), encoding="utf-8")
    return files


async def measure(url: str, files: Sequence[Path]) -> str:
    """Take the files in twice; the report of the first time, and what the second one added."""
    database = open_database(url)
    stall, others = Stall(), Others()
    try:
        await schema.upgrade(database)
        async with database.writing() as session:
            founded = await found_council(
                session, name="شورای اسلامی شهر نمونه", kind=CouncilKind.CITY, province="اصفهان",
                now=NOW,
            )  # fmt: skip
        async with _beside(stall, others, database, founded.council_id):
            begun = time.perf_counter()
            taken = await _take(database, founded.council_id, files)
            seconds = time.perf_counter() - begun
            await refresh(database)
        whole = time.perf_counter() - begun
        again = await _take(database, founded.council_id, files[:100])
    finally:
        await database.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    number = sum(taken.values())
    return (
        f"{number} resolutions from {len(files)} files in {seconds:.0f} s = {number / seconds:.0f}"
        f"/s, {whole:.0f} s with the search index; {dict(taken)}\n"
        f"peak memory {peak:.0f} MB; longest stall {1000 * stall.longest:.0f} ms, of which own work"
        f" at most {1000 * stall.own:.0f} ms\n"
        f"others: writes p95 {_p95(others.wrote):.0f} ms, longest"
        f" {1000 * max(others.wrote):.0f} ms; searches p95 {_p95(others.read):.0f} ms\n"
        f"the first hundred files again: {dict(again)}"
    )


async def _take(database: Database, council_id: int, files: Sequence[Path]) -> Counter[str]:
    """How many resolutions came in, by what became of their files."""
    counts: Counter[str] = Counter()
    async for one in import_files(
        database, council_id, files, wanted=Wanted.ARCHIVED, trust=True, now=NOW
    ):
        counts[one.outcome] += one.resolutions
    return counts


@asynccontextmanager
async def _beside(
    stall: Stall, others: Others, database: Database, council_id: int
) -> AsyncIterator[None]:
    tasks = [
        asyncio.create_task(stall.watch()),
        asyncio.create_task(others.write(database)),
        asyncio.create_task(others.search(database, council_id)),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _p95(seconds: Sequence[float]) -> float:
    return 1000 * sorted(seconds)[int(0.95 * (len(seconds) - 1))]


def main(arguments: Sequence[str]) -> None:
    """Read the command line, write the folder, take it in and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.importing", description=__doc__)
    parser.add_argument("--resolutions", type=int, default=100_000)
    parser.add_argument("--database-url", help="an empty database; a temporary SQLite by default")
    asked = parser.parse_args(arguments)
    print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        files = write_folder(Path(folder), asked.resolutions)
        url = asked.database_url or f"sqlite:///{Path(folder) / 'council.db'}"
        print(asyncio.run(measure(url, files)))


if __name__ == "__main__":
    main(sys.argv[1:])

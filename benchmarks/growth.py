"""How the search grows: speed, size and latency from ten thousand documents to a million.

One council grows from each size to the next. Its documents are made as `benchmarks.texts` tells,
queries are two to four neighbouring words. Somebody else writes all the while. The CPU time is that
of this process for one query alone, without PostgreSQL's own; `--core` lets both have one core.
"""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from itertools import batched, islice
from pathlib import Path

from sqlalchemy import text

from benchmarks import search, texts
from benchmarks.answers import Text
from benchmarks.ticks import places
from council.query import prepare_fields
from storage import schema
from storage.database import Database, open_database
from storage.search import index_resolution

QUERIES = 300
_KEPT = 10_000
"""So many of the first documents are kept, for queries and for what is written meanwhile."""
_WRITES_PER_SECOND = 5


async def _size(database: Database) -> int:
    """Return the bytes of the index tables on disk."""
    if database.is_sqlite:
        stmt = "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE '%search!_%' ESCAPE '!'"
    else:
        stmt = (
            "SELECT SUM(pg_total_relation_size(oid)) FROM pg_class"
            " WHERE relkind = 'r' AND relname LIKE 'search!_%' ESCAPE '!'"
        )
    async with database.reading() as session:
        return int(await session.scalar(text(stmt)) or 0)


async def _write_on(product: search.Product, some: Sequence[Text]) -> None:
    """Write resolutions again, a few a second, until cancelled."""
    for one in some:
        async with product.database.writing() as session:
            await index_resolution(
                session,
                resolution_id=product.id_of(one.id),
                council_id=product.council_id,
                fields=prepare_fields(code="", text=one.text),
            )
        await asyncio.sleep(1 / _WRITES_PER_SECOND)


class Growing:
    """A council on an empty database that gets more and more documents."""

    def __init__(self, product: search.Product, documents: Iterator[Text]) -> None:
        """Take them from the iterator, as many as are wanted."""
        self._product, self._documents = product, documents
        self._kept: list[Text] = []
        self._count = self._bytes = 0

    async def line(self, size: int) -> str:
        """Grow to so many documents, and return the table's line."""
        spent, busy, before = 0.0, time.process_time(), self._count
        for some in batched(islice(self._documents, size - self._count), search.AT_ONCE):
            spent += await self._product.add(some, with_texts=False)
            self._count += len(some)
            self._bytes += sum(len(one.text.encode()) for one in some)
            self._kept += some[: max(0, _KEPT - len(self._kept))]
        busy = time.process_time() - busy
        ratio = await _size(self._product.database) / self._bytes
        p50, p95, cpu = await self._ask()
        added = self._count - before
        return (
            f"{size:>9} {added / spent:>10.0f} {added / busy:>12.0f} {ratio:>11.2f}"
            f" {1000 * p50:>8.2f} {1000 * p95:>8.2f} {1000 * cpu:>8.2f} {os.getloadavg()[0]:>6.1f}"
        )

    async def _ask(self) -> tuple[float, float, float]:
        """Return the seconds of half the queries and of nineteen in twenty, and CPU seconds."""
        queries = texts.short_queries(self._kept, QUERIES, seed=3)
        await self._product.answer(queries[:50])
        started = time.process_time()
        await self._product.answer(queries)
        cpu = (time.process_time() - started) / len(queries)
        writer = asyncio.create_task(_write_on(self._product, self._kept))
        seconds = sorted((await self._product.answer(queries)).seconds)
        writer.cancel()
        await asyncio.gather(writer, return_exceptions=True)
        p50, p95 = (seconds[int(share * (len(seconds) - 1))] for share in (0.5, 0.95))
        return p50, p95, cpu


HEAD = "documents  indexed/s  per CPU sec  index/text   p50 ms   p95 ms   CPU ms   load"


async def _run(options: argparse.Namespace, url: str) -> None:
    given = texts.given(options.docs)
    database = open_database(url, durable=False)
    try:
        await schema.upgrade(database)
        product = search.Product(database)
        await product.begin()
        growing = Growing(product, texts.invented(given, max(options.sizes), options.seed))
        print(f"{HEAD}   ({database.engine.dialect.name})", flush=True)
        for size in sorted(options.sizes):
            print(await growing.line(size), flush=True)
    finally:
        await database.close()


def main(arguments: Sequence[str]) -> None:
    """Read the command line, grow, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--docs", type=Path, help='lines of {"id", "text"}; else what is there')
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--on", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--database-url", help="an empty database, in place of a temporary one")
    parser.add_argument("--core", type=int, help="use this one core of the machine only")
    options = parser.parse_args(arguments)
    if options.core is not None:
        os.sched_setaffinity(0, {options.core})
    url = options.database_url
    with nullcontext(url) if url else places(options.on) as place:
        asyncio.run(_run(options, place))


if __name__ == "__main__":
    main(sys.argv[1:])

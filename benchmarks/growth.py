"""How the search grows: speed, size and latency from ten thousand documents to a million.

One council grows from each size to the next. Its documents are made as `benchmarks.texts` tells,
queries are two to four neighbouring words, as they are and with a word or more typed wrongly.
Somebody else writes all the while. Resolutions a second are those of the index alone, texts read
and tokens made, and those with rows, commits and the last tidying. The CPU time is that of this
process for one query alone, without PostgreSQL's own; `--core` lets both have one core.
"""

import argparse
import asyncio
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from itertools import batched, count, islice
from pathlib import Path

from sqlalchemy import text

from benchmarks import noise, search, texts
from benchmarks.answers import Text
from benchmarks.ticks import places
from council.searching.query import prepare_fields
from storage import schema
from storage.database import Database, open_database
from storage.search import index_resolution
from storage.search.room import MANY, give_room_back, use_room_again

QUERIES = 300
_KEPT = 10_000
"""So many of the first documents are kept, for queries and for what is written meanwhile."""
_WRITES_PER_SECOND = 5
_TRIES = 50


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
        index, rows, before = 0.0, 0.0, self._count
        for some in batched(islice(self._documents, size - self._count), search.AT_ONCE):
            started = time.perf_counter()
            index += await self._product.add(some, with_texts=False)
            rows += time.perf_counter() - started
            self._count += len(some)
            if self._count % MANY < len(some):
                started = time.perf_counter()
                await use_room_again(self._product.database)
                rows += time.perf_counter() - started
            self._bytes += sum(len(one.text.encode()) for one in some)
            self._kept += some[: max(0, _KEPT - len(self._kept))]
        started = time.perf_counter()
        await give_room_back(self._product.database)
        rows += time.perf_counter() - started
        added = self._count - before
        ratio = await _size(self._product.database) / self._bytes
        queries = texts.short_queries(self._kept, QUERIES, seed=3)
        cpu = await self._cpu(queries)
        p50, p95 = await self._ask(queries)
        wrong50, wrong95 = await self._ask([_misspelt(query) for query in queries])
        return (
            f"{size:>9} {added / index:>8.0f} {added / rows:>10.0f} {ratio:>11.2f}"
            f" {p50:>7.2f} {p95:>7.2f} {wrong50:>15.2f} {wrong95:>7.2f}"
            f" {cpu:>7.2f} {os.getloadavg()[0]:>6.1f}"
        )

    async def _cpu(self, queries: Sequence[Text]) -> float:
        """Return this process's milliseconds of CPU for one query, while nobody writes."""
        await self._product.answer(queries[:50])
        started = time.process_time()
        await self._product.answer(queries)
        return 1000 * (time.process_time() - started) / len(queries)

    async def _ask(self, queries: Sequence[Text]) -> tuple[float, float]:
        """Return the milliseconds of half the queries and of nineteen in twenty, amid writes."""
        writer = asyncio.create_task(_write_on(self._product, self._kept))
        seconds = sorted((await self._product.answer(queries)).seconds)
        writer.cancel()
        await asyncio.gather(writer, return_exceptions=True)
        p50, p95 = (1000 * seconds[int(share * (len(seconds) - 1))] for share in (0.5, 0.95))
        return p50, p95


def _misspelt(query: Text) -> Text:
    """Return the query with at least one word typed wrongly."""
    for seed in count():
        spoilt = noise.errors(query.text, random.Random(f"{seed} {query.id}"))
        if spoilt != query.text or seed > _TRIES:
            break
    return Text(query.id, spoilt)


HEAD = (
    "documents  index/s  with rows  index/text  p50 ms  p95 ms misspelt p50 ms  p95 ms"
    "  CPU ms   load"
)


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

"""How the search grows: speed, size and latency from ten thousand documents to a million.

The documents are shuffled runs of the given ones, with some invented words, so that common words
stay common; queries are two to four neighbouring words. Somebody else writes all the while; the
CPU time is that of a query alone, without PostgreSQL's own.
"""

import argparse
import asyncio
import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import text

from benchmarks import search
from benchmarks.answers import Text
from council.query import prepare_fields
from storage import schema
from storage.database import Database, open_database
from storage.search import index_resolution

QUERIES = 300
_RUN_WORDS = 20
_WRITES_PER_SECOND = 5


def resident_mb() -> float:
    """Return the most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def invented(documents: Sequence[Text], count: int, seed: int) -> Iterator[Text]:
    """Yield documents of about sixty words made of runs of the given ones."""
    words = [word for one in documents for word in one.text.split()]
    dice = random.Random(seed)
    for place in range(count):
        parts: list[str] = []
        for _ in range(3):
            start = dice.randrange(max(1, len(words) - _RUN_WORDS))
            parts += words[start : start + _RUN_WORDS]
        if dice.random() < 0.5:
            parts.append(dice.choice(words)[:4] + dice.choice(words)[-4:])
        yield Text(str(place), " ".join(parts))


def short_queries(documents: Sequence[Text], seed: int) -> list[Text]:
    """Return queries of two to four neighbouring words of the documents."""
    dice = random.Random(seed)
    queries = []
    for place in range(QUERIES):
        words = [w for w in re.findall(r"[\w\u200c]+", dice.choice(documents).text) if len(w) > 3]
        start = dice.randrange(max(1, len(words) - 4))
        queries.append(Text(str(place), " ".join(words[start : start + dice.randint(2, 4)])))
    return queries


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


async def measure(url: str, documents: Sequence[Text]) -> str:
    """Return the table's line for these documents on an empty database."""
    database = open_database(url, durable=False)
    try:
        await schema.upgrade(database)
        product = search.Product(database)
        started = time.process_time()
        spent = await product.load(documents)
        busy = time.process_time() - started
        size = await _size(database) / sum(len(one.text.encode()) for one in documents)
        queries = short_queries(documents, seed=3)
        await product.answer(queries[:20])
        started = time.process_time()
        await product.answer(queries)
        cpu = (time.process_time() - started) / len(queries)
        writer = asyncio.create_task(_write_on(product, documents[:1_000]))
        seconds = sorted((await product.answer(queries)).seconds)
        writer.cancel()
        await asyncio.gather(writer, return_exceptions=True)
    finally:
        await database.close()
    p50, p95 = (1000 * seconds[int(share * (len(seconds) - 1))] for share in (0.5, 0.95))
    return (
        f"{len(documents):>9} {len(documents) / spent:>10.0f} {len(documents) / busy:>12.0f}"
        f" {size:>11.2f} {p50:>8.2f} {p95:>8.2f} {1000 * cpu:>8.2f} {resident_mb():>8.0f}"
    )


HEAD = "documents  indexed/s  per CPU sec  index/text   p50 ms   p95 ms   CPU ms   MB held"


async def _run(options: argparse.Namespace) -> None:
    given = search.read_texts(options.docs, "id")
    print(HEAD)
    for size in options.sizes:
        documents = list(invented(given, size, options.seed))
        with tempfile.TemporaryDirectory() as folder:
            url = options.database_url or f"sqlite:///{Path(folder) / 'search.db'}"
            print(await measure(url, documents), flush=True)
        if options.database_url:
            break  # one size fills the given database


def main(arguments: Sequence[str]) -> None:
    """Read the command line, grow, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--docs", type=Path, required=True, help='lines of {"id", "text"}')
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", help="an empty database, for the first size only")
    asyncio.run(_run(parser.parse_args(arguments)))


if __name__ == "__main__":
    main(sys.argv[1:])

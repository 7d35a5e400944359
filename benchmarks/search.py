"""How well and how fast the product's search finds, beside SQLite's own full-text search."""

import argparse
import asyncio
import json
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched
from pathlib import Path
from typing import Any

from benchmarks import noise
from council.query import prepare_fields, prepare_query
from storage import schema
from storage.database import Database, Session, open_database
from storage.models import Council, Meeting, Minutes, Person, Resolution
from storage.search import SearchEntry, index_resolutions, search
from storage.words import CouncilKind, MinutesState

BEST = 10
_AT_ONCE = 1_000


@dataclass(frozen=True)
class Text:
    """One line of a file of documents or queries."""

    id: str
    text: str


@dataclass(frozen=True)
class Answers:
    """What one system answered, and how long each query took."""

    ids: dict[str, list[str]]
    seconds: tuple[float, ...]

    def line(self, relevant: dict[str, set[str]]) -> str:
        """Say MRR@10 and latency in one line."""
        ordered = sorted(self.seconds)
        p50, p95 = (1000 * ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95))
        mrr = mean_reciprocal_rank(self.ids, relevant)
        return f"MRR@{BEST} {mrr:.3f}   p50 {p50:6.2f} ms   p95 {p95:6.2f} ms"


class Product:
    """The product's own index and query code on a database."""

    def __init__(self, database: Database) -> None:
        """Take an open, migrated database; the council is made by `load`."""
        self._database = database
        self._names: dict[int, str] = {}
        self._council_id = 0

    async def load(self, documents: Sequence[Text]) -> float:
        """Keep the documents as resolutions of a new council; the seconds that indexing took."""
        async with self._database.writing() as session:
            council_id, meeting_id, minutes_id = await _new_council(session)
        self._council_id = council_id
        spent = 0.0
        for start, some in enumerate(batched(documents, _AT_ONCE)):
            async with self._database.writing() as session:
                rows = [
                    Resolution(
                        council_id=council_id, meeting_id=meeting_id, minutes_id=minutes_id,
                        position=start * _AT_ONCE + place, code="", text=document.text,
                        created_at=datetime.now(UTC),
                    )
                    for place, document in enumerate(some)
                ]  # fmt: skip
                session.add_all(rows)
                await session.flush()
                started = time.perf_counter()
                await index_resolutions(
                    session,
                    [
                        SearchEntry(row.id, council_id, prepare_fields(code="", text=row.text))
                        for row in rows
                    ],
                )
                spent += time.perf_counter() - started
                self._names |= {row.id: one.id for row, one in zip(rows, some, strict=True)}
        return spent

    async def answer(self, queries: Iterable[Text]) -> Answers:
        """Answer every query, each in a transaction of its own, as the bot does."""
        ids, seconds = {}, []
        for query in queries:
            started = time.perf_counter()
            async with self._database.reading() as session:
                page = await search(
                    session,
                    council_id=self._council_id,
                    query=prepare_query(query.text),
                    limit=BEST,
                )
            seconds.append(time.perf_counter() - started)
            ids[query.id] = [self._names[hit.resolution_id] for hit in page.hits]
        return Answers(ids, tuple(seconds))


async def _new_council(session: Session) -> tuple[int, int, int]:
    now = datetime.now(UTC)
    council = Council(name="measured", kind=CouncilKind.OTHER, province="", created_at=now)
    person = Person(name="measured", created_at=now)
    session.add_all([council, person])
    await session.flush()
    meeting = Meeting(council_id=council.id, created_at=now)
    minutes = Minutes(
        council_id=council.id, state=MinutesState.PUBLISHED, source_text="", sha256="",
        draft={}, created_by=person.id, created_at=now,
    )  # fmt: skip
    session.add_all([meeting, minutes])
    await session.flush()
    return council.id, meeting.id, minutes.id


def raw_fts5(documents: Sequence[Text], queries: Iterable[Text]) -> Answers:
    """Answer with SQLite's FTS5 over the untouched text, any word of the query."""
    with sqlite3.connect(":memory:") as base:
        base.execute("CREATE VIRTUAL TABLE raw USING fts5(id UNINDEXED, text)")
        base.executemany("INSERT INTO raw VALUES (?, ?)", [(one.id, one.text) for one in documents])
        ids, seconds = {}, []
        for query in queries:
            started = time.perf_counter()
            wanted = " OR ".join(f'"{word}"' for word in re.findall(r"[^\W_]+", query.text))
            found = base.execute(
                "SELECT id FROM raw WHERE raw MATCH ? ORDER BY rank LIMIT ?", (wanted, BEST)
            )
            ids[query.id] = [row[0] for row in found] if wanted else []
            seconds.append(time.perf_counter() - started)
    return Answers(ids, tuple(seconds))


def mean_reciprocal_rank(ids: dict[str, list[str]], relevant: dict[str, set[str]]) -> float:
    """Return the mean of 1/rank of the first right answer among the first ten."""
    ranks = (
        next((1 / rank for rank, one in enumerate(ids.get(qid, [])[:BEST], 1) if one in right), 0.0)
        for qid, right in relevant.items()
    )
    return sum(ranks) / max(len(relevant), 1)


def read_texts(path: Path, key: str) -> list[Text]:
    """Read a file of JSON lines with the given id field and «text»."""
    return [Text(str(row[key]), str(row["text"])) for row in _rows(path)]


def read_relevant(path: Path) -> dict[str, set[str]]:
    """Read a file of JSON lines {"qid", "rel": [ids]}."""
    return {str(row["qid"]): set(map(str, row["rel"])) for row in _rows(path)}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def spoilt(queries: Sequence[Text], kind: str, seed: int) -> list[Text]:
    """Return the queries with one kind of noise; the same seed gives the same noise."""
    spoil: Callable[[str, random.Random], str] = noise.KINDS[kind]
    return [Text(one.id, spoil(one.text, random.Random(f"{seed}{one.id}"))) for one in queries]


@contextmanager
def _somewhere(url: str | None) -> Iterator[str]:
    if url is not None:
        yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'search.db'}"


async def _run(options: argparse.Namespace) -> None:
    documents, queries = read_texts(options.docs, "id"), read_texts(options.queries, "qid")
    with _somewhere(options.database_url) as url:
        database = open_database(url, durable=False)
        try:
            await schema.upgrade(database)
            product = Product(database)
            spent = await product.load(documents)
            print(f"{len(documents)} documents indexed in {spent:.2f} s")
            if options.out is not None:
                _write(options.out, await product.answer(queries))
            if options.qrels is not None:
                await _compare(product, documents, queries, options)
        finally:
            await database.close()


async def _compare(
    product: Product, documents: list[Text], queries: list[Text], options: argparse.Namespace
) -> None:
    relevant = read_relevant(options.qrels)
    for kind in noise.KINDS if options.noise else ["clean"]:
        asked = spoilt(queries, kind, options.seed)
        await product.answer(asked[:20])
        print(f"{kind:9} this product  {(await product.answer(asked)).line(relevant)}")
        print(f"{kind:9} raw FTS5, OR  {raw_fts5(documents, asked).line(relevant)}")


def _write(path: Path, answers: Answers) -> None:
    with path.open("w", encoding="utf-8") as out:
        for qid, ids in answers.ids.items():
            out.write(json.dumps({"qid": qid, "ids": ids}, ensure_ascii=False) + "\n")


def main(arguments: Sequence[str]) -> None:
    """Read the command line, index, answer, and print what was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--docs", type=Path, required=True, help='lines of {"id", "text"}')
    parser.add_argument("--queries", type=Path, required=True, help='lines of {"qid", "text"}')
    parser.add_argument("--out", type=Path, help='answers: lines of {"qid", "ids": best first}')
    parser.add_argument("--qrels", type=Path, help='lines of {"qid", "rel"}: print the figures')
    parser.add_argument("--noise", action="store_true", help="also with spoilt queries")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", help="an empty database; a temporary SQLite by default")
    asyncio.run(_run(parser.parse_args(arguments)))


if __name__ == "__main__":
    main(sys.argv[1:])

"""How well and how fast the product's search finds, beside SQLite's own full-text search."""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import batched
from pathlib import Path

from sqlalchemy import insert

from benchmarks import noise, peers
from benchmarks.answers import BEST, Answers, Text, mean_reciprocal_rank
from benchmarks.texts import read_texts, rows_of
from council.searching.query import prepare_fields, prepare_query
from storage import schema
from storage.database import Database, Session, open_database
from storage.models import Council, Meeting, Minutes, Person, Resolution
from storage.search import SearchEntry, index_resolutions, search
from storage.sight import Sight, see_as
from storage.words import CouncilKind, MinutesState

AT_ONCE = 1_000
_MEMBER = Sight(membership_id=1)
"""Who asks: what is confidential must be taken away, as it is for every member."""

__all__ = ["Answers", "Text", "main", "mean_reciprocal_rank", "spoilt"]


class Product:
    """The product's own index and query code on a database."""

    def __init__(self, database: Database) -> None:
        """Take an open, migrated database; the council is made by `load` or `begin`."""
        self.database = database
        self._names: dict[int, str] = {}
        self.council_id = self._meeting_id = self._minutes_id = 0

    async def begin(self) -> None:
        """Make the council that the documents belong to."""
        async with self.database.writing() as session:
            self.council_id, self._meeting_id, self._minutes_id = await _new_council(session)

    async def load(self, documents: Sequence[Text]) -> float:
        """Keep the documents as resolutions of a new council; the seconds that indexing took."""
        await self.begin()
        return sum([await self.add(some) for some in batched(documents, AT_ONCE)])

    async def add(self, some: Sequence[Text], *, with_texts: bool = True) -> float:
        """Keep and index some more documents; the seconds that indexing took.

        Without texts the resolutions are there, but empty: the index does not need their words.
        """
        first, now = len(self._names), datetime.now(UTC)
        rows = [
            {
                "council_id": self.council_id, "meeting_id": self._meeting_id,
                "minutes_id": self._minutes_id, "position": first + place, "code": "",
                "text": document.text if with_texts else "", "created_at": now,
            }
            for place, document in enumerate(some)
        ]  # fmt: skip
        async with self.database.writing() as session:
            added = insert(Resolution).returning(Resolution.id, sort_by_parameter_order=True)
            ids = (await session.scalars(added, rows)).all()
            started = time.perf_counter()
            entries = [
                SearchEntry(row_id, self.council_id, prepare_fields(code="", text=one.text))
                for row_id, one in zip(ids, some, strict=True)
            ]
            await index_resolutions(session, entries)
            spent = time.perf_counter() - started
        self._names |= {row_id: one.id for row_id, one in zip(ids, some, strict=True)}
        return spent

    def id_of(self, name: str) -> int:
        """Return the resolution that a document became."""
        return next(row_id for row_id, one in self._names.items() if one == name)

    async def answer(self, queries: Iterable[Text]) -> Answers:
        """Answer every query, each in a transaction of its own, as the bot does."""
        ids, seconds = {}, []
        for query in queries:
            started = time.perf_counter()
            async with self.database.reading() as session:
                see_as(session, _MEMBER)
                page = await search(
                    session,
                    council_id=self.council_id,
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


def read_relevant(path: Path) -> dict[str, set[str]]:
    """Read a file of JSON lines {"qid", "rel": [ids]}."""
    return {str(row["qid"]): set(map(str, row["rel"])) for row in rows_of(path)}


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
    kinds = {
        kind: spoilt(queries, kind, options.seed)
        for kind in (noise.KINDS if options.noise else ["clean"])
    }
    await product.answer(queries[:20])
    for kind, asked in kinds.items():
        print(f"{kind:9} {'this product':21} {(await product.answer(asked)).line(relevant)}")
    if options.no_peers:
        return
    for name, answer in peers.ALL.items():
        for kind, answers in (await asyncio.to_thread(answer, documents, kinds)).items():
            print(f"{kind:9} {name:21} {answers.line(relevant)}")


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
    parser.add_argument("--no-peers", action="store_true", help="measure this product alone")
    asyncio.run(_run(parser.parse_args(arguments)))


if __name__ == "__main__":
    main(sys.argv[1:])

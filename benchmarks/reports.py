"""How long a large follow-up report takes, what it eats, and how long the bot stands still for it.

`python -m benchmarks.reports` makes a council of ten thousand items with a report each, and the
whole way from its tables to the file, while a clock looks every five milliseconds whether the event
loop still runs.
"""

import argparse
import asyncio
import gc
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from bot.i18n import catalogue, use_language
from bot.papers.followup import FollowUpPaper
from bot.papers.making import make
from bot.views.followup_paper import Paper
from council.access import Viewer
from council.followup import followup_report
from council.followup.followup_scopes import Scope, Which
from storage import schema
from storage.database import Database, open_database
from storage.models import (
    ActionItem,
    Body,
    Council,
    Meeting,
    Membership,
    Minutes,
    Person,
    ProgressUpdate,
    Resolution,
)
from storage.words import (
    BodyKind,
    CouncilKind,
    DeadlineKind,
    ItemState,
    MembershipState,
    MinutesState,
    ProgressStatus,
    Role,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TEXT = (
    "کمیسیون فناوری اطلاعات (IT) مکلف شد ظرف دو ماه سامانهٔ «ثبت‌نام» را راه‌اندازی و گزارش آن را به"
    " دبیرخانه ارسال کند؛ مبلغ ۲۵۰٬۰۰۰٬۰۰۰ ریال."
)
BODIES, SESSIONS = 25, 100
TICK_SECONDS = 0.005


@dataclass
class Stall:
    """Looks whether the event loop still runs, and keeps the longest time that it did not.

    `own` is the longest stretch in which this process itself was at work: what other processes
    take from a busy machine is not in it.
    """

    longest: float = 0.0
    own: float = 0.0

    async def watch(self) -> None:
        """Look until cancelled."""
        while True:
            before, worked = time.perf_counter(), time.process_time()
            await asyncio.sleep(TICK_SECONDS)
            waited = time.perf_counter() - before - TICK_SECONDS
            self.longest = max(self.longest, waited)
            self.own = max(self.own, min(waited, time.process_time() - worked))

    def told(self) -> str:
        """What was seen since it was last asked."""
        told = f"longest stall {self.longest:.3f} s, of its own making {self.own:.3f} s"
        self.longest = self.own = 0.0
        return told


async def fill(database: Database, rows: int) -> Viewer:
    """Make the council; gives its secretary."""
    async with database.writing() as session:
        person = Person(name="مریم رضایی", telegram_id=1, created_at=NOW)
        council = Council(
            name="شورای گفتگو", kind=CouncilKind.DIALOGUE, province="قم", created_at=NOW
        )
        session.add_all([person, council])
        await session.flush()
        own = {"council_id": council.id}
        member = Membership(
            **own, person_id=person.id, role=Role.SECRETARY, state=MembershipState.ACTIVE,
            joined_at=NOW,
        )  # fmt: skip
        bodies = [
            Body(**own, kind=BodyKind.COMMISSION, name=f"کمیسیون {n}", key=f"k{n}",
                 sort_key=f"{n:03}", created_at=NOW)
            for n in range(BODIES)
        ]  # fmt: skip
        meetings = [
            Meeting(**own, number=n + 1, held_on=date(2020 + n // 20, 1 + n % 12, 1),
                    created_at=NOW)
            for n in range(SESSIONS)
        ]  # fmt: skip
        session.add_all([member, *bodies, *meetings])
        await session.flush()
        await _resolve(session, council.id, person.id, bodies, meetings, rows)
    return Viewer(
        person.id, 1, person.name, "fa", council.id, council.name, "Asia/Tehran", member.id,
        Role.SECRETARY, frozenset(),
    )  # fmt: skip


async def _resolve(
    session: object,
    council_id: int,
    person_id: int,
    bodies: Sequence[Body],
    meetings: Sequence[Meeting],
    rows: int,
) -> None:
    """The resolutions with an item and a report each."""
    own = {"council_id": council_id}
    minutes = [
        Minutes(**own, meeting_id=one.id, state=MinutesState.PUBLISHED, source_text=TEXT,
                sha256=f"{one.id:064}", draft={}, created_by=person_id, created_at=NOW,
                published_by=person_id, published_at=NOW)
        for one in meetings
    ]  # fmt: skip
    session.add_all(minutes)  # type: ignore[attr-defined]
    await session.flush()  # type: ignore[attr-defined]
    made = [
        Resolution(**own, meeting_id=meetings[n % SESSIONS].id, minutes_id=minutes[n % SESSIONS].id,
                   position=n // SESSIONS, number=str(n // SESSIONS + 1),
                   code=f"{n % SESSIONS + 1}/{n // SESSIONS + 1}", text=TEXT, created_at=NOW)
        for n in range(rows)
    ]  # fmt: skip
    session.add_all(made)  # type: ignore[attr-defined]
    await session.flush()  # type: ignore[attr-defined]
    states = (ItemState.IN_PROGRESS, ItemState.IMPLEMENTED, ItemState.BLOCKED)
    items = [
        ActionItem(**own, resolution_id=one.id, position=0, lead_body_id=bodies[n % BODIES].id,
                   state=states[n % 3], percent=40, deadline_kind=DeadlineKind.RELATIVE,
                   deadline_text="ظرف دو ماه", deadline_norm="P2M", notified_on=date(2026, 6, 1),
                   due_on=date(2026, 8, 1), created_at=NOW)
        for n, one in enumerate(made)
    ]  # fmt: skip
    session.add_all(items)  # type: ignore[attr-defined]
    await session.flush()  # type: ignore[attr-defined]
    session.add_all(  # type: ignore[attr-defined]
        ProgressUpdate(**own, item_id=one.id, author_id=person_id, percent=40,
                       status=ProgressStatus.IN_PROGRESS, note="نامه ارسال شد", created_at=NOW)
        for one in items
    )  # fmt: skip


async def gather(database: Database, viewer: Viewer) -> FollowUpPaper:
    """The report's words, from the tables."""
    paper = Paper(viewer.zone)
    async with database.reading() as session:
        async for part in followup_report.lines(
            session, viewer=viewer, scope=Scope(Which.ALL), now=NOW
        ):
            paper.add(part)
    return paper.whole(council=viewer.council_name, scope="همهٔ جلسه‌ها", today=NOW.date(), notice="")


async def measure(rows: int, forms: Sequence[str]) -> None:
    """Print a line for every step."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder) / 'council.db'}", durable=False)
        try:
            await schema.upgrade(database)
            viewer = await fill(database, rows)
            catalogue("fa")  # as in a bot that has said something already
            gc.collect()  # what filling the tables left behind is not the report's work
            stall = Stall()
            watch = asyncio.create_task(stall.watch())
            started, worked = time.perf_counter(), time.process_time()
            with use_language("fa"):
                paper = await gather(database, viewer)
            told, worked = time.perf_counter() - started, time.process_time() - worked
            print(
                f"{rows} rows: gathered in {told:.1f} s, {worked:.1f} s of a processor;"
                f" {stall.told()}"
            )
            for form in forms:
                await _make(form, paper, stall)
            watch.cancel()
        finally:
            await database.close()


async def _make(form: str, paper: FollowUpPaper, stall: Stall) -> None:
    started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    made = await make(f"followup.{form}", paper)
    spent, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f".{form}: {spent:.1f} s, {worked:.1f} s of a processor, {len(made) / 1e6:.1f} MB,"
        f" children's most memory {after.ru_maxrss / 1024:.0f} MB; {stall.told()}"
    )


def main() -> None:
    """Measure so many rows in these forms."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--forms", nargs="+", default=["xlsx"])
    given = parser.parse_args()
    asyncio.run(measure(given.rows, given.forms))


if __name__ == "__main__":
    main()

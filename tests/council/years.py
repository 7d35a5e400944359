"""Years of a council that never was, drawn by a seed: rows of the tables, nothing lived."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from storage import models
from storage.database import Database
from storage.types import Base
from storage.words import (
    BodyKind,
    CouncilKind,
    DeadlineKind,
    Decision,
    ItemState,
    MembershipState,
    MinutesState,
    OccurrenceState,
    ProgressStatus,
    Role,
)

TODAY = date(2026, 11, 21)
TEHRAN = ZoneInfo("Asia/Tehran")
NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
"""10:00 in Tehran, where that day began at 20:30 of the day before."""
REPEATS = (DeadlineKind.RECURRING, DeadlineKind.CONTINUOUS, DeadlineKind.EVENT)
_ids = count(1)

Row = dict[str, Any]


@dataclass
class Year:
    """What was drawn, table by table; the member is on some access lists."""

    council: int
    member: int
    bodies: list[int]
    rows: dict[type[Base], list[Row]] = field(default_factory=lambda: defaultdict(list))

    def add(self, table: type[Base], **values: object) -> int:
        """A further row; gives its id."""
        values = {"id": next(_ids)} | values
        self.rows[table].append(values)
        return int(str(values["id"]))

    def of(self, table: type[Base], **wanted: object) -> list[Row]:
        """The rows that have these values, as they were added."""
        return [
            row
            for row in self.rows[table]
            if all(row[name] == value for name, value in wanted.items())
        ]

    async def store(self, database: Database) -> None:
        """Write it all into the tables, parents first."""
        async with database.writing() as session:
            for table in Base.metadata.sorted_tables:
                for model, rows in self.rows.items():
                    if model.__table__ is table and rows:
                        await session.execute(insert(model), rows)


def draw(seed: int, items: int = 40) -> Year:
    """A council with some sessions of three Jalali years and so many items in every state."""
    dice = random.Random(seed)  # noqa: S311  a story
    year = _founded()
    for _ in range(3):
        name = {"name": "ب", "key": f"{next(_ids)}", "sort_key": "ب", "kind": BodyKind.UNIT}
        year.bodies.append(year.add(models.Body, council_id=year.council, created_at=NOW, **name))
    days = [*(TODAY - timedelta(days=dice.randint(2, 800)) for _ in range(6)), None]
    resolutions = [resolution for held in days for resolution in _session(year, dice, held)]
    for at in range(items):
        _item(year, dice, *dice.choice(resolutions), position=at)
    return year


def _founded() -> Year:
    council, person, member = next(_ids), next(_ids), next(_ids)
    year = Year(council, member, [])
    year.add(
        models.Council,
        id=council, name="شورا", kind=CouncilKind.DIALOGUE, province="قم", zone="Asia/Tehran",
        reminder_hour=9, created_at=NOW,
    )  # fmt: skip
    year.add(models.Person, id=person, name="عضو", language="fa", created_at=NOW)
    year.add(
        models.Membership,
        id=member, council_id=council, person_id=person, role=Role.MEMBER,
        state=MembershipState.ACTIVE, joined_at=NOW,
    )  # fmt: skip
    return year


def _session(year: Year, dice: random.Random, held: date | None) -> list[tuple[int, date]]:
    """A session with some resolutions; gives their ids, and when they were notified."""
    notified = (held or TODAY - timedelta(days=dice.randint(5, 300))) + timedelta(days=1)
    meeting = year.add(models.Meeting, council_id=year.council, held_on=held, created_at=NOW)
    minutes = year.add(
        models.Minutes,
        council_id=year.council, meeting_id=meeting, state=MinutesState.PUBLISHED,
        source_text="", sha256=f"{next(_ids)}", draft={}, version=1, archived=False,
        created_by=year.rows[models.Person][0]["id"], created_at=NOW,
    )  # fmt: skip
    found = []
    for position in range(dice.randint(1, 6)):
        secret = dice.random() < 0.25
        resolution = year.add(
            models.Resolution,
            council_id=year.council, meeting_id=meeting, minutes_id=minutes, position=position,
            code=f"{meeting}/{position}", text="…", confidential=secret, created_at=NOW,
        )  # fmt: skip
        if secret and dice.random() < 0.5:
            access = {"resolution_id": resolution, "membership_id": year.member}
            year.rows[models.ResolutionAccess].append(access)
        found.append((resolution, notified))
    return found


def _item(
    year: Year, dice: random.Random, resolution: int, notified: date, *, position: int
) -> None:
    kind, state = dice.choice(list(DeadlineKind)), dice.choice(list(ItemState))
    due = notified + timedelta(days=dice.randint(0, 200)) if dice.random() < 0.8 else None
    item = year.add(
        models.ActionItem,
        council_id=year.council, resolution_id=resolution, position=position, percent=0,
        lead_body_id=dice.choice([*year.bodies, None]), state=state, deadline_kind=kind,
        notified_on=notified, due_on=due, version=1, created_at=NOW,
        closed_at=_moment(dice, notified) if state is ItemState.IMPLEMENTED else None,
    )  # fmt: skip
    for _ in range(dice.randint(0, 4)):
        _report(year, dice, item, notified)
    if state is ItemState.IMPLEMENTED and dice.random() < 0.5:
        _fall_due_when_done(year, item)
    if kind in REPEATS:
        for number in range(1, dice.randint(2, 5)):
            year.add(
                models.Occurrence,
                item_id=item, number=number, starts_on=notified,
                due_on=notified + timedelta(days=14 * number),
                state=dice.choice(list(OccurrenceState)),
            )  # fmt: skip


def _fall_due_when_done(year: Year, item: int) -> None:
    """Let the deadline be the very day on which it was done: there «on time» is decided."""
    row = year.rows[models.ActionItem][-1]
    accepted = [
        one["created_at"]
        for one in year.of(models.ProgressUpdate, item_id=item, status=ProgressStatus.REPORTED_DONE)
        if year.of(models.Review, progress_id=one["id"], decision=Decision.ACCEPTED)
    ]
    done = max(accepted, default=row["closed_at"])
    row["due_on"] = done.astimezone(TEHRAN).date()


def _report(year: Year, dice: random.Random, item: int, notified: date) -> None:
    report = year.add(
        models.ProgressUpdate,
        council_id=year.council, item_id=item, author_id=year.rows[models.Person][0]["id"],
        status=dice.choice(list(ProgressStatus)), note="", created_at=_moment(dice, notified),
    )  # fmt: skip
    if dice.random() < 0.2:
        year.rows[models.Withdrawal].append({"progress_id": report, "at": NOW})
    elif dice.random() < 0.7:
        review = {"progress_id": report, "decision": dice.choice(list(Decision))}
        author = year.rows[models.Person][0]["id"]
        year.rows[models.Review].append(review | {"reviewer_id": author, "decided_at": NOW})


def _moment(dice: random.Random, since: date) -> datetime:
    """Some moment of some day after the first, before now; evenings are another day in UTC."""
    minutes = dice.randint(0, max(1, (TODAY - since).days) * 24 * 60)
    begun = datetime.combine(since, datetime.min.time(), UTC) + timedelta(minutes=minutes)
    return min(begun, NOW)

"""What a process does between its start and its death, and what must have come of it."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jobs import reminders
from jobs.delivery import Render
from jobs.messages import render
from storage.database import Database
from storage.models import (
    ActionItem,
    Body,
    Chat,
    CouncilClock,
    Meeting,
    Membership,
    Minutes,
    Representation,
    Resolution,
)
from storage.words import BodyKind, DeadlineKind, ItemState, MembershipState, MinutesState, Role
from tests.jobs.post import NOW, Post

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Life:
    """One life of a process, the words that each of its messages is known by, and which of the
    messages may come twice."""

    name: str
    live: Callable[[Post], Coroutine[Any, Any, None]]
    words: dict[str, str]
    """The beginning of a message's key, and words that it alone says."""
    repeatable: frozenset[str]
    render: Render | None = None

    @property
    def once(self) -> frozenset[str]:
        """Those that come once at most."""
        return frozenset(self.words) - self.repeatable


REPEATABLE = ("rem:1", "rem:2", "grp:1")
ONCE = ("dig:1", "grp:2")


async def _deliver(post: Post) -> None:
    """Three reminders and two digests, to a person and to a group, then delivery."""
    for key in REPEATABLE + ONCE:
        chat = post.group.id if key.startswith("grp") else post.aida.id
        await post.put(
            key, chat, repeatable=key in REPEATABLE, expires_at=post.now + timedelta(days=3)
        )
    await post.drain()


DELIVERY = Life(
    "delivery",
    _deliver,
    {key: f"یادآوری {key}" for key in REPEATABLE + ONCE},
    frozenset(REPEATABLE),
)


async def _ring(post: Post) -> None:
    """The clock's tick in a council whose day it is, then delivery."""
    await reminders.ring(post.database, post.now)
    await post.drain()


TICK = Life(
    "tick",
    _ring,
    {"day:": "⏰ یادآوری ·", "rem:": "⏰ یادآوری:", "week:": "🗞"},
    frozenset({"day:", "rem:"}),
    render,
)


async def settle(database: Database, council_id: int, person_id: int, group: int) -> None:
    """Give the council one item that is due in a week, a body with a speaker and a group, and its
    weekly digest today."""
    async with database.writing() as session:
        member = Membership(
            council_id=council_id,
            person_id=person_id,
            role=Role.REPRESENTATIVE,
            state=MembershipState.ACTIVE,
            joined_at=NOW,
        )
        body = Body(
            council_id=council_id, kind=BodyKind.UNIT, name="واحد", key="واحد", sort_key="واحد",
            created_at=NOW,
        )  # fmt: skip
        meeting = Meeting(council_id=council_id, number=1, created_at=NOW)
        session.add_all([member, body, meeting])
        session.add(CouncilClock(council_id=council_id, settings={"weekly": TODAY.weekday()}))
        await session.flush()
        session.add(Representation(membership_id=member.id, body_id=body.id))
        minutes = Minutes(
            council_id=council_id,
            meeting_id=meeting.id,
            state=MinutesState.PUBLISHED,
            source_text="",
            sha256="",
            draft={},
            created_by=person_id,
            created_at=NOW,
            published_at=NOW - timedelta(days=2),
        )
        session.add(minutes)
        chat = await session.get_one(Chat, group)
        chat.council_id, chat.body_id = council_id, body.id
        await session.flush()
        resolution = Resolution(
            council_id=council_id,
            meeting_id=meeting.id,
            minutes_id=minutes.id,
            position=1,
            code="1/1",
            text="پل تعمیر شود.",
            created_at=NOW,
        )
        session.add(resolution)
        await session.flush()
        session.add(
            ActionItem(
                council_id=council_id,
                resolution_id=resolution.id,
                position=1,
                lead_body_id=body.id,
                state=ItemState.NOTIFIED,
                percent=0,
                deadline_kind=DeadlineKind.DATE,
                notified_on=TODAY - timedelta(days=9),
                due_on=TODAY + timedelta(days=7),
                created_at=NOW,
            )
        )

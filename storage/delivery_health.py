"""Queries about how delivery is doing: what waits, what came of the rest, who cannot be reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from storage.database import Session
from storage.models import Body, Chat, Membership, OutboxMessage, Person
from storage.types import word
from storage.words import MembershipState, OutboxState

ENDED = (OutboxState.SENT, OutboxState.DEAD, OutboxState.EXPIRED)


@dataclass(frozen=True)
class Unreachable:
    """A person, or a body's group, that cannot be written to: why, and since when."""

    name: str
    is_group: bool
    why: str
    since: datetime


async def ended_since(
    session: Session, council_id: int, since: datetime
) -> dict[tuple[OutboxState, str | None], int]:
    """How many messages of the council ended since then, by state and, unless sent, by reason."""
    stmt = (
        select(OutboxMessage.state, OutboxMessage.reason, func.count())
        .where(
            OutboxMessage.council_id == council_id,
            OutboxMessage.created_at >= since,
            OutboxMessage.state.in_(ENDED),
        )
        .group_by(OutboxMessage.state, OutboxMessage.reason)
    )
    counts: dict[tuple[OutboxState, str | None], int] = {}
    for state, reason, count in await session.execute(stmt):
        key = state, None if state is OutboxState.SENT else reason
        counts[key] = counts.get(key, 0) + count
    return counts


async def open_now(
    session: Session, council_id: int, now: datetime
) -> tuple[int, int, datetime | None]:
    """(due or on its way, in doubt, since when the oldest of the due waits)."""
    due = (
        OutboxMessage.council_id == council_id,
        OutboxMessage.state == word(OutboxState.PENDING),
        OutboxMessage.not_before <= now,
    )
    waiting = select(func.count(), func.min(OutboxMessage.not_before)).where(*due)
    count, oldest = (await session.execute(waiting)).one()
    doubt = select(func.count()).where(
        OutboxMessage.council_id == council_id,
        OutboxMessage.state == word(OutboxState.UNCERTAIN),
    )
    return count, await session.scalar(doubt) or 0, oldest


async def unreachable(
    session: Session,
    council_id: int,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Sequence[Unreachable]:
    """The council's people and bound groups that cannot be written to, the newest first; only
    those who became so from `since` on and before `until`, where these are given."""
    people = (
        select(Person.name, Chat.unreachable_why, Chat.unreachable_since)
        .join(Chat, Chat.person_id == Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.council_id == council_id, Membership.state == MembershipState.ACTIVE)
    )
    groups = (
        select(Body.name, Chat.unreachable_why, Chat.unreachable_since)
        .join(Chat, Chat.body_id == Body.id)
        .where(Body.council_id == council_id)
    )
    found = []
    for stmt, is_group in ((people, False), (groups, True)):
        closed = stmt.where(Chat.unreachable_since.is_not(None))
        if since is not None:
            closed = closed.where(Chat.unreachable_since >= since)
        if until is not None:
            closed = closed.where(Chat.unreachable_since < until)
        found += [
            Unreachable(name, is_group, why or "unreachable", at)
            for name, why, at in await session.execute(closed)
            if at is not None
        ]
    return sorted(found, key=lambda one: one.since, reverse=True)

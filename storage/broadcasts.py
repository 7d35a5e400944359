"""Queries about messages to many: their recipients, and how far they have come."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, insert, or_, select, update

from storage.database import Session
from storage.models import (
    ActionItem,
    Broadcast,
    BroadcastRecipient,
    Chat,
    Membership,
    OutboxMessage,
    Person,
    Representation,
    Resolution,
)
from storage.words import OPEN_STATES, BroadcastState, MembershipState, OutboxState, Role

AT_ONCE = 500
ANSWER_SHOWN_LETTERS = 200
"""So much of it comes with what became of a message for everybody."""


@dataclass(frozen=True)
class Recipient:
    """Somebody a message to many is for, and their chat, if they ever opened one."""

    person_id: int
    lane: int | None
    unreachable_why: str | None


@dataclass(frozen=True)
class Fate:
    """What became of the message for one person; state None: it was never put into the outbox.

    Of what they answered it has the beginning.
    """

    person_id: int
    name: str
    state: OutboxState | None
    reason: str | None
    seen_at: datetime | None
    answer: str | None


def key(broadcast_id: int, person_id: int, round_no: int, part: int) -> str:
    """The key of one part for one person; each sending again has its own."""
    return f"bc:{broadcast_id}:{person_id}:{round_no}:{part}"


async def add(session: Session, broadcast: Broadcast) -> Broadcast:
    """Keep a new message to many; gives it its id."""
    session.add(broadcast)
    await session.flush()
    return broadcast


async def get(session: Session, council_id: int, broadcast_id: int) -> Broadcast | None:
    """The council's message to many of that id, or None."""
    return await session.scalar(
        select(Broadcast).where(Broadcast.council_id == council_id, Broadcast.id == broadcast_id)
    )


async def change(
    session: Session, broadcast: Broadcast, *, expected: BroadcastState, **values: object
) -> bool:
    """Change a message that is still in the expected state; False where it is not any more."""
    stmt = (
        update(Broadcast)
        .where(
            Broadcast.id == broadcast.id,
            Broadcast.state == expected,
            Broadcast.version == broadcast.version,
        )
        .values(version=Broadcast.version + 1, **values)
        .returning(Broadcast.id)
    )
    done = (await session.scalars(stmt)).first() is not None
    if done:
        await session.refresh(broadcast)
    return done


async def under_way(session: Session, now: datetime) -> Sequence[Broadcast]:
    """Messages that are being sent, or whose hour has come, oldest first."""
    due = (Broadcast.state == BroadcastState.WAITING) & (Broadcast.send_at <= now)
    stmt = (
        select(Broadcast)
        .where(or_(Broadcast.state == BroadcastState.SENDING, due))
        .order_by(Broadcast.id)
    )
    return (await session.scalars(stmt)).all()


async def behind(session: Session, since: datetime) -> Sequence[Broadcast]:
    """Messages sent since then whose author is shown older numbers, oldest first."""
    stmt = (
        select(Broadcast)
        .where(
            Broadcast.state == BroadcastState.DONE,
            Broadcast.send_at >= since,
            Broadcast.status_shown.is_(None),
        )
        .order_by(Broadcast.id)
    )
    return (await session.scalars(stmt)).all()


async def show_anew(session: Session, broadcast_id: int) -> None:
    """Note that what its author is shown of a message that was sent is older than its numbers.

    Whoever counts them just now, with the row locked, is waited for.
    """
    stmt = (
        update(Broadcast)
        .where(
            Broadcast.id == broadcast_id,
            Broadcast.state == BroadcastState.DONE,
        )
        .values(status_shown=None)
        .execution_options(synchronize_session=False)
    )
    await session.execute(stmt)


async def scheduled(session: Session, council_id: int) -> tuple[int, datetime | None]:
    """How many of the council's messages wait for their hour, and the first of these hours."""
    waiting = select(func.count(), func.min(Broadcast.send_at)).where(
        Broadcast.council_id == council_id, Broadcast.state == BroadcastState.WAITING
    )
    count, first = (await session.execute(waiting)).one()
    return count, first


async def people_of(
    session: Session, council_id: int, audience: dict[str, Any]
) -> Sequence[tuple[int, str]]:
    """(person id, name) of everybody the audience means now, in the order of joining."""
    stmt = (
        select(Person.id, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.council_id == council_id, Membership.state == MembershipState.ACTIVE)
        .order_by(Membership.id)
    )
    match audience.get("to"):
        case "body":
            mine = select(Representation.membership_id).where(
                Representation.body_id == int(audience["id"])
            )
            stmt = stmt.where(Membership.id.in_(mine))
        case "role":
            stmt = stmt.where(Membership.role == Role(audience["role"]))
        case "open":
            owing = (
                select(Representation.membership_id)
                .join(ActionItem, ActionItem.lead_body_id == Representation.body_id)
                .where(ActionItem.council_id == council_id, ActionItem.state.in_(OPEN_STATES))
            )
            stmt = stmt.where(Membership.id.in_(owing))
        case "names":
            stmt = stmt.where(Person.id.in_([int(one) for one in audience["ids"]]))
    return [(row.id, row.name) for row in await session.execute(stmt)]


async def add_recipients(session: Session, broadcast_id: int, person_ids: Collection[int]) -> None:
    """Write down whom the message is for."""
    for some in batched(person_ids, AT_ONCE):
        rows = [{"broadcast_id": broadcast_id, "person_id": one, "round": 0} for one in some]
        await session.execute(insert(BroadcastRecipient), rows)


async def not_yet_queued(session: Session, broadcast_id: int, limit: int) -> Sequence[Recipient]:
    """Recipients whose message has not been put into the outbox."""
    stmt = (
        select(BroadcastRecipient.person_id, Chat.id, Chat.unreachable_since, Chat.unreachable_why)
        .outerjoin(Chat, Chat.person_id == BroadcastRecipient.person_id)
        .where(BroadcastRecipient.broadcast_id == broadcast_id, BroadcastRecipient.round == 0)
        .order_by(BroadcastRecipient.person_id)
        .limit(limit)
    )
    return [
        Recipient(one, lane, (why or "unreachable") if since is not None else None)
        for one, lane, since, why in await session.execute(stmt)
    ]


async def note_queued(
    session: Session, broadcast_id: int, round_no: int, outcome: dict[int, str | None]
) -> None:
    """Write down who was put into the outbox in this round, and who could not be, and why."""
    for why in set(outcome.values()):
        ids = [person for person, said in outcome.items() if said == why]
        await session.execute(
            update(BroadcastRecipient)
            .where(
                BroadcastRecipient.broadcast_id == broadcast_id,
                BroadcastRecipient.person_id.in_(ids),
            )
            .values(round=round_no, why_not=why)
            .execution_options(synchronize_session=False)
        )


async def requeue(session: Session, broadcast_id: int, person_ids: Collection[int]) -> None:
    """Let the message wait again for these people."""
    await session.execute(
        update(BroadcastRecipient)
        .where(
            BroadcastRecipient.broadcast_id == broadcast_id,
            BroadcastRecipient.person_id.in_(person_ids),
        )
        .values(round=0, why_not=None)
        .execution_options(synchronize_session=False)
    )


async def fates(session: Session, broadcast: Broadcast) -> Sequence[Fate]:
    """What became of the message for everybody it is for.

    Of several parts the last one tells: where one fails, those after it are not sent.
    """
    stmt = (
        select(
            BroadcastRecipient.person_id,
            Person.name,
            OutboxMessage.state,
            func.coalesce(OutboxMessage.reason, BroadcastRecipient.why_not),
            BroadcastRecipient.seen_at,
            func.substr(BroadcastRecipient.answer, 1, ANSWER_SHOWN_LETTERS),
        )
        .join(Person, Person.id == BroadcastRecipient.person_id)
        .outerjoin(OutboxMessage, OutboxMessage.dedup_key == _last_key(broadcast))
        .where(BroadcastRecipient.broadcast_id == broadcast.id)
        .order_by(BroadcastRecipient.person_id)
    )
    return [Fate(*row) for row in await session.execute(stmt)]


def _last_key(broadcast: Broadcast) -> ColumnElement[str]:
    person, round_no = (
        cast(column, String) for column in (BroadcastRecipient.person_id, BroadcastRecipient.round)
    )
    return f"bc:{broadcast.id}:" + person + ":" + round_no + f":{broadcast.parts - 1}"


@dataclass(frozen=True)
class Count:
    """How many of a message's recipients are in one state; None: not in the outbox."""

    state: OutboxState | None
    queued: bool
    people: int
    seen: int
    answers: int


async def count(session: Session, broadcast: Broadcast) -> Sequence[Count]:
    """How far a message to many has come."""
    queued = BroadcastRecipient.round > 0
    stmt = (
        select(
            OutboxMessage.state,
            queued,
            func.count(),
            func.count(BroadcastRecipient.seen_at),
            func.count(BroadcastRecipient.answer),
        )
        .select_from(BroadcastRecipient)
        .outerjoin(OutboxMessage, OutboxMessage.dedup_key == _last_key(broadcast))
        .where(BroadcastRecipient.broadcast_id == broadcast.id)
        .group_by(OutboxMessage.state, queued)
    )
    return [
        Count(state, bool(is_queued), people, seen, answers)
        for state, is_queued, people, seen, answers in await session.execute(stmt)
    ]


async def keys(session: Session, broadcast: Broadcast) -> list[str]:
    """The keys of all its messages of the newest rounds."""
    stmt = select(BroadcastRecipient.person_id, BroadcastRecipient.round).where(
        BroadcastRecipient.broadcast_id == broadcast.id, BroadcastRecipient.round > 0
    )
    return [
        key(broadcast.id, row.person_id, row.round, part)
        for row in await session.execute(stmt)
        for part in range(broadcast.parts)
    ]


async def of_council(session: Session, council_id: int, limit: int) -> Sequence[Broadcast]:
    """The council's newest messages to many that are no drafts, newest first."""
    stmt = (
        select(Broadcast)
        .where(Broadcast.council_id == council_id, Broadcast.state != BroadcastState.DRAFT)
        .order_by(Broadcast.id.desc())
        .limit(limit)
    )
    return (await session.scalars(stmt)).all()


async def confidential_texts(session: Session, council_id: int) -> Sequence[tuple[str, str]]:
    """(code, text) of every confidential resolution of the council, whoever asks."""
    table = Resolution.__table__.c
    stmt = select(table.code, table.text).where(
        table.council_id == council_id, table.confidential.is_(True)
    )
    return [(row.code, row.text) for row in await session.execute(stmt)]

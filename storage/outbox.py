"""Messages that wait to be sent: putting them in, taking them back, counting them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Insert, bindparam, delete, exists, func, select, update

from storage.database import Session
from storage.database.prepared import Prepared
from storage.models import Chat, OutboxMessage
from storage.types import Base, word
from storage.upsert import insert_of
from storage.words import OutboxState

DEFAULT_PRIORITY = 5


@dataclass(frozen=True)
class Mark:
    """How far the outbox has come: its newest row, and when a message last came to its end."""

    newest_id: int
    finished: datetime

    @classmethod
    def nowhere(cls) -> "Mark":
        """The mark of an empty outbox."""
        return cls(0, datetime.min.replace(tzinfo=UTC))


_OUTBOX = Base.metadata.tables["outbox"]
_GIVEN = (
    *("council_id", "person_id", "kind", "dedup_key", "lane", "payload", "repeatable"),
    *("not_before", "expires_at", "created_at", "priority", "bundle", "part_no"),
)


_GONE = (OutboxState.SENT, OutboxState.SENDING, OutboxState.UNCERTAIN)


def _enqueue(kind: str) -> Insert:
    given: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _GIVEN}
    insert = insert_of(kind, _OUTBOX).values(
        **given, state=OutboxState.PENDING, attempts=0, resends=0
    )
    return insert.on_conflict_do_nothing(index_elements=["dedup_key"]).returning(_OUTBOX.c.id)


_ENQUEUE = Prepared(_enqueue)


async def enqueue(
    session: Session,
    *,
    council_id: int,
    person_id: int | None,
    kind: str,
    dedup_key: str,
    lane: int,
    payload: Mapping[str, Any],
    repeatable: bool,
    not_before: datetime,
    expires_at: datetime,
    now: datetime,
    priority: int = DEFAULT_PRIORITY,
    bundle: str | None = None,
    part_no: int = 0,
) -> bool:
    """Put one message into the outbox; False where its key stands there already.

    `lane` is the id of the chat's row, `payload` holds ids and never text. A message that is not
    `repeatable` is sent at most once even if nobody can tell whether it arrived. The parts of one
    `bundle` go out in the order of enqueueing. Does not commit.
    """
    row = await _ENQUEUE.first(
        session,
        new_council_id=council_id,
        new_person_id=person_id,
        new_kind=kind,
        new_dedup_key=dedup_key,
        new_lane=lane,
        new_payload=dict(payload),
        new_repeatable=int(repeatable),
        new_not_before=not_before,
        new_expires_at=expires_at,
        new_created_at=now,
        new_priority=priority,
        new_bundle=bundle,
        new_part_no=part_no,
    )
    return row is not None


async def cancel_for_chat(session: Session, *, lane: int, why: str, now: datetime) -> int:
    """Take back everything that still waits for this chat's row; gives how many messages."""
    return await _cancel(session, OutboxMessage.lane == lane, why=why, now=now)


async def withdraw(
    session: Session, *, keys: Sequence[str], why: str, now: datetime
) -> Sequence[str]:
    """Take back what still waits of these messages; gives the keys of those that have gone out."""
    await _cancel(session, OutboxMessage.dedup_key.in_(keys), why=why, now=now)
    stmt = select(OutboxMessage.dedup_key).where(
        OutboxMessage.dedup_key.in_(keys), OutboxMessage.state.in_(_GONE)
    )
    return (await session.scalars(stmt.order_by(OutboxMessage.id))).all()


async def heard_of(
    session: Session, *, kinds: Collection[str], people: Collection[int], item_ids: Collection[int]
) -> list[int]:
    """Which of the people a message of these kinds about one of the items has gone out to."""
    stmt = select(OutboxMessage.person_id, OutboxMessage.payload).where(
        OutboxMessage.person_id.in_(people),
        OutboxMessage.kind.in_(kinds),
        OutboxMessage.state.in_(_GONE),
    )
    told = (await session.execute(stmt.order_by(OutboxMessage.id))).all()
    return [row.person_id for row in told if row.payload["item_id"] in item_ids]


async def message_of(session: Session, *, key: str, lane: int) -> int | None:
    """Telegram's id of the message with this key in the chat's row; None where it was not sent."""
    stmt = select(OutboxMessage.tg_message_id).where(
        OutboxMessage.dedup_key == key,
        OutboxMessage.lane == lane,
        OutboxMessage.state == word(OutboxState.SENT),
    )
    return await session.scalar(stmt)


async def newest_sent(session: Session, *, person_id: int, since: datetime) -> OutboxMessage | None:
    """What the person was sent last since that moment, or None."""
    stmt = (
        select(OutboxMessage)
        .where(
            OutboxMessage.person_id == person_id,
            OutboxMessage.state == OutboxState.SENT,
            OutboxMessage.finished_at >= since,
        )
        .order_by(OutboxMessage.finished_at.desc(), OutboxMessage.id.desc())
        .limit(1)
    )
    return await session.scalar(stmt)


async def has_due(session: Session, now: datetime) -> bool:
    """Whether anything waits whose time has come; cheaper than trying to claim it."""
    stmt = select(
        exists().where(
            OutboxMessage.state == word(OutboxState.PENDING),
            OutboxMessage.not_before <= now,
            OutboxMessage.expires_at > now,
        )
    )
    return bool(await session.scalar(stmt))


async def unsent(session: Session, *, limit: int) -> Sequence[tuple[OutboxMessage, int]]:
    """Give what is still to go out, next first, each with the Telegram id of its chat."""
    stmt = (
        select(OutboxMessage, Chat.telegram_id)
        .join(Chat, Chat.id == OutboxMessage.lane)
        .where(OutboxMessage.finished_at.is_(None))
        .order_by(OutboxMessage.not_before, OutboxMessage.priority, OutboxMessage.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in await session.execute(stmt)]


async def count_open(session: Session) -> dict[OutboxState, int]:
    """Give how many messages are in each state that is no end; the ended ones are not read."""
    # Two questions, because each is answered by an index of just these rows.
    asked = (OutboxState.PENDING,), (OutboxState.SENDING, OutboxState.UNCERTAIN)
    found = {state: 0 for states in asked for state in states}
    for states in asked:
        stmt = (
            select(OutboxMessage.state, func.count())
            .where(OutboxMessage.state.in_([word(one) for one in states]))
            .group_by(OutboxMessage.state)
        )
        found |= {row[0]: row[1] for row in await session.execute(stmt)}
    return found


async def mark(session: Session) -> Mark:
    """Give how far the outbox has come."""
    # Two questions in one, because SQLite looks into an index for one greatest value alone.
    ended = OutboxMessage.finished_at.is_not(None)
    stmt = select(
        select(func.max(OutboxMessage.id)).scalar_subquery(),
        select(func.max(OutboxMessage.finished_at)).where(ended).scalar_subquery(),
    )
    newest, finished = (await session.execute(stmt)).one()
    nowhere = Mark.nowhere()
    return Mark(newest or nowhere.newest_id, finished or nowhere.finished)


async def oldest_due(session: Session, now: datetime) -> datetime | None:
    """Give since when the message longest due has waited; None where none is due."""
    stmt = select(func.min(OutboxMessage.not_before)).where(
        OutboxMessage.state == word(OutboxState.PENDING), OutboxMessage.not_before <= now
    )
    return await session.scalar(stmt)


async def prune(session: Session, *, before: datetime, limit: int) -> int:
    """Forget up to `limit` messages that ended before this moment; gives how many.

    The newest row always stays: the numbering must not begin again.
    """
    newest = select(func.max(OutboxMessage.id)).scalar_subquery()
    old = (
        select(OutboxMessage.id)
        .where(OutboxMessage.finished_at < before, OutboxMessage.id < newest)
        .order_by(OutboxMessage.finished_at)
        .limit(limit)
    )
    stmt = delete(OutboxMessage).where(OutboxMessage.id.in_(old)).returning(OutboxMessage.id)
    return len((await session.scalars(stmt.execution_options(synchronize_session=False))).all())


async def _cancel(session: Session, whose: Any, *, why: str, now: datetime) -> int:  # noqa: ANN401  an SQL condition
    stmt = (
        update(OutboxMessage)
        .where(whose, OutboxMessage.state == word(OutboxState.PENDING))
        .values(state=OutboxState.CANCELLED, finished_at=now, reason=why)
        .returning(OutboxMessage.id)
        .execution_options(synchronize_session=False)
    )
    return len((await session.scalars(stmt)).all())

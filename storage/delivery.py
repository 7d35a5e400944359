"""The life of an outbox row while it is being sent: claimed, recorded, swept up after a crash."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, Update, and_, bindparam, exists, or_, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningUpdate

from storage import holds
from storage.database import Session
from storage.models import OutboxMessage
from storage.types import word
from storage.words import OutboxState

LEASE = timedelta(seconds=120)
SETTLE = timedelta(seconds=60)
DOUBT_ENDS_AFTER = timedelta(hours=24)
MAX_RESENDS = 1
UNSENT = (OutboxState.DEAD, OutboxState.EXPIRED, OutboxState.CANCELLED)


class ClaimLostError(Exception):
    """Another process claimed in the same chat at the same moment; ask again."""


@dataclass(frozen=True)
class Claim:
    """A message that this process, and nobody else, may send until its lease ends."""

    id: int
    token: str
    council_id: int
    person_id: int | None
    kind: str
    dedup_key: str
    lane: int
    payload: dict[str, Any]
    repeatable: bool
    priority: int
    attempts: int
    resends: int
    expires_at: datetime
    due_at: datetime


async def claim(session: Session, *, now: datetime, token: str, limit: int) -> list[Claim]:
    """Take up to `limit` due messages, at most one for each chat, most urgent first.

    Those of a council on hold stay where they are.

    Raises ClaimLostError where another process was faster; the transaction is then void.
    """
    given = {"now": now, "until": now + LEASE, "token": token, "most": limit}
    on_hold = await holds.held_councils(session)
    if on_hold:
        given["councils_on_hold"] = on_hold
    try:
        rows = (await session.scalars(_claiming(is_held=bool(on_hold)), given)).all()
    except IntegrityError as error:
        raise ClaimLostError from error
    return [_claimed(row, token) for row in sorted(rows, key=lambda row: (row.priority, row.id))]


@cache  # to put its tables under other names anew takes longer than all that the database does
def _claiming(*, is_held: bool) -> ReturningUpdate[OutboxMessage]:
    heads = _heads(is_held=is_held).cte("heads").prefix_with("MATERIALIZED", dialect="postgresql")
    return (
        update(OutboxMessage)
        .where(
            OutboxMessage.state == word(OutboxState.PENDING),
            OutboxMessage.id.in_(select(heads.c.id)),
        )
        .values(
            state=OutboxState.SENDING,
            attempts=OutboxMessage.attempts + 1,
            lease_token=bindparam("token"),
            lease_until=bindparam("until"),
        )
        .returning(OutboxMessage)
        .execution_options(synchronize_session=False, populate_existing=True)
    )


def _heads(*, is_held: bool) -> Select[int]:
    head, other, part = (aliased(OutboxMessage) for _ in range(3))
    now = bindparam("now", type_=OutboxMessage.not_before.type)
    on_hold = bindparam("councils_on_hold", type_=OutboxMessage.council_id.type, expanding=True)
    goes, goes_first = (
        [or_(row.council_id.not_in(on_hold), row.kind == holds.QUESTION)] if is_held else []
        for row in (head, other)
    )
    busy = exists().where(other.lane == head.lane, other.state == word(OutboxState.SENDING))
    # A part that waits for an earlier part in doubt must not hold up the rest of its chat.
    held = exists().where(part.bundle == other.bundle, part.state == word(OutboxState.UNCERTAIN))
    # One that was given back waits at the head of its chat; what was enqueued later waits with it.
    tried = other.reason.is_not(None)
    earlier = exists().where(
        other.lane == head.lane,
        other.state == word(OutboxState.PENDING),
        tuple_(other.priority, other.id) < tuple_(head.priority, head.id),
        *goes_first,
        or_(
            and_(or_(other.not_before <= now, tried), other.expires_at > now, ~held),
            other.bundle == head.bundle,
        ),
    )
    in_doubt = exists().where(
        other.bundle == head.bundle, other.state == word(OutboxState.UNCERTAIN)
    )
    return (
        select(head.id)
        .where(
            head.state == word(OutboxState.PENDING),
            head.not_before <= now,
            head.expires_at > now,
            *goes,
            ~busy,
            ~earlier,
            or_(head.bundle.is_(None), ~in_doubt),
        )
        .order_by(head.priority, head.not_before, head.id)
        .limit(bindparam("most"))
        .with_for_update(of=head, skip_locked=True)  # SQLite has no such clause and needs none
    )


def _claimed(row: OutboxMessage, token: str) -> Claim:
    return Claim(
        id=row.id,
        token=token,
        council_id=row.council_id,
        person_id=row.person_id,
        kind=row.kind,
        dedup_key=row.dedup_key,
        lane=row.lane,
        payload=dict(row.payload),
        repeatable=bool(row.repeatable),
        priority=row.priority,
        attempts=row.attempts,
        resends=row.resends,
        expires_at=row.expires_at,
        due_at=row.not_before,
    )


async def record_sent(
    session: Session, claimed: Claim, *, message_id: int | None, now: datetime
) -> bool:
    """Telegram accepted it; a late answer also settles a row that was already in doubt.

    False here and below: somebody else decided meanwhile.
    """
    return await _record(
        session,
        _mine(claimed, OutboxState.SENDING, OutboxState.UNCERTAIN),
        state=OutboxState.SENT,
        finished_at=now,
        tg_message_id=message_id,
        reason=None,
    )


async def give_back(
    session: Session, claimed: Claim, *, later: datetime, why: str, counts: bool = True
) -> bool:
    """It was certainly not sent: let it wait until `later`; `counts` False refunds the attempt."""
    return await _record(
        session,
        _mine(claimed, OutboxState.SENDING),
        state=OutboxState.PENDING,
        not_before=later,
        attempts=OutboxMessage.attempts - (0 if counts else 1),
        lease_token=None,
        reason=why[:200],
    )


async def end_unsent(
    session: Session, claimed: Claim, *, state: OutboxState, why: str, now: datetime
) -> bool:
    """It will never be sent (`dead`) or is not wanted any more (`cancelled`)."""
    ended = await _record(
        session,
        _mine(claimed, OutboxState.SENDING),
        state=state,
        finished_at=now,
        reason=why[:200],
    )
    if ended:
        await _cancel_later_parts(session, now)
    return ended


async def record_doubt(session: Session, claimed: Claim, *, why: str, now: datetime) -> bool:
    """Nobody can tell whether it arrived."""
    return await _record(
        session,
        _mine(claimed, OutboxState.SENDING),
        state=OutboxState.UNCERTAIN,
        not_before=now + SETTLE,
        reason=why[:200],
    )


async def hold_lane(session: Session, *, lane: int, until: datetime) -> None:
    """Let everything that waits for this chat's row wait at least until the moment."""
    stmt = update(OutboxMessage).where(
        OutboxMessage.lane == lane,
        OutboxMessage.state == word(OutboxState.PENDING),
        OutboxMessage.not_before < until,
    )
    await session.execute(
        stmt.values(not_before=until).execution_options(synchronize_session=False)
    )


async def doubt_lost_leases(session: Session, *, now: datetime, except_ids: Collection[int]) -> int:
    """Put rows in doubt whose sender is gone; `except_ids` are in this process's own hands."""
    stmt = update(OutboxMessage).where(
        OutboxMessage.state == word(OutboxState.SENDING),
        OutboxMessage.lease_until < now,
        OutboxMessage.id.not_in(except_ids),
    )
    return await _count(
        session,
        stmt.values(
            state=OutboxState.UNCERTAIN,
            not_before=now + SETTLE,
            lease_until=None,
            reason="lease expired",
        ),
    )


async def resend_settled(session: Session, *, now: datetime) -> int:
    """Let messages that must arrive wait for one more sending, once the doubt has settled."""
    stmt = update(OutboxMessage).where(
        OutboxMessage.state == word(OutboxState.UNCERTAIN),
        OutboxMessage.repeatable == 1,
        OutboxMessage.resends < MAX_RESENDS,
        OutboxMessage.not_before <= now,
        OutboxMessage.expires_at > now,
    )
    return await _count(
        session,
        stmt.values(state=OutboxState.PENDING, resends=OutboxMessage.resends + 1, lease_token=None),
    )


async def expire(session: Session, *, now: datetime) -> int:
    """End what was not sent in time; later parts of the same message end with it."""
    stmt = update(OutboxMessage).where(
        OutboxMessage.state == word(OutboxState.PENDING), OutboxMessage.expires_at <= now
    )
    ended = await _count(session, stmt.values(state=OutboxState.EXPIRED, finished_at=now))
    if ended:
        await _cancel_later_parts(session, now)
    return ended


async def end_doubt(session: Session, *, now: datetime) -> int:
    """End rows that stayed in doubt for a day without evidence of arrival."""
    stmt = update(OutboxMessage).where(
        OutboxMessage.state == word(OutboxState.UNCERTAIN),
        OutboxMessage.not_before < now - DOUBT_ENDS_AFTER,
    )
    ended = await _count(
        session, stmt.values(state=OutboxState.DEAD, finished_at=now, reason="unconfirmed")
    )
    if ended:
        await _cancel_later_parts(session, now)
    return ended


async def in_flight_of(session: Session, token: str) -> list[Claim]:
    """Give what was claimed with this token: after a lost connection, claimed and known unsent."""
    stmt = select(OutboxMessage).where(
        OutboxMessage.lease_token == token, OutboxMessage.state == word(OutboxState.SENDING)
    )
    rows = await session.scalars(stmt.order_by(OutboxMessage.priority, OutboxMessage.id))
    return [_claimed(row, token) for row in rows]


async def _cancel_later_parts(session: Session, now: datetime) -> None:
    later, earlier = OutboxMessage, aliased(OutboxMessage)
    broken = exists().where(
        earlier.bundle == later.bundle,
        earlier.part_no < later.part_no,
        earlier.state.in_(UNSENT),
    )
    await _count(
        session,
        update(later)
        .where(later.bundle.is_not(None), later.state == word(OutboxState.PENDING), broken)
        .values(state=OutboxState.CANCELLED, finished_at=now, reason="an earlier part ended"),
    )


def _mine(claimed: Claim, *states: OutboxState) -> Update:
    return update(OutboxMessage).where(
        OutboxMessage.id == claimed.id,
        OutboxMessage.lease_token == claimed.token,
        OutboxMessage.state.in_(states),
    )


async def _record(session: Session, stmt: Update, **values: object) -> bool:
    return await _count(session, stmt.values(lease_until=None, **values)) == 1


async def _count(session: Session, stmt: Update) -> int:
    ids = stmt.returning(OutboxMessage.id).execution_options(synchronize_session=False)
    return len((await session.scalars(ids)).all())

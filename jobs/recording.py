"""Writes into the outbox what became of a message; the transaction is the caller's."""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.saying.replies import Drop
from council import groups
from jobs.outcomes import Moved, NotSent, Outcome, Refused, Sent, Stopped, Unknown, Unreachable
from jobs.packing import Packed
from storage import delivery, messages, outbox, reach
from storage.database import Session
from storage.delivery import Claim
from storage.words import OutboxState

logger = logging.getLogger(__name__)

LONGEST_BACKOFF_SECONDS = 900.0
RENDER_TRIES = 3


@dataclass(frozen=True)
class Failed:
    """The words could not be made; `passing` where the database was to blame for it."""

    why: str
    passing: bool


async def record_unsaid(
    session: Session, claimed: Claim, why: Drop | Failed, now: datetime
) -> None:
    """Nothing was sent: it is not wanted any more, or has no words."""
    if isinstance(why, Drop):
        await delivery.end_unsent(
            session, claimed, state=OutboxState.CANCELLED, why=why.reason, now=now
        )
    elif why.passing or claimed.attempts < RENDER_TRIES:
        later = now + backoff(claimed.attempts)
        await delivery.give_back(session, claimed, later=later, why=why.why)
    else:
        await delivery.end_unsent(session, claimed, state=OutboxState.DEAD, why=why.why, now=now)


async def record(
    session: Session, claimed: Claim, ready: Packed, outcome: Outcome, now: datetime
) -> None:
    """Telegram was asked to take it: what came of that; the second time changes nothing."""
    match outcome:
        case Sent():
            await _record_sent(session, claimed, ready, outcome, now)
        case Unknown(why):
            await delivery.record_doubt(session, claimed, why=why, now=now)
        case Unreachable(why):
            dead = OutboxState.DEAD
            await delivery.end_unsent(session, claimed, state=dead, why=why, now=now)
            await groups.lose(session, telegram_id=ready.chat_id, why=why, now=now)
            await outbox.cancel_for_chat(session, lane=claimed.lane, why="unreachable", now=now)
        case Refused(why):
            logger.error("message %d (%s) refused: %s", claimed.id, claimed.kind, why)
            dead = OutboxState.DEAD
            await delivery.end_unsent(session, claimed, state=dead, why=why, now=now)
        case NotSent(None, why):
            later = now + backoff(claimed.attempts)
            await delivery.give_back(session, claimed, later=later, why=why)
        case NotSent(seconds, why):
            later = now + timedelta(seconds=(seconds or 0) + 1)
            await delivery.give_back(session, claimed, later=later, why=why, counts=False)
            await delivery.hold_lane(session, lane=claimed.lane, until=later)
        case Moved(new_id):
            await delivery.give_back(session, claimed, later=now, why="moved", counts=False)
            await reach.move_chat(session, old_id=ready.chat_id, new_id=new_id, now=now)
        case Stopped(why):
            await delivery.give_back(session, claimed, later=now, why=why, counts=False)


async def _record_sent(
    session: Session, claimed: Claim, ready: Packed, sent: Sent, now: datetime
) -> None:
    await delivery.record_sent(session, claimed, message_id=sent.message_id, now=now)
    if sent.message_id is not None and ready.items:
        await messages.remember(
            session,
            chat_id=ready.chat_id,
            message_id=sent.message_id,
            item_ids=ready.items,
            now=now,
        )


def backoff(tries: int, longest: float = LONGEST_BACKOFF_SECONDS) -> timedelta:
    """How long to wait before the next try, doubled with each and never the same twice."""
    seconds = min(longest, float(2 ** min(tries, 10)))
    return timedelta(seconds=seconds * secrets.SystemRandom().uniform(0.5, 1.0))

"""What the clock does with messages to many: into the outbox in steps, until nobody waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from council import clock
from council.to_many.broadcasts import AT_ONCE, BULK, GOOD_FOR
from storage import broadcasts as stored
from storage import outbox
from storage.broadcasts import Recipient
from storage.database import Session
from storage.models import Broadcast
from storage.words import BroadcastState, OutboxState

KEPT_UP_FOR = timedelta(days=14)
"""So long after it was sent, who sees or answers it is counted in what its author is shown."""
UNDER_WAY = (BroadcastState.WAITING, BroadcastState.SENDING)


@dataclass(frozen=True)
class HowFar:
    """How far a message to many has come, in people, and where that is shown."""

    id: int
    council_id: int
    author_id: int
    state: BroadcastState
    total: int
    sent: int
    waiting: int
    seen: int
    shown_in: tuple[int, int] | None
    shown: str | None
    answers: int = 0

    @property
    def failed(self) -> int:
        """Those it did not reach, or did perhaps."""
        return self.total - self.sent - self.waiting

    @property
    def mark(self) -> str:
        """What the shown message depends on: where it is the same, nothing is edited."""
        return f"{self.state.value}:{self.sent}:{self.waiting}:{self.seen}:{self.answers}"


async def advance(session: Session, *, broadcast: Broadcast, now: datetime) -> int:
    """Put the next few of its messages into the outbox, and end it when all is over.

    There each waits until the quiet hours of its recipient are over.
    Running it again adds nothing, and neither does what is over. Gives how many. Does not commit.
    """
    if broadcast.state not in UNDER_WAY:
        return 0
    if broadcast.state is BroadcastState.WAITING:
        await stored.change(
            session, broadcast, expected=BroadcastState.WAITING, state=BroadcastState.SENDING
        )
    added = 0
    outcome: dict[int, str | None] = {}
    waiting = await stored.not_yet_queued(session, broadcast.id, AT_ONCE)
    opens = await clock.opens_for_each(
        session, broadcast.council_id, [one.person_id for one in waiting], now
    )
    for one in waiting:
        outcome[one.person_id] = _why_not(one)
        if outcome[one.person_id] is None:
            added += await _enqueue(session, broadcast, one, opens[one.person_id], now)
    await stored.note_queued(session, broadcast.id, broadcast.round, outcome)
    if not outcome and (await how_far(session, broadcast)).waiting == 0:
        await stored.change(
            session, broadcast, expected=BroadcastState.SENDING, state=BroadcastState.DONE
        )
    return added


def _why_not(one: Recipient) -> str | None:
    return "never started" if one.lane is None else one.unreachable_why


async def _enqueue(
    session: Session, broadcast: Broadcast, one: Recipient, opens_at: datetime, now: datetime
) -> bool:
    added = False
    for part in range(broadcast.parts):
        added = await outbox.enqueue(
            session,
            council_id=broadcast.council_id,
            person_id=one.person_id,
            kind="broadcast",
            dedup_key=stored.key(broadcast.id, one.person_id, broadcast.round, part),
            lane=one.lane or 0,
            payload={"broadcast_id": broadcast.id, "part": part},
            repeatable=False,
            not_before=opens_at,
            expires_at=opens_at + GOOD_FOR,
            now=now,
            priority=BULK,
            bundle=f"bc:{broadcast.id}:{one.person_id}:{broadcast.round}",
            part_no=part,
        )
    return added


async def how_far(session: Session, broadcast: Broadcast) -> HowFar:
    """How far it has come."""
    counts = await stored.count(session, broadcast)
    on_the_way = (OutboxState.PENDING, OutboxState.SENDING)
    return HowFar(
        id=broadcast.id,
        council_id=broadcast.council_id,
        author_id=broadcast.author_id,
        state=broadcast.state,
        total=sum(one.people for one in counts),
        sent=sum(one.people for one in counts if one.state is OutboxState.SENT),
        waiting=sum(one.people for one in counts if one.state in on_the_way or not one.queued),
        seen=sum(one.seen for one in counts),
        shown_in=(
            (broadcast.status_chat, broadcast.status_message)
            if broadcast.status_chat and broadcast.status_message
            else None
        ),
        shown=broadcast.status_shown,
        answers=sum(one.answers for one in counts),
    )

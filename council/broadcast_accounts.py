"""What became of a message to many once it was let go: account, the rest taken back, sent again."""

from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from council import access, auditing
from council.access import Viewer
from council.broadcasts import AT_ONCE, own
from council.errors import BroadcastChangedError, NobodyAddressedError
from storage import broadcasts as stored
from storage import outbox
from storage.broadcasts import Fate
from storage.database import Session
from storage.words import BroadcastState, OutboxState


@dataclass(frozen=True)
class Account:
    """What became of a message to many, by person."""

    id: int
    state: BroadcastState
    send_at: datetime | None
    fates: tuple[Fate, ...]

    def of(self, *states: OutboxState) -> tuple[Fate, ...]:
        """The people whose message is in one of the states."""
        return tuple(one for one in self.fates if one.state in states)

    @property
    def missed(self) -> tuple[Fate, ...]:
        """Those whom it certainly did not reach, though it is over for them."""
        ended = (OutboxState.DEAD, OutboxState.EXPIRED, OutboxState.CANCELLED)
        return tuple(
            one
            for one in self.fates
            if one.reason != "unconfirmed"
            and (one.state in ended or (one.state is None and one.reason is not None))
        )


async def cancel(session: Session, *, viewer: Viewer, broadcast_id: int, now: datetime) -> Account:
    """Take back what has not gone out. Raises BroadcastChangedError where it is over already."""
    kept = await own(session, viewer, broadcast_id)
    if kept.state is BroadcastState.DRAFT:
        await stored.change(session, kept, expected=kept.state, state=BroadcastState.CANCELLED)
        return Account(kept.id, BroadcastState.CANCELLED, None, ())
    if kept.state not in (BroadcastState.WAITING, BroadcastState.SENDING):
        raise BroadcastChangedError
    if not await stored.change(session, kept, expected=kept.state, state=BroadcastState.CANCELLED):
        raise BroadcastChangedError
    for some in batched(await stored.keys(session, kept), AT_ONCE):
        await outbox.withdraw(session, keys=some, why="cancelled", now=now)
    auditing.record(session, viewer, "broadcast_cancelled", "broadcast", kept.id, now)
    return await account(session, viewer=viewer, broadcast_id=broadcast_id)


async def account(session: Session, *, viewer: Viewer, broadcast_id: int) -> Account:
    """What became of it, by person. NotFoundError for others'."""
    access.ensure(viewer, "delivery_report")
    kept = await own(session, viewer, broadcast_id)
    return Account(kept.id, kept.state, kept.send_at, tuple(await stored.fates(session, kept)))


async def send_again(session: Session, *, viewer: Viewer, broadcast_id: int, now: datetime) -> int:
    """Send it again to those whom it did not reach; gives how many. Does not commit."""
    kept = await own(session, viewer, broadcast_id)
    if kept.state is not BroadcastState.DONE:
        raise BroadcastChangedError
    missed = (await account(session, viewer=viewer, broadcast_id=broadcast_id)).missed
    if not missed:
        raise NobodyAddressedError
    if not await stored.change(
        session,
        kept,
        expected=BroadcastState.DONE,
        state=BroadcastState.SENDING,
        round=kept.round + 1,
        send_at=now,
    ):
        raise BroadcastChangedError
    await stored.requeue(session, kept.id, [one.person_id for one in missed])
    auditing.record(
        session,
        viewer,
        "broadcast_sent_again",
        "broadcast",
        kept.id,
        now,
        after={"people": len(missed)},
    )
    return len(missed)


async def see(session: Session, *, viewer: Viewer, broadcast_id: int, now: datetime) -> bool:
    """Note that the viewer has seen it; False where it was noted before or not meant for them."""
    return await stored.see(session, broadcast_id=broadcast_id, person_id=viewer.person_id, now=now)

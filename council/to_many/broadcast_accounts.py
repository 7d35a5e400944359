"""What became of a message to many once it was let go: account, the rest taken back, sent again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from itertools import batched

from council import access, auditing
from council.access import Viewer
from council.errors import BroadcastChangedError, NobodyAddressedError
from council.to_many.broadcasts import AT_ONCE, Written, own, written_of
from storage import broadcast_answers as given
from storage import broadcasts as stored
from storage import outbox
from storage.broadcasts import Fate
from storage.database import Session
from storage.words import BroadcastState, OutboxState

WITHDRAWN = "cancelled"
"""The reason of what was taken back from the outbox."""


class Noted(StrEnum):
    """What became of “seen”: noted, noted before, or pressed by somebody it did not go to, as on
    the copy with which it was tried out."""

    NOW = auto()
    BEFORE = auto()
    NOT = auto()


@dataclass(frozen=True)
class Account:
    """What became of a message to many, by person."""

    id: int
    state: BroadcastState
    send_at: datetime | None
    fates: tuple[Fate, ...]
    written: Written

    def of(self, *states: OutboxState) -> tuple[Fate, ...]:
        """The people whose message is in one of the states."""
        return tuple(one for one in self.fates if one.state in states)

    @property
    def on_the_way(self) -> tuple[Fate, ...]:
        """Those whose message waits, in the outbox or to be put there."""
        queued = self.of(OutboxState.PENDING, OutboxState.SENDING)
        return queued if self.state is BroadcastState.CANCELLED else queued + self._not_queued

    @property
    def doubtful(self) -> tuple[Fate, ...]:
        """Those of whom nobody knows whether it arrived."""
        return tuple(
            one
            for one in self.fates
            if one.state is OutboxState.UNCERTAIN or one.reason == "unconfirmed"
        )

    @property
    def taken_back(self) -> tuple[Fate, ...]:
        """Those to whom it did not go because it was cancelled before."""
        if self.state is not BroadcastState.CANCELLED:
            return ()
        withdrawn = self.of(OutboxState.CANCELLED)
        return self._not_queued + tuple(one for one in withdrawn if one.reason == WITHDRAWN)

    @property
    def reached_nobody(self) -> bool:
        """Whether it was cancelled before it went to anybody."""
        begun = self.of(OutboxState.SENT) or self.on_the_way or self.doubtful
        return self.state is BroadcastState.CANCELLED and not begun

    @property
    def missed(self) -> tuple[Fate, ...]:
        """Those whom it certainly did not reach, though it is over for them."""
        ended = (OutboxState.DEAD, OutboxState.EXPIRED, OutboxState.CANCELLED)
        return tuple(
            one
            for one in self.fates
            if one.reason != "unconfirmed"
            and one not in self.taken_back
            and (one.state in ended or (one.state is None and one.reason is not None))
        )

    @property
    def _not_queued(self) -> tuple[Fate, ...]:
        return tuple(one for one in self.fates if one.state is None and one.reason is None)


async def cancel(session: Session, *, viewer: Viewer, broadcast_id: int, now: datetime) -> Account:
    """Take back what has not gone out. Raises BroadcastChangedError where it is over already."""
    kept = await own(session, viewer, broadcast_id)
    if kept.state is BroadcastState.DRAFT:
        await stored.change(session, kept, expected=kept.state, state=BroadcastState.CANCELLED)
        return Account(kept.id, BroadcastState.CANCELLED, None, (), written_of(kept))
    if kept.state not in (BroadcastState.WAITING, BroadcastState.SENDING):
        raise BroadcastChangedError
    if not await stored.change(session, kept, expected=kept.state, state=BroadcastState.CANCELLED):
        raise BroadcastChangedError
    for some in batched(await stored.keys(session, kept), AT_ONCE):
        await outbox.withdraw(session, keys=some, why=WITHDRAWN, now=now)
    auditing.record(session, viewer, "broadcast_cancelled", "broadcast", kept.id, now)
    return await account(session, viewer=viewer, broadcast_id=broadcast_id)


async def account(session: Session, *, viewer: Viewer, broadcast_id: int) -> Account:
    """What became of it, by person. NotFoundError for others'."""
    access.ensure(viewer, "delivery_report")
    kept = await own(session, viewer, broadcast_id)
    fates = tuple(await stored.fates(session, kept))
    return Account(kept.id, kept.state, kept.send_at, fates, written_of(kept))


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


async def see(session: Session, *, viewer: Viewer, broadcast_id: int, now: datetime) -> Noted:
    """Note once that the viewer has seen it."""
    person_id = viewer.person_id
    if await given.see(session, broadcast_id=broadcast_id, person_id=person_id, now=now):
        await stored.show_anew(session, broadcast_id)
        return Noted.NOW
    for_them = await given.is_for(session, broadcast_id=broadcast_id, person_id=person_id)
    return Noted.BEFORE if for_them else Noted.NOT

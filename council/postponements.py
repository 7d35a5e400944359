"""More time for an item: asked for with a reason, granted or refused by the secretariat."""

from dataclasses import dataclass
from datetime import date, datetime

from council import access, auditing, clock, dates, follows, items, notices, text
from council.access import Viewer
from council.errors import (
    ItemClosedError,
    NotAllowedError,
    NotFoundError,
    RequestDecidedError,
)
from council.items import ItemCard
from council.later_days import ensure_later
from storage import audit
from storage import items as stored_items
from storage import postponements as stored
from storage.database import Session
from storage.models import Council, Postponement
from storage.words import OPEN_STATES

MAX_REASON = 1_000


@dataclass(frozen=True)
class Request:
    """A request for more time, as both sides see it."""

    id: int
    card: ItemCard
    asked_by: str
    due_before: date | None
    wanted_on: date
    reason: str
    granted: bool | None
    decided_by: str | None
    answer: str | None
    over: bool = False
    """Nobody has answered, and it could no longer give more time: its period has passed, or the
    item's day is as late already."""
    lapsed: bool = False
    """That was so when the clock looked: it is closed without an answer."""
    taken_back: bool = False
    """Whoever asked for it took it back before anybody answered."""

    @property
    def waits(self) -> bool:
        """Whether it is still to be answered."""
        return self.granted is None and not (self.lapsed or self.taken_back)


async def ask(
    session: Session, *, viewer: Viewer, item_id: int, wanted_on: date, reason: str, now: datetime
) -> Request:
    """Ask for more time on an open item and tell the secretaries. Does not commit.

    Raises NotFoundError, NotAllowedError, ItemClosedError, NotLaterError.
    """
    access.ensure(viewer, "ask_postponement")
    item = await stored_items.get(session, viewer.council_id, item_id)
    if item is None:
        raise NotFoundError
    if not access.may_report(viewer, items.facts(item)):
        raise NotAllowedError("ask_postponement")
    if item.state not in OPEN_STATES:
        raise ItemClosedError
    ensure_later(wanted_on, dates.local_date(now, viewer.zone), None)
    asked = await stored.add(
        session,
        Postponement(
            council_id=viewer.council_id,
            item_id=item.id,
            asked_by_id=viewer.person_id,
            due_before=item.due_on,
            wanted_on=wanted_on,
            reason=text.clean(reason).strip()[:MAX_REASON],
            created_at=now,
        ),
    )
    _audit(session, viewer, asked, "postponement_asked", now)
    await notices.tell_secretariat(
        session,
        council_id=asked.council_id,
        kind="postponement",
        key=notices.request_key(asked.id),
        payload={"postponement_id": asked.id},
        now=now,
    )
    return await open_request(session, viewer=viewer, postponement_id=asked.id, now=now)


async def waiting(
    session: Session, *, viewer: Viewer, item_id: int, wanted_on: date, now: datetime
) -> Request | None:
    """The viewer's own undecided request for exactly this day, or None: it need not be asked again.

    Raises NotFoundError.
    """
    found = await stored.open_of(session, item_id)
    if found is None or (found.asked_by_id, found.wanted_on) != (viewer.person_id, wanted_on):
        return None
    return await open_request(session, viewer=viewer, postponement_id=found.id, now=now)


async def open_request(
    session: Session, *, viewer: Viewer, postponement_id: int, now: datetime
) -> Request:
    """A request through its asker or a secretary. NotFoundError for anybody else."""
    found = await stored.get(session, viewer.council_id, postponement_id)
    if found is None or not (
        access.can(viewer, "grant_postponement") or found.asked_by_id == viewer.person_id
    ):
        raise NotFoundError
    closed = found.granted is None and found.decided_at is not None
    return Request(
        id=found.id,
        card=await items.open_card(session, viewer=viewer, item_id=found.item_id, now=now),
        asked_by=found.asked_by.name,
        due_before=found.due_before,
        wanted_on=found.wanted_on,
        reason=found.reason,
        granted=found.granted,
        decided_by=found.decided_by.name if found.decided_by else None,
        answer=found.answer,
        over=found.granted is None and not await stored.still_gives_time(session, found.id),
        lapsed=closed and found.decided_by_id is None,
        taken_back=closed and found.decided_by_id is not None,
    )


async def unanswered(
    session: Session, *, viewer: Viewer, now: datetime
) -> tuple[tuple[int, ItemCard], ...]:
    """The requests that wait for the secretariat, oldest first, each with its item."""
    access.ensure(viewer, "grant_postponement")
    found = await stored.unanswered(session, viewer.council_id)
    cards = await items.cards(session, viewer=viewer, item_ids=[one for _, one in found], now=now)
    known = {card.id: card for card in cards}
    return tuple((asked, known[item]) for asked, item in found if item in known)


async def decide(
    session: Session,
    *,
    viewer: Viewer,
    postponement_id: int,
    granted: bool,
    now: datetime,
    answer: str | None = None,
) -> Request:
    """Grant a request, which moves the item's date, or refuse it with a reason; the asker hears.

    What it was asked for is the present period only: granting a request that is `over` changes
    nothing, and neither does an answer to one that lapsed or was taken back.
    Raises NotAllowedError, NotFoundError, RequestDecidedError, ItemClosedError. Does not commit.
    """
    access.ensure(viewer, "grant_postponement")
    found = await stored.get(session, viewer.council_id, postponement_id)
    if found is None:
        raise NotFoundError
    item = await stored_items.get(session, viewer.council_id, found.item_id)
    if item is None or item.state not in OPEN_STATES:
        raise ItemClosedError
    if found.granted is None:
        shown = await open_request(session, viewer=viewer, postponement_id=found.id, now=now)
        if not shown.waits or (granted and shown.over):
            return shown
    written = await stored.decide(
        session,
        found.id,
        granted=granted,
        by_id=viewer.person_id,
        answer=text.clean(answer).strip()[:MAX_REASON] if answer else None,
        now=now,
    )
    if not written:
        raise RequestDecidedError
    if granted:
        moved = await stored_items.change(
            session, item, expected=item.version, due_on=found.wanted_on
        )
        if not moved:
            raise ItemClosedError
        await follows.tell(session, viewer=viewer, item=item, key=f"post:{found.id}", now=now)
    _audit(session, viewer, found, "postponement_decided", now, granted=granted)
    await _tell_asker(session, found, now)
    return await open_request(session, viewer=viewer, postponement_id=found.id, now=now)


async def take_back(
    session: Session, *, viewer: Viewer, postponement_id: int, now: datetime
) -> Request:
    """Take one's own request back; the cards of it that the secretaries were sent say so.

    Gives it as it stands where it was answered, lapsed or taken back before.
    Raises NotAllowedError, NotFoundError. Does not commit.
    """
    access.ensure(viewer, "withdraw_postponement")
    found = await stored.get(session, viewer.council_id, postponement_id)
    if found is None:
        raise NotFoundError
    if found.asked_by_id != viewer.person_id:
        raise NotAllowedError("withdraw_postponement")
    if await stored.decide(
        session, found.id, granted=None, by_id=viewer.person_id, answer=None, now=now
    ):
        _audit(session, viewer, found, "postponement_withdrawn", now)
        await notices.tell_secretariat(
            session,
            council_id=found.council_id,
            kind="postponement_withdrawn",
            key=f"{notices.request_key(found.id)}:back",
            payload={"postponement_id": found.id},
            now=now,
        )
    return await open_request(session, viewer=viewer, postponement_id=found.id, now=now)


async def lapse(session: Session, *, council: Council, now: datetime) -> int:
    """Close the requests that nobody answered and that can give no more time; whoever asked hears
    it once, at an hour at which the clock may speak. Gives how many. Does not commit.
    """
    found = await stored.lapsed(session, council.id)
    times = await clock.of_council(session, council, now) if found else None
    if times is None or not clock.may_speak(times, times.hours, clock.local(now, council.zone)):
        return 0
    for one in found:
        closed = await stored.decide(
            session, one.id, granted=None, by_id=None, answer=None, now=now
        )
        if not closed:
            continue
        audit.record(
            session,
            council_id=council.id,
            actor_id=None,
            action="postponement_lapsed",
            subject="item",
            subject_id=one.item_id,
            at=now,
            after={"postponement_id": one.id, "wanted_on": one.wanted_on.isoformat()},
        )
        await _tell_asker(session, one, now)
    return len(found)


async def _tell_asker(session: Session, asked: Postponement, now: datetime) -> None:
    """What became of a request; it is told once, as it ends once."""
    await notices.tell_person(
        session,
        council_id=asked.council_id,
        person_id=asked.asked_by_id,
        kind="postponed",
        key=f"postponed:{asked.id}",
        payload={"postponement_id": asked.id},
        now=now,
    )


def _audit(
    session: Session,
    viewer: Viewer,
    asked: Postponement,
    action: str,
    now: datetime,
    **more: bool,
) -> None:
    auditing.record(
        session,
        viewer,
        action,
        "item",
        asked.item_id,
        now,
        after={"postponement_id": asked.id, "wanted_on": asked.wanted_on.isoformat(), **more},
    )

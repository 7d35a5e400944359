"""What the secretariat decides about an item itself: closed without being done, or asked less."""

from dataclasses import dataclass
from datetime import datetime

from council import access, auditing, dates, deadlines, follows, items, notices, text
from council.access import Viewer
from council.deadlines import Deadline
from council.errors import ItemClosedError, NotFoundError
from council.items import ItemCard
from council.seconding import second_person
from council.seconding.second_person import Asked
from storage import bodies
from storage import item_events as stored
from storage import items as stored_items
from storage.database import Session
from storage.models import ActionItem, ItemEvent
from storage.words import REPEATING, Act, DeadlineKind, EventKind, ItemState

MAX_REASON = 1_000
CLOSED_AS = {
    EventKind.REFERRED_UP: ItemState.REFERRED_UP,
    EventKind.NOT_ACTIONABLE: ItemState.NOT_ACTIONABLE,
    EventKind.WITHDRAWN: ItemState.WITHDRAWN,
}
"""How an item ends that was not implemented."""
RULES = ("P1W", "P2W", "P1M", "P3M")
"""How often a repeating item can be asked to report instead."""


@dataclass(frozen=True)
class Event:
    """What was done about an item, for those who are told."""

    card: ItemCard
    kind: EventKind
    actor: str
    reason: str


async def close_as(
    session: Session,
    *,
    viewer: Viewer,
    item_id: int,
    kind: EventKind,
    reason: str,
    now: datetime,
    seconded: bool = False,
) -> ItemCard | Asked:
    """End an open item as referred up, not actionable or withdrawn; its body is told why.

    Where the council wants a second person, one is asked unless `seconded`. Raises
    NotAllowedError, NotFoundError, ItemClosedError, NobodySecondsError; ValueError for another
    kind. Does not commit.
    """
    if kind not in CLOSED_AS:
        raise ValueError(kind)
    access.ensure(viewer, "close")
    item = await items.open_item(session, viewer, item_id)
    asked = await second_person.wanted(
        session,
        viewer=viewer,
        act=Act.CLOSE,
        about=item.id,
        details={"kind": kind.value, "reason": text.clean(reason).strip()[:MAX_REASON]},
        now=now,
        seconded=seconded,
    )
    if asked:
        return asked
    if not await stored_items.close(session, item, state=CLOSED_AS[kind], now=now):
        raise ItemClosedError
    return await _keep(session, viewer, item, kind, reason, now)


async def change_rule(
    session: Session, *, viewer: Viewer, item_id: int, norm: str | None, reason: str, now: datetime
) -> ItemCard:
    """From the current period on, ask for reports in another rhythm, or (None) for one last one.

    The current period and those before it stay as they are. Raises NotAllowedError,
    NotFoundError, ItemClosedError; ValueError for a rhythm that is not in RULES. Does not commit.
    """
    if norm is not None and norm not in RULES:
        raise ValueError(norm)
    access.ensure(viewer, "edit")
    item = await items.open_item(session, viewer, item_id)
    if item.deadline_kind not in REPEATING:
        raise ItemClosedError
    kind = DeadlineKind.RECURRING if norm else DeadlineKind.DATE
    last_day = "{:04}-{:02}-{:02}".format(*dates.to_jalali(item.due_on)) if item.due_on else None
    values = {"deadline_kind": kind, "deadline_norm": norm or last_day, "deadline_text": None}
    if not await stored_items.change(session, item, expected=item.version, **values):
        raise ItemClosedError
    event = EventKind.RULE_CHANGED if norm else EventKind.RULE_ENDED
    return await _keep(session, viewer, item, event, reason, now)


def rhythm(norm: str) -> deadlines.Period | None:
    """The length of a rhythm of RULES."""
    return deadlines.period_of(Deadline(DeadlineKind.RECURRING, norm=norm))


async def told(session: Session, *, viewer: Viewer, event_id: int, now: datetime) -> Event:
    """What was done, for whoever is told of it. Raises NotFoundError."""
    found = await stored.get(session, viewer.council_id, event_id)
    if found is None:
        raise NotFoundError
    card = await items.open_card(session, viewer=viewer, item_id=found.item_id, now=now)
    return Event(card, found.kind, found.actor.name, found.reason)


async def _keep(
    session: Session, viewer: Viewer, item: ActionItem, kind: EventKind, reason: str, now: datetime
) -> ItemCard:
    event = await stored.add(
        session,
        ItemEvent(
            council_id=viewer.council_id,
            item_id=item.id,
            actor_id=viewer.person_id,
            kind=kind,
            reason=text.clean(reason).strip()[:MAX_REASON],
            at=now,
        ),
    )
    auditing.record(
        session, viewer, f"item_{kind.value}", "item", item.id, now, after={"event_id": event.id}
    )
    leads = {item.lead_body_id} - {None}
    spoken = await bodies.representatives(session, {one for one in leads if one is not None})
    for person_id in sorted({person.id for _body, person in spoken} - {viewer.person_id}):
        await notices.tell_person(
            session,
            council_id=viewer.council_id,
            person_id=person_id,
            kind="item_event",
            key=f"evt:{event.id}",
            payload={"event_id": event.id},
            now=now,
        )
    await follows.tell(session, viewer=viewer, item=item, key=f"evt:{event.id}", now=now)
    return await items.open_card(session, viewer=viewer, item_id=item.id, now=now)

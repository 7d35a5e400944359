"""The periods of a repeating item: each waits for its report, and the next begins after it."""

from datetime import date, datetime

from council import dates, deadlines, items
from storage import audit
from storage import items as stored_items
from storage.database import Session
from storage.models import ActionItem, Council, Occurrence
from storage.words import ItemState, OccurrenceState


async def open_next(
    session: Session, *, item: ActionItem, current: Occurrence
) -> Occurrence | None:
    """Begin the period that follows the current one, a period later; None where none follows.

    The caller moves the item's own due date to it. Does not commit.
    """
    period = deadlines.repeats(items.deadline_of(item))
    if period is None:
        return None
    await stored_items.add_occurrence(
        session,
        item_id=item.id,
        number=current.number + 1,
        starts_on=current.due_on,
        due_on=deadlines.add_period(current.due_on, period),
    )
    return await stored_items.latest_occurrence(session, item.id)


async def advance_periods(session: Session, *, council: Council, now: datetime) -> int:
    """Open the next period of each repeating item whose current one has ended.

    A period that was not reported as done is kept as missed. After a long pause the periods in
    between are written as missed too, so that silence stays on the record. Returns how many.
    """
    today = dates.local_date(now, council.zone)
    opened = 0
    for item in await stored_items.repeating_past(session, council.id, today):
        opened += await _advance(session, item, today, now)
    return opened


async def _advance(session: Session, item: ActionItem, today: date, now: datetime) -> int:
    current = await stored_items.latest_occurrence(session, item.id)
    opened = 0
    while current is not None and current.due_on < today:
        if current.state is OccurrenceState.WAITING and item.state is not ItemState.REPORTED_DONE:
            current.state = OccurrenceState.MISSED
        following = await open_next(session, item=item, current=current)
        if following is None:
            break
        current = following
        opened += 1
    if opened and current is not None:
        await stored_items.change(
            session, item, expected=item.version, due_on=current.due_on, percent=0
        )
        audit.record(
            session,
            council_id=item.council_id,
            actor_id=None,
            action="period_opened",
            subject="item",
            subject_id=item.id,
            at=now,
            after={"number": current.number, "due_on": current.due_on.isoformat()},
        )
    return opened

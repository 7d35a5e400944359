"""The periods of a repeating item: each waits for its report, and the next begins after it."""

from council import deadlines, items
from storage import items as stored_items
from storage.database import Session
from storage.models import ActionItem, Occurrence


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

"""One tick: messages to many go into the outbox in steps, and their authors see how far it is."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from aiogram.types import InlineKeyboardMarkup

from bot.i18n import DEFAULT, use_language
from bot.views import broadcasts as views
from council.people.members import manner_of
from council.to_many import broadcasting
from council.to_many.broadcasting import HowFar
from jobs.outcomes import OutMessage
from storage import broadcasts as stored
from storage import councils, members
from storage.database import Database, Session
from storage.models import Broadcast

Edit = Callable[[int, int, OutMessage], Awaitable[object]]


async def ring(database: Database, edit: Edit, now: datetime) -> int:
    """Take every message to many one step further; gives how many messages were put out.

    What its author is shown follows who sees and answers it, for some time after it was sent.
    One transaction for each step; the author's message is edited with none open.
    """
    async with database.reading() as session:
        going = await stored.under_way(session, now)
        behind = await stored.behind(session, now - broadcasting.KEPT_UP_FOR)
        found = [(one.council_id, one.id) for one in (*going, *behind)]
    added = 0
    for council_id, broadcast_id in found:
        shown = None
        async with database.writing() as session:
            broadcast = await stored.get(session, council_id, broadcast_id)
            if broadcast is None:
                continue
            await session.refresh(broadcast, with_for_update=True)  # who taps now is counted later
            added += await broadcasting.advance(session, broadcast=broadcast, now=now)
            far = await broadcasting.how_far(session, broadcast)
            if far.shown_in is not None and far.mark != far.shown:
                shown = await _words(session, broadcast, far)
                broadcast.status_shown = far.mark
        if shown is not None and far.shown_in is not None:
            await edit(*far.shown_in, shown)
    return added


async def _words(session: Session, broadcast: Broadcast, far: HowFar) -> OutMessage:
    author = await members.person(session, broadcast.author_id)
    council = await councils.get(session, broadcast.council_id)
    with use_language(manner_of(author) if author else DEFAULT):
        saying = views.under_way(far, broadcast.send_at, council.zone if council else "Asia/Tehran")
    text, entities = saying.text.render()
    keyboard = saying.keyboard
    return OutMessage(
        text,
        tuple(one.model_dump(mode="json", exclude_none=True) for one in entities),
        keyboard.model_dump(mode="json", exclude_none=True)
        if isinstance(keyboard, InlineKeyboardMarkup)
        else None,
    )

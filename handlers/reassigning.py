"""The button “not our task” under a reminder, and what the secretariat makes of it."""

from datetime import datetime

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, answer, edit, toast
from bot.saying.taps import NotMine
from bot.updates.gate import right
from bot.views import reassigning as views
from council import reassigning
from council.access import Viewer
from council.errors import ItemClosedError, NotAllowedError, NotFoundError
from handlers.screens import typed_below
from storage.database import Session

router = Router(name="reassigning")


@router.callback_query(NotMine.filter(F.do == "say"), flags=right("report"))
async def say(
    callback: CallbackQuery,
    callback_data: NotMine,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Tell the secretariat."""
    card = await reassigning.disclaim(session, viewer=viewer, item_id=callback_data.id, now=now)
    return [answer(callback, views.told(card)), toast(callback)]


@router.callback_query(NotMine.filter(F.do == "keep"), flags=right("reassign"))
async def keep(
    callback: CallbackQuery,
    callback_data: NotMine,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """It stays theirs."""
    item_id = callback_data.id
    await reassigning.keep(session, viewer=viewer, item_id=item_id, by=callback_data.n, now=now)
    item, _bodies = await reassigning.others(session, viewer=viewer, item_id=item_id)
    return [edit(callback, views.kept(item.resolution.code)), toast(callback)]


@router.callback_query(NotMine.filter(F.do == "give"), flags=right("reassign"))
async def give(
    callback: CallbackQuery,
    callback_data: NotMine,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Give it to the chosen body."""
    card = await reassigning.reassign(
        session, viewer=viewer, item_id=callback_data.id, body_id=callback_data.n, now=now
    )
    return [edit(callback, views.given(card)), toast(callback)]


@router.callback_query(NotMine.filter(), flags=right("reassign"))
async def choose(
    callback: CallbackQuery, callback_data: NotMine, session: Session, viewer: Viewer
) -> Answer:
    """Offer the other bodies."""
    item, bodies = await reassigning.others(session, viewer=viewer, item_id=callback_data.id)
    page = max(0, callback_data.n)
    return [
        edit(callback, views.ask_body(item.id, item.resolution.code, bodies, page)),
        toast(callback),
    ]


@router.message(*typed_below(NotMine, "give"), flags=right("edit"))
async def type_body(message: Message, shown: NotMine, session: Session, viewer: Viewer) -> Answer:
    """Offer only the bodies that the words are part of the name of; of none, or where it can be
    given to nobody any more, they are a search."""
    try:
        item, bodies = await reassigning.others(
            session, viewer=viewer, item_id=shown.id, named=message.text or ""
        )
    except (NotAllowedError, NotFoundError, ItemClosedError):
        raise SkipHandler from None
    if not bodies:
        raise SkipHandler
    return answer(message, views.ask_body(item.id, item.resolution.code, bodies, 0))

"""One's own work, and the card and history of an item."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, answer, toast
from bot.saying.taps import ItemHistory, OpenItem, OpenMyWork
from bot.updates.gate import right
from bot.views import item_story as story_views
from bot.views import items as views
from bot.views import resolutions as resolution_views
from council import item_story, items, resolutions
from council.access import Viewer
from storage.database import Session

router = Router(name="items")


@router.message(Command("my"), flags=right("own_items"))
async def my_work(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """What the member owes, by urgency; a command leaves whatever was being asked."""
    await state.clear()
    return answer(message, views.my_work(await items.my_work(session, viewer=viewer, now=now)))


@router.callback_query(OpenMyWork.filter(), flags=right("own_items"))
async def open_my_work(
    callback: CallbackQuery, session: Session, viewer: Viewer, now: datetime
) -> Answer:
    """The same by button."""
    work = await items.my_work(session, viewer=viewer, now=now)
    return [answer(callback, views.my_work(work)), toast(callback)]


@router.callback_query(OpenItem.filter(), flags=right("search"))
async def open_item(
    callback: CallbackQuery,
    callback_data: OpenItem,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Open the card that the item stands on."""
    item = await items.open_card(session, viewer=viewer, item_id=callback_data.id, now=now)
    card = await resolutions.open_resolution(
        session, viewer=viewer, resolution_id=item.resolution_id, now=now
    )
    return [answer(callback, resolution_views.card(card)), toast(callback)]


@router.callback_query(ItemHistory.filter(), flags=right("search"))
async def history(
    callback: CallbackQuery,
    callback_data: ItemHistory,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Tell every report on the item, oldest first."""
    item = await items.open_card(session, viewer=viewer, item_id=callback_data.id, now=now)
    story = await item_story.of_item(session, viewer=viewer, item_id=item.id)
    return [answer(callback, story_views.history(item, story, viewer.zone)), toast(callback)]

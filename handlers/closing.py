"""The secretary's other ways with an item: ending it, and changing how often it is asked."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, answer, edit, toast
from bot.saying.taps import CloseItem
from bot.updates.gate import right
from bot.views import closing as views
from bot.views import second_person as second_views
from council import access, closing, items
from council.access import Viewer
from council.seconding.second_person import Asked
from storage.database import Session
from storage.words import EventKind

router = Router(name="closing")


class CloseForm(StatesGroup):
    """An item that is being closed."""

    reason = State()


@router.callback_query(CloseItem.filter(), flags=right("close"))
async def step(
    callback: CallbackQuery,
    callback_data: CloseItem,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Choose what becomes of the item."""
    access.ensure(viewer, "close")
    item = await items.open_card(session, viewer=viewer, item_id=callback_data.item, now=now)
    do = callback_data.do
    if do in closing.RULES or do == "end":
        changed = await closing.change_rule(
            session,
            viewer=viewer,
            item_id=item.id,
            norm=None if do == "end" else do,
            reason="",
            now=now,
        )
        return [edit(callback, views.done(changed)), toast(callback)]
    if do == "rule":
        return [edit(callback, views.ask_rule(item)), toast(callback)]
    if do not in set(closing.CLOSED_AS):
        await state.clear()
        return [edit(callback, views.menu(item)), toast(callback)]
    await state.set_state(CloseForm.reason)
    await state.set_data({"item": item.id, "kind": do})
    return [edit(callback, views.ask_reason(item, EventKind(do))), toast(callback)]


@router.message(
    CloseForm.reason,
    F.chat.type == ChatType.PRIVATE,
    F.text,
    ~F.text.startswith("/"),
    flags=right("close"),
)
async def close(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """The typed reason confirms it."""
    form = await state.get_data()
    await state.clear()
    closed = await closing.close_as(
        session,
        viewer=viewer,
        item_id=form["item"],
        kind=EventKind(form["kind"]),
        reason=message.text or "",
        now=now,
    )
    if isinstance(closed, Asked):
        return answer(message, second_views.asked(closed, viewer.zone))
    return answer(message, views.done(closed))

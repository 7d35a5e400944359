"""Published minutes: looking back, and taking back with a typed confirmation."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, answer, edit, toast
from bot.saying.taps import DraftStep
from bot.updates.gate import right
from bot.views import published as views
from bot.views import second_person as second_views
from council.access import Viewer
from council.minutes import published
from council.seconding.second_person import Asked
from handlers.minutes_form import MinutesForm
from storage.database import Session

router = Router(name="published")
router.message.filter(F.chat.type == ChatType.PRIVATE)


@router.callback_query(DraftStep.filter(F.do == "past"), flags=right("read_minutes"))
async def past(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """List what was published."""
    await state.clear()
    page = max(0, callback_data.n)
    listed, more = await published.past(session, viewer=viewer, page=page)
    return [edit(callback, views.past(listed, page=page, more=more)), toast(callback)]


@router.callback_query(DraftStep.filter(F.do.in_({"pubd", "src"})), flags=right("read_minutes"))
async def look(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """Show published minutes, or hand out their text."""
    await state.clear()
    found = await published.open_published(session, viewer=viewer, minutes_id=callback_data.id)
    if callback_data.do == "src":
        return [answer(callback, views.source(found)), toast(callback)]
    return [edit(callback, views.published(found, viewer.zone)), toast(callback)]


@router.callback_query(DraftStep.filter(F.do == "undo?"), flags=right("close"))
async def ask_taking_back(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """Wait for the number that confirms it."""
    found = await published.ensure_can_take_back(
        session, viewer=viewer, minutes_id=callback_data.id
    )
    await state.set_state(MinutesForm.undo)
    await state.set_data({"id": found.id})
    return [answer(callback, views.ask_taking_back(found)), toast(callback)]


@router.message(MinutesForm.undo, F.text, ~F.text.startswith("/"), flags=right("close"))
async def take_back(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Take it back where the typed number is right; another one leaves the question open."""
    minutes_id = (await state.get_data())["id"]
    result = await published.take_back(
        session, viewer=viewer, minutes_id=minutes_id, typed=message.text or "", now=now
    )
    await state.clear()
    if isinstance(result, Asked):
        return answer(message, second_views.asked(result, viewer.zone))
    return answer(message, views.taken_back(result))

"""Telling the members of a session that was entered, moved or cancelled: a message to many."""

from datetime import datetime

from aiogram import F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.saying.replies import Answer, answer, toast
from bot.saying.taps import SessionStep
from bot.updates.gate import right
from bot.views import meetings as views
from council import meetings
from council.access import Viewer
from council.to_many.broadcasts import Written
from handlers.broadcasts import begin_with
from storage.database import Session

router = Router(name="session_news")


@router.callback_query(SessionStep.filter(F.do == "tell"), flags=right("preview_broadcast"))
async def write_news(
    callback: CallbackQuery,
    callback_data: SessionStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Write the message as it stands now, and ask whom it is for; it is seen before it goes."""
    seen = await meetings.planned_by_id(session, viewer=viewer, session_id=callback_data.id)
    said = views.news(seen, viewer.council_name, moved=callback_data.n == 1)
    shown = await begin_with(session, viewer, state, Written(text=said), now)
    return [answer(callback, shown), toast(callback)]

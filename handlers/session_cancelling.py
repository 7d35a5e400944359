"""Cancelling a session to come, after a second tap."""

from datetime import datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.saying.replies import Answer, edit, toast
from bot.saying.taps import SessionStep
from bot.updates.gate import right
from bot.views import meetings as views
from council import meetings
from council.access import Viewer
from storage.database import Session

router = Router(name="session_cancelling")


@router.callback_query(SessionStep.filter(F.do == "drop?"), flags=right("plan_session"))
async def ask_cancel(
    callback: CallbackQuery, callback_data: SessionStep, session: Session, viewer: Viewer
) -> Answer:
    """Cancelling is asked twice."""
    seen = await meetings.open_session(
        session, viewer=viewer, session_id=callback_data.id, version=callback_data.n
    )
    return [edit(callback, views.ask_cancel(seen)), toast(callback)]


@router.callback_query(SessionStep.filter(F.do == "drop"), flags=right("plan_session"))
async def cancel(
    callback: CallbackQuery,
    callback_data: SessionStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Cancel the session; what hung on it waits for the next one."""
    seen = await meetings.cancel(
        session,
        viewer=viewer,
        session_id=callback_data.id,
        version=callback_data.n,
        now=now,
    )
    return [edit(callback, views.cancelled(seen)), toast(callback)]

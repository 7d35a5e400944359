"""The pack for the next session: agenda, who answers for what, and the invitation."""

from datetime import datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot.saying.replies import Answer, answer, edit, toast
from bot.saying.taps import SessionStep
from bot.updates.gate import right
from bot.views import agenda as views
from council import agenda
from council.access import Viewer
from storage.database import Session

router = Router(name="agenda")


@router.callback_query(SessionStep.filter(F.do == "pack"), flags=right("plan_session"))
async def show_pack(
    callback: CallbackQuery,
    callback_data: SessionStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """What there is for a session, counted."""
    found = await agenda.draft(session, viewer=viewer, session_id=callback_data.id, now=now)
    return [edit(callback, views.pack(found)), toast(callback)]


@router.callback_query(SessionStep.filter(F.do == "agenda"), flags=right("plan_session"))
async def show_agenda(
    callback: CallbackQuery,
    callback_data: SessionStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """The draft of the agenda, in messages of its own."""
    found = await agenda.draft(session, viewer=viewer, session_id=callback_data.id, now=now)
    return [*(answer(callback, one) for one in views.agenda(found)), toast(callback)]


@router.callback_query(SessionStep.filter(F.do == "who"), flags=right("plan_session"))
async def show_who(
    callback: CallbackQuery,
    callback_data: SessionStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """The bodies with open items, and their people."""
    found = await agenda.answerable(session, viewer=viewer, now=now)
    return [edit(callback, views.who(found, callback_data.id)), toast(callback)]


@router.callback_query(SessionStep.filter(F.do == "ics"), flags=right("see_sessions"))
async def order_invitation(
    callback: CallbackQuery,
    callback_data: SessionStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Have the session sent as a file for calendars."""
    await agenda.order_invitation(
        session, viewer=viewer, session_id=callback_data.id, key=callback.id, now=now
    )
    return toast(callback, views.on_its_way())

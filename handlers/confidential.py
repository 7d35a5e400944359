"""Confidential resolutions: marking, the list of who may know, lifting."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, answer, edit, toast
from bot.saying.taps import SecretStep
from bot.updates.gate import right
from bot.views import confidential as views
from bot.views import second_person as second_views
from council import confidential
from council.access import Viewer
from storage.database import Session

router = Router(name="confidential")
router.message.filter(F.chat.type == ChatType.PRIVATE)


class LiftForm(StatesGroup):
    """A resolution that is about to become ordinary."""

    code = State()


@router.callback_query(
    SecretStep.filter(F.do.in_({"set", "sure"})), flags=right("set_confidential")
)
async def set_mark(
    callback: CallbackQuery,
    callback_data: SecretStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Make it confidential and show who may know; where groups know of it, say so first."""
    which = callback_data.id
    if callback_data.do == "set":
        groups = await confidential.gone_to(session, viewer=viewer, resolution_id=which)
        if groups:
            return [answer(callback, views.known_in(groups, which)), toast(callback)]
    shown = await confidential.set_mark(session, viewer=viewer, resolution_id=which, now=now)
    return [answer(callback, views.access_list(shown)), toast(callback)]


@router.callback_query(SecretStep.filter(F.do == "list"), flags=right("set_confidential"))
async def show_list(
    callback: CallbackQuery, callback_data: SecretStep, session: Session, viewer: Viewer
) -> Answer:
    """Who may know."""
    shown = await confidential.access_list(session, viewer=viewer, resolution_id=callback_data.id)
    return [answer(callback, views.access_list(shown)), toast(callback)]


@router.callback_query(SecretStep.filter(F.do == "page"), flags=right("set_confidential"))
async def turn_page(
    callback: CallbackQuery, callback_data: SecretStep, session: Session, viewer: Viewer
) -> Answer:
    """Further names of those who could be put on the list."""
    shown = await confidential.access_list(session, viewer=viewer, resolution_id=callback_data.id)
    return [edit(callback, views.access_list(shown, callback_data.n)), toast(callback)]


@router.callback_query(
    SecretStep.filter(F.do.in_({"allow", "forbid"})), flags=right("set_confidential")
)
async def change_list(
    callback: CallbackQuery,
    callback_data: SecretStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Put somebody on the list, or take them off."""
    act = confidential.allow if callback_data.do == "allow" else confidential.forbid
    shown = await act(
        session,
        viewer=viewer,
        resolution_id=callback_data.id,
        membership_id=callback_data.n,
        now=now,
    )
    return [edit(callback, views.access_list(shown)), toast(callback)]


@router.callback_query(SecretStep.filter(F.do == "lift"), flags=right("set_confidential"))
async def ask_code(
    callback: CallbackQuery,
    callback_data: SecretStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """Ask for the code to be typed."""
    shown = await confidential.access_list(session, viewer=viewer, resolution_id=callback_data.id)
    await state.set_state(LiftForm.code)
    await state.set_data({"resolution": callback_data.id})
    return [edit(callback, views.ask_code(shown.code)), toast(callback)]


@router.message(LiftForm.code, F.text, ~F.text.startswith("/"), flags=right("set_confidential"))
async def lift(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Make it ordinary again."""
    resolution_id = (await state.get_data())["resolution"]
    asked = await confidential.lift(
        session, viewer=viewer, resolution_id=resolution_id, typed=message.text or "", now=now
    )
    await state.clear()
    said = second_views.asked(asked, viewer.zone) if asked else views.lifted()
    return answer(message, said)

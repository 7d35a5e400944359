"""The log of what was done, and the story of one resolution."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, Saying, answer, edit, toast
from bot.saying.taps import LogStep
from bot.updates.gate import right
from bot.views import errors as error_views
from bot.views import history as views
from council import history, resolutions
from council.access import Viewer
from council.errors import NotFoundError
from storage.database import Session

router = Router(name="history")


@router.message(Command("log"), flags=right("audit"))
async def show(
    message: Message,
    command: CommandObject,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The newest page, or the story of the resolution whose code was typed."""
    await state.clear()
    if not command.args:
        return answer(message, await _page(session, viewer, 0))
    found = await resolutions.id_of_code(session, viewer=viewer, query=command.args)
    if found is None:
        return answer(message, error_views.refusal(NotFoundError(), viewer.zone))
    return answer(message, await _story(session, viewer, found))


@router.callback_query(LogStep.filter(F.do == "page"), flags=right("audit"))
async def turn_page(
    callback: CallbackQuery, callback_data: LogStep, session: Session, viewer: Viewer
) -> Answer:
    """Another page."""
    return [edit(callback, await _page(session, viewer, callback_data.n)), toast(callback)]


@router.callback_query(LogStep.filter(F.do == "story"), flags=right("audit"))
async def tell_story(
    callback: CallbackQuery, callback_data: LogStep, session: Session, viewer: Viewer
) -> Answer:
    """The story of one resolution."""
    return [answer(callback, await _story(session, viewer, callback_data.n)), toast(callback)]


async def _page(session: Session, viewer: Viewer, page: int) -> Saying:
    return views.log(await history.log(session, viewer=viewer, page=page), viewer.zone)


async def _story(session: Session, viewer: Viewer, resolution_id: int) -> Saying:
    code, events = await history.story(session, viewer=viewer, resolution_id=resolution_id)
    return views.story(code, events, viewer.zone)

"""What a secretary may be asked for while minutes are taken in and corrected."""

from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from bot.saying.replies import Answer, answer
from bot.views import errors as error_views
from council.access import Viewer
from council.errors import DraftClosedError
from council.minutes import drafts
from council.minutes.drafts import OpenDraft
from storage.database import Session


class MinutesForm(StatesGroup):
    """What a secretary was asked for."""

    source = State()
    body = State()
    helper = State()
    deadline = State()
    text = State()
    field = State()
    undo = State()


async def draft_asked_about(
    session: Session, viewer: Viewer, asked: dict[str, Any]
) -> OpenDraft | None:
    """The draft of the open question; None where it is no draft any more."""
    waiting = await drafts.open_drafts(session, viewer=viewer)
    return next((one for one in waiting if one.id == asked.get("id")), None)


async def leave_question(message: Message, viewer: Viewer, state: FSMContext) -> Answer:
    """The draft is gone: said without raising, or a rollback would leave the question open."""
    await state.clear()
    return answer(message, error_views.refusal(DraftClosedError(), viewer.zone))

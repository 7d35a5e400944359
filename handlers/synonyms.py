"""The secretary's words that mean the same to the search: shown, taught, dropped."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, Saying, answer, edit, toast
from bot.saying.taps import SynonymStep
from bot.saying.wording import lines
from bot.updates.gate import right
from bot.views import synonyms as views
from council.access import Viewer
from council.searching import synonyms
from storage.database import Session

router = Router(name="synonyms")
router.message.filter(F.chat.type == ChatType.PRIVATE)


class SynonymForm(StatesGroup):
    """Words that are being typed."""

    words = State()


@router.message(Command("synonyms"), flags=right("edit"))
async def show(message: Message, session: Session, viewer: Viewer, state: FSMContext) -> Answer:
    """What the council taught."""
    await state.clear()
    return answer(message, views.every(await synonyms.taught(session, viewer=viewer), 0))


@router.callback_query(SynonymStep.filter(F.do == "page"), flags=right("edit"))
async def turn_page(
    callback: CallbackQuery,
    callback_data: SynonymStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """Another page of it."""
    await state.clear()
    found = await synonyms.taught(session, viewer=viewer)
    return [edit(callback, views.every(found, callback_data.id)), toast(callback)]


@router.callback_query(SynonymStep.filter(F.do == "teach"), flags=right("edit"))
async def ask(callback: CallbackQuery, state: FSMContext) -> Answer:
    """Wait for the words."""
    await state.set_state(SynonymForm.words)
    return [edit(callback, views.ask()), toast(callback)]


@router.message(SynonymForm.words, F.text, ~F.text.startswith("/"), flags=right("edit"))
async def teach(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Keep them; the question stays open where a line is no group."""
    new = await synonyms.teach(session, viewer=viewer, typed=message.text or "", now=now)
    await state.clear()
    shown = views.every(await synonyms.taught(session, viewer=viewer), synonyms.MOST)
    return answer(message, Saying(lines(views.taught(new), "", shown.text), shown.keyboard))


@router.callback_query(SynonymStep.filter(F.do == "drop"), flags=right("edit"))
async def drop(
    callback: CallbackQuery,
    callback_data: SynonymStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Let a group mean the same no longer."""
    await synonyms.forget(session, viewer=viewer, group_id=callback_data.id, now=now)
    found = await synonyms.taught(session, viewer=viewer)
    return [edit(callback, views.every(found, 0)), toast(callback)]

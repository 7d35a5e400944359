"""What is kept about a person, asking to be erased, and erasing somebody."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.i18n import _
from bot.saying.replies import Answer, answer, edit, toast
from bot.saying.taps import MemberStep, PrivacyStep
from bot.updates.gate import right
from bot.views import privacy as views
from bot.views import second_person as second_views
from council.access import Viewer
from council.leaving import wants_to_leave
from council.people import erasure
from council.seconding.second_person import Asked
from handlers.unasked import UNASKED_WORDS
from storage.database import Session

router = Router(name="privacy")
router.message.filter(F.chat.type == ChatType.PRIVATE)


class EraseForm(StatesGroup):
    """Somebody who is about to be erased."""

    name = State()


@router.message(Command("privacy"), flags=right("start"))
async def show(message: Message, state: FSMContext, person_id: int | None) -> Answer:
    """What is kept, for how long, and who sees it."""
    await state.clear()
    return answer(message, views.privacy(known=person_id is not None))


def _wants_to_leave(message: Message, viewer: Viewer | None) -> bool:
    return viewer is not None and wants_to_leave(message.text or "")


@router.message(*UNASKED_WORDS, _wants_to_leave, flags=right("erase"))
async def show_way_out(message: Message) -> Answer:
    """The same to who says in words that they want to leave: the way out stands below it."""
    return answer(message, views.privacy(known=True))


@router.callback_query(PrivacyStep.filter(F.do == "ask"), flags=right("erase"))
async def ask_sure(callback: CallbackQuery) -> Answer:
    """Asking to be erased takes a second tap."""
    return [edit(callback, views.ask_sure()), toast(callback)]


@router.callback_query(PrivacyStep.filter(F.do == "back"), flags=right("erase"))
async def take_back(
    callback: CallbackQuery, session: Session, person_id: int, now: datetime
) -> Answer:
    """Ask no longer to be erased."""
    if not await erasure.take_back(session, person_id=person_id, now=now):
        return toast(callback, _("No request is open that could be taken back."), True)
    return [edit(callback, views.taken_back()), toast(callback)]


@router.callback_query(PrivacyStep.filter(F.do == "show"), flags=right("erase"))
async def show_again(callback: CallbackQuery) -> Answer:
    """What is kept, in place of the question."""
    return [edit(callback, views.privacy(known=True)), toast(callback)]


@router.callback_query(PrivacyStep.filter(F.do == "sure"), flags=right("erase"))
async def ask_to_be_erased(
    callback: CallbackQuery, session: Session, person_id: int, now: datetime
) -> Answer:
    """Ask the secretariat to erase oneself; also for those who have left."""
    await erasure.ask(session, person_id=person_id, now=now)
    return [edit(callback, views.request_sent()), toast(callback)]


@router.callback_query(MemberStep.filter(F.do == "erase"), flags=right("erase"))
async def ask_name(
    callback: CallbackQuery,
    callback_data: MemberStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """Ask for the name to be typed."""
    _membership, person = await erasure.erasable(
        session, viewer=viewer, membership_id=callback_data.id
    )
    await state.set_state(EraseForm.name)
    await state.set_data({"membership": callback_data.id})
    return [edit(callback, views.ask_name(person.name)), toast(callback)]


@router.message(EraseForm.name, F.text, ~F.text.startswith("/"), flags=right("erase"))
async def erase(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Erase whoever was named."""
    membership_id = (await state.get_data())["membership"]
    done = await erasure.erase(
        session, viewer=viewer, membership_id=membership_id, typed=message.text or "", now=now
    )
    await state.clear()
    if isinstance(done, Asked):
        return answer(message, second_views.asked(done, viewer.zone))
    return answer(message, views.erased(done))

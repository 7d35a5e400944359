"""The secretary's own template and emblem for reports: sent, tried out, taken or dropped."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.saying.paper_taps import LetterheadStep
from bot.saying.replies import Answer, answer, edit, toast
from bot.updates.files import ReceivedFile
from bot.updates.gate import right
from bot.views import letterheads as views
from council import access, notices
from council.access import Viewer
from council.errors import NotFoundError
from council.followup import letterheads
from council.followup.letterheads import Part
from storage.database import Session

router = Router(name="letterheads")
router.message.filter(F.chat.type == ChatType.PRIVATE)


class LetterheadForm(StatesGroup):
    """What is waited for."""

    template = State()
    emblem = State()


@router.callback_query(LetterheadStep.filter(F.do == "see"), flags=right("edit"))
async def see(
    callback: CallbackQuery, session: Session, viewer: Viewer, state: FSMContext
) -> Answer:
    """What is set, and what can be done."""
    await state.clear()
    found = await letterheads.of_council(session, council_id=viewer.council_id)
    return [edit(callback, views.letterhead(found)), toast(callback)]


@router.callback_query(LetterheadStep.filter(F.do == "send"), flags=right("edit"))
async def ask(callback: CallbackQuery, callback_data: LetterheadStep, state: FSMContext) -> Answer:
    """Wait for the file."""
    part = _part(callback_data)
    wanted = LetterheadForm.template if part is Part.TEMPLATE else LetterheadForm.emblem
    await state.set_state(wanted)
    return [edit(callback, views.ask(part)), toast(callback)]


@router.callback_query(LetterheadStep.filter(F.do == "fetch"), flags=right("edit"))
async def hand_out(
    callback: CallbackQuery, session: Session, viewer: Viewer, now: datetime
) -> Answer:
    """Send the template that is used now, to be changed."""
    access.ensure(viewer, "edit")
    await notices.order_paper(
        session,
        council_id=viewer.council_id,
        person_id=viewer.person_id,
        kind="template",
        key=f"template:{now.isoformat(timespec='seconds')}",
        payload={},
        now=now,
    )
    return toast(callback, views.on_its_way())


@router.message(LetterheadForm.template, F.document, flags=right("edit"))
@router.message(LetterheadForm.emblem, F.document, flags=right("edit"))
async def try_out(
    message: Message,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
    file: ReceivedFile,
) -> Answer:
    """Make a sample with what was sent; the question stays open where it is no such file."""
    asked = await state.get_state()
    part = Part.TEMPLATE if asked == LetterheadForm.template.state else Part.EMBLEM
    await letterheads.try_out(
        session, viewer=viewer, part=part, name=file.name, content=file.content, now=now
    )
    await state.clear()
    return answer(message, views.being_tried())


@router.message(LetterheadForm.emblem, F.photo, flags=right("edit"))
async def as_a_file(message: Message) -> Answer:
    """A photo loses its sharpness on the way; the file itself is wanted."""
    return answer(message, views.ask(Part.EMBLEM))


@router.callback_query(LetterheadStep.filter(F.do.in_({"take", "drop"})), flags=right("edit"))
async def change(
    callback: CallbackQuery,
    callback_data: LetterheadStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Use what was tried out, or go back to ours."""
    part = _part(callback_data)
    if callback_data.do == "drop":
        found = await letterheads.drop(session, viewer=viewer, part=part, now=now)
        return [edit(callback, views.letterhead(found)), toast(callback)]
    found = await letterheads.take(
        session, viewer=viewer, part=part, file_id=callback_data.n, now=now
    )
    return [answer(callback, views.letterhead(found)), toast(callback, views.taken())]


def _part(data: LetterheadStep) -> Part:
    try:
        return Part(data.part)
    except ValueError as error:
        raise NotFoundError from error

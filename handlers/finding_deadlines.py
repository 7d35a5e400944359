"""A finding's deadline: a preset, a day of the calendar, or a date as it is typed."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.i18n import _
from bot.saying.replies import Answer, Saying, answer, edit, toast
from bot.saying.taps import Blank, DraftStep, step_of
from bot.updates.gate import right
from bot.views import finding_deadlines
from bot.views.calendar import day_of
from council import deadlines
from council.access import Viewer
from council.minutes import corrections, drafts, publishing
from handlers.finding_screen import finding_screen
from handlers.minutes_form import MinutesForm, draft_asked_about, leave_question
from storage.database import Session

router = Router(name="finding_deadlines")
router.message.filter(F.chat.type == ChatType.PRIVATE)


@router.callback_query(DraftStep.filter(F.do.in_({"due", "cal"})), flags=right("edit"))
async def choose_deadline(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Offer deadlines or a month of days, and wait for a typed date."""
    shown = await ask_deadline(session, viewer, state, callback_data, now)
    return [edit(callback, shown), toast(callback)]


async def ask_deadline(
    session: Session, viewer: Viewer, state: FSMContext, step: DraftStep, now: datetime
) -> Saying:
    """The question by when a finding is due."""
    opened = await drafts.open_draft(session, viewer=viewer, minutes_id=step.id)
    drafts.finding(opened, step.at)
    await state.set_state(MinutesForm.deadline)
    await state.set_data({"id": opened.id, "at": step.at})
    if step.do == "cal":
        today = publishing.notification_day(now, viewer)
        return finding_deadlines.choose_day(opened, step.at, today, step.n)
    return finding_deadlines.choose_deadline(opened, step.at)


@router.callback_query(DraftStep.filter(F.do.in_({"due=", "day"})), flags=right("edit"))
async def set_deadline(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Take a preset or a day."""
    step = callback_data
    presets = finding_deadlines.PRESETS
    deadline = presets[step.n % len(presets)]
    if step.do == "day":
        deadline = corrections.deadline_on(day_of(step.n))
    opened = await corrections.set_deadline(
        session, viewer=viewer, minutes_id=step.id, index=step.at, deadline=deadline
    )
    await state.clear()
    return [
        edit(callback, await finding_screen(session, viewer, opened, step.at, now)),
        toast(callback),
    ]


@router.message(MinutesForm.deadline, F.text, ~F.text.startswith("/"), flags=right("edit"))
async def type_deadline(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Set the typed date; what is not understood asks again, and so does a day that is past."""
    asked = await state.get_data()
    opened = await draft_asked_about(session, viewer, asked)
    if opened is None:
        return await leave_question(message, viewer, state)
    step = step_of(opened, asked["at"], "due")
    return answer(
        message, await take_deadline(session, viewer, state, step, message.text or "", now)
    )


async def take_deadline(
    session: Session, viewer: Viewer, state: FSMContext, step: DraftStep, said: str, now: datetime
) -> Saying:
    """Answer the question by when: the finding as it is now, or whether a past day is meant."""
    opened = await drafts.open_draft(session, viewer=viewer, minutes_id=step.id)
    today = publishing.notification_day(now, viewer)
    deadline = corrections.type_deadline(said, today)
    day = deadlines.first_due(deadline, today)
    if day.on is not None and day.past and not (opened.archived or opened.old(today)):
        return finding_deadlines.ask_past(opened, step.at, day.on)
    opened = await corrections.set_deadline(
        session, viewer=viewer, minutes_id=step.id, index=step.at, deadline=deadline
    )
    await state.clear()
    return await finding_screen(session, viewer, opened, step.at, now)


@router.callback_query(Blank.filter(), flags=right("search"))
async def blank(callback: CallbackQuery, callback_data: Blank) -> Answer:
    """A key of a calendar that is no day to choose."""
    return toast(
        callback, _("That day has passed; choose a later one.") if callback_data.past else ""
    )

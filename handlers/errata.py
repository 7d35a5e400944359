"""Correcting what was published, with a reason; taking up what lies in the archive."""

from datetime import datetime

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, Saying, answer, edit, toast
from bot.saying.taps import NO_DAY, CorrectStep
from bot.updates.gate import right
from bot.views import errata as views
from bot.views import errors as error_views
from bot.views.calendar import day_of
from council import dates, errata, items, resolutions
from council.access import Viewer
from council.days import day_lists
from council.days.typed_days import read_day
from council.errors import CouncilError
from council.minutes.printed_deadlines import says_only_none
from handlers.screens import typed_below
from storage.database import Session

router = Router(name="errata")
router.message.filter(F.chat.type == ChatType.PRIVATE)


class ErrataForm(StatesGroup):
    """What a secretary was asked for."""

    text = State()
    reason = State()


@router.callback_query(CorrectStep.filter(F.do == "list"), flags=right("search"))
async def history(
    callback: CallbackQuery, callback_data: CorrectStep, session: Session, viewer: Viewer
) -> Answer:
    """Every correction of a resolution, with what it said before."""
    found = await errata.of_resolution(session, viewer=viewer, resolution_id=callback_data.id)
    return [answer(callback, views.history(found, viewer.zone)), toast(callback)]


@router.callback_query(CorrectStep.filter(F.do.in_({"menu", "text"})), flags=right("edit"))
async def ask(
    callback: CallbackQuery,
    callback_data: CorrectStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Ask what is to be corrected, or wait for the new wording."""
    shown = await resolutions.open_resolution(
        session, viewer=viewer, resolution_id=callback_data.id, now=now
    )
    await state.clear()
    if callback_data.do == "menu":
        return [answer(callback, views.menu(shown)), toast(callback)]
    await state.set_state(ErrataForm.text)
    await state.set_data({"what": "text", "id": shown.id})
    return [edit(callback, views.ask_text(shown)), toast(callback)]


@router.message(ErrataForm.text, F.text, ~F.text.startswith("/"), flags=right("edit"))
async def type_text(message: Message, state: FSMContext) -> Answer:
    """Keep the wording and ask for the reason."""
    await state.update_data(words=message.text or "")
    await state.set_state(ErrataForm.reason)
    return answer(message, views.ask_reason())


@router.callback_query(CorrectStep.filter(F.do.in_({"due", "up"})), flags=right("edit"))
async def choose_day(
    callback: CallbackQuery,
    callback_data: CorrectStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Offer a month of days for an item."""
    step = callback_data
    await state.clear()
    item = await items.open_card(session, viewer=viewer, item_id=step.id, now=now)
    shown = views.choose_day(
        item, dates.local_date(now, viewer.zone), step.n, take_up=step.do == "up"
    )
    return [(edit if step.n else answer)(callback, shown), toast(callback)]


@router.callback_query(CorrectStep.filter(F.do == "day"), flags=right("edit"))
async def take_day(
    callback: CallbackQuery, callback_data: CorrectStep, state: FSMContext
) -> Answer:
    """Keep the day and ask for the reason."""
    return [edit(callback, await _keep_day(state, callback_data)), toast(callback)]


@router.message(*typed_below(CorrectStep, "day", "upday", "upsure"), flags=right("edit"))
async def type_day(
    message: Message,
    shown: CorrectStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The same by typing the day, or that there is none; what says anything else is a search."""
    typed = message.text or ""
    if shown.do == "day" and says_only_none(typed):
        item = await items.open_card(session, viewer=viewer, item_id=shown.id, now=now)
        if item.due_on is None:
            raise SkipHandler
        return answer(message, await _keep_day(state, shown.model_copy(update={"n": NO_DAY})))
    alone = day_lists.only_days(typed)
    day = read_day(typed, dates.local_date(now, viewer.zone)) if alone else None
    if day is None:
        raise SkipHandler
    step = shown.model_copy(update={"n": day.toordinal()})
    if step.do == "day":
        return answer(message, await _keep_day(state, step))
    return answer(message, await _ask_sure(session, viewer, step, now))


async def _keep_day(state: FSMContext, step: CorrectStep) -> Saying:
    await state.set_state(ErrataForm.reason)
    await state.set_data({"what": "deadline", "id": step.id, "day": step.n})
    return views.ask_reason()


@router.message(ErrataForm.reason, F.text, ~F.text.startswith("/"), flags=right("edit"))
async def correct(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Correct it and tell those concerned."""
    asked = await state.get_data()
    await state.clear()
    why = message.text or ""
    try:
        if asked["what"] == "text":
            told = await errata.correct_text(
                session, viewer=viewer, resolution_id=asked["id"],
                words=asked["words"], reason=why, now=now,
            )  # fmt: skip
        else:
            told = await errata.correct_deadline(
                session, viewer=viewer, item_id=asked["id"],
                day=day_of(asked["day"]) if asked["day"] else None, reason=why, now=now,
            )  # fmt: skip
    except CouncilError as refusal:
        # Said without raising: a rollback would leave the question open. Nothing was changed yet.
        return answer(message, error_views.refusal(refusal, viewer.zone))
    return answer(message, views.corrected(told))


@router.callback_query(CorrectStep.filter(F.do == "upday"), flags=right("publish"))
async def ask_sure(
    callback: CallbackQuery,
    callback_data: CorrectStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Ask before those concerned hear of it."""
    return [edit(callback, await _ask_sure(session, viewer, callback_data, now)), toast(callback)]


async def _ask_sure(session: Session, viewer: Viewer, step: CorrectStep, now: datetime) -> Saying:
    item = await items.open_card(session, viewer=viewer, item_id=step.id, now=now)
    return views.ask_sure(item, day_of(step.n))


@router.callback_query(CorrectStep.filter(F.do == "upsure"), flags=right("publish"))
async def take_up(
    callback: CallbackQuery,
    callback_data: CorrectStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Follow an item of the archive up from today."""
    step, day = callback_data, day_of(callback_data.n)
    told = await errata.take_up(session, viewer=viewer, item_id=step.id, day=day, now=now)
    item = await items.open_card(session, viewer=viewer, item_id=step.id, now=now)
    return [edit(callback, views.taken_up(item.code, day, told)), toast(callback)]

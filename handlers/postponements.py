"""Asking for more time by button or by a promise in a reply; granting and refusing it."""

from datetime import date, datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.gate import right
from bot.replies import Answer, answer, edit, toast
from bot.taps import AnswerTime, AskTime
from bot.views import postponements as views
from council import items, postponements, progress
from council.access import Viewer
from handlers.progress import ReportForm
from storage.database import Session

router = Router(name="postponements")
TYPED = (F.chat.type == ChatType.PRIVATE, F.text, ~F.text.startswith("/"))


class TimeForm(StatesGroup):
    """More time that is being asked for, or refused."""

    day = State()
    reason = State()
    refusal = State()


@router.callback_query(AskTime.filter(), flags=right("ask_postponement"))
async def ask(
    callback: CallbackQuery,
    callback_data: AskTime,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The day, then the reason; a promise that was just typed is reason enough."""
    item = await items.open_card(session, viewer=viewer, item_id=callback_data.item, now=now)
    progress.ensure_open_for(viewer, item)
    wanted = _day(callback_data.on)
    if wanted is None:
        await state.set_state(TimeForm.day)
        await state.set_data({"item": item.id})
        return [edit(callback, views.ask_day(item)), toast(callback)]
    before = await postponements.waiting(
        session, viewer=viewer, item_id=item.id, wanted_on=wanted, now=now
    )
    if before is not None:  # a thumb that pressed twice
        return [edit(callback, views.asked(before)), toast(callback)]
    form = await state.get_data()
    promised = await state.get_state() == ReportForm.meaning.state and form.get("item") == item.id
    if promised and form.get("note"):
        asked = await postponements.ask(
            session, viewer=viewer, item_id=item.id, wanted_on=wanted, reason=form["note"], now=now
        )
        await state.clear()
        return [edit(callback, views.asked(asked)), toast(callback)]
    await state.set_state(TimeForm.reason)
    await state.set_data({"item": item.id, "on": wanted.isoformat()})
    return [edit(callback, views.ask_reason(item, wanted)), toast(callback)]


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


@router.message(TimeForm.day, *TYPED, flags=right("ask_postponement"))
async def type_day(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """A typed day."""
    form = await state.get_data()
    item = await items.open_card(session, viewer=viewer, item_id=form["item"], now=now)
    wanted = postponements.wanted_day(message.text or "", item)
    await state.set_state(TimeForm.reason)
    await state.set_data({"item": item.id, "on": wanted.isoformat()})
    return answer(message, views.ask_reason(item, wanted))


@router.message(TimeForm.reason, *TYPED, flags=right("ask_postponement"))
async def type_reason(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """The reason, and the request is on its way."""
    form = await state.get_data()
    asked = await postponements.ask(
        session,
        viewer=viewer,
        item_id=form["item"],
        wanted_on=date.fromisoformat(form["on"]),
        reason=message.text or "",
        now=now,
    )
    await state.clear()
    return answer(message, views.asked(asked))


@router.callback_query(AnswerTime.filter(F.do == "yes"), flags=right("grant_postponement"))
async def grant(
    callback: CallbackQuery,
    callback_data: AnswerTime,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Grant in one tap."""
    decided = await postponements.decide(
        session, viewer=viewer, postponement_id=callback_data.id, granted=True, now=now
    )
    return [edit(callback, views.request(decided)), toast(callback)]


@router.callback_query(AnswerTime.filter(F.do == "no"), flags=right("grant_postponement"))
async def ask_why_not(
    callback: CallbackQuery,
    callback_data: AnswerTime,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """A refusal needs a reason."""
    shown = await postponements.open_request(
        session, viewer=viewer, postponement_id=callback_data.id, now=now
    )
    if shown.granted is not None:
        return [edit(callback, views.request(shown)), toast(callback)]
    await state.set_state(TimeForm.refusal)
    await state.set_data({"postponement": shown.id})
    return [edit(callback, views.ask_why_not(shown)), toast(callback)]


@router.callback_query(
    AnswerTime.filter(F.do.in_({"open", "show"})), flags=right("grant_postponement")
)
async def open_request(
    callback: CallbackQuery,
    callback_data: AnswerTime,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The request anew, below what named it; or back to it."""
    shown = await postponements.open_request(
        session, viewer=viewer, postponement_id=callback_data.id, now=now
    )
    await state.clear()
    say = edit if callback_data.do == "open" else answer
    return [say(callback, views.request(shown)), toast(callback)]


@router.message(TimeForm.refusal, *TYPED, flags=right("grant_postponement"))
async def refuse(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Refuse with the typed reason."""
    form = await state.get_data()
    shown = await postponements.open_request(
        session, viewer=viewer, postponement_id=form["postponement"], now=now
    )
    await state.clear()
    if shown.granted is None:
        shown = await postponements.decide(
            session,
            viewer=viewer,
            postponement_id=shown.id,
            granted=False,
            answer=message.text,
            now=now,
        )
    return answer(message, views.request(shown))

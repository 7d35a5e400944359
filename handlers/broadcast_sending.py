"""Letting a message to many go: now or at an hour, after a last question."""

from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.i18n import _
from bot.saying.replies import Answer, Saying, answer, edit, toast
from bot.saying.taps import BroadcastStep
from bot.updates.gate import right
from bot.views import broadcasts as views
from bot.views import second_person as second_views
from council.access import Viewer
from council.seconding.second_person import Asked
from council.session_words import read_moment
from council.to_many import broadcasts
from council.to_many.broadcasts import Outline
from handlers import asked
from handlers.screens import TypedButton, open_screen
from storage.database import Session
from storage.words import BroadcastState

router = Router(name="broadcast_sending")
router.message.filter(F.chat.type == ChatType.PRIVATE)

TYPED = (F.text, ~F.text.startswith("/"))


class SendingForm(StatesGroup):
    """What is still to be said before a message to many goes."""

    hour = State()
    number = State()


@router.callback_query(BroadcastStep.filter(F.do == "now"), flags=right("broadcast"))
async def ask_confirmation(
    callback: CallbackQuery,
    callback_data: BroadcastStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The last question before it goes now."""
    outline = await broadcasts.outline(
        session, viewer=viewer, broadcast_id=callback_data.id, at=now
    )
    shown = callback.message.message_id if callback.message else 0
    said = await _ask_sure(viewer, state, outline, None, shown)
    return [edit(callback, said), toast(callback)]


async def _ask_sure(
    viewer: Viewer, state: FSMContext, outline: Outline, at: datetime | None, shown: int
) -> Saying:
    of = views.yes_to(outline, at).pack()
    hour = at.isoformat() if at else None
    form = {"of": of, "broadcast": outline.id, "shown": shown, "at": hour}
    await asked.kept(state, of).set_data(form)
    said = views.confirm(outline, at, viewer.zone)
    return await open_screen(state, said, SendingForm.number, **form)


@router.callback_query(BroadcastStep.filter(F.do == "later"), flags=right("broadcast"))
async def ask_hour(
    callback: CallbackQuery, callback_data: BroadcastStep, state: FSMContext
) -> Answer:
    """Ask for the day and hour."""
    shown = callback.message.message_id if callback.message else 0
    await state.set_state(SendingForm.hour)
    await state.set_data({"broadcast": callback_data.id, "shown": shown})
    return [edit(callback, views.ask_hour(callback_data.id)), toast(callback)]


@router.message(SendingForm.hour, *TYPED, flags=right("broadcast"))
async def take_hour(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Take the hour; the last question follows."""
    form = await state.get_data()
    at = read_moment(message.text or "", now, viewer.zone)
    outline = await broadcasts.outline(
        session, viewer=viewer, broadcast_id=form["broadcast"], at=at
    )
    return answer(message, await _ask_sure(viewer, state, outline, at, form["shown"]))


@router.message(
    SendingForm.number, TypedButton(BroadcastStep, whole_words=True), flags=right("broadcast")
)
async def type_answer(
    message: Message,
    callback_data: BroadcastStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Yes or no in words, where there are not so many people."""
    if callback_data.do == "back":
        return answer(message, await _back(session, viewer, state, callback_data.id, now))
    form = await state.get_data()
    status = (message.chat.id, form["shown"])
    return answer(message, await _go(session, viewer, state, form, status, None, now))


@router.message(SendingForm.number, *TYPED, flags=right("broadcast"))
async def take_number(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """The number was typed: it goes."""
    form = await state.get_data()
    status = (message.chat.id, form["shown"])
    return answer(message, await _go(session, viewer, state, form, status, message.text, now))


@router.callback_query(BroadcastStep.filter(F.do.in_({"go", "go-later"})), flags=right("broadcast"))
async def go(
    callback: CallbackQuery,
    callback_data: BroadcastStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The second tap, where there are not so many people: it goes, as it was agreed.

    What was asked or looked at meanwhile does not matter; where it goes to others by now, it is
    shown anew.
    """
    form = await asked.kept(state, callback.data or "").get_data()
    outline = await broadcasts.outline(
        session, viewer=viewer, broadcast_id=callback_data.id, at=now
    )
    if not form or callback.message is None or callback_data != views.yes_to(outline, _at(form)):
        told = toast(callback, _("This question is no longer open."), True)
        return [edit(callback, await _back(session, viewer, state, callback_data.id, now)), told]
    status = (callback.message.chat.id, callback.message.message_id)
    said = await _go(session, viewer, state, form, status, None, now)
    return [edit(callback, said), toast(callback)]


def _at(form: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(form["at"]) if form.get("at") else None


async def _go(
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    form: dict[str, Any],
    status: tuple[int, int],
    typed: str | None,
    now: datetime,
) -> Saying:
    outline = await broadcasts.send(
        session,
        viewer=viewer,
        broadcast_id=form["broadcast"],
        typed=typed,
        at=_at(form),
        status=status,
        now=now,
    )
    await asked.end(state, form)
    if isinstance(outline, Asked):
        return second_views.asked(outline, viewer.zone)
    return views.started(outline, viewer.zone)


@router.callback_query(BroadcastStep.filter(), flags=right("preview_broadcast"))
async def back(
    callback: CallbackQuery,
    callback_data: BroadcastStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Back to the preview; also from a button of a question that is no longer open."""
    return [
        edit(callback, await _back(session, viewer, state, callback_data.id, now)),
        toast(callback),
    ]


async def _back(
    session: Session, viewer: Viewer, state: FSMContext, broadcast_id: int, now: datetime
) -> Saying:
    await state.clear()
    await broadcasts.own(session, viewer, broadcast_id, BroadcastState.DRAFT)
    outline = await broadcasts.outline(session, viewer=viewer, broadcast_id=broadcast_id, at=now)
    return views.preview(outline, viewer.zone)

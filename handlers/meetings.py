"""The sessions to come: seen by everybody, entered, moved and cancelled by the secretariat."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.filters import Command, MagicData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.i18n import _
from bot.saying.replies import Answer, Saying, answer, edit, toast
from bot.saying.taps import SessionStep
from bot.saying.wording import day as day_words
from bot.updates.gate import right
from bot.views import meetings as views
from council import access, dates, meetings
from council.access import Viewer
from council.days.typed_hours import read_hour
from council.meetings import Plan
from council.session_words import (
    Other,
    When,
    asks_for_next,
    read_other,
    read_place,
    read_unasked,
    read_when,
)
from council.yes_or_no import read_answer
from handlers import asked
from handlers.screens import TypedButton, open_screen, typed_below
from handlers.session_form import SessionForm, day_of, different, hour_of, understood, with_hour
from handlers.unasked import ANSWERS_NOTHING
from storage.database import Session

router = Router(name="meetings")
router.message.filter(F.chat.type == ChatType.PRIVATE)
TYPED = (F.text, ~F.text.startswith("/"))


@router.message(Command("meetings", "session"), flags=right("see_sessions"))
async def show(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """The sessions to come."""
    await state.clear()
    return answer(message, await _coming(session, viewer, now))


def _asks_for_next(message: Message) -> bool:
    return asks_for_next(message.text or "")


@router.message(
    ANSWERS_NOTHING, ~F.reply_to_message, *TYPED, _asks_for_next, flags=right("see_sessions")
)
async def say_when(message: Message, session: Session, viewer: Viewer, now: datetime) -> Answer:
    """The same to who asks for the next one in words."""
    return answer(message, await _coming(session, viewer, now))


@router.callback_query(SessionStep.filter(F.do == "list"), flags=right("see_sessions"))
async def show_again(
    callback: CallbackQuery, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """The same in place of a question."""
    await state.clear()
    return [edit(callback, await _coming(session, viewer, now)), toast(callback)]


@router.callback_query(SessionStep.filter(F.do == "one"), flags=right("see_sessions"))
async def show_one(
    callback: CallbackQuery,
    callback_data: SessionStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """One of several sessions to come."""
    found = await meetings.to_come(session, viewer=viewer, session_id=callback_data.id, now=now)
    shown = views.one_of_several(found, may_plan=access.can(viewer, "plan_session"))
    return [edit(callback, shown), toast(callback)]


async def _coming(session: Session, viewer: Viewer, now: datetime) -> Saying:
    found = await meetings.coming(session, viewer=viewer, now=now)
    return views.coming(found, may_plan=access.can(viewer, "plan_session"))


@router.callback_query(SessionStep.filter(F.do.in_({"new", "move"})), flags=right("plan_session"))
async def begin(
    callback: CallbackQuery,
    callback_data: SessionStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """Ask when the new session is, or where to the session moves."""
    await _let_go_of_plan(state)
    moved = None
    form: dict[str, Any] = {"session": 0, "version": callback_data.n}
    if callback_data.do == "move":
        moved = await meetings.open_session(
            session, viewer=viewer, session_id=callback_data.id, version=callback_data.n
        )
        begins = moved.starts_at.astimezone(ZoneInfo(moved.zone))
        form |= {"session": moved.id, "day": begins.date().isoformat()} | with_hour(begins.time())
    await state.set_state(SessionForm.when)
    await state.set_data(form)
    return [answer(callback, views.ask_when(moved)), toast(callback)]


@router.message(
    SessionForm.sure,
    TypedButton(SessionStep, whole_words=True),
    MagicData(F.callback_data.do == "sure"),
    flags=right("plan_session"),
)
async def type_sure(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """The last yes in words."""
    return answer(message, await _enter(session, viewer, state, await state.get_data(), now))


@router.message(SessionForm.sure, *TYPED, flags=right("plan_session"))
async def correct(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Take another hour or place alone, in place of a yes; with a day it is all said anew."""
    words = message.text or ""
    form = await state.get_data()
    other = read_other(words, dates.local_date(now, viewer.zone), day_of(form))
    if other.anew:
        return answer(message, await _with_day(session, viewer, state, other.anew, now))
    if other.other_hour:
        return answer(message, await _ask_hour(state, form))
    changed = different(other)
    if changed or other.same_hour:
        form |= changed
        return answer(message, await _ask_sure(session, viewer, state, form, now))
    plan = await _planned(session, viewer, form, now)
    again = views.ask_sure_again(plan, refused=read_answer(words) == (False, ""))
    return answer(message, await open_screen(state, again, SessionForm.sure, **form))


@router.message(SessionForm.when, *TYPED, flags=right("plan_session"))
async def take_when(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Take day, and hour and place where they were said with it; a session that moves keeps its
    day where the hour alone is said, and its hour where the day alone is."""
    words, today = message.text or "", dates.local_date(now, viewer.zone)
    form = await state.get_data()
    other = read_other(words, today, day_of(form)) if form["session"] else Other()
    if other.hour is not None:
        return answer(
            message, await _ask_sure(session, viewer, state, form | different(other), now)
        )
    if other.other_hour:
        return answer(message, await _ask_hour(state, form))
    said = other.anew or read_when(words, today)
    return answer(message, await _with_day(session, viewer, state, said, now))


@router.message(*typed_below(SessionStep, "new"), flags=right("plan_session"))
async def take_at_once(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Day and hour without the button that asks for them; a day alone is a search."""
    said = read_unasked(message.text or "", dates.local_date(now, viewer.zone))
    if said is None:
        raise SkipHandler
    await state.set_data({"session": 0, "version": 0})
    return answer(message, await _with_day(session, viewer, state, said, now))


@router.message(SessionForm.hour, *TYPED, flags=right("plan_session"))
async def take_hour(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Take a typed hour, and place where it was said with it; with a day it is all said anew."""
    words = message.text or ""
    form = await state.get_data()
    other = read_other(words, dates.local_date(now, viewer.zone), day_of(form))
    if other.anew:
        return answer(message, await _with_day(session, viewer, state, other.anew, now))
    if other.hour is not None:
        form |= different(other)
    before = hour_of(form) if other.same_hour else None
    hour = other.hour or before or read_hour(words)
    return answer(message, await _with_hour(session, viewer, state, form, hour, now))


@router.callback_query(
    SessionStep.filter(F.do == "hour"), SessionForm.hour, flags=right("plan_session")
)
async def tap_hour(
    callback: CallbackQuery,
    callback_data: SessionStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Take a tapped hour."""
    form, hour = await state.get_data(), time(callback_data.n % 24)
    said = await _with_hour(session, viewer, state, form, hour, now)
    return [edit(callback, said), toast(callback)]


@router.message(SessionForm.place, *TYPED, flags=right("plan_session"))
async def take_place(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Take the place."""
    form = await state.get_data() | {"place": read_place(message.text or "")}
    return answer(message, await _ask_sure(session, viewer, state, form, now))


@router.callback_query(
    SessionStep.filter(F.do == "here"), SessionForm.place, flags=right("plan_session")
)
async def leave_place(
    callback: CallbackQuery, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Leave the place open, or as it was."""
    form = await state.get_data()
    return [edit(callback, await _ask_sure(session, viewer, state, form, now)), toast(callback)]


async def _with_day(
    session: Session, viewer: Viewer, state: FSMContext, said: When, now: datetime
) -> Saying:
    form = await state.update_data(day=said.day.isoformat(), place=said.place)
    before = hour_of(form)
    hour_open = said.hour is None and not said.other_hour
    keeps = before if form["session"] and hour_open else None
    if keeps and meetings.moment(said.day, keeps, viewer.zone) > now:
        return await _ask_sure(session, viewer, state, form, now, hour_kept=True)
    hour = before if said.same_hour else said.hour
    if hour is None:
        return await _ask_hour(state, form)
    return await _with_hour(session, viewer, state, form, hour, now)


async def _ask_hour(state: FSMContext, form: dict[str, Any]) -> Saying:
    await state.set_data(form)
    await state.set_state(SessionForm.hour)
    return views.ask_hour(day_words(date.fromisoformat(form["day"])))


async def _with_hour(
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    form: dict[str, Any],
    hour: time,
    now: datetime,
) -> Saying:
    form = form | with_hour(hour)
    if form.get("place") or form.get("session"):
        return await _ask_sure(session, viewer, state, form, now)
    await state.set_data(form)
    await state.set_state(SessionForm.place)
    begins = meetings.moment(date.fromisoformat(form["day"]), hour, viewer.zone)
    return views.ask_place(begins, viewer.zone)


async def _ask_sure(
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    form: dict[str, Any],
    now: datetime,
    *,
    hour_kept: bool = False,
) -> Saying:
    plan = await _planned(session, viewer, form, now)
    await _let_go_of_plan(state)
    form |= {"of": views.yes_to(plan).pack()}
    await asked.kept(state, form["of"]).set_data(form)
    shown = views.ask_sure(plan, hour_kept=hour_kept)
    return await open_screen(state, shown, SessionForm.sure, **form)


async def _let_go_of_plan(state: FSMContext) -> None:
    """The yes to the plan that was shown before is one to nothing any more."""
    if shown := (await state.get_data()).get("of"):
        await asked.kept(state, shown).clear()


async def _planned(session: Session, viewer: Viewer, form: dict[str, Any], now: datetime) -> Plan:
    moved = None
    if form["session"]:
        moved = await meetings.open_session(
            session, viewer=viewer, session_id=form["session"], version=form["version"]
        )
    return await meetings.plan(session, viewer=viewer, moved=moved, **understood(form), now=now)


async def _is_kept(callback: CallbackQuery, state: FSMContext) -> bool | dict[str, Any]:
    """Give the plan that the yes was asked for, whatever was asked or looked at meanwhile."""
    form = await asked.kept(state, callback.data or "").get_data()
    return {"form": form} if form else False


@router.callback_query(SessionStep.filter(F.do == "sure"), _is_kept, flags=right("plan_session"))
async def tap_sure(
    callback: CallbackQuery,
    form: dict[str, Any],
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The last yes: the session stands."""
    return [edit(callback, await _enter(session, viewer, state, form, now)), toast(callback)]


async def _enter(
    session: Session, viewer: Viewer, state: FSMContext, form: dict[str, Any], now: datetime
) -> Saying:
    await asked.end(state, form)
    if not form["session"]:
        seen = await meetings.enter(session, viewer=viewer, **understood(form), now=now)
        return views.entered(seen, moved=False)
    seen = await meetings.move(
        session,
        viewer=viewer,
        session_id=form["session"],
        version=form["version"],
        **understood(form),
        now=now,
    )
    return views.entered(seen, moved=True)


@router.callback_query(SessionStep.filter(), flags=right("plan_session"))
async def no_longer_asked(
    callback: CallbackQuery, session: Session, viewer: Viewer, now: datetime
) -> Answer:
    """A button of a question that was answered or dropped: show how it stands."""
    told = toast(callback, _("This question is no longer open."))
    return [edit(callback, await _coming(session, viewer, now)), told]

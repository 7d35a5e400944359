"""Going on leave and coming back: by the calendar's keys, or by typing days and a name."""

from datetime import date, datetime
from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, Saying, answer, edit, toast
from bot.saying.taps import LeaveStep
from bot.updates.gate import right
from bot.views import leaves as views
from bot.views.calendar import day_of
from council import dates
from council.access import Viewer
from council.days import day_lists
from council.days.typed_days import read_span
from council.errors import DateNotUnderstoodError
from council.leaving import days_on_leave
from council.people import leaves
from handlers.screens import TypedButton, open_screen, typed_below
from handlers.settings_form import SettingsForm
from handlers.unasked import UNASKED_WORDS
from storage.database import Session

router = Router(name="leaves")
router.message.filter(F.chat.type == ChatType.PRIVATE)
Form = dict[str, Any]


@router.message(Command("leave"), flags=right("settings"))
async def show(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """One's leave as it stands."""
    return answer(message, await _step(session, viewer, state, LeaveStep(do="show"), now))


@router.callback_query(LeaveStep.filter(), flags=right("settings"))
async def tap(
    callback: CallbackQuery,
    callback_data: LeaveStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """A day, a month, a person."""
    said = await _step(session, viewer, state, callback_data, now)
    return [edit(callback, said), toast(callback)]


@router.message(
    SettingsForm.leave, ~F.reply_to_message, TypedButton(LeaveStep), flags=right("settings")
)
async def type_label(
    message: Message,
    callback_data: LeaveStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """What stands on a button: a name, or a day of the month that is shown."""
    return answer(message, await _step(session, viewer, state, callback_data, now))


@router.message(
    SettingsForm.leave,
    ~F.reply_to_message,
    F.text,
    ~F.text.startswith("/"),
    flags=right("settings"),
)
async def type_days(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """One day, or both at once."""
    return answer(message, await _typed(message.text or "", session, viewer, state, now))


async def _typed(
    typed: str, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Saying:
    form = await state.get_data()
    today = dates.local_date(now, viewer.zone)
    if _day(form, "last") and not any(map(str.isdigit, typed)):
        who = await _step(session, viewer, state, LeaveStep(do="people"), now)
        return views.nobody_of_that_name(who)
    first, last = read_span(typed, today, _first(form))
    if last is not None:
        await state.update_data(first=first.isoformat())
        step = LeaveStep(do="last=", n=last.toordinal())
    else:
        do = "last=" if _first(form) else "first="
        step = LeaveStep(do=do, n=first.toordinal())
    return await _step(session, viewer, state, step, now)


@router.message(*typed_below(LeaveStep, "first", at=SettingsForm.screen), flags=right("settings"))
async def type_days_at_once(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """The days without the button that asks for them; what says anything else is a search."""
    if not day_lists.only_days(message.text or ""):
        raise SkipHandler
    try:
        return answer(message, await _typed(message.text or "", session, viewer, state, now))
    except DateNotUnderstoodError:
        raise SkipHandler from None


def _on_leave(message: Message) -> bool | dict[str, str]:
    """Give the words for the days, which may be none, as `days`."""
    days = days_on_leave(message.text or "")
    return False if days is None else {"days": days}


@router.message(*UNASKED_WORDS, _on_leave, flags=right("settings"))
async def go_on_leave(
    message: Message,
    days: str,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The same to who says without being asked that they go on leave, from the days they say on."""
    try:
        if days:
            return answer(message, await _typed(days, session, viewer, state, now))
    except DateNotUnderstoodError:
        pass
    return answer(message, await _step(session, viewer, state, LeaveStep(do="first"), now))


async def _step(
    session: Session, viewer: Viewer, state: FSMContext, step: LeaveStep, now: datetime
) -> Saying:
    form = await state.get_data()
    today = dates.local_date(now, viewer.zone)
    first, last = _first(form), _day(form, "last")
    match step.do:
        case "first":
            return await _open(state, views.ask_day(today, step.n, None), {})
        case "first=":
            chosen = day_of(step.n)
            return await _open(state, views.ask_day(today, 0, chosen), {"first": chosen})
        case "last" if first:
            return await _open(state, views.ask_day(today, step.n, first), {"first": first})
        case "last=" if first:
            days = {"first": first, "last": day_of(step.n)}
            leaves.ensure_usable(first, days["last"], today)
            return await _ask_who(session, viewer, state, days, 0)
        case "people" if first and last:
            return await _ask_who(session, viewer, state, {"first": first, "last": last}, step.n)
        case "who" if first and last:
            away = await leaves.take(
                session,
                viewer=viewer,
                first_day=first,
                last_day=last,
                substitute_id=step.n or None,
                now=now,
            )
            return await open_screen(state, views.taken(away), SettingsForm.screen)
        case "end":
            await leaves.end(session, viewer=viewer, now=now)
            return await open_screen(state, views.ended(), SettingsForm.screen)
    away_now = await leaves.current(session, viewer=viewer, now=now)
    return await open_screen(state, views.leave(away_now), SettingsForm.screen)


async def _ask_who(
    session: Session, viewer: Viewer, state: FSMContext, days: dict[str, date], page: int
) -> Saying:
    people = await leaves.substitutes(session, viewer=viewer)
    asked = views.ask_substitute(days["first"], days["last"], people, max(0, page))
    return await _open(state, asked, days)


async def _open(state: FSMContext, saying: Saying, days: dict[str, date]) -> Saying:
    written = {name: day.isoformat() for name, day in days.items()}
    return await open_screen(state, saying, SettingsForm.leave, **written)


def _first(form: Form) -> date | None:
    return _day(form, "first")


def _day(form: Form, name: str) -> date | None:
    written = form.get(name)
    return date.fromisoformat(written) if isinstance(written, str) else None

"""One item's reminders: what will be sent and when, putting them off, switching them off."""

from datetime import date, datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.gate import right
from bot.replies import Answer, Saying, answer, edit, toast
from bot.taps import ReminderStep
from bot.views import reminder_plan as views
from council import reminder_plan
from council.access import Viewer
from council.items import open_card
from storage.database import Session

router = Router(name="reminders")


class PutOffForm(StatesGroup):
    """Reminders that are being put off."""

    reason = State()


@router.callback_query(ReminderStep.filter(F.do == "plan"), flags=right("see_policy"))
async def show_plan(
    callback: CallbackQuery,
    callback_data: ReminderStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """What will be sent for the item, when, and to whom."""
    plan = await reminder_plan.plan_of(session, viewer=viewer, item_id=callback_data.id, now=now)
    return [answer(callback, views.plan(plan)), toast(callback)]


@router.callback_query(ReminderStep.filter(F.do.in_({"off", "on"})), flags=right("set_policy"))
async def switch(
    callback: CallbackQuery,
    callback_data: ReminderStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Switch one item's reminders off or on."""
    on = callback_data.do == "on"
    item_id = callback_data.id
    await reminder_plan.switch(session, viewer=viewer, item_id=item_id, on=on, now=now)
    plan = await reminder_plan.plan_of(session, viewer=viewer, item_id=item_id, now=now)
    return [edit(callback, views.plan(plan)), toast(callback)]


@router.callback_query(ReminderStep.filter(F.do == "later"), flags=right("snooze"))
async def ask_until(
    callback: CallbackQuery,
    callback_data: ReminderStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Ask until when."""
    item, days = await reminder_plan.choices(
        session, viewer=viewer, item_id=callback_data.id, now=now
    )
    asked = views.ask_until(item, days)
    said = answer(callback, asked) if callback_data.n else edit(callback, asked)
    return [said, toast(callback)]


@router.callback_query(
    ReminderStep.filter(F.do == "until"),
    F.message.chat.type == ChatType.PRIVATE,
    flags=right("snooze"),
)
async def ask_reason(
    callback: CallbackQuery,
    callback_data: ReminderStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Ask why."""
    item, days = await reminder_plan.choices(
        session, viewer=viewer, item_id=callback_data.id, now=now
    )
    until = next((one for one in days if one.toordinal() == callback_data.n), None)
    if until is None:  # the buttons are of another day
        return [edit(callback, views.ask_until(item, days)), toast(callback)]
    await state.set_state(PutOffForm.reason)
    await state.set_data({"item": item.id, "until": until.isoformat()})
    return [edit(callback, views.ask_reason(item, until)), toast(callback)]


@router.callback_query(ReminderStep.filter(F.do == "why"), PutOffForm.reason, flags=right("snooze"))
async def tap_reason(
    callback: CallbackQuery,
    callback_data: ReminderStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Put off for a reason that needs no typing."""
    known = views.reasons()
    form = await state.get_data()
    if form.get("item") != callback_data.id or not 0 <= callback_data.n < len(known):
        plan = await reminder_plan.plan_of(
            session, viewer=viewer, item_id=callback_data.id, now=now
        )
        return [edit(callback, views.plan(plan)), toast(callback)]
    said = await _put_off(session, viewer, state, known[callback_data.n], now)
    return [edit(callback, said), toast(callback)]


@router.message(
    PutOffForm.reason,
    F.chat.type == ChatType.PRIVATE,
    ~F.reply_to_message,
    F.text,
    ~F.text.startswith("/"),
    flags=right("snooze"),
)
async def type_reason(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Put off for a reason in one's own words."""
    return answer(message, await _put_off(session, viewer, state, message.text or "", now))


async def _put_off(
    session: Session, viewer: Viewer, state: FSMContext, reason: str, now: datetime
) -> Saying:
    form = await state.get_data()
    await state.clear()
    done = await reminder_plan.put_off(
        session,
        viewer=viewer,
        item_id=form["item"],
        until=date.fromisoformat(form["until"]),
        reason=reason,
        now=now,
    )
    item = await open_card(session, viewer=viewer, item_id=form["item"], now=now)
    return views.put_off(item, done)


@router.callback_query(ReminderStep.filter(), flags=right("see_policy"))
async def stale(
    callback: CallbackQuery,
    callback_data: ReminderStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """A button of a question that was answered or dropped: show the plan as it stands."""
    plan = await reminder_plan.plan_of(session, viewer=viewer, item_id=callback_data.id, now=now)
    return [edit(callback, views.plan(plan)), toast(callback)]

"""One item's reminders: what will be sent and when, putting them off, switching them off."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, Saying, answer, edit, toast
from bot.saying.taps import ReminderStep
from bot.updates.gate import right
from bot.updates.typed_taps import NO_MESSAGE
from bot.views import reminder_plan as views
from council import dates
from council.access import Viewer
from council.days import day_lists
from council.items import ItemCard
from council.reminding import reminder_plan
from council.reminding.reminder_plan import Chosen
from storage import messages
from storage.database import Session

router = Router(name="reminders")
TYPED = (F.chat.type == ChatType.PRIVATE, ~F.reply_to_message, F.text, ~F.text.startswith("/"))


class PutOffForm(StatesGroup):
    """Reminders that are being put off."""

    which = State()
    until = State()
    reason = State()


@router.callback_query(ReminderStep.filter(F.do == "plan"), flags=right("see_policy"))
async def show_plan(
    callback: CallbackQuery,
    callback_data: ReminderStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """What will be sent for the item, when, and to whom; putting it off is asked no more."""
    if await state.get_state() in PutOffForm.__all_states_names__:
        await state.clear()
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


@router.callback_query(
    ReminderStep.filter(F.do.in_({"later", "which", "all"})), flags=right("snooze")
)
async def ask_until(
    callback: CallbackQuery,
    callback_data: ReminderStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Ask until when; of a message of several items, which of them first."""
    ids = [callback_data.id]
    if callback_data.do != "later":
        ids = await _meant(callback, callback_data, session, state)
    shown, days = await reminder_plan.choices(session, viewer=viewer, item_ids=ids, now=now)
    if callback_data.do == "which" and shown.others:
        await _open(state, viewer, PutOffForm.which, shown)
        asked = views.ask_which(shown)
    else:
        asked = await _ask_until(state, viewer, shown, days)
    say = answer if callback_data.n else edit
    return [say(callback, asked), toast(callback)]


async def ask_about(
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    mine: Sequence[ItemCard],
    said: str,
    now: datetime,
) -> Saying:
    """Ask which of these items somebody wants to be reminded of later, and when where the words do
    not say it; the only one is offered."""
    until = reminder_plan.named_until(said, dates.local_date(now, viewer.zone))
    ids = [one.id for one in mine]
    shown, _days = await reminder_plan.choices(session, viewer=viewer, item_ids=ids, now=now)
    if not shown.others:
        return views.offer(shown.first, until)
    await _open(state, viewer, PutOffForm.which, shown)
    return views.ask_which(shown, until, titled=True)


async def _meant(
    callback: CallbackQuery, step: ReminderStep, session: Session, state: FSMContext
) -> list[int]:
    """The items that the message is about, where the button's is among them; of a button that was
    typed, which comes without its message, those of the open question."""
    message = callback.message
    ids: Sequence[int] = ()
    if message is not None and message.message_id != NO_MESSAGE:
        ids = await messages.items_of(
            session, chat_id=message.chat.id, message_id=message.message_id
        )
    elif message is not None:
        ids = (await state.get_data()).get("items", ())
    return list(ids) if step.id in ids else [step.id]


async def _ask_until(
    state: FSMContext, viewer: Viewer, shown: Chosen, days: Sequence[date]
) -> Saying:
    await _open(state, viewer, PutOffForm.until, shown)
    return views.ask_until(shown, days)


async def _open(
    state: FSMContext, viewer: Viewer, step: State, shown: Chosen, **form: object
) -> None:
    """Ask in the private chat, where what a group's button asks is asked too."""
    private = FSMContext(
        state.storage, replace(state.key, chat_id=viewer.telegram_id, thread_id=None)
    )
    await private.set_state(step)
    await private.set_data({"item": shown.first.id, "items": list(shown.ids), **form})


@router.callback_query(
    ReminderStep.filter(F.do.in_({"until", "only"})),
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
    """Ask why, of all items that the message is about or of the button's only."""
    ids = [callback_data.id]
    if callback_data.do != "only":
        ids = await _meant(callback, callback_data, session, state)
    shown, days = await reminder_plan.choices(session, viewer=viewer, item_ids=ids, now=now)
    until = reminder_plan.usable(callback_data.n, shown.first.today)
    if until is None:  # the buttons are of another day
        return [edit(callback, await _ask_until(state, viewer, shown, days)), toast(callback)]
    asked = await _ask_reason(session, state, viewer, shown, until, now)
    return [edit(callback, asked), toast(callback)]


@router.message(StateFilter(PutOffForm.which, PutOffForm.until), *TYPED, flags=right("snooze"))
async def type_until(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """A typed day or length, and the reason where it was said with it, also before it is known of
    which items; what speaks of no time is a search."""
    said = day_lists.split(message.text or "")
    day = said.days if said.apart else message.text or ""
    until = reminder_plan.read_until(day, dates.local_date(now, viewer.zone))
    if until is None:
        raise SkipHandler
    ids = (await state.get_data())["items"]
    shown, _days = await reminder_plan.choices(session, viewer=viewer, item_ids=ids, now=now)
    if shown.others and await state.get_state() == PutOffForm.which.state:
        return answer(message, views.ask_which(shown, until))
    asked = await _ask_reason(session, state, viewer, shown, until, now)
    if said.apart:
        return answer(message, await _put_off(session, viewer, state, said.reason, now))
    return answer(message, asked)


async def _ask_reason(
    session: Session, state: FSMContext, viewer: Viewer, shown: Chosen, until: date, now: datetime
) -> Saying:
    await _open(state, viewer, PutOffForm.reason, shown, until=until.isoformat())
    lands = await reminder_plan.landing(session, viewer=viewer, shown=shown, until=until, now=now)
    return views.ask_reason(shown, lands)


@router.callback_query(
    ReminderStep.filter(F.do.in_({"waiting", "underway", "away"})),
    PutOffForm.reason,
    flags=right("snooze"),
)
async def tap_reason(
    callback: CallbackQuery,
    callback_data: ReminderStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Put off for a reason that needs no typing; a button of another question is `stale`."""
    form = await state.get_data()
    ids = await _meant(callback, callback_data, session, state)
    until = date.fromisoformat(form["until"]).toordinal()
    if (ids, callback_data.n) != (form["items"], until):
        raise SkipHandler
    reason = views.reasons()[callback_data.do]
    return [edit(callback, await _put_off(session, viewer, state, reason, now)), toast(callback)]


@router.message(PutOffForm.reason, *TYPED, flags=right("snooze"))
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
    shown, done = await reminder_plan.put_off(
        session,
        viewer=viewer,
        item_ids=form["items"],
        until=date.fromisoformat(form["until"]),
        reason=reason,
        now=now,
    )
    lands = await reminder_plan.landing(
        session, viewer=viewer, shown=shown, until=done.until, now=now
    )
    return views.put_off(shown, done, lands)


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

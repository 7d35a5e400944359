"""Settings of a council's reminders and of one item's: tried, shown with their effect, kept."""

from collections.abc import Sequence
from datetime import date, datetime

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, Saying, answer, edit, toast
from bot.saying.taps import PolicyStep
from bot.updates.gate import right
from bot.views import closures as closure_views
from bot.views import home as home_views
from bot.views import policies as views
from bot.views import second_person as second_views
from bot.views import setting_words
from bot.views.calendar import day_of
from council import dates
from council.access import Viewer
from council.days import day_lists
from council.days.typed_hours import read_hours, read_quiet_hours
from council.errors import DateNotUnderstoodError, SettingNotUsableError
from council.people.admission import Joined
from council.reminding import policy_changes, policy_effects, reminder_plan, setting_values
from council.reminding.setting_values import FIELDS, GROUPS, OF_ITEMS, group_of
from council.seconding import second_person
from handlers.screens import TypedButton, open_screen, typed_below
from handlers.settings_form import SettingsForm
from storage.database import Session

router = Router(name="policies")
router.message.filter(F.chat.type == ChatType.PRIVATE)
TYPED = (SettingsForm.policy, ~F.reply_to_message, F.text, ~F.text.startswith("/"))


@router.callback_query(PolicyStep.filter(), flags=right("set_policy"))
async def tap(
    callback: CallbackQuery,
    callback_data: PolicyStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """A screen, a value to try, a value to keep."""
    said = await _step(session, viewer, state, callback_data, now)
    return [edit(callback, said), toast(callback)]


@router.message(*TYPED, TypedButton(PolicyStep), flags=right("set_policy"))
@router.message(
    SettingsForm.screen, ~F.reply_to_message, TypedButton(PolicyStep), flags=right("set_policy")
)
async def type_label(
    message: Message,
    callback_data: PolicyStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The same by typing."""
    return answer(message, await _step(session, viewer, state, callback_data, now))


@router.message(*TYPED, flags=right("set_policy"))
async def type_value(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """A value that no button has: days, hours, a day, words."""
    form = await state.get_data()
    typed, asked = message.text or "", form.get("asked", "")
    if asked == "close":
        return answer(message, await _close(session, viewer, state, typed, now))
    if asked == "why":
        return answer(message, await _closing(session, viewer, state, form["days"], typed, now))
    if asked == "welcome":
        return answer(message, await _try_welcome(viewer, state, typed))
    number = _number(asked, typed)
    step = PolicyStep(do="try", what=asked, id=form.get("item", 0), n=number)
    return answer(message, await _step(session, viewer, state, step, now))


@router.message(
    *typed_below(PolicyStep, "close", at=SettingsForm.screen), flags=right("set_policy")
)
async def close_at_once(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Days without the button that asks for them, and a reason behind; all else is a search."""
    if not day_lists.only_days(day_lists.split(message.text or "").days):
        raise SkipHandler
    try:
        return answer(message, await _close(session, viewer, state, message.text or "", now))
    except DateNotUnderstoodError:
        raise SkipHandler from None


async def _close(
    session: Session, viewer: Viewer, state: FSMContext, typed: str, now: datetime
) -> Saying:
    said = day_lists.split(typed)
    days = day_lists.read_days(said.days, dates.local_date(now, viewer.zone))
    written = [day.isoformat() for day in days]
    if said.reason:
        return await _closing(session, viewer, state, written, said.reason, now)
    return await _ask_why(state, written)


async def _ask_why(state: FSMContext, days: Sequence[str]) -> Saying:
    shown = closure_views.ask_closed_why(_days(days))
    return await open_screen(state, shown, SettingsForm.policy, asked="why", days=days)


def _number(field: str, typed: str) -> int:
    if field == "before":
        return setting_values.read_days(typed)
    if field == "quiet" and (quiet := read_quiet_hours(typed)):
        return quiet[0] * 100 + quiet[1]
    found = read_hours(typed)
    if len(found) != 1 or field not in (*setting_values.MOST, "hour"):
        raise SettingNotUsableError
    return found[0]


async def _step(
    session: Session, viewer: Viewer, state: FSMContext, step: PolicyStep, now: datetime
) -> Saying:
    if step.do in ("ask", "try", "keep", "like"):
        return await _setting(session, viewer, state, step, now)
    if step.do == "show" and step.id:
        return await _of_item(session, viewer, state, step.id, now)
    if step.do == "show":
        return await open_screen(state, views.of_council(viewer.council_name), SettingsForm.screen)
    if step.do == "group":
        return await _of_group(session, viewer, state, step.what, now)
    if step.do in ("welcome", "unwelcome", "greet"):
        return await _welcome(session, viewer, state, step, now)
    return await _closures(session, viewer, state, step, now)


async def _setting(
    session: Session, viewer: Viewer, state: FSMContext, step: PolicyStep, now: datetime
) -> Saying:
    item, field, n = step.id, step.what, step.n
    if step.do == "like":
        await policy_changes.like_council(session, viewer=viewer, item_id=item, now=now)
        return views.kept(await _of_item(session, viewer, state, item, now))
    if field not in (OF_ITEMS if item else FIELDS):
        return await _step(session, viewer, state, PolicyStep(do="show", id=item), now)
    if step.do == "ask":
        return await _ask(session, viewer, state, step, now)
    if step.do == "keep":
        return await _keep(session, viewer, state, step, now)
    if field == "second":
        could = await second_person.seconders(session, viewer=viewer)
        saying = second_views.effect(on=bool(n), could=could)
        return await open_screen(state, saying, SettingsForm.screen)
    if item:
        does = await policy_effects.of_item(
            session, viewer=viewer, item_id=item, field=field, number=n, now=now
        )
    else:
        does = await policy_effects.of_council(
            session, viewer=viewer, field=field, number=n, now=now
        )
    label = (await _chairs(session, viewer)).get(n) if field == "chair" else None
    return await open_screen(state, views.effect(field, n, does, item, label), SettingsForm.screen)


async def _keep(
    session: Session, viewer: Viewer, state: FSMContext, step: PolicyStep, now: datetime
) -> Saying:
    item, field, n = step.id, step.what, step.n
    if item:
        await policy_changes.change_item(
            session, viewer=viewer, item_id=item, field=field, number=n, now=now
        )
        return views.kept(await _of_item(session, viewer, state, item, now))
    asked = await policy_changes.change(session, viewer=viewer, field=field, number=n, now=now)
    if asked:
        return second_views.asked(asked, viewer.zone)
    return views.kept(await _of_group(session, viewer, state, group_of(field), now))


async def _ask(
    session: Session, viewer: Viewer, state: FSMContext, step: PolicyStep, now: datetime
) -> Saying:
    people = await _chairs(session, viewer) if step.what == "chair" else None
    if step.id:
        plan = await reminder_plan.plan_of(session, viewer=viewer, item_id=step.id, now=now)
        present = setting_values.encode(step.what, getattr(plan.policy, step.what))
    else:
        shown = await policy_changes.of_council(session, viewer=viewer, now=now)
        present = views.present_number(step.what, shown)
    saying = views.ask(step.what, present, step.id, people)
    return await open_screen(state, saying, SettingsForm.policy, asked=step.what, item=step.id)


async def _chairs(session: Session, viewer: Viewer) -> dict[int, str]:
    known = await policy_changes.chairs(session, viewer=viewer)
    return dict(known[: views.PEOPLE_SHOWN]) | {0: setting_words.nobody()}


async def _of_item(
    session: Session, viewer: Viewer, state: FSMContext, item_id: int, now: datetime
) -> Saying:
    plan = await reminder_plan.plan_of(session, viewer=viewer, item_id=item_id, now=now)
    return await open_screen(state, views.of_item(plan), SettingsForm.screen)


async def _of_group(
    session: Session, viewer: Viewer, state: FSMContext, group: str, now: datetime
) -> Saying:
    shown = await policy_changes.of_council(session, viewer=viewer, now=now)
    known = group if group in GROUPS else group_of(group)
    return await open_screen(state, views.of_group(shown, known), SettingsForm.screen)


async def _welcome(
    session: Session, viewer: Viewer, state: FSMContext, step: PolicyStep, now: datetime
) -> Saying:
    if step.do == "welcome":
        words = await policy_changes.welcome_of(session, viewer.council_id)
        return await open_screen(
            state, views.ask_welcome(words), SettingsForm.policy, asked="welcome"
        )
    said = (await state.get_data()).get("words") if step.do == "greet" else None
    if step.do == "unwelcome" or said:
        await policy_changes.welcome(session, viewer=viewer, words=said, now=now)
        return views.kept(await _of_group(session, viewer, state, "messages", now))
    return await _of_group(session, viewer, state, "messages", now)


async def _try_welcome(viewer: Viewer, state: FSMContext, typed: str) -> Saying:
    words = policy_changes.clean_welcome(typed)
    greeting = views.try_welcome(home_views.joined(Joined(viewer, (), words)))
    return await open_screen(state, greeting, SettingsForm.policy, asked="welcome", words=words)


async def _closures(
    session: Session, viewer: Viewer, state: FSMContext, step: PolicyStep, now: datetime
) -> Saying:
    form = await state.get_data()
    today = dates.local_date(now, viewer.zone)
    match step.do:
        case "close":
            month = closure_views.ask_closed_day(today, step.n)
            return await open_screen(state, month, SettingsForm.policy, asked="close")
        case "close=":
            return await _ask_why(state, [day_of(step.n).isoformat()])
        case "why" if form.get("days"):
            reason = closure_views.closing_reasons()[step.n % len(closure_views.closing_reasons())]
            return await _closing(session, viewer, state, form["days"], reason, now)
        case "closed" | "halved" if (
            form.get("name") and step.n == closure_views.yes_to(_days(form["days"])).n
        ):
            await policy_changes.close_on(
                session,
                viewer=viewer,
                days=_days(form["days"]),
                name=form["name"],
                half=step.do == "halved",
                now=now,
            )
        case "open":
            await policy_changes.open_on(session, viewer=viewer, day=day_of(step.n), now=now)
    shown = await policy_changes.of_council(session, viewer=viewer, now=now)
    return await open_screen(state, closure_views.closures(shown), SettingsForm.screen)


def _days(written: Sequence[str]) -> list[date]:
    return [date.fromisoformat(day) for day in written]


async def _closing(
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    written: Sequence[str],
    name: str,
    now: datetime,
) -> Saying:
    days = _days(written)
    whole, half = [
        await policy_effects.of_closing(session, viewer=viewer, days=days, half=part, now=now)
        for part in (False, True)
    ]
    called = " ".join(name.split())[:100]
    saying = closure_views.closing(days, called, whole, half)
    return await open_screen(state, saying, SettingsForm.screen, name=called, days=written)

"""One's own settings: every screen by buttons, and by typing what stands on them."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.commands import own_menu
from bot.i18n import use_language
from bot.saying.replies import Answer, Reply, Saying, answer, edit, toast
from bot.saying.taps import ClockStep
from bot.updates.gate import right
from bot.views import preferences as views
from council import access, follows
from council.access import Viewer
from council.days.typed_hours import read_hours, read_quiet_hours
from council.errors import HourNotUsableError
from council.people import leaves, preferences
from council.people.members import LANGUAGES
from handlers.screens import TypedButton, open_screen
from handlers.settings_form import SettingsForm
from storage.database import Session

router = Router(name="preferences")
router.message.filter(F.chat.type == ChatType.PRIVATE)

IN_SETTINGS = StateFilter(SettingsForm.screen, SettingsForm.value)
ASKED = frozenset({"language", "hour", "quiet", "digest", "news", "weekly", "calendar", "numerals"})


@router.message(Command("settings"), flags=right("settings"))
async def show(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Everything one has set."""
    return answer(message, await _settings(session, viewer, state, now))


@router.callback_query(ClockStep.filter(), flags=right("settings"))
async def tap(
    callback: CallbackQuery,
    callback_data: ClockStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """A screen, or a value."""
    said = await _step(session, viewer, state, callback_data, now)
    return [edit(callback, said), toast(callback), *_new_menu(viewer, callback_data)]


@router.message(IN_SETTINGS, ~F.reply_to_message, TypedButton(ClockStep), flags=right("settings"))
async def type_label(
    message: Message,
    callback_data: ClockStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The same by typing."""
    said = await _step(session, viewer, state, callback_data, now)
    return [answer(message, said), *_new_menu(viewer, callback_data)]


def _new_menu(viewer: Viewer, step: ClockStep) -> list[Reply]:
    """The commands of the chat in the language that was just chosen."""
    if (step.do, step.what) != ("set", "language"):
        return []
    return [own_menu(viewer, LANGUAGES[step.n % len(LANGUAGES)])]


@router.message(
    SettingsForm.value,
    ~F.reply_to_message,
    F.text,
    ~F.text.startswith("/"),
    flags=right("settings"),
)
async def type_value(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """An hour, or quiet hours, that no button has."""
    what = (await state.get_data())["what"]
    typed = message.text or ""
    hours = read_quiet_hours(typed) if what == "quiet" else read_hours(typed)
    if not hours or len(hours) != (2 if what == "quiet" else 1):
        raise HourNotUsableError
    number = hours[0] * 100 + hours[1] if what == "quiet" else hours[0]
    step = ClockStep(do="set", what=what, n=number)
    return answer(message, await _step(session, viewer, state, step, now))


async def _step(
    session: Session, viewer: Viewer, state: FSMContext, step: ClockStep, now: datetime
) -> Saying:
    if step.do == "ask" and step.what in ASKED:
        own = await preferences.of_viewer(session, viewer=viewer, now=now)
        typed = step.what in ("hour", "quiet")
        at = SettingsForm.value if typed else SettingsForm.screen
        return await open_screen(state, views.ask(step.what, own), at, what=step.what)
    if step.do != "set":
        return await _settings(session, viewer, state, now)
    waited = await follows.waiting(session, viewer=viewer, until=now, now=now)
    if step.what == "news":
        kept = await preferences.set_news(session, viewer=viewer, in_digest=bool(step.n), now=now)
        if not kept:
            own = await preferences.of_viewer(session, viewer=viewer, now=now)
            asked = views.no_digest(views.ask("digest", own))
            return await open_screen(state, asked, SettingsForm.screen)
    manner = await _set(session, viewer, step, now)
    await follows.tell_at_last(session, viewer=viewer, waited=waited, now=now)
    with use_language(manner):
        if step.what == "digest_day":  # more than one day may be chosen
            own = await preferences.of_viewer(session, viewer=viewer, now=now)
            return await open_screen(state, views.ask("digest", own), SettingsForm.screen)
        return views.kept(await _settings(session, viewer, state, now))


async def _settings(session: Session, viewer: Viewer, state: FSMContext, now: datetime) -> Saying:
    own = await preferences.of_viewer(session, viewer=viewer, now=now)
    away = await leaves.current(session, viewer=viewer, now=now)
    saying = views.settings(
        own, away, viewer.council_name, secretary=access.can(viewer, "set_policy")
    )
    return await open_screen(state, saying, SettingsForm.screen)


async def _set(session: Session, viewer: Viewer, step: ClockStep, now: datetime) -> str:
    """Keep a value; gives how to speak to them from now on."""
    n = step.n
    like_council = n == views.LIKE_COUNCIL
    match step.what:
        case "language":
            language = LANGUAGES[n % len(LANGUAGES)]
            return await preferences.set_manner(session, viewer=viewer, language=language)
        case "calendar":
            return await preferences.set_manner(session, viewer=viewer, gregorian=bool(n))
        case "numerals":
            return await preferences.set_manner(session, viewer=viewer, latin=bool(n))
        case "hour":
            hour = None if like_council else n
            await preferences.set_hour(session, viewer=viewer, hour=hour, now=now)
        case "quiet":
            span = None if like_council else (n // 100, n % 100)
            await preferences.set_quiet(session, viewer=viewer, span=span, now=now)
        case "weekly":
            await preferences.set_weekly(session, viewer=viewer, on=bool(n))
        case "digest":
            wish = views.WISHES[n % len(views.WISHES)]
            await preferences.set_digest(session, viewer=viewer, wish=wish)
        case "digest_day":
            await preferences.toggle_digest_day(session, viewer=viewer, day=n % 7, now=now)
    return viewer.language

"""The first screen, everything that can be done, and where one's group stands."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.commands import no_menu, own_menu
from bot.saying.replies import Answer, Saying, answer, edit, toast
from bot.saying.taps import HomeStep
from bot.saying.ways_out import with_way_out
from bot.updates.gate import right
from bot.views import home as views
from bot.views import members as member_views
from council import home
from council.access import Viewer
from council.leaving import is_leaving
from storage.database import Session

router = Router(name="home")
router.message.filter(F.chat.type == ChatType.PRIVATE)


@router.message(CommandStart(), flags=right("start"))
async def start(
    message: Message,
    session: Session,
    viewer: Viewer | None,
    state: FSMContext,
    now: datetime,
    *,
    former: bool,
) -> Answer:
    """The first screen; it brings the chat's menu up to date."""
    await state.clear()
    if viewer is None:
        said = answer(message, member_views.stranger(with_button=True))
        return [said, no_menu(message.chat.id)] if former else said
    return [answer(message, await _home(session, viewer, now)), own_menu(viewer)]


@router.callback_query(HomeStep.filter(F.do == "home"), flags=right("own_items"))
async def back(callback: CallbackQuery, session: Session, viewer: Viewer, now: datetime) -> Answer:
    """The first screen in place of what was opened from it."""
    return [edit(callback, await _home(session, viewer, now)), toast(callback)]


async def _home(session: Session, viewer: Viewer, now: datetime) -> Saying:
    return views.home(viewer, await home.look(session, viewer=viewer, now=now))


@router.message(Command("help"), flags=right("start"))
async def show_help(
    message: Message, viewer: Viewer | None, raw_state: str | None = None
) -> Answer:
    """What this person can do; who looks it up amid a question may go on answering."""
    said = answer(message, views.help_for(viewer))
    return said if raw_state is None else with_way_out(said, beside_others=True)


@router.callback_query(HomeStep.filter(F.do == "all"), flags=right("own_items"))
async def show_all(callback: CallbackQuery, viewer: Viewer) -> Answer:
    """The same in place of the first screen."""
    return [edit(callback, views.help_for(viewer)), toast(callback)]


@router.callback_query(HomeStep.filter(F.do == "leave"), flags=right("own_items"))
async def leave_question(callback: CallbackQuery, state: FSMContext) -> Answer:
    """Give up what was being asked, and say so in its place."""
    await state.clear()
    return [edit(callback, views.left()), toast(callback)]


def _is_asked(_message: Message, raw_state: str | None = None) -> bool:
    return raw_state is not None


@router.message(Command("cancel"), flags=right("own_items"))
@router.message(F.text.func(is_leaving), _is_asked, flags=right("own_items"))
async def leave_in_words(message: Message, state: FSMContext) -> Answer:
    """The same by a word for it, whatever is being asked."""
    await state.clear()
    return answer(message, views.left())


@router.callback_query(HomeStep.filter(F.do == "find"), flags=right("search"))
async def ask_what(callback: CallbackQuery, state: FSMContext) -> Answer:
    """What is looked for? Whatever is typed next is the search."""
    await state.clear()
    return [answer(callback, views.ask_what_to_find()), toast(callback)]


@router.callback_query(HomeStep.filter(F.do == "group"), flags=right("own_items"))
async def show_group(callback: CallbackQuery, session: Session, viewer: Viewer) -> Answer:
    """Whether the groups of one's bodies are bound, and how that is done."""
    found = await home.own_groups(session, viewer=viewer)
    return [edit(callback, views.own_groups(found)), toast(callback)]

"""One's own searches: kept, listed, run again and forgotten."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, answer, edit, toast
from bot.saying.taps import SearchStep
from bot.updates.gate import right
from bot.views import lists as list_views
from bot.views import search as views
from council.access import Viewer
from council.searching import searches
from handlers.search import first_page, query_of
from storage.database import Session

router = Router(name="own_searches")
PRIVATE = F.chat.type == ChatType.PRIVATE


@router.callback_query(SearchStep.filter(F.do == "keep"), flags=right("search"))
async def keep_search(
    callback: CallbackQuery, session: Session, viewer: Viewer, now: datetime
) -> Answer:
    """Keep the search that the message names."""
    kept = await searches.keep(session, viewer=viewer, query=query_of(callback), now=now)
    said = views.kept() if kept else views.too_many_kept()
    return toast(callback, said.text.render()[0], alert=not kept)


@router.message(Command("searches"), PRIVATE, flags=right("search"))
async def own_searches(
    message: Message, session: Session, viewer: Viewer, state: FSMContext
) -> Answer:
    """One's own searches; a command leaves whatever was being asked."""
    await state.clear()
    return answer(message, list_views.own(await searches.own(session, viewer=viewer)))


@router.callback_query(SearchStep.filter(F.do == "own"), flags=right("search"))
async def open_own_searches(callback: CallbackQuery, session: Session, viewer: Viewer) -> Answer:
    """The same by button."""
    found = await searches.own(session, viewer=viewer)
    return [answer(callback, list_views.own(found)), toast(callback)]


@router.callback_query(SearchStep.filter(F.do == "run"), flags=right("search"))
async def run_own_search(
    callback: CallbackQuery,
    callback_data: SearchStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Search again for one's own words."""
    query = await searches.open_own(session, viewer=viewer, search_id=callback_data.at)
    return [await first_page(callback, session, viewer, query, now), toast(callback)]


@router.callback_query(SearchStep.filter(F.do.in_({"drop", "forget"})), flags=right("search"))
async def drop_own_search(
    callback: CallbackQuery, callback_data: SearchStep, session: Session, viewer: Viewer
) -> Answer:
    """Forget one kept search, or all the recent ones."""
    if callback_data.do == "drop":
        await searches.drop(session, viewer=viewer, search_id=callback_data.at)
    else:
        await searches.drop_recent(session, viewer=viewer)
    found = await searches.own(session, viewer=viewer)
    return [edit(callback, list_views.own(found)), toast(callback)]

"""Looking up: any text is a search, and results open into cards."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.types import CallbackQuery, Message

from bot.gate import right
from bot.keyboards import OpenResolution, SearchPage
from bot.replies import Answer, answer, edit, toast
from bot.views import errors as error_views
from bot.views import resolutions as views
from council import resolutions
from council.access import Viewer
from storage.database import Session

router = Router(name="resolutions")


@router.callback_query(OpenResolution.filter(), flags=right("search"))
async def open_card(
    callback: CallbackQuery,
    callback_data: OpenResolution,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Open a result's card as a message of its own, so that a reply binds to it."""
    card = await resolutions.open_resolution(
        session, viewer=viewer, resolution_id=callback_data.id, now=now
    )
    return [answer(callback, views.card(card)), toast(callback)]


@router.callback_query(SearchPage.filter(), flags=right("search"))
async def turn_page(
    callback: CallbackQuery,
    callback_data: SearchPage,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Show another page of the search that the message itself names."""
    message = callback.message
    query = views.query_of(message.text or "") if isinstance(message, Message) else ""
    found = await resolutions.search_for(
        session, viewer=viewer, query=query, page=callback_data.page, now=now
    )
    return [edit(callback, views.results(found)), toast(callback)]


@router.message(F.chat.type == ChatType.PRIVATE, F.text, ~F.text.startswith("/"),
                flags=right("search"))  # fmt: skip
async def search(message: Message, session: Session, viewer: Viewer, now: datetime) -> Answer:
    """Search for whatever was typed; a code opens its card at once."""
    query = message.text or ""
    jump = await resolutions.by_code(session, viewer=viewer, query=query, now=now)
    if jump is not None:
        return answer(message, views.card(jump))
    found = await resolutions.search_for(session, viewer=viewer, query=query, page=0, now=now)
    return answer(message, views.results(found))


@router.message(F.chat.type == ChatType.PRIVATE, flags=right("search"))
async def anything_else(message: Message) -> Answer:
    """A sticker, a place, an unknown command: say what works."""
    return answer(message, error_views.what_was_that())


@router.callback_query(flags=right("start"))
async def old_button(callback: CallbackQuery) -> Answer:
    """A button that nothing answers any more: say so, over the button."""
    text, _entities = error_views.old_button().text.render()
    return toast(callback, text, alert=True)

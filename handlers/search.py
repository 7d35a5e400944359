"""Finding: any text is a search; its filters, pages, lists, one's own, and from any chat."""

from dataclasses import replace
from datetime import datetime

from aiogram import F, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.methods import AnswerInlineQuery
from aiogram.types import CallbackQuery, InlineQuery, InlineQueryResultUnion, Message, Update

from bot.commands import ALSO, RIGHTS, meant, wished
from bot.i18n import current_language
from bot.saying.replies import Answer, Reply, Saying, answer, edit, toast
from bot.saying.taps import SearchPage, SearchStep
from bot.saying.wording import digits
from bot.updates.gate import right
from bot.updates.search_pages import PageAhead, command_of, is_no_search, is_search, saying_of
from bot.views import errors as error_views
from bot.views import groups as group_views
from bot.views import home as home_views
from bot.views import inline as inline_views
from bot.views import items as item_views
from bot.views import lists as list_views
from bot.views import resolutions as resolution_views
from bot.views import search as views
from council import access, codes, home, items, lists
from council.access import Viewer
from council.errors import NotFoundError
from council.greetings import has_words, is_greeting, is_thanks
from council.leaving import is_leaving
from council.minutes import drafts
from council.reports import parts_of, understand
from council.searching import filters, search, searches
from council.searching.filters import typed_as
from council.searching.typed_codes import codes_within
from council.searching.typed_latin import as_phrase
from council.to_many import broadcast_answers
from storage.database import Session

router = Router(name="search")
PRIVATE = F.chat.type == ChatType.PRIVATE


@router.callback_query(SearchPage.filter(), flags=right("search"))
async def turn_page(
    callback: CallbackQuery,
    callback_data: SearchPage,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Show another page of the search that the message itself names."""
    found = await search.search_for(
        session, viewer=viewer, query=query_of(callback), page=callback_data.page, now=now
    )
    return [edit(callback, views.results(found)), toast(callback)]


@router.callback_query(SearchStep.filter(F.do == "without"), flags=right("search"))
async def drop_filter(
    callback: CallbackQuery,
    callback_data: SearchStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Take a filter for words; the message becomes the wider search."""
    wider = await search.without_filter(
        session, viewer=viewer, query=query_of(callback), place=callback_data.at, now=now
    )
    found = await search.search_for(session, viewer=viewer, query=wider, page=0, now=now)
    return [edit(callback, views.results(found)), toast(callback)]


@router.callback_query(SearchStep.filter(F.do == "also"), flags=right("search"))
async def add_filter(
    callback: CallbackQuery,
    callback_data: SearchStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Narrow the search that the message names, as if the filter had been typed."""
    query = f"{query_of(callback)} {typed_as(callback_data.word, current_language())}"
    found = await search.search_for(session, viewer=viewer, query=query, page=0, now=now)
    return [edit(callback, views.results(found)), toast(callback)]


@router.callback_query(SearchStep.filter(F.do == "alike"), flags=right("search"))
async def show_related(
    callback: CallbackQuery,
    callback_data: SearchStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Show what is on the same matter as the resolution on the card."""
    found = await search.related(session, viewer=viewer, resolution_id=callback_data.at, now=now)
    if not found:
        return toast(callback, views.nothing_related().text.render()[0])
    return [answer(callback, views.related(found)), toast(callback)]


@router.message(Command("lists"), PRIVATE, flags=right("search"))
async def show_lists(message: Message, state: FSMContext) -> Answer:
    """Which lists there are."""
    await state.clear()
    return answer(message, list_views.lists())


@router.callback_query(SearchStep.filter(F.do == "lists"), flags=right("search"))
async def open_lists(callback: CallbackQuery) -> Answer:
    """The same by button."""
    return [answer(callback, list_views.lists()), toast(callback)]


@router.callback_query(SearchStep.filter(F.do == "list"), flags=right("search"))
async def show_list(
    callback: CallbackQuery, callback_data: SearchStep, session: Session, viewer: Viewer
) -> Answer:
    """One of the lists, a page of it, in place of what stood there."""
    page, language = max(0, callback_data.at), current_language()
    match callback_data.word:
        case "meetings":
            found = await lists.of_meetings(session, viewer=viewer, language=language)
            shown = list_views.meetings(found, page)
        case "years":
            years = await lists.of_years(session, viewer=viewer, language=language)
            shown = list_views.years(years, page)
        case "all":
            shown = list_views.lists()
        case _:
            bodies = await lists.of_bodies(session, viewer=viewer, language=language)
            shown = list_views.bodies(bodies, page)
    return [edit(callback, shown), toast(callback)]


@router.callback_query(SearchStep.filter(F.do.in_({"open", "state"})), flags=right("search"))
async def open_line(
    callback: CallbackQuery,
    callback_data: SearchStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Show the resolutions behind a line of a list."""
    which, language = callback_data.word, current_language()
    query = typed_as(which, language)
    if callback_data.do == "open":
        query = await lists.query_of_line(
            session, viewer=viewer, which=which, line_id=callback_data.at, language=language
        )
    if not query:
        raise NotFoundError
    return [await first_page(callback, session, viewer, digits(query), now), toast(callback)]


@router.inline_query(flags=right("search"))
async def look_up(
    query: InlineQuery,
    session: Session,
    viewer: Viewer | None,
    now: datetime,
    username: str = "",
) -> AnswerInlineQuery:
    """Offer what the member could send into the chat; strangers are offered nothing."""
    page = int(query.offset) if query.offset.isdecimal() and len(query.offset) < 5 else 0
    results: list[InlineQueryResultUnion] = []
    onward = ""
    if viewer is not None:
        found = await search.public_search(
            session, viewer=viewer, query=query.query, page=page, now=now
        )
        results = [inline_views.result(one, username) for one in found.hits]
        onward = str(page + 1) if found.first + len(found.hits) < found.total else ""
    return AnswerInlineQuery(
        inline_query_id=query.id,
        results=results,
        cache_time=0,
        is_personal=True,
        next_offset=onward,
    )


def _stands_on_the_first_screen(_message: Message, otherwise: Update | None = None) -> bool:
    return otherwise is not None


@router.message(PRIVATE, F.text, _stands_on_the_first_screen, flags=right("start"))
async def leave_to_the_first_screen(_message: Message) -> object:
    """Words of its buttons that nothing else took: a tap (`bot/updates/typed_taps.py`)."""
    return UNHANDLED


@router.message(PRIVATE, F.text, ~F.text.startswith("/"), flags=right("search"))
async def find(
    message: Message,
    session: Session,
    viewer: Viewer,
    now: datetime,
    page_ahead: PageAhead | None = None,
) -> Answer:
    """Search for whatever was typed; a code opens its card at once."""
    query = as_phrase(message.text or "")
    if page_ahead is not None and page_ahead.viewer == viewer and query == message.text:
        await searches.remember(session, viewer=viewer, query=query, now=now)
        said = answer(message, saying_of(page_ahead))
    elif card := await codes.jump(session, viewer=viewer, typed=search.tidy(query), now=now):
        said = answer(message, resolution_views.card(card))
    else:
        said = await first_page(message, session, viewer, query, now)
    return replace(said, search=message.message_id)


@router.message(~PRIVATE, Command(*RIGHTS, *ALSO), flags=right("start"))
async def only_in_private(message: Message, viewer: Viewer | None) -> Answer:
    """A command in a group that works in the private chat alone: say where."""
    return answer(message, group_views.help_in_group()) if viewer else None


@router.message(PRIVATE, flags=right("search"))
async def anything_else(message: Message, viewer: Viewer) -> Answer:
    """A sticker, a place, an unknown command: say what works."""
    typed = (message.text or "").partition("@")[0]
    if command := meant(typed, viewer):
        return answer(message, error_views.command_meant(command))
    return answer(message, error_views.what_was_that())


@router.callback_query(flags=right("start"))
async def old_button(callback: CallbackQuery) -> Answer:
    """A button that nothing answers any more: say so, over the button."""
    text, _entities = error_views.old_button().text.render()
    return toast(callback, text, alert=True)


async def first_page(
    event: Message | CallbackQuery, session: Session, viewer: Viewer, query: str, now: datetime
) -> Reply:
    """Search, remember the search where it found something, and show the first page."""
    found = await search.search_for(session, viewer=viewer, query=query, page=0, now=now)
    command = command_of(query, viewer) if isinstance(event, Message) else None
    if command is not None and (found.instead or not found.total):
        return answer(event, _command_instead(viewer, query, command))
    if found.total and not (found.instead and is_no_search(query)):
        await searches.remember(session, viewer=viewer, query=query, now=now)
    elif said := await _without_hits(event, session, viewer, query, now):
        return answer(event, said)
    searches_only = isinstance(event, CallbackQuery) or found.asks_for_list
    reports = not searches_only and not is_search(found, query) and _may_report(viewer, query)
    answers = (
        not found.total
        and isinstance(event, Message)
        and await broadcast_answers.may_be_meant(session, viewer=viewer, now=now)
    )
    report = query if reports else ""
    shown = views.results(found, report=report, broadcast=answers, command=command)
    return answer(event, shown)


def _command_instead(viewer: Viewer, words: str, command: str) -> Saying:
    """The command that goes by the words; what only looks up what can be done answers itself."""
    if command == "help":
        return home_views.help_for(viewer)
    return views.command_instead(words, command)


async def _without_hits(
    event: Message | CallbackQuery, session: Session, viewer: Viewer, query: str, now: datetime
) -> Saying | None:
    """What is said where nothing was found, other than that; None where there is no more to say."""
    typed = isinstance(event, Message)
    if typed and (said := await _no_search(session, viewer, query, now)):
        return said
    if await search.nothing_yet(session, viewer=viewer):
        publishes = access.can(viewer, "read_minutes")
        waiting = await drafts.open_drafts(session, viewer=viewer) if publishes else ()
        return views.nothing_yet(waiting, publishes=publishes)
    command = wished(query, viewer) if typed and not _may_report(viewer, query) else None
    return views.command_instead(query, command) if command else None


async def _no_search(session: Session, viewer: Viewer, words: str, now: datetime) -> Saying | None:
    """The answer to words that find nothing as they are written and were no search; None where
    they may be one."""
    if is_greeting(words) or is_leaving(words):
        return home_views.home(viewer, await home.look(session, viewer=viewer, now=now))
    if is_thanks(words):
        return views.welcome()
    if not has_words(words):
        return error_views.what_was_that()
    if filters.is_own_work(words):
        return item_views.my_work(await items.my_work(session, viewer=viewer, now=now))
    return None


def _may_report(viewer: Viewer, query: str) -> bool:
    """Whether the words say how something stands, from somebody who may report."""
    if not any(map(str.isalpha, query)) or not access.can(viewer, "report"):  # «۷۲/۳» is a code
        return False
    of_items = parts_of(query, codes_within(query))
    return any(understand(words).is_update for words in (query, *(said for _, said in of_items)))


def query_of(callback: CallbackQuery) -> str:
    """The search that the message names in its first line; pages need no memory."""
    message = callback.message
    return views.query_of(message.text or "") if isinstance(message, Message) else ""

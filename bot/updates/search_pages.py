"""A first page of search results that another process has found and worded."""

import re
from dataclasses import dataclass
from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.commands import is_order, meant, wished
from bot.i18n import use_language
from bot.saying.rendering import Rendered, rendered
from bot.saying.replies import Saying
from bot.views import search as views
from council.access import Viewer
from council.greetings import is_greeting, is_thanks
from council.leaving import is_leaving
from council.searching import filters
from council.searching.search import SearchResult
from council.searching.search_ahead import FoundAhead
from council.searching.typed_codes import codes_within

WORDS_OF_A_SENTENCE = 4
_SHARE = re.compile("[٪%]|درصد")


@dataclass(frozen=True)
class PageAhead:
    """The page, as plain values, with what it rests on: who asked, and which resolutions it names,
    each confidential or not."""

    viewer: Viewer
    hits: dict[int, bool]
    letters: str
    entities: tuple[dict[str, Any], ...]
    rows: tuple[tuple[dict[str, Any], ...], ...]


def is_search(found: SearchResult, query: str) -> bool:
    """Whether something was found for what one looks for as a rule: words, or filters.

    More words, or some with a share or behind a code, may be a report.
    """
    many = len(query.split()) >= WORDS_OF_A_SENTENCE or bool(_SHARE.search(query))
    many = many or bool(codes_within(query))
    return bool(found.total and (found.chips or not many))


def command_of(query: str, viewer: Viewer) -> str | None:
    """The person's command that goes by the words, or does what they order, unless these have an
    answer of their own."""
    if filters.is_own_work(query) or is_leaving(query):
        return None
    return meant(query, viewer) or (wished(query, viewer) if is_order(query) else None)


def is_no_search(query: str) -> bool:
    """Whether the words greet, thank or want the first screen; no misspelt search says that."""
    return is_greeting(query) or is_leaving(query) or is_thanks(query)


def page_of(ahead: FoundAhead | None, query: str) -> PageAhead | None:
    """The page in the asker's language; None where there is more to ask than what was found."""
    if ahead is None or not is_search(ahead.result, query):
        return None
    if ahead.result.instead and is_no_search(query):
        return None
    with use_language(ahead.viewer.language):
        if command_of(query, ahead.viewer):
            return None
        said = views.results(ahead.result)
    letters, entities = rendered(said.text)
    keyboard = said.keyboard
    rows = keyboard.inline_keyboard if isinstance(keyboard, InlineKeyboardMarkup) else []
    return PageAhead(
        ahead.viewer,
        {hit.id: hit.confidential for hit in ahead.result.hits},
        letters,
        tuple(map(_values, entities)),
        tuple(tuple(map(_values, row)) for row in rows),
    )


def _values(of: MessageEntity | InlineKeyboardButton) -> dict[str, Any]:
    return {name: value for name, value in vars(of).items() if value is not None}


def saying_of(page: PageAhead) -> Saying:
    """The same page, to be said."""
    rows = [[InlineKeyboardButton(**one) for one in row] for row in page.rows]
    text = Rendered(page.letters, [MessageEntity(**one) for one in page.entities])
    return Saying(text, InlineKeyboardMarkup(inline_keyboard=rows) if rows else None)

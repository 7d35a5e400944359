"""Finding resolutions: what a member typed, narrowed by what it says, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from council import access, codes, dates, resolutions, text
from council.access import Viewer
from council.errors import NotFoundError
from council.resolutions import Found
from council.searching import filters, synonyms
from council.searching.filters import SAID_OF_ITEMS, Asked, Filter, Kind, typed_as
from council.searching.narrowing import narrowing_of
from council.searching.query import prepare_query
from council.searching.tokens import INDEX_VERSION, pieces
from council.searching.typed_codes import Code
from storage import bodies, meetings, resolution_rows
from storage import resolutions as stored_resolutions
from storage import search as stored
from storage.bodies import Names
from storage.database import Session
from storage.database.together import together
from storage.search.filters import list_resolutions
from storage.sight import PUBLIC, see_as

PAGE = 6
MAX_QUERY = 100
MAX_PAGE = 1_000


@dataclass(frozen=True)
class Chip:
    """A filter that is at work; `place` tells `without_filter` which."""

    place: int
    filter: Filter
    name: str = ""
    """The body's name, or the number of the last session, where it is about one."""


@dataclass(frozen=True)
class SearchResult:
    """One page of hits, best first, and how the search was understood."""

    query: str
    total: int
    page: int
    hits: tuple[Found, ...]
    chips: tuple[Chip, ...] = ()
    instead: tuple[str, ...] = ()
    """Words of this council that were looked for in place of misspelt ones."""
    outdated: int = 0
    """Where nothing was found: how many resolutions can only be found as they were."""
    missing: Code | None = None
    """The code that was typed, where no resolution has it; the hits are what is nearest to it."""
    only_filters: bool = False
    """Whether nothing but filters was asked for, without a word to be looked for."""

    @property
    def first(self) -> int:
        """How many hits stand on earlier pages."""
        return self.page * PAGE

    @property
    def asks_for_list(self) -> bool:
        """Whether it cannot be meant to say how an item stands: filters alone, of which none says
        that, or of several things («انجام شده» may, «انجام شده‌ها» not)."""
        says = any(one.filter.state in SAID_OF_ITEMS for one in self.chips)
        return self.only_filters and (not says or self.query.endswith("ها"))

    @property
    def of_followed(self) -> bool:
        """Whether it asks for what the asker follows."""
        return any(one.filter.kind is Kind.FOLLOWED for one in self.chips)


@dataclass(frozen=True)
class Known:
    """What a search needs to know of the council itself."""

    names: Names
    groups: tuple[Sequence[str], ...]
    """The names of each body that goes by several, and words that mean the same here."""
    secrets: stored.Secrets
    """Which of its resolutions are confidential."""


async def search_for(
    session: Session,
    *,
    viewer: Viewer,
    query: str,
    page: int,
    now: datetime,
    known: Known | None = None,
) -> SearchResult:
    """One page of the council's resolutions that answer what was typed, best first.

    Anything may be typed. What is understood as a filter narrows; where nothing is left then, the
    same words are looked for as words. What lies behind the last page gives an empty page. `known`
    is what `known_of` gave a moment ago, where it need not be read again.
    """
    access.ensure(viewer, "search")
    typed = tidy(query)
    page = max(0, min(page, MAX_PAGE))
    today = dates.local_date(now, viewer.zone)
    known = known or await known_of(session, viewer.council_id)
    named = await codes.named(session, viewer=viewer, typed=typed, now=now)
    asked = Asked(typed, "") if named else filters.read_filters(typed, today, known.names)
    if named:
        found = await codes.page_of(
            session, viewer=viewer, found=named, first=page * PAGE, most=PAGE
        )
    else:
        found = await _page_of(session, viewer, asked, known, page, today)
    if not found.total and (other := filters.otherwise(asked)):
        again = await _page_of(session, viewer, other, known, page, today)
        if not (other.keyed and again.corrected):
            asked, found = other, again
    ids = [hit.resolution_id for hit in found.hits]
    words = " ".join((asked.words, *(term for _, term in found.corrected)))
    hits = await resolutions.found(session, viewer=viewer, ids=ids, words=words, now=now)
    left = 0
    if not found.total:
        left = await stored.count_outdated(session, version=INDEX_VERSION)
    return SearchResult(
        typed,
        found.total,
        page,
        hits,
        await _chips(session, viewer, asked),
        (asked.words,) if asked.keyed and hits else _instead(found.corrected, hits),
        left,
        named.missing if named else None,
        only_filters=bool(asked.filters) and not asked.words,
    )


async def nothing_yet(session: Session, *, viewer: Viewer) -> bool:
    """Whether nothing was ever published in the council, so that no search can find anything."""
    return await meetings.last(session, viewer.council_id) is None


async def still_holds(session: Session, *, viewer: Viewer, hits: Mapping[int, bool]) -> bool:
    """Whether what was found for somebody a moment ago is what they may see in this transaction,
    if they still are who they were: the same hits, each confidential or not as given."""
    access.ensure(viewer, "search")
    known = await resolution_rows.confidential_among(
        session, viewer.council_id, hits, sight=viewer.sight
    )
    return known == hits


async def public_search(
    session: Session, *, viewer: Viewer, query: str, page: int, now: datetime
) -> SearchResult:
    """A search whose hits may be seen by others: nothing confidential, whoever asks.

    Without words, what the viewer owes. The transaction goes on with the public's eyes.
    """
    see_as(session, PUBLIC)
    return await search_for(
        session, viewer=viewer, query=tidy(query) or typed_as("mine", "fa"), page=page, now=now
    )


async def count_new(
    session: Session,
    *,
    viewer: Viewer,
    query: str,
    since: datetime,
    until: datetime,
    now: datetime,
) -> int:
    """How many of what a search finds was published from `since` until before `until`.

    The archive does not count: nobody is told of old minutes.
    """
    today = dates.local_date(now, viewer.zone)
    known = await known_of(session, viewer.council_id)
    asked = filters.read_filters(tidy(query), today, known.names)
    found = await _page_of(session, viewer, asked, known, 0, today, published=(since, until))
    return found.total


async def related(
    session: Session, *, viewer: Viewer, resolution_id: int, now: datetime
) -> tuple[Found, ...]:
    """The council's resolutions most alike to one, without itself; none where nothing is.

    Raises NotFoundError where the viewer may not know of the one.
    """
    access.ensure(viewer, "search")
    if await stored_resolutions.whole(session, viewer.council_id, resolution_id) is None:
        raise NotFoundError
    hits = await stored.alike(
        session, council_id=viewer.council_id, resolution_id=resolution_id, limit=PAGE
    )
    ids = [hit.resolution_id for hit in hits]
    return await resolutions.found(session, viewer=viewer, ids=ids, words="", now=now)


async def without_filter(
    session: Session, *, viewer: Viewer, query: str, place: int, now: datetime
) -> str:
    """Return the search with a filter turned into mere words; the same where it is gone."""
    typed, today = tidy(query), dates.local_date(now, viewer.zone)
    asked = filters.read_filters(typed, today, await bodies.names_of(session, viewer.council_id))
    return filters.without(asked, place) if 0 <= place < len(asked.filters) else typed


def tidy(query: str) -> str:
    """Return what was typed as it is shown, kept and searched: one line of bounded length."""
    return " ".join(text.clean(query).split())[:MAX_QUERY]


async def _page_of(
    session: Session,
    viewer: Viewer,
    asked: Asked,
    known: Known,
    page: int,
    today: date,
    published: tuple[datetime, datetime] | None = None,
) -> stored.SearchPage:
    wanted = await narrowing_of(session, viewer, asked, today)
    if wanted is None:
        return stored.SearchPage()
    wanted = replace(wanted, published=published)
    query = prepare_query(asked.words, known.groups)
    if query.words or (wanted.is_empty() and not asked.everything):
        return await stored.search(
            session,
            council_id=viewer.council_id,
            query=query,
            narrow=wanted,
            limit=PAGE,
            offset=page * PAGE,
            secrets=known.secrets,
        )
    ids, total = await list_resolutions(
        session, council_id=viewer.council_id, wanted=wanted, limit=PAGE, offset=page * PAGE
    )
    return stored.SearchPage(tuple(stored.Hit(one, 1.0) for one in ids), total)


async def known_of(session: Session, council_id: int) -> Known:
    """What every search in the council needs to know of it now."""
    names, taught, secrets = await together(
        session,
        bodies.names_of(session, council_id),
        synonyms.groups(session, council_id),
        stored.secrets_of(session, council_id),
    )
    return Known(names, (*_several_names(names), *(one.words for one in taught)), secrets)


@lru_cache(maxsize=64)
def _several_names(names: Names) -> tuple[tuple[str, ...], ...]:
    groups: dict[int, list[str]] = {}
    for body_id, name in names:
        groups.setdefault(body_id, []).append(name)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


async def _chips(session: Session, viewer: Viewer, asked: Asked) -> tuple[Chip, ...]:
    chips = []
    for place, one in enumerate(asked.filters):
        name = ""
        if one.kind is Kind.BODY and one.number is not None:
            body = await bodies.get(session, viewer.council_id, one.number)
            name = body.name if body else ""
        elif one.kind is Kind.LAST_SESSION:
            last = await meetings.last(session, viewer.council_id)
            name = str(last.number) if last and last.number else ""
        chips.append(Chip(place, one, name))
    return tuple(chips)


def _instead(corrected: tuple[tuple[str, str], ...], hits: tuple[Found, ...]) -> tuple[str, ...]:
    """The corrected words as they are spelt in what is shown; what is not shown is not told."""
    if not corrected:
        return ()
    spelt = {
        piece.tokens[0]: hit.excerpt[piece.start : piece.end]
        for hit in reversed(hits)
        for piece in pieces(hit.excerpt)
    }
    return tuple(dict.fromkeys(spelt[term] for _, term in corrected if term in spelt))

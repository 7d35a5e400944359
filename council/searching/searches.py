"""The searches that a member keeps, and those made not long ago."""

from dataclasses import dataclass
from datetime import datetime

from council import access
from council.access import Viewer
from council.errors import NotFoundError
from council.searching.search import count_new, tidy
from council.text import key
from storage import searches
from storage.database import Session

RECENT = 6
KEPT = 12
NEWS_OF = 3


@dataclass(frozen=True)
class OwnSearch:
    """One of the member's searches."""

    id: int
    query: str
    kept: bool


@dataclass(frozen=True)
class SearchNews:
    """A kept search that found something new."""

    id: int
    query: str
    count: int


async def remember(session: Session, *, viewer: Viewer, query: str, now: datetime) -> None:
    """Let the member find the search again; what has no letters is not worth it."""
    typed = tidy(query)
    if key(typed):
        await searches.remember(
            session, viewer.membership_id, query=typed, key=key(typed), now=now, most=RECENT
        )


async def own(session: Session, *, viewer: Viewer) -> tuple[OwnSearch, ...]:
    """The member's searches in the council that is open: the kept ones first."""
    access.ensure(viewer, "search")
    found = await searches.of_member(session, viewer.membership_id)
    return tuple(OwnSearch(one.id, one.query, one.kept) for one in found)


async def open_own(session: Session, *, viewer: Viewer, search_id: int) -> str:
    """The words of one's own search. NotFoundError where it is gone or another's."""
    access.ensure(viewer, "search")
    found = await searches.get(session, viewer.membership_id, search_id)
    if found is None:
        raise NotFoundError
    return found.query


async def keep(session: Session, *, viewer: Viewer, query: str, now: datetime) -> bool:
    """Keep a search for good; False where the member keeps as many as there is room for."""
    access.ensure(viewer, "search")
    typed = tidy(query)
    if not key(typed):
        raise NotFoundError
    kept = [one for one in await own(session, viewer=viewer) if one.kept]
    if len(kept) >= KEPT and key(typed) not in {key(one.query) for one in kept}:
        return False
    search_id = await searches.add(
        session, viewer.membership_id, query=typed, key=key(typed), now=now
    )
    await searches.set_kept(session, viewer.membership_id, search_id, kept=True)
    return True


async def news(
    session: Session, *, viewer: Viewer, since: datetime, until: datetime, now: datetime
) -> tuple[SearchNews, ...]:
    """The member's kept searches that find what was published from `since` until before `until`,
    the one with most first; at most NEWS_OF of them."""
    found = []
    for one in await own(session, viewer=viewer):
        if one.kept:
            count = await count_new(
                session, viewer=viewer, query=one.query, since=since, until=until, now=now
            )
            found.append(SearchNews(one.id, one.query, count))
    told = sorted((one for one in found if one.count), key=lambda one: (-one.count, one.query))
    return tuple(told[:NEWS_OF])


async def drop(session: Session, *, viewer: Viewer, search_id: int) -> None:
    """Forget one of one's own searches."""
    access.ensure(viewer, "search")
    await searches.forget(session, viewer.membership_id, search_id)


async def drop_recent(session: Session, *, viewer: Viewer) -> None:
    """Forget what was searched not long ago; what is kept stays."""
    for one in await own(session, viewer=viewer):
        if not one.kept:
            await searches.forget(session, viewer.membership_id, one.id)

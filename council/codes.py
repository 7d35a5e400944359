"""A typed code: the resolution that has it, or that none does, also in the last session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from council import access, dates, resolutions
from council.access import Viewer
from council.resolutions import ResolutionCard
from council.searching import filters
from council.searching.filters import Filter, Kind
from council.searching.typed_codes import Code, find_last_item, nearest_to, read_code, read_number
from council.text import en_digits
from storage import meetings, search
from storage import resolutions as stored
from storage.database import Session
from storage.search.filters import Narrowing

MOST_DIGITS = 6
"""More have no session's number."""
LONGEST_NAME = 4
"""So many words name a resolution: «مصوبه ۳ جلسه ۷۲»."""


@dataclass(frozen=True)
class Named:
    """What is named by a number alone, newest session first: resolutions of that number, or those
    of a session, where nothing but its number is typed; or a code that no resolution has,
    and what has it the other way round, as «۳/۷۲» is written by who reads from the right."""

    ids: Sequence[int] = ()
    missing: Code | None = None


async def jump(
    session: Session, *, viewer: Viewer, typed: str, now: datetime
) -> ResolutionCard | None:
    """The card of the resolution whose code was typed; None where it is no code or unknown.

    Also in the last session: «بند ۳ جلسه آخر»; and by a number that only one of them has.
    """
    code = await _with_its_numbers(session, viewer, typed, now)
    number = read_number(code)
    if number is None:
        return await resolutions.by_code(session, viewer=viewer, query=code, now=now)
    access.ensure(viewer, "search")
    ids = await stored.by_number(session, viewer.council_id, number=str(number))
    if len(ids) != 1:
        return None
    return await resolutions.open_resolution(session, viewer=viewer, resolution_id=ids[0], now=now)


async def named_within(session: Session, *, viewer: Viewer, said: str) -> set[int]:
    """The resolutions that a sentence names, by their codes, else by their numbers alone, which
    several may have."""
    words = said.split()
    parts = [
        " ".join(words[first:end])
        for first in range(len(words))
        for end in range(first + 1, min(first + LONGEST_NAME, len(words)) + 1)
    ]
    coded = [
        await resolutions.id_of_code(session, viewer=viewer, query=code)
        for code in parts
        if read_code(code)
    ]
    if any(coded):
        return {one for one in coded if one is not None}
    numbers = {number for part in parts if (number := read_number(part)) is not None}
    found = [await stored.by_number(session, viewer.council_id, number=str(n)) for n in numbers]
    return {one for ids in found for one in ids}


async def named(session: Session, *, viewer: Viewer, typed: str, now: datetime) -> Named | None:
    """What the typed words name by its number, other than one resolution by its code; else None."""
    access.ensure(viewer, "search")
    words = await _with_its_numbers(session, viewer, typed, now)
    number, code = read_number(words), read_code(words)
    if number is not None:
        ids = await stored.by_number(session, viewer.council_id, number=str(number))
        return Named(ids) if ids else None
    if code is None:
        return await _of_session(session, viewer, typed)
    known, turned = [
        await stored.by_code(session, viewer.council_id, meeting_number=first, number=str(second))
        for first, second in ((code.session, code.number), (code.number, code.session))
    ]
    return None if known else Named(turned, missing=code)


async def _of_session(session: Session, viewer: Viewer, typed: str) -> Named | None:
    bare = en_digits(typed).strip(" /")
    if not bare.isdecimal() or len(bare) > MOST_DIGITS:
        return None
    ids = await stored.of_session(session, viewer.council_id, meeting_number=int(bare))
    return Named(ids) if ids else None


async def page_of(
    session: Session, *, viewer: Viewer, found: Named, first: int, most: int
) -> search.SearchPage:
    """So many of what is named, from the given place on; what is nearest to a missing code."""
    if found.missing is None or found.ids:
        shown = found.ids[first : first + most]
        return search.SearchPage(tuple(search.Hit(one, 1.0) for one in shown), len(found.ids))
    return await search.search(
        session,
        council_id=viewer.council_id,
        query=nearest_to(found.missing),
        narrow=Narrowing(),
        limit=most,
        offset=first,
    )


async def _with_its_numbers(session: Session, viewer: Viewer, typed: str, now: datetime) -> str:
    """What was typed, with numbers in place of the words for the last session, and for the last
    resolution of a session."""
    numbered = typed
    if filters.may_name_last_session(typed):
        last = _only(typed, Kind.LAST_SESSION, viewer, now)
        meeting = await meetings.last(session, viewer.council_id) if last else None
        if last is not None and meeting is not None and meeting.number is not None:
            numbered = f"{typed[: last.start]}جلسه {meeting.number}{typed[last.end :]}"
    place = find_last_item(numbered)
    if place is None:
        return numbered
    item = await _last_item(session, viewer, _only(numbered, Kind.SESSION, viewer, now))
    return f"{numbered[: place[0]]}{item}{numbered[place[1] :]}" if item else numbered


async def _last_item(session: Session, viewer: Viewer, told: Filter | None) -> str:
    """The last resolution of the session that was told, else of the last one, in words; or ""."""
    held = told.number if told else None
    if told is None and (meeting := await meetings.last(session, viewer.council_id)):
        held = meeting.number
    if held is None:
        return ""
    number = await stored.last_number(session, viewer.council_id, meeting_number=held)
    item = f"بند {number}" if number else ""
    return item if told or not item else f"{item} جلسه {held}"


def _only(typed: str, kind: Kind, viewer: Viewer, now: datetime) -> Filter | None:
    asked = filters.read_filters(typed, dates.local_date(now, viewer.zone))
    return next((one for one in asked.filters if one.kind is kind), None)

"""Lists of what a council resolved: by meeting, Jalali year and body; each line is a search."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from council import access
from council.access import Viewer
from council.dates import MONTH_NAMES, to_jalali
from council.errors import NotFoundError
from storage import bodies, meetings
from storage.database import Session


@dataclass(frozen=True)
class MeetingLine:
    """A meeting in the list."""

    id: int
    number: int | None
    held_on: date | None
    resolutions: int
    query: str
    """The search that finds its resolutions, as it is typed in the reader's language."""


@dataclass(frozen=True)
class CountedLine:
    """A year or a body in its list."""

    id: int
    """The year itself, or the body's id."""
    name: str
    count: int
    query: str


_TYPED: Mapping[str, Mapping[str, str]] = {
    "fa": {
        "session": "جلسه {number}",
        "day": "{day} {month_name} {year}",
        "year": "سال {year}",
        "body": "دستگاه {name}",
    },
    "en": {
        "session": "session {number}",
        "day": "{year}/{month:02}/{day:02}",
        "year": "year {year}",
        "body": "body {name}",
    },
}
"""How the searches behind lines are typed in each language; all of them are understood."""


async def of_meetings(
    session: Session, *, viewer: Viewer, language: str
) -> tuple[MeetingLine, ...]:
    """The meetings that resolved something, newest first."""
    access.ensure(viewer, "search")
    found = await meetings.with_counts(session, viewer.council_id)
    numbers = Counter(meeting.number for meeting, _ in found)
    return tuple(
        MeetingLine(
            one.id,
            one.number,
            one.held_on,
            count,
            _of_meeting(one.number if numbers[one.number] == 1 else None, one.held_on, language),
        )
        for one, count in found
        if one.number is not None or one.held_on is not None
    )


async def of_years(session: Session, *, viewer: Viewer, language: str) -> tuple[CountedLine, ...]:
    """The Jalali years with resolutions, newest first, and how many each has."""
    access.ensure(viewer, "search")
    years: Counter[int] = Counter()
    for meeting, count in await meetings.with_counts(session, viewer.council_id):
        if meeting.held_on is not None:
            years[to_jalali(meeting.held_on).year] += count
    return tuple(
        CountedLine(year, str(year), count, _typed("year", language, year=year))
        for year, count in sorted(years.items())[::-1]
    )


async def of_bodies(session: Session, *, viewer: Viewer, language: str) -> tuple[CountedLine, ...]:
    """The bodies that lead an item, in alphabetical order, and how many items each leads."""
    access.ensure(viewer, "search")
    found = await bodies.with_counts(session, viewer.council_id)
    return tuple(
        CountedLine(body.id, body.name, count, _typed("body", language, name=body.name))
        for body, count in found
    )


async def query_of_line(
    session: Session, *, viewer: Viewer, which: str, line_id: int, language: str
) -> str:
    """The search behind a line of a list; NotFoundError where the line is gone."""
    found: Sequence[MeetingLine | CountedLine]
    match which:
        case "meetings":
            found = await of_meetings(session, viewer=viewer, language=language)
        case "years":
            found = await of_years(session, viewer=viewer, language=language)
        case _:
            found = await of_bodies(session, viewer=viewer, language=language)
    for one in found:
        if one.id == line_id:
            return one.query
    raise NotFoundError


def _of_meeting(number: int | None, held_on: date | None, language: str) -> str:
    if number is not None:
        return _typed("session", language, number=number)
    if held_on is None:
        return ""
    year, month, day = to_jalali(held_on)
    name = MONTH_NAMES[month - 1]
    return _typed("day", language, year=year, month=month, month_name=name, day=day)


def _typed(what: str, language: str, **parts: int | str) -> str:
    return _TYPED[language][what].format(**parts)

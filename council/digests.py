"""Digests: what a session resolved, for everybody, in parts that fit a message."""

from dataclasses import dataclass
from datetime import date

from council.access import Viewer
from council.minutes.gist import gist
from storage import minutes, resolutions
from storage.database import Session

A_PART = 12
RECENT = 3


@dataclass(frozen=True)
class Line:
    """One resolution of a digest: its gist, who must act, and the soonest date."""

    resolution_id: int
    code: str
    gist: str
    bodies: tuple[str, ...]
    due_on: date | None
    orders: bool
    """Whether it orders anything at all; else it is for information."""


@dataclass(frozen=True)
class SessionDigest:
    """One part of what a session resolved; parts count from 0."""

    number: int | None
    held_on: date | None
    council_name: str
    total: int
    part: int
    parts: int
    lines: tuple[Line, ...]


async def count_parts(session: Session, *, council_id: int, minutes_id: int) -> int:
    """How many messages the digest of the minutes takes."""
    found = await resolutions.public_of_minutes(session, council_id, minutes_id)
    return max(1, -(-len(found) // A_PART))


async def of_minutes(
    session: Session, *, viewer: Viewer, minutes_id: int, part: int
) -> SessionDigest | None:
    """A part of what the minutes resolved; None where nothing is (any more) to be said."""
    found = await resolutions.public_of_minutes(session, viewer.council_id, minutes_id)
    shown = found[part * A_PART : (part + 1) * A_PART]
    if not shown:
        return None
    return SessionDigest(
        number=shown[0].meeting.number,
        held_on=shown[0].meeting.held_on,
        council_name=viewer.council_name,
        total=len(found),
        part=part,
        parts=-(-len(found) // A_PART),
        lines=tuple(
            Line(
                one.id,
                one.code,
                gist(one.text),
                tuple(item.lead_body.name for item in one.items if item.lead_body),
                min((item.due_on for item in one.items if item.due_on), default=None),
                bool(one.items),
            )
            for one in shown
        ),
    )


async def recent_sessions(
    session: Session, *, council_id: int
) -> tuple[tuple[int, int | None, date | None], ...]:
    """(minutes id, session's number, its day) of what was published last, newest first."""
    found = await minutes.published(session, council_id, limit=RECENT, offset=0)
    return tuple((one.id, meeting.number, meeting.held_on) for one, meeting, _ in found)

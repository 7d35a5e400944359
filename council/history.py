"""What happened, as a story: of one resolution, of one's own deeds, or of the whole council."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from council import access
from council.access import Viewer
from council.errors import NotFoundError
from storage import audit, resolutions
from storage.database import Session
from storage.models import AuditEvent

PAGE = 12


@dataclass(frozen=True)
class Event:
    """One thing that was done: when, by whom (None: the clock or the operator), to what.

    `about` is what the thing is called; None where it has no name or the reader may not know it.
    """

    at: datetime
    who: str | None
    action: str
    subject: str
    about: str | None
    after: dict[str, Any]
    whom: str | None = None
    """Who was named to follow an item up, where the reader may know of it."""


@dataclass(frozen=True)
class Log:
    """A page of events, newest first; `own` says that only the reader's own are shown."""

    events: tuple[Event, ...]
    page: int
    more: bool
    own: bool


async def log(session: Session, *, viewer: Viewer, page: int) -> Log:
    """Everything that was changed in the council, or the viewer's own deeds."""
    access.ensure(viewer, "audit")
    own = not access.sees_whole_log(viewer)
    page = max(0, min(page, 1_000))
    found = await audit.of_council(
        session,
        viewer.council_id,
        actor_id=viewer.person_id if own else None,
        limit=PAGE + 1,
        offset=page * PAGE,
    )
    events = await _told(session, found[:PAGE])
    return Log(events, page, more=len(found) > PAGE, own=own)


async def story(
    session: Session, *, viewer: Viewer, resolution_id: int
) -> tuple[str, tuple[Event, ...]]:
    """The code of a resolution and what happened to it, oldest first. NotFoundError where the
    viewer may not know of it."""
    access.ensure(viewer, "audit")
    found = await resolutions.whole(session, viewer.council_id, resolution_id)
    if found is None:
        raise NotFoundError
    events = await audit.of_resolution(session, found.id, [item.id for item in found.items])
    return found.code, await _told(session, events)


async def _told(session: Session, found: Sequence[AuditEvent]) -> tuple[Event, ...]:
    names = await audit.names_of(session, {one.actor_id for one in found if one.actor_id})
    wanted: dict[str, set[int]] = defaultdict(set)
    for one in found:
        wanted[one.subject].add(one.subject_id)
        wanted["membership"] |= _named_by(one)
    called = await audit.subjects(session, wanted)
    return tuple(
        Event(
            at=one.at,
            who=names.get(one.actor_id) if one.actor_id else None,
            action=one.action,
            subject=one.subject,
            about=called.get((one.subject, one.subject_id)),
            after=dict(one.after or {}),
            whom=_whom(one, called),
        )
        for one in found
    )


def _whom(one: AuditEvent, called: Mapping[tuple[str, int], str]) -> str | None:
    if (one.subject, one.subject_id) not in called:
        return None
    return next((called.get(("membership", named)) for named in _named_by(one)), None)


def _named_by(one: AuditEvent) -> set[int]:
    """The membership that was named to follow an item up, if this is about that."""
    return {one.after["membership_id"]} if one.action == "owner_named" and one.after else set()

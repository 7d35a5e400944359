"""Holding a council's messages after its memory was turned back, until a secretary lets them go.

What stood in the outbox of a backup may have been sent long ago: nobody but people can tell.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from council import access, auditing, dates, notices
from council.access import Viewer
from council.errors import NotFoundError
from storage import councils, holds
from storage.database import Session
from storage.words import Role

ASKED = (Role.SECRETARY, Role.ADMIN)


class Cause(StrEnum):
    """Why messages are held."""

    RESTORED = "restored"
    TURNED_BACK = "turned_back"


@dataclass(frozen=True)
class Held:
    """A hold as the secretariat sees it."""

    since: datetime
    waiting: holds.Waiting


async def hold_all(session: Session, *, why: Cause, now: datetime) -> int:
    """Hold every council and ask each secretariat; gives how many are newly held.

    Does not commit.
    """
    held = await holds.put(session, why=why, now=now)
    await ask(session, now=now)
    return held


async def ask(session: Session, *, now: datetime) -> int:
    """Ask the secretariats of held councils, once a day; gives how many people. No commit."""
    asked = 0
    for hold in await holds.every(session):
        council = await councils.get(session, hold.council_id)
        if council is None:
            continue
        today = dates.local_date(now, council.zone).isoformat()
        asked += await notices.tell_secretariat(
            session,
            council_id=council.id,
            kind=holds.QUESTION,
            key=f"held:{council.id}:{hold.since.isoformat()}:{today}",
            payload={},
            now=now,
            roles=ASKED,
        )
    return asked


async def standing(session: Session, *, viewer: Viewer) -> Held | None:
    """The hold of the viewer's council, or None. Raises NotAllowedError."""
    access.ensure(viewer, "operate")
    hold = await holds.of_council(session, viewer.council_id)
    return None if hold is None else Held(hold.since, await holds.waiting(session, hold))


async def release(session: Session, *, viewer: Viewer, since: datetime, now: datetime) -> Held:
    """End the hold that began then; gives what it was. Does not commit.

    Raises NotAllowedError, and NotFoundError where that hold has ended already.
    """
    access.ensure(viewer, "operate")
    hold = await holds.of_council(session, viewer.council_id)
    if hold is None or int(hold.since.timestamp()) != int(since.timestamp()):
        raise NotFoundError
    held = Held(hold.since, await holds.waiting(session, hold))
    if not await holds.lift(session, hold, now=now):
        raise NotFoundError
    auditing.record(
        session,
        viewer,
        "delivery_released",
        "council",
        viewer.council_id,
        now,
        before={"since": held.since.isoformat(), "why": hold.why},
        after={"old": held.waiting.old, "new": held.waiting.new},
    )
    return held

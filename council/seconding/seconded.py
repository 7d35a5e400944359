"""What a second person is asked, and what happens when they agree, refuse, or say nothing.

Agreeing does the deed at once, as the one who asked, with the rights that they have now.
"""

from dataclasses import dataclass
from datetime import datetime

from council import access
from council.access import Viewer
from council.errors import (
    AlreadyDecidedError,
    AnsweredError,
    AskerGoneError,
    NotFoundError,
    OwnRequestError,
)
from council.people import members
from council.seconding import deeds, second_person
from council.seconding.deeds import Deed
from storage import second_person as stored
from storage.database import Session
from storage.models import SecondRequest
from storage.words import Act


@dataclass(frozen=True)
class Request:
    """A request to a second person, as the asker and those who could agree see it.

    `deed` is None once it is answered: the thing may be gone by then.
    """

    id: int
    act: Act
    asked_by: str
    until: datetime
    deed: Deed | None
    agreed: bool | None
    answered_by: str | None
    own: bool
    called: str = ""
    """The code of what an answered one was about, where it had one."""


async def open_request(
    session: Session, *, viewer: Viewer, request_id: int, now: datetime
) -> Request:
    """A request through its asker or somebody who could agree; NotFoundError for anybody else.

    NotFoundError too where the thing that it is about is gone while it is open.
    """
    asked = await _seen_by(session, viewer, request_id)
    is_open = asked.agreed is None and asked.expires_at > now
    deed = await deeds.TOLD[asked.act](session, viewer, asked, now) if is_open else None
    return Request(
        id=asked.id,
        act=asked.act,
        asked_by=asked.asked_by.name,
        until=asked.expires_at,
        deed=deed,
        agreed=False if asked.agreed is None and not is_open else asked.agreed,
        answered_by=asked.answered_by.name if asked.answered_by else None,
        own=asked.asked_by_id == viewer.person_id,
        called=asked.details.get("called", ""),
    )


async def waiting(session: Session, *, viewer: Viewer, now: datetime) -> tuple[int, ...]:
    """The open requests to which the viewer could agree, oldest first."""
    return tuple(
        one.id
        for one in await stored.open_of(session, viewer.council_id, now=now)
        if _could_agree(viewer, one)
    )


async def agree(session: Session, *, viewer: Viewer, request_id: int, now: datetime) -> Request:
    """Agree: what was asked for is done, and the asker hears it. Does not commit.

    Raises NotFoundError, OwnRequestError, AlreadyDecidedError, AnsweredError, AskerGoneError, and
    what the deed itself raises where things have changed since.
    """
    asked = await _open(session, viewer, request_id, now)
    if asked.asked_by_id == viewer.person_id:
        raise OwnRequestError
    # Whoever agrees could do it, too.
    deed = await deeds.TOLD[asked.act](session, viewer, asked, now)
    asker = await members.viewer_in(session, asked.asked_by_id, asked.council_id, now)
    if asker is None or not access.can(asker, second_person.RIGHTS[asked.act]):
        raise AskerGoneError
    second_person.record(session, viewer, asked, "second_agreed", now)
    called = deed.about if asked.act in deeds.CODED else ""
    await _end(session, viewer, asked, agreed=True, now=now, called=called)
    await deeds.DONE[asked.act](session, asker, asked, now)
    return await open_request(session, viewer=viewer, request_id=request_id, now=now)


async def refuse(session: Session, *, viewer: Viewer, request_id: int, now: datetime) -> Request:
    """Refuse, or as the asker take the request back: nothing is done. Does not commit.

    Raises NotFoundError, AlreadyDecidedError, AnsweredError.
    """
    asked = await _open(session, viewer, request_id, now)
    own = asked.asked_by_id == viewer.person_id
    action = "second_withdrawn" if own else "second_refused"
    second_person.record(session, viewer, asked, action, now)
    await _end(session, viewer, asked, agreed=False, now=now)
    return await open_request(session, viewer=viewer, request_id=request_id, now=now)


async def lapse(session: Session, *, council_id: int, now: datetime) -> int:
    """End the requests that nobody answered in time, and tell who asked; gives how many.

    Running it again ends none twice. Does not commit.
    """
    done = 0
    for one in await stored.lapsed(session, council_id, now=now):
        if await stored.answer(session, one.id, agreed=False, by_id=None, now=now):
            await second_person.tell(session, one, one.asked_by_id, "second_answered", now)
            done += 1
    return done


async def _end(
    session: Session,
    viewer: Viewer,
    asked: SecondRequest,
    *,
    agreed: bool,
    now: datetime,
    called: str = "",
) -> None:
    by = viewer.person_id
    if not await stored.answer(session, asked.id, agreed=agreed, by_id=by, now=now, called=called):
        raise AnsweredError
    if asked.asked_by_id != by:
        await second_person.tell(session, asked, asked.asked_by_id, "second_answered", now)


async def _seen_by(session: Session, viewer: Viewer, request_id: int) -> SecondRequest:
    access.ensure(viewer, "second")
    found = await stored.get(session, viewer.council_id, request_id)
    if found is None or not (found.asked_by_id == viewer.person_id or _could_agree(viewer, found)):
        raise NotFoundError
    return found


def _could_agree(viewer: Viewer, asked: SecondRequest) -> bool:
    right = second_person.RIGHTS[asked.act]
    return asked.asked_by_id != viewer.person_id and access.may_second(viewer, right)


async def _open(session: Session, viewer: Viewer, request_id: int, now: datetime) -> SecondRequest:
    asked = await _seen_by(session, viewer, request_id)
    if asked.answered_by is not None and asked.answered_at is not None:
        raise AlreadyDecidedError(asked.answered_by.name, asked.answered_at)
    if asked.agreed is not None or asked.expires_at <= now:
        raise AnsweredError
    return asked

"""Where a council wants a second person: asking one before a deed, and who could agree.

Every deed of `Act` asks `wanted` as its last question before it changes anything, so that no way to
it goes past the second person; what happens when they answer is in `council/seconding/seconded.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from council import access, auditing, notices
from council.access import Viewer
from council.errors import NobodySecondsError
from storage import members, policies
from storage import second_person as stored
from storage.database import Session
from storage.models import SecondRequest
from storage.words import Act

GOOD_FOR = timedelta(hours=72)
ABOVE = 200
"""A message to more people than this takes a second person."""
RIGHTS = {
    Act.CLOSE: "close",
    Act.TAKE_BACK: "close",
    Act.LIFT: "set_confidential",
    Act.BROADCAST: "broadcast",
    Act.EXPORT: "export_confidential",
    Act.ERASE: "erase",
    Act.SWITCH_OFF: "set_policy",
}
"""The right that each deed takes, and that whoever agrees needs too."""
SUBJECTS = {
    Act.CLOSE: "item",
    Act.TAKE_BACK: "minutes",
    Act.LIFT: "resolution",
    Act.BROADCAST: "broadcast",
    Act.EXPORT: "council",
    Act.ERASE: "membership",
    Act.SWITCH_OFF: "council",
}
"""What kind of thing each deed is about, as the log has it."""


@dataclass(frozen=True)
class Asked:
    """That a deed waits for a second person: which request, who can agree, and until when."""

    request_id: int
    act: Act
    names: tuple[str, ...]
    until: datetime


@dataclass(frozen=True)
class Seconders:
    """Who could agree if the viewer asked: to everything, and to what concerns people alone."""

    everything: tuple[str, ...]
    people_only: tuple[str, ...]


def is_on(settings: Mapping[str, object]) -> bool:
    """Whether a council with these settings wants a second person."""
    return bool(settings.get("second", False))


async def wanted(
    session: Session,
    *,
    viewer: Viewer,
    act: Act,
    about: int,
    now: datetime,
    seconded: bool,
    details: Mapping[str, object] | None = None,
    but: int = 0,
) -> Asked | None:
    """Ask a second person, where the council wants one; None where the deed may be done now.

    `seconded` says that somebody has agreed already, `details` is what the deed needs besides its
    thing, `but` a person who cannot be asked. Whoever asks again for the same puts the new request
    in the place of the old one. Raises NobodySecondsError where nobody could agree. Does not
    commit.
    """
    if seconded or not is_on(await policies.of_council(session, viewer.council_id)):
        return None
    others = await possible(session, viewer=viewer, act=act, but=but)
    if not others:
        raise NobodySecondsError
    for old in await stored.open_of(session, viewer.council_id, now=now, act=act, about=about):
        await stored.answer(session, old.id, agreed=False, by_id=viewer.person_id, now=now)
    asked = await stored.add(
        session,
        SecondRequest(
            council_id=viewer.council_id,
            act=act,
            about=about,
            details=dict(details or {}),
            asked_by_id=viewer.person_id,
            asked_at=now,
            expires_at=now + GOOD_FOR,
        ),
    )
    record(session, viewer, asked, "second_asked", now)
    for person_id in others:
        await tell(session, asked, person_id, "second_asked", now)
    return Asked(asked.id, act, tuple(others.values()), asked.expires_at)


async def possible(session: Session, *, viewer: Viewer, act: Act, but: int = 0) -> dict[int, str]:
    """Person id and name of everybody else who could agree to a deed of the viewer's."""
    found = {
        person.id: person.name
        for role in access.seconders(RIGHTS[act])
        for person in await members.with_role(session, viewer.council_id, role)
    }
    return {one: name for one, name in found.items() if one not in (viewer.person_id, but)}


async def seconders(session: Session, *, viewer: Viewer) -> Seconders:
    """Who could agree to what the viewer may want to do."""
    close = await possible(session, viewer=viewer, act=Act.CLOSE)
    erase = await possible(session, viewer=viewer, act=Act.ERASE)
    further = tuple(name for one, name in erase.items() if one not in close)
    return Seconders(tuple(close.values()), further)


async def ensure_somebody(session: Session, *, viewer: Viewer) -> None:
    """Refuse to want a second person where there is none. Raises NobodySecondsError."""
    if not await possible(session, viewer=viewer, act=Act.CLOSE):
        raise NobodySecondsError


def record(
    session: Session, viewer: Viewer, asked: SecondRequest, action: str, now: datetime
) -> None:
    """Write into the log what the viewer did about a request."""
    after = {"act": asked.act.value, "request_id": asked.id}
    auditing.record(session, viewer, action, SUBJECTS[asked.act], asked.about, now, after=after)


async def tell(
    session: Session, asked: SecondRequest, person_id: int, kind: str, now: datetime
) -> None:
    """Tell somebody of a request, or what became of it."""
    await notices.tell_person(
        session,
        council_id=asked.council_id,
        person_id=person_id,
        kind=kind,
        key=f"{kind}:{asked.id}",
        payload={"request_id": asked.id},
        now=now,
    )

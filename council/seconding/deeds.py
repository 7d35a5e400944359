"""The deeds that may take a second person: what each is about, in words, and how it is done.

Telling a deed to a viewer also checks that they could do it themselves; doing it calls the very
action that asked for the second person.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from council import access, closing, confidential, items
from council.access import Viewer
from council.errors import BroadcastChangedError
from council.followup import followup_report, followup_scopes
from council.minutes import published
from council.people import erasure
from council.reminding import policy_changes
from council.to_many import broadcasts
from storage.database import Session
from storage.models import SecondRequest
from storage.words import Act, EventKind

CODED = (Act.CLOSE, Act.TAKE_BACK, Act.LIFT)
"""What is called by a code or number, which may still be said when it is over."""

type Tell = Callable[[Session, Viewer, SecondRequest, datetime], Awaitable["Deed"]]
type Do = Callable[[Session, Viewer, SecondRequest, datetime], Awaitable[object]]


@dataclass(frozen=True)
class Deed:
    """What somebody wants to do.

    `about` is what the thing is called, `count` how many people or items it concerns, `words` what
    was typed or is to be said, `kind` how an item is to be closed.
    """

    about: str = ""
    count: int = 0
    words: str = ""
    kind: EventKind | None = None
    confidential: bool = False


async def _tell_close(
    session: Session, viewer: Viewer, asked: SecondRequest, now: datetime
) -> Deed:
    card = await items.open_card(session, viewer=viewer, item_id=asked.about, now=now)
    kind = EventKind(asked.details["kind"])
    return Deed(card.code, words=asked.details["reason"], kind=kind, confidential=card.confidential)


async def _tell_take_back(
    session: Session, viewer: Viewer, asked: SecondRequest, _now: datetime
) -> Deed:
    found = await published.ensure_can_take_back(session, viewer=viewer, minutes_id=asked.about)
    return Deed(str(found.number or ""), count=found.resolutions)


async def _tell_lift(
    session: Session, viewer: Viewer, asked: SecondRequest, _now: datetime
) -> Deed:
    shown = await confidential.access_list(session, viewer=viewer, resolution_id=asked.about)
    return Deed(shown.code, confidential=True)


async def _tell_broadcast(
    session: Session, viewer: Viewer, asked: SecondRequest, now: datetime
) -> Deed:
    outline = await broadcasts.outline(session, viewer=viewer, broadcast_id=asked.about, at=now)
    if outline.version != asked.details["version"]:
        raise BroadcastChangedError
    return Deed(count=len(outline.people), words=outline.written.text)


async def _tell_export(
    session: Session, viewer: Viewer, asked: SecondRequest, now: datetime
) -> Deed:
    access.ensure(viewer, "export_confidential")
    scope = followup_scopes.unpack(asked.details["scope"])
    shown = await followup_report.outline(session, viewer=viewer, scope=scope, now=now)
    return Deed(count=shown.confidential)


async def _tell_erase(
    session: Session, viewer: Viewer, asked: SecondRequest, _now: datetime
) -> Deed:
    _, person = await erasure.erasable(session, viewer=viewer, membership_id=asked.about)
    return Deed(person.name)


async def _tell_switch_off(
    _session: Session, _viewer: Viewer, _asked: SecondRequest, _now: datetime
) -> Deed:
    return Deed()


TOLD: dict[Act, Tell] = {
    Act.CLOSE: _tell_close,
    Act.TAKE_BACK: _tell_take_back,
    Act.LIFT: _tell_lift,
    Act.BROADCAST: _tell_broadcast,
    Act.EXPORT: _tell_export,
    Act.ERASE: _tell_erase,
    Act.SWITCH_OFF: _tell_switch_off,
}


# ---------------------------------------------------------------- doing it


async def _close(session: Session, asker: Viewer, asked: SecondRequest, now: datetime) -> object:
    return await closing.close_as(
        session,
        viewer=asker,
        item_id=asked.about,
        kind=EventKind(asked.details["kind"]),
        reason=asked.details["reason"],
        now=now,
        seconded=True,
    )


async def _take_back(
    session: Session, asker: Viewer, asked: SecondRequest, now: datetime
) -> object:
    found = await published.open_published(session, viewer=asker, minutes_id=asked.about)
    return await published.take_back(
        session,
        viewer=asker,
        minutes_id=asked.about,
        typed=str(found.confirmation),
        now=now,
        seconded=True,
    )


async def _lift(session: Session, asker: Viewer, asked: SecondRequest, now: datetime) -> object:
    shown = await confidential.access_list(session, viewer=asker, resolution_id=asked.about)
    return await confidential.lift(
        session, viewer=asker, resolution_id=asked.about, typed=shown.code, now=now, seconded=True
    )


async def _send(session: Session, asker: Viewer, asked: SecondRequest, now: datetime) -> object:
    outline = await broadcasts.outline(session, viewer=asker, broadcast_id=asked.about, at=now)
    at = datetime.fromisoformat(asked.details["at"]) if asked.details["at"] else None
    status = asked.details["status"]
    return await broadcasts.send(
        session,
        viewer=asker,
        broadcast_id=asked.about,
        typed=str(len(outline.people)),
        at=at if at is None or at > now else None,
        status=(status[0], status[1]) if status else None,
        now=now,
        seconded=True,
    )


async def _export(session: Session, asker: Viewer, asked: SecondRequest, now: datetime) -> object:
    return await followup_report.order(
        session,
        viewer=asker,
        scope=followup_scopes.unpack(asked.details["scope"]),
        form=asked.details["form"],
        message_id=None,
        now=now,
        seconded=True,
    )


async def _erase(session: Session, asker: Viewer, asked: SecondRequest, now: datetime) -> object:
    _, person = await erasure.erasable(session, viewer=asker, membership_id=asked.about)
    return await erasure.erase(
        session,
        viewer=asker,
        membership_id=asked.about,
        typed=person.name,
        now=now,
        seconded=True,
    )


async def _switch_off(
    session: Session, asker: Viewer, _asked: SecondRequest, now: datetime
) -> object:
    return await policy_changes.change(
        session, viewer=asker, field="second", number=0, now=now, seconded=True
    )


DONE: dict[Act, Do] = {
    Act.CLOSE: _close,
    Act.TAKE_BACK: _take_back,
    Act.LIFT: _lift,
    Act.BROADCAST: _send,
    Act.EXPORT: _export,
    Act.ERASE: _erase,
    Act.SWITCH_OFF: _switch_off,
}

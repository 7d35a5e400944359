"""Telling those concerned: the people who speak for the bodies, and the bodies' groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from council import notices
from council.access import Viewer
from council.minutes.drafts import OpenDraft
from storage import bodies
from storage.database import Session
from storage.models import ActionItem, Chat


@dataclass(frozen=True)
class Told:
    """How many people will be told, and the bodies that nobody answers for."""

    people: int = 0
    unheard_bodies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Concerned:
    """Whom items concern: (body id, person id) pairs, and bound groups."""

    speakers: tuple[tuple[int, int], ...]
    chats: tuple[Chat, ...]

    @property
    def people(self) -> tuple[int, ...]:
        """Each person once."""
        return tuple(dict.fromkeys(person_id for _, person_id in self.speakers))

    @property
    def bodies(self) -> set[int | None]:
        """The bodies that somebody answers for."""
        return {body_id for body_id, _ in self.speakers} | {chat.body_id for chat in self.chats}


async def concerned(session: Session, made: Sequence[ActionItem]) -> Concerned:
    """Who answers for the bodies that lead the items."""
    leads = {item.lead_body_id for item in made if item.lead_body_id is not None}
    return await answering_for(session, leads)


async def answering_for(session: Session, leads: set[int]) -> Concerned:
    """Who answers for the bodies."""
    pairs = await bodies.representatives(session, leads)
    chats = await bodies.groups(session, leads)
    return Concerned(tuple((body_id, one.id) for body_id, one in pairs), tuple(chats))


def person_key(minutes_id: int, version: int) -> str:
    """The key of the notice about the minutes; each publication of them has its own."""
    return f"assigned:{minutes_id}:{version}"


def group_key(item_id: int) -> str:
    """The key of the notice about one item in a group."""
    return f"item:{item_id}"


async def announce(
    session: Session,
    *,
    viewer: Viewer,
    opened: OpenDraft,
    made: Sequence[ActionItem],
    now: datetime,
) -> Told:
    """Tell who speaks for the bodies, once each, and their groups, once an item.

    Nobody hears of archived minutes.
    """
    if opened.archived:
        return Told()
    who = await concerned(session, made)
    people = 0
    for person_id in who.people:
        people += await notices.tell_person(
            session,
            council_id=viewer.council_id,
            person_id=person_id,
            kind="assigned",
            key=person_key(opened.id, opened.version),
            payload={"minutes_id": opened.id},
            now=now,
        )
    for chat in who.chats:
        for item in made:
            if item.lead_body_id == chat.body_id:
                await tell_group_of_item(session, viewer, chat, item.id, now)
    return Told(people, await _unheard(session, viewer, who, made))


async def tell_group_of_item(
    session: Session, viewer: Viewer, chat: Chat, item_id: int, now: datetime
) -> bool:
    """Put an item before a group, so that a reply to it is a report."""
    return await notices.tell_group(
        session,
        council_id=viewer.council_id,
        chat=chat,
        kind="item",
        key=group_key(item_id),
        payload={"item_id": item_id},
        now=now,
    )


async def _unheard(
    session: Session, viewer: Viewer, who: Concerned, made: Sequence[ActionItem]
) -> tuple[str, ...]:
    silent = dict.fromkeys(
        item.lead_body_id
        for item in made
        if item.lead_body_id is not None and item.lead_body_id not in who.bodies
    )
    found = [await bodies.get(session, viewer.council_id, body_id) for body_id in silent]
    return tuple(body.name for body in found if body is not None)

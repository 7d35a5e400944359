"""Who follows an item up: named, changed or freed once its minutes are published."""

from dataclasses import dataclass, replace
from datetime import datetime

from council import access, auditing, items, notices, text
from council.access import Viewer
from council.errors import ItemClosedError, NotAllowedError, NotFoundError
from council.items import ItemCard
from storage import items as stored_items
from storage import members
from storage.database import Session
from storage.models import ActionItem


@dataclass(frozen=True)
class OwnerChoice:
    """An item, and (membership id, name) of everybody who may follow it up, by name."""

    item: ItemCard
    offered: tuple[tuple[int, str], ...]
    owner_id: int | None
    """The membership that follows it up now."""
    narrowed: bool = False
    """Whether only those of some name are offered."""


async def choice(
    session: Session, *, viewer: Viewer, item_id: int, now: datetime, named: str = ""
) -> OwnerChoice:
    """Who could follow the item up, or those of them whose names have all words of `named`.

    A body's representative chooses among those who speak for it; of what is confidential only who
    may know of it can be chosen. Raises NotFoundError, NotAllowedError, ItemClosedError.
    """
    item = await _open(session, viewer, item_id)
    words = set(text.fold(named).split())
    offered = await _offered(session, viewer, item)
    if words:
        offered = [one for one in offered if words <= set(text.fold(one[1]).split())]
    offered.sort(key=lambda one: text.sort_key(one[1]))
    card = await items.open_card(session, viewer=viewer, item_id=item_id, now=now)
    owner_id = item.follow_up_owner_id if card.owner else None
    return OwnerChoice(card, tuple(offered), owner_id, narrowed=bool(words))


async def name_owner(
    session: Session, *, viewer: Viewer, item_id: int, membership_id: int | None, now: datetime
) -> ItemCard:
    """Let the membership follow the item up, or nobody; who does now and who did are told.

    Raises NotFoundError where that is nobody who is offered, NotAllowedError, ItemClosedError.
    Does not commit.
    """
    item = await _open(session, viewer, item_id)
    before = item.follow_up_owner_id
    if membership_id and not await _offered(session, viewer, item, alone=membership_id):
        raise NotFoundError
    if membership_id != before:
        changed = {"follow_up_owner_id": membership_id}
        if not await stored_items.change(session, item, expected=item.version, **changed):
            raise ItemClosedError
        auditing.record(
            session,
            viewer,
            "owner_named",
            "item",
            item.id,
            now,
            before={"membership_id": before} if before else None,
            after={"membership_id": membership_id} if membership_id else None,
        )
        await session.refresh(item, ["version"])
        await _tell(session, viewer, item, {before, membership_id} - {None}, now)
    return await items.open_card(session, viewer=viewer, item_id=item_id, now=now)


async def seen(
    session: Session, *, viewer: Viewer, item_id: int, now: datetime
) -> tuple[ItemCard, bool]:
    """The item, and whether it is the viewer who follows it up. Raises NotFoundError."""
    card = await items.open_card(session, viewer=viewer, item_id=item_id, now=now)
    item = await stored_items.get(session, viewer.council_id, item_id)
    return card, item is not None and item.follow_up_owner_id == viewer.membership_id


async def of_draft(
    session: Session, *, viewer: Viewer, alone: int | None = None
) -> list[tuple[int, str]]:
    """(membership id, name) of everybody who may follow up what a draft orders, by name; with
    `alone` only that membership."""
    roles = access.roles_that_may("report")
    found = await members.names_in(session, viewer.council_id, roles=roles, alone=alone)
    return sorted(found, key=lambda one: text.sort_key(one[1]))


async def _open(session: Session, viewer: Viewer, item_id: int) -> ActionItem:
    item = await items.open_item(session, viewer, item_id)
    facts = items.facts(item)
    owner_id = facts.follow_up_owner_id
    if owner_id is not None and not await members.people_of(session, {owner_id}):
        facts = replace(facts, follow_up_owner_id=None)  # who has left follows nothing up
    if not access.may_assign(viewer, facts):
        raise NotAllowedError("assign")
    return item


async def _offered(
    session: Session, viewer: Viewer, item: ActionItem, *, alone: int | None = None
) -> list[tuple[int, str]]:
    of_all = access.may_for(viewer, "assign", None)
    return await members.names_in(
        session,
        viewer.council_id,
        roles=access.roles_that_may("report"),
        body_id=None if of_all else item.lead_body_id,
        may_know=item.resolution_id if item.resolution.confidential else None,
        alone=alone,
    )


async def _tell(
    session: Session, viewer: Viewer, item: ActionItem, concerned: set[int | None], now: datetime
) -> None:
    people = await members.people_of(session, {one for one in concerned if one is not None})
    for person_id in sorted(set(people.values()) - {viewer.person_id}):
        await notices.tell_person(
            session,
            council_id=viewer.council_id,
            person_id=person_id,
            kind="owner_named",
            key=f"owner:{item.id}:{item.version}",
            payload={"item_id": item.id},
            now=now,
        )

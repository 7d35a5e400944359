"""Giving an item to another body: because its own says “not ours”, or to put minutes right."""

from dataclasses import dataclass
from datetime import datetime

from council import access, auditing, items, notices, text
from council.access import Viewer
from council.errors import ItemClosedError, NotFoundError
from council.items import ItemCard
from storage import bodies, members
from storage import items as stored_items
from storage.database import Session
from storage.models import ActionItem, Body
from storage.search import mark_changed


@dataclass(frozen=True)
class Disclaimed:
    """An item that somebody says is not theirs, and who says so."""

    card: ItemCard
    by: str
    by_id: int


async def disclaim(session: Session, *, viewer: Viewer, item_id: int, now: datetime) -> ItemCard:
    """Tell the secretariat that the item is not the viewer's; nothing else changes until it
    decides. Telling again tells nobody twice on one version of the item.

    Raises NotFoundError, NotAllowedError, ItemClosedError. Does not commit.
    """
    item = await items.open_item(session, viewer, item_id)
    access.ensure_may_report(viewer, items.facts(item))
    await notices.tell_secretariat(
        session,
        council_id=viewer.council_id,
        kind="not_mine",
        key=f"notmine:{item.id}:{item.version}:{viewer.person_id}",
        payload={"item_id": item.id, "by": viewer.person_id, "version": item.version},
        now=now,
        besides=viewer.person_id,
    )
    auditing.record(session, viewer, "disclaimed", "item", item.id, now)
    return await items.open_card(session, viewer=viewer, item_id=item.id, now=now)


async def disclaimed(
    session: Session, *, viewer: Viewer, item_id: int, by: int, now: datetime
) -> Disclaimed:
    """What was said of an item, for the secretary who decides. NotFoundError, NotAllowedError."""
    access.ensure(viewer, "reassign")
    card = await items.open_card(session, viewer=viewer, item_id=item_id, now=now)
    person = await members.person(session, by)
    return Disclaimed(card, person.name if person else "", by)


async def keep(session: Session, *, viewer: Viewer, item_id: int, by: int, now: datetime) -> None:
    """Let the item be whose it is; who said otherwise is told. Does not commit."""
    item = await items.open_item(session, viewer, item_id)
    access.ensure_may(viewer, "reassign", items.facts(item))
    if await members.membership(session, viewer.council_id, by) is None:
        raise NotFoundError
    await notices.tell_person(
        session,
        council_id=viewer.council_id,
        person_id=by,
        kind="still_yours",
        key=f"still:{item.id}:{item.version}",
        payload={"item_id": item.id},
        now=now,
    )
    auditing.record(session, viewer, "assignment_kept", "item", item.id, now)


async def others(
    session: Session, *, viewer: Viewer, item_id: int, named: str = ""
) -> tuple[ActionItem, tuple[tuple[int, str], ...]]:
    """The item, and (body id, name) of every body that it could be given to, or of those that have
    all the words by which one is `named` in one of their names."""
    item = await items.open_item(session, viewer, item_id)
    access.ensure_may(viewer, "reassign", items.facts(item))
    known = await bodies.of_council(session, viewer.council_id)
    words = set(_words(named))
    meant = {
        body_id
        for body_id, name in await bodies.names_of(session, viewer.council_id)
        if words <= set(_words(name))
    }
    return item, tuple(
        (one.id, one.name) for one in known if one.id != item.lead_body_id and one.id in meant
    )


def _words(name: str) -> list[str]:
    return text.fold(name).replace("\u200c", " ").split()


async def reassign(
    session: Session, *, viewer: Viewer, item_id: int, body_id: int, now: datetime
) -> ItemCard:
    """Give the item to another body of the council; the people and groups of both are told, the
    date stays. Raises NotFoundError, NotAllowedError, ItemClosedError. Does not commit."""
    item = await items.open_item(session, viewer, item_id)
    access.ensure_may(viewer, "reassign", items.facts(item))
    body = await bodies.get(session, viewer.council_id, body_id)
    if body is None:
        raise NotFoundError
    before = item.lead_body_id
    if not await stored_items.change(session, item, expected=item.version, lead_body_id=body.id):
        raise ItemClosedError
    auditing.record(
        session,
        viewer,
        "reassigned",
        "item",
        item.id,
        now,
        before={"body_id": before} if before else None,
        after={"body_id": body.id},
    )
    await mark_changed(session, item.resolution_id)
    await session.refresh(item, ["version", "lead_body"])
    await _tell(session, viewer, item, body, before, now)
    return await items.open_card(session, viewer=viewer, item_id=item.id, now=now)


async def _tell(
    session: Session,
    viewer: Viewer,
    item: ActionItem,
    body: Body,
    before: int | None,
    now: datetime,
) -> None:
    """The new body hears that it is theirs; the old one, where somebody else speaks for it, that
    it is not any more."""
    key, payload = f"reassigned:{item.id}:{item.version}", {"item_id": item.id}
    speak = {person.id for _, person in await bodies.representatives(session, [body.id])}
    former = await bodies.representatives(session, [before] if before else [])
    for kind, people in (
        ("reassigned", speak),
        ("released", {person.id for _, person in former} - speak),
    ):
        for person_id in sorted(people):
            await notices.tell_person(
                session,
                council_id=viewer.council_id,
                person_id=person_id,
                kind=kind,
                key=key,
                payload=payload,
                now=now,
            )
    for chat in await bodies.groups(session, [body.id]):
        await notices.tell_group(
            session,
            council_id=viewer.council_id,
            chat=chat,
            kind="item",
            key=key,
            payload=payload,
            now=now,
        )

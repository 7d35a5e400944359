"""Following a resolution: whoever wants to hears what becomes of it."""

from datetime import datetime

from council import access, items, notices
from council.access import Viewer
from council.errors import NotFoundError
from council.items import ItemCard
from council.people import preferences
from storage import follows as stored
from storage import policies, reminders, resolutions
from storage.database import Session
from storage.item_rows import ItemRow
from storage.models import ActionItem


async def follow(session: Session, *, viewer: Viewer, resolution_id: int, now: datetime) -> None:
    """Follow a resolution of the viewer's council; following twice changes nothing.

    Raises NotFoundError. Does not commit.
    """
    access.ensure(viewer, "search")
    if await resolutions.whole(session, viewer.council_id, resolution_id) is None:
        raise NotFoundError
    await stored.follow(session, viewer.person_id, resolution_id, now)


async def toggle(session: Session, *, viewer: Viewer, resolution_id: int, now: datetime) -> bool:
    """Follow it, or stop; True where it is followed now. Raises as `follow`."""
    access.ensure(viewer, "search")
    if await stored.unfollow(session, viewer.person_id, resolution_id):
        return False
    await follow(session, viewer=viewer, resolution_id=resolution_id, now=now)
    return True


async def tell(
    session: Session, *, viewer: Viewer, item: ActionItem | ItemRow, key: str, now: datetime
) -> None:
    """Tell the followers of the item's resolution that something changed; not who did it.

    Who wants such news in their digest reads it there, see `waiting`.
    """
    people = await stored.followers(session, item.council_id, item.resolution_id)
    own = await policies.of_people(session, item.council_id, people)
    for person_id in people:
        later = preferences.news_since(own.get(person_id, {})) is not None
        if person_id != viewer.person_id and not later:
            await notices.tell_person(
                session,
                council_id=item.council_id,
                person_id=person_id,
                kind="followed",
                key=f"fol:{key}",
                payload={"item_id": item.id},
                now=now,
            )


async def waiting(
    session: Session, *, viewer: Viewer, until: datetime, now: datetime
) -> tuple[ItemCard, ...]:
    """What changed since their last digest and before `until` on what they follow; nothing for
    those who are told at once."""
    own = await policies.of_people(session, viewer.council_id, [viewer.person_id])
    since = preferences.news_since(own.get(viewer.person_id, {}))
    if since is None:
        return ()
    told = await reminders.news_told_until(session, viewer.council_id, viewer.person_id)
    found = await stored.news(
        session, viewer.council_id, viewer.person_id, max(since, told or since), until
    )
    return await items.cards(session, viewer=viewer, item_ids=found, now=now)


async def tell_at_last(
    session: Session, *, viewer: Viewer, waited: tuple[ItemCard, ...], now: datetime
) -> None:
    """Tell what waited for a digest that no longer brings it; nothing while one does."""
    own = await policies.of_people(session, viewer.council_id, [viewer.person_id])
    if preferences.news_since(own.get(viewer.person_id, {})) is not None:
        return
    for item in waited:
        await notices.tell_person(
            session,
            council_id=viewer.council_id,
            person_id=viewer.person_id,
            kind="followed",
            key=f"fol:{item.id}:{now.isoformat()}",
            payload={"item_id": item.id},
            now=now,
        )

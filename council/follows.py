"""Following a resolution: whoever wants to hears what becomes of it."""

from datetime import datetime

from council import access, notices
from council.access import Viewer
from council.errors import NotFoundError
from storage import followup as stored
from storage import resolutions
from storage.database import Session
from storage.models import ActionItem


async def toggle(session: Session, *, viewer: Viewer, resolution_id: int, now: datetime) -> bool:
    """Follow a resolution of the viewer's council, or stop; True where it is followed now.

    Raises NotFoundError. Does not commit.
    """
    access.ensure(viewer, "search")
    if await resolutions.whole(session, viewer.council_id, resolution_id) is None:
        raise NotFoundError
    if await stored.unfollow(session, viewer.person_id, resolution_id):
        return False
    await stored.follow(session, viewer.person_id, resolution_id, now)
    return True


async def tell(
    session: Session, *, viewer: Viewer, item: ActionItem, key: str, now: datetime
) -> None:
    """Tell the followers of the item's resolution that something changed; not who did it."""
    for person in await stored.followers(session, item.council_id, item.resolution_id):
        if person.id != viewer.person_id:
            await notices.tell_person(
                session,
                council_id=item.council_id,
                person_id=person.id,
                kind="followed",
                key=f"fol:{key}",
                payload={"item_id": item.id},
                now=now,
            )

"""The first screen: what matters to somebody now, in a few counts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from council import access, dates, reviews
from council.access import Viewer
from storage import groups, members
from storage import home as stored
from storage.database import Session
from storage.home import ItemCounts
from storage.words import Role

FRESH = timedelta(days=30)
"""How long a published resolution counts as new."""


@dataclass(frozen=True)
class HomeSeen:
    """What waits, as of now; counts of what the viewer's role does not deal with are 0."""

    items: ItemCounts
    reports: int = 0
    drafts: int = 0
    fresh: int = 0
    next_session: datetime | None = None
    staffed: bool = False
    """For an admin: whether there is a secretary already."""

    @property
    def nothing_yet(self) -> bool:
        """Whether the council has no open item, and no minutes are on their way."""
        return not (self.items.council or self.drafts or self.fresh)


@dataclass(frozen=True)
class OwnGroup:
    """A body that somebody speaks for, and whether a group is bound to it."""

    body_name: str
    bound: bool


async def look(session: Session, *, viewer: Viewer, now: datetime) -> HomeSeen:
    """Count what the viewer should know at once, in at most four queries.

    The items are those of `council.items.my_work`. Raises NotAllowedError for strangers.
    """
    access.ensure(viewer, "own_items")
    counted = await stored.items(
        session,
        viewer.council_id,
        body_ids=viewer.body_ids,
        owner_ids=viewer.owner_ids,
        unspoken_for=viewer.takes_unowned,
        today=dates.local_date(now, viewer.zone),
    )
    if access.can(viewer, "review"):
        waiting = await reviews.queue(session, viewer=viewer)
        drafts = await stored.drafts(session, viewer.council_id)
        return HomeSeen(counted, reports=len(waiting), drafts=drafts)
    if viewer.role is Role.REPRESENTATIVE:
        return HomeSeen(counted)
    if viewer.role is Role.ADMIN:
        found = await members.ids_with_role(session, viewer.council_id, Role.SECRETARY)
        return HomeSeen(counted, staffed=bool(found))
    fresh = await stored.resolved_since(session, viewer.council_id, now - FRESH)
    coming = await stored.next_session(session, viewer.council_id, now)
    return HomeSeen(counted, fresh=fresh, next_session=coming)


async def own_groups(session: Session, *, viewer: Viewer) -> tuple[OwnGroup, ...]:
    """The bodies that the viewer speaks for, in alphabetical order, and which have a group."""
    access.ensure(viewer, "own_items")
    spoken_for = await groups.of_bodies(session, viewer.council_id, viewer.body_ids)
    return tuple(OwnGroup(name, bound) for name, bound in spoken_for)

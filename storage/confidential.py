"""Queries about confidential resolutions and who is on their lists."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select, update

from storage.database import Session
from storage.models import (
    ActionItem,
    Membership,
    Person,
    Representation,
    Resolution,
    ResolutionAccess,
)
from storage.upsert import insert_into
from storage.words import MembershipState


async def mark(session: Session, *, resolution_id: int, confidential: bool) -> bool:
    """Set or lift the mark; False where it stood so already."""
    stmt = (
        update(Resolution)
        .where(Resolution.id == resolution_id, Resolution.confidential.is_not(confidential))
        .values(confidential=confidential)
        .returning(Resolution.id)
        .execution_options(synchronize_session=False)
    )
    return (await session.scalars(stmt)).first() is not None


async def allow(session: Session, *, resolution_id: int, membership_ids: Collection[int]) -> None:
    """Put members on the access list; those who are on it stay."""
    for membership_id in membership_ids:
        row = insert_into(session, ResolutionAccess).values(
            resolution_id=resolution_id, membership_id=membership_id
        )
        await session.execute(row.on_conflict_do_nothing())


async def forbid(session: Session, *, resolution_id: int, membership_id: int) -> None:
    """Take a member off the access list."""
    stmt = delete(ResolutionAccess).where(
        ResolutionAccess.resolution_id == resolution_id,
        ResolutionAccess.membership_id == membership_id,
    )
    await session.execute(stmt)


async def listed(session: Session, resolution_id: int) -> Sequence[tuple[int, str]]:
    """(membership id, name) of everybody on the access list, oldest membership first."""
    stmt = (
        select(Membership.id, Person.name)
        .join(ResolutionAccess, ResolutionAccess.membership_id == Membership.id)
        .join(Person, Person.id == Membership.person_id)
        .where(ResolutionAccess.resolution_id == resolution_id)
        .order_by(Membership.id)
    )
    return [(row.id, row.name) for row in await session.execute(stmt)]


async def those_concerned(session: Session, resolution_id: int) -> Sequence[int]:
    """Memberships that speak for the resolution's bodies or chase one of its items."""
    speak = (
        select(Membership.id)
        .join(Representation, Representation.membership_id == Membership.id)
        .join(ActionItem, ActionItem.lead_body_id == Representation.body_id)
        .where(
            ActionItem.resolution_id == resolution_id, Membership.state == MembershipState.ACTIVE
        )
    )
    chase = select(ActionItem.follow_up_owner_id).where(
        ActionItem.resolution_id == resolution_id, ActionItem.follow_up_owner_id.is_not(None)
    )
    rows = [*(await session.scalars(speak)).all(), *(await session.scalars(chase)).all()]
    return sorted({one for one in rows if one is not None})

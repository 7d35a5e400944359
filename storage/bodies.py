"""Queries about bodies and the names they go by."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from storage.database import Session
from storage.models import Body, BodyAlias, Chat, Membership, Person, Representation
from storage.words import BodyKind, MembershipState


async def add(
    session: Session,
    *,
    council_id: int,
    kind: BodyKind,
    name: str,
    key: str,
    sort_key: str,
    now: datetime,
) -> Body:
    """A new body, with its id. The key must be new in the council."""
    body = Body(
        council_id=council_id, kind=kind, name=name, key=key, sort_key=sort_key, created_at=now
    )
    session.add(body)
    await session.flush()
    return body


async def add_alias(session: Session, *, body: Body, alias: str, key: str) -> None:
    """Let a further name stand for the body, where the name is not taken yet."""
    taken = select(BodyAlias.id).where(
        BodyAlias.council_id == body.council_id, BodyAlias.key == key
    )
    if key != body.key and (await session.scalar(taken)) is None:
        session.add(BodyAlias(council_id=body.council_id, body_id=body.id, alias=alias, key=key))


async def get(session: Session, council_id: int, body_id: int) -> Body | None:
    """The council's body of that id, or None."""
    return await session.scalar(
        select(Body).where(Body.council_id == council_id, Body.id == body_id)
    )


async def by_keys(session: Session, council_id: int, keys: Collection[str]) -> dict[str, Body]:
    """Which of the keys name a body of the council, by its name or by an alias."""
    named = select(Body.key, Body).where(Body.council_id == council_id, Body.key.in_(keys))
    found = dict((await session.execute(named)).all())
    aliased = (
        select(BodyAlias.key, Body)
        .join(Body, Body.id == BodyAlias.body_id)
        .where(BodyAlias.council_id == council_id, BodyAlias.key.in_(keys))
    )
    return dict((await session.execute(aliased)).all()) | found


async def of_council(session: Session, council_id: int) -> Sequence[Body]:
    """Every body of the council, in the order of the Persian alphabet."""
    stmt = select(Body).where(Body.council_id == council_id).order_by(Body.sort_key, Body.id)
    return (await session.scalars(stmt)).all()


async def representatives(
    session: Session, body_ids: Collection[int]
) -> Sequence[tuple[int, Person]]:
    """(body id, person) for every active member who speaks for one of the bodies."""
    stmt = (
        select(Representation.body_id, Person)
        .join(Membership, Membership.id == Representation.membership_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Representation.body_id.in_(body_ids),
            Membership.state == MembershipState.ACTIVE,
            Person.telegram_id.is_not(None),
        )
        .order_by(Representation.body_id, Person.id)
    )
    return (await session.execute(stmt)).all()


async def groups(session: Session, body_ids: Collection[int]) -> Sequence[Chat]:
    """The bound groups of the bodies that can be reached."""
    stmt = (
        select(Chat)
        .where(Chat.body_id.in_(body_ids), Chat.unreachable_since.is_(None))
        .order_by(Chat.id)
    )
    return (await session.scalars(stmt)).all()

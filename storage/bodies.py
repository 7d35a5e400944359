"""Queries about bodies and the names they go by."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    func,
    select,
    update,
)

from storage.database import Session
from storage.database.prepared import Prepared
from storage.models import (
    ActionItem,
    Body,
    BodyAlias,
    Chat,
    GroupCode,
    Invitation,
    Membership,
    Person,
    ProgressUpdate,
    Representation,
    SupportingBody,
)
from storage.types import Base
from storage.words import OPEN_STATES, BodyKind, MembershipState

type Names = tuple[tuple[int, str], ...]
"""The names that the bodies of a council go by, each with the body's id."""


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
    """Which of the keys name a body of the council, by its name or by an alias.

    Spaces are often typed where half spaces belong: they count only where two bodies differ in
    nothing else.
    """
    joined = {_joined(key) for key in keys}
    key = func.replace(Body.key, " ", "").in_(joined)
    alias = func.replace(BodyAlias.key, " ", "").in_(joined)
    named = select(Body.key, Body).where(Body.council_id == council_id, key)
    aliased = (
        select(BodyAlias.key, Body)
        .join(Body, Body.id == BodyAlias.body_id)
        .where(BodyAlias.council_id == council_id, alias)
    )
    exact = dict((await session.execute(aliased)).all()) | dict(
        (await session.execute(named)).all()
    )
    alike = {_joined(known): body for known, body in exact.items()}
    found = {key: exact.get(key) or alike.get(_joined(key)) for key in keys}
    return {key: body for key, body in found.items() if body is not None}


def _joined(key: str) -> str:
    return key.replace(" ", "")


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


async def aliases_of(session: Session, body_id: int) -> Sequence[str]:
    """The further names of a body, oldest first."""
    stmt = select(BodyAlias.alias).where(BodyAlias.body_id == body_id).order_by(BodyAlias.id)
    return (await session.scalars(stmt)).all()


async def drop_alias(session: Session, *, body: Body, key: str) -> None:
    """Take a further name from a body."""
    stmt = delete(BodyAlias).where(BodyAlias.body_id == body.id, BodyAlias.key == key)
    await session.execute(stmt)


async def count_open_items(session: Session, body_id: int) -> int:
    """How many open items the body answers for."""
    stmt = select(func.count(ActionItem.id)).where(
        ActionItem.lead_body_id == body_id, ActionItem.state.in_(OPEN_STATES)
    )
    return (await session.scalar(stmt)) or 0


async def count_helped(session: Session, body_id: int) -> int:
    """How many open items of others the body helps with."""
    stmt = (
        select(func.count(ActionItem.id))
        .join(SupportingBody, SupportingBody.item_id == ActionItem.id)
        .where(SupportingBody.body_id == body_id, ActionItem.state.in_(OPEN_STATES))
    )
    return (await session.scalar(stmt)) or 0


async def merge(session: Session, *, body: Body, into: Body) -> None:
    """Point everything that belongs to the body to the other one, and remove its row.

    Its name becomes a further name of the other; whatever both have is kept once.
    """
    name, key = body.name, body.key
    for table, once_per in ((Representation, "membership_id"), (SupportingBody, "item_id")):
        rows: Table = table.__table__  # type: ignore[assignment]
        other = select(rows.c[once_per]).where(rows.c.body_id == into.id)
        doubled = (rows.c.body_id == body.id, rows.c[once_per].in_(other))
        await session.execute(delete(rows).where(*doubled))
        await session.execute(update(rows).where(rows.c.body_id == body.id).values(body_id=into.id))
    for owner, column in (
        (ActionItem, "lead_body_id"),
        (ProgressUpdate, "on_behalf_of_id"),
        (Invitation, "body_id"),
        (Chat, "body_id"),
        (GroupCode, "body_id"),
        (BodyAlias, "body_id"),
    ):
        whose = getattr(owner, column)
        stmt = update(owner).where(whose == body.id).values({column: into.id})
        await session.execute(stmt.execution_options(synchronize_session=False))
    await session.delete(body)
    await session.flush()
    session.expire_all()
    await session.refresh(into)
    await add_alias(session, body=into, alias=name, key=key)
    await session.flush()


def _names(kind: str) -> Select[Any]:
    bodies, aliases = Base.metadata.tables["bodies"].c, Base.metadata.tables["body_aliases"].c
    council: BindParameter[int] = bindparam("council")
    named = select(bodies.id, bodies.name).where(bodies.council_id == council)
    aliased = select(aliases.body_id, aliases.alias).where(aliases.council_id == council)
    each = named.union_all(aliased).subquery().c
    gather = func.json_group_array if kind == "sqlite" else func.json_agg
    written: list[ColumnElement[Any]] = [
        cast(gather(column), Text).label(name)
        for column, name in ((each.id, "ids"), (each.name, "names"))
    ]
    return select(*written)


_NAMES = Prepared(_names)


async def names_of(session: Session, council_id: int) -> Names:
    """(id, name) of the council's bodies, every alias included.

    Asked for at every search: the same names are the same object, so that what is made of them
    can be kept beside them.
    """
    row = await _NAMES.first(session, council=council_id)
    return _read_names(row.ids or "[]", row.names or "[]")


@lru_cache(maxsize=64)
def _read_names(ids: str, names: str) -> Names:
    return tuple(zip(json.loads(ids), json.loads(names), strict=True))


async def with_counts(session: Session, council_id: int) -> Sequence[tuple[Body, int]]:
    """The council's bodies that lead an item, in alphabetical order, and how many each leads."""
    stmt = (
        select(Body, func.count(ActionItem.id))
        .join(ActionItem, ActionItem.lead_body_id == Body.id)
        .where(Body.council_id == council_id)
        .group_by(Body.id)
        .order_by(Body.sort_key, Body.id)
    )
    return [(body, count) for body, count in (await session.execute(stmt)).all()]

"""Queries about people and their memberships."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select

from storage.database import Session
from storage.database.prepared import Prepared
from storage.models import (
    Body,
    Council,
    Membership,
    Person,
    Representation,
    ResolutionAccess,
)
from storage.types import Base, word
from storage.words import MembershipState, Role

_TABLES = Base.metadata.tables


async def by_telegram(session: Session, telegram_id: int) -> Person | None:
    """The person bound to that Telegram id, or None."""
    return await session.scalar(select(Person).where(Person.telegram_id == telegram_id))


@dataclass(frozen=True)
class Place:
    """What a person is in one council where they have rights now."""

    membership_id: int
    council_id: int
    council_name: str
    zone: str
    role: Role
    body_ids: frozenset[int]


@dataclass(frozen=True)
class Account:
    """The person behind a Telegram account, with all their places, the oldest first."""

    person_id: int
    name: str
    language: str
    calendar: str | None
    numerals: str | None
    active_council_id: int | None
    stands_in: bool
    """Whether anybody ever named them as who stands in, and has not come back since."""
    places: tuple[Place, ...]


def account_columns() -> list[ColumnElement[Any]]:
    """What `account_of` reads of the people, memberships… that `with_places` joins."""
    people, joined = _TABLES["people"].c, _TABLES["memberships"].c
    councils, speaks, leaves = (
        _TABLES[name].c for name in ("councils", "representations", "leaves")
    )
    asked = exists().where(leaves.substitute_id == people.id, leaves.ended_at.is_(None))
    return [
        people.id, people.name, people.language, people.calendar, people.numerals,
        people.active_council_id, asked.label("stands_in"), joined.id.label("membership_id"),
        joined.role, councils.id.label("council_id"), councils.name.label("council_name"),
        councils.zone, speaks.body_id,
    ]  # fmt: skip


def with_places(people: Any) -> Any:  # noqa: ANN401  tables, joined
    """The people with all that they are and speak for now."""
    joined, councils = _TABLES["memberships"], _TABLES["councils"]
    speaks = _TABLES["representations"]
    active = joined.c.state == word(MembershipState.ACTIVE)
    return (
        people.outerjoin(joined, and_(joined.c.person_id == _TABLES["people"].c.id, active))
        .outerjoin(councils, councils.c.id == joined.c.council_id)
        .outerjoin(speaks, speaks.c.membership_id == joined.c.id)
    )


_ACCOUNT = Prepared(
    lambda _kind: (
        select(*account_columns())
        .select_from(with_places(_TABLES["people"]))
        .where(_TABLES["people"].c.telegram_id == bindparam("telegram_id"))
    )
)


async def account(session: Session, telegram_id: int) -> Account | None:
    """Who is behind that Telegram id, in one question."""
    return account_of(await _ACCOUNT.rows(session, telegram_id=telegram_id))


def account_of(rows: Sequence[Any]) -> Account | None:
    """Who the rows with `account_columns` are about; None where it is nobody."""
    if not rows or rows[0].id is None:
        return None
    own = {row.membership_id: row for row in rows if row.membership_id is not None}
    first = rows[0]
    return Account(
        first.id, first.name, first.language, first.calendar, first.numerals,
        first.active_council_id, bool(first.stands_in),
        tuple(
            Place(
                own[joined].membership_id, own[joined].council_id, own[joined].council_name,
                own[joined].zone, own[joined].role,
                frozenset(
                    one.body_id
                    for one in rows
                    if one.membership_id == joined and one.body_id is not None
                ),
            )
            for joined in sorted(own)
        ),
    )  # fmt: skip


async def person(session: Session, person_id: int) -> Person | None:
    """The person of that id, or None."""
    return await session.get(Person, person_id)


async def add_person(
    session: Session, *, telegram_id: int, name: str, phone: str | None, now: datetime
) -> Person:
    """A new person, with an id."""
    new = Person(
        telegram_id=telegram_id, name=name, phone=phone, language="fa", created_at=now,
    )  # fmt: skip
    session.add(new)
    await session.flush()
    return new


async def without_account(session: Session, *, name: str, now: datetime) -> Person:
    """The person of that name who has neither account nor phone; made on first use."""
    stmt = select(Person).where(
        Person.telegram_id.is_(None), Person.phone.is_(None), Person.name == name
    )
    known = await session.scalar(stmt.order_by(Person.id).limit(1))
    if known is not None:
        return known
    new = Person(name=name, language="fa", created_at=now)
    session.add(new)
    await session.flush()
    return new


async def active_memberships(
    session: Session, person_id: int
) -> Sequence[tuple[Membership, Council]]:
    """The memberships that give rights now, with their councils, oldest first."""
    stmt = (
        select(Membership, Council)
        .join(Council, Council.id == Membership.council_id)
        .where(Membership.person_id == person_id, Membership.state == MembershipState.ACTIVE)
        .order_by(Membership.id)
    )
    return (await session.execute(stmt)).all()


async def membership(session: Session, council_id: int, person_id: int) -> Membership | None:
    """The person's membership of the council in any state, or None."""
    return await session.scalar(
        select(Membership).where(
            Membership.council_id == council_id, Membership.person_id == person_id
        )
    )


async def add_membership(
    session: Session, *, council_id: int, person_id: int, role: Role, now: datetime
) -> Membership:
    """A new active membership, with its id."""
    new = Membership(
        council_id=council_id,
        person_id=person_id,
        role=role,
        state=MembershipState.ACTIVE,
        joined_at=now,
    )
    session.add(new)
    await session.flush()
    return new


async def represent(session: Session, *, membership_id: int, body_id: int) -> None:
    """Let the member speak for the body."""
    if await session.get(Representation, (membership_id, body_id)) is None:
        session.add(Representation(membership_id=membership_id, body_id=body_id))
        await session.flush()


async def bodies_of(session: Session, membership_id: int) -> Sequence[Body]:
    """The bodies the member speaks for, in alphabetical order."""
    stmt = (
        select(Body)
        .join(Representation, Representation.body_id == Body.id)
        .where(Representation.membership_id == membership_id)
        .order_by(Body.sort_key, Body.id)
    )
    return (await session.scalars(stmt)).all()


async def with_role(session: Session, council_id: int, role: Role) -> Sequence[Person]:
    """The active people of a council who have the role and can be written to."""
    stmt = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.council_id == council_id,
            Membership.role == role,
            Membership.state == MembershipState.ACTIVE,
            Person.telegram_id.is_not(None),
        )
        .order_by(Person.id)
    )
    return (await session.scalars(stmt)).all()


def _holding(_kind: str) -> Select[Any]:
    joined, people = _TABLES["memberships"].c, _TABLES["people"].c
    # Apart from the memberships, which are few: joined, SQLite would begin with everybody.
    written_to = exists().where(people.id == joined.person_id, people.telegram_id.is_not(None))
    return (
        select(joined.person_id.label("id"))
        .where(
            joined.council_id == bindparam("council"),
            joined.role == bindparam("wanted"),
            joined.state == MembershipState.ACTIVE,
            written_to,
        )
        .order_by(joined.person_id)
    )


_HOLDING = Prepared(_holding)


async def ids_with_role(session: Session, council_id: int, role: Role) -> list[int]:
    """The ids of the same."""
    return [row.id for row in await _HOLDING.rows(session, council=council_id, wanted=role)]


async def active_of(session: Session, council_id: int) -> Sequence[tuple[Membership, Person]]:
    """Everybody who belongs to the council now, by name."""
    stmt = (
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.council_id == council_id, Membership.state == MembershipState.ACTIVE)
        .order_by(Person.name, Membership.id)
    )
    return (await session.execute(stmt)).all()


async def names_in(
    session: Session,
    council_id: int,
    *,
    roles: Collection[Role],
    body_id: int | None = None,
    may_know: int | None = None,
    alone: int | None = None,
) -> list[tuple[int, str]]:
    """(membership id, name) of everybody who has one of the roles in the council now; with
    `body_id` only who speaks for that body, with `may_know` only who may know of that confidential
    resolution, with `alone` only that membership."""
    stmt = (
        select(Membership.id, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.council_id == council_id,
            Membership.state == MembershipState.ACTIVE,
            Membership.role.in_(roles),
        )
    )
    if alone is not None:
        stmt = stmt.where(Membership.id == alone)
    if body_id is not None:
        speak = select(Representation.membership_id).where(Representation.body_id == body_id)
        stmt = stmt.where(Membership.id.in_(speak))
    if may_know is not None:
        listed = select(ResolutionAccess.membership_id).where(
            ResolutionAccess.resolution_id == may_know
        )
        stmt = stmt.where(or_(Membership.role == Role.SECRETARY, Membership.id.in_(listed)))
    return [(row.id, row.name) for row in await session.execute(stmt)]


async def has_memberships(session: Session, person_id: int) -> bool:
    """Whether the person ever belonged to a council."""
    stmt = select(Membership.id).where(Membership.person_id == person_id).limit(1)
    return (await session.scalar(stmt)) is not None


async def people_of(session: Session, membership_ids: Collection[int]) -> dict[int, int]:
    """Membership id to person id, for those of the memberships that are active."""
    stmt = select(Membership.id, Membership.person_id).where(
        Membership.id.in_(membership_ids), Membership.state == MembershipState.ACTIVE
    )
    return dict((await session.execute(stmt)).all())

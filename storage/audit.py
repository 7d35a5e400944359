"""The append-only record of who changed what."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, and_, bindparam, or_, select

from storage.database import Session
from storage.database.at_the_end import write_last
from storage.database.prepared import Prepared
from storage.models import (
    ActionItem,
    AuditEvent,
    Body,
    Chat,
    Invitation,
    Meeting,
    Membership,
    Minutes,
    Person,
    Resolution,
)
from storage.types import Base
from storage.upsert import insert_of

_EVENTS = Base.metadata.tables["audit_events"]


def record(
    session: Session,
    *,
    council_id: int,
    actor_id: int | None,
    action: str,
    subject: str,
    subject_id: int,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Write one event into the transaction of the change itself; ids and words, no texts."""
    session.add(
        AuditEvent(
            council_id=council_id,
            actor_id=actor_id,
            action=action,
            subject=subject,
            subject_id=subject_id,
            before=before,
            after=after,
            at=at,
        )
    )


def _write(kind: str) -> Insert:
    values: dict[str, Any] = {
        one.name: bindparam(f"new_{one.name}") for one in _EVENTS.c if one.name != "id"
    }
    return insert_of(kind, _EVENTS).values(values).returning(_EVENTS.c.id)


_WRITE = Prepared(_write)


async def record_last(session: Session, **event: Any) -> None:  # noqa: ANN401  what `record` takes
    """The same at the end of the transaction, for deeds that somebody waits for and that need no
    entities otherwise. All of `record`'s values are wanted."""
    given = {f"new_{name}": value for name, value in event.items()}
    await write_last(session, object(), _WRITE, **given)


async def of_subject(session: Session, subject: str, subject_id: int) -> Sequence[AuditEvent]:
    """Every event about one thing, oldest first."""
    stmt = (
        select(AuditEvent)
        .where(AuditEvent.subject == subject, AuditEvent.subject_id == subject_id)
        .order_by(AuditEvent.id)
    )
    return (await session.scalars(stmt)).all()


async def of_council(
    session: Session, council_id: int, *, actor_id: int | None, limit: int, offset: int
) -> Sequence[AuditEvent]:
    """The council's events, newest first; only one person's where `actor_id` is given."""
    stmt = select(AuditEvent).where(AuditEvent.council_id == council_id)
    if actor_id is not None:
        stmt = stmt.where(AuditEvent.actor_id == actor_id)
    paged = stmt.order_by(AuditEvent.id.desc()).limit(limit).offset(offset)
    return (await session.scalars(paged)).all()


async def of_resolution(
    session: Session, resolution_id: int, item_ids: Collection[int]
) -> Sequence[AuditEvent]:
    """Every event about a resolution and its items, oldest first."""
    stmt = (
        select(AuditEvent)
        .where(
            or_(
                and_(AuditEvent.subject == "resolution", AuditEvent.subject_id == resolution_id),
                and_(AuditEvent.subject == "item", AuditEvent.subject_id.in_(item_ids)),
            )
        )
        .order_by(AuditEvent.id)
    )
    return (await session.scalars(stmt)).all()


async def names_of(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """Person id to name."""
    stmt = select(Person.id, Person.name).where(Person.id.in_(person_ids))
    return dict((await session.execute(stmt)).all())


async def subjects(
    session: Session, wanted: Mapping[str, Collection[int]]
) -> dict[tuple[str, int], str]:
    """What things are called that events are about; what these eyes may not see is left out."""
    found: dict[tuple[str, int], str] = {}
    for subject, ids in wanted.items():
        if subject in _CALLED and ids:
            id_column, stmt = _CALLED[subject]
            rows = await session.execute(stmt.where(id_column.in_(ids)))
            found |= {(subject, row[0]): str(row[1]) for row in rows if row[1] is not None}
    return found


_CALLED: dict[str, tuple[Any, Any]] = {
    "resolution": (Resolution.id, select(Resolution.id, Resolution.code)),
    "item": (
        ActionItem.id,
        select(ActionItem.id, Resolution.code).join(
            Resolution, Resolution.id == ActionItem.resolution_id
        ),
    ),
    "membership": (
        Membership.id,
        select(Membership.id, Person.name).join(Person, Person.id == Membership.person_id),
    ),
    "invitation": (Invitation.id, select(Invitation.id, Invitation.name)),
    "body": (Body.id, select(Body.id, Body.name)),
    "chat": (Chat.id, select(Chat.id, Body.name).join(Body, Body.id == Chat.body_id)),
    "minutes": (
        Minutes.id,
        select(Minutes.id, Meeting.number).join(Meeting, Meeting.id == Minutes.meeting_id),
    ),
}

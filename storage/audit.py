"""The append-only record of who changed what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage.database import Session
from storage.models import AuditEvent


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


async def of_subject(session: Session, subject: str, subject_id: int) -> Sequence[AuditEvent]:
    """Every event about one thing, oldest first."""
    stmt = (
        select(AuditEvent)
        .where(AuditEvent.subject == subject, AuditEvent.subject_id == subject_id)
        .order_by(AuditEvent.id)
    )
    return (await session.scalars(stmt)).all()

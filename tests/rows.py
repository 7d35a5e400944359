"""What stands in the tables, for tests that look at it past the product."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select

from storage.database import Session
from storage.models import AuditEvent, InboxUpdate, OutboxMessage


async def states_of(session: Session, table: type[InboxUpdate | OutboxMessage]) -> Counter[str]:
    """How many rows stand in each state."""
    return Counter(await session.scalars(select(table.state)))


async def events_about(session: Session, subject: str, subject_id: int) -> Sequence[AuditEvent]:
    """Every event about one thing, oldest first."""
    about = AuditEvent.subject == subject, AuditEvent.subject_id == subject_id
    return (await session.scalars(select(AuditEvent).where(*about).order_by(AuditEvent.id))).all()

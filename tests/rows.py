"""What stands in the tables, for tests that look at it past the product."""

from collections import Counter

from sqlalchemy import select

from storage.database import Session
from storage.models import InboxUpdate, OutboxMessage


async def states_of(session: Session, table: type[InboxUpdate | OutboxMessage]) -> Counter[str]:
    """How many rows stand in each state."""
    return Counter(await session.scalars(select(table.state)))

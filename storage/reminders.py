"""Queries about which reminders stand already."""

from collections.abc import Collection

from sqlalchemy import exists, select

from storage.database import Session
from storage.models import OutboxMessage


async def any_key(session: Session, dedup_keys: Collection[str]) -> bool:
    """Whether a message with one of the keys was ever put into the outbox."""
    return bool(
        await session.scalar(select(exists().where(OutboxMessage.dedup_key.in_(dedup_keys))))
    )

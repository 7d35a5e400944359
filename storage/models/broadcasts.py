"""Tables of messages to many: what is said, to whom, who has seen it, and what they answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.types import Base, Big, BigId, Id, Long, Moment, UtcDateTime, words
from storage.words import BroadcastState


class Broadcast(Base):
    """A message to many: text with its entities, a file, or the digest of a session's minutes."""

    __tablename__ = "broadcasts"
    __table_args__ = (Index("ix_broadcasts_state", "state", "send_at"),)

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(BigId, ForeignKey("councils.id"), index=True)
    author_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    text: Mapped[Long]
    entities: Mapped[list[Any]]
    file_kind: Mapped[str | None] = mapped_column(String(20))
    file_id: Mapped[str | None] = mapped_column(String(300))
    minutes_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("minutes.id"))
    audience: Mapped[dict[str, Any]]
    state: Mapped[BroadcastState] = mapped_column(words(BroadcastState))
    version: Mapped[int] = mapped_column(default=1)
    round: Mapped[int] = mapped_column(SmallInteger, default=1)
    parts: Mapped[int] = mapped_column(SmallInteger, default=1)
    send_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    status_chat: Mapped[Big | None]
    status_message: Mapped[Big | None]
    status_shown: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[Moment]


class BroadcastRecipient(Base):
    """One of the people a message to many is for; `round` 0 waits to be put into the outbox."""

    __tablename__ = "broadcast_recipients"
    __table_args__ = (Index("ix_broadcast_recipients_round", "broadcast_id", "round"),)

    broadcast_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("broadcasts.id"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("people.id"), primary_key=True, autoincrement=False
    )
    round: Mapped[int] = mapped_column(SmallInteger, default=0)
    why_not: Mapped[str | None] = mapped_column(String(100))
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str | None] = mapped_column(Text)

"""Tables of what comes in, what goes out, and the questions that stand open in between."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from storage.types import Base, Big, Id, Moment, Name, UtcDateTime, words
from storage.words import InboxState, OutboxState


class InboxUpdate(Base):
    """An update as Telegram sent it; its payload is emptied once it has taken effect."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_open", "update_id", sqlite_where=text("state = 'new'"),
              postgresql_where=text("state = 'new'")),
    )  # fmt: skip

    update_id: Mapped[Big] = mapped_column(primary_key=True, autoincrement=False)
    chat_id: Mapped[Big | None]
    user_id: Mapped[Big | None]
    payload: Mapped[str | None] = mapped_column(Text)
    received_at: Mapped[Moment] = mapped_column(index=True)
    state: Mapped[InboxState] = mapped_column(words(InboxState))
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    error: Mapped[str | None] = mapped_column(String(100))


class OpenQuestion(Base):
    """What a person was asked and has not answered yet (one row per dialogue)."""

    __tablename__ = "open_questions"

    bot_id: Mapped[Big] = mapped_column(primary_key=True)
    chat_id: Mapped[Big] = mapped_column(primary_key=True)
    user_id: Mapped[Big] = mapped_column(primary_key=True)
    thread_id: Mapped[Big] = mapped_column(primary_key=True, default=0)
    destiny: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str | None] = mapped_column(String(100))
    data: Mapped[dict[str, Any]]
    updated_at: Mapped[Moment]


class SentMessage(Base):
    """Which items a message of ours was about, in order, so that a reply finds them.

    Where it told what became of somebody's words, it knows which message they came in and which
    report was made of them, so that changing those words finds both.
    """

    __tablename__ = "sent_messages"
    __table_args__ = (
        Index("ix_sent_messages_answers", "chat_id", "answers",
              sqlite_where=text("answers IS NOT NULL"),
              postgresql_where=text("answers IS NOT NULL")),
    )  # fmt: skip

    chat_id: Mapped[Big] = mapped_column(primary_key=True)  # Telegram's id of the chat
    message_id: Mapped[Big] = mapped_column(primary_key=True)
    item_ids: Mapped[list[int]]
    sent_at: Mapped[Moment] = mapped_column(index=True)
    answers: Mapped[Big | None]
    report_id: Mapped[Big | None]


_OPEN = "state IN ('sending', 'uncertain')"
_FINAL = "state IN ('sent', 'dead', 'cancelled', 'expired')"


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class OutboxMessage(Base):
    """One message to one chat: kind and ids, never resolution text."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint("repeatable IN (0, 1)", name="repeatable"),
        CheckConstraint("(state = 'sending') = (lease_until IS NOT NULL)", name="lease"),
        CheckConstraint(f"NOT ({_OPEN}) OR lease_token IS NOT NULL", name="token"),
        CheckConstraint(f"({_FINAL}) = (finished_at IS NOT NULL)", name="finished"),
        Index("outbox_one_in_flight", "lane", unique=True, **_where("state = 'sending'")),
        Index("outbox_due", "priority", "not_before", "id", **_where("state = 'pending'")),
        Index("outbox_lane", "lane", "priority", "id", **_where("state = 'pending'")),
        Index("outbox_open", "state", "lease_until", **_where(_OPEN)),
        Index("outbox_bundle", "bundle", **_where("bundle IS NOT NULL")),
        Index("ix_outbox_council_id", "council_id", "created_at"),
        Index("ix_outbox_finished_at", "finished_at", **_where("finished_at IS NOT NULL")),
    )

    id: Mapped[Id]
    dedup_key: Mapped[str] = mapped_column(String(200), unique=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    repeatable: Mapped[int] = mapped_column(SmallInteger)
    lane: Mapped[int] = mapped_column(ForeignKey("chats.id"))  # the chat's row, see chats
    bundle: Mapped[str | None] = mapped_column(String(100))
    part_no: Mapped[int] = mapped_column(SmallInteger, default=0)
    priority: Mapped[int] = mapped_column(SmallInteger, default=5)
    payload: Mapped[dict[str, Any]]
    state: Mapped[OutboxState] = mapped_column(words(OutboxState), default=OutboxState.PENDING)
    not_before: Mapped[Moment]
    expires_at: Mapped[Moment]
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    resends: Mapped[int] = mapped_column(SmallInteger, default=0)
    lease_token: Mapped[str | None] = mapped_column(String(32))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tg_message_id: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[Moment]
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class MadeFile(Base):
    """A template or emblem that somebody tries out, until it is taken or its time is over."""

    __tablename__ = "made_files"

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[Name]
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[Moment]
    keep_until: Mapped[Moment] = mapped_column(index=True)


class RunningReplica(Base):
    """A process that runs on this database, and until when unless it says so again."""

    __tablename__ = "replicas"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    until: Mapped[Moment]


class HeldLane(Base):
    """Which process works off the updates of a chat, and until when unless it says so again."""

    __tablename__ = "held_lanes"

    lane: Mapped[Big] = mapped_column(primary_key=True, autoincrement=False)
    holder: Mapped[str] = mapped_column(String(32), index=True)
    until: Mapped[Moment]


class DeliveryLeader(Base):
    """Which of several processes fetches, rings and delivers, and until when."""

    __tablename__ = "delivery_leader"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    holder: Mapped[str] = mapped_column(String(32))
    until: Mapped[Moment]


class BotGate(Base):
    """When a chat, or the whole bot (chat 0), may be written to again; survives a restart."""

    __tablename__ = "bot_gate"

    chat_id: Mapped[Big] = mapped_column(primary_key=True, autoincrement=False)
    opens_at: Mapped[Moment]


class DeliveryHold(Base):
    """That a council's messages wait until its secretariat lets them go."""

    __tablename__ = "delivery_hold"

    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"), primary_key=True)
    since: Mapped[Moment]
    why: Mapped[str] = mapped_column(String(40))

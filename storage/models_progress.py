"""Tables of progress updates, their evidence, their review, and the audit of every change."""

from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models_minutes import ActionItem
from storage.models_people import Body, Person
from storage.types import Base, Big, Id, Long, Moment, words
from storage.words import Decision, ProgressStatus


class ProgressUpdate(Base):
    """One report on one item; never changed after it was submitted."""

    __tablename__ = "progress_updates"
    __table_args__ = (Index("ix_progress_updates_item_id", "item_id", "id"),)

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("action_items.id"))
    occurrence_id: Mapped[int | None] = mapped_column(ForeignKey("occurrences.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id"))
    status: Mapped[ProgressStatus] = mapped_column(words(ProgressStatus))
    percent: Mapped[int | None]
    note: Mapped[Long]
    created_at: Mapped[Moment]

    item: Mapped[ActionItem] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(lazy="raise")
    on_behalf_of: Mapped[Body | None] = relationship(lazy="raise")
    review: Mapped["Review | None"] = relationship(lazy="raise", back_populates="progress")
    attachments: Mapped[list["Attachment"]] = relationship(lazy="raise", order_by="Attachment.id")


class Attachment(Base):
    """Evidence that came with a progress update."""

    __tablename__ = "attachments"

    id: Mapped[Id]
    progress_id: Mapped[int] = mapped_column(ForeignKey("progress_updates.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    file_id: Mapped[str] = mapped_column(String(300))
    file_name: Mapped[str | None] = mapped_column(String(300))
    size: Mapped[Big | None]


class Review(Base):
    """The one decision a secretary takes about a progress update."""

    __tablename__ = "reviews"

    progress_id: Mapped[int] = mapped_column(ForeignKey("progress_updates.id"), primary_key=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    decision: Mapped[Decision] = mapped_column(words(Decision))
    reason: Mapped[str | None] = mapped_column(String(1000))
    decided_at: Mapped[Moment]

    progress: Mapped[ProgressUpdate] = relationship(lazy="raise", back_populates="review")
    reviewer: Mapped[Person] = relationship(lazy="raise")


class AuditEvent(Base):
    """Who changed what, and when; the database itself refuses to change or remove a row."""

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_subject", "subject", "subject_id"),)

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[Big]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    at: Mapped[Moment]

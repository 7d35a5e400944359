"""Tables of progress updates, their evidence, their review, and the audit of every change."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.minutes import ActionItem
from storage.models.people import Body, Person
from storage.types import Base, Big, Id, Json, Long, Moment, UtcDateTime, words
from storage.words import Act, Decision, EventKind, ItemState, ProgressStatus


class ProgressUpdate(Base):
    """One report on one item; never changed after it was submitted."""

    __tablename__ = "progress_updates"
    __table_args__ = (
        Index("ix_progress_updates_item_id", "item_id", "id"),
        Index("ix_progress_updates_created_at", "council_id", "created_at"),
    )

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
    state_before: Mapped[ItemState | None] = mapped_column(words(ItemState))
    percent_before: Mapped[int | None]

    item: Mapped[ActionItem] = relationship(lazy="raise")
    author: Mapped[Person] = relationship(lazy="raise")
    on_behalf_of: Mapped[Body | None] = relationship(lazy="raise")
    review: Mapped["Review | None"] = relationship(lazy="raise", back_populates="progress")
    withdrawal: Mapped["Withdrawal | None"] = relationship(lazy="raise")
    attachments: Mapped[list["Attachment"]] = relationship(lazy="raise", order_by="Attachment.id")


class Attachment(Base):
    """Evidence that came with a progress update."""

    __tablename__ = "attachments"
    __table_args__ = (
        Index("ix_attachments_uncopied", "id",
              sqlite_where=text("copy_name IS NULL AND copy_refused IS NULL"),
              postgresql_where=text("copy_name IS NULL AND copy_refused IS NULL")),
    )  # fmt: skip

    id: Mapped[Id]
    progress_id: Mapped[int] = mapped_column(ForeignKey("progress_updates.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    file_id: Mapped[str] = mapped_column(String(300))
    file_name: Mapped[str | None] = mapped_column(String(300))
    size: Mapped[Big | None]
    copy_name: Mapped[str | None] = mapped_column(String(100))
    copy_refused: Mapped[str | None] = mapped_column(String(40))
    copy_tries: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")


class Withdrawal(Base):
    """That an author took a report back, within the minutes in which that is possible."""

    __tablename__ = "withdrawals"

    progress_id: Mapped[int] = mapped_column(ForeignKey("progress_updates.id"), primary_key=True)
    at: Mapped[Moment]


class Postponement(Base):
    """A request for more time, and the secretary's answer to it."""

    __tablename__ = "postponements"
    __table_args__ = (
        Index("ix_postponements_item_id", "item_id", "id"),
        Index("ix_postponements_open", "council_id", "id",
              sqlite_where=text("decided_at IS NULL"),
              postgresql_where=text("decided_at IS NULL")),
    )  # fmt: skip

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("action_items.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    due_before: Mapped[date | None]
    wanted_on: Mapped[date]
    reason: Mapped[Long]
    created_at: Mapped[Moment]
    granted: Mapped[bool | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answer: Mapped[str | None] = mapped_column(String(1000))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    asked_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[decided_by_id])


class ItemEvent(Base):
    """What the secretariat decided about an item itself, with its reason, for the history."""

    __tablename__ = "item_events"
    __table_args__ = (Index("ix_item_events_item_id", "item_id", "id"),)

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("action_items.id"))
    progress_id: Mapped[int | None] = mapped_column(ForeignKey("progress_updates.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[EventKind] = mapped_column(words(EventKind))
    reason: Mapped[Long]
    at: Mapped[Moment]

    actor: Mapped[Person] = relationship(lazy="raise")


class SecondRequest(Base):
    """That somebody wants to do what takes a second person, and what that person said.

    `about` is the id of the thing; `agreed` stays None while it is open, `answered_by_id` where it
    lapsed. What was typed stands in `details` only until it is answered.
    """

    __tablename__ = "second_requests"
    __table_args__ = (Index("ix_second_requests_open", "council_id", "agreed"),)

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    act: Mapped[Act] = mapped_column(words(Act))
    about: Mapped[Big]
    details: Mapped[dict[str, Any]] = mapped_column(Json)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    agreed: Mapped[bool | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    asked_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[asked_by_id])
    answered_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[answered_by_id])


class Follow(Base):
    """That a person wants to hear what becomes of a resolution."""

    __tablename__ = "follows"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    resolution_id: Mapped[int] = mapped_column(
        ForeignKey("resolutions.id"), primary_key=True, index=True
    )
    since: Mapped[Moment]


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

"""Tables of meetings, their minutes, what was resolved and what it orders."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.models.people import Body, Person
from storage.types import Base, Big, Id, Long, Moment, UtcDateTime, words
from storage.words import DeadlineKind, ItemState, MinutesState, OccurrenceState


class Meeting(Base):
    """One session of a council."""

    __tablename__ = "meetings"
    __table_args__ = (Index("ix_meetings_council_id", "council_id", "number"),)

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    number: Mapped[int | None]
    term: Mapped[int | None]
    held_on: Mapped[date | None]
    venue: Mapped[str | None] = mapped_column(String(300))
    mode: Mapped[str | None] = mapped_column(String(20))
    chair: Mapped[str | None] = mapped_column(String(300))
    subject: Mapped[str | None] = mapped_column(Text)
    attendance: Mapped[dict[str, Any] | None]
    created_at: Mapped[Moment]


class Minutes(Base):
    """The source, always kept, and the secretary's half-done proposal until it is published."""

    __tablename__ = "minutes"
    __table_args__ = (Index("ix_minutes_council_id", "council_id", "sha256"),)

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    state: Mapped[MinutesState] = mapped_column(words(MinutesState))
    source_text: Mapped[Long]
    source_file: Mapped[str | None] = mapped_column(String(300))
    file_name: Mapped[str | None] = mapped_column(String(300))
    sha256: Mapped[str] = mapped_column(String(64))
    draft: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    archived: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[Moment]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DraftHolder(Base):
    """The secretary to whom a half-done draft was handed over; else it is its maker's."""

    __tablename__ = "draft_holders"

    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    since: Mapped[Moment]


class Resolution(Base):
    """What a session resolved, word for word."""

    __tablename__ = "resolutions"
    __table_args__ = (
        UniqueConstraint("minutes_id", "position"),
        Index("ix_resolutions_confidential", "id", sqlite_where=text("confidential IS TRUE"),
              postgresql_where=text("confidential IS TRUE")),
    )  # fmt: skip

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    position: Mapped[int]
    number: Mapped[str | None] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(40))
    text: Mapped[Long]
    confidential: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Moment]

    meeting: Mapped[Meeting] = relationship(lazy="raise")
    clauses: Mapped[list["Clause"]] = relationship(lazy="raise", order_by="Clause.position")
    items: Mapped[list["ActionItem"]] = relationship(
        lazy="raise", order_by="ActionItem.position", back_populates="resolution"
    )


class ResolutionAccess(Base):
    """That a member is on the access list of a confidential resolution."""

    __tablename__ = "resolution_access"

    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolutions.id"), primary_key=True)
    membership_id: Mapped[int] = mapped_column(
        ForeignKey("memberships.id"), primary_key=True, index=True
    )


class Clause(Base):
    """A numbered, lettered or starred piece under a resolution."""

    __tablename__ = "clauses"

    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolutions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(String(20))
    text: Mapped[Long]


_OPEN = "state IN ('notified', 'in_progress', 'blocked', 'reported_done')"
_OWNED = "follow_up_owner_id IS NOT NULL"
_REPEATS = "deadline_kind IN ('recurring', 'continuous', 'event')"


class ActionItem(Base):
    """What one resolution orders of some body by some date."""

    __tablename__ = "action_items"
    __table_args__ = (
        UniqueConstraint("resolution_id", "position"),
        Index("ix_action_items_council_id", "council_id", "state", "due_on"),
        Index("ix_action_items_lead_body_id", "lead_body_id", "state"),
        Index("ix_action_items_follow_up_owner_id", "follow_up_owner_id",
              sqlite_where=text(_OWNED), postgresql_where=text(_OWNED)),
        Index("ix_action_items_open", "resolution_id",
              sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
        Index("ix_action_items_notified_on", "council_id", "notified_on"),
        Index("ix_action_items_deadline_kind", "council_id", "deadline_kind", "due_on"),
        Index("ix_action_items_repeating", "council_id", "due_on",
              sqlite_where=text(_REPEATS), postgresql_where=text(_REPEATS)),
    )  # fmt: skip

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolutions.id"))
    position: Mapped[int]
    lead_body_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id"))
    follow_up_owner_id: Mapped[int | None] = mapped_column(ForeignKey("memberships.id"))
    state: Mapped[ItemState] = mapped_column(words(ItemState))
    percent: Mapped[int] = mapped_column(default=0)
    deadline_kind: Mapped[DeadlineKind] = mapped_column(words(DeadlineKind))
    deadline_text: Mapped[str | None] = mapped_column(String(300))
    deadline_norm: Mapped[str | None] = mapped_column(String(20))
    notified_on: Mapped[date]
    due_on: Mapped[date | None]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Moment]

    resolution: Mapped[Resolution] = relationship(lazy="raise", back_populates="items")
    lead_body: Mapped[Body | None] = relationship(lazy="raise")
    supporting: Mapped[list[Body]] = relationship(
        lazy="raise", secondary="supporting_bodies", order_by="Body.sort_key"
    )


class SupportingBody(Base):
    """A body that helps with an item and is not asked for reports."""

    __tablename__ = "supporting_bodies"

    item_id: Mapped[int] = mapped_column(ForeignKey("action_items.id"), primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id"), primary_key=True)


class Occurrence(Base):
    """One period of a recurring item; a missed one stays on the record."""

    __tablename__ = "occurrences"
    __table_args__ = (UniqueConstraint("item_id", "due_on"),)

    id: Mapped[Id]
    item_id: Mapped[int] = mapped_column(ForeignKey("action_items.id"))
    number: Mapped[int]
    starts_on: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    state: Mapped[OccurrenceState] = mapped_column(words(OccurrenceState))


class CrossReference(Base):
    """A mention of an earlier session's resolution, linked where that resolution is known."""

    __tablename__ = "cross_references"

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    resolution_id: Mapped[int | None] = mapped_column(ForeignKey("resolutions.id"), index=True)
    text: Mapped[Long]
    session_number: Mapped[int | None]
    number: Mapped[str | None] = mapped_column(String(20))
    printed_date: Mapped[str | None] = mapped_column(String(20))
    target_id: Mapped[int | None] = mapped_column(ForeignKey("resolutions.id"))


class Erratum(Base):
    """One correction of what was published: what it said before and after, who, when and why."""

    __tablename__ = "errata"

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    resolution_id: Mapped[int] = mapped_column(ForeignKey("resolutions.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("action_items.id"))
    what: Mapped[str] = mapped_column(String(20))
    before: Mapped[Long]
    after: Mapped[Long]
    reason: Mapped[str] = mapped_column(String(1000))
    corrected_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    corrected_at: Mapped[Moment]

    author: Mapped[Person] = relationship(lazy="raise")


class SpentId(Base):
    """The highest id that a table had when rows were taken back; it is not given out again."""

    __tablename__ = "spent_ids"

    table_name: Mapped[str] = mapped_column(String(60), primary_key=True)
    last_id: Mapped[Big]

"""Tables of the council's clock: its week, its sessions to come, and who is reminded how."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.types import Base, BigId, Id, Moment, Name, UtcDateTime, words
from storage.words import SessionState


class CouncilClock(Base):
    """What a council set about its week and its reminders; what is not in it is as usual."""

    __tablename__ = "council_clocks"

    council_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("councils.id"), primary_key=True, autoincrement=False
    )
    settings: Mapped[dict[str, Any]]


class Closure(Base):
    """A day on which the council's offices are closed, or close early, beside the holidays."""

    __tablename__ = "closures"
    __table_args__ = (UniqueConstraint("council_id", "day"),)

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(BigId, ForeignKey("councils.id"))
    day: Mapped[date]
    name: Mapped[Name]
    half: Mapped[bool] = mapped_column(default=False)


class PlannedSession(Base):
    """A session that the secretariat entered: when and where, until it is held or cancelled."""

    __tablename__ = "planned_sessions"
    __table_args__ = (Index("ix_planned_sessions_council_id", "council_id", "starts_at"),)

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(BigId, ForeignKey("councils.id"))
    starts_at: Mapped[Moment]
    place: Mapped[str | None] = mapped_column(String(300))
    state: Mapped[SessionState] = mapped_column(words(SessionState))
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    created_at: Mapped[Moment]


class ItemPolicy(Base):
    """Where one item is reminded otherwise than its council's items are."""

    __tablename__ = "item_policies"

    item_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("action_items.id"), primary_key=True, autoincrement=False
    )
    settings: Mapped[dict[str, Any]]
    set_by: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    set_at: Mapped[Moment]


class Snooze(Base):
    """That a reminder was put off, until when, by whom, and why."""

    __tablename__ = "snoozes"

    id: Mapped[Id]
    item_id: Mapped[int] = mapped_column(BigId, ForeignKey("action_items.id"), index=True)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[Moment]


class Leave(Base):
    """That a person is away, and who stands in."""

    __tablename__ = "leaves"

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(BigId, ForeignKey("councils.id"), index=True)
    person_id: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    substitute_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("people.id"), index=True)
    created_at: Mapped[Moment]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PersonalClock(Base):
    """At which hours a person wants to hear of a council, and how often."""

    __tablename__ = "personal_clocks"

    council_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("councils.id"), primary_key=True, autoincrement=False
    )
    person_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("people.id"), primary_key=True, autoincrement=False
    )
    settings: Mapped[dict[str, Any]]

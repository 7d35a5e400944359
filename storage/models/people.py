"""Tables of councils, their bodies and their people."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.types import Base, Big, BigId, Id, Moment, Name, UtcDateTime, words
from storage.words import BodyKind, ChatKind, CouncilKind, MembershipState, Role


class Council(Base):
    """One council; everything else belongs to one."""

    __tablename__ = "councils"

    id: Mapped[Id]
    name: Mapped[Name]
    kind: Mapped[CouncilKind] = mapped_column(words(CouncilKind))
    province: Mapped[Name]
    zone: Mapped[str] = mapped_column(String(64), default="Asia/Tehran")
    reminder_hour: Mapped[int] = mapped_column(default=9)
    created_at: Mapped[Moment]


class Body(Base):
    """A body that a resolution can order to act; it may have nobody who answers here."""

    __tablename__ = "bodies"
    __table_args__ = (UniqueConstraint("council_id", "key"),)

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    kind: Mapped[BodyKind] = mapped_column(words(BodyKind))
    name: Mapped[Name]
    key: Mapped[Name]
    sort_key: Mapped[Name]
    created_at: Mapped[Moment]


class BodyAlias(Base):
    """Another name under which minutes mention a body."""

    __tablename__ = "body_aliases"
    __table_args__ = (UniqueConstraint("council_id", "key"),)

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id"), index=True)
    alias: Mapped[Name]
    key: Mapped[Name]


class Person(Base):
    """A human being; the Telegram id is bound once, through an invitation."""

    __tablename__ = "people"

    id: Mapped[Id]
    telegram_id: Mapped[Big | None] = mapped_column(unique=True)
    name: Mapped[Name]
    phone: Mapped[str | None] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5), default="fa")
    calendar: Mapped[str | None] = mapped_column(String(10))
    numerals: Mapped[str | None] = mapped_column(String(10))
    active_council_id: Mapped[int | None] = mapped_column(ForeignKey("councils.id"))
    created_at: Mapped[Moment]
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Membership(Base):
    """What a person is in one council."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("council_id", "person_id"),
        # Every report asks for the secretaries, who are few among many.
        Index("ix_memberships_role", "council_id", "role", "person_id"),
    )

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[Role] = mapped_column(words(Role))
    state: Mapped[MembershipState] = mapped_column(words(MembershipState))
    joined_at: Mapped[Moment]
    ends_on: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="raise")
    council: Mapped[Council] = relationship(lazy="raise")


class Representation(Base):
    """That a member speaks for a body."""

    __tablename__ = "representations"

    membership_id: Mapped[int] = mapped_column(ForeignKey("memberships.id"), primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id"), primary_key=True, index=True)


class Invitation(Base):
    """A single-use, expiring right to join; only the hash of its code is kept.

    Redeemed says that somebody came with it; confirmed, that they are the one who was meant.
    `person_id` names somebody known who comes back with another account.
    """

    __tablename__ = "invitations"

    id: Mapped[Id]
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[Role] = mapped_column(words(Role))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id"))
    name: Mapped[str | None] = mapped_column(String(300))
    phone: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    redeemed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    redeemed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class JoinTry(Base):
    """A wrong code or phone that an account came with; counted, and forgotten after an hour."""

    __tablename__ = "join_tries"

    id: Mapped[Id]
    telegram_id: Mapped[Big] = mapped_column(index=True)
    at: Mapped[Moment]


class Chat(Base):
    """Where messages go; rows point here, so that a group that moves changes one row."""

    __tablename__ = "chats"
    __table_args__ = (Index("ix_chats_body_id", "body_id"),)

    id: Mapped[Id]
    telegram_id: Mapped[Big] = mapped_column(unique=True)
    kind: Mapped[ChatKind] = mapped_column(words(ChatKind))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), unique=True)
    council_id: Mapped[int | None] = mapped_column(ForeignKey("councils.id"))
    body_id: Mapped[int | None] = mapped_column(ForeignKey("bodies.id"))
    unreachable_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unreachable_why: Mapped[str | None] = mapped_column(String(100))


class Letterhead(Base):
    """A council's own template and emblem for its reports; None where it has ours, or none."""

    __tablename__ = "letterheads"

    council_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("councils.id"), primary_key=True, autoincrement=False
    )
    template: Mapped[bytes | None] = mapped_column(LargeBinary)
    template_name: Mapped[str | None] = mapped_column(String(300))
    emblem: Mapped[bytes | None] = mapped_column(LargeBinary)
    changed_by: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    changed_at: Mapped[Moment]


class GroupCode(Base):
    """A one-time code that binds a group to a body, issued in private and typed in the group."""

    __tablename__ = "group_codes"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("councils.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("bodies.id"))
    issued_by: Mapped[int] = mapped_column(BigId, ForeignKey("people.id"))
    expires_at: Mapped[Moment]
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StrangeGroup(Base):
    """A group that nobody bound yet, until the bot leaves it; nothing else is kept of it."""

    __tablename__ = "strange_groups"

    telegram_id: Mapped[Big] = mapped_column(primary_key=True, autoincrement=False)
    added_by: Mapped[Big]
    leave_at: Mapped[Moment]

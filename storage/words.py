"""The fixed words of a council's work, as they are stored."""

from enum import StrEnum


class CouncilKind(StrEnum):
    """What sort of council this is."""

    CHAMBER = "chamber"
    DIALOGUE = "dialogue"
    CITY = "city"
    OTHER = "other"


class BodyKind(StrEnum):
    """What sort of body a resolution can order to act."""

    COMMISSION = "commission"
    UNIT = "unit"
    ASSOCIATION = "association"
    ORGANISATION = "organisation"
    WORKING_GROUP = "working_group"
    CENTRE = "centre"
    SECRETARIAT = "secretariat"


class Role(StrEnum):
    """What a person is in one council."""

    ADMIN = "admin"
    SECRETARY = "secretary"
    REPRESENTATIVE = "representative"
    MEMBER = "member"
    OBSERVER = "observer"


class MembershipState(StrEnum):
    """Whether a membership gives rights now."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REMOVED = "removed"


class Act(StrEnum):
    """What a council may want a second person to agree to."""

    CLOSE = "close"
    TAKE_BACK = "take_back"
    LIFT = "lift"
    BROADCAST = "broadcast"
    EXPORT = "export"
    ERASE = "erase"
    SWITCH_OFF = "switch_off"


class ChatKind(StrEnum):
    """Where a message goes: to one person or to a bound group."""

    PRIVATE = "private"
    GROUP = "group"


class MinutesState(StrEnum):
    """How far minutes have come."""

    DRAFT = "draft"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class DeadlineKind(StrEnum):
    """How a resolution says by when."""

    NONE = "none"
    DATE = "date"
    RELATIVE = "relative"
    RECURRING = "recurring"
    AT_MEETING = "at_meeting"
    SOON = "soon"
    EVENT = "event"
    CONTINUOUS = "continuous"


REPEATING = (DeadlineKind.RECURRING, DeadlineKind.CONTINUOUS, DeadlineKind.EVENT)
"""What has no end: it is reported period by period."""


class ItemState(StrEnum):
    """The states of an action item; overdue and stale are computed, never stored."""

    DRAFT = "draft"
    NOTIFIED = "notified"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    REPORTED_DONE = "reported_done"
    IMPLEMENTED = "implemented"
    REFERRED_UP = "referred_up"
    NOT_ACTIONABLE = "not_actionable"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


OPEN_STATES = (
    ItemState.NOTIFIED,
    ItemState.IN_PROGRESS,
    ItemState.BLOCKED,
    ItemState.REPORTED_DONE,
)
UNDONE_STATES = tuple(state for state in OPEN_STATES if state is not ItemState.REPORTED_DONE)
"""Open and not reported as done: whoever has it is reminded, and past its day it is overdue."""


class OccurrenceState(StrEnum):
    """One period of a recurring item."""

    WAITING = "waiting"
    REPORTED = "reported"
    MISSED = "missed"


class SessionState(StrEnum):
    """What became of a session that was entered."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class BroadcastState(StrEnum):
    """How far a message to many has come."""

    DRAFT = "draft"
    WAITING = "waiting"
    SENDING = "sending"
    DONE = "done"
    CANCELLED = "cancelled"


class ProgressStatus(StrEnum):
    """What a progress update says of the item."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    REPORTED_DONE = "reported_done"
    NOT_ACTIONABLE = "not_actionable"


class Decision(StrEnum):
    """What a secretary decided about a progress update."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


class EventKind(StrEnum):
    """What the secretariat did about an item, besides deciding on reports."""

    REFERRED_UP = "referred_up"
    NOT_ACTIONABLE = "not_actionable"
    WITHDRAWN = "withdrawn"
    QUESTION = "question"
    RULE_CHANGED = "rule_changed"
    RULE_ENDED = "rule_ended"


class InboxState(StrEnum):
    """How far an incoming update has come."""

    NEW = "new"
    DONE = "done"
    REJECTED = "rejected"


class OutboxState(StrEnum):
    """How far an outgoing message has come; the last four are final."""

    PENDING = "pending"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    DEAD = "dead"
    CANCELLED = "cancelled"
    EXPIRED = "expired"

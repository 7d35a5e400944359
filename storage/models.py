"""Every table in one place, for migrations and for those who ask what is remembered."""

from storage.models_delivery import (
    BotGate,
    InboxUpdate,
    OpenQuestion,
    OutboxMessage,
    SentMessage,
    TickSlot,
)
from storage.models_minutes import (
    ActionItem,
    Clause,
    CrossReference,
    DraftHolder,
    Erratum,
    Meeting,
    Minutes,
    Occurrence,
    Resolution,
    SupportingBody,
)
from storage.models_people import (
    Body,
    BodyAlias,
    Chat,
    Council,
    GroupCode,
    Invitation,
    Membership,
    Person,
    Representation,
)
from storage.models_progress import Attachment, AuditEvent, ProgressUpdate, Review
from storage.models_search import SearchBlock, SearchDocument, SearchSpelling, SearchTerm
from storage.types import Base

__all__ = [
    "ActionItem",
    "Attachment",
    "AuditEvent",
    "Base",
    "Body",
    "BodyAlias",
    "BotGate",
    "Chat",
    "Clause",
    "Council",
    "CrossReference",
    "DraftHolder",
    "Erratum",
    "GroupCode",
    "InboxUpdate",
    "Invitation",
    "Meeting",
    "Membership",
    "Minutes",
    "Occurrence",
    "OpenQuestion",
    "OutboxMessage",
    "Person",
    "ProgressUpdate",
    "Representation",
    "Resolution",
    "Review",
    "SearchBlock",
    "SearchDocument",
    "SearchSpelling",
    "SearchTerm",
    "SentMessage",
    "SupportingBody",
    "TickSlot",
]

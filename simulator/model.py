"""Who and what there is in the simulated Telegram: people, chats, files, messages, presses."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a Telegram account. The label tells the page who this is in the story."""

    id: int
    first_name: str
    last_name: str = ""
    username: str | None = None
    phone: str | None = None
    language_code: str = "fa"
    label: str = ""

    @property
    def full_name(self) -> str:
        """Give first and last name as a chat header shows them."""
        return f"{self.first_name} {self.last_name}".strip()


class ChatKind(StrEnum):
    """The kinds of chat that are simulated, named as in the Bot API."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


class BotStatus(StrEnum):
    """What the bot is in a group, named as in ChatMember."""

    NEVER = "never"
    MEMBER = "member"
    ADMINISTRATOR = "administrator"
    KICKED = "kicked"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Chat:
    """A private chat (its id is the person's), a group or a channel; the first member owns it."""

    id: int
    kind: ChatKind
    title: str
    members: tuple[int, ...]
    label: str = ""

    @property
    def is_private(self) -> bool:
        """Tell whether this is one person's chat with the bot."""
        return self.kind is ChatKind.PRIVATE


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file as it comes in, from a person or from the bot."""

    name: str
    content: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file kept by Telegram; the path is what getFile tells and the download route serves."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it stands now; content holds the Bot API's content fields.

    `seq` orders all messages of the world. `markup` is any kind of reply markup. `sender_chat`
    is the group or channel in whose name it was written, `media_group` what an album's messages
    share, `inline_id` the handle of a message that came out of an inline query.
    """

    seq: int
    chat_id: int
    id: int
    sender_id: int
    date: datetime
    content: Json
    reply_to: int | None = None
    markup: Json | None = None
    edited_at: datetime | None = None
    deleted: bool = False
    forward_origin: Json | None = None
    sender_chat: int | None = None
    media_group: str | None = None
    inline_id: str | None = None

    @property
    def text(self) -> str:
        """Give the text, or the caption, or nothing."""
        return str(self.content.get("text") or self.content.get("caption") or "")

    @property
    def is_service(self) -> bool:
        """Tell whether this is a note such as “joined the group”."""
        return any(key in self.content for key in SERVICE_CONTENT)

    @property
    def buttons(self) -> list[list[Json]]:
        """Give the rows of the inline keyboard, or none."""
        return list((self.markup or {}).get("inline_keyboard", []))


SERVICE_CONTENT = frozenset(
    {"new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id"}
)


@dataclass(frozen=True, slots=True)
class Press:
    """A press of an inline button and, once the bot answered it, the toast or alert."""

    id: str
    person_id: int
    chat_id: int
    message_id: int
    data: str
    pressed_at: datetime
    answered: bool = False
    text: str = ""
    show_alert: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class InlineQuery:
    """What somebody typed after the bot's name and, once the bot answered, what it offers."""

    id: str
    person_id: int
    chat_id: int
    query: str
    offset: str
    asked_at: datetime
    answered: bool = False
    results: tuple[Json, ...] = ()
    next_offset: str = ""
    button: Json | None = None


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates are delivered; an empty url means that the bot asks for them itself."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    has_custom_certificate: bool = False
    last_error_at: datetime | None = None
    last_error: str = ""


@dataclass(frozen=True, slots=True)
class BotCall:
    """A call of the bot as the desk lists it: what it asked for and what it was told."""

    at: datetime
    method: str
    chat_id: int | None
    text: str
    status: int
    description: str


@dataclass(frozen=True, slots=True)
class Event:
    """A change somebody may watch: kind and its data, numbered by the world's revision."""

    revision: int
    kind: str
    data: Json

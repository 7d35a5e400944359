"""A message that is ready to go, and what may become of it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class OutMessage:
    """A message ready to go: text with entities and keyboard as the Bot API's plain JSON."""

    text: str
    entities: tuple[dict[str, Any], ...] = ()
    reply_markup: dict[str, Any] | None = None
    silent: bool = False
    protected: bool = False
    media: tuple[str, str] | None = None
    """The kind and Telegram's id of a file that Telegram has."""
    upload: tuple[str, str, bytes] | None = None
    """The kind, name and content of a file that it does not have yet; `media` is None then."""


@dataclass(frozen=True)
class Sent:
    """Accepted; the id is None where Telegram's answer could not be read."""

    message_id: int | None
    file_id: str | None = None
    """Telegram's id of the file that was uploaded with it."""


@dataclass(frozen=True)
class NotSent:
    """Certainly not sent; `later` is how many seconds Telegram asks to wait, if it said so."""

    later: float | None
    why: str


@dataclass(frozen=True)
class Unknown:
    """Nobody can tell whether it arrived."""

    why: str


@dataclass(frozen=True)
class Unreachable:
    """Nothing can be sent to this chat any more."""

    why: str


@dataclass(frozen=True)
class Moved:
    """The group has another id now; nothing was sent."""

    chat_id: int


@dataclass(frozen=True)
class Refused:
    """This message will never be accepted."""

    why: str


@dataclass(frozen=True)
class Stopped:
    """The token is not accepted: nothing can be sent to anyone."""

    why: str


type Outcome = Sent | NotSent | Unknown | Unreachable | Moved | Refused | Stopped

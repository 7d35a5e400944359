"""A session as a calendar on a phone or desk takes it in, in words that are ready to be written."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SessionEvent:
    """One session. Times are aware; `alarms` ring so many minutes before it begins.

    The same `uid` with a higher `version` replaces what a calendar holds already.
    """

    uid: str
    version: int
    starts_at: datetime
    ends_at: datetime
    made_at: datetime
    title: str
    place: str
    description: str
    alarms: tuple[int, ...]

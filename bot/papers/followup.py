"""What a follow-up report says, in printed words, numbers and days: the input of its renderers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Outcome(StrEnum):
    """How a row stands, for its colour and for the counts."""

    OPEN = "open"
    LATE = "late"
    BLOCKED = "blocked"
    WAITING = "waiting"
    DONE = "done"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Row:
    """One item; beside a day stands the same one in the Jalali calendar, written in numbers."""

    code: str
    text: str
    body: str
    deadline: str
    due_on: date | None
    due_jalali: str
    report: str
    reported_on: date | None
    reported_jalali: str
    state: str
    percent: int
    percent_words: str
    outcome: Outcome


@dataclass(frozen=True)
class SessionTable:
    """The rows of one session, under a title of its own."""

    title: str
    short: str
    """The session's number, or its day, for a column."""
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence that came with a report."""

    code: str
    file: str
    who: str
    on: date
    on_jalali: str


@dataclass(frozen=True)
class Words:
    """Headings and labels in the reader's language."""

    place: str
    code: str
    text: str
    body: str
    deadline: str
    due_on: str
    due_jalali: str
    report: str
    reported_on: str
    reported_jalali: str
    state: str
    percent: str
    session: str
    evidence: str
    file: str
    who: str
    day: str
    summary: str
    items: str
    count: str
    page: str
    nothing: str
    outcomes: dict[Outcome, str]
    signatures: tuple[str, ...]


@dataclass(frozen=True)
class FollowUpPaper:
    """A whole report. `emblem` is a PNG or JPEG, `template` a .docx of the council's own."""

    __pydantic_config__ = {"ser_json_bytes": "base64", "val_json_bytes": "base64"}  # noqa: RUF012

    persian: bool
    title: str
    council: str
    scope: str
    made_on: str
    notice: str
    """Confidential, or what was left out; empty for neither."""
    words: Words
    sessions: tuple[SessionTable, ...]
    evidence: tuple[Evidence, ...]
    emblem: bytes | None = None
    template: bytes | None = None

    @property
    def rows(self) -> list[Row]:
        """Every row, session after session."""
        return [row for session in self.sessions for row in session.rows]

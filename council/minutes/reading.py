"""From a file's bytes to what its minutes say: opened, cleaned, told into sessions, read."""

from dataclasses import dataclass

from council import text
from council.errors import EmptyMinutesError, TooLongError
from council.minutes import MinutesRecord, read_minutes
from council.minutes.files import opened
from council.minutes.sessions import session_texts

MAX_CHARACTERS = 150_000


@dataclass(frozen=True)
class ReadSession:
    """One session of a document: its cleaned text, and what stands in it, spans in that text."""

    text: str
    record: MinutesRecord


@dataclass(frozen=True)
class ReadFile:
    """A document that was read; one session as a rule, several where it holds several.

    `rough` tells that the file kept only the look of its text (a PDF): figures and names want a
    person's eye.
    """

    sessions: tuple[ReadSession, ...]
    rough: bool = False


def read_text(source: str, *, rough: bool = False) -> ReadFile:
    """Read pasted text or an opened file's. Raises EmptyMinutesError and TooLongError."""
    cleaned = text.clean(source)
    if not cleaned.strip():
        raise EmptyMinutesError
    if len(cleaned) > MAX_CHARACTERS:
        raise TooLongError
    parts = session_texts(cleaned)
    return ReadFile(tuple(ReadSession(part, read_minutes(part)) for part in parts), rough)


def read_file(content: bytes) -> ReadFile:
    """Open a file and read it; only for files of one's own, see council.minutes.apart.

    Raises what council.minutes.files.opened and read_text raise.
    """
    file = opened(content)
    return read_text(file.text, rough=file.rough)

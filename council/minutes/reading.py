"""From a file's bytes to what its minutes say: opened, cleaned, told into sessions, read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from council import text
from council.errors import EmptyMinutesError, TooLongError
from council.minutes.reader import read_minutes
from council.minutes.record import Clause, FoundResolution, LeftOut, MinutesRecord
from council.minutes.sessions import session_texts

MAX_CHARACTERS = 150_000
LISTED = 0.9
"""From this confidence on a resolution stands under a heading that announces resolutions."""


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
    return ReadFile(sessions_of(cleaned), rough)


def reads_as_minutes(source: str) -> bool:
    """Whether a short text lists what a session decided: two items or more, or one of a session
    that it tells by number and day. What was decided in running words may as well be a report.
    """
    record = read_minutes(text.clean(source))
    listed = [one for one in record.resolutions if one.number or one.confidence >= LISTED]
    told = record.session_number is not None and record.held_on is not None
    return len(listed) > 1 or bool(listed and told)


def sessions_of(source: str) -> tuple[ReadSession, ...]:
    """Return the sessions that a cleaned text holds, in order, each with its part of the text."""
    parts = session_texts(source)
    return tuple(map(ReadSession, parts, _of_one_council([read_minutes(part) for part in parts])))


def together(sessions: Sequence[ReadSession]) -> ReadSession:
    """Return a document as one: the fields of its first session, the resolutions of all.

    Their spans are in the whole text, which is the sessions' texts joined.
    """
    resolutions: list[FoundResolution] = []
    left_out: list[LeftOut] = []
    start = 0
    for one in sessions:
        for found in one.record.resolutions:
            clauses = tuple(_moved(clause, start) for clause in found.clauses)
            resolutions.append(replace(_moved(found, start), clauses=clauses))
        left_out += [_moved(left, start) for left in one.record.left_out]
        start += len(one.text)
    record = replace(
        sessions[0].record,
        resolutions=tuple(resolutions),
        left_out=tuple(left_out),
        cross_refs=tuple(ref for one in sessions for ref in one.record.cross_refs),
    )
    return ReadSession("".join(one.text for one in sessions), record)


def _moved[T: (Clause, FoundResolution, LeftOut)](found: T, by: int) -> T:
    return replace(found, start=found.start + by, end=found.end + by)


def _of_one_council(records: list[MinutesRecord]) -> list[MinutesRecord]:
    """Give sessions that name no council the one of the first: a book names it on its cover."""
    first = records[0]
    return [
        one if one.council else replace(one, council=first.council, province=first.province)
        for one in records
    ]

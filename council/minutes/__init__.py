"""Reads minutes: text in, a proposal of what was resolved out. Pure; rules over folded text."""

from council.minutes.decisions import read_decisions
from council.minutes.layout import Line, lines_of
from council.minutes.record import (
    Clause,
    Deadline,
    FoundResolution,
    LeftOut,
    MinutesRecord,
    Reference,
    to_json,
)
from council.minutes.references import references
from council.minutes.session import read_session

__all__ = [
    "Clause",
    "Deadline",
    "FoundResolution",
    "LeftOut",
    "MinutesRecord",
    "Reference",
    "read_minutes",
    "to_json",
]


def read_minutes(text: str) -> MinutesRecord:
    """Return what the text of minutes or of a report about a session says.

    Every span is in the given text; clean it (council.text.clean) before, not after. Never fails:
    where nothing is found, fields are None and tuples empty.
    """
    lines = lines_of(text)
    resolutions, _ = read_decisions(text, lines, None)
    session = read_session(text, _head_end(text, lines, resolutions))
    resolutions, left_out = read_decisions(text, lines, session.day.held_on)
    return MinutesRecord(
        council=session.council,
        province=session.province,
        session_number=session.number,
        term=session.term,
        held_on=session.day.held_on,
        date_jalali=session.day.jalali,
        date_gregorian=session.day.gregorian,
        venue=session.venue,
        mode=session.mode,
        chair=session.chair,
        subject=session.subject,
        resolutions=resolutions,
        cross_refs=_outside(text, resolutions),
        left_out=left_out,
    )


def _head_end(text: str, lines: list[Line], resolutions: tuple[FoundResolution, ...]) -> int:
    """Return where the head of the document ends: before the first decision, 3000 at most."""
    first = resolutions[0].start if resolutions else len(text)
    starts = [line.line_start for line in lines if line.start <= first < line.end]
    return min(starts[0] if starts and starts[0] > 200 else first, 3000)


def _outside(text: str, resolutions: tuple[FoundResolution, ...]) -> tuple[Reference, ...]:
    """Return references in the text between the resolutions."""
    pieces, start = [], 0
    for resolution in resolutions:
        pieces.append(text[start : resolution.start])
        start = max(start, resolution.end)
    pieces.append(text[start:])
    return tuple(ref for piece in pieces for ref in references(piece))

"""Reads the text of minutes: what was resolved, by whom, until when. Rules over folded text."""

from dataclasses import replace

from council.minutes.attendance import persons, read_attendance
from council.minutes.bodies import people_named
from council.minutes.decisions import find_decisions, left_out, read_details
from council.minutes.layout import Line, lines_of, senders
from council.minutes.mending import Mended, mended
from council.minutes.record import (
    Clause,
    FoundResolution,
    LeftOut,
    MinutesRecord,
    Reference,
)
from council.minutes.references import references
from council.minutes.session import read_session


def read_minutes(text: str) -> MinutesRecord:
    """Return what the text of minutes or of a report about a session says.

    Every span is in the given text; clean it (council.text.clean) before, not after. Never fails:
    where nothing is found, fields are None and tuples empty.
    """
    plain = mended(text)
    record = _read(plain.text)
    return record if plain.places is None else _as_printed(record, plain, text)


def _as_printed(record: MinutesRecord, plain: Mended, text: str) -> MinutesRecord:
    """Return what was read in the mended text with the places and words of the text given."""

    def printed[T: (Clause, FoundResolution, LeftOut)](found: T) -> T:
        start, end = plain.start(found.start), plain.end(found.end)
        return replace(found, start=start, end=end, text=text[start:end])

    def whole(found: FoundResolution) -> FoundResolution:
        wording = found.wording_length
        if wording is not None:
            wording = plain.end(found.start + wording) - plain.start(found.start)
        clauses = tuple(map(printed, found.clauses))
        return replace(printed(found), clauses=clauses, wording_length=wording)

    resolutions = tuple(map(whole, record.resolutions))
    left_out = tuple(map(printed, record.left_out))
    return replace(record, resolutions=resolutions, left_out=left_out)


def _read(text: str) -> MinutesRecord:
    lines = lines_of(text)
    findings = find_decisions(text, lines)
    session = read_session(text, _head_end(text, lines, findings.first_start))
    attendance = read_attendance(text)
    people = people_named((*persons(attendance), *senders(text)))
    resolutions = read_details(text, findings, session.day.held_on, people)
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
        cross_refs=tuple(
            ref
            for ref in _outside(text, resolutions, session.number)
            if ref.date is None or ref.date != session.day.jalali
        ),
        left_out=left_out(text, findings),
        present=attendance.present,
        absent=attendance.absent,
        guests=attendance.guests,
    )


def _head_end(text: str, lines: list[Line], first: int | None) -> int:
    """Return where the head of the document ends: before the first decision, 3000 at most.

    A first decision inside the opening lines does not cut off the line that names the session.
    """
    if first is None:
        return min(len(text), 3000)
    start = next((line.line_start for line in lines if line.start <= first < line.end), first)
    return min(start if start > 200 else first, 3000)


def _outside(
    text: str, resolutions: tuple[FoundResolution, ...], own: int | None
) -> tuple[Reference, ...]:
    """Return references between the resolutions, those to the session itself left aside."""
    pieces, start = [], 0
    for resolution in resolutions:
        pieces.append(text[start : resolution.start])
        start = max(start, resolution.end)
    pieces.append(text[start:])
    found = (ref for piece in pieces for ref in references(piece))
    return tuple(ref for ref in found if own is None or own not in _sessions_named(ref))


def _sessions_named(ref: Reference) -> tuple[int | None, int | None]:
    """Return the session a mention names, also where its number stands first («مصوبات ۲۹ جلسه»)."""
    number = ref.number if ref.text.startswith("مصوبات") else None
    return ref.session, int(number) if number and number.isdigit() else None

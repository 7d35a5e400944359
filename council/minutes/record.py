"""What the reader of minutes finds: plain frozen records, and their exchange form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

DeadlineKind = Literal["none", "date", "relative", "recurring"]


@dataclass(frozen=True)
class Deadline:
    """A printed deadline.

    `value` is as printed. `norm` is a Jalali date (`YYYY-MM-DD`, `--MM-DD` without a year), an ISO
    duration, or one of next_session, asap, event, this_year, next_year, each_session, continuous.
    `last` is the Jalali day on which the week or month ends that the words name as seen from the
    session («تا آخر همین ماه»), of which the norm tells only the length.
    """

    kind: DeadlineKind = "none"
    value: str | None = None
    norm: str | None = None
    last: str | None = None


@dataclass(frozen=True)
class Reference:
    """A mention of a resolution of another session; what is not printed is None.

    `date` is Jalali, `YYYY-MM-DD`.
    """

    text: str
    session: int | None
    number: str | None
    date: str | None


@dataclass(frozen=True)
class Clause:
    """A numbered, lettered or bulleted piece under a resolution, without its mark."""

    mark: str
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class FoundResolution:
    """A resolution as printed: `text` is exactly the source from `start` to `end`.

    `confidence` is between 0 and 1; below 0.6 a person must be asked.
    """

    number: str | None
    text: str
    start: int
    end: int
    clauses: tuple[Clause, ...]
    responsible: tuple[str, ...]
    supporting: tuple[str, ...]
    deadline: Deadline
    cross_refs: tuple[Reference, ...]
    confidence: float
    wording_length: int | None = None
    """How much of the text says what was decided, where other cells of a table's row follow."""

    @property
    def wording(self) -> str:
        """What was decided, without the other cells of a table's row."""
        return self.text[: self.wording_length]


@dataclass(frozen=True)
class LeftOut:
    """A sentence that looks like a resolution and was not taken.

    `reason` is one of: speech, proposal, earlier_session, another_body, agenda, report_only,
    formula.
    """

    text: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class MinutesRecord:
    """Everything found in one document; None or empty where the document does not say.

    `date_jalali` is `YYYY-MM-DD`, or `--MM-DD` where no year is printed; `held_on` is the same day
    where the year is known. `present`, `absent` and `guests` are names and offices as listed.
    `mode` is online, hybrid or in_person.
    """

    council: str | None
    province: str | None
    session_number: int | None
    term: int | None
    held_on: date | None
    date_jalali: str | None
    date_gregorian: str | None
    venue: str | None
    mode: str | None
    chair: str | None
    subject: str | None
    resolutions: tuple[FoundResolution, ...]
    cross_refs: tuple[Reference, ...]
    left_out: tuple[LeftOut, ...]
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()


def to_json(record: MinutesRecord, record_id: str) -> dict[str, Any]:
    """Return the record as plain data for exchange, spans as character offsets in the source."""
    fields = (
        *("council", "province", "session_number", "term", "date_jalali", "date_gregorian"),
        *("venue", "mode", "chair", "subject"),
    )
    return {
        "id": record_id,
        **{name: getattr(record, name) for name in fields},
        "resolutions": [_resolution(found) for found in record.resolutions],
        "cross_refs": [_reference(ref) for ref in record.cross_refs],
        "left_out": [
            {"text": item.text, "span": [item.start, item.end], "reason": item.reason}
            for item in record.left_out
        ],
        "attendance": {
            "present": list(record.present),
            "absent": list(record.absent),
            "guests": list(record.guests),
        },
    }


def _resolution(found: FoundResolution) -> Mapping[str, Any]:
    words = found.text.split()
    return {
        "number": found.number,
        "text": found.text,
        "text_starts_with": " ".join(words[:6]),
        "text_ends_with": " ".join(words[-6:]),
        "span": [found.start, found.end],
        "subitems": len(found.clauses),
        "clauses": [
            {"mark": clause.mark, "text": clause.text, "span": [clause.start, clause.end]}
            for clause in found.clauses
        ],
        "responsible": list(found.responsible),
        "responsible_optional": list(found.supporting),
        "deadline": {
            "kind": found.deadline.kind,
            "value": found.deadline.value,
            "norm": found.deadline.norm,
            "last": found.deadline.last,
        },
        "cross_refs": [_reference(ref) for ref in found.cross_refs],
        "confidence": found.confidence,
    }


def _reference(ref: Reference) -> Mapping[str, Any]:
    return {"text": ref.text, "session": ref.session, "number": ref.number, "date": ref.date}

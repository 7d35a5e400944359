"""What a secretary changes in a draft: one finding, two of them, or the session's fields."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from council import access, bodies, dates, owners, text
from council.access import Viewer
from council.days.typed_days import read_day
from council.deadlines import Deadline
from council.errors import (
    DateNotUnderstoodError,
    EmptyMinutesError,
    NotFoundError,
    NumberNotUnderstoodError,
    TooLongError,
)
from council.minutes import drafts
from council.minutes.drafts import OpenDraft, finding, open_draft
from council.minutes.printed_deadlines import says_none
from council.minutes.proposal import (
    Draft,
    Finding,
    MeetingFields,
    leftovers,
    read_piece,
    reworded,
)
from storage import bodies as stored_bodies
from storage.database import Session
from storage.words import DeadlineKind

MAX_BODY_NAME = 200
MAX_TEXT = 8_000
MAX_FIELD = 300
MODES = ("in_person", "online", "hybrid")
FIELDS = ("number", "held_on", "chair", "venue", "subject", "mode")
_SENTENCE_END = re.compile(r"[.؟!؛](?=\s|$)|\n")
SHORTEST_PIECE = 12


# ---------------------------------------------------------------- one finding


async def set_text(
    session: Session, *, viewer: Viewer, minutes_id: int, index: int, words: str
) -> OpenDraft:
    """Give a finding another wording; what the source says is kept beside it. Does not commit.

    A deadline or bodies that the former words named and the new ones name otherwise change too.
    Raises EmptyMinutesError and TooLongError.
    """
    cleaned = text.clean(words).strip()
    if not cleaned:
        raise EmptyMinutesError
    if len(cleaned) > MAX_TEXT:
        raise TooLongError
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    one = finding(opened, index)
    printed = one.printed if one.printed is not None else one.text
    changed = replace(
        reworded(one, cleaned), printed=None if cleaned == printed else printed, checked=True
    )
    return await _replace(session, opened, index, changed)


async def set_bodies(
    session: Session, *, viewer: Viewer, minutes_id: int, index: int, names: tuple[str, ...]
) -> OpenDraft:
    """Say who must act on a finding; no name at all is possible. Does not commit."""
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    changed = replace(finding(opened, index), bodies=_tidy(names))
    return await _replace(session, opened, index, changed)


async def set_supporting(
    session: Session, *, viewer: Viewer, minutes_id: int, index: int, names: tuple[str, ...]
) -> OpenDraft:
    """Say who is to help with a finding, by names as printed. Does not commit."""
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    changed = replace(finding(opened, index), supporting=_tidy(names))
    return await _replace(session, opened, index, changed)


def _tidy(names: tuple[str, ...]) -> tuple[str, ...]:
    tidy = dict.fromkeys(" ".join(name.split())[:MAX_BODY_NAME] for name in names)
    return tuple(filter(None, tidy))


async def map_body(
    session: Session, *, viewer: Viewer, minutes_id: int, name: str, body_id: int
) -> OpenDraft:
    """Say that an unknown name means a known body; the council learns it. Does not commit.

    The name stays as printed wherever it stands: as an alias it leads to the body from now on.
    """
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    body = await stored_bodies.get(session, viewer.council_id, body_id)
    if body is None:
        raise NotFoundError
    await bodies.learn_alias(session, body=body, alias=name)
    return opened


async def call_new(session: Session, *, viewer: Viewer, minutes_id: int, name: str) -> OpenDraft:
    """Say that an unknown name is a new body's, made when the draft is published.

    Wherever the name stands in the draft, it is asked about no more. Does not commit.
    """
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    said = _distinct(opened.draft.new_names, (name,))
    return await drafts.save(session, opened, replace(opened.draft, new_names=said))


async def set_deadline(
    session: Session, *, viewer: Viewer, minutes_id: int, index: int, deadline: Deadline
) -> OpenDraft:
    """Say by when a finding is to be done. Does not commit."""
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    changed = replace(
        finding(opened, index),
        deadline_kind=deadline.kind,
        deadline_text=deadline.text,
        deadline_norm=deadline.norm,
    )
    return await _replace(session, opened, index, changed)


async def set_owner(
    session: Session, *, viewer: Viewer, minutes_id: int, index: int, membership_id: int | None
) -> OpenDraft:
    """Name the member who chases a finding, or nobody. Does not commit.

    NotFoundError where that is nobody who is offered for it.
    """
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    one = finding(opened, index)
    if membership_id and not await owners.of_draft(session, viewer=viewer, alone=membership_id):
        raise NotFoundError
    return await _replace(session, opened, index, replace(one, owner_id=membership_id))


async def set_confidential(
    session: Session, *, viewer: Viewer, minutes_id: int, index: int, confidential: bool
) -> OpenDraft:
    """Say whether a finding is confidential. Does not commit."""
    access.ensure(viewer, "set_confidential")
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    changed = replace(finding(opened, index), confidential=confidential)
    return await _replace(session, opened, index, changed)


async def set_kept(
    session: Session, *, viewer: Viewer, minutes_id: int, index: int, kept: bool
) -> OpenDraft:
    """Leave a finding out, or take it back in, which also confirms it. Does not commit."""
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    one = finding(opened, index)
    changed = replace(one, kept=kept, checked=one.checked or kept)
    return await _replace(session, opened, index, changed)


async def approve_all(session: Session, *, viewer: Viewer, minutes_id: int) -> OpenDraft:
    """Confirm every finding that is kept, the unsure ones too. Does not commit."""
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    checked = tuple(
        replace(one, checked=True) if one.kept else one for one in opened.draft.findings
    )
    return await drafts.save(session, opened, replace(opened.draft, findings=checked))


# ---------------------------------------------------------------- cutting and joining


def cuts(one: Finding) -> tuple[int, ...]:
    """Where a finding can be cut in two: before clauses, after sentences, at line breaks."""
    places = {match.end() for match in _SENTENCE_END.finditer(one.text)}
    found: list[int] = []
    for place in sorted(places):
        last = found[-1] if found else 0
        before, after = one.text[last:place].strip(), one.text[place:].strip()
        if len(before) >= SHORTEST_PIECE and len(after) >= SHORTEST_PIECE:
            found.append(place)
    return tuple(found)


async def split(
    session: Session, *, viewer: Viewer, minutes_id: int, index: int, place: int
) -> OpenDraft:
    """Make two findings of one, cut at a place of `cuts`. Does not commit.

    The first keeps number, bodies and deadline where its own words still name some; both are
    read again. NotFoundError for another place.
    """
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    one = finding(opened, index)
    if place not in cuts(one):
        raise NotFoundError
    first = _piece(opened.source, one, one.text[:place])
    second = _piece(opened.source, one, one.text[place:])
    first = replace(first, number=one.number, bodies=first.bodies or one.bodies)
    pieces = (first, replace(second, bodies=second.bodies or one.bodies))
    return await _exchange(session, opened, index, index + 1, pieces)


def _piece(source: str, one: Finding, words: str) -> Finding:
    words = words.strip()
    start = source.find(words, max(0, one.start))
    read = read_piece(words, start)
    return replace(
        read,
        start=start if start >= 0 else one.start,
        end=read.end if start >= 0 else one.end,
        clauses=tuple(clause for clause in one.clauses if clause[1] in words),
        owner_id=one.owner_id,
        confidential=one.confidential,
        kept=one.kept,
    )


async def merge(
    session: Session, *, viewer: Viewer, minutes_id: int, index: int
) -> tuple[OpenDraft, Deadline | None]:
    """Join a finding to the one before it; gives its own deadline too, where another one stays.

    NotFoundError for the first. Does not commit.
    """
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    first, second = finding(opened, index - 1), finding(opened, index)
    dated = first if first.deadline_kind is not DeadlineKind.NONE else second
    joined = replace(
        first,
        text=f"{first.text}\n{second.text}",
        clauses=(*first.clauses, *second.clauses),
        bodies=_distinct(first.bodies, second.bodies),
        supporting=_distinct(first.supporting, second.supporting),
        deadline_kind=dated.deadline_kind,
        deadline_text=dated.deadline_text,
        deadline_norm=dated.deadline_norm,
        references=(*first.references, *second.references),
        confidence=max(first.confidence, second.confidence),
        kept=first.kept or second.kept,
        end=max(first.end, second.end),
        owner_id=first.owner_id or second.owner_id,
        confidential=first.confidential or second.confidential,
        checked=True,
    )
    gone = second.deadline
    lost = gone.kind is not DeadlineKind.NONE and gone != joined.deadline
    return await _exchange(session, opened, index - 1, index + 1, (joined,)), gone if lost else None


def _distinct(*names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({text.key(name): name for some in names[::-1] for name in some[::-1]}.values())[
        ::-1
    ]


async def add(
    session: Session, *, viewer: Viewer, minutes_id: int, start: int
) -> tuple[OpenDraft, int]:
    """Take a piece of the leftover text in as a finding; gives its place too. Does not commit.

    NotFoundError where no leftover begins there (any more).
    """
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    chosen = [one for one in leftovers(opened.source, opened.draft) if one.start == start]
    if not chosen:
        raise NotFoundError
    new = read_piece(chosen[0].text, chosen[0].start)
    before = [i for i, one in enumerate(opened.draft.findings) if one.start < start]
    at = before[-1] + 1 if before else 0
    return await _exchange(session, opened, at, at, (new,)), at


# ---------------------------------------------------------------- the session's fields


async def set_field(
    session: Session, *, viewer: Viewer, minutes_id: int, name: str, typed: str, today: date
) -> OpenDraft:
    """Set a field of the session as it was typed; nothing typed empties it. Does not commit.

    Raises NumberNotUnderstoodError, DateNotUnderstoodError, and NotFoundError for another field.
    """
    if name not in FIELDS:
        raise NotFoundError
    opened = await open_draft(session, viewer=viewer, minutes_id=minutes_id)
    fields = _with_field(opened.draft.session, name, " ".join(typed.split())[:MAX_FIELD], today)
    return await drafts.save(session, opened, replace(opened.draft, session=fields))


def _with_field(fields: MeetingFields, name: str, typed: str, today: date) -> MeetingFields:
    match name:
        case "number":
            number = text.number_from_words(text.fold(typed)) if typed else None
            if typed and not number:
                raise NumberNotUnderstoodError
            return replace(fields, number=number)
        case "held_on":
            day = read_day(typed, today) if typed else None
            if typed and day is None:
                raise DateNotUnderstoodError
            return replace(fields, held_on=day, printed_date=None)
        case "chair":
            return replace(fields, chair=typed or None)
        case "venue":
            return replace(fields, venue=typed or None)
        case "mode":
            return replace(fields, mode=typed if typed in MODES else None)
        case _:
            return replace(fields, subject=typed or None)


def type_deadline(typed: str, today: date) -> Deadline:
    """What a secretary types as a deadline: a date, a period from notification, or that there is
    none.

    Raises DateNotUnderstoodError rather than guess.
    """
    day = read_day(typed, today)
    if day is None and says_none(typed):
        return Deadline(DeadlineKind.NONE)
    if day is None:
        raise DateNotUnderstoodError
    return deadline_on(day)


def deadline_on(day: date) -> Deadline:
    """A deadline on a chosen day."""
    jalali = dates.to_jalali(day)
    return Deadline(DeadlineKind.DATE, norm=f"{jalali.year:04}-{jalali.month:02}-{jalali.day:02}")


# ---------------------------------------------------------------- keeping it


async def _replace(session: Session, opened: OpenDraft, index: int, changed: Finding) -> OpenDraft:
    return await _exchange(session, opened, index, index + 1, (changed,))


async def _exchange(
    session: Session, opened: OpenDraft, first: int, stop: int, new: Sequence[Finding]
) -> OpenDraft:
    findings = opened.draft.findings
    draft: Draft = replace(opened.draft, findings=(*findings[:first], *new, *findings[stop:]))
    if len(draft.findings) != len(findings):
        draft = replace(draft, order=draft.order + 1)
    return await drafts.save(session, opened, draft)

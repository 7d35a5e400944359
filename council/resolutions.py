"""Looking resolutions up: the card, and search in the members' own spelling."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import batched

from council import access, confidential, dates, items
from council.access import Viewer
from council.errors import NotFoundError
from council.items import ItemCard, ItemFound
from council.minutes.gist import title_words
from council.searching.query import found_spans, prepare_fields
from council.searching.tokens import INDEX_VERSION
from council.searching.typed_codes import read_code
from storage import item_rows, progress, resolution_rows, resolutions
from storage import search as stored_search
from storage.database import Session
from storage.database.together import together
from storage.item_rows import ItemRow
from storage.models import Resolution
from storage.resolution_rows import HitRow
from storage.words import OPEN_STATES, ItemState

EXCERPT = 76
READ_AT_ONCE = 25
"""So many texts for the index take some milliseconds."""


@dataclass(frozen=True)
class ReferenceSeen:
    """A mention of an earlier resolution; `target_id` where it is known here."""

    text: str
    session: int | None
    number: str | None
    target_id: int | None


@dataclass(frozen=True)
class ResolutionCard:
    """A resolution with its items, as the viewer sees it."""

    id: int
    code: str
    meeting_number: int | None
    held_on: date | None
    text: str
    confidential: bool
    references: tuple[ReferenceSeen, ...]
    items: tuple[ItemCard, ...]
    may_mark: bool
    corrections: int = 0
    may_correct: bool = False
    followed: bool = False
    """Whether the viewer hears of its changes."""
    assignable: frozenset[int] = frozenset()
    """The items of which the viewer may name who follows them up."""

    @property
    def implemented(self) -> int:
        """How many of its items are implemented."""
        return sum(item.state is ItemState.IMPLEMENTED for item in self.items)

    @property
    def percent(self) -> int:
        """The mean share of its items; an implemented one counts whole, one that ended without
        being done does not count."""
        counted = [
            100 if item.state is ItemState.IMPLEMENTED else item.percent
            for item in self.items
            if item.is_open or item.state is ItemState.IMPLEMENTED
        ]
        return round(sum(counted) / len(counted)) if counted else 0


@dataclass(frozen=True)
class Found:
    """One search hit: an excerpt around the found words, whose spans count within it."""

    id: int
    code: str
    excerpt: str
    spans: tuple[tuple[int, int], ...]
    item: ItemFound | None
    """The first of its items; None where it is for information alone."""
    confidential: bool = False
    text: str = ""
    """The whole of it; empty where it is confidential."""


async def open_resolution(
    session: Session, *, viewer: Viewer, resolution_id: int, now: datetime
) -> ResolutionCard:
    """The card of a resolution. NotFoundError alike for what is not there and not theirs.

    That a confidential one was opened is logged, and only what the viewer may know is linked.
    """
    access.ensure(viewer, "search")
    council_id, person_id = viewer.council_id, viewer.person_id
    rows, owing = await together(
        session,
        resolution_rows.among(session, council_id, [resolution_id], person_id=person_id),
        item_rows.of_resolutions(session, council_id, [resolution_id]),
    )
    if not rows:
        raise NotFoundError
    found = rows[resolution_id]
    references = await resolutions.references_of(session, found.id) if found.refers else ()
    known = await resolutions.known_of(session, [one.target_id for one in references])
    if found.confidential:
        confidential.note_opening(session, viewer=viewer, resolution_id=found.id, now=now)
    return ResolutionCard(
        id=found.id,
        code=found.code,
        meeting_number=found.meeting_number,
        held_on=found.held_on,
        text=found.text,
        confidential=found.confidential,
        references=tuple(
            ReferenceSeen(
                one.text,
                one.session_number,
                one.number,
                one.target_id if one.target_id in known else None,
            )
            for one in references
        ),
        items=_cards(owing.get(found.id, ()), viewer, now),
        may_mark=access.can(viewer, "set_confidential"),
        corrections=found.corrections,
        may_correct=access.can(viewer, "edit"),
        followed=found.followed,
        assignable=frozenset(
            one.id
            for one in owing.get(found.id, ())
            if one.state in OPEN_STATES and access.may_assign(viewer, items.facts(one))
        ),
    )


async def found(
    session: Session, *, viewer: Viewer, ids: Sequence[int], words: str, now: datetime
) -> tuple[Found, ...]:
    """The resolutions of the ids, in that order, each cut to where the words stand in it."""
    access.ensure(viewer, "search")
    rows = await resolution_rows.hits_among(session, viewer.council_id, ids)
    today = dates.local_date(now, viewer.zone)
    return tuple(_found(rows[one], words, today) for one in ids if one in rows)


async def by_code(
    session: Session, *, viewer: Viewer, query: str, now: datetime
) -> ResolutionCard | None:
    """The card of the resolution whose code was typed; None where it is no code or unknown."""
    found = await id_of_code(session, viewer=viewer, query=query)
    if found is None:
        return None
    return await open_resolution(session, viewer=viewer, resolution_id=found, now=now)


async def id_of_code(session: Session, *, viewer: Viewer, query: str) -> int | None:
    """The resolution whose code was typed; None where it is no code, unknown or not unique."""
    access.ensure(viewer, "search")
    code = read_code(query)
    if code is None:
        return None
    found = await resolutions.by_code(
        session, viewer.council_id, meeting_number=code.session, number=str(code.number)
    )
    return found[0] if len(found) == 1 else None


async def index(
    session: Session,
    resolution: Resolution,
    *,
    meeting_number: int | None,
    body_names: Sequence[str],
) -> None:
    """Make the resolution findable, in the transaction that stores it; its clauses are loaded."""
    fields = _fields(resolution, meeting_number, body_names)
    await stored_search.index_resolution(
        session,
        resolution_id=resolution.id,
        council_id=resolution.council_id,
        fields=fields,
    )


async def missing_in_index(session: Session, *, after: int, most: int) -> Sequence[int]:
    """Ids above `after`, lowest first, of resolutions of any council that cannot be found yet."""
    return await stored_search.missing_resolutions(session, after=after, limit=most)


async def outdated_in_index(session: Session, *, after: int, most: int) -> Sequence[int]:
    """The same of those that can only be found by what they were before."""
    return await stored_search.outdated_resolutions(
        session, version=INDEX_VERSION, after=after, limit=most
    )


async def index_anew(session: Session, ids: Sequence[int]) -> None:
    """Put the resolutions into the index as they are now, and let others at the processor while it
    reads their texts. Does not commit."""
    notes = await progress.notes_of(session, ids)
    entries = []
    for some in batched(await resolutions.for_index(session, ids), READ_AT_ONCE):
        entries += [
            stored_search.SearchEntry(
                one.id,
                one.council_id,
                _fields(one, one.meeting.number, _body_names(one), notes.get(one.id, ())),
            )
            for one in some
        ]
        await asyncio.sleep(0)
    await stored_search.index_resolutions(session, entries)


def _fields(
    resolution: Resolution,
    meeting_number: int | None,
    body_names: Sequence[str],
    reports: Sequence[str] = (),
) -> stored_search.SearchFields:
    return prepare_fields(
        code=resolution.code,
        text=resolution.text,
        title=title_words(resolution.text),
        meeting_number=meeting_number,
        bodies=body_names,
        clauses=[clause.text for clause in resolution.clauses],
        reports=reports,
    )


def _body_names(resolution: Resolution) -> list[str]:
    bodies = [
        body.name
        for item in resolution.items
        for body in (item.lead_body, *item.supporting)
        if body is not None
    ]
    return list(dict.fromkeys(bodies))


def _cards(owing: Sequence[ItemRow], viewer: Viewer, now: datetime) -> tuple[ItemCard, ...]:
    today = dates.local_date(now, viewer.zone)
    return tuple(items.card(item, viewer, today) for item in owing)


def _found(found: HitRow, asked: str, today: date) -> Found:
    """The hit with an excerpt that begins near the first word that was found."""
    item = items.item_found(found, today)
    if found.confidential:
        return Found(found.id, found.code, "", (), item, confidential=True)
    flat = " ".join(found.text.split())
    spans = found_spans(asked, flat)
    start = _start_of_excerpt(flat, spans)
    piece = flat[start : start + EXCERPT]
    stop = len(piece) if start + EXCERPT >= len(flat) else max(piece.rfind(" "), 1)
    before, after = "…" if start else "", "" if start + stop >= len(flat) else "…"
    shift = len(before) - start
    inside = tuple((a + shift, b + shift) for a, b in spans if start <= a and b <= start + stop)
    shown_piece = before + piece[:stop] + after
    return Found(found.id, found.code, shown_piece, inside, item, text=found.text)


def _start_of_excerpt(flat: str, spans: Sequence[tuple[int, int]]) -> int:
    """Where most of the found words stand together, with a little of what stands before them."""

    def held(start: int) -> int:
        return sum(start <= first and last <= start + EXCERPT for first, last in spans)

    starts = [max(0, first - EXCERPT // 3) for first, _ in spans]
    best = max((0, *starts), key=held)
    return flat.rfind(" ", 0, best) + 1 if best else 0

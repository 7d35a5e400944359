"""Resolutions as cards and lists of hits show them, in rows of plain values.

As `storage.item_rows`, looked at with the transaction's own eyes.
"""

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, exists, func, select

from storage.database import Session
from storage.database.prepared import Prepared
from storage.sight import Sight, eyes_of, shown
from storage.types import Base
from storage.words import ItemState

_TABLES = Base.metadata.tables
_RESOLUTIONS, _MEETINGS = _TABLES["resolutions"], _TABLES["meetings"]
_ERRATA, _REFERENCES = _TABLES["errata"], _TABLES["cross_references"]
_FOLLOWS = _TABLES["follows"]
_ITEMS, _BODIES = _TABLES["action_items"], _TABLES["bodies"]


class ResolutionRow(NamedTuple):
    """One resolution, the session that it comes from, and whether there is more to tell of it."""

    id: int
    code: str
    text: str
    confidential: bool
    meeting_number: int | None
    held_on: date | None
    corrections: int
    refers: bool
    """Whether it refers to others: `storage.resolutions.references_of`."""
    followed: bool
    """Whether the one who looks wants to hear what becomes of it."""


class HitRow(NamedTuple):
    """One resolution as a list of hits tells of it, with the first of its items, if it has any."""

    id: int
    code: str
    text: str
    confidential: bool
    state: ItemState | None
    due_on: date | None
    body: str | None
    """Who leads that item."""


def _hits(_kind: str) -> Select[Any]:
    own, each, item = _RESOLUTIONS.c, _ITEMS.alias("each").c, _ITEMS.c
    first = select(func.min(each.position)).where(each.resolution_id == own.id).scalar_subquery()
    whole = _RESOLUTIONS.outerjoin(
        _ITEMS, and_(item.resolution_id == own.id, item.position == first)
    ).outerjoin(_BODIES, _BODIES.c.id == item.lead_body_id)
    return (
        select(
            own.id, own.code, own.text, own.confidential,
            item.state, item.due_on, _BODIES.c.name.label("body"),
        )
        .select_from(whole)
        .where(
            own.council_id == bindparam("council"),
            own.id.in_(bindparam("ids", expanding=True)),
            shown(own),
        )
    )  # fmt: skip


def _rows(_kind: str) -> Select[Any]:
    own = _RESOLUTIONS.c
    corrections = select(func.count()).where(_ERRATA.c.resolution_id == own.id)
    return (
        select(
            own.id, own.code, own.text, own.confidential,
            _MEETINGS.c.number.label("meeting_number"), _MEETINGS.c.held_on,
            corrections.scalar_subquery().label("corrections"),
            exists().where(_REFERENCES.c.resolution_id == own.id).label("refers"),
            exists().where(
                _FOLLOWS.c.resolution_id == own.id, _FOLLOWS.c.person_id == bindparam("person")
            ).label("followed"),
        )
        .select_from(_RESOLUTIONS.join(_MEETINGS, _MEETINGS.c.id == own.meeting_id))
        .where(
            own.council_id == bindparam("council"),
            own.id.in_(bindparam("ids", expanding=True)),
            shown(own),
        )
    )  # fmt: skip


_ROWS = Prepared(_rows)
_HITS = Prepared(_hits)
_MARKED = Prepared(
    lambda _kind: select(_RESOLUTIONS.c.id, _RESOLUTIONS.c.confidential).where(
        _RESOLUTIONS.c.council_id == bindparam("council"),
        _RESOLUTIONS.c.id.in_(bindparam("ids", expanding=True)),
        shown(_RESOLUTIONS.c),
    )
)


async def among(
    session: Session, council_id: int, resolution_ids: Collection[int], *, person_id: int
) -> dict[int, ResolutionRow]:
    """The council's resolutions among the ids that these eyes may know of, by their ids.

    `person_id` is who looks.
    """
    if not resolution_ids:
        return {}
    rows = await _ROWS.rows(
        session,
        council=council_id,
        ids=tuple(resolution_ids),
        person=person_id,
        eyes=eyes_of(session),
    )
    return {row.id: ResolutionRow(*row) for row in rows}


async def hits_among(
    session: Session, council_id: int, resolution_ids: Collection[int]
) -> dict[int, HitRow]:
    """The same as hits show them."""
    if not resolution_ids:
        return {}
    ids = tuple(resolution_ids)
    rows = await _HITS.rows(session, council=council_id, ids=ids, eyes=eyes_of(session))
    return {row.id: HitRow(*row) for row in rows}


async def confidential_among(
    session: Session, council_id: int, resolution_ids: Collection[int], *, sight: Sight
) -> dict[int, bool]:
    """Whether each is confidential of the council's resolutions that may be known of with that
    sight, whatever the session's own is."""
    if not resolution_ids:
        return {}
    ids = tuple(resolution_ids)
    rows = await _MARKED.rows(session, council=council_id, ids=ids, eyes=sight.eyes)
    return {row.id: row.confidential for row in rows}

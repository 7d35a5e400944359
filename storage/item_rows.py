"""Items as cards show them, in rows of plain values, each with its newest report.

Every list and card asks for them, mostly for a few: as entities, with a question for everything
that hangs on them, they took longer than the rest of an update. Each row is looked at with the
transaction's own eyes, as everything that belongs to a resolution. The rows are tuples with names,
because a frozen dataclass of so many values takes eight times as long to make.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    select,
    true,
    union_all,
)

from storage.database import Session
from storage.database.prepared import Prepared
from storage.items import owed_by
from storage.sight import eyes_of, shown
from storage.types import Base, word
from storage.words import (
    OPEN_STATES,
    DeadlineKind,
    Decision,
    ItemState,
    MembershipState,
    ProgressStatus,
)

_TABLES = Base.metadata.tables
_ITEMS, _RESOLUTIONS = _TABLES["action_items"], _TABLES["resolutions"]
_LEAD = _TABLES["bodies"].alias("lead")
_REPORT, _REVIEW = _TABLES["progress_updates"].alias("report"), _TABLES["reviews"]
_MEMBERS, _CHASER = _TABLES["memberships"], _TABLES["people"].alias("chaser")
_AUTHOR, _BEHALF = _TABLES["people"].alias("author"), _TABLES["bodies"].alias("behalf")
_WITHDRAWN, _PIECES = _TABLES["withdrawals"], _TABLES["attachments"]
_HELP, _TIME = _TABLES["supporting_bodies"], _TABLES["postponements"]


class ReportRow(NamedTuple):
    """One report on an item with what became of it."""

    id: int
    author: str
    on_behalf_of: str | None
    at: datetime
    status: ProgressStatus
    percent: int | None
    note: str
    evidence: int
    decision: Decision | None
    reason: str | None
    withdrawn: bool
    by_author: bool
    """Decided by its own author."""


class ItemRow(NamedTuple):
    """One item, the resolution that it comes from, the names of its bodies, its newest report."""

    id: int
    version: int
    council_id: int
    resolution_id: int
    code: str
    text: str
    confidential: bool
    lead_body_id: int | None
    body: str | None
    supporting: tuple[str, ...]
    follow_up_owner_id: int | None
    owner: str | None
    """Who follows it up, while they belong to the council."""
    state: ItemState
    percent: int
    deadline_kind: DeadlineKind
    deadline_text: str | None
    deadline_norm: str | None
    notified_on: date
    due_on: date | None
    last: ReportRow | None
    extended: bool
    """Whether the date is one that was granted as more time."""


def _report_columns(report: Any) -> list[ColumnElement[Any]]:  # noqa: ANN401  its columns
    pieces = select(func.count()).where(_PIECES.c.progress_id == report.id).scalar_subquery()
    return [
        report.id.label("report_id"),
        _AUTHOR.c.name.label("author"),
        _BEHALF.c.name.label("on_behalf_of"),
        report.created_at.label("reported_at"),
        report.status,
        report.percent.label("reported_percent"),
        report.note,
        pieces.label("evidence"),
        _REVIEW.c.decision,
        _REVIEW.c.reason,
        _WITHDRAWN.c.progress_id.label("withdrawal"),
        (_REVIEW.c.reviewer_id == report.author_id).label("by_author"),
    ]


def _with_reports(whose: Any, report: Any) -> Any:  # noqa: ANN401  tables, joined; its columns
    return (
        whose.outerjoin(_AUTHOR, _AUTHOR.c.id == report.author_id)
        .outerjoin(_BEHALF, _BEHALF.c.id == report.on_behalf_of_id)
        .outerjoin(_REVIEW, _REVIEW.c.progress_id == report.id)
        .outerjoin(_WITHDRAWN, _WITHDRAWN.c.progress_id == report.id)
    )


def _newest_report(kind: str) -> tuple[Any, ColumnElement[bool]]:
    """The newest report on an item that was not taken back, and the condition to join it by.

    PostgreSQL would join by an id with all reports there are, while it takes them to be few.
    """
    other = _TABLES["progress_updates"].alias("other")
    taken_back = exists().where(_WITHDRAWN.c.progress_id == other.c.id)
    standing = other.c.item_id == _ITEMS.c.id, ~taken_back
    if kind == "sqlite":
        newest = select(func.max(other.c.id)).where(*standing)
        return _REPORT, _REPORT.c.id == newest.scalar_subquery()
    newest = select(other).where(*standing).order_by(other.c.id.desc()).limit(1)
    return newest.lateral("report"), true()


def _items(kind: str, condition: ColumnElement[bool], *order: ColumnElement[Any]) -> Select[Any]:
    """The visible items of the council `council` under a condition."""
    report, of_item = _newest_report(kind)
    columns = (
        *("id", "version", "council_id", "resolution_id", "lead_body_id", "follow_up_owner_id"),
        *("state", "percent", "deadline_kind", "deadline_text", "deadline_norm"),
        *("notified_on", "due_on"),
    )
    whole = _ITEMS.join(_RESOLUTIONS, _RESOLUTIONS.c.id == _ITEMS.c.resolution_id).outerjoin(
        report, of_item
    )
    lead = select(_LEAD.c.name).where(_LEAD.c.id == _ITEMS.c.lead_body_id).scalar_subquery()
    owner = (
        select(_CHASER.c.name)
        .join(_MEMBERS, _MEMBERS.c.person_id == _CHASER.c.id)
        .where(
            _MEMBERS.c.id == _ITEMS.c.follow_up_owner_id,
            _MEMBERS.c.state == word(MembershipState.ACTIVE),
        )
        .scalar_subquery()
    )
    helped = exists().where(_HELP.c.item_id == _ITEMS.c.id)
    extended = exists().where(
        _TIME.c.item_id == _ITEMS.c.id, _TIME.c.granted, _TIME.c.wanted_on == _ITEMS.c.due_on
    )
    return (
        select(
            *(_ITEMS.c[name] for name in columns),
            _RESOLUTIONS.c.code, _RESOLUTIONS.c.text, _RESOLUTIONS.c.confidential,
            lead.label("body"), owner.label("owner"), helped.label("helped"),
            extended.label("extended"), *_report_columns(report.c),
        )
        .select_from(_with_reports(whole, report.c))
        .where(
            _ITEMS.c.council_id == bindparam("council"), shown(_RESOLUTIONS.c), condition
        )
        .order_by(*order)
    )  # fmt: skip


def _prepared(condition: Callable[[], ColumnElement[bool]], *order: ColumnElement[Any]) -> Prepared:
    return Prepared(lambda kind: _items(kind, condition(), *order))


def _list(name: str) -> Any:  # noqa: ANN401  a bound list
    return bindparam(name, expanding=True)


# In words, so that PostgreSQL's plan for all values reckons with few of them and is kept.
_OPEN = _ITEMS.c.state.in_([word(state) for state in OPEN_STATES])
_SOONEST = (_ITEMS.c.due_on.is_(None), _ITEMS.c.due_on, _ITEMS.c.id)
_AMONG = _prepared(lambda: _ITEMS.c.id.in_(_list("ids")), _ITEMS.c.id)
_OF_RESOLUTIONS = _prepared(
    lambda: _ITEMS.c.resolution_id.in_(_list("ids")), _ITEMS.c.resolution_id, _ITEMS.c.position
)


def _owed(kind: str, *, unspoken_for: bool) -> ColumnElement[bool]:
    """Open items that somebody owes.

    Those of one person are few: SQLite would look at every open item of the council, and has them
    named by their ids first, for which PostgreSQL would look at every item there is.
    """
    bodies, owners = _list("bodies"), _list("owners")
    if unspoken_for or kind != "sqlite":
        council: BindParameter[int] = bindparam("council")
        whose = owed_by(council, bodies, owners, unspoken_for=unspoken_for, item=_ITEMS.c)
        return and_(_OPEN, whose)
    own = _ITEMS.alias("own").c
    arms = [
        select(own.id).where(arm, own.state.in_(OPEN_STATES))
        for arm in (own.lead_body_id.in_(bodies), own.follow_up_owner_id.in_(owners))
    ]
    return _ITEMS.c.id.in_(union_all(*arms))


def _owed_items(kind: str, *, unspoken_for: bool) -> Select[Any]:
    return _items(kind, _owed(kind, unspoken_for=unspoken_for), *_SOONEST)


_OWED = {one: Prepared(partial(_owed_items, unspoken_for=one)) for one in (False, True)}
_ALL_OPEN = _prepared(lambda: _OPEN, *_SOONEST)
_OF_MINUTES = _prepared(
    lambda: and_(_OPEN, _RESOLUTIONS.c.minutes_id == bindparam("minutes")),
    _RESOLUTIONS.c.position,
    _ITEMS.c.position,
)
_HELPERS = Prepared(
    lambda _kind: (
        select(_HELP.c.item_id, _LEAD.c.name)
        .join(_LEAD, _LEAD.c.id == _HELP.c.body_id)
        .where(_HELP.c.item_id.in_(_list("ids")))
        .order_by(_LEAD.c.sort_key, _LEAD.c.id)
    )
)
_REPORTS = Prepared(
    lambda _kind: (
        select(*_report_columns(_REPORT.c))
        .select_from(
            _with_reports(
                _REPORT.join(_ITEMS, _ITEMS.c.id == _REPORT.c.item_id).join(
                    _RESOLUTIONS, _RESOLUTIONS.c.id == _ITEMS.c.resolution_id
                ),
                _REPORT.c,
            )
        )
        .where(_REPORT.c.item_id == bindparam("item"), shown(_RESOLUTIONS.c))
        .order_by(_REPORT.c.id)
    )
)


async def among(session: Session, council_id: int, item_ids: Collection[int]) -> list[ItemRow]:
    """The council's items among the ids, oldest first."""
    return await _found(session, _AMONG, council_id, ids=tuple(item_ids)) if item_ids else []


async def of_resolutions(
    session: Session, council_id: int, resolution_ids: Collection[int]
) -> dict[int, list[ItemRow]]:
    """The items of each of the council's resolutions that has any, in the order of its text."""
    found: dict[int, list[ItemRow]] = {}
    if resolution_ids:
        for row in await _found(session, _OF_RESOLUTIONS, council_id, ids=tuple(resolution_ids)):
            found.setdefault(row.resolution_id, []).append(row)
    return found


async def owed(
    session: Session,
    council_id: int,
    *,
    body_ids: Collection[int],
    owner_ids: Collection[int],
    unspoken_for: bool = False,
) -> list[ItemRow]:
    """Open items of the bodies or chased by the members, soonest due first, undated last.

    `unspoken_for` adds the items that nobody answers for: no body, or one without a speaker.
    """
    whose = {"bodies": tuple(body_ids), "owners": tuple(owner_ids)}
    return await _found(session, _OWED[unspoken_for], council_id, **whose)


async def open_of_council(session: Session, council_id: int) -> list[ItemRow]:
    """Every open item of the council, soonest due first, undated last."""
    return await _found(session, _ALL_OPEN, council_id)


async def open_of_minutes(session: Session, council_id: int, minutes_id: int) -> list[ItemRow]:
    """Open items that came from the minutes, in the order of the text."""
    return await _found(session, _OF_MINUTES, council_id, minutes=minutes_id)


async def reports_on(session: Session, item_id: int) -> list[ReportRow]:
    """Every report on an item, oldest first."""
    rows = await _REPORTS.rows(session, item=item_id, eyes=eyes_of(session))
    return [_report(row) for row in rows]


async def _found(
    session: Session, asked: Prepared, council_id: int, **given: object
) -> list[ItemRow]:
    rows = await asked.rows(session, council=council_id, eyes=eyes_of(session), **given)
    helped = [row.id for row in rows if row.helped]
    helpers: dict[int, list[str]] = {}
    for row in await _HELPERS.rows(session, ids=helped) if helped else ():
        helpers.setdefault(row.item_id, []).append(row.name)
    return [_item(row, helpers.get(row.id, ())) for row in rows]


def _item(row: Any, supporting: Sequence[str]) -> ItemRow:  # noqa: ANN401  a row of `_items`
    return ItemRow(
        row.id, row.version, row.council_id, row.resolution_id, row.code, row.text,
        row.confidential, row.lead_body_id, row.body, tuple(supporting), row.follow_up_owner_id,
        row.owner, row.state, row.percent, row.deadline_kind, row.deadline_text, row.deadline_norm,
        row.notified_on, row.due_on, None if row.report_id is None else _report(row),
        bool(row.extended),
    )  # fmt: skip


def _report(row: Any) -> ReportRow:  # noqa: ANN401  a row with `_report_columns`
    return ReportRow(
        row.report_id, row.author, row.on_behalf_of, row.reported_at, row.status,
        row.reported_percent, row.note, row.evidence, row.decision, row.reason,
        row.withdrawal is not None, bool(row.by_author),
    )  # fmt: skip

"""Reads all that one council has on record, table by table, for use outside the program."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, case, false, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import InstrumentedAttribute

from storage import models as m
from storage.database import Database
from storage.whole import at_one_moment
from storage.words import MinutesState

ROWS_AT_ONCE = 500
LEFT_OUT = {
    "the machinery's own": (
        *(
            "bot_gate",
            "chats",
            "delivery_hold",
            "delivery_leader",
            "held_lanes",
            "inbox",
            "letterheads",
            "made_files",
            "open_questions",
            "outbox",
            "replicas",
        ),
        *("sent_messages", "spent_ids", "strange_groups"),
    ),
    "secrets and personal data": (
        *("group_codes", "invitations", "join_tries", "member_searches", "people", "follows"),
    ),
    "not decided yet, or told by the log": ("draft_holders", "second_requests"),
    "derived": ("search_blocks", "search_documents", "search_spellings", "search_terms"),
}
"""Tables that no export shows, by reason; a person's name stands with their membership."""


@dataclass(frozen=True)
class Column:
    """A column of an export; a day is given in both calendars."""

    name: str
    is_day: bool


@dataclass(frozen=True)
class Exported:
    """One table of an export."""

    name: str
    columns: Sequence[Column]
    stmt: Select[Any]
    source: str
    """The table of ours that it is read from."""


def tables(council_id: int, *, confidential: bool) -> list[Exported]:
    """The tables of an export in their order.

    Without `confidential`, what belongs to a confidential resolution is left out, and so is the
    source of minutes that have one.
    """
    seen = _Seen(council_id, confidential)
    return [
        _table(
            "council",
            m.Council.id == council_id,
            _columns(m.Council, "id name classification=kind area=province timezone=zone"),
        ),
        _table("bodies", seen.of(m.Body), _columns(m.Body, "id classification=kind name")),
        _table("other_names", seen.of(m.BodyAlias), _columns(m.BodyAlias, "body_id name=alias")),
        _table("synonyms", seen.of(m.Synonyms), _columns(m.Synonyms, "id words")),
        _members(seen),
        _table(
            "representations",
            m.Representation.membership_id.in_(seen.memberships),
            {"membership_id": m.Representation.membership_id, "body_id": m.Representation.body_id},
        ),
        _table(
            "events",
            seen.of(m.Meeting),
            _columns(
                m.Meeting,
                "id number legislative_session=term start_date=held_on location=venue mode chair"
                " description=subject attendance",
            ),
        ),
        _minutes(seen),
        *_resolutions(seen),
        *_work(seen),
        *_arrangements(seen),
        *_broadcasts(seen),
        _table(
            "audit",
            and_(seen.of(m.AuditEvent), seen.audited),
            _columns(m.AuditEvent, "id actor_id action subject subject_id before after at"),
        ),
    ]


@asynccontextmanager
async def reading(database: Database) -> AsyncIterator[AsyncConnection]:
    """The moment at which a whole export is read."""
    async with at_one_moment(database) as connection:
        yield connection


async def rows(connection: AsyncConnection, table: Exported) -> AsyncIterator[Mapping[str, Any]]:
    """The rows of one table, in a stable order, never all at once in memory."""
    async with connection.stream(table.stmt) as result:
        async for part in result.mappings().partitions(ROWS_AT_ONCE):
            for row in part:
                yield dict(row)


class _Seen:
    """What of the council an export shows."""

    def __init__(self, council_id: int, confidential: bool) -> None:
        hidden = false() if confidential else m.Resolution.confidential.is_(True)
        self.council_id = council_id
        self.memberships = select(m.Membership.id).where(self.of(m.Membership))
        self.resolutions = select(m.Resolution.id).where(self.of(m.Resolution), ~hidden)
        self.items = select(m.ActionItem.id).where(m.ActionItem.resolution_id.in_(self.resolutions))
        self.reports = select(m.ProgressUpdate.id).where(m.ProgressUpdate.item_id.in_(self.items))
        self.whole_minutes = m.Minutes.id.not_in(
            select(m.Resolution.minutes_id).where(self.of(m.Resolution), hidden)
        )
        subject, number = m.AuditEvent.subject, m.AuditEvent.subject_id
        self.audited = or_(
            subject.not_in(["resolution", "item", "progress"]),
            and_(subject == "resolution", number.in_(self.resolutions)),
            and_(subject == "item", number.in_(self.items)),
            and_(subject == "progress", number.in_(self.reports)),
        )

    def of(self, model: Any) -> ColumnElement[bool]:  # noqa: ANN401  any model with a council
        """The rows of the council."""
        condition: ColumnElement[bool] = model.council_id == self.council_id
        return condition


def _columns(model: Any, names: str) -> dict[str, Any]:  # noqa: ANN401  any model
    """Columns by what they are called in an export: `ours`, or `theirs=ours`."""
    pairs = (name.rpartition("=") for name in names.split())
    return {theirs or ours: getattr(model, ours) for theirs, _, ours in pairs}


def _table(name: str, where: ColumnElement[bool], columns: dict[str, Any]) -> Exported:
    first = next(iter(columns.values()))
    table = first.class_.__table__
    told = [
        Column(label, isinstance(column, InstrumentedAttribute) and _is_day(column))
        for label, column in columns.items()
    ]
    labelled = [column.label(label) for label, column in columns.items()]
    stmt = select(*labelled).where(where).order_by(*table.primary_key.columns)
    return Exported(name, told, stmt, table.name)


def _is_day(column: InstrumentedAttribute[Any]) -> bool:
    return type(column.type) is Date


def _members(seen: _Seen) -> Exported:
    columns = {
        **_columns(m.Membership, "id person_id"),
        "person_name": m.Person.name,
        **_columns(m.Membership, "role state joined_at end_date=ends_on"),
    }
    table = _table("memberships", seen.of(m.Membership), columns)
    joined = table.stmt.join(m.Person, m.Person.id == m.Membership.person_id)
    return replace(table, stmt=joined)


def _minutes(seen: _Seen) -> Exported:
    columns = _columns(m.Minutes, "id event_id=meeting_id state file_name sha256 archived")
    columns |= _columns(m.Minutes, "created_by created_at published_by published_at")
    columns["source_text"] = case((seen.whole_minutes, m.Minutes.source_text))
    return _table(
        "minutes", and_(seen.of(m.Minutes), m.Minutes.state == MinutesState.PUBLISHED), columns
    )


def _resolutions(seen: _Seen) -> list[Exported]:
    shown = seen.resolutions
    linked = or_(
        m.CrossReference.resolution_id.is_(None), m.CrossReference.resolution_id.in_(shown)
    )
    listed = _columns(m.ResolutionAccess, "resolution_id membership_id")
    return [
        _table(
            "motions",
            m.Resolution.id.in_(shown),
            _columns(
                m.Resolution,
                "id event_id=meeting_id minutes_id position number identifier=code text"
                " confidential created_at",
            ),
        ),
        _table(
            "motion_access",
            m.ResolutionAccess.resolution_id.in_(shown),
            {"motion_id": listed["resolution_id"], "membership_id": listed["membership_id"]},
        ),
        _table(
            "clauses",
            m.Clause.resolution_id.in_(shown),
            _columns(m.Clause, "motion_id=resolution_id position mark text"),
        ),
        _table(
            "references",
            and_(seen.of(m.CrossReference), linked),
            _columns(
                m.CrossReference,
                "id event_id=meeting_id motion_id=resolution_id text session_number number"
                " printed_date target_id",
            ),
        ),
        _table(
            "errata",
            m.Erratum.resolution_id.in_(shown),
            _columns(
                m.Erratum,
                "id motion_id=resolution_id item_id what before after reason corrected_by"
                " corrected_at",
            ),
        ),
    ]


def _work(seen: _Seen) -> list[Exported]:
    items, reports = seen.items, seen.reports
    item = _columns(m.ActionItem, "id motion_id=resolution_id position lead_body_id")
    item["follow_up_membership_id"] = m.ActionItem.follow_up_owner_id
    item |= _columns(
        m.ActionItem,
        "state percent deadline_kind deadline_text notified_on due_on closed_at created_at",
    )
    report = _columns(
        m.ProgressUpdate,
        "id item_id occurrence_id author_id on_behalf_of_id status percent note created_at",
    )
    wish = _columns(m.Postponement, "id item_id asked_by_id due_before wanted_on reason")
    wish |= _columns(m.Postponement, "created_at granted decided_by_id answer decided_at")
    return [
        _table("items", m.ActionItem.id.in_(items), item),
        _table(
            "supporting_bodies",
            m.SupportingBody.item_id.in_(items),
            _columns(m.SupportingBody, "item_id body_id"),
        ),
        _table(
            "occurrences",
            m.Occurrence.item_id.in_(items),
            _columns(m.Occurrence, "id item_id number starts_on due_on state"),
        ),
        _table("progress", m.ProgressUpdate.id.in_(reports), report),
        _table(
            "attachments",
            m.Attachment.progress_id.in_(reports),
            _columns(m.Attachment, "id progress_id kind file_name size"),
        ),
        _table(
            "withdrawals",
            m.Withdrawal.progress_id.in_(reports),
            _columns(m.Withdrawal, "progress_id at"),
        ),
        _table("postponements", m.Postponement.item_id.in_(items), wish),
        _table(
            "item_events",
            m.ItemEvent.item_id.in_(items),
            _columns(m.ItemEvent, "id item_id progress_id actor_id kind reason at"),
        ),
        _table(
            "reviews",
            m.Review.progress_id.in_(reports),
            _columns(m.Review, "progress_id reviewer_id decision reason decided_at"),
        ),
    ]


def _arrangements(seen: _Seen) -> list[Exported]:
    """What the council decided about its time: days off, leaves, sessions, when to remind."""
    leave = "id person_id first_day last_day substitute_id created_at ended_at"
    session = "id starts_at place state created_by created_at"
    return [
        _table("closures", seen.of(m.Closure), _columns(m.Closure, "id day name half")),
        _table("council_clock", seen.of(m.CouncilClock), _columns(m.CouncilClock, "settings")),
        _table(
            "personal_clocks",
            seen.of(m.PersonalClock),
            _columns(m.PersonalClock, "person_id settings"),
        ),
        _table("leaves", seen.of(m.Leave), _columns(m.Leave, leave)),
        _table("planned_sessions", seen.of(m.PlannedSession), _columns(m.PlannedSession, session)),
        _table(
            "item_policies",
            m.ItemPolicy.item_id.in_(seen.items),
            _columns(m.ItemPolicy, "item_id settings set_by set_at"),
        ),
        _table(
            "snoozes",
            m.Snooze.item_id.in_(seen.items),
            _columns(m.Snooze, "id item_id person_id until reason created_at"),
        ),
    ]


def _broadcasts(seen: _Seen) -> list[Exported]:
    """What was written to many at once, and to whom."""
    ours = select(m.Broadcast.id).where(seen.of(m.Broadcast))
    told = "id author_id text minutes_id audience state send_at created_at"
    return [
        _table("broadcasts", seen.of(m.Broadcast), _columns(m.Broadcast, told)),
        _table(
            "broadcast_recipients",
            m.BroadcastRecipient.broadcast_id.in_(ours),
            _columns(m.BroadcastRecipient, "broadcast_id person_id why_not seen_at answer"),
        ),
    ]

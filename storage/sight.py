"""Whose eyes a transaction reads with: what is confidential exists only for those who may see it.

The condition is put into every query on what a resolution consists of, so that a query written
without thinking of it cannot leak. Without `see_as` a transaction is the system's own and sees all.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    TextualSelect,
    bindparam,
    column,
    event,
    exists,
    or_,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.orm import Session as SyncSession
from sqlalchemy.orm.interfaces import CriteriaOption
from sqlalchemy.sql.visitors import InternalTraversal

from storage.models import Resolution
from storage.types import Base

_KEY, _EYES = "sight", "eyes"
HIDDEN = (
    "SELECT hidden.id FROM resolutions AS hidden WHERE hidden.confidential IS TRUE"
    " AND NOT EXISTS (SELECT 1 FROM resolution_access AS listed"
    " WHERE listed.resolution_id = hidden.id AND listed.membership_id = :eyes)"
)
"""Ids of the resolutions that the membership `:eyes` may not know of; for written-out SQL too."""


@dataclass(frozen=True)
class Sight:
    """A pair of eyes: a membership's, the public's (None), or those that see everything."""

    membership_id: int | None = None
    everything: bool = False

    @property
    def eyes(self) -> int | None:
        """The value of `:eyes` in HIDDEN; None where nothing is hidden from them."""
        return None if self.everything else self.membership_id or 0


PUBLIC = Sight()


def see_as(session: AsyncSession, sight: Sight | None) -> None:
    """Read with these eyes from now on in this transaction; None is the system itself."""
    session.info[_KEY] = sight


def eyes_of(session: AsyncSession) -> int | None:
    """The value of `:eyes` in HIDDEN for this transaction; None where nothing is hidden from it."""
    return _eyes(session.info.get(_KEY))


def _eyes(sight: Sight | None) -> int | None:
    return None if sight is None else sight.eyes


def shown(resolution: Any) -> ColumnElement[bool]:  # noqa: ANN401  the table's columns
    """The condition under which the eyes bound as `eyes` may know of that resolution.

    For prepared statements, into which nothing is put (`storage.database.prepared`); they read the
    table of resolutions, whose columns are given. With `eyes` None, as `eyes_of` gives it, nothing
    is hidden.
    """
    listed = Base.metadata.tables["resolution_access"].alias("listed").c
    eyes: BindParameter[int] = bindparam(_EYES, type_=Integer)
    # The row's own word first: PostgreSQL would gather all that is hidden to look for a few in it.
    may = exists().where(listed.resolution_id == resolution.id, listed.membership_id == eyes)
    return or_(eyes.is_(None), resolution.confidential.is_(False), may)


class SeeingSession(SyncSession):
    """A session that reads with the eyes it was given."""


@event.listens_for(SeeingSession, "do_orm_execute")
def _look_away(state: ORMExecuteState) -> None:
    eyes = _eyes(state.session.info.get(_KEY))
    if eyes is None or not state.is_select:
        return
    if not (state.is_column_load or state.is_relationship_load):
        state.statement = _behind_curtain(state.statement)
    # What belongs to loaded rows is read under the same condition, and needs the eyes as well.
    given: Any = state.parameters or {}
    state.parameters = {**given, _EYES: eyes}


_BEHIND: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()


def _behind_curtain(statement: Any) -> Any:  # noqa: ANN401  any statement
    """The statement with the conditions; the same for the same one, so that it is known again."""
    if statement not in _BEHIND:
        _BEHIND[statement] = statement.options(_CURTAIN)
    return _BEHIND[statement]


class _Curtain(CriteriaOption):
    """The conditions of all tables as one option, the same for all eyes.

    SQLAlchemy looks through every option of a statement, each time, to know whether it has seen
    the statement before: two dozen conditions took longer than the rest of a query. Whose eyes it
    is are a parameter of the statement; one that lacks it is refused by the database.
    """

    propagate_to_loaders = True
    inherit_cache = True
    _cache_key_traversal = [("name", InternalTraversal.dp_string)]  # noqa: RUF012  SQLAlchemy's
    name = "sight"

    def process_compile_state(self, compile_state: Any) -> None:  # noqa: ANN401  the ORM's own
        """Put the conditions into a statement that is being made."""
        for condition in _criteria():
            condition.process_compile_state(compile_state)

    def get_global_criteria(self, attributes: dict[Any, Any]) -> None:
        """Name the conditions to statements that ask for them."""
        for condition in _criteria():
            condition.get_global_criteria(attributes)


_CURTAIN = _Curtain()


@cache
def _criteria() -> tuple[Any, ...]:
    """A condition for the resolutions, and for every table that belongs to one, to an item or to
    a report: found by its foreign keys, so that a new table is covered the day it is made."""
    hidden: dict[str, Any] = {"resolutions.id": _hidden()}
    for table, key in (("action_items", "resolution_id"), ("progress_updates", "item_id")):
        rows = Base.metadata.tables[table].c
        parent = next(iter(rows[key].foreign_keys)).target_fullname
        hidden[f"{table}.id"] = select(rows.id).where(rows[key].in_(hidden[parent]))
    shown = [
        (mapper.class_, whose, hidden[target])
        for mapper in Base.registry.mappers
        for column in mapper.local_table.c
        for target in {key.target_fullname for key in column.foreign_keys} & hidden.keys()
        for whose in [getattr(mapper.class_, mapper.get_property_by_column(column).key)]
    ]
    return (
        with_loader_criteria(Resolution, Resolution.id.not_in(_hidden()), include_aliases=True),
        *(
            with_loader_criteria(
                table, or_(whose.is_(None), whose.not_in(those)), include_aliases=True
            )
            for table, whose, those in shown
        ),
    )


def _hidden() -> TextualSelect:
    return text(HIDDEN).bindparams(bindparam(_EYES, type_=Integer)).columns(column("id"))

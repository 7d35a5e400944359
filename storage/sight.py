"""Whose eyes a transaction reads with: what is confidential exists only for those who may see it.

The condition is put into every query on what a resolution consists of, so that a query written
without thinking of it cannot leak. Without `see_as` a transaction is the system's own and sees all.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import TextualSelect, column, event, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import ORMExecuteState, with_loader_criteria
from sqlalchemy.orm import Session as SyncSession
from sqlalchemy.sql.base import ExecutableOption

from storage.models import ActionItem, CrossReference, Erratum, ProgressUpdate, Resolution

_KEY = "sight"
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


PUBLIC = Sight()


def see_as(session: AsyncSession, sight: Sight | None) -> None:
    """Read with these eyes from now on in this transaction; None is the system itself."""
    session.info[_KEY] = sight


def eyes_of(session: AsyncSession) -> int | None:
    """The value of `:eyes` in HIDDEN for this transaction; None where nothing is hidden from it."""
    return _eyes(session.info.get(_KEY))


def _eyes(sight: Sight | None) -> int | None:
    if sight is None or sight.everything:
        return None
    return sight.membership_id or 0


class SeeingSession(SyncSession):
    """A session that reads with the eyes it was given."""


@event.listens_for(SeeingSession, "do_orm_execute")
def _look_away(state: ORMExecuteState) -> None:
    eyes = _eyes(state.session.info.get(_KEY))
    if eyes is None or not state.is_select or state.is_column_load or state.is_relationship_load:
        return
    state.statement = state.statement.options(*_criteria(eyes))


def _criteria(eyes: int) -> tuple[ExecutableOption, ...]:
    hidden = _hidden(eyes)
    items = ActionItem.__table__.c
    of_hidden = select(items.id).where(items.resolution_id.in_(_hidden(eyes)))
    conditions: tuple[tuple[Any, Any], ...] = (
        (Resolution, Resolution.id.not_in(hidden)),
        (ActionItem, ActionItem.resolution_id.not_in(hidden)),
        (ProgressUpdate, ProgressUpdate.item_id.not_in(of_hidden)),
        (Erratum, Erratum.resolution_id.not_in(hidden)),
        (
            CrossReference,
            or_(
                CrossReference.resolution_id.is_(None),
                CrossReference.resolution_id.not_in(hidden),
            ),
        ),
    )
    return tuple(
        with_loader_criteria(one, where, include_aliases=True) for one, where in conditions
    )


def _hidden(eyes: int) -> TextualSelect:
    return text(HIDDEN).bindparams(eyes=eyes).columns(column("id"))

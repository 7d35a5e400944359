"""Queries about corrections of what was published."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from storage.database import Session
from storage.models import Erratum, Resolution


async def add(session: Session, erratum: Erratum) -> Erratum:
    """Keep a correction; gives it its id."""
    session.add(erratum)
    await session.flush()
    return erratum


async def of_resolution(session: Session, resolution_id: int) -> Sequence[Erratum]:
    """Every correction of a resolution with who made it, oldest first."""
    stmt = (
        select(Erratum)
        .where(Erratum.resolution_id == resolution_id)
        .options(joinedload(Erratum.author))
        .order_by(Erratum.id)
    )
    return (await session.scalars(stmt)).all()


async def one(
    session: Session, council_id: int, erratum_id: int
) -> tuple[Erratum, Resolution] | None:
    """A correction of the council with who made it and what it corrects, or None."""
    stmt = (
        select(Erratum, Resolution)
        .join(Resolution, Resolution.id == Erratum.resolution_id)
        .where(Erratum.council_id == council_id, Erratum.id == erratum_id)
        .options(joinedload(Erratum.author))
    )
    row = (await session.execute(stmt)).first()
    return (row[0], row[1]) if row else None

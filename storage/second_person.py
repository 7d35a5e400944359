"""Queries about what waits for a second person."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from storage.database import Session
from storage.models import Person, SecondRequest
from storage.words import Act


async def add(session: Session, asked: SecondRequest) -> SecondRequest:
    """Keep a request; gives it its id."""
    session.add(asked)
    await session.flush()
    return asked


async def get(session: Session, council_id: int, request_id: int) -> SecondRequest | None:
    """The council's request with its people, or None."""
    stmt = (
        select(SecondRequest)
        .where(SecondRequest.council_id == council_id, SecondRequest.id == request_id)
        .options(joinedload(SecondRequest.asked_by), joinedload(SecondRequest.answered_by))
        .execution_options(populate_existing=True)
    )
    return await session.scalar(stmt)


async def open_of(
    session: Session, council_id: int, *, now: datetime, act: Act | None = None, about: int = 0
) -> Sequence[SecondRequest]:
    """The council's requests that nobody has answered and that have not lapsed, oldest first.

    Only those for one act about one thing where `act` is given.
    """
    stmt = select(SecondRequest).where(
        SecondRequest.council_id == council_id,
        SecondRequest.agreed.is_(None),
        SecondRequest.expires_at > now,
    )
    if act is not None:
        stmt = stmt.where(SecondRequest.act == act, SecondRequest.about == about)
    return (await session.scalars(stmt.order_by(SecondRequest.id))).all()


async def lapsed(session: Session, council_id: int, *, now: datetime) -> Sequence[SecondRequest]:
    """The council's requests whose time is over and that nobody has answered, oldest first."""
    stmt = select(SecondRequest).where(
        SecondRequest.council_id == council_id,
        SecondRequest.agreed.is_(None),
        SecondRequest.expires_at <= now,
    )
    return (await session.scalars(stmt.order_by(SecondRequest.id))).all()


async def answer(
    session: Session,
    request_id: int,
    *,
    agreed: bool,
    by_id: int | None,
    now: datetime,
    called: str = "",
) -> bool:
    """Write the one answer and forget what was typed; False where somebody answered first.

    `called` is the code of what it was about: only this is kept.
    """
    kept = {"called": called} if called else {}
    stmt = (
        update(SecondRequest)
        .where(SecondRequest.id == request_id, SecondRequest.agreed.is_(None))
        .values(agreed=agreed, answered_by_id=by_id, answered_at=now, details=kept)
        .returning(SecondRequest.id)
        .execution_options(synchronize_session=False)
    )
    return (await session.scalars(stmt)).first() is not None


async def forget(session: Session, person: Person, secrets: Sequence[str]) -> None:
    """Drop what a person asked for, and the requests in which one of the words was typed."""
    stmt = select(SecondRequest).where(SecondRequest.agreed.is_(None))
    for one in (await session.scalars(stmt)).all():
        typed: dict[str, Any] = one.details
        if one.asked_by_id == person.id or any(word in str(typed) for word in secrets):
            await session.execute(delete(SecondRequest).where(SecondRequest.id == one.id))

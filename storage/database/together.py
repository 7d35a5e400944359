"""Questions that do not need each other's answers, put to PostgreSQL in one round trip.

A round trip takes both processes longer than most questions take the server. SQLite answers without
one, and is asked one after the other.
"""

from collections.abc import Coroutine, Sequence
from functools import lru_cache
from typing import Any, overload

from storage.database.opening import Session
from storage.database.quick import Asked, Driver, QuickSession, renumbered


@overload
async def together[A, B](
    session: Session, one: Coroutine[Any, Any, A], two: Coroutine[Any, Any, B], /
) -> tuple[A, B]: ...
@overload
async def together[A, B, C](
    session: Session,
    one: Coroutine[Any, Any, A],
    two: Coroutine[Any, Any, B],
    three: Coroutine[Any, Any, C],
    /,
) -> tuple[A, B, C]: ...
async def together(session: Session, *works: Coroutine[Any, Any, Any]) -> tuple[Any, ...]:
    """Give what each of them gives. They read, with prepared statements of this session alone.

    One that waits for anything else raises TypeError, where the session's transaction is a quick
    one on PostgreSQL; what any of them raises ends the others.
    """
    try:
        if not isinstance(session, QuickSession) or session.driver.is_sqlite or session.writes:
            return tuple([await work for work in works])
        return await _in_rounds(session.driver, works)
    finally:
        for work in works:  # those that one that failed kept from their end
            work.close()


async def _in_rounds(driver: Driver, works: Sequence[Coroutine[Any, Any, Any]]) -> tuple[Any, ...]:
    given: dict[int, Any] = {}
    answers: dict[int, Any] = dict.fromkeys(range(len(works)))
    while answers:
        asked: dict[int, Asked] = {}
        driver.gathers = True
        try:
            for place, answer in answers.items():
                try:
                    asked[place] = _ensure_asked(works[place].send(answer))
                except StopIteration as end:
                    given[place] = end.value
        finally:
            driver.gathers = False
        answers = dict(zip(asked, await _answered(driver, list(asked.values())), strict=True))
    return tuple(given[place] for place in range(len(works)))


def _ensure_asked(waited_for: object) -> Asked:
    if not isinstance(waited_for, Asked):
        raise TypeError("what is asked together waits for nothing but its prepared statements")
    return waited_for


async def _answered(driver: Driver, asked: Sequence[Asked]) -> Sequence[Any]:
    if len(asked) < 2:
        return [await driver.fetch(one.sql, one.values) for one in asked]
    sql = _side_by_side(tuple((one.sql, len(one.values)) for one in asked))
    rows = await driver.fetch(sql, [value for one in asked for value in one.values])
    return list(rows[0])


@lru_cache(maxsize=200)
def _side_by_side(parts: tuple[tuple[str, int], ...]) -> str:
    """One row with the rows of each part as a list."""
    lists, before = [], 0
    for number, (sql, values) in enumerate(parts):
        part = f"part_{number}"
        lists.append(f"ARRAY(SELECT {part} FROM ({renumbered(sql, before)}) AS {part})")  # noqa: S608  our own words
        before += values
    return f"SELECT {', '.join(lists)}"

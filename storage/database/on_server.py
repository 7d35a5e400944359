"""Short transactions on PostgreSQL, begun and ended by its own driver.

Through SQLAlchemy's session a transaction took ten times as long as the driver's BEGIN and COMMIT.
"""

from typing import Any

from sqlalchemy.pool import PoolProxiedConnection


class ServerTransaction:
    """One transaction on a connection of the pool.

    Until it has begun each statement is one, which PostgreSQL begins and commits by itself: enough
    for a single one, and for reading, because even within a transaction each statement sees what
    was committed before it began (READ COMMITTED). One that never `begins` is only that.
    """

    def __init__(self, pooled: PoolProxiedConnection, *, begins: bool) -> None:
        self._adapted: Any = pooled.dbapi_connection
        self._raw: Any = pooled.driver_connection
        self._begun: Any = None
        self._begins = begins
        self._unsure = False

    @property
    def is_open(self) -> bool:
        """Whether it has neither been committed nor rolled back."""
        return self._begun is not None and bool(self._raw.is_in_transaction())

    @property
    def is_lost(self) -> bool:
        """Whether nobody may use the connection again: it is gone, or nobody knows where it is."""
        return bool(self._unsure or self._raw.is_closed() or self._raw.is_in_transaction())

    @property
    def has_begun(self) -> bool:
        """Whether what is written now is a part of it: never, where it never begins."""
        return not self._begins or bool(self._raw.is_in_transaction())

    async def begin(self) -> None:
        """Begin it; raises what the driver raises."""
        self._begun = self._raw.transaction()
        self._unsure = True  # who is cut off meanwhile does not know whether it has begun
        await self._begun.start()
        self._unsure = False

    def join(self) -> None:
        """Let what SQLAlchemy says be a part of it."""
        # SQLAlchemy has no public way to be told of a transaction that its driver has begun.
        self._adapted._transaction = self._begun  # none yet: SQLAlchemy begins one itself

    async def commit(self) -> None:
        """Commit it; raises what the driver raises."""
        self._adapted._transaction = None
        if self._begun is not None:
            await self._begun.commit()

    async def rollback(self) -> None:
        """Roll it back; where that cannot be done, the connection is lost. Raises nothing."""
        self._adapted._transaction = None
        if self.is_open:
            try:
                await self._begun.rollback()
            except Exception:  # noqa: BLE001  why it came to this is told by whoever began
                self._unsure = True

"""Lets all databases of one kind share the SQL that SQLAlchemy has compiled.

A running bot compiles each statement once; without this, every test would compile its statements
anew, which takes a fifth of the processor time of the whole suite.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Dialect, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


@contextmanager
def shared_statements() -> Iterator[None]:
    """While inside, `storage.database` opens engines that share dialect and statements."""
    dialects: dict[str, Dialect] = {}
    statements: dict[str, dict[Any, Any]] = {}

    def make(*args: Any, **options: Any) -> AsyncEngine:
        opened = create_async_engine(*args, **options).sync_engine
        kind = opened.dialect.name
        # The dialect is part of a statement's key, so that it must be the same one.
        own, shared = opened.dialect, dialects.setdefault(kind, opened.dialect)

        @event.listens_for(opened, "connect")
        def know_the_server(*_connection: object) -> None:
            if getattr(shared, "server_version_info", None) is None:
                vars(shared).update(vars(own))  # of several engines any may connect first

        opened.dialect = shared
        opened.update_execution_options(compiled_cache=statements.setdefault(kind, {}))
        return AsyncEngine(opened)

    with patch("storage.database.opening.create_async_engine", make):
        yield

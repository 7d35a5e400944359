"""The database, SQLite or PostgreSQL, and the ways to speak to it.

`opening` gives transactions through SQLAlchemy's sessions, and `quick` short ones that the driver
begins and ends (`in_place` for SQLite, `on_server` for PostgreSQL). `prepared` statements go to the
driver itself; `together` asks several at once, `at_the_end` leaves what nobody reads to the end.
"""

from storage.database.opening import Database, Session, open_database

__all__ = ["Database", "Session", "open_database"]

"""Tells a passing trouble of the database, worth another try, from a fault of the program.

And names the troubles that only the operator can end.
"""

import errno
import socket
import sqlite3
from enum import StrEnum

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

# https://www.postgresql.org/docs/current/errcodes-appendix.html
PASSING_CLASSES = ("08", "57P")  # connection lost; server going down or coming up
PASSING_CODES = {"40001", "40P01", "55P03", "57014", "53300"}
LOST_IN_THE_MIDDLE = "cannot switch to state"  # asyncpg, where the server went away in a statement
PASSING_WORDS = ("database is locked", "database table is locked", "database is busy")


class Trouble(StrEnum):
    """What is wrong with the database, for those who run it."""

    REFUSED = "refused"
    NO_DATABASE = "no_database"
    UNREACHABLE = "unreachable"
    NO_FILE = "no_file"
    LOCKED = "locked"
    BUSY = "busy"
    FULL = "full"
    READ_ONLY = "read_only"
    DAMAGED = "damaged"
    RIGHTS = "rights"


# https://www.postgresql.org/docs/current/errcodes-appendix.html
_BY_CODE = {
    "28P01": Trouble.REFUSED,
    "28000": Trouble.REFUSED,
    "3D000": Trouble.NO_DATABASE,
    "53100": Trouble.FULL,
    "25006": Trouble.READ_ONLY,
    "40P01": Trouble.BUSY,
    "55P03": Trouble.BUSY,
    "57014": Trouble.BUSY,
    "42501": Trouble.RIGHTS,
    "XX001": Trouble.DAMAGED,
    "XX002": Trouble.DAMAGED,
}
# https://www.sqlite.org/rescode.html, in the words of sqlite3_errstr()
_BY_WORDS = {
    "unable to open database file": Trouble.NO_FILE,
    "is full": Trouble.FULL,
    "readonly": Trouble.READ_ONLY,
    "malformed": Trouble.DAMAGED,
    "not a database": Trouble.DAMAGED,
    "is locked": Trouble.LOCKED,
}


def trouble_of(error: BaseException) -> Trouble | None:
    """Name what the operator has to put right; None where it is something else."""
    if isinstance(error, DBAPIError | sqlite3.Error):
        orig = getattr(error, "orig", error)
        named = _BY_CODE.get(str(getattr(orig, "sqlstate", None) or ""))
        words = str(orig).lower()
        by_words = (trouble for said, trouble in _BY_WORDS.items() if said in words)
        lost = Trouble.UNREACHABLE if is_passing(error) else None
        return named or next(by_words, lost)
    if isinstance(error, OSError):
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return Trouble.FULL
        # An error that names a file is about that file, and not about the way to the server.
        return Trouble.UNREACHABLE if error.filename is None else None
    return None


def _has_no_way(error: OSError) -> bool:
    """Whether a server was not reached: it is down, its name is unknown, or it does not answer."""
    if isinstance(error, ConnectionError | TimeoutError | socket.gaierror):
        return True
    if error.errno is None:  # asyncio, where several addresses failed, each in its own way
        return True
    # The file is the socket of a server on this machine, which is being restarted.
    return error.errno in (errno.ENOENT, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ENETDOWN)


def is_passing(error: BaseException) -> bool:
    """Whether the same work may well succeed in a moment: a lock, a lost or refused connection."""
    if isinstance(error, PoolTimeoutError):
        return True
    if isinstance(error, OSError):
        return error.filename is None and _has_no_way(error)
    if isinstance(error, sqlite3.OperationalError):  # from BEGIN, which no SQLAlchemy wraps
        return any(said in str(error).lower() for said in PASSING_WORDS)
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return True
    code = str(getattr(error.orig, "sqlstate", None) or "")
    if code in PASSING_CODES or code.startswith(PASSING_CLASSES):
        return True
    words = str(error.orig).lower()
    if LOST_IN_THE_MIDDLE in words:
        return True
    return isinstance(error, OperationalError) and any(said in words for said in PASSING_WORDS)

"""Tells a passing trouble of the database, worth another try, from a fault of the program."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

# https://www.postgresql.org/docs/current/errcodes-appendix.html
PASSING_CLASSES = ("08", "57P")  # connection lost; server going down or coming up
PASSING_CODES = {"40001", "40P01", "55P03", "57014", "53300"}
PASSING_WORDS = ("database is locked", "database table is locked", "database is busy")


def is_passing(error: BaseException) -> bool:
    """Whether the same work may well succeed in a moment: a lock, a lost or refused connection."""
    if isinstance(error, PoolTimeoutError | ConnectionError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return True
    code = str(getattr(error.orig, "sqlstate", None) or "")
    if code in PASSING_CODES or code.startswith(PASSING_CLASSES):
        return True
    words = str(error.orig).lower()
    return isinstance(error, OperationalError) and any(said in words for said in PASSING_WORDS)

"""Files that somebody tries out: kept until they are taken, and forgotten soon."""

from datetime import datetime, timedelta

from council.errors import NotFoundError
from storage import made_files as stored
from storage.database import Session
from storage.made_files import KeptFile
from storage.models import MadeFile

GOOD_FOR = timedelta(hours=48)
MAX_NAME_LETTERS = 120


async def keep(
    session: Session,
    *,
    council_id: int,
    person_id: int,
    name: str,
    content: bytes,
    now: datetime,
) -> int:
    """Keep somebody's file for two days; gives its id. Does not commit.

    It goes when they are erased. A name that is too long is cut.
    """
    made = MadeFile(
        council_id=council_id,
        person_id=person_id,
        name=name[:MAX_NAME_LETTERS],
        content=content,
        created_at=now,
        keep_until=now + GOOD_FOR,
    )
    return await stored.add(session, made)


async def fetch(session: Session, *, council_id: int, file_id: int, now: datetime) -> KeptFile:
    """The file. Raises NotFoundError where its time is over."""
    found = await stored.get(session, council_id=council_id, file_id=file_id, now=now)
    if found is None:
        raise NotFoundError
    return found

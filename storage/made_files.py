"""Files that somebody tries out, as a letterhead: kept for a while."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from storage.database import Session
from storage.models import MadeFile


@dataclass(frozen=True)
class KeptFile:
    """A file that is tried out."""

    name: str
    content: bytes | None


async def add(session: Session, made: MadeFile) -> int:
    """Keep a file; gives its id. Does not commit."""
    session.add(made)
    await session.flush()
    return made.id


async def get(session: Session, *, council_id: int, file_id: int, now: datetime) -> KeptFile | None:
    """The council's file of this id; None where its time is over."""
    made = await session.get(MadeFile, file_id)
    if made is None or made.council_id != council_id or made.keep_until <= now:
        return None
    return KeptFile(made.name, made.content)


async def prune(session: Session, *, before: datetime) -> int:
    """Forget files whose time was over before this moment; gives how many."""
    stmt = delete(MadeFile).where(MadeFile.keep_until < before).returning(MadeFile.id)
    return len((await session.scalars(stmt.execution_options(synchronize_session=False))).all())

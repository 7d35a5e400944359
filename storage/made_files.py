"""Files that the bot made for somebody: kept until they have gone out, then only Telegram's id."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update

from storage.database import Session
from storage.models import MadeFile


@dataclass(frozen=True)
class FileToSend:
    """A file on its way out: its bytes, or Telegram's id where it went out before."""

    id: int
    name: str
    picture: bool
    content: bytes | None
    telegram_id: str | None


async def add(session: Session, made: MadeFile) -> int:
    """Keep a file; gives its id. Does not commit."""
    session.add(made)
    await session.flush()
    return made.id


async def get(
    session: Session, *, council_id: int, file_id: int, now: datetime
) -> FileToSend | None:
    """The council's file of this id; None where its time is over."""
    made = await session.get(MadeFile, file_id)
    if made is None or made.council_id != council_id or made.keep_until <= now:
        return None
    return FileToSend(made.id, made.name, made.picture, made.content, made.telegram_id)


async def uploaded(session: Session, *, file_id: int, telegram_id: str) -> None:
    """Telegram has the file: from now on it goes out by its id, and the bytes are forgotten."""
    stmt = update(MadeFile).where(MadeFile.id == file_id)
    await session.execute(
        stmt.values(telegram_id=telegram_id, content=None).execution_options(
            synchronize_session=False
        )
    )


async def prune(session: Session, *, before: datetime) -> int:
    """Forget files whose time was over before this moment; gives how many."""
    stmt = delete(MadeFile).where(MadeFile.keep_until < before).returning(MadeFile.id)
    return len((await session.scalars(stmt.execution_options(synchronize_session=False))).all())

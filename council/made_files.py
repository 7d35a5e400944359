"""Files that the bot makes for people: kept with the fact, sent by the outbox, forgotten soon."""

from datetime import datetime, timedelta

from council.errors import NotFoundError
from storage import made_files as stored
from storage.database import Session
from storage.made_files import FileToSend
from storage.models import MadeFile

GOOD_FOR = timedelta(hours=48)
MAX_BYTES = 20_000_000
"""Such a file leaves within the time that one request may take on a slow line."""
MAX_PICTURE_BYTES = 10_000_000  # https://core.telegram.org/bots/api#sendphoto
MAX_NAME_LETTERS = 120


class FileTooBigError(ValueError):
    """Whoever makes files keeps them below the limits; this one is not."""


async def keep(
    session: Session,
    *,
    council_id: int,
    name: str,
    content: bytes,
    now: datetime,
    picture: bool = False,
    person_id: int | None = None,
    good_for: timedelta = GOOD_FOR,
) -> int:
    """Keep a file until it has gone out, for two days at most; gives its id. Does not commit.

    `name` is what people see, with its ending, in any script. A `picture` is shown as a photo,
    anything else goes as a document. `person_id` says whom it was made for, if for one person
    only: it goes when they are erased. Raises FileTooBigError.
    """
    if len(content) > (MAX_PICTURE_BYTES if picture else MAX_BYTES):
        raise FileTooBigError(f"{len(content)} bytes")
    if len(name) > MAX_NAME_LETTERS:
        raise ValueError("the name of the file is too long")
    made = MadeFile(
        council_id=council_id,
        person_id=person_id,
        name=name,
        picture=picture,
        content=content,
        created_at=now,
        keep_until=now + good_for,
    )
    return await stored.add(session, made)


async def fetch(session: Session, *, council_id: int, file_id: int, now: datetime) -> FileToSend:
    """The file, ready to be said. Raises NotFoundError where its time is over."""
    found = await stored.get(session, council_id=council_id, file_id=file_id, now=now)
    if found is None:
        raise NotFoundError
    return found

"""A council's own template and emblem for its reports: tried out before they are taken."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from council import access, auditing, notices
from council.access import Viewer
from council.errors import LetterheadRefusedError
from council.followup import made_files
from storage import letterheads as stored
from storage.database import Session

MAX_EMBLEM_BYTES = 1_000_000
MAX_TEMPLATE_BYTES = 3_000_000
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_ZIP = b"PK\x03\x04"


class Part(StrEnum):
    """What of the letterhead is meant."""

    TEMPLATE = "template"
    EMBLEM = "emblem"


@dataclass(frozen=True)
class Letterhead:
    """What a council has set; None where it has ours, or none."""

    template: bytes | None = None
    template_name: str | None = None
    emblem: bytes | None = None


async def of_council(session: Session, *, council_id: int) -> Letterhead:
    """The council's letterhead."""
    found = await stored.get(session, council_id)
    if found is None:
        return Letterhead()
    return Letterhead(found.template, found.template_name, found.emblem)


async def try_out(
    session: Session, *, viewer: Viewer, part: Part, name: str, content: bytes, now: datetime
) -> None:
    """Have a sample made with what was sent, for the sender to look at; nothing is taken yet.

    Raises NotAllowedError, and LetterheadRefusedError for what is no such file. Does not commit.
    """
    access.ensure(viewer, "edit")
    most = MAX_TEMPLATE_BYTES if part is Part.TEMPLATE else MAX_EMBLEM_BYTES
    if len(content) > most:
        raise LetterheadRefusedError
    if not content.startswith((_ZIP,) if part is Part.TEMPLATE else _PICTURES):
        raise LetterheadRefusedError
    kept = await made_files.keep(
        session,
        council_id=viewer.council_id,
        name=name,
        content=content,
        person_id=viewer.person_id,
        now=now,
    )
    await notices.order_paper(
        session,
        council_id=viewer.council_id,
        person_id=viewer.person_id,
        kind="letterhead",
        key=f"letterhead:{kept}",
        payload={"file_id": kept, "part": part.value},
        now=now,
    )


async def take(
    session: Session, *, viewer: Viewer, part: Part, file_id: int, now: datetime
) -> Letterhead:
    """Use from now on what was tried out. Raises NotAllowedError, NotFoundError."""
    access.ensure(viewer, "edit")
    found = await made_files.fetch(session, council_id=viewer.council_id, file_id=file_id, now=now)
    name = {"template_name": found.name} if part is Part.TEMPLATE else {}
    await _put(session, viewer, part, now, **{part.value: found.content}, **name)
    return await of_council(session, council_id=viewer.council_id)


async def drop(session: Session, *, viewer: Viewer, part: Part, now: datetime) -> Letterhead:
    """Go back to our template, or to no emblem. Raises NotAllowedError."""
    access.ensure(viewer, "edit")
    await _put(session, viewer, part, now, **{part.value: None})
    return await of_council(session, council_id=viewer.council_id)


async def _put(
    session: Session, viewer: Viewer, part: Part, now: datetime, **values: object
) -> None:
    await stored.put(
        session, council_id=viewer.council_id, by_id=viewer.person_id, now=now, **values
    )
    auditing.record(
        session,
        viewer,
        "letterhead_changed",
        "council",
        viewer.council_id,
        now,
        after={"part": part.value},
    )

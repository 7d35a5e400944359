"""Minutes from the command line: taken in as the council's secretary would, one by one."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from council.access import Viewer
from council.errors import CouncilError, MinutesKnownError, NotFoundError
from council.members import viewer_in
from council.minutes import drafts, publishing
from council.minutes.apart import read_apart
from storage import members
from storage.database import Database
from storage.words import Role


async def import_files(
    database: Database, council_id: int, files: Sequence[Path], *, publish: bool, now: datetime
) -> list[dict[str, object]]:
    """Take each file in its own transaction; a second run adds nothing.

    Gives file, outcome (draft, published, known or the refusal) and resolutions for each.
    Raises NotFoundError where the council has no secretary to whom the drafts belong.
    """
    viewer = await _secretary(database, council_id)
    return [await _import(database, viewer, path, publish=publish, now=now) for path in files]


async def _secretary(database: Database, council_id: int) -> Viewer:
    async with database.reading() as session:
        for person in await members.with_role(session, council_id, Role.SECRETARY):
            viewer = await viewer_in(session, person.id, council_id)
            if viewer is not None:
                return viewer
    raise NotFoundError


async def _import(
    database: Database, viewer: Viewer, path: Path, *, publish: bool, now: datetime
) -> dict[str, object]:
    outcome, found, failed = "draft", 0, False
    try:
        content = await asyncio.to_thread(path.read_bytes)
        for document in drafts.proposals(await read_apart(content)):
            async with database.writing() as session:
                opened = await drafts.take_in(
                    session, viewer=viewer, document=document, file_name=path.name, now=now
                )
                found += len(opened.draft.kept)
                if publish:
                    await publishing.publish(
                        session,
                        viewer=viewer,
                        minutes_id=opened.id,
                        version=opened.version,
                        now=now,
                    )
                    outcome = "published"
    except MinutesKnownError:
        outcome = "known"
    except (CouncilError, OSError) as error:
        outcome, failed = type(error).__name__, True
    return {"file": path.name, "outcome": outcome, "resolutions": found, "failed": failed}

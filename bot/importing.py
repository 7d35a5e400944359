"""Minutes from the command line: files or folders of years, one by one, as drafts or at once."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from bot.refusing import in_words
from council.access import Viewer
from council.errors import CouncilError, MinutesKnownError
from council.minutes import corrections, drafts, publishing
from council.minutes.drafts import Read
from council.operator import operator_in
from storage.database import Database, Session


class Wanted(StrEnum):
    """What is to become of the minutes."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


@dataclass(frozen=True)
class Imported:
    """What became of one file.

    `outcome` is what was wanted, `known` (came before, nothing added), `to_check` (a draft: a
    secretary must look first), `waits` (came before and is a draft still, which is theirs), or
    `refused`, with the reason in words.
    """

    file: str
    outcome: str
    resolutions: int = 0
    reason: str | None = None


async def import_files(
    database: Database,
    council_id: int,
    files: Sequence[Path],
    *,
    wanted: Wanted,
    trust: bool,
    now: datetime,
) -> AsyncIterator[Imported]:
    """Take each session of each file in its own transaction; a second run adds nothing.

    `trust` takes what the reader is not sure of as resolved; else such minutes wait as drafts.
    Raises NotFoundError where there is no such council.
    """
    async with database.writing() as session:
        viewer = await operator_in(session, council_id=council_id, now=now)
    for path in files:
        try:
            yield await _import(database, viewer, path, wanted, trust=trust, now=now)
        except (CouncilError, OSError) as error:
            yield Imported(path.name, "refused", reason=in_words(error))


async def _import(
    database: Database, viewer: Viewer, path: Path, wanted: Wanted, *, trust: bool, now: datetime
) -> Imported:
    from bot.parsing import read_path  # noqa: PLC0415  the readers are heavy, and not always needed

    outcomes, found = [], 0
    for document in drafts.proposals(await read_path(path)):
        async with database.writing() as session:
            outcome, count = await _take(
                session, viewer, document, path.name, wanted, trust=trust, now=now
            )
        outcomes.append(outcome)
        found += count
    news = [one for one in outcomes if one != "known"]
    first = [one for one in ("to_check", "waits") if one in news]
    telling = (first or news or ["known"])[0]
    return Imported(path.name, telling, found)


async def _take(
    session: Session,
    viewer: Viewer,
    document: Read,
    name: str,
    wanted: Wanted,
    *,
    trust: bool,
    now: datetime,
) -> tuple[str, int]:
    try:
        opened = await drafts.take_in(
            session,
            viewer=viewer,
            document=document,
            file_name=name,
            now=now,
            archived=wanted is Wanted.ARCHIVED,
        )
    except MinutesKnownError:
        return "known", 0
    if opened.known:
        return "known" if wanted is Wanted.DRAFT else "waits", 0
    count = len(opened.draft.kept)
    if wanted is Wanted.DRAFT:
        return "draft", count
    if trust and opened.draft.unsure:
        opened = await corrections.approve_all(session, viewer=viewer, minutes_id=opened.id)
    if opened.draft.unsure or not count:
        return "to_check", count
    await publishing.publish(
        session, viewer=viewer, minutes_id=opened.id, version=opened.version, now=now
    )
    return wanted.value, count

"""Words that mean the same to a council's search: those it ships with, and those it is taught."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from council import access, auditing, text
from council.access import Viewer
from council.errors import NotFoundError, SynonymsNotUsableError
from storage import synonyms as stored
from storage.database import Session

MOST = 200
WORDS = range(2, 9)
LONGEST = 60


@dataclass(frozen=True)
class SynonymGroup:
    """Words that mean the same, as they were typed."""

    id: int
    words: tuple[str, ...]


async def taught(session: Session, *, viewer: Viewer) -> tuple[SynonymGroup, ...]:
    """The viewer's council's own groups. Raises NotAllowedError."""
    access.ensure(viewer, "edit")
    return tuple(await groups(session, viewer.council_id))


async def groups(session: Session, council_id: int) -> list[SynonymGroup]:
    """The council's own groups, for its search."""
    found = await stored.of_council(session, council_id)
    return [SynonymGroup(one.id, tuple(one.words.split(_BETWEEN))) for one in found]


async def teach(session: Session, *, viewer: Viewer, typed: str, now: datetime) -> int:
    """Keep what was typed, a group in each line with «=» between its words, and say how many are
    new.

    Raises NotAllowedError, and SynonymsNotUsableError where a line is no group or there are too
    many: then nothing is kept. Does not commit.
    """
    access.ensure(viewer, "edit")
    read = [_read(line) for line in typed.splitlines() if line.strip()]
    there = len(await stored.of_council(session, viewer.council_id))
    if not read or there + len(read) > MOST:
        raise SynonymsNotUsableError
    new = 0
    for words in read:
        key = _BETWEEN.join(sorted(text.key(word) for word in words))
        group_id = await stored.add(
            session, council_id=viewer.council_id, words=_BETWEEN.join(words), key=key, now=now
        )
        if group_id is not None:
            auditing.record(session, viewer, "synonyms_taught", "synonyms", group_id, now)
            new += 1
    return new


async def forget(session: Session, *, viewer: Viewer, group_id: int, now: datetime) -> None:
    """Let a group mean the same no longer. Raises NotAllowedError, NotFoundError."""
    access.ensure(viewer, "edit")
    if not await stored.remove(session, council_id=viewer.council_id, group_id=group_id):
        raise NotFoundError
    auditing.record(session, viewer, "synonyms_forgotten", "synonyms", group_id, now)


_BETWEEN = " = "


def _read(line: str) -> Sequence[str]:
    words = [" ".join(text.clean(word).split()) for word in line.split("=")]
    different = {text.key(word) for word in words}
    if len(words) not in WORDS or len(different) != len(words):
        raise SynonymsNotUsableError
    if any(not text.key(word) or len(word) > LONGEST for word in words):
        raise SynonymsNotUsableError
    return words

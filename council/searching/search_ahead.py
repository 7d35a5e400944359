"""A search made before the update's own transaction begins, in one of its own."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from council import codes
from council.access import Viewer
from council.people import members
from council.searching import search
from council.searching.search import Known, SearchResult, known_of
from storage import questions
from storage.database import Database, Session
from storage.database.together import together
from storage.questions import QuestionKey
from storage.sight import see_as

KNOWN_FOR = timedelta(seconds=1)
MOST_COUNCILS = 100


@dataclass(frozen=True)
class Question:
    """What somebody typed in private; `place` is where an open question of theirs would stand."""

    telegram_id: int
    place: QuestionKey
    typed: str
    now: datetime


@dataclass(frozen=True)
class FoundAhead:
    """What was found, and for whom."""

    viewer: Viewer
    result: SearchResult


@dataclass
class KnownLately:
    """What councils have words for, read once a second for all who search within it.

    Hundreds of names are a quarter of what a search reads, and hardly ever another quarter than
    that of the search before.
    """

    _of: dict[int, tuple[datetime, Known]] = field(default_factory=dict)

    async def of(self, session: Session, council_id: int, now: datetime) -> Known:
        """What the council has words for, as it was at most KNOWN_FOR before `now`."""
        read_at, known = self._of.get(council_id, (now - 2 * KNOWN_FOR, None))
        if known is None or not timedelta() <= now - read_at <= KNOWN_FOR:
            known = await known_of(session, council_id)
            if len(self._of) >= MOST_COUNCILS:
                self._of.clear()
            self._of[council_id] = now, known
        return known


async def look_ahead(database: Database, asked: Question, lately: KnownLately) -> FoundAhead | None:
    """What the words find, with the eyes of who typed them; None where they may be no search.

    Who asks is read first. Whether they are still who they were, and may still know of what was
    found, is for the transaction to say in which the answer is given; how much there is in all may
    be as old as the search, and a body's new name be unknown for a second.
    """
    async with database.reading(quick=True) as session:
        viewer, question = await together(
            session,
            members.recognise(session, asked.telegram_id, asked.now),
            questions.read(session, asked.place),
        )
        if viewer is None or question.state is not None:
            return None
        see_as(session, viewer.sight)
        typed, now = asked.typed, asked.now
        code = search.tidy(typed)
        if await codes.jump(session, viewer=viewer, typed=code, now=now) is not None:
            return None
        known = await lately.of(session, viewer.council_id, now)
        found = await search.search_for(
            session, viewer=viewer, query=typed, page=0, now=now, known=known
        )
        return FoundAhead(viewer, found)

"""A search made before the update's own transaction begins, in one of its own."""

from dataclasses import dataclass
from datetime import datetime

from council import codes, members, search
from council.access import Viewer
from council.search import SearchResult
from storage import questions
from storage.database import Database
from storage.database.together import together
from storage.questions import QuestionKey
from storage.sight import see_as


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


async def look_ahead(database: Database, asked: Question) -> FoundAhead | None:
    """What the words find, with the eyes of who typed them; None where they may be no search.

    Who asks is read first. Whether they are still who they were, and may still know of what was
    found, is for the transaction to say in which the answer is given; how much there is in all may
    be as old as the search.
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
        found = await search.search_for(session, viewer=viewer, query=typed, page=0, now=now)
        return FoundAhead(viewer, found)

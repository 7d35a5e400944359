"""Earlier resolutions that say nearly the same as a finding, with how far they have come."""

from dataclasses import dataclass
from datetime import date

from council import access
from council.access import Viewer
from council.minutes.gist import gist
from council.searching.query import prepare_query
from council.searching.tokens import pieces
from storage import resolutions
from storage import search as stored_search
from storage.database import Session
from storage.words import ItemState

LOOKED_AT = 5
ALIKE = 0.5
"""The share of the longer text's words that the other must hold too."""
FEWEST_WORDS = 5


@dataclass(frozen=True)
class Similar:
    """An earlier resolution, and the states of its items."""

    id: int
    code: str
    held_on: date | None
    text: str
    states: tuple[ItemState, ...]


async def similar_to(session: Session, *, viewer: Viewer, text: str) -> Similar | None:
    """The stored resolution of the council that is most like the text; None where none is."""
    access.ensure(viewer, "read_minutes")
    said = gist(text)
    asked = _words(said)
    if len(asked) < FEWEST_WORDS:
        return None
    page = await stored_search.search(
        session, council_id=viewer.council_id, query=prepare_query(said), limit=LOOKED_AT
    )
    ids = [hit.resolution_id for hit in page.hits]
    found = await resolutions.whole_of(session, viewer.council_id, ids)
    rated = [(_likeness(asked, _words(gist(found[one].text))), one) for one in ids if one in found]
    best, chosen = max(rated, default=(0.0, 0))
    if best < ALIKE:
        return None
    one = found[chosen]
    return Similar(
        one.id, one.code, one.meeting.held_on, one.text, tuple(item.state for item in one.items)
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(piece.tokens[0] for piece in pieces(text[:2000]) if len(piece.surface) > 2)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    if min(len(one), len(other)) < FEWEST_WORDS:
        return 0.0
    return len(one & other) / max(len(one), len(other))

"""One finding of a draft, and the bodies beside it, ready to be shown."""

from collections.abc import Sequence
from datetime import datetime

from bot.saying.replies import Saying
from bot.saying.taps import DraftStep
from bot.views import findings
from bot.views.finding_bodies import Offered
from bot.views.findings import Beside
from council import bodies
from council.access import Viewer
from council.minutes import drafts, publishing
from council.minutes.drafts import OpenDraft
from council.minutes.similar import similar_to
from storage import members
from storage.database import Session

BODIES_A_PAGE = 6


async def finding_screen(
    session: Session, viewer: Viewer, opened: OpenDraft, index: int, now: datetime
) -> Saying:
    """One finding; an index from an older message leads to the nearest there is."""
    index = max(0, min(index, len(opened.draft.findings) - 1))
    beside = await _beside(session, viewer, opened, index)
    return findings.finding(opened, index, beside, publishing.notification_day(now, viewer))


async def ask_resolved(
    session: Session, viewer: Viewer, opened: OpenDraft, index: int, now: datetime
) -> Saying:
    """The question whether a finding was resolved at all."""
    beside = await _beside(session, viewer, opened, index)
    return findings.ask_resolved(opened, index, beside, publishing.notification_day(now, viewer))


async def _beside(session: Session, viewer: Viewer, opened: OpenDraft, index: int) -> Beside:
    one = drafts.finding(opened, index)
    known = await bodies.recognise_names(session, council_id=viewer.council_id, names=one.bodies)
    similar = await similar_to(session, viewer=viewer, text=one.text)
    asked = tuple(
        named.name
        for named in known
        if named.body_id is None and not opened.draft.called_new(named.name)
    )
    return Beside(known, await _owner(session, viewer, one.owner_id), similar, asked)


async def _owner(session: Session, viewer: Viewer, membership_id: int | None) -> str | None:
    if membership_id is None:
        return None
    everyone = await members.active_of(session, viewer.council_id)
    return next((one.name for member, one in everyone if member.id == membership_id), None)


def offered_of(known: Sequence[tuple[int, str]], chosen: set[int], step: DraftStep) -> Offered:
    """The page of bodies that the step asks for, or that the body it names stands on."""
    page = max(0, step.n if step.do in ("body", "help") else _page_with(known, step.n))
    shown, more = page_of(known, page)
    return Offered(shown, chosen, page, more)


def _page_with(known: Sequence[tuple[int, str]], body_id: int) -> int:
    places = [place for place, (known_id, _name) in enumerate(known) if known_id == body_id]
    return places[0] // BODIES_A_PAGE if places else 0


def page_of(known: Sequence[tuple[int, str]], page: int) -> tuple[Sequence[tuple[int, str]], bool]:
    """The bodies of a page, and whether more come behind it."""
    first = page * BODIES_A_PAGE
    return known[first : first + BODIES_A_PAGE], first + BODIES_A_PAGE < len(known)

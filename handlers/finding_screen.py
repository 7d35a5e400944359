"""One finding of a draft with everything that is known beside it, ready to be shown."""

from datetime import datetime

from bot.replies import Saying
from bot.views import findings
from bot.views.findings import Beside
from council import bodies
from council.access import Viewer
from council.minutes import drafts, publishing
from council.minutes.drafts import OpenDraft
from council.minutes.similar import similar_to
from storage import members
from storage.database import Session


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
        (place, named.name)
        for place, named in enumerate(known)
        if named.body_id is None and not opened.draft.called_new(named.name)
    )
    return Beside(known, await _owner(session, viewer, one.owner_id), similar, asked)


async def _owner(session: Session, viewer: Viewer, membership_id: int | None) -> str | None:
    if membership_id is None:
        return None
    everyone = await members.active_of(session, viewer.council_id)
    return next((one.name for member, one in everyone if member.id == membership_id), None)

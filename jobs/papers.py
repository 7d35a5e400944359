"""Gathers what a document says when it is to be made, with the rights of that moment."""

from datetime import datetime

from bot.papers.making import Unmade
from bot.papers.naming import file_name
from bot.replies import Drop, Saying
from bot.views import agenda as agenda_views
from bot.views import followup_report as views
from bot.views import pictures as picture_views
from bot.views.followup_paper import Paper
from council import dates, followup_report, meetings, pictures
from council.access import Viewer
from council.pictures import Kind
from council.stats import Scope
from storage.database import Session
from storage.delivery import Claim


async def followup(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    """A follow-up report, not made yet. Raises CouncilError where it may no longer be had."""
    scope = followup_report.unpack(str(claim.payload["scope"]))
    form = str(claim.payload["form"])
    shown = await followup_report.outline(session, viewer=viewer, scope=scope, now=now)
    paper = Paper(viewer.zone)
    async for part in followup_report.lines(session, viewer=viewer, scope=scope, now=now):
        paper.add(part)
    given = paper.whole(
        council=viewer.council_name,
        scope=views.scope_words(shown),
        today=dates.local_date(now, viewer.zone),
        notice=views.notice(scope),
    )
    return Saying(
        views.caption(shown, viewer.council_name),
        unmade=Unmade(f"followup.{form}", given, file_name(views.file_title(shown), form)),
        otherwise=views.not_made(),
        progress=claim.payload.get("message_id"),
        settled=views.made(shown, form),
    )


async def picture(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    """A picture of the numbers. Raises CouncilError where it may no longer be had."""
    drawn = await pictures.draw(
        session,
        viewer=viewer,
        kind=Kind(claim.payload["kind"]),
        scope=Scope(*claim.payload["scope"]),
        now=now,
    )
    return picture_views.picture(
        drawn, dark=claim.payload["dark"], progress=claim.payload["progress"]
    )


async def session_file(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    """A session for the calendar. Raises NotFoundError where it is over or was cancelled."""
    planned = await meetings.to_come(
        session, viewer=viewer, session_id=int(claim.payload["session_id"]), now=now
    )
    return agenda_views.invitation(planned, viewer.council_name, now)

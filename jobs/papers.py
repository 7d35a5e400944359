"""Gathers what a document says when it is to be made, with the rights of that moment."""

from datetime import datetime

from bot.papers.followup import FollowUpPaper
from bot.papers.making import Unmade
from bot.papers.naming import file_name
from bot.saying.replies import Drop, Saying
from bot.views import agenda as agenda_views
from bot.views import followup_report as views
from bot.views import letterheads as letterhead_views
from bot.views import pictures as picture_views
from bot.views.followup_paper import Paper
from council import access, dates, meetings
from council.access import Viewer
from council.figures import pictures
from council.figures.pictures import Kind
from council.figures.stats import Scope
from council.followup import followup_report, followup_scopes, letterheads, made_files
from council.followup.followup_scopes import Which
from council.followup.letterheads import Letterhead, Part
from storage.database import Session
from storage.delivery import Claim

SAMPLE_ROWS = 12


async def followup(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    """A follow-up report, not made yet. Raises CouncilError where it may no longer be had."""
    scope = followup_scopes.unpack(str(claim.payload["scope"]))
    form = str(claim.payload["form"])
    shown = await followup_report.outline(session, viewer=viewer, scope=scope, now=now)
    letterhead = await letterheads.of_council(session, council_id=viewer.council_id)
    paper = Paper(viewer.zone)
    async for part in followup_report.lines(session, viewer=viewer, scope=scope, now=now):
        paper.add(part)
    given = paper.whole(
        council=viewer.council_name,
        scope=views.scope_words(shown),
        today=dates.local_date(now, viewer.zone),
        notice=views.notice(scope),
        emblem=letterhead.emblem,
        template=letterhead.template,
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


async def letterhead_trial(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    """A sample of the newest items with the template or emblem that was sent."""
    access.ensure(viewer, "edit")
    part, file_id = Part(claim.payload["part"]), int(claim.payload["file_id"])
    sent = await made_files.fetch(session, council_id=viewer.council_id, file_id=file_id, now=now)
    stands = await letterheads.of_council(session, council_id=viewer.council_id)
    tried = (
        Letterhead(sent.content, sent.name, stands.emblem)
        if part is Part.TEMPLATE
        else Letterhead(stands.template, stands.template_name, sent.content)
    )
    given = await _sample(session, viewer, tried, now)
    asked = letterhead_views.sample(part, file_id)
    return Saying(
        asked.text,
        asked.keyboard,
        unmade=Unmade("followup.docx", given, file_name(given.title, "docx")),
        otherwise=letterhead_views.refused(part),
    )


async def template(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    """The template that is used now."""
    del claim
    access.ensure(viewer, "edit")
    stands = await letterheads.of_council(session, council_id=viewer.council_id)
    given = await _sample(session, viewer, stands, now)
    name = stands.template_name or file_name(given.title, "docx")
    return Saying(
        letterhead_views.template_caption(),
        unmade=Unmade("followup.blank", given, name),
        otherwise=views.not_made(),
    )


async def _sample(
    session: Session, viewer: Viewer, letterhead: Letterhead, now: datetime
) -> FollowUpPaper:
    """A short report: the newest items of the council."""
    paper = Paper(viewer.zone)
    scope = followup_scopes.Scope(Which.ALL)
    async for part in followup_report.lines(session, viewer=viewer, scope=scope, now=now):
        paper.add(part[:SAMPLE_ROWS])
        break
    return paper.whole(
        council=viewer.council_name,
        scope=viewer.council_name,
        today=dates.local_date(now, viewer.zone),
        notice="",
        emblem=letterhead.emblem,
        template=letterhead.template,
    )

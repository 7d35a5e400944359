"""Makes the words of a waiting message at the moment it is sent, after checking rights again."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime

from bot.i18n import DEFAULT, use_language
from bot.saying.replies import Drop, Saying
from bot.views import broadcasts as broadcast_views
from bot.views import delivery_health as health_views
from bot.views import digests as digest_views
from bot.views import errata as errata_views
from bot.views import holds as hold_views
from bot.views import members as member_views
from bot.views import published as published_views
from bot.views import reminders as reminder_views
from bot.views import weekly as weekly_views
from council import delivery_health, digests, errata, holds, items, weekly
from council.access import Viewer
from council.errors import CouncilError
from council.people import members
from council.reminding import bundles
from council.to_many import broadcasts
from jobs import item_messages, member_messages, papers
from jobs.item_messages import NO_LONGER_WANTED
from storage import councils
from storage.database import Session
from storage.delivery import Claim
from storage.holds import QUESTION
from storage.sight import PUBLIC, see_as

NO_RIGHTS = Drop("no rights any more")

type ForPerson = Callable[[Session, Viewer, Claim, datetime], Awaitable[Saying | Drop]]


async def render(session: Session, claim: Claim, now: datetime) -> Saying | Drop:
    """The message in the recipient's language, or why it is not sent (any more)."""
    see_as(session, PUBLIC)
    if claim.person_id is None:
        with use_language(DEFAULT):
            return await _for_group(session, claim, now)
    if claim.kind == "declined":
        with use_language(DEFAULT):
            return member_views.not_them()
    viewer = await members.viewer_in(session, claim.person_id, claim.council_id, now)
    if claim.kind == "hidden":
        see_as(session, viewer.sight if viewer else PUBLIC)
        with use_language(viewer.language if viewer else DEFAULT):
            return await item_messages.hidden(session, claim)
    make = FOR_PEOPLE.get(claim.kind)
    if viewer is None:
        return NO_RIGHTS
    if make is None:
        return Drop("unknown kind")
    see_as(session, viewer.sight)
    with use_language(viewer.language):
        try:
            return await make(session, viewer, claim, now)
        except CouncilError as refusal:
            return Drop(type(refusal).__name__)


async def _for_group(session: Session, claim: Claim, now: datetime) -> Saying | Drop:
    council = await councils.get(session, claim.council_id)
    if claim.kind == "hidden":
        return await item_messages.hidden(session, claim)
    if council is not None and claim.kind == "taken_back":
        return published_views.notice(claim.payload.get("number"), council.name)
    if council is not None and claim.kind == "corrected":
        found = await errata.erratum_of(
            session, council_id=council.id, erratum_id=int(claim.payload["erratum_id"])
        )
        return errata_views.notice(found, council.name, council.zone)
    if council is None or claim.kind not in ("item", "item_due"):
        return Drop("unknown kind")
    card = await items.group_card(
        session,
        council_id=council.id,
        item_id=int(claim.payload["item_id"]),
        zone=council.zone,
        now=now,
    )
    if card is None:
        return NO_LONGER_WANTED
    missed = claim.payload.get("missed_on")
    return reminder_views.to_group(
        card,
        due=claim.kind == "item_due",
        missed_on=date.fromisoformat(missed) if missed else None,
        heard=bool(claim.payload.get("heard")),
    )


async def _day(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    if await bundles.is_closed(session, council_id=viewer.council_id, now=now):
        return Drop(bundles.CLOSED_DAY)
    until = claim.payload.get("until")  # besides it says what stands at the moment
    news_until = datetime.fromisoformat(until) if until else None
    bundle = await bundles.day_bundle(session, viewer=viewer, now=now, news_until=news_until)
    return reminder_views.day(bundle, viewer.council_name) if bundle else NO_LONGER_WANTED


async def _week(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    day = date.fromisoformat(claim.payload["day"])
    seen = await weekly.of_council(session, viewer=viewer, day=day, now=now)
    return NO_LONGER_WANTED if seen.empty else weekly_views.digest(seen, viewer.council_name)


async def _broadcast(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    del now  # what is said was fixed when it was confirmed
    broadcast_id = int(claim.payload["broadcast_id"])
    written = await broadcasts.to_say(
        session, viewer=viewer, broadcast_id=broadcast_id, test="test" in claim.payload
    )
    if written is None:
        return NO_LONGER_WANTED
    if written.minutes_id is None:
        return broadcast_views.said(written, broadcast_id)
    digest = await digests.of_minutes(
        session,
        viewer=viewer,
        minutes_id=written.minutes_id,
        part=int(claim.payload.get("part", 0)),
    )
    if digest is None:
        return NO_LONGER_WANTED
    return broadcast_views.with_seen(digest_views.of_session(digest), broadcast_id)


async def _unreachable(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    del now
    day = date.fromisoformat(claim.payload["day"])
    found = await delivery_health.of_day(
        session, council_id=viewer.council_id, zone=viewer.zone, day=day
    )
    return health_views.newly_unreachable(found, viewer.zone) if found else NO_LONGER_WANTED


async def _held(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    held = await holds.standing(session, viewer=viewer)
    if held is None:
        return NO_LONGER_WANTED
    return hold_views.question(held, viewer.zone, viewer.council_name)


FOR_PEOPLE: dict[str, ForPerson] = {
    "erasure_asked": member_messages.erasure_asked,
    "erasure_taken_back": member_messages.erasure_taken_back,
    "group_lost": member_messages.group_lost,
    "group_mute": member_messages.group_lost,
    "join_asked": member_messages.join_asked,
    "joined_by_phone": member_messages.joined_by_phone,
    "welcome": member_messages.welcome,
    "assigned": item_messages.assigned,
    "reported": item_messages.reported,
    "more_evidence": item_messages.report_changed,
    "report_withdrawn": item_messages.report_changed,
    "decided": item_messages.decided,
    "day": _day,
    "week": _week,
    "second_asked": member_messages.second_person,
    "second_answered": member_messages.second_person,
    "postponement": item_messages.postponement,
    "postponement_withdrawn": item_messages.postponement_withdrawn,
    "postponed": item_messages.postponed,
    "item_event": item_messages.item_event,
    "followed": item_messages.followed,
    "handed_over": item_messages.handed_over,
    "taken_back": item_messages.taken_back,
    "corrected": item_messages.corrected,
    "taken_up": item_messages.taken_up,
    QUESTION: _held,
    "session": item_messages.session,
    "broadcast": _broadcast,
    "broadcast_answered": member_messages.broadcast_answered,
    "picture": papers.picture,
    "session_file": papers.session_file,
    "not_mine": item_messages.not_mine,
    "reassigned": item_messages.assigned_anew,
    "still_yours": item_messages.assigned_anew,
    "released": item_messages.assigned_anew,
    "owner_named": item_messages.owner_named,
    "unreachable": _unreachable,
    "stand_in": member_messages.stand_in,
    "stand_in_over": member_messages.stand_in,
    "followup": papers.followup,
    "letterhead": papers.letterhead_trial,
    "template": papers.template,
}

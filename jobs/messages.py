"""Makes the words of a waiting message at the moment it is sent, after checking rights again."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime

from bot.i18n import DEFAULT, use_language
from bot.replies import Drop, Saying
from bot.views import broadcasts as broadcast_views
from bot.views import closing as closing_views
from bot.views import delivery_health as health_views
from bot.views import digests as digest_views
from bot.views import drafts as draft_views
from bot.views import errata as errata_views
from bot.views import follows as follow_views
from bot.views import groups as group_views
from bot.views import holds as hold_views
from bot.views import home as home_views
from bot.views import invitations as invitation_views
from bot.views import leaves as leave_views
from bot.views import made_files as file_views
from bot.views import meetings as meeting_views
from bot.views import members as member_views
from bot.views import postponements as postponement_views
from bot.views import privacy as privacy_views
from bot.views import published as published_views
from bot.views import reassigning as reassigning_views
from bot.views import reminders as reminder_views
from bot.views import reviews as review_views
from bot.views import weekly as weekly_views
from council import (
    access,
    admission,
    broadcasts,
    bundles,
    closing,
    delivery_health,
    digests,
    erasure,
    errata,
    groups,
    holds,
    items,
    leaves,
    made_files,
    meetings,
    members,
    policy_changes,
    postponements,
    reassigning,
    reviews,
    weekly,
)
from council.access import Viewer
from council.errors import CouncilError
from council.minutes import drafts
from jobs import papers
from storage import councils
from storage import members as people
from storage.database import Session
from storage.delivery import Claim
from storage.holds import QUESTION
from storage.sight import PUBLIC, see_as

NO_LONGER_WANTED = Drop("no longer wanted")
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
    return reminder_views.to_group(card, due=claim.kind == "item_due")


async def _assigned(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    shown = await items.of_minutes(
        session, viewer=viewer, minutes_id=int(claim.payload["minutes_id"]), now=now
    )
    return reminder_views.assigned(shown, viewer.council_name) if shown else NO_LONGER_WANTED


async def _reported(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    report = await reviews.open_report(
        session, viewer=viewer, progress_id=int(claim.payload["progress_id"]), now=now
    )
    if report.decision is not None or report.withdrawn:
        return NO_LONGER_WANTED
    return review_views.report(report, viewer.zone)


async def _decided(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    report = await reviews.decided(
        session, viewer=viewer, progress_id=int(claim.payload["progress_id"]), now=now
    )
    return review_views.decided(report)


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


async def _session(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    hung = await meetings.hung_on(
        session,
        viewer=viewer,
        session_id=int(claim.payload["session_id"]),
        item_ids=claim.payload["items"],
        now=now,
    )
    return meeting_views.moved_along(hung) if hung.items else NO_LONGER_WANTED


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


async def _file(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    access.ensure(viewer, str(claim.payload["right"]))
    made = await made_files.fetch(
        session, council_id=viewer.council_id, file_id=int(claim.payload["file_id"]), now=now
    )
    return file_views.ready(made, viewer.council_name)


async def _stand_in(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    away = await leaves.open_leave(
        session, viewer=viewer, leave_id=int(claim.payload["leave_id"]), now=now
    )
    over = claim.kind == "stand_in_over"
    return leave_views.stand_in_over(away) if over else leave_views.stand_in(away)


async def _not_mine(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    said = await reassigning.disclaimed(
        session,
        viewer=viewer,
        item_id=int(claim.payload["item_id"]),
        by=int(claim.payload["by"]),
        now=now,
    )
    if said.card.version != claim.payload["version"] or not said.card.is_open:
        return NO_LONGER_WANTED
    return reassigning_views.asked(said)


async def _assigned_anew(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    card = await items.open_card(
        session, viewer=viewer, item_id=int(claim.payload["item_id"]), now=now
    )
    released = claim.kind == "released"
    if not card.is_open or card.may_report is released:
        return NO_LONGER_WANTED
    if released:
        return reassigning_views.released(card)
    anew = claim.kind == "reassigned"
    return reassigning_views.reassigned(card) if anew else reassigning_views.still_yours(card)


async def _unreachable(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    del now
    day = date.fromisoformat(claim.payload["day"])
    found = await delivery_health.of_day(
        session, council_id=viewer.council_id, zone=viewer.zone, day=day
    )
    return health_views.newly_unreachable(found, viewer.zone) if found else NO_LONGER_WANTED


async def _handed_over(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    del now  # a draft waits as long as it must
    opened = await drafts.open_draft(
        session, viewer=viewer, minutes_id=int(claim.payload["minutes_id"])
    )
    by = await people.person(session, int(claim.payload["by"]))
    return draft_views.taken_over(opened, by.name if by else "")


async def _join_asked(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    del now
    came = await admission.newcomer(
        session, viewer=viewer, invitation_id=int(claim.payload["invitation_id"])
    )
    return invitation_views.asked(came) if came.open else NO_LONGER_WANTED


async def _joined_by_phone(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    del now
    came = await admission.newcomer(
        session, viewer=viewer, invitation_id=int(claim.payload["invitation_id"])
    )
    return invitation_views.came_by_phone(came)


async def _welcome(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    del claim, now
    spoken_for = await members.body_names(session, viewer=viewer)
    words = await policy_changes.welcome_of(session, viewer.council_id)
    return home_views.joined(admission.Joined(viewer, spoken_for, words))


async def _erasure_asked(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    del now
    membership, person = await erasure.erasable(
        session, viewer=viewer, membership_id=int(claim.payload["membership_id"])
    )
    return privacy_views.asked(person.name, membership.id)


async def _group_lost(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    del now
    group = await groups.one_bound(session, viewer=viewer, chat_id=int(claim.payload["chat_id"]))
    say = group_views.mute if claim.kind == "group_mute" else group_views.lost
    return say(group.body_name)


async def _corrected(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    del now
    found = await errata.open_erratum(
        session, viewer=viewer, erratum_id=int(claim.payload["erratum_id"])
    )
    return errata_views.notice(found, viewer.council_name, viewer.zone)


async def _taken_up(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    card = await items.open_card(
        session, viewer=viewer, item_id=int(claim.payload["item_id"]), now=now
    )
    return reminder_views.assigned((card,), viewer.council_name)


async def _taken_back(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    del session, now
    return published_views.notice(claim.payload.get("number"), viewer.council_name)


async def _held(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    held = await holds.standing(session, viewer=viewer)
    if held is None:
        return NO_LONGER_WANTED
    return hold_views.question(held, viewer.zone, viewer.council_name)


async def _postponement(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    asked = await postponements.open_request(
        session, viewer=viewer, postponement_id=int(claim.payload["postponement_id"]), now=now
    )
    return postponement_views.request(asked) if asked.granted is None else NO_LONGER_WANTED


async def _postponed(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    asked = await postponements.open_request(
        session, viewer=viewer, postponement_id=int(claim.payload["postponement_id"]), now=now
    )
    return postponement_views.decided(asked)


async def _item_event(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    event = await closing.told(
        session, viewer=viewer, event_id=int(claim.payload["event_id"]), now=now
    )
    return closing_views.told(event)


async def _followed(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    card = await items.open_card(
        session, viewer=viewer, item_id=int(claim.payload["item_id"]), now=now
    )
    return follow_views.changed(card)


FOR_PEOPLE: dict[str, ForPerson] = {
    "erasure_asked": _erasure_asked,
    "group_lost": _group_lost,
    "group_mute": _group_lost,
    "join_asked": _join_asked,
    "joined_by_phone": _joined_by_phone,
    "welcome": _welcome,
    "assigned": _assigned,
    "reported": _reported,
    "decided": _decided,
    "day": _day,
    "week": _week,
    "postponement": _postponement,
    "postponed": _postponed,
    "item_event": _item_event,
    "followed": _followed,
    "handed_over": _handed_over,
    "taken_back": _taken_back,
    "corrected": _corrected,
    "taken_up": _taken_up,
    QUESTION: _held,
    "session": _session,
    "broadcast": _broadcast,
    "picture": papers.picture,
    "session_file": papers.session_file,
    "file": _file,
    "not_mine": _not_mine,
    "reassigned": _assigned_anew,
    "still_yours": _assigned_anew,
    "released": _assigned_anew,
    "unreachable": _unreachable,
    "stand_in": _stand_in,
    "stand_in_over": _stand_in,
    "followup": papers.followup,
    "letterhead": papers.letterhead_trial,
    "template": papers.template,
}

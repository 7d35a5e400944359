"""What people are told of members, groups and leave, looked up when it is sent."""

from dataclasses import replace
from datetime import datetime

from bot.saying.replies import Drop, Saying
from bot.views import broadcast_answers as answer_views
from bot.views import groups as group_views
from bot.views import home as home_views
from bot.views import invitations as invitation_views
from bot.views import leaves as leave_views
from bot.views import privacy as privacy_views
from bot.views import second_person as second_views
from council import groups, home, notices
from council.access import Viewer
from council.people import admission, erasure, leaves, members
from council.reminding import policy_changes
from council.seconding import seconded
from council.to_many import broadcast_answers
from jobs.item_messages import NO_LONGER_WANTED
from storage import outbox
from storage.database import Session
from storage.delivery import Claim


async def stand_in(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    away = await leaves.open_leave(
        session, viewer=viewer, leave_id=int(claim.payload["leave_id"]), now=now
    )
    over = claim.kind == "stand_in_over"
    return leave_views.stand_in_over(away) if over else leave_views.stand_in(away)


async def join_asked(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    del now
    came = await admission.newcomer(
        session, viewer=viewer, invitation_id=int(claim.payload["invitation_id"])
    )
    return invitation_views.asked(came) if came.open else NO_LONGER_WANTED


async def joined_by_phone(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    del now
    came = await admission.newcomer(
        session, viewer=viewer, invitation_id=int(claim.payload["invitation_id"])
    )
    return invitation_views.came_by_phone(came)


async def welcome(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    del claim
    spoken_for = await members.body_names(session, viewer=viewer)
    words = await policy_changes.welcome_of(session, viewer.council_id)
    seen = await home.look(session, viewer=viewer, now=now)
    return home_views.joined(admission.Joined(viewer, spoken_for, words), seen)


async def erasure_asked(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    del now
    membership, person = await erasure.erasable(
        session, viewer=viewer, membership_id=int(claim.payload["membership_id"])
    )
    if not await erasure.is_asked(session, membership):
        return NO_LONGER_WANTED
    return privacy_views.asked(person.name, membership.id)


async def erasure_taken_back(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    del now
    _membership, person = await erasure.erasable(
        session, viewer=viewer, membership_id=int(claim.payload["membership_id"])
    )
    key = notices.key_for(claim.payload["asked"], viewer.person_id)
    sent = await outbox.message_of(session, key=key, lane=claim.lane)
    if sent is None:
        return NO_LONGER_WANTED
    return replace(privacy_views.no_longer_asked(person.name), in_place_of=sent)


async def broadcast_answered(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    del now
    found = await broadcast_answers.answered(
        session,
        viewer=viewer,
        broadcast_id=int(claim.payload["broadcast_id"]),
        person_id=int(claim.payload["by"]),
        since=claim.payload.get("since", 0),
    )
    return answer_views.answered(found)


async def group_lost(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    del now
    group = await groups.one_bound(session, viewer=viewer, chat_id=int(claim.payload["chat_id"]))
    say = group_views.mute if claim.kind == "group_mute" else group_views.lost
    return say(group.body_name)


async def second_person(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    shown = await seconded.open_request(
        session, viewer=viewer, request_id=int(claim.payload["request_id"]), now=now
    )
    if (claim.kind == "second_asked") is (shown.deed is None):
        return NO_LONGER_WANTED
    return second_views.request(shown, viewer.zone)

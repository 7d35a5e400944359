"""What people are told of single items and minutes, looked up when it is sent."""

from dataclasses import replace
from datetime import datetime

from bot.saying.replies import Drop, Saying
from bot.views import closing as closing_views
from bot.views import confidential as secret_views
from bot.views import drafts as draft_views
from bot.views import errata as errata_views
from bot.views import follows as follow_views
from bot.views import meetings as meeting_views
from bot.views import owners as owner_views
from bot.views import postponements as postponement_views
from bot.views import published as published_views
from bot.views import reassigning as reassigning_views
from bot.views import reminders as reminder_views
from bot.views import reviews as review_views
from council import (
    closing,
    errata,
    items,
    meetings,
    notices,
    owners,
    postponements,
    reassigning,
    reviews,
)
from council.access import Viewer
from council.minutes import drafts
from storage import members as people
from storage import outbox, questions, resolutions
from storage.database import Session
from storage.delivery import Claim

NO_LONGER_WANTED = Drop("no longer wanted")


async def assigned(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    shown = await items.of_minutes(
        session, viewer=viewer, minutes_id=int(claim.payload["minutes_id"]), now=now
    )
    return reminder_views.assigned(shown, viewer.council_name) if shown else NO_LONGER_WANTED


async def reported(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    report = await reviews.open_report(
        session, viewer=viewer, progress_id=int(claim.payload["progress_id"]), now=now
    )
    if report.decision is not None or report.withdrawn:
        return NO_LONGER_WANTED
    return review_views.report(report, viewer.zone)


async def report_changed(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    """The card of a report anew, in place of the one that was sent: it has more files now, or its
    author took it back.

    Not while it asks the recipient something: the answer, or the way back, shows how it stands.
    """
    progress_id = int(claim.payload["progress_id"])
    if await questions.is_about_report(
        session, user_id=viewer.telegram_id, progress_id=progress_id
    ):
        return NO_LONGER_WANTED
    key = notices.key_for(notices.report_key(progress_id), viewer.person_id)
    sent = await outbox.message_of(session, key=key, lane=claim.lane)
    report = await reviews.open_report(session, viewer=viewer, progress_id=progress_id, now=now)
    if sent is None or report.decision is not None:
        return NO_LONGER_WANTED  # what is still to go out says it too
    return replace(review_views.report(report, viewer.zone), in_place_of=sent)


async def decided(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    report = await reviews.decided(
        session, viewer=viewer, progress_id=int(claim.payload["progress_id"]), now=now
    )
    return review_views.decided(report)


async def session(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    hung = await meetings.hung_on(
        session,
        viewer=viewer,
        session_id=int(claim.payload["session_id"]),
        item_ids=claim.payload["items"],
        now=now,
    )
    return meeting_views.moved_along(hung) if hung.items else NO_LONGER_WANTED


async def not_mine(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
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


async def assigned_anew(
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


async def owner_named(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    item_id = int(claim.payload["item_id"])
    card, mine = await owners.seen(session, viewer=viewer, item_id=item_id, now=now)
    return owner_views.told(card, mine=mine) if card.is_open else NO_LONGER_WANTED


async def handed_over(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    del now  # a draft waits as long as it must
    opened = await drafts.open_draft(
        session, viewer=viewer, minutes_id=int(claim.payload["minutes_id"])
    )
    by = await people.person(session, int(claim.payload["by"]))
    return draft_views.taken_over(opened, by.name if by else "")


async def corrected(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    del now
    found = await errata.open_erratum(
        session, viewer=viewer, erratum_id=int(claim.payload["erratum_id"])
    )
    return errata_views.notice(found, viewer.council_name, viewer.zone)


async def hidden(session: Session, claim: Claim) -> Saying | Drop:
    """What stands in place of a message once its reader, whose eyes it is asked with, may not know
    of the resolution any more."""
    resolution_id = int(claim.payload["resolution_id"])
    if await resolutions.whole(session, claim.council_id, resolution_id) is not None:
        return NO_LONGER_WANTED  # it is confidential no more, or they may know again
    words = secret_views.hidden(in_group=claim.person_id is None)
    return replace(words, in_place_of=int(claim.payload["message_id"]))


async def taken_up(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    card = await items.open_card(
        session, viewer=viewer, item_id=int(claim.payload["item_id"]), now=now
    )
    return reminder_views.assigned((card,), viewer.council_name)


async def taken_back(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    del session, now
    return published_views.notice(claim.payload.get("number"), viewer.council_name)


async def postponement(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    asked = await postponements.open_request(
        session, viewer=viewer, postponement_id=int(claim.payload["postponement_id"]), now=now
    )
    wanted = asked.granted is None and not asked.taken_back
    return postponement_views.request(asked) if wanted else NO_LONGER_WANTED


async def postponement_withdrawn(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    """The card of a request that was taken back, in place of the one that was sent."""
    asked_id = int(claim.payload["postponement_id"])
    key = notices.key_for(notices.request_key(asked_id), viewer.person_id)
    sent = await outbox.message_of(session, key=key, lane=claim.lane)
    if sent is None:
        return NO_LONGER_WANTED
    asked = await postponements.open_request(
        session, viewer=viewer, postponement_id=asked_id, now=now
    )
    return replace(postponement_views.request(asked), in_place_of=sent)


async def postponed(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    asked = await postponements.open_request(
        session, viewer=viewer, postponement_id=int(claim.payload["postponement_id"]), now=now
    )
    over = asked.granted is None
    return postponement_views.lapsed(asked) if over else postponement_views.decided(asked)


async def item_event(
    session: Session, viewer: Viewer, claim: Claim, now: datetime
) -> Saying | Drop:
    event = await closing.told(
        session, viewer=viewer, event_id=int(claim.payload["event_id"]), now=now
    )
    return closing_views.told(event)


async def followed(session: Session, viewer: Viewer, claim: Claim, now: datetime) -> Saying | Drop:
    card = await items.open_card(
        session, viewer=viewer, item_id=int(claim.payload["item_id"]), now=now
    )
    return follow_views.changed(card)

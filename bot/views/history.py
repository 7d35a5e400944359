"""Words for what was done: each event is a sentence with its day and who did it."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from aiogram.utils.formatting import Bold, Text

from bot.i18n import _
from bot.saying import keyboards
from bot.saying.replies import Saying
from bot.saying.taps import LogStep
from bot.saying.wording import code, compose, hour, how_many_fit, isolate, lines, percent, short_day
from bot.views.items import status
from bot.views.members import role
from council.history import Event, Log
from storage.words import ProgressStatus, Role

SHOWN_IN_A_STORY = 30


def log(page: Log, zone: str) -> Saying:
    """A page of the log, newest first."""
    heading = _("📜 Your activity") if page.own else _("📜 Activity log")
    row = []
    if page.page > 0:
        row.append(keyboards.button(_("◀ Back"), LogStep(do="page", n=page.page - 1)))
    if page.more:
        row.append(keyboards.button(_("More ▶"), LogStep(do="page", n=page.page + 1)))
    told = [sentence(one, zone) for one in page.events]
    empty = _("Nothing yet.") if not told else None
    return Saying(lines(Bold(heading), *told, empty), keyboards.keyboard([row]))


def story(of: str, events: Sequence[Event], zone: str) -> Saying:
    """What happened to one resolution, oldest first."""
    newest = [sentence(one, zone, named=False) for one in reversed(events[-SHOWN_IN_A_STORY:])]
    told = newest[: how_many_fit(newest)][::-1]
    heading = compose(_("📜 The story of {code}"), code=Bold(code(of)))
    return Saying(lines(heading, *told, None if told else _("Nothing yet.")))


def sentence(event: Event, zone: str, *, named: bool = True) -> Text:
    """One event: «3 Aban: Maryam Rezaei accepted the report on 1/1»."""
    local = event.at.astimezone(ZoneInfo(zone))
    said = words(event)
    about = _called(event) if named else ""
    return compose(
        _("{day}, {hour}: {who} {deed}{about}"),
        day=short_day(local.date()),
        hour=hour(event.at, zone),
        who=isolate(event.who) if event.who else _("the system"),
        deed=said,
        about=f" ({about})" if about else "",
    )


def _called(event: Event) -> str:
    if event.about is None or event.about == event.who:
        return ""
    if event.subject in ("item", "resolution", "minutes"):
        return code(event.about)
    return isolate(event.about)


def words(event: Event) -> str:
    """What was done, in words; an event that has none of its own is called by its name."""
    if event.action == "reported":
        return _reported(event)
    if event.action == "role_given":
        return _("gave the role {role}").format(role=role(Role(event.after["role"])))
    if event.action == "postponement_decided":
        granted = bool(event.after.get("granted"))
        return _("granted more time") if granted else _("refused more time")
    if event.action == "owner_named":
        return _owner_named(event)
    return _deeds().get(event.action) or isolate(event.action.replace("_", " "))


def _deeds() -> dict[str, str]:
    """Every action of the log that one sentence is enough for."""
    return _of_people() | _of_items() | _of_the_council()


def _of_people() -> dict[str, str]:
    """What is done about people, bodies and groups."""
    return {
        "invited": _("made an invitation"),
        "joined": _("joined"),
        "join_declined": _("declined somebody who came with a link"),
        "invitation_revoked": _("revoked an invitation"),
        "suspended": _("suspended a member"),
        "restored": _("gave a member's rights back"),
        "removed": _("removed a member"),
        "speaks_for": _("let a member speak for a body"),
        "speaks_no_more": _("ended a member's speaking for a body"),
        "term_set": _("set a term of office"),
        "term_ended": _("ended a term of office"),
        "erasure_asked": _("asked to be erased"),
        "erasure_taken_back": _("took back the wish to be erased"),
        "erased": _("erased a person's data"),
        "group_bound": _("bound a group"),
        "group_unbound": _("unbound a group"),
        "body_created": _("added a body"),
        "body_renamed": _("renamed a body"),
        "alias_added": _("gave a body another name"),
        "bodies_merged": _("merged two bodies"),
        "access_given": _("put somebody on the list of who may know"),
        "access_taken": _("took somebody off the list of who may know"),
        "leave_taken": _("went on leave"),
        "leave_ended": _("came back from leave"),
    }


def _of_items() -> dict[str, str]:
    """What is done about resolutions, items and reports."""
    return {
        "report_accepted": _("accepted the report"),
        "report_accepted_alone": _("accepted their own report as the only one who reviews"),
        "report_returned": _("returned the report"),
        "period_opened": _("opened the next period"),
        "made_confidential": _("made it confidential"),
        "made_ordinary": _("lifted the confidentiality"),
        "reminder_put_off": _("put the reminders off"),
        "reminders_on": _("switched the reminders on"),
        "reminders_off": _("switched the reminders off"),
        "disclaimed": _("said it was not their task"),
        "assignment_kept": _("left the task where it was"),
        "reassigned": _("gave it to another body"),
        "confidential_opened": _("opened it (confidential)"),
        "report_questioned": _("asked a question about the report"),
        "report_withdrawn": _("took the report back"),
        "item_referred_up": _("referred it up"),
        "item_not_actionable": _("closed it: not this body's task"),
        "item_withdrawn": _("closed it: no longer needed"),
        "item_rule_changed": _("changed how often it is reported"),
        "item_rule_ended": _("asked for one last report"),
        "item_question": _("asked a question"),
        "corrected": _("corrected it"),
        "taken_up": _("took it up from the archive"),
        "due_followed_session": _("moved its date along with the session"),
        "postponement_asked": _("asked for more time"),
        "postponement_withdrawn": _("took the request for more time back"),
        "postponement_lapsed": _("closed a request for more time that nobody answered in time"),
    }


def _of_the_council() -> dict[str, str]:
    """What is done about minutes, sessions, settings and messages to many."""
    return {
        "council_founded": _("founded the council"),
        "published": _("published minutes"),
        "policy_changed": _("changed a setting of the reminders"),
        "synonyms_taught": _("taught the search words that mean the same"),
        "synonyms_forgotten": _("removed words that mean the same"),
        "letterhead_changed": _("changed the template or emblem of the reports"),
        "second_asked": _("asked for a second person's approval"),
        "second_agreed": _("agreed as the second person"),
        "second_refused": _("refused as the second person"),
        "second_withdrawn": _("took back what they asked a second person for"),
        "confidential_exported": _("took a report with confidential items"),
        "minutes_taken_in": _("sent minutes"),
        "minutes_handed_over": _("handed a draft over"),
        "minutes_discarded": _("threw a draft away"),
        "publishing_taken_back": _("took published minutes back"),
        "session_entered": _("added a session"),
        "session_moved": _("moved a session"),
        "session_cancelled": _("cancelled a session"),
        "broadcast_sent": _("sent a broadcast"),
        "broadcast_sent_again": _("sent a broadcast again to those not reached"),
        "broadcast_cancelled": _("cancelled a broadcast"),
        "delivery_released": _("let messages go out again after a restore"),
    }


def _owner_named(event: Event) -> str:
    if not event.after:
        return _("left it to nobody in particular to follow it up")
    if event.whom is None:
        return _("named who follows it up")
    return _("named {name} to follow it up").format(name=isolate(event.whom))


def _reported(event: Event) -> str:
    said = status(ProgressStatus(event.after["status"]))
    figure = event.after.get("percent")
    share = _(", ") + percent(figure) if isinstance(figure, int) else ""
    return _("reported: {status}").format(status=said) + share

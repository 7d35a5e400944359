"""Words for resolutions: the card, search results, and what else was mentioned."""

from aiogram.utils.formatting import BlockQuote, Bold, ExpandableBlockQuote, Italic, Text

from bot.i18n import _
from bot.saying import keyboards, taps
from bot.saying.replies import Saying
from bot.saying.wording import bar, code, compose, day, excerpt, isolate, lines, number, percent
from bot.views import errata, items, owners
from council.resolutions import ReferenceSeen, ResolutionCard

QUOTED = 600
TEXT_LIMIT = 2_200


def card(shown: ResolutionCard) -> Saying:
    """The one layout of a resolution, everywhere."""
    body = excerpt_or_all(shown.text)
    quote = BlockQuote(body) if len(body) <= QUOTED else ExpandableBlockQuote(body)
    parts: list[Text | str | None] = [
        compose(_("Resolution {code}"), code=Bold(code(shown.code))),
        _("🔒 Confidential: for your eyes only; this opening is logged.")
        if shown.confidential
        else None,
        session_line(shown),
        quote,
        *(reference(one) for one in shown.references),
    ]
    if len(shown.items) > 1:
        parts += ["", rolled_up(shown)]
    several = len(shown.items) > 1
    for place, item in enumerate(shown.items, start=1):
        parts += ["", items.paragraph(item, place if several else None)]
    if any(item.may_report for item in shown.items):
        parts += ["", Italic(_("To report, reply to this message or press the button."))]
    reportable = tuple(item.id for item in shown.items if item.may_report)
    rows = keyboards.of_items(shown.items)
    label = _("🔕 Stop following") if shown.followed else _("🔔 Follow")
    rows.append([keyboards.button(label, taps.FollowStep(id=shown.id))])
    if not shown.may_correct:
        rows += owners.rows(shown)
    rows.append(_to_others(shown))
    rows += errata.rows(shown)
    if shown.may_mark:
        rows.append([secret_button(shown)])
    return Saying(lines(*parts), keyboards.keyboard(rows), reportable, protected=shown.confidential)


def _to_others(shown: ResolutionCard) -> keyboards.Row:
    """To what is on the same matter, and into another chat where others may read it."""
    row = [keyboards.button(_("🔗 Related"), taps.SearchStep(do="alike", at=shown.id))]
    if not shown.confidential and shown.code:
        row.append(keyboards.into_a_chat(_("↗ Share"), shown.code))
    return row


def rolled_up(shown: ResolutionCard) -> Text:
    """How far all bodies together have come."""
    return compose(
        _("All bodies: {done} of {all} implemented, {percent} {bar}"),
        done=number(shown.implemented),
        all=number(len(shown.items)),
        percent=percent(shown.percent),
        bar=bar(shown.percent),
    )


def secret_button(shown: ResolutionCard) -> keyboards.Button:
    """For secretaries: make it confidential, or see who may know."""
    if shown.confidential:
        return keyboards.button(_("🔒 Who may know"), taps.SecretStep(do="list", id=shown.id))
    return keyboards.button(_("🔒 Make confidential"), taps.SecretStep(do="set", id=shown.id))


def excerpt_or_all(text: str) -> str:
    """The verbatim text; a very long one is cut where it says so."""
    if len(text) <= TEXT_LIMIT:
        return text
    return text[:TEXT_LIMIT] + _("… (the whole text is in the minutes)")


def session_line(shown: ResolutionCard) -> str:
    """Which session it was, and when."""
    held = day(shown.held_on) if shown.held_on else None
    if shown.meeting_number and held:
        return _("Session {number}, {date}").format(number=number(shown.meeting_number), date=held)
    if shown.meeting_number:
        return _("Session {number}").format(number=number(shown.meeting_number))
    return held or _("Session without number and date")


def reference(one: ReferenceSeen) -> Text:
    """A mention of an earlier session's resolution."""
    return compose(_("↩ Refers to: {text}"), text=isolate(excerpt(one.text, 120)))

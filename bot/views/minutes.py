"""Words for minutes: what was read, one finding at a time, and what publishing did."""

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.formatting import Bold, Italic, Text

from bot import keyboards
from bot.i18n import _, ngettext
from bot.keyboards import DraftStep, button
from bot.replies import Saying
from bot.views import deadlines, findings
from bot.wording import (
    compose,
    day,
    digits,
    excerpt,
    isolate,
    lines,
    names,
    number,
)
from council.deadlines import Reason
from council.minutes.drafts import SURE, Draft, Finding, OpenDraft, due
from council.minutes.gist import gist
from council.minutes.publishing import Published

LISTED = 10
QUOTED = 600
SHOWN = 2_500


def ask() -> Saying:
    """What to send."""
    return Saying(
        lines(
            Bold(_("New minutes")),
            _("Paste the text of the minutes here, or send a Word (.docx), PDF or .txt file."),
            _("I show what I found; nothing counts before you publish it."),
        )
    )


def waiting(drafts: Sequence[OpenDraft]) -> Saying:
    """Drafts that wait, and the way to begin another."""
    rows = [[button(title(one.draft), DraftStep(do="sum", id=one.id))] for one in drafts[:LISTED]]
    count = ngettext("{n} draft waits for you:", "{n} drafts wait for you:", len(drafts)).format(
        n=number(len(drafts))
    )
    return Saying(lines(ask().text, "", count), keyboards.keyboard(rows))


def title(draft: Draft) -> str:
    """A draft in a few words."""
    fields = draft.session
    if fields.number:
        named = _("Session {number}").format(number=number(fields.number))
    else:
        named = excerpt(fields.subject or fields.council or _("minutes"), 30)
    return named + _(", ") + day(fields.held_on, weekday=False) if fields.held_on else named


def summary(opened: OpenDraft, today: date, *, page: int = 0) -> Saying:
    """The session as it was read and every finding in two lines."""
    draft = opened.draft
    first = page * LISTED
    shown = list(enumerate(draft.findings))[first : first + LISTED]
    count = len(draft.kept)
    parts: list[Text | str | None] = [
        Bold(_("📄 What I read; nothing is published yet")),
        _("⚠️ A PDF loses letters and figures: compare them with the paper, or send the Word file.")
        if draft.rough
        else None,
        *session_lines(draft),
        "",
        _("No resolution was found in this text.")
        if not draft.findings
        else Bold(ngettext("{n} resolution:", "{n} resolutions:", count).format(n=number(count))),
        *(row(index, finding, today) for index, finding in shown),
        *mentions(draft),
        "",
        Italic(_("Periods count from today, the day of notification.")) if count else None,
    ]
    return Saying(lines(*parts), summary_keyboard(opened, page, first + len(shown)))


def session_lines(draft: Draft) -> list[Text | None]:
    """The session's fields, one a line; what was not read is left out."""
    fields = draft.session
    modes = {
        "online": _("online"),
        "hybrid": _("in person and online"),
        "in_person": _("in person"),
    }
    held = day(fields.held_on) if fields.held_on else None
    if fields.held_on:
        held = f"{held} ({isolate(digits(fields.held_on.isoformat()))})"
    rows = (
        (_("Council: {value}"), isolate(fields.council) if fields.council else None),
        (_("Session: {value}"), number(fields.number) if fields.number else None),
        (_("Date: {value}"), held),
        (_("Chair: {value}"), isolate(fields.chair) if fields.chair else None),
        (_("Place: {value}"), isolate(fields.venue) if fields.venue else None),
        (_("Held: {value}"), modes.get(fields.mode or "")),
        (_("Subject: {value}"), isolate(excerpt(fields.subject, 120)) if fields.subject else None),
    )
    return [compose(label, value=value) if value else None for label, value in rows]


def row(index: int, finding: Finding, today: date) -> Text:
    """A finding in the list: number, excerpt, bodies, date."""
    mark = "" if finding.confidence >= SURE else " ❓"
    text = excerpt(gist(finding.text), 80)
    if not finding.kept:
        return compose(
            _("{n}. (left out) {text}"),
            n=findings.finding_number(index, finding),
            text=isolate(text),
        )
    when = due(finding, today)
    dated = deadlines.printed(finding.deadline)
    if when.on:
        dated = _("{printed} → {date}").format(printed=dated, date=day(when.on, weekday=False))
    return lines(
        compose(
            _("{n}. {text}{mark}"),
            n=Bold(findings.finding_number(index, finding)),
            text=isolate(text),
            mark=mark,
        ),
        compose(
            _("   👤 {bodies} · ⏳ {date}"),
            bodies=names(finding.bodies) if finding.bodies else _("no body named"),
            date=dated if when.reason is not Reason.NONE else _("no deadline"),
        ),
    )


def mentions(draft: Draft) -> list[Text | str]:
    """Earlier resolutions that the text only mentions."""
    if not draft.references:
        return []
    listed = (
        compose(_("↩ {text}"), text=isolate(excerpt(one.text, 100))) for one in draft.references
    )
    return ["", Bold(_("Mentioned, not resolved here:")), *listed]


def summary_keyboard(opened: OpenDraft, page: int, end: int) -> InlineKeyboardMarkup | None:
    """Review one by one, page through, publish, or throw away."""
    total = len(opened.draft.findings)
    paging = []
    if page > 0:
        paging.append(button(_("◀ Back"), DraftStep(do="sum", id=opened.id, n=page - 1)))
    if end < total:
        paging.append(button(_("More ▶"), DraftStep(do="sum", id=opened.id, n=page + 1)))
    rows: list[keyboards.Row] = [paging]
    if total:
        rows.append([button(_("✏️ Check one by one"), DraftStep(do="one", id=opened.id))])
        if opened.draft.left_out:
            rows.append([button(_("What was left out"), DraftStep(do="out", id=opened.id))])
    last = [button(_("🗑 Throw away"), DraftStep(do="drop?", id=opened.id))]
    if opened.draft.kept:
        last.append(button(_("✅ Publish"), DraftStep(do="pub?", id=opened.id, n=opened.version)))
    return keyboards.keyboard([*rows, last])


def left_out(opened: OpenDraft) -> Saying:
    """Sentences that look like resolutions and were not taken."""
    listed = [
        compose(_("• {text}"), text=isolate(excerpt(one, 180)))
        for one in opened.draft.left_out[:LISTED]
    ]
    back = [button(_("📋 To the list"), DraftStep(do="sum", id=opened.id))]
    text = lines(Bold(_("Looks like a resolution, but was not taken as one:")), "", *listed)
    return Saying(text, keyboards.keyboard([back]))


def confirm_publish(opened: OpenDraft) -> Saying:
    """The last look before it counts."""
    count = len(opened.draft.kept)
    bodies = dict.fromkeys(name for _i, one in opened.draft.kept for name in one.bodies)
    text = lines(
        Bold(
            ngettext("Publish {n} resolution?", "Publish {n} resolutions?", count).format(
                n=number(count)
            )
        ),
        compose(_("These will be told: {bodies}"), bodies=names(list(bodies)))
        if bodies
        else _("No body is named, so nobody will be told."),
        _("Periods count from today."),
    )
    row = [
        button(_("◀ Back"), DraftStep(do="sum", id=opened.id)),
        button(_("✅ Yes, publish"), DraftStep(do="pub", id=opened.id, n=opened.version)),
    ]
    return Saying(text, keyboards.keyboard([row]))


def confirm_discard(opened: OpenDraft) -> Saying:
    """Throwing away asks once."""
    row = [
        button(_("◀ Back"), DraftStep(do="sum", id=opened.id)),
        button(_("🗑 Yes, throw away"), DraftStep(do="drop", id=opened.id, n=opened.version)),
    ]
    return Saying(
        Text(_("Throw this draft away? What you corrected is lost; nothing was published.")),
        keyboards.keyboard([row]),
    )


def discarded() -> Saying:
    """Said instead of the draft."""
    return Saying(Text(_("The draft was thrown away. Nothing was published.")))


def published(result: Published) -> Saying:
    """What publishing did."""
    session = (
        _("Session {number}").format(number=number(result.meeting_number))
        if result.meeting_number
        else _("The session")
    )
    resolutions = ngettext("{n} resolution", "{n} resolutions", result.resolutions).format(
        n=number(result.resolutions)
    )
    people = ngettext("{n} person", "{n} people", result.told_people).format(
        n=number(result.told_people)
    )
    told = (
        _("{people} will be told.").format(people=people)
        if result.told_people
        else _("Nobody who speaks for these bodies has joined yet.")
    )
    unheard = (
        compose(
            _("Nobody answers for: {bodies}. Their items come to you."),
            bodies=names(result.unheard_bodies),
        )
        if result.unheard_bodies
        else None
    )
    return Saying(
        lines(
            compose(
                _("✅ {session} is published: {resolutions}."),
                session=Bold(session),
                resolutions=resolutions,
            ),
            told,
            unheard,
            nameless(result.nameless),
        ),
        keyboards.keyboard([[button(_("📌 My work"), keyboards.OpenMyWork())]])
        if result.nameless or result.unheard_bodies
        else None,
    )


def nameless(count: int) -> str | None:
    """How many items wait for the secretary because the minutes name nobody."""
    if not count:
        return None
    return ngettext(
        "{n} item names no body and waits in your own work.",
        "{n} items name no body and wait in your own work.",
        count,
    ).format(n=number(count))

"""Words for a draft as a whole: what was read, what was left out, and what next."""

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.formatting import Bold, Italic, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import DraftStep, HomeStep, step_of
from bot.saying.wording import compose, day, digits, excerpt, isolate, lines, names, number
from bot.views import deadlines, draft_sessions, findings
from council.deadlines import Reason
from council.minutes.drafts import OpenDraft
from council.minutes.gist import gist
from council.minutes.proposal import Draft, Finding, Leftover, due
from storage.words import DeadlineKind

LISTED = 10
LEFT_LISTED = 5


def title(draft: Draft) -> str:
    """A draft in a few words."""
    fields = draft.session
    if fields.number:
        named = _("Session {number}").format(number=number(fields.number))
    else:
        named = excerpt(fields.subject or fields.council or _("minutes"), 30)
    return named + _(", ") + day(fields.held_on, weekday=False) if fields.held_on else named


def summary(
    opened: OpenDraft, today: date, beside: Sequence[OpenDraft] = (), *, page: int = 0
) -> Saying:
    """The session as it was read and every finding in two lines.

    `beside` are the drafts of the other sessions that the same text held.
    """
    draft = opened.draft
    first = page * LISTED
    shown = list(enumerate(draft.findings))[first : first + LISTED]
    count = len(draft.kept)
    heading = ngettext("{n} resolution:", "{n} resolutions:", count).format(n=number(count))
    parts: list[Text | str | None] = [
        _("You sent me this text before; here is your draft as it stands.")
        if opened.known
        else None,
        Bold(_("📄 What I read; nothing is published yet")),
        _("⚠️ A PDF garbles letters and figures: compare with the original, or send the Word file.")
        if draft.rough
        else None,
        of_same_text(beside) if beside else None,
        *draft_sessions.fields_of(draft),
        *draft_sessions.attendance(draft, whole=False),
        *draft_sessions.missing(draft),
        "",
        Bold(heading) if draft.findings else _nothing_found(),
        *(row(index, finding, today) for index, finding in shown),
        *mentions(draft),
        "",
        period_note(opened) if count else None,
    ]
    return Saying(lines(*parts), summary_keyboard(opened, beside, page, first + len(shown)))


def _nothing_found() -> Text:
    return lines(
        _("No resolution was found in this text."),
        _("Send the whole text of the minutes, or look at what was left out."),
    )


def of_same_text(beside: Sequence[OpenDraft]) -> Text:
    """Which other sessions the text held, so that none of their drafts is forgotten."""
    sentence = ngettext(
        "📑 This text holds another session too; its draft is ready: {sessions}",
        "📑 This text holds other sessions too; their drafts are ready: {sessions}",
        len(beside),
    )
    return compose(sentence, sessions=names([title(one.draft) for one in beside]))


def several(opened: Sequence[OpenDraft]) -> Saying:
    """A text that holds several sessions: a draft each."""
    count = ngettext(
        "{n} session is in this text; each is a draft of its own:",
        "{n} sessions are in this text; each is a draft of its own:",
        len(opened),
    )
    return Saying(
        Text(count.format(n=number(len(opened)))), keyboards.keyboard(other_drafts(opened))
    )


def period_note(opened: OpenDraft) -> Text:
    """From when periods would count."""
    if opened.archived:
        return Italic(_("🗄 For the archive: it can be found, and nobody is told or reminded."))
    return Italic(_("Periods count from today, the day of notification."))


def row(index: int, finding: Finding, today: date) -> Text:
    """A finding in the list: number, excerpt, bodies, date."""
    mark = (" ❓" if finding.unsure else "") + (" 🔒" if finding.confidential else "")
    text = excerpt(gist(finding.text), 80)
    if not finding.kept:
        return compose(
            _("{n}. (left out) {text}"),
            n=findings.finding_number(index, finding),
            text=isolate(text),
        )
    when = due(finding, today)
    dated = deadlines.printed(finding.deadline)
    if when.on and finding.deadline.kind is DeadlineKind.DATE and not finding.deadline.text:
        dated = day(when.on, weekday=False)
    elif when.on:
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


def summary_keyboard(
    opened: OpenDraft, beside: Sequence[OpenDraft], page: int, end: int
) -> InlineKeyboardMarkup | None:
    """Review one by one, page through, add, hand over, publish, throw away, or go to another."""
    draft, total = opened.draft, len(opened.draft.findings)
    paging = []
    if page > 0:
        paging.append(button(_("◀ Back"), DraftStep(do="sum", id=opened.id, n=page - 1)))
    if end < total:
        paging.append(button(_("More ▶"), DraftStep(do="sum", id=opened.id, n=page + 1)))
    rows: list[keyboards.Row] = [paging]
    if total:
        rows.append([button(_("✏️ Check one by one"), DraftStep(do="one", id=opened.id))])
    rows.append(
        [
            button(_("🏛 Session"), DraftStep(do="sess", id=opened.id)),
            button(_("➕ What was left out"), DraftStep(do="out", id=opened.id)),
        ]
    )
    rows.append(
        [
            button(_("🤝 Hand over"), DraftStep(do="give?", id=opened.id)),
            button(_("🗑 Throw away"), DraftStep(do="drop?", id=opened.id)),
        ]
    )
    if draft.unsure:
        rows.append([button(_("☑️ All are resolutions"), DraftStep(do="all", id=opened.id))])
    if draft.kept:
        rows.append([button(_("✅ Publish"), DraftStep(do="pub?", id=opened.id))])
    rows += other_drafts(beside)
    return keyboards.keyboard(rows)


def other_drafts(beside: Sequence[OpenDraft]) -> list[keyboards.Row]:
    """A button for each of the other drafts of the same text."""
    return [
        [button("📑 " + title(one.draft), DraftStep(do="sum", id=one.id))]
        for one in beside[:LISTED]
    ]


def not_understood(opened: OpenDraft, item: str | None, found: Sequence[int]) -> Saying:
    """A sentence that asks for a change to the draft, and not plainly for which of what."""
    why = Text(_("I did not understand what is to be changed in this draft."))
    if item and not found:
        why = compose(_("No resolution of this draft has the number {n}."), n=Bold(digits(item)))
    elif len(found) > 1:
        why = compose(
            _("Several resolutions here have the number {n}."), n=Bold(digits(item or ""))
        )
    how = _("Write one change with the number of its resolution: who acts, by when, or that it is"
            " left out; or tap what is to be changed.")  # fmt: skip
    shown = [
        button(_("📄 To the resolution"), step_of(opened, at, "one"))
        for at in found
        if len(found) == 1
    ]
    back = [button(_("📋 List"), DraftStep(do="sum", id=opened.id))]
    fields = [button(_("🏛 Session"), DraftStep(do="sess", id=opened.id))]
    return Saying(lines(why, how), keyboards.keyboard([shown, fields, back]))


# ---------------------------------------------------------------- what was left out


def left_out(opened: OpenDraft, left: Sequence[Leftover], page: int) -> Saying:
    """The pieces that were not taken, each with a button that takes it in."""
    first = page * LEFT_LISTED
    shown = left[first : first + LEFT_LISTED]
    listed: list[Text | str] = []
    for place, one in enumerate(shown, start=first + 1):
        listed.append(
            compose(
                _("{n}. {reason}{text}"),
                n=Bold(number(place)),
                reason=reason(one.reason),
                text=isolate(excerpt(one.text, 220)),
            )
        )
    keys = [
        button(_("➕ {n}").format(n=number(place)), DraftStep(do="add", id=opened.id, n=one.start))
        for place, one in enumerate(shown, start=first + 1)
    ]
    paging = []
    if page > 0:
        paging.append(button(_("◀ Back"), DraftStep(do="out", id=opened.id, n=page - 1)))
    if first + len(shown) < len(left):
        paging.append(button(_("More ▶"), DraftStep(do="out", id=opened.id, n=page + 1)))
    back = [button(_("📋 List"), DraftStep(do="sum", id=opened.id))]
    text = lines(
        Bold(_("Not taken as resolutions; tap a number to take one in:"))
        if shown
        else _("Everything in the text was taken."),
        *listed,
    )
    return Saying(text, keyboards.keyboard([keys, paging, back]))


def reason(value: str) -> Text | str:
    """Why a piece was not taken."""
    words = {
        "speech": _("speech"),
        "proposal": _("proposal"),
        "earlier_session": _("of an earlier session"),
        "another_body": _("decided by another body"),
        "agenda": _("agenda"),
        "report_only": _("report"),
        "formula": _("legal formula"),
    }
    return Italic(f"{words[value]}: ") if value in words else ""


# ---------------------------------------------------------------- what next


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
    again = [button(_("📄 New minutes"), HomeStep(do="minutes"))]
    thrown = _("The draft was thrown away. Nothing was published.")
    return Saying(Text(thrown), keyboards.keyboard([again]))


def choose_colleague(opened: OpenDraft, colleagues: Sequence[tuple[int, str]]) -> Saying:
    """To which other secretary."""
    rows: list[keyboards.Row] = [
        [button(name, DraftStep(do="give", id=opened.id, n=person))] for person, name in colleagues
    ]
    rows.append([button(_("◀ Back"), DraftStep(do="sum", id=opened.id))])
    asked = _("Who takes over this draft?")
    nobody = _("There is no other secretary yet. Invite one first.")
    return Saying(Text(asked if colleagues else nobody), keyboards.keyboard(rows))


def handed_over(name: str) -> Saying:
    """Said to who gave it away."""
    return Saying(compose(_("🤝 {name} takes over the draft and is told."), name=isolate(name)))


def taken_over(opened: OpenDraft, by: str) -> Saying:
    """Said to who gets it."""
    text = compose(
        _("🤝 {name} hands the draft “{title}” over to you."),
        name=isolate(by),
        title=isolate(title(opened.draft)),
    )
    row = [button(_("✏️ Continue"), DraftStep(do="sum", id=opened.id))]
    return Saying(text, keyboards.keyboard([row]))

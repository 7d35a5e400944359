"""Words for a draft as a whole: what was read, its session, what was left out, and what next."""

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.formatting import Bold, Italic, Text

from bot import keyboards
from bot.i18n import _, ngettext
from bot.keyboards import DraftStep, button
from bot.replies import Saying
from bot.views import deadlines, findings
from bot.wording import compose, day, digits, excerpt, isolate, lines, names, number
from council.deadlines import Reason
from council.minutes.corrections import FIELDS, MODES
from council.minutes.drafts import OpenDraft
from council.minutes.gist import gist
from council.minutes.proposal import Draft, Finding, Leftover, due

LISTED = 10
LEFT_LISTED = 5
OLD_DAYS = 60


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
        _("⚠️ A PDF loses letters and figures: compare them with the paper, or send the Word file.")
        if draft.rough
        else None,
        of_same_text(beside) if beside else None,
        *session_lines(draft),
        *attendance(draft, whole=False),
        *missing_lines(draft),
        "",
        Bold(heading) if draft.findings else _("No resolution was found in this text."),
        *(row(index, finding, today) for index, finding in shown),
        *mentions(draft),
        "",
        period_note(opened) if count else None,
    ]
    return Saying(lines(*parts), summary_keyboard(opened, beside, page, first + len(shown)))


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


def session_lines(draft: Draft) -> list[Text | None]:
    """The session's fields, one a line; what was not read is left out."""
    fields = draft.session
    held = day(fields.held_on) if fields.held_on else None
    if fields.held_on:
        held = f"{held} ({isolate(digits(fields.held_on.isoformat()))})"
    rows = (
        (_("Council: {value}"), isolate(fields.council) if fields.council else None),
        (_("Session: {value}"), number(fields.number) if fields.number else None),
        (_("Date: {value}"), held),
        (_("Chair: {value}"), isolate(fields.chair) if fields.chair else None),
        (_("Place: {value}"), isolate(fields.venue) if fields.venue else None),
        (_("Held: {value}"), mode(fields.mode) if fields.mode else None),
        (_("Subject: {value}"), isolate(excerpt(fields.subject, 120)) if fields.subject else None),
    )
    return [compose(label, value=value) if value else None for label, value in rows]


def attendance(draft: Draft, *, whole: bool) -> list[Text]:
    """Who came, who did not, and who was a guest: by name, or only how many."""
    fields = draft.session
    groups = (
        (_("Present ({n}): {names}"), _("Present: {n}"), fields.present),
        (_("Absent ({n}): {names}"), _("Absent: {n}"), fields.absent),
        (_("Guests ({n}): {names}"), _("Guests: {n}"), fields.guests),
    )
    return [
        compose(by_name, n=len(who), names=names(who)) if whole else compose(counted, n=len(who))
        for by_name, counted, who in groups
        if who
    ]


def missing_lines(draft: Draft) -> list[str | None]:
    """What a session cannot do without and the text does not say."""
    return [
        None if draft.session.number else _("❓ I found no session number."),
        None if draft.session.held_on else _("❓ I found no date of the session."),
    ]


def mode(value: str) -> str:
    """How a session was held."""
    words = {
        "online": _("online"),
        "hybrid": _("in person and online"),
        "in_person": _("in person"),
    }
    return words.get(value, value)


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
        rows.append([button(_("☑️ All are resolved"), DraftStep(do="all", id=opened.id))])
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


# ---------------------------------------------------------------- the session


def session(opened: OpenDraft) -> Saying:
    """The session's fields, a button each."""
    labels = {
        "number": _("Number"),
        "held_on": _("Date"),
        "chair": _("Chair"),
        "venue": _("Place"),
        "subject": _("Subject"),
        "mode": _("Held how"),
    }
    keys = [
        button(labels[name], DraftStep(do="field", id=opened.id, n=place))
        for place, name in enumerate(FIELDS)
    ]
    rows: list[keyboards.Row] = [keys[n : n + 3] for n in range(0, len(keys), 3)]
    rows.append([button(_("📋 To the list"), DraftStep(do="sum", id=opened.id))])
    text = lines(
        Bold(_("The session as I read it")),
        *session_lines(opened.draft),
        *attendance(opened.draft, whole=True),
        *missing_lines(opened.draft),
        "",
        _("Tap what is to be corrected."),
    )
    return Saying(text, keyboards.keyboard(rows))


def ask_field(opened: OpenDraft, name: str) -> Saying:
    """What to type for a field; a dash empties it."""
    questions = {
        "number": _("Which number does the session have? Type it, or a dash for none."),
        "held_on": _("On which day was it held? Type it as in “1405/10/30”, or a dash for none."),
        "chair": _("Who was in the chair? Type it, or a dash for nobody."),
        "venue": _("Where was it held? Type it, or a dash for nowhere."),
        "subject": _("What was it about? Type it, or a dash for nothing."),
    }
    rows: list[keyboards.Row] = []
    if name == "mode":
        rows = [
            [button(mode(one), DraftStep(do="mode", id=opened.id, n=place))]
            for place, one in enumerate(MODES)
        ]
    rows.append([button(_("◀ Back"), DraftStep(do="sess", id=opened.id))])
    return Saying(Text(questions.get(name) or _("How was it held?")), keyboards.keyboard(rows))


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
    back = [button(_("📋 To the list"), DraftStep(do="sum", id=opened.id))]
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
        "agenda": _("agenda"),
        "report_only": _("report"),
        "formula": _("legal formula"),
    }
    return Italic(f"{words[value]}: ") if value in words else ""


# ---------------------------------------------------------------- what next


def confirm_publish(opened: OpenDraft, unknown: Sequence[str], today: date) -> Saying:
    """The last look before it counts."""
    draft = opened.draft
    count = len(draft.kept)
    bodies = dict.fromkeys(name for _i, one in draft.kept for name in one.bodies)
    told: Text | str = compose(_("These will be told: {bodies}"), bodies=names(list(bodies)))
    if not bodies:
        told = _("No body is named, so nobody will be told.")
    new = compose(_("New, to be created: {bodies}"), bodies=names(unknown))
    secret = sum(one.confidential for _i, one in draft.kept)
    hidden = ngettext("{n} of them is confidential.", "{n} of them are confidential.", secret)
    text = lines(
        Bold(
            ngettext("Publish {n} resolution?", "Publish {n} resolutions?", count).format(
                n=number(count)
            )
        ),
        *missing_lines(draft),
        None if opened.archived else told,
        new if unknown else None,
        hidden.format(n=number(secret)) if secret else None,
        period_note(opened),
    )
    rows: list[keyboards.Row] = []
    if unknown:
        rows.append([button(_("❔ The new names"), DraftStep(do="new", id=opened.id))])
    old = draft.session.held_on is not None and (today - draft.session.held_on).days > OLD_DAYS
    if opened.archived:
        rows.append([button(_("🔔 Tell and remind"), DraftStep(do="arch", id=opened.id, n=0))])
    elif old:
        rows.append([button(_("🗄 Only for the archive"), DraftStep(do="arch", id=opened.id, n=1))])
    rows.append(
        [
            button(_("◀ Back"), DraftStep(do="sum", id=opened.id)),
            button(_("✅ Yes, publish"), DraftStep(do="pub", id=opened.id, n=opened.version)),
        ]
    )
    return Saying(text, keyboards.keyboard(rows))


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


def choose_colleague(opened: OpenDraft, colleagues: Sequence[tuple[int, str]]) -> Saying:
    """To which other secretary."""
    rows: list[keyboards.Row] = [
        [button(name, DraftStep(do="give", id=opened.id, n=person))] for person, name in colleagues
    ]
    rows.append([button(_("◀ Back"), DraftStep(do="sum", id=opened.id))])
    asked = _("Who goes on with this draft?")
    nobody = _("There is no other secretary yet. Invite one first.")
    return Saying(Text(asked if colleagues else nobody), keyboards.keyboard(rows))


def handed_over(name: str) -> Saying:
    """Said to who gave it away."""
    return Saying(compose(_("🤝 {name} goes on with the draft and is told."), name=isolate(name)))


def taken_over(opened: OpenDraft, by: str) -> Saying:
    """Said to who gets it."""
    text = compose(
        _("🤝 {name} hands the draft “{title}” over to you."),
        name=isolate(by),
        title=isolate(title(opened.draft)),
    )
    row = [button(_("✏️ Go on"), DraftStep(do="sum", id=opened.id))]
    return Saying(text, keyboards.keyboard([row]))

"""Words for minutes: what was read, one finding at a time, and what publishing did."""

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.formatting import BlockQuote, Bold, ExpandableBlockQuote, Italic, Text

from bot import keyboards
from bot.i18n import _, ngettext
from bot.keyboards import DraftStep, button
from bot.replies import Saying
from bot.views import deadlines
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
from council.bodies import Named
from council.deadlines import Deadline, Reason, add_period, period_of
from council.minutes.drafts import SURE, Draft, Finding, OpenDraft, due
from council.minutes.gist import gist
from council.minutes.publishing import Published
from storage.words import DeadlineKind

LISTED = 10
QUOTED = 600
SHOWN = 2_500

PRESETS = (
    Deadline(DeadlineKind.NONE),
    Deadline(DeadlineKind.RELATIVE, norm="P1W"),
    Deadline(DeadlineKind.RELATIVE, norm="P2W"),
    Deadline(DeadlineKind.RELATIVE, norm="P1M"),
    Deadline(DeadlineKind.RELATIVE, norm="P3M"),
    Deadline(DeadlineKind.RECURRING, norm="P2W"),
    Deadline(DeadlineKind.RECURRING, norm="P1M"),
    Deadline(DeadlineKind.RECURRING, norm="P3M"),
    Deadline(DeadlineKind.CONTINUOUS, norm="continuous"),
)


def ask() -> Saying:
    """What to send."""
    return Saying(
        lines(
            Bold(_("New minutes")),
            _("Paste the text of the minutes here, or send it as a .txt file."),
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
    return f"{named} · {day(fields.held_on, weekday=False)}" if fields.held_on else named


def summary(opened: OpenDraft, today: date, *, page: int = 0) -> Saying:
    """The session as it was read and every finding in two lines."""
    draft = opened.draft
    first = page * LISTED
    shown = list(enumerate(draft.findings))[first : first + LISTED]
    count = len(draft.kept)
    parts: list[Text | str | None] = [
        Bold(_("📄 What I read; nothing is published yet")),
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
            _("{n}. (left out) {text}"), n=finding_number(index, finding), text=isolate(text)
        )
    when = due(finding, today)
    dated = deadlines.printed(finding.deadline)
    if when.on:
        dated = f"{dated} → {day(when.on, weekday=False)}"
    return lines(
        compose(
            _("{n}. {text}{mark}"),
            n=Bold(finding_number(index, finding)),
            text=isolate(text),
            mark=mark,
        ),
        compose(
            _("   👤 {bodies} · ⏳ {date}"),
            bodies=names(finding.bodies) if finding.bodies else _("no body named"),
            date=dated if when.reason is not Reason.NONE else _("no deadline"),
        ),
    )


def finding_number(index: int, finding: Finding) -> str:
    """The printed number, or the place in the list."""
    return digits(finding.number) if finding.number else number(index + 1)


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


def finding(opened: OpenDraft, index: int, known: Sequence[Named], today: date) -> Saying:
    """One finding whole, with everything that can be corrected."""
    one = opened.draft.findings[index]
    text = one.text if len(one.text) <= SHOWN else one.text[:SHOWN] + "…"
    quote = BlockQuote(text) if len(text) <= QUOTED else ExpandableBlockQuote(text)
    when = due(one, today)
    parts: list[Text | str | None] = [
        compose(
            _("Resolution {n} ({place} of {total})"),
            n=Bold(finding_number(index, one)),
            place=index + 1,
            total=len(opened.draft.findings),
        ),
        Italic(_("❓ I am not sure that this was resolved; please look."))
        if one.confidence < SURE
        else None,
        quote,
        clauses(one),
        compose(_("👤 Responsible: {bodies}"), bodies=Bold(bodies_line(known))),
        compose(_("🤝 With the help of: {bodies}"), bodies=names(one.supporting))
        if one.supporting
        else None,
        compose(
            _("⏳ Deadline: {deadline}"),
            deadline=Bold(deadlines.proposed(one.deadline, when)),
        ),
        next_reports(one, today),
        *(compose(_("↩ Refers to: {text}"), text=isolate(r.text)) for r in one.references),
        None if one.kept else Bold(_("Left out: it will not be published.")),
    ]
    return Saying(lines(*parts), finding_keyboard(opened, index))


def clauses(one: Finding) -> str | None:
    """How many pieces stand under the finding."""
    n = len(one.clauses)
    if not n:
        return None
    return ngettext("with {n} clause", "with {n} clauses", n).format(n=number(n))


def bodies_line(known: Sequence[Named]) -> str:
    """The bodies, new names marked."""
    if not known:
        return _("no body named")
    shown = (
        isolate(one.name) if one.body_id else _("{name} (new)").format(name=isolate(one.name))
        for one in known
    )
    return _(", ").join(shown)


def next_reports(one: Finding, today: date) -> Text | None:
    """The first dates of a repeating duty."""
    when = due(one, today)
    if when.on is None or when.period is None or when.reason is Reason.PERIOD:
        return None
    second = add_period(when.on, when.period)
    dates = deadlines.next_dates(when.on, [second, add_period(second, when.period)])
    return compose(_("🔁 Reports: {dates}"), dates=dates)


def finding_keyboard(opened: OpenDraft, index: int) -> InlineKeyboardMarkup | None:
    """Correct, leave out, go on."""
    one = opened.draft.findings[index]
    total = len(opened.draft.findings)
    step = []
    if index > 0:
        step.append(button(_("◀ Previous"), DraftStep(do="one", id=opened.id, at=index - 1)))
    if index + 1 < total:
        step.append(button(_("Next ▶"), DraftStep(do="one", id=opened.id, at=index + 1)))
    keep = (
        button(_("✂️ Leave out"), DraftStep(do="skip", id=opened.id, at=index))
        if one.kept
        else button(_("↩️ Take back in"), DraftStep(do="keep", id=opened.id, at=index))
    )
    return keyboards.keyboard(
        [
            [
                button(_("👤 Body"), DraftStep(do="body", id=opened.id, at=index)),
                button(_("⏳ Deadline"), DraftStep(do="due", id=opened.id, at=index)),
            ],
            [keep],
            step,
            [button(_("📋 To the list"), DraftStep(do="sum", id=opened.id))],
        ]
    )


def choose_body(
    opened: OpenDraft,
    index: int,
    chosen: set[int],
    offered: Sequence[tuple[int, str]],
    *,
    page: int,
    more: bool,
) -> Saying:
    """Which bodies must act: known ones by tap (the chosen ones ticked), others by typing."""
    rows: list[keyboards.Row] = [
        [
            button(
                ("☑️ " if body_id in chosen else "▫️ ") + name,
                DraftStep(do="body+", id=opened.id, at=index, n=body_id),
            )
        ]
        for body_id, name in offered
    ]
    paging = []
    if page > 0:
        paging.append(button(_("◀ Back"), DraftStep(do="body", id=opened.id, at=index, n=page - 1)))
    if more:
        paging.append(button(_("More ▶"), DraftStep(do="body", id=opened.id, at=index, n=page + 1)))
    rows += [
        paging,
        [button(_("Nobody named"), DraftStep(do="body0", id=opened.id, at=index))],
        [button(_("✔️ Done"), DraftStep(do="one", id=opened.id, at=index))],
    ]
    text = lines(
        compose(
            _("Who must act on resolution {n}?"),
            n=Bold(finding_number(index, opened.draft.findings[index])),
        ),
        _("Tap a body to choose it, or type the name of another one."),
    )
    return Saying(text, keyboards.keyboard(rows))


def choose_deadline(opened: OpenDraft, index: int) -> Saying:
    """By when: presets by tap, a date by typing."""
    buttons = [
        button(preset_name(preset), DraftStep(do="due=", id=opened.id, at=index, n=place))
        for place, preset in enumerate(PRESETS)
    ]
    rows: list[keyboards.Row] = [buttons[n : n + 2] for n in range(0, len(buttons), 2)]
    rows.append([button(_("◀ Back"), DraftStep(do="one", id=opened.id, at=index))])
    text = lines(
        compose(
            _("By when is resolution {n} due?"),
            n=Bold(finding_number(index, opened.draft.findings[index])),
        ),
        _("Tap one, or type a date: “25 Mehr”, “1405/10/30”, “two weeks from now”."),
    )
    return Saying(text, keyboards.keyboard(rows))


def preset_name(preset: Deadline) -> str:
    """A preset on its button."""
    from_now = due_period(preset)
    if preset.kind is DeadlineKind.RECURRING:
        return _("every {length}").format(length=from_now)
    if preset.kind is DeadlineKind.RELATIVE:
        return _("{length} from notification").format(length=from_now)
    return deadlines.kind(preset.kind)


def due_period(preset: Deadline) -> str:
    """The length of a preset in words."""
    length = period_of(preset)
    return deadlines.period(length) if length else ""


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
        )
    )

"""Words for one finding of a draft: everything that was read of it, and how to correct it."""

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.formatting import BlockQuote, Bold, ExpandableBlockQuote, Italic, Text

from bot import keyboards
from bot.i18n import _, ngettext
from bot.keyboards import DraftStep, button
from bot.replies import Saying
from bot.views import deadlines
from bot.wording import compose, digits, isolate, lines, names, number
from council.bodies import Named
from council.deadlines import Deadline, Reason, add_period, period_of
from council.minutes.drafts import SURE, Finding, OpenDraft, due
from storage.words import DeadlineKind

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


def finding_number(index: int, finding: Finding) -> str:
    """The printed number, or the place in the list."""
    return digits(finding.number) if finding.number else number(index + 1)


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
        _("Tap one, or type a date such as “1405/10/30”."),
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

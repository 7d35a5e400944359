"""Words for one finding of a draft: everything that was read of it, and how to correct it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aiogram.types import InlineKeyboardButton
from aiogram.utils.formatting import BlockQuote, Bold, ExpandableBlockQuote, Italic, Pre, Text

from bot.i18n import _, ngettext
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import DraftStep, MapBody, OpenResolution, step_of, sum_of
from bot.saying.wording import code, compose, day, digits, excerpt, isolate, lines, names, number
from bot.views import deadlines, items
from council.bodies import Named
from council.deadlines import Deadline, Reason, add_period
from council.minutes.drafts import OpenDraft
from council.minutes.proposal import Finding, due
from council.minutes.similar import Similar

QUOTED = 600
SHOWN = 2_500
ASKED_NAMES = 3
PIECE = 130
IN_A_TOAST = 60
LISTED_CUTS = 20


@dataclass(frozen=True)
class Beside:
    """What is known about a finding besides its own words."""

    known: tuple[Named, ...] = ()
    owner: str | None = None
    similar: Similar | None = None
    asked: tuple[str, ...] = ()
    """The names of the bodies that the council does not know and nobody called new."""


def finding_number(index: int, finding: Finding) -> str:
    """The printed number, or the place in the list."""
    return digits(finding.number) if finding.number else number(index + 1)


def finding(opened: OpenDraft, index: int, beside: Beside, today: date) -> Saying:
    """One finding whole, with everything that can be corrected."""
    return Saying(
        lines(*_told(opened, index, beside, today)),
        keyboards.keyboard(_correct_rows(opened, index, beside)),
    )


def ask_resolved(opened: OpenDraft, index: int, beside: Beside, today: date) -> Saying:
    """The question about a finding that is not sure, on the way to publishing."""
    left = len(opened.draft.unsure)
    count = ngettext("{n} question before publishing", "{n} questions before publishing", left)
    yes, no = (step_of(opened, index, do) for do in ("yes", "no"))
    return Saying(
        lines(Italic(count.format(n=number(left))), *_told(opened, index, beside, today)),
        keyboards.keyboard(
            [
                [button(_("✅ It is a resolution"), yes), button(_("✂️ It is not"), no)],
                [button(_("✏️ Correct it"), step_of(opened, index, "one"))],
                [button(_("📋 List"), DraftStep(do="sum", id=opened.id))],
            ]
        ),
    )


def _told(opened: OpenDraft, index: int, beside: Beside, today: date) -> list[Text | str | None]:
    one = opened.draft.findings[index]
    text = one.text if len(one.text) <= SHOWN else one.text[:SHOWN] + "…"
    quote = BlockQuote(text) if len(text) <= QUOTED else ExpandableBlockQuote(text)
    owner = compose(_("🧭 Follow-up: {name}"), name=Bold(isolate(beside.owner or "")))
    doubt = Italic(_("❓ I am not sure that this is a resolution; please look."))
    return [
        compose(
            _("Resolution {n} ({place} of {total})"),
            n=Bold(finding_number(index, one)),
            place=index + 1,
            total=len(opened.draft.findings),
        ),
        doubt if one.unsure else None,
        quote,
        Italic(_("✏️ Worded by hand; the minutes word it differently.")) if one.printed else None,
        clauses(one),
        compose(_("👤 Responsible: {bodies}"), bodies=Bold(bodies_line(beside.known))),
        helpers(one),
        owner if beside.owner else None,
        compose(
            _("⏳ Deadline: {deadline}"),
            deadline=Bold(deadlines.proposed(one.deadline, due(one, today))),
        ),
        next_reports(one, today),
        *(compose(_("↩ Refers to: {text}"), text=isolate(r.text)) for r in one.references),
        Bold(_("🔒 Confidential")) if one.confidential else None,
        similar_line(beside.similar),
        None if one.kept else Bold(_("Left out: it will not be published.")),
    ]


def helpers(one: Finding) -> Text | None:
    """The supporting bodies."""
    if not one.supporting:
        return None
    return compose(_("🤝 With the help of: {bodies}"), bodies=names(one.supporting))


def clauses(one: Finding) -> str | None:
    """How many pieces stand under the finding."""
    n = len(one.clauses)
    if not n:
        return None
    return ngettext("with {n} clause", "with {n} clauses", n).format(n=number(n))


def deadline_gone(gone: Deadline) -> str:
    """Two findings with different deadlines were joined; over the button."""
    said = _("The second deadline, {deadline}, is dropped; to change the other: “⏳ Deadline”.")
    return said.format(deadline=excerpt(deadlines.printed(gone), IN_A_TOAST))


def bodies_line(known: Sequence[Named]) -> str:
    """The bodies, new names marked, and those that are another name of a body."""
    return _(", ").join(map(_body, known)) or _("no body named")


def _body(one: Named) -> str:
    name = isolate(one.name)
    if one.known_as:
        return _("{name} = {body}").format(name=name, body=isolate(one.known_as))
    return name if one.body_id else _("{name} (new)").format(name=name)


def similar_line(similar: Similar | None) -> Text | None:
    """An earlier resolution that says nearly the same, and how far it has come."""
    if similar is None:
        return None
    states = dict.fromkeys(items.state(state) for state in similar.states)
    return compose(
        _("♻️ Like {code}{date}: {state}"),
        code=Bold(code(similar.code)),
        date=_(", ") + day(similar.held_on, weekday=False) if similar.held_on else "",
        state=_(", ").join(states) or _("for information"),
    )


def next_reports(one: Finding, today: date) -> Text | None:
    """The first dates of a repeating duty."""
    when = due(one, today)
    if when.on is None or when.period is None or when.reason is Reason.PERIOD:
        return None
    second = add_period(when.on, when.period)
    dates = deadlines.next_dates(when.on, [second, add_period(second, when.period)])
    return compose(_("🔁 Reports: {dates}"), dates=dates)


def _correct_rows(opened: OpenDraft, index: int, beside: Beside) -> list[keyboards.Row]:
    """Correct, cut, join, leave out, go on."""
    one = opened.draft.findings[index]

    def key(label: str, do: str, n: int = 0) -> InlineKeyboardButton:
        return button(label, step_of(opened, index, do, n))

    secret = (
        key(_("🔓 Public"), "conf", 0) if one.confidential else key(_("🔒 Confidential"), "conf", 1)
    )
    keep = key(_("✂️ Leave out"), "skip") if one.kept else key(_("↩️ Take back in"), "keep")
    rows: list[keyboards.Row] = [
        [ask_about(opened, index, name)] for name in beside.asked[:ASKED_NAMES]
    ]
    if one.unsure:
        rows.append([key(_("✅ It is a resolution"), "keep")])
    rows += [
        [key(_("📝 Text"), "txt"), key(_("👤 Body"), "body"), key(_("⏳ Deadline"), "due")],
        [key(_("🧭 Follow-up"), "own"), secret],
        [key(_("🪓 Split"), "split"), key(_("🔗 Join to previous"), "join")]
        if index
        else [key(_("🪓 Split"), "split")],
        [keep],
        _neighbours(opened, index),
        [button(_("📋 List"), DraftStep(do="sum", id=opened.id))],
    ]
    if beside.similar is not None:
        label = _("♻️ See {code}").format(code=code(beside.similar.code))
        rows.insert(-1, [button(label, OpenResolution(id=beside.similar.id))])
    return rows


def _neighbours(opened: OpenDraft, index: int) -> list[InlineKeyboardButton]:
    step = []
    if index > 0:
        step.append(button(_("◀ Previous"), step_of(opened, index - 1, "one")))
    if index + 1 < len(opened.draft.findings):
        step.append(button(_("Next ▶"), step_of(opened, index + 1, "one")))
    return step


def ask_about(opened: OpenDraft, index: int, name: str) -> InlineKeyboardButton:
    """The button that asks what an unknown name of a finding means."""
    label = _("❔ Who is “{name}”?").format(name=excerpt(name, 40))
    order = opened.draft.order
    return button(label, MapBody(id=opened.id, at=index, name=sum_of(name), order=order))


# ---------------------------------------------------------------- its parts


def ask_text(opened: OpenDraft, index: int) -> Saying:
    """The text to copy and send back corrected."""
    one = opened.draft.findings[index]
    back = button(_("◀ Back"), step_of(opened, index, "one"))
    return Saying(
        lines(
            compose(_("Resolution {n} as it stands:"), n=Bold(finding_number(index, one))),
            Pre(one.text[:SHOWN]),
            _("Copy it, correct it, and send me the whole text."),
        ),
        keyboards.keyboard([[back]]),
    )


def choose_cut(opened: OpenDraft, index: int, places: Sequence[int]) -> Saying:
    """Where to cut a finding in two."""
    one = opened.draft.findings[index]
    back: keyboards.Row = [button(_("◀ Back"), step_of(opened, index, "one"))]
    if not places:
        said = _("I see no place to split this text. Correct its wording instead.")
        return Saying(Text(said), keyboards.keyboard([back]))
    places = places[:LISTED_CUTS]
    keys = [
        button(
            _("🪓 {n}").format(n=number(n)),
            step_of(opened, index, "cut", place),
        )
        for n, place in enumerate(places, start=1)
    ]
    parts: list[Text | str | None] = [_("Where does the second resolution begin?")]
    for n, (start, end) in enumerate(zip((0, *places), (*places, len(one.text)), strict=True)):
        parts.append(Bold(_("🪓 {n}").format(n=number(n))) if n else None)
        parts.append(isolate(excerpt(one.text[start:end], PIECE)))
    rows: list[keyboards.Row] = [keys[n : n + 5] for n in range(0, len(keys), 5)]
    return Saying(lines(*parts), keyboards.keyboard([*rows, back]))


def choose_owner(
    opened: OpenDraft, index: int, offered: Sequence[tuple[int, str]], *, page: int, more: bool
) -> Saying:
    """Who chases it."""
    one = opened.draft.findings[index]
    keys = [
        button(
            ("☑️ " if member == one.owner_id else "") + name,
            step_of(opened, index, "own=", member),
        )
        for member, name in offered
    ]
    rows: list[keyboards.Row] = [keys[n : n + 2] for n in range(0, len(keys), 2)]
    paging = []
    if page > 0:
        paging.append(button(_("◀ Back"), step_of(opened, index, "own", page - 1)))
    if more:
        paging.append(button(_("More ▶"), step_of(opened, index, "own", page + 1)))
    rows += [
        paging,
        [button(_("Nobody"), step_of(opened, index, "own="))],
        [button(_("📄 To the resolution"), step_of(opened, index, "one"))],
    ]
    text = compose(_("Who follows resolution {n} up?"), n=Bold(finding_number(index, one)))
    return Saying(text, keyboards.keyboard(rows))

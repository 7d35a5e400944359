"""Words for a finding's bodies: choosing among those known, and what an unknown name means."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from aiogram.utils.formatting import Bold, Text

from bot.i18n import _
from bot.saying import keyboards
from bot.saying.keyboards import button
from bot.saying.replies import Saying
from bot.saying.taps import NEW_BODY, DraftStep, MapBody, step_of, sum_of
from bot.saying.wording import compose, excerpt, isolate, lines, names, number
from bot.views.findings import ask_about, finding_number, helpers
from council.bodies import Named
from council.minutes.drafts import OpenDraft

IN_A_TOAST = 60
"""Letters of a name: a toast holds two of them."""
MOST_PARTED = 3
"""Nobody types more pairs at once."""


@dataclass(frozen=True)
class Offered:
    """A page of known bodies, those chosen already, and whether more come behind it."""

    bodies: Sequence[tuple[int, str]]
    chosen: Collection[int]
    page: int
    more: bool


def choose_body(
    opened: OpenDraft, index: int, offered: Offered, parted: Sequence[tuple[str, str]] = ()
) -> Saying:
    """Which bodies must act: known ones by tap (the chosen ones ticked), others by typing.

    What was `parted` into two bodies may be made one.
    """
    one, step = opened.draft.findings[index], step_of(opened, index, "body")
    rows: list[keyboards.Row] = [
        *_to_join(step, parted),
        *_to_tick(step, offered),
        *(
            [
                button(
                    _("✖️ Take off helper: {name}").format(name=name),
                    step_of(opened, index, "help-", sum_of(name)),
                )
            ]
            for name in one.supporting
        ),
        [button(_("🤝 Add a helper"), step_of(opened, index, "help"))],
        [button(_("Nobody named"), step_of(opened, index, "body0"))],
        [button(_("✔️ Done"), step_of(opened, index, "one"))],
    ]
    text = lines(
        compose(_("Who must act on resolution {n}?"), n=Bold(finding_number(index, one))),
        compose(_("Now: {bodies}"), bodies=names(one.bodies)) if one.bodies else None,
        helpers(one),
        *_as_two(parted),
        _("Tap a body to add it or take it off. A name that you type is added to these; to begin"
          " anew, tap “Nobody named” first."),
    )  # fmt: skip
    return Saying(text, keyboards.keyboard(rows))


def choose_helper(
    opened: OpenDraft, index: int, offered: Offered, parted: Sequence[tuple[str, str]] = ()
) -> Saying:
    """Which bodies help those who must act; they are chosen alike."""
    one, step = opened.draft.findings[index], step_of(opened, index, "help")
    rows: list[keyboards.Row] = [
        *_to_join(step, parted),
        *_to_tick(step, offered),
        [button(_("✔️ Done"), step_of(opened, index, "body"))],
    ]
    text = lines(
        compose(_("Who helps with resolution {n}?"), n=Bold(finding_number(index, one))),
        helpers(one),
        *_as_two(parted),
        _("Tap a body to add it or take it off, or type a name."),
    )
    return Saying(text, keyboards.keyboard(rows))


def _as_two(parted: Sequence[tuple[str, str]]) -> list[Text]:
    """What was taken for two bodies, each on a line of its own."""
    told: list[Text] = []
    for two in parted[:MOST_PARTED]:
        told.append(Text(_("I took this as two bodies:")))
        told += [Text(f"{number(n)}. ", isolate(name)) for n, name in enumerate(two, 1)]
    return told


def _to_join(step: DraftStep, parted: Sequence[tuple[str, str]]) -> list[keyboards.Row]:
    """The buttons that say that they are one."""
    return [
        [
            button(
                _("🔗 It is one body: {first} and {second}").format(first=first, second=second),
                step.model_copy(update={"do": f"{step.do}1", "n": sum_of(f"{first}\n{second}")}),
            )
        ]
        for first, second in parted[:MOST_PARTED]
    ]


def _to_tick(step: DraftStep, offered: Offered) -> list[keyboards.Row]:
    """A page of bodies, the chosen ones ticked, and the ways to the pages beside it."""
    rows: list[keyboards.Row] = [
        [
            button(
                ("☑️ " if body_id in offered.chosen else "▫️ ") + name,
                step.model_copy(update={"do": f"{step.do}+", "n": body_id}),
            )
        ]
        for body_id, name in offered.bodies
    ]
    page = offered.page
    paging = []
    if page > 0:
        paging.append(button(_("◀ Back"), step.model_copy(update={"n": page - 1})))
    if offered.more:
        paging.append(button(_("More ▶"), step.model_copy(update={"n": page + 1})))
    return [*rows, paging]


def what_is(step: MapBody, name: str, offered: Sequence[tuple[int, str]], *, more: bool) -> Saying:
    """An unknown name: a new body, or another name of a known one."""
    rows: list[keyboards.Row] = [
        [button(_("= {name}").format(name=known), step.model_copy(update={"body": body_id}))]
        for body_id, known in offered
    ]
    paging = []
    if step.page > 0:
        paging.append(button(_("◀ Back"), step.model_copy(update={"page": step.page - 1})))
    if more:
        paging.append(button(_("More ▶"), step.model_copy(update={"page": step.page + 1})))
    choose = DraftStep(do="body", id=step.id, at=step.at, order=step.order)
    rows += [
        paging,
        [button(_("➕ It is new"), step.model_copy(update={"body": NEW_BODY}))],
        [button(_("👤 Choose another"), choose)],
        [button(_("📄 To the resolution"), choose.model_copy(update={"do": "one"}))],
    ]
    text = lines(
        compose(_("I do not know “{name}” yet."), name=Bold(isolate(name))),
        _("If it is another name of a body that you know, tap that body; I remember the name."),
        _("If it is new, it is created when you publish."),
    )
    return Saying(text, keyboards.keyboard(rows))


def do_you_mean(
    asked: MapBody,
    choosing: DraftStep,
    name: str,
    meant: tuple[int, str],
    others: Sequence[tuple[int, str]],
) -> Saying:
    """A typed name that may be a slip of a known one: that one, another near one, or a new body?"""
    first, known = meant
    rows: list[keyboards.Row] = [
        [button(_("✅ Yes: {name}").format(name=known), _as_body(asked, first))],
        *(
            [button(_("= {name}").format(name=other), _as_body(asked, body_id))]
            for body_id, other in others
        ),
        [button(_("➕ No, it is a new body"), _as_body(asked, NEW_BODY))],
        [button(_("👤 Choose another"), choosing)],
    ]
    text = lines(
        compose(
            _("By “{name}”, do you mean “{known}”?"),
            name=Bold(isolate(name)),
            known=Bold(isolate(known)),
        ),
        _("If so, I remember the name that you typed as another of its names."),
    )
    return Saying(text, keyboards.keyboard(rows))


def remembered(learnt: Named) -> str:
    """Which body goes by the name from now on; over the button."""
    said = _("I will remember that “{name}” is {body}.")
    body = learnt.known_as or learnt.name
    return said.format(name=excerpt(learnt.name, IN_A_TOAST), body=excerpt(body, IN_A_TOAST))


def _as_body(asked: MapBody, body_id: int) -> MapBody:
    return asked.model_copy(update={"body": body_id})


def new_bodies(opened: OpenDraft, unknown: Sequence[tuple[int, str]]) -> Saying:
    """Every unknown name of a draft, as (finding, name)."""
    rows: list[keyboards.Row] = [[ask_about(opened, index, name)] for index, name in unknown]
    rows.append([button(_("◀ Back"), DraftStep(do="pub?", id=opened.id))])
    return Saying(
        Text(_("These names are new to me. Tap one that is another name of a known body.")),
        keyboards.keyboard(rows),
    )

"""A finding's bodies: chosen, typed, or said to be what is known already."""

from collections.abc import Sequence
from datetime import datetime
from itertools import permutations
from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.i18n import _
from bot.saying.replies import Answer, Saying, answer, edit, toast
from bot.saying.taps import NEW_BODY, DraftStep, MapBody, step_of, sum_of
from bot.updates.gate import right
from bot.views import finding_bodies
from council import bodies
from council.access import Viewer
from council.errors import NotFoundError
from council.minutes import corrections, drafts
from council.minutes.drafts import OpenDraft
from council.minutes.proposal import Finding
from council.minutes.typed_names import as_one, joined, read_names
from handlers.finding_screen import BODIES_A_PAGE, finding_screen, offered_of, page_of
from handlers.minutes_form import MinutesForm, draft_asked_about, leave_question
from handlers.screens import TypedButton, open_screen
from storage.database import Session

router = Router(name="finding_bodies")
router.message.filter(F.chat.type == ChatType.PRIVATE)

CHOOSING_BODIES = frozenset({"body", "body+", "body0", "body1", "help-"})
CHOOSING_HELPERS = frozenset({"help", "help+", "help1"})
CHOOSING = StateFilter(MinutesForm.body, MinutesForm.helper)


@router.callback_query(
    DraftStep.filter(F.do.in_(CHOOSING_BODIES | CHOOSING_HELPERS)), flags=right("edit")
)
async def choose_bodies(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """Offer the council's bodies, toggle one, name nobody, or take a helper off.

    As helpers those are offered that need not act themselves.
    """
    return [
        edit(callback, await ask_bodies(session, viewer, state, callback_data)),
        toast(callback),
    ]


async def ask_bodies(
    session: Session, viewer: Viewer, state: FSMContext, step: DraftStep
) -> Saying:
    """Do what the step says, and ask who acts on the finding, or helps with it.

    What was typed while this was asked stays, as far as it is named there still.
    """
    before, asked = await state.get_data(), await state.get_state()
    opened = await _change_bodies(session, viewer, step)
    helping = step.do in CHOOSING_HELPERS
    at = MinutesForm.helper if helping else MinutesForm.body
    form: dict[str, Any] = {"id": opened.id, "at": step.at}
    if asked == at.state and form.items() <= before.items() and "typed" in before:
        one = drafts.finding(opened, step.at)
        named = one.supporting if helping else one.bodies
        typed = _as_one(tuple(before["typed"]), step.n)
        form = before | {"typed": [name for name in typed if name in named]}
    await state.set_state(at)
    await state.set_data(form)
    return await _choosing(session, viewer, opened, step, await _parted(session, viewer, form))


async def _parted(session: Session, viewer: Viewer, form: dict[str, Any]) -> list[tuple[str, str]]:
    """The typed names that may be halves of one: not both are known."""
    typed = form.get("typed", ())
    known = await _known(session, viewer, tuple(typed))
    return [two for two in joined(form.get("said", ""), typed) if not known.keys() >= set(two)]


async def _choosing(
    session: Session,
    viewer: Viewer,
    opened: OpenDraft,
    step: DraftStep,
    parted: Sequence[tuple[str, str]] = (),
) -> Saying:
    """The question who acts on a finding, or who helps with it; what was `parted` may be one."""
    one = drafts.finding(opened, step.at)
    leads = set((await _known(session, viewer, one.bodies)).values())
    helpers = set((await _known(session, viewer, one.supporting)).values())
    known = [(body.id, body.name) for body in await bodies.all_of(session, viewer=viewer)]
    if step.do in CHOOSING_HELPERS:
        to_help = [body for body in known if body[0] not in leads]
        return finding_bodies.choose_helper(
            opened, step.at, offered_of(to_help, helpers, step), parted
        )
    return finding_bodies.choose_body(opened, step.at, offered_of(known, leads, step), parted)


async def _change_bodies(session: Session, viewer: Viewer, step: DraftStep) -> OpenDraft:
    opened = await drafts.open_draft(session, viewer=viewer, minutes_id=step.id)
    one = drafts.finding(opened, step.at)
    which: dict[str, Any] = {"viewer": viewer, "minutes_id": step.id, "index": step.at}
    match step.do:
        case "help-":
            names = tuple(name for name in one.supporting if sum_of(name) != step.n)
            return await corrections.set_supporting(session, **which, names=names)
        case "help+":
            names = await _toggled(session, viewer, one.supporting, step)
            return await corrections.set_supporting(session, **which, names=names)
        case "body+":
            names = await _toggled(session, viewer, one.bodies, step)
            return await corrections.set_bodies(session, **which, names=names)
        case "help1":
            names = _as_one(one.supporting, step.n)
            return await corrections.set_supporting(session, **which, names=names)
        case "body1":
            names = _as_one(one.bodies, step.n)
            return await corrections.set_bodies(session, **which, names=names)
        case "body0":
            return await corrections.set_bodies(session, **which, names=())
        case _:
            return opened


async def _toggled(
    session: Session, viewer: Viewer, named: tuple[str, ...], step: DraftStep
) -> tuple[str, ...]:
    """The names with the step's body, or without it where it is among them, however it is spelt."""
    chosen = await _known(session, viewer, named)
    if step.n in chosen.values():
        return tuple(name for name in named if chosen.get(name) != step.n)
    offered = await bodies.all_of(session, viewer=viewer)
    return (*named, *(body.name for body in offered if body.id == step.n))


def _as_one(names: tuple[str, ...], pair: int) -> tuple[str, ...]:
    """The names with the pair of this number made one."""
    meant = (two for two in permutations(names, 2) if sum_of("\n".join(two)) == pair)
    return next((as_one(names, *two) for two in meant), names)


async def _known(session: Session, viewer: Viewer, names: tuple[str, ...]) -> dict[str, int]:
    """Which body each printed name means, however it is spelt."""
    named = await bodies.recognise_names(session, council_id=viewer.council_id, names=names)
    return {one.name: one.body_id for one in named if one.body_id is not None}


@router.callback_query(MapBody.filter(F.body != 0), flags=right("edit"))
@router.message(
    CHOOSING, F.text, ~F.text.startswith("/"), TypedButton(MapBody), flags=right("edit")
)
async def learn(
    event: CallbackQuery | Message,
    callback_data: MapBody,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """An unknown name means a known body or a new one: tapped, or typed where that is asked."""
    shown, noted = await _learn(session, viewer, state, callback_data, now)
    if isinstance(event, Message):
        return answer(event, shown)
    return [edit(event, shown), toast(event, noted)]


@router.message(CHOOSING, F.text, ~F.text.startswith("/"), flags=right("edit"))
async def type_body(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Add the typed names to those who must act, or to those who help; more may follow."""
    asked = await state.get_data()
    opened = await draft_asked_about(session, viewer, asked)
    if opened is None:
        return await leave_question(message, viewer, state)
    helping = await state.get_state() == MinutesForm.helper.state
    step = step_of(opened, asked["at"], "help" if helping else "body")
    return answer(message, await name_bodies(session, viewer, state, step, message.text or "", now))


async def name_bodies(
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    step: DraftStep,
    said: str,
    now: datetime,
    *,
    instead: bool = False,
    alone: bool = False,
) -> Saying:
    """Name the bodies that were said beside those who act or help, or `instead` of them.

    Asks of what is not plain; then whom to add, or shows the finding where they stand `alone`.
    """
    opened = await drafts.open_draft(session, viewer=viewer, minutes_id=step.id)
    one = drafts.finding(opened, step.at)
    typed = await read_names(session, council_id=viewer.council_id, typed=said)
    helping = step.do in CHOOSING_HELPERS
    before = () if instead else one.supporting if helping else one.bodies
    change = corrections.set_supporting if helping else corrections.set_bodies
    opened = await change(
        session, viewer=viewer, minutes_id=step.id, index=step.at, names=(*before, *typed)
    )
    form = {"id": opened.id, "at": step.at, "typed": list(typed), "said": said, "alone": alone}
    return await _ask_on(session, viewer, state, opened, step, form, now)


async def _ask_on(
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    opened: OpenDraft,
    step: DraftStep,
    form: dict[str, Any],
    now: datetime,
) -> Saying:
    """Ask of a typed name that is nearly a known one whether that is meant; else whom to add."""
    at = MinutesForm.helper if step.do in CHOOSING_HELPERS else MinutesForm.body
    typed = form["typed"]
    one = drafts.finding(opened, step.at)
    named = (*one.bodies, *one.supporting)
    known = await _known(session, viewer, tuple(typed))
    for name in typed:
        if name in known or name not in named or opened.draft.called_new(name):
            continue
        if found := await bodies.near(session, viewer=viewer, name=name):
            order = opened.draft.order
            asked = MapBody(id=opened.id, at=step.at, name=sum_of(name), order=order)
            meant, *others = [(body.id, body.name) for body in found[:BODIES_A_PAGE]]
            shown = finding_bodies.do_you_mean(asked, step, name, meant, others)
            return await open_screen(state, shown, at, **form)
    parted = await _parted(session, viewer, form)
    if form["alone"] and not parted:
        await state.clear()
        return await finding_screen(session, viewer, opened, step.at, now)
    await state.set_state(at)
    await state.set_data(form)
    return await _choosing(session, viewer, opened, step, parted)


@router.callback_query(MapBody.filter(), flags=right("edit"))
async def map_body(
    callback: CallbackQuery,
    callback_data: MapBody,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """Ask what an unknown name means: a page of the bodies that it may be, or a new one."""
    step = callback_data
    opened = await drafts.open_draft(session, viewer=viewer, minutes_id=step.id)
    name = _name_of(drafts.finding(opened, step.at), step.name)
    await state.clear()
    known = [(one.id, one.name) for one in await bodies.like(session, viewer=viewer, name=name)]
    offered, more = page_of(known, max(0, step.page))
    shown = finding_bodies.what_is(step, name, offered, more=more)
    return [edit(callback, shown), toast(callback)]


def _name_of(one: Finding, summed: int) -> str:
    for name in (*one.bodies, *one.supporting):
        if sum_of(name) == summed:
            return name
    raise NotFoundError


async def _learn(
    session: Session, viewer: Viewer, state: FSMContext, step: MapBody, now: datetime
) -> tuple[Saying, str]:
    """Note what the name means; where it was just typed, the question who else goes on."""
    opened = await drafts.open_draft(session, viewer=viewer, minutes_id=step.id)
    name = _name_of(drafts.finding(opened, step.at), step.name)
    which: dict[str, Any] = {"viewer": viewer, "minutes_id": step.id, "name": name}
    if step.body == NEW_BODY:
        opened = await corrections.call_new(session, **which)
        noted = _("New: it is created when you publish.")
    else:
        opened = await corrections.map_body(session, **which, body_id=step.body)
        [known] = await bodies.recognise_names(session, council_id=viewer.council_id, names=(name,))
        noted = finding_bodies.remembered(known)
    form, at = await state.get_data(), await state.get_state()
    if (form.get("id"), form.get("at")) == (step.id, step.at) and name in form.get("typed", ()):
        helping = at == MinutesForm.helper.state
        choosing = step_of(opened, step.at, "help" if helping else "body")
        return await _ask_on(session, viewer, state, opened, choosing, form, now), noted
    await state.clear()
    return await finding_screen(session, viewer, opened, step.at, now), noted

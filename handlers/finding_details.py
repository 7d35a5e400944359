"""A finding's bodies and deadline: chosen, typed, or said to be what is known already."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.gate import right
from bot.i18n import _
from bot.replies import Answer, answer, edit, toast
from bot.taps import NEW_BODY, Blank, DraftStep, MapBody, sum_of
from bot.views import finding_bodies, finding_deadlines
from bot.views.calendar import day_of
from council import bodies, deadlines
from council.access import Viewer
from council.errors import NotFoundError
from council.minutes import corrections, drafts, publishing
from council.minutes.drafts import OpenDraft
from handlers.finding_screen import finding_screen
from handlers.minutes_form import MinutesForm, draft_asked_about, leave_question
from storage.database import Session

router = Router(name="finding_details")
router.message.filter(F.chat.type == ChatType.PRIVATE)

BODIES_A_PAGE = 6
CHOOSING_BODIES = frozenset({"body", "body+", "body0", "help-"})


# ---------------------------------------------------------------- bodies


@router.callback_query(DraftStep.filter(F.do.in_(CHOOSING_BODIES)), flags=right("edit"))
async def choose_bodies(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """Offer the council's bodies, toggle one, name nobody, or take a helper off."""
    opened = await _change_bodies(session, viewer, callback_data)
    chosen = await _known_bodies(session, viewer, opened, callback_data.at)
    await state.set_state(MinutesForm.body)
    await state.set_data({"id": opened.id, "at": callback_data.at})
    known = [(body.id, body.name) for body in await bodies.all_of(session, viewer=viewer)]
    page = callback_data.n if callback_data.do == "body" else _page_of(known, callback_data.n)
    first = max(0, page) * BODIES_A_PAGE
    saying = finding_bodies.choose_body(
        opened,
        callback_data.at,
        set(chosen.values()),
        known[first : first + BODIES_A_PAGE],
        page=page,
        more=first + BODIES_A_PAGE < len(known),
    )
    return [edit(callback, saying), toast(callback)]


def _page_of(known: list[tuple[int, str]], body_id: int) -> int:
    places = [place for place, (known_id, _name) in enumerate(known) if known_id == body_id]
    return places[0] // BODIES_A_PAGE if places else 0


async def _change_bodies(session: Session, viewer: Viewer, step: DraftStep) -> OpenDraft:
    opened = await drafts.open_draft(session, viewer=viewer, minutes_id=step.id)
    if step.do == "body":
        return opened
    if step.do == "help-":
        kept = drafts.finding(opened, step.at).supporting
        return await corrections.set_supporting(
            session,
            viewer=viewer,
            minutes_id=step.id,
            index=step.at,
            names=tuple(name for name in kept if sum_of(name) != step.n),
        )
    chosen = await _known_bodies(session, viewer, opened, step.at)
    names = [] if step.do == "body0" else list(drafts.finding(opened, step.at).bodies)
    if step.do == "body+" and step.n in chosen.values():
        names = [name for name in names if chosen.get(name) != step.n]
    elif step.do == "body+":
        offered = await bodies.all_of(session, viewer=viewer)
        names += [body.name for body in offered if body.id == step.n]
    return await corrections.set_bodies(
        session, viewer=viewer, minutes_id=step.id, index=step.at, names=tuple(names)
    )


async def _known_bodies(
    session: Session, viewer: Viewer, opened: OpenDraft, index: int
) -> dict[str, int]:
    """Which body each printed name means, however it is spelt."""
    named = await bodies.recognise_names(
        session, council_id=viewer.council_id, names=drafts.finding(opened, index).bodies
    )
    return {one.name: one.body_id for one in named if one.body_id is not None}


@router.message(MinutesForm.body, F.text, ~F.text.startswith("/"), flags=right("edit"))
async def type_body(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Add the typed name to those who must act."""
    asked = await state.get_data()
    opened = await draft_asked_about(session, viewer, asked)
    if opened is None:
        return await leave_question(message, viewer, state)
    names = (*drafts.finding(opened, asked["at"]).bodies, message.text or "")
    opened = await corrections.set_bodies(
        session, viewer=viewer, minutes_id=asked["id"], index=asked["at"], names=names
    )
    await state.clear()
    return answer(message, await finding_screen(session, viewer, opened, asked["at"], now))


@router.callback_query(MapBody.filter(), flags=right("edit"))
async def map_body(
    callback: CallbackQuery,
    callback_data: MapBody,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Ask what an unknown name means, or learn that it means a known body or a new one."""
    step = callback_data
    opened = await drafts.open_draft(session, viewer=viewer, minutes_id=step.id)
    names = drafts.finding(opened, step.at).bodies
    if not 0 <= step.name < len(names):
        raise NotFoundError
    await state.clear()
    name = names[step.name]
    if step.body:
        if step.body == NEW_BODY:
            opened = await corrections.call_new(
                session, viewer=viewer, minutes_id=step.id, name=name
            )
            noted = _("New: it is created when you publish.")
        else:
            opened = await corrections.map_body(
                session, viewer=viewer, minutes_id=step.id, name=name, body_id=step.body
            )
            noted = _("I will remember that name.")
        shown = await finding_screen(session, viewer, opened, step.at, now)
        return [edit(callback, shown), toast(callback, noted)]
    known = await bodies.like(session, viewer=viewer, name=name)
    first = max(0, step.page) * BODIES_A_PAGE
    offered = [(body.id, body.name) for body in known[first : first + BODIES_A_PAGE]]
    more = first + BODIES_A_PAGE < len(known)
    shown = finding_bodies.what_is(step, name, offered, more=more)
    return [edit(callback, shown), toast(callback)]


# ---------------------------------------------------------------- the deadline


@router.callback_query(DraftStep.filter(F.do.in_({"due", "cal"})), flags=right("edit"))
async def choose_deadline(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Offer deadlines or a month of days, and wait for a typed date."""
    step = callback_data
    opened = await drafts.open_draft(session, viewer=viewer, minutes_id=step.id)
    drafts.finding(opened, step.at)
    await state.set_state(MinutesForm.deadline)
    await state.set_data({"id": opened.id, "at": step.at})
    if step.do == "cal":
        today = publishing.notification_day(now, viewer)
        shown = finding_deadlines.choose_day(opened, step.at, today, step.n)
    else:
        shown = finding_deadlines.choose_deadline(opened, step.at)
    return [edit(callback, shown), toast(callback)]


@router.callback_query(DraftStep.filter(F.do.in_({"due=", "day"})), flags=right("edit"))
async def set_deadline(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Take a preset or a day."""
    step = callback_data
    presets = finding_deadlines.PRESETS
    deadline = presets[step.n % len(presets)]
    if step.do == "day":
        deadline = corrections.deadline_on(day_of(step.n))
    opened = await corrections.set_deadline(
        session, viewer=viewer, minutes_id=step.id, index=step.at, deadline=deadline
    )
    await state.clear()
    return [
        edit(callback, await finding_screen(session, viewer, opened, step.at, now)),
        toast(callback),
    ]


@router.message(MinutesForm.deadline, F.text, ~F.text.startswith("/"), flags=right("edit"))
async def type_deadline(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Set the typed date; what is not understood asks again, and so does a day that is past."""
    asked = await state.get_data()
    opened = await draft_asked_about(session, viewer, asked)
    if opened is None:
        return await leave_question(message, viewer, state)
    today = publishing.notification_day(now, viewer)
    deadline = corrections.type_deadline(message.text or "", today)
    day = deadlines.first_due(deadline, today)
    if day.on is not None and day.past and not (opened.archived or opened.old(today)):
        return answer(message, finding_deadlines.ask_past(opened, asked["at"], day.on))
    opened = await corrections.set_deadline(
        session,
        viewer=viewer,
        minutes_id=asked["id"],
        index=asked["at"],
        deadline=deadline,
    )
    await state.clear()
    return answer(message, await finding_screen(session, viewer, opened, asked["at"], now))


@router.callback_query(Blank.filter(), flags=right("search"))
async def blank(callback: CallbackQuery, callback_data: Blank) -> Answer:
    """A key of a calendar that is no day to choose."""
    return toast(
        callback, _("That day has passed; choose a later one.") if callback_data.past else ""
    )

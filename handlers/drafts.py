"""A draft as a whole: its list, its session, what was left out, publishing, handing over."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, Saying, answer, edit, toast
from bot.saying.taps import DraftStep
from bot.updates.gate import right
from bot.views import draft_sessions as session_views
from bot.views import drafts as views
from bot.views import finding_bodies
from bot.views import minutes as minutes_views
from bot.views import publishing as publishing_views
from council import bodies
from council.access import Viewer
from council.minutes import corrections, drafts, foreseeing, publishing
from council.minutes.corrections import FIELDS, MODES
from council.minutes.drafts import OpenDraft
from council.minutes.proposal import leftovers
from council.reminding import policy_changes
from handlers.finding_screen import ask_resolved, finding_screen
from handlers.minutes_form import MinutesForm, draft_asked_about, leave_question
from storage.database import Session

router = Router(name="drafts")
router.message.filter(F.chat.type == ChatType.PRIVATE)

NOTHING = ("-", "–", "—", "ـ")


# ---------------------------------------------------------------- looking


type Screen = Callable[[Session, Viewer, OpenDraft, DraftStep, datetime], Awaitable[Saying]]


async def summary(
    session: Session, viewer: Viewer, opened: OpenDraft, step: DraftStep, now: datetime
) -> Saying:
    beside = await drafts.beside(session, viewer=viewer, opened=opened)
    today = publishing.notification_day(now, viewer)
    return views.summary(opened, today, beside, page=max(0, step.n))


async def _one(
    session: Session, viewer: Viewer, opened: OpenDraft, step: DraftStep, now: datetime
) -> Saying:
    return await finding_screen(session, viewer, opened, step.at, now)


async def _left_out(
    _session: Session, _viewer: Viewer, opened: OpenDraft, step: DraftStep, _now: datetime
) -> Saying:
    return views.left_out(opened, leftovers(opened.source, opened.draft), max(0, step.n))


async def _session_fields(
    _session: Session, _viewer: Viewer, opened: OpenDraft, _step: DraftStep, _now: datetime
) -> Saying:
    return session_views.session(opened)


async def confirm(
    session: Session, viewer: Viewer, opened: OpenDraft, _step: DraftStep, now: datetime
) -> Saying:
    """The question before publishing; what is not sure is asked first, one by one."""
    if opened.draft.unsure:
        return await ask_resolved(session, viewer, opened, opened.draft.unsure[0], now)
    foreseen = await foreseeing.foresee(session, viewer=viewer, draft=opened.draft)
    unknown = await _unknown(session, viewer, opened)
    today = publishing.notification_day(now, viewer)
    return publishing_views.confirm(opened, foreseen, today, ask_names=bool(unknown))


async def _new_names(
    session: Session, viewer: Viewer, opened: OpenDraft, _step: DraftStep, _now: datetime
) -> Saying:
    unknown = {name: (i, name) for i, name in await _unknown(session, viewer, opened)}
    return finding_bodies.new_bodies(opened, list(unknown.values()))


async def _unknown(session: Session, viewer: Viewer, opened: OpenDraft) -> list[tuple[int, str]]:
    """(finding, name) of the names that would become new bodies, and nobody called new."""
    named = [(i, name) for i, one in opened.draft.kept for name in one.bodies]
    found = await bodies.recognise_names(
        session, council_id=viewer.council_id, names=[name for _i, name in named]
    )
    return [
        place
        for place, one in zip(named, found, strict=True)
        if one.body_id is None and not opened.draft.called_new(one.name)
    ]


async def _confirm_discard(
    _session: Session, _viewer: Viewer, opened: OpenDraft, _step: DraftStep, _now: datetime
) -> Saying:
    return views.confirm_discard(opened)


async def _colleagues(
    session: Session, viewer: Viewer, opened: OpenDraft, _step: DraftStep, _now: datetime
) -> Saying:
    others = await drafts.colleagues(session, viewer=viewer)
    return views.choose_colleague(opened, [(one.id, one.name) for one in others])


SCREENS: dict[str, Screen] = {
    "sum": summary,
    "one": _one,
    "out": _left_out,
    "sess": _session_fields,
    "pub?": confirm,
    "new": _new_names,
    "drop?": _confirm_discard,
    "give?": _colleagues,
}


@router.callback_query(DraftStep.filter(F.do.in_(SCREENS)), flags=right("read_minutes"))
async def look(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Show the list, one finding, what was left out, or a question before something final."""
    opened = await drafts.open_draft(session, viewer=viewer, minutes_id=callback_data.id)
    await state.clear()
    saying = await SCREENS[callback_data.do](session, viewer, opened, callback_data, now)
    return [edit(callback, saying), toast(callback)]


# ---------------------------------------------------------------- changing


@router.callback_query(DraftStep.filter(F.do == "add"), flags=right("edit"))
async def add(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Take a leftover piece in, and show it as the finding that it is now."""
    await state.clear()
    opened, index = await corrections.add(
        session, viewer=viewer, minutes_id=callback_data.id, start=callback_data.n
    )
    return [
        edit(callback, await finding_screen(session, viewer, opened, index, now)),
        toast(callback),
    ]


@router.callback_query(DraftStep.filter(F.do == "all"), flags=right("edit"))
async def approve_all(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Confirm everything that is kept."""
    opened = await corrections.approve_all(session, viewer=viewer, minutes_id=callback_data.id)
    beside = await drafts.beside(session, viewer=viewer, opened=opened)
    shown = views.summary(opened, publishing.notification_day(now, viewer), beside)
    return [edit(callback, shown), toast(callback)]


@router.callback_query(DraftStep.filter(F.do == "field"), flags=right("edit"))
async def ask_field(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """Wait for a field of the session to be typed."""
    name = FIELDS[callback_data.n % len(FIELDS)]
    shown = await wait_for_field(session, viewer, state, callback_data.id, name)
    return [edit(callback, shown), toast(callback)]


async def wait_for_field(
    session: Session, viewer: Viewer, state: FSMContext, minutes_id: int, name: str
) -> Saying:
    """The question what a field of the session is; how it was held is tapped."""
    opened = await drafts.open_draft(session, viewer=viewer, minutes_id=minutes_id)
    await state.clear()
    if name != "mode":
        await state.set_state(MinutesForm.field)
        await state.set_data({"id": opened.id, "field": name})
    return session_views.ask_field(opened, name)


@router.message(MinutesForm.field, F.text, ~F.text.startswith("/"), flags=right("edit"))
async def type_field(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Set the field as typed; what is not understood asks again."""
    asked = await state.get_data()
    if await draft_asked_about(session, viewer, asked) is None:
        return await leave_question(message, viewer, state)
    return answer(message, await take_field(session, viewer, state, message.text or "", now))


async def take_field(
    session: Session, viewer: Viewer, state: FSMContext, said: str, now: datetime
) -> Saying:
    """Answer the open question what a field of the session is."""
    asked, typed = await state.get_data(), said.strip()
    opened = await corrections.set_field(
        session,
        viewer=viewer,
        minutes_id=asked["id"],
        name=asked["field"],
        typed="" if typed in NOTHING else typed,
        today=publishing.notification_day(now, viewer),
    )
    await state.clear()
    return session_views.session(opened)


@router.callback_query(DraftStep.filter(F.do == "mode"), flags=right("edit"))
async def set_mode(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Set how the session was held."""
    opened = await corrections.set_field(
        session,
        viewer=viewer,
        minutes_id=callback_data.id,
        name="mode",
        typed=MODES[callback_data.n % len(MODES)],
        today=publishing.notification_day(now, viewer),
    )
    return [edit(callback, session_views.session(opened)), toast(callback)]


@router.callback_query(DraftStep.filter(F.do == "arch"), flags=right("edit"))
async def set_archived(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Say whether these are old minutes that only have to be found."""
    opened = await drafts.set_archived(
        session,
        viewer=viewer,
        minutes_id=callback_data.id,
        archived=callback_data.n == 1,
    )
    return [
        edit(callback, await confirm(session, viewer, opened, callback_data, now)),
        toast(callback),
    ]


# ---------------------------------------------------------------- ending


@router.callback_query(DraftStep.filter(F.do == "pub"), flags=right("publish"))
async def publish(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Adopt the draft as the secretary saw it."""
    result = await publishing.publish(
        session, viewer=viewer, minutes_id=callback_data.id, version=callback_data.n, now=now
    )
    await state.clear()
    offer = await policy_changes.offers_digest(session, viewer=viewer)
    return [edit(callback, minutes_views.published(result, offer_digest=offer)), toast(callback)]


@router.callback_query(DraftStep.filter(F.do == "drop"), flags=right("read_minutes"))
async def discard(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Throw the draft away."""
    await drafts.discard(session, viewer=viewer, minutes_id=callback_data.id, now=now)
    await state.clear()
    return [edit(callback, views.discarded()), toast(callback)]


@router.callback_query(DraftStep.filter(F.do == "give"), flags=right("read_minutes"))
async def hand_over(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Let another secretary go on."""
    person = await drafts.hand_over(
        session,
        viewer=viewer,
        minutes_id=callback_data.id,
        person_id=callback_data.n,
        now=now,
    )
    await state.clear()
    return [edit(callback, views.handed_over(person.name)), toast(callback)]

"""Minutes in: text or file, a proposal to correct, and publishing it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.files import FileTrouble, ReceivedFile
from bot.gate import right
from bot.keyboards import DraftStep
from bot.replies import Answer, Saying, answer, edit, toast
from bot.views import errors as error_views
from bot.views import findings
from bot.views import minutes as views
from council import access, bodies
from council.access import Viewer
from council.errors import DraftClosedError
from council.minutes import drafts, publishing
from council.minutes.drafts import OpenDraft, Read
from storage.database import Session

router = Router(name="minutes")
router.message.filter(F.chat.type == ChatType.PRIVATE)

BODIES_A_PAGE = 6
MINUTES_LENGTH = 400
"""A text this long from a secretary is minutes, not something to search for."""


class MinutesForm(StatesGroup):
    """What a secretary was asked for."""

    source = State()
    body = State()
    deadline = State()


# ---------------------------------------------------------------- taking in


@router.message(Command("minutes"), flags=right("read_minutes"))
async def ask(message: Message, session: Session, viewer: Viewer, state: FSMContext) -> Answer:
    """Ask for the text, and show drafts that wait."""
    await state.set_state(MinutesForm.source)
    waiting = await drafts.open_drafts(session, viewer=viewer)
    return answer(message, views.waiting(waiting) if waiting else views.ask())


@router.message(F.document, flags=right("read_minutes"))
async def take_file(
    message: Message,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
    file: ReceivedFile | None = None,
) -> Answer:
    """Keep a file of minutes, which was fetched and read before; what is no text is said so."""
    if file is None or file.trouble is FileTrouble.NOT_FETCHED:
        return answer(message, error_views.not_fetched())
    if file.trouble is FileTrouble.TOO_BIG:
        return answer(message, error_views.big_file())
    opened = await _take_in(session, viewer, file.documents(), file.name, now)
    await state.clear()
    return answer(message, views.summary(opened, publishing.notification_day(now, viewer)))


async def _take_in(
    session: Session, viewer: Viewer, documents: Sequence[Read], name: str | None, now: datetime
) -> OpenDraft:
    """Keep a draft for each session of a document; the first is shown, the others wait."""
    opened = [
        await drafts.take_in(session, viewer=viewer, document=one, file_name=name, now=now)
        for one in documents
    ]
    return opened[0]


async def _is_secretary_with_text(message: Message, viewer: Viewer | None) -> bool:
    long = len(message.text or "") >= MINUTES_LENGTH
    return viewer is not None and long and access.can(viewer, "read_minutes")


@router.message(MinutesForm.source, F.text, ~F.text.startswith("/"), flags=right("read_minutes"))
@router.message(
    StateFilter(None),
    ~F.reply_to_message,
    F.text,
    _is_secretary_with_text,
    flags=right("read_minutes"),
)
async def take_text(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Read a pasted text of minutes."""
    documents = drafts.read_documents(message.text or "")
    opened = await _take_in(session, viewer, documents, None, now)
    await state.clear()
    return answer(message, views.summary(opened, publishing.notification_day(now, viewer)))


@router.message(MinutesForm.source, ~F.text, flags=right("read_minutes"))
async def not_text(message: Message) -> Answer:
    """A picture or anything else where minutes were asked for; the question stays open."""
    return answer(message, error_views.not_text())


# ---------------------------------------------------------------- correcting


@router.message(MinutesForm.body, F.text, ~F.text.startswith("/"), flags=right("edit"))
async def type_body(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Add the typed name to those who must act."""
    asked = await state.get_data()
    opened = await _draft_asked_about(session, viewer, asked)
    if opened is None:
        return await _leave_question(message, viewer, state)
    names = (*drafts.finding(opened, asked["at"]).bodies, message.text or "")
    opened = await drafts.set_bodies(
        session, viewer=viewer, minutes_id=asked["id"], index=asked["at"], names=names
    )
    await state.clear()
    return answer(message, await _finding(session, viewer, opened, asked["at"], now))


@router.message(MinutesForm.deadline, F.text, ~F.text.startswith("/"), flags=right("edit"))
async def type_deadline(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Set the typed date; what is not understood asks again."""
    asked = await state.get_data()
    if await _draft_asked_about(session, viewer, asked) is None:
        return await _leave_question(message, viewer, state)
    deadline = drafts.type_deadline(message.text or "", publishing.notification_day(now, viewer))
    opened = await drafts.set_deadline(
        session, viewer=viewer, minutes_id=asked["id"], index=asked["at"], deadline=deadline
    )
    await state.clear()
    return answer(message, await _finding(session, viewer, opened, asked["at"], now))


async def _draft_asked_about(
    session: Session, viewer: Viewer, asked: dict[str, Any]
) -> OpenDraft | None:
    waiting = await drafts.open_drafts(session, viewer=viewer)
    return next((one for one in waiting if one.id == asked.get("id")), None)


async def _leave_question(message: Message, viewer: Viewer, state: FSMContext) -> Answer:
    """The draft is gone: said without raising, or a rollback would leave the question open."""
    await state.clear()
    return answer(message, error_views.refusal(DraftClosedError(), viewer.zone))


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
    return [edit(callback, views.published(result)), toast(callback)]


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


@router.callback_query(DraftStep.filter(F.do.in_({"body", "body+", "body0"})), flags=right("edit"))
async def choose_bodies(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """Offer the council's bodies, toggle one, or name nobody."""
    opened = await _toggle_body(session, viewer, callback_data)
    chosen = await _known_bodies(session, viewer, opened, callback_data.at)
    await state.set_state(MinutesForm.body)
    await state.set_data({"id": opened.id, "at": callback_data.at})
    known = [(body.id, body.name) for body in await bodies.all_of(session, viewer=viewer)]
    page = callback_data.n if callback_data.do == "body" else _page_of(known, callback_data.n)
    first = page * BODIES_A_PAGE
    saying = findings.choose_body(
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


async def _toggle_body(session: Session, viewer: Viewer, step: DraftStep) -> OpenDraft:
    opened = await drafts.open_draft(session, viewer=viewer, minutes_id=step.id)
    if step.do == "body":
        return opened
    chosen = await _known_bodies(session, viewer, opened, step.at)
    names = [] if step.do == "body0" else list(drafts.finding(opened, step.at).bodies)
    if step.do == "body+" and step.n in chosen.values():
        names = [name for name in names if chosen.get(name) != step.n]
    elif step.do == "body+":
        offered = await bodies.all_of(session, viewer=viewer)
        names += [body.name for body in offered if body.id == step.n]
    return await drafts.set_bodies(
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


@router.callback_query(DraftStep.filter(F.do == "due"), flags=right("edit"))
async def choose_deadline(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """Offer deadlines, or wait for a typed date."""
    opened = await drafts.open_draft(session, viewer=viewer, minutes_id=callback_data.id)
    drafts.finding(opened, callback_data.at)
    await state.set_state(MinutesForm.deadline)
    await state.set_data({"id": opened.id, "at": callback_data.at})
    return [edit(callback, findings.choose_deadline(opened, callback_data.at)), toast(callback)]


@router.callback_query(DraftStep.filter(F.do.in_({"due=", "skip", "keep"})), flags=right("edit"))
async def correct(
    callback: CallbackQuery,
    callback_data: DraftStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Take a deadline from the presets, leave the finding out, or take it back in."""
    step = callback_data
    if step.do == "due=":
        opened = await drafts.set_deadline(
            session,
            viewer=viewer,
            minutes_id=step.id,
            index=step.at,
            deadline=findings.PRESETS[step.n % len(findings.PRESETS)],
        )
    else:
        opened = await drafts.set_kept(
            session, viewer=viewer, minutes_id=step.id, index=step.at, kept=step.do == "keep"
        )
    await state.clear()
    return [edit(callback, await _finding(session, viewer, opened, step.at, now)), toast(callback)]


# ---------------------------------------------------------------- looking


type Screen = Callable[[Session, Viewer, OpenDraft, DraftStep, datetime], Awaitable[Saying]]


async def _summary(
    _session: Session, viewer: Viewer, opened: OpenDraft, step: DraftStep, now: datetime
) -> Saying:
    return views.summary(opened, publishing.notification_day(now, viewer), page=max(0, step.n))


async def _one(
    session: Session, viewer: Viewer, opened: OpenDraft, step: DraftStep, now: datetime
) -> Saying:
    return await _finding(session, viewer, opened, step.at, now)


async def _left_out(
    _session: Session, _viewer: Viewer, opened: OpenDraft, _step: DraftStep, _now: datetime
) -> Saying:
    return views.left_out(opened)


async def _confirm_publish(
    _session: Session, _viewer: Viewer, opened: OpenDraft, _step: DraftStep, _now: datetime
) -> Saying:
    return views.confirm_publish(opened)


async def _confirm_discard(
    _session: Session, _viewer: Viewer, opened: OpenDraft, _step: DraftStep, _now: datetime
) -> Saying:
    return views.confirm_discard(opened)


SCREENS: dict[str, Screen] = {
    "sum": _summary,
    "one": _one,
    "out": _left_out,
    "pub?": _confirm_publish,
    "drop?": _confirm_discard,
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


async def _finding(
    session: Session, viewer: Viewer, opened: OpenDraft, index: int, now: datetime
) -> Saying:
    """One finding; an index from an older message leads to the nearest there is."""
    index = max(0, min(index, len(opened.draft.findings) - 1))
    known = await bodies.recognise_names(
        session, council_id=viewer.council_id, names=drafts.finding(opened, index).bodies
    )
    return findings.finding(opened, index, known, publishing.notification_day(now, viewer))

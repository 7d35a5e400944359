"""The bodies' screen: create, rename, further names, merging two."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, answer, edit, toast
from bot.saying.taps import BodyStep
from bot.updates.gate import right
from bot.views import bodies as views
from council import bodies
from council.access import Viewer
from storage.database import Session

router = Router(name="bodies")
router.message.filter(F.chat.type == ChatType.PRIVATE)


class BodyForm(StatesGroup):
    """A name that is being typed."""

    new = State()
    rename = State()
    alias = State()


@router.message(Command("bodies"), flags=right("edit"))
async def show(message: Message, session: Session, viewer: Viewer, state: FSMContext) -> Answer:
    """Every body."""
    await state.clear()
    return answer(message, views.every(await bodies.all_of(session, viewer=viewer), 0))


@router.callback_query(BodyStep.filter(F.do == "page"), flags=right("edit"))
async def turn_page(
    callback: CallbackQuery, callback_data: BodyStep, session: Session, viewer: Viewer
) -> Answer:
    """Another page of them."""
    known = await bodies.all_of(session, viewer=viewer)
    return [edit(callback, views.every(known, callback_data.n)), toast(callback)]


@router.callback_query(BodyStep.filter(F.do == "open"), flags=right("edit"))
async def open_one(
    callback: CallbackQuery,
    callback_data: BodyStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """One body with its names and speakers."""
    await state.clear()
    seen = await bodies.one(session, viewer=viewer, body_id=callback_data.id)
    return [edit(callback, views.body(seen)), toast(callback)]


@router.callback_query(BodyStep.filter(F.do.in_({"new", "rename", "alias"})), flags=right("edit"))
async def ask_name(
    callback: CallbackQuery,
    callback_data: BodyStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """Ask for the name."""
    if callback_data.do != "new":
        await bodies.one(session, viewer=viewer, body_id=callback_data.id)
    await state.set_state(getattr(BodyForm, callback_data.do))
    form: dict[str, Any] = {"council": viewer.council_id}
    await state.set_data(form | ({"body": callback_data.id} if callback_data.do != "new" else {}))
    return [edit(callback, views.ask_name(callback_data.do)), toast(callback)]


_TYPED = (F.text, ~F.text.startswith("/"))


@router.message(BodyForm.new, *_TYPED, flags=right("edit"))
async def create(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Make a body."""
    made = await bodies.create(session, viewer=viewer, name=message.text or "", now=now)
    await state.clear()
    return answer(message, views.body(await bodies.one(session, viewer=viewer, body_id=made.id)))


@router.message(BodyForm.rename, *_TYPED, flags=right("edit"))
async def rename(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Give another name."""
    return await _named(message, session, viewer, state, now, bodies.rename)


@router.message(BodyForm.alias, *_TYPED, flags=right("edit"))
async def add_alias(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Give a further name."""
    return await _named(message, session, viewer, state, now, bodies.add_alias)


async def _named(
    message: Message,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
    act: Callable[..., Awaitable[None]],
) -> Answer:
    body_id = (await state.get_data())["body"]
    await act(session, viewer=viewer, body_id=body_id, name=message.text or "", now=now)
    await state.clear()
    return answer(message, views.body(await bodies.one(session, viewer=viewer, body_id=body_id)))


@router.callback_query(BodyStep.filter(F.do == "merge"), flags=right("edit"))
async def ask_other(
    callback: CallbackQuery, callback_data: BodyStep, session: Session, viewer: Viewer
) -> Answer:
    """Ask which body it is the same as."""
    seen = await bodies.one(session, viewer=viewer, body_id=callback_data.id)
    known = await bodies.all_of(session, viewer=viewer)
    return [edit(callback, views.ask_other(seen, known)), toast(callback)]


@router.callback_query(BodyStep.filter(F.do == "into"), flags=right("edit"))
async def ask_sure(
    callback: CallbackQuery, callback_data: BodyStep, session: Session, viewer: Viewer
) -> Answer:
    """Ask before the two become one, which cannot be taken back."""
    one = await bodies.one(session, viewer=viewer, body_id=callback_data.id)
    other = await bodies.one(session, viewer=viewer, body_id=callback_data.n)
    return [edit(callback, views.ask_sure(one, other)), toast(callback)]


@router.callback_query(BodyStep.filter(F.do == "merged"), flags=right("edit"))
async def merge(
    callback: CallbackQuery,
    callback_data: BodyStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Make one of two."""
    into = callback_data.n
    await bodies.merge(session, viewer=viewer, body_id=callback_data.id, into_id=into, now=now)
    seen = await bodies.one(session, viewer=viewer, body_id=into)
    return [edit(callback, views.body(seen)), toast(callback)]

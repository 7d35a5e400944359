"""The members' screen: who belongs, and changing what they are."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, Reply, Saying, answer, edit, toast
from bot.saying.taps import MemberStep, PeopleStep
from bot.updates.gate import right
from bot.views import people as views
from council import bodies
from council.access import Viewer
from council.people import admission, standing
from handlers.menus import menu_of
from storage.database import Session
from storage.words import Role

router = Router(name="people")


class TermForm(StatesGroup):
    """A term of office that is being set."""

    day = State()


@router.message(Command("members"), flags=right("see_members"))
async def show(message: Message, session: Session, viewer: Viewer, state: FSMContext) -> Answer:
    """Who belongs to the council."""
    await state.clear()
    return answer(message, await _list(session, viewer, 0))


@router.callback_query(PeopleStep.filter(F.do == "page"), flags=right("see_members"))
async def turn_page(
    callback: CallbackQuery, callback_data: PeopleStep, session: Session, viewer: Viewer
) -> Answer:
    """Another page of them."""
    return [edit(callback, await _list(session, viewer, callback_data.n)), toast(callback)]


async def _list(session: Session, viewer: Viewer, page: int) -> Saying:
    shown = await standing.everybody(session, viewer=viewer)
    last = max(0, (len(shown) - 1) // views.LISTED)
    waiting = await admission.waiting(session, viewer=viewer)
    return views.everybody(viewer, shown, max(0, min(page, last)), waiting)


@router.callback_query(MemberStep.filter(F.do == "open"), flags=right("see_members"))
async def open_one(
    callback: CallbackQuery,
    callback_data: MemberStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """One member."""
    await state.clear()
    return await _shown(callback, session, viewer, callback_data.id)


async def _shown(
    callback: CallbackQuery, session: Session, viewer: Viewer, membership_id: int
) -> Answer:
    one = await standing.one(session, viewer=viewer, membership_id=membership_id)
    return [edit(callback, views.member(viewer, one)), toast(callback)]


@router.callback_query(
    MemberStep.filter(F.do.in_({"suspend", "restore"})), flags=right("manage_members")
)
async def suspend_or_restore(
    callback: CallbackQuery,
    callback_data: MemberStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Take rights at once, or give them back."""
    act = standing.suspend if callback_data.do == "suspend" else standing.restore
    await act(session, viewer=viewer, membership_id=callback_data.id, now=now)
    one = await standing.one(session, viewer=viewer, membership_id=callback_data.id)
    menu = await menu_of(session, one.person_id, now)
    return [edit(callback, views.member(viewer, one)), toast(callback), *menu]


@router.callback_query(MemberStep.filter(F.do == "remove"), flags=right("manage_members"))
async def ask_remove(
    callback: CallbackQuery, callback_data: MemberStep, session: Session, viewer: Viewer
) -> Answer:
    """Ask before removing."""
    one = await standing.one(session, viewer=viewer, membership_id=callback_data.id)
    return [edit(callback, views.ask_remove(one)), toast(callback)]


@router.callback_query(MemberStep.filter(F.do == "removed"), flags=right("manage_members"))
async def remove(
    callback: CallbackQuery,
    callback_data: MemberStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Remove."""
    one = await standing.one(session, viewer=viewer, membership_id=callback_data.id)
    await standing.remove(session, viewer=viewer, membership_id=callback_data.id, now=now)
    menu = await menu_of(session, one.person_id, now)
    return [edit(callback, views.removed(one.name)), toast(callback), *menu]


@router.callback_query(MemberStep.filter(F.do == "roles"), flags=right("give_role"))
async def show_roles(
    callback: CallbackQuery, callback_data: MemberStep, session: Session, viewer: Viewer
) -> Answer:
    """Offer roles and bodies."""
    return [
        edit(callback, await _roles(session, viewer, callback_data.id)),
        toast(callback),
    ]


async def _roles(session: Session, viewer: Viewer, membership_id: int) -> Saying:
    one = await standing.one(session, viewer=viewer, membership_id=membership_id)
    return views.roles(viewer, one, await bodies.all_of(session, viewer=viewer))


@router.callback_query(
    MemberStep.filter(F.do.in_({"role", "speak", "unspeak"})), flags=right("give_role")
)
async def change_role(
    callback: CallbackQuery,
    callback_data: MemberStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Give a role, or a body to speak for, or take the body away."""
    membership_id, chosen = callback_data.id, callback_data.n
    menu: list[Reply] = []
    if callback_data.do == "role":
        role = list(Role)[chosen] if 0 <= chosen < len(Role) else Role.REPRESENTATIVE
        await standing.give_role(
            session, viewer=viewer, membership_id=membership_id, role=role, now=now
        )
        one = await standing.one(session, viewer=viewer, membership_id=membership_id)
        menu = await menu_of(session, one.person_id, now)
    elif callback_data.do == "speak":
        await standing.speak_for(
            session, viewer=viewer, membership_id=membership_id, body_id=chosen, now=now
        )
    else:
        await standing.stop_speaking(
            session, viewer=viewer, membership_id=membership_id, body_id=chosen, now=now
        )
    return [edit(callback, await _roles(session, viewer, membership_id)), toast(callback), *menu]


@router.callback_query(MemberStep.filter(F.do == "term"), flags=right("manage_members"))
async def ask_term(
    callback: CallbackQuery,
    callback_data: MemberStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """Ask for the last day."""
    one = await standing.one(session, viewer=viewer, membership_id=callback_data.id)
    await state.set_state(TermForm.day)
    await state.set_data({"membership": one.membership_id})
    return [edit(callback, views.ask_term(one)), toast(callback)]


@router.message(
    TermForm.day, F.chat.type == ChatType.PRIVATE, F.text, ~F.text.startswith("/"),
    flags=right("manage_members"),
)  # fmt: skip
async def set_term(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Keep the day."""
    membership_id = (await state.get_data())["membership"]
    await standing.set_term(
        session, viewer=viewer, membership_id=membership_id, words=message.text or "", now=now
    )
    await state.clear()
    one = await standing.one(session, viewer=viewer, membership_id=membership_id)
    return answer(message, views.member(viewer, one))

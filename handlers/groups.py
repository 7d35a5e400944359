"""Binding groups to bodies, and being added to groups or removed from them."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.gate import right
from bot.keyboards import Choose
from bot.replies import Answer, Reply, answer, edit, toast
from bot.views import groups as views
from council import bodies, groups
from council.access import Viewer
from storage.database import Session

router = Router(name="groups")


@router.message(Command("bind"), F.chat.type == ChatType.PRIVATE, flags=right("bind_group"))
async def ask_body(message: Message, session: Session, viewer: Viewer, state: FSMContext) -> Answer:
    """Offer the bodies whose group can be bound."""
    await state.clear()
    return answer(message, views.choose_body(await bodies.all_of(session, viewer=viewer)))


@router.callback_query(
    Choose.filter(F.what == "body"),
    F.message.chat.type == ChatType.PRIVATE,
    flags=right("bind_group"),
)
async def issue_code(
    callback: CallbackQuery,
    callback_data: Choose,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Give the one-time code for the body's group."""
    typed = callback_data.value
    wanted = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 9 else 0
    issued = await groups.issue_code(session, viewer=viewer, body_id=wanted, now=now)
    return [edit(callback, views.code(issued.body_name, issued.code)), toast(callback)]


@router.message(Command("bind"), flags=right("bind_group"))
async def bind(
    message: Message,
    command: CommandObject,
    session: Session,
    viewer: Viewer | None,
    now: datetime,
) -> Answer:
    """Bind the group in which the code was typed; strangers are not answered."""
    if viewer is None:
        return None
    body = await groups.bind(
        session, viewer=viewer, code=command.args or "", telegram_id=message.chat.id, now=now
    )
    return answer(message, views.bound(body.name))


@router.my_chat_member(F.chat.type.in_({ChatType.GROUP, ChatType.SUPERGROUP}))
async def added(event: ChatMemberUpdated, session: Session) -> Answer:
    """Say one neutral line in a group that is not bound."""
    here = {ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR}
    was = event.old_chat_member.status
    if event.new_chat_member.status not in here or was in here:
        return None
    if await groups.is_bound(session, telegram_id=event.chat.id):
        return None
    text, entities = views.unbound().text.render()
    return Reply(SendMessage(chat_id=event.chat.id, text=text, entities=entities, parse_mode=None))

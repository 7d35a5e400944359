"""Binding groups to bodies, and being added to groups or removed from them."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.filters import Command, CommandObject, CommandStart, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, ChatMemberRestricted, ChatMemberUpdated, Message, User

from bot.saying.replies import Answer, Reply, Saying, answer, edit, toast
from bot.saying.taps import Choose, GroupStep, HomeStep
from bot.service.hearing import troubles
from bot.updates.gate import right
from bot.views import groups as views
from council import access, bodies, groups
from council.access import Place, Viewer
from council.leaving import is_leaving
from handlers.reply_targets import to_us
from storage.database import Session

router = Router(name="groups")
IN_GROUP = F.chat.type != ChatType.PRIVATE


@router.message(Command("bind"), F.chat.type == ChatType.PRIVATE, flags=right("bind_group"))
async def ask_body(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, me: User | None
) -> Answer:
    """Offer the bodies whose group can be bound, and the groups that are."""
    return answer(message, await _to_bind(session, viewer, state, me))


@router.callback_query(
    HomeStep.filter(F.do.in_({"bind", "groups"})),
    F.message.chat.type == ChatType.PRIVATE,
    flags=right("bind_group"),
)
async def ask_body_by_button(
    callback: CallbackQuery,
    callback_data: HomeStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    me: User | None,
) -> Answer:
    """The same by button, or back from one of them."""
    shown = await _to_bind(session, viewer, state, me)
    say = answer if callback_data.do == "bind" else edit
    return [say(callback, shown), toast(callback)]


async def _to_bind(session: Session, viewer: Viewer, state: FSMContext, me: User | None) -> Saying:
    await state.clear()
    known = await bodies.all_of(session, viewer=viewer)
    shown = views.choose_body(known, await groups.bound(session, viewer=viewer))
    found = troubles(me) if me else ()
    return views.with_troubles(shown, found) if found else shown


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
    username: str,
) -> Answer:
    """Give the one-time code for the body's group."""
    typed = callback_data.value
    wanted = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 9 else 0
    issued = await groups.issue_code(session, viewer=viewer, body_id=wanted, now=now)
    shown = views.code(issued.body_name, issued.code, username)
    return [edit(callback, shown), toast(callback)]


@router.callback_query(GroupStep.filter(F.do == "ask"), flags=right("bind_group"))
async def ask_unbind(
    callback: CallbackQuery, callback_data: GroupStep, session: Session, viewer: Viewer
) -> Answer:
    """Ask before a group is taken from its body."""
    one = await groups.one_bound(session, viewer=viewer, chat_id=callback_data.id)
    return [edit(callback, views.ask_unbind(one)), toast(callback)]


@router.callback_query(GroupStep.filter(F.do == "unbind"), flags=right("bind_group"))
async def unbind(
    callback: CallbackQuery,
    callback_data: GroupStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Take the group from its body."""
    name = await groups.unbind(session, viewer=viewer, chat_id=callback_data.id, now=now)
    return [edit(callback, views.unbound_now(name)), toast(callback)]


def _is_bound(_message: Message, viewer: Viewer | None, place: Place) -> bool:
    """Whether who binds groups elsewhere speaks in one that is bound: they are told so."""
    if viewer is None or place is not Place.BOUND_GROUP:
        return False
    return access.can(viewer, "bind_group")


@router.message(Command("bind"), IN_GROUP, flags=right("bind_group"))
@router.message(CommandStart(deep_link=True), IN_GROUP, flags=right("bind_group"))
@router.message(Command("bind"), IN_GROUP, _is_bound, flags=right("start"))
@router.message(CommandStart(deep_link=True), IN_GROUP, _is_bound, flags=right("start"))
async def bind(
    message: Message,
    command: CommandObject,
    session: Session,
    person_id: int | None,
    now: datetime,
) -> Answer:
    """Bind the group that the code was typed in, or came to by its link, unless it is bound;
    strangers are not answered."""
    if person_id is None:
        return None
    body = await groups.bind(
        session,
        person_id=person_id,
        code=command.args or "",
        telegram_id=message.chat.id,
        now=now,
    )
    return answer(message, views.bound(body.name))


@router.message(Command("cancel"), IN_GROUP, flags=right("start"))
@router.message(F.text.func(is_leaving), IN_GROUP, to_us, ~StateFilter(None), flags=right("start"))
async def leave_question(message: Message, viewer: Viewer | None, state: FSMContext) -> Answer:
    """Give up what the speaker is being asked in the group."""
    await state.clear()
    return answer(message, views.left()) if viewer else None


def _names_us(message: Message, me: User | None) -> bool:
    """Whether the words name the bot («@bot …») and answer nobody."""
    name = f"@{me.username}".lower() if me else ""
    named = (one.extract_from(message.text or "") for one in message.entities or () if me)
    return message.reply_to_message is None and name in (word.lower() for word in named)


@router.message(Command("start", "help"), IN_GROUP, flags=right("start"))
@router.message(
    F.text, ~F.text.startswith("/"), ~F.via_bot, IN_GROUP, _names_us, flags=right("start")
)
async def show_help(message: Message, viewer: Viewer | None, username: str) -> Answer:
    """What the bot is for, in a bound group: asked for, or where somebody speaks to it by name."""
    return answer(message, views.help_in_group(username)) if viewer else None


@router.my_chat_member(F.chat.type.in_({ChatType.GROUP, ChatType.SUPERGROUP}))
async def added(event: ChatMemberUpdated, session: Session, now: datetime) -> Answer:
    """In a group that is not bound: one neutral line, and a quarter of an hour for the code."""
    here = {ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR}
    was, member = event.old_chat_member.status, event.new_chat_member
    if isinstance(member, ChatMemberRestricted) and member.is_member:
        if not member.can_send_messages:
            await groups.tell_lost(session, telegram_id=event.chat.id, now=now, why=groups.MUTE)
        return None
    if member.status not in here:
        await groups.left(session, telegram_id=event.chat.id)
        await groups.tell_lost(session, telegram_id=event.chat.id, now=now)
        return None
    if was in here or await groups.is_bound(session, telegram_id=event.chat.id):
        return None
    await groups.wait_for_code(
        session, telegram_id=event.chat.id, added_by=event.from_user.id, now=now
    )
    text, entities = views.unbound().text.render()
    return Reply(SendMessage(chat_id=event.chat.id, text=text, entities=entities, parse_mode=None))

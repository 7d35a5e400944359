"""Joining, language, and which council is open."""

from datetime import datetime

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.commands import own_menu
from bot.i18n import use_language
from bot.saying.replies import Answer, Reply, answer, edit, toast
from bot.saying.taps import Choose
from bot.updates.gate import right
from bot.views import errors as error_views
from bot.views import home as home_views
from bot.views import members as views
from bot.views import resolutions as resolution_views
from council import home
from council.access import Viewer
from council.people import joining, members
from council.people.admission import Joined
from council.people.joining import AskContact, Outcome, Waiting
from council.resolutions import open_resolution
from storage.database import Session

router = Router(name="members")
router.message.filter(F.chat.type == ChatType.PRIVATE)


@router.callback_query(F.data.regexp(r".*\d{10}"), flags=right("start"))
async def forged_button(callback: CallbackQuery) -> Answer:
    """A number longer than any id of ours, which no database would take either."""
    text, _entities = error_views.old_button().text.render()
    return toast(callback, text, alert=True)


@router.message(CommandStart(deep_link=True), flags=right("redeem"))
async def start_with_code(
    message: Message,
    command: CommandObject,
    session: Session,
    viewer: Viewer | None,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Come in with an invitation, or open the card that a shared link leads to."""
    payload = command.args or ""
    await state.clear()
    if viewer is not None and payload.startswith("r-") and _is_id(payload[2:]):
        card = await open_resolution(
            session, viewer=viewer, resolution_id=int(payload[2:]), now=now
        )
        return answer(message, resolution_views.card(card))
    speaker = message.from_user
    if speaker is None:
        return None
    outcome = await joining.redeem(
        session, code=payload, telegram_id=speaker.id, shown_name=speaker.full_name, now=now
    )
    if isinstance(outcome, AskContact):
        await state.set_data({"invitation": outcome.invitation_id})
    return await _came(session, message, outcome, now)


@router.message(F.contact, flags=right("redeem"))
async def share_contact(
    message: Message, session: Session, viewer: Viewer | None, state: FSMContext, now: datetime
) -> Answer:
    """Come in by one's own phone number, where it is on a council's roster.

    What a member sends from the address book is no proof of anything.
    """
    speaker, contact = message.from_user, message.contact
    if speaker is None or contact is None:
        return None
    pressed = (await state.get_data()).get("invitation")
    if viewer is not None and pressed is None and contact.user_id != speaker.id:
        raise SkipHandler
    await state.clear()
    outcome = await joining.prove(
        session,
        phone=contact.phone_number,
        invitation_id=pressed,
        owner_id=contact.user_id if message.forward_origin is None else None,
        telegram_id=speaker.id,
        shown_name=speaker.full_name,
        now=now,
    )
    if outcome is None:
        return answer(message, views.unknown_number())
    return await _came(session, message, outcome, now)


async def _came(session: Session, message: Message, outcome: Outcome, now: datetime) -> Answer:
    if isinstance(outcome, Joined):
        viewer = outcome.viewer
        seen = await home.look(session, viewer=viewer, now=now)
        with use_language(viewer.language):
            return [answer(message, home_views.joined(outcome, seen)), own_menu(viewer)]
    if isinstance(outcome, Waiting):
        return answer(message, views.wait_for_word(outcome.council_name))
    if isinstance(outcome, AskContact):
        return answer(message, views.ask_contact())
    return answer(message, views.refused())


@router.message(Command("language"), flags=right("settings"))
async def ask_language(message: Message, state: FSMContext) -> Answer:
    """Offer the languages."""
    await state.clear()
    return answer(message, views.languages())


@router.callback_query(Choose.filter(F.what == "language"), flags=right("settings"))
async def choose_language(
    callback: CallbackQuery, callback_data: Choose, session: Session, viewer: Viewer
) -> Answer:
    """Switch the language and say so in it."""
    await members.choose_language(session, viewer=viewer, language=callback_data.value)
    menu = own_menu(viewer, callback_data.value)
    with use_language(callback_data.value):
        return [edit(callback, views.language_chosen()), toast(callback), menu]


@router.message(Command("council"), flags=right("settings"))
async def ask_council(
    message: Message, session: Session, viewer: Viewer, state: FSMContext
) -> Reply:
    """Offer the person's councils."""
    await state.clear()
    mine = await members.councils_of(session, viewer=viewer)
    return answer(message, views.councils(mine, viewer.council_id))


@router.callback_query(Choose.filter(F.what == "council"), flags=right("settings"))
async def choose_council(
    callback: CallbackQuery,
    callback_data: Choose,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
) -> Answer:
    """Open another of the person's councils; what was asked in the former one is dropped."""
    wanted = int(callback_data.value) if _is_id(callback_data.value) else 0
    await state.clear()
    opened = await members.open_council(session, viewer=viewer, council_id=wanted)
    return [edit(callback, views.council_opened(opened)), toast(callback), own_menu(opened)]


def _is_id(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) <= 9

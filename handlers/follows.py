"""Following a resolution: by the button on its card, or by /follow and its code."""

from datetime import datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from bot.i18n import current_language
from bot.saying.replies import Answer, answer, edit, toast
from bot.saying.taps import FollowStep
from bot.updates.gate import right
from bot.views import follows as views
from bot.views import resolutions as card_views
from council import follows, resolutions
from council.access import Viewer
from council.errors import NotFoundError
from council.searching import search
from council.searching.filters import typed_as
from storage.database import Session

router = Router(name="follows")


@router.message(Command("follow"), F.chat.type == ChatType.PRIVATE, flags=right("search"))
async def follow(
    message: Message, command: CommandObject, session: Session, viewer: Viewer, now: datetime
) -> Answer:
    """Follow the resolution of the code; without one, what is followed already."""
    card = await resolutions.by_code(session, viewer=viewer, query=command.args or "", now=now)
    if card is None and command.args:
        raise NotFoundError
    if card is None:
        own = typed_as("following", current_language())
        found = await search.search_for(session, viewer=viewer, query=own, page=0, now=now)
        return answer(message, views.how(found))
    await follows.follow(session, viewer=viewer, resolution_id=card.id, now=now)
    return answer(message, views.followed(card.id, card.code))


@router.callback_query(FollowStep.filter(), flags=right("search"))
async def press(
    callback: CallbackQuery,
    callback_data: FollowStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Follow or stop by the button of the card, or under what the command said."""
    on = await follows.toggle(session, viewer=viewer, resolution_id=callback_data.id, now=now)
    card = await resolutions.open_resolution(
        session, viewer=viewer, resolution_id=callback_data.id, now=now
    )
    return [edit(callback, card_views.card(card)), toast(callback, views.short(on=on))]

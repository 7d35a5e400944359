"""How delivery is doing, and letting messages go out again after a restore."""

from datetime import UTC, datetime

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, answer, edit, toast
from bot.saying.taps import Choose
from bot.updates.gate import right
from bot.views import delivery_health as health_views
from bot.views import holds as views
from council import delivery_health, holds
from council.access import Viewer
from council.errors import NotFoundError
from storage.database import Session

router = Router(name="holds")


@router.message(Command("delivery"), F.chat.type == ChatType.PRIVATE, flags=right("operate"))
async def show(message: Message, session: Session, viewer: Viewer, now: datetime) -> Answer:
    """How delivery is doing; where messages are held, what waits and how to let it go."""
    held = await holds.standing(session, viewer=viewer)
    if held is None:
        seen = await delivery_health.of_council(session, viewer=viewer, now=now)
        return answer(message, health_views.health(seen, viewer.council_name, viewer.zone))
    return answer(message, views.question(held, viewer.zone, viewer.council_name))


@router.callback_query(
    Choose.filter(F.what == views.RELEASE),
    F.message.chat.type == ChatType.PRIVATE,
    flags=right("operate"),
)
async def release(
    callback: CallbackQuery,
    callback_data: Choose,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """End the hold that the button is about; a second press hears that there is none."""
    try:
        since = datetime.fromtimestamp(int(callback_data.value[:8], 16), UTC)
    except ValueError:
        since = now
    try:
        held = await holds.release(session, viewer=viewer, since=since, now=now)
    except NotFoundError:
        return [edit(callback, views.nothing_held()), toast(callback)]
    return [edit(callback, views.released(held)), toast(callback)]

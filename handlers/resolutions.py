"""The card of a resolution, from any list or link."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from bot.saying.replies import Answer, answer, toast
from bot.saying.taps import OpenResolution
from bot.updates.gate import right
from bot.views import resolutions as views
from council import resolutions
from council.access import Viewer
from storage.database import Session

router = Router(name="resolutions")


@router.callback_query(OpenResolution.filter(), flags=right("search"))
async def open_card(
    callback: CallbackQuery,
    callback_data: OpenResolution,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Open a result's card as a message of its own, so that a reply binds to it."""
    card = await resolutions.open_resolution(
        session, viewer=viewer, resolution_id=callback_data.id, now=now
    )
    return [answer(callback, views.card(card)), toast(callback)]

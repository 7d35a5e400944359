"""Turns a council's refusal into plain words; what else goes wrong is for the lane to retry."""

from aiogram import Router
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import ErrorEvent

from bot.saying.replies import Answer, answer, toast
from bot.views import errors as views
from council.access import Viewer
from council.errors import CouncilError

router = Router(name="errors")

FALLBACK_ZONE = "Asia/Tehran"


@router.errors(ExceptionTypeFilter(CouncilError))
async def refuse(event: ErrorEvent, viewer: Viewer | None = None) -> Answer:
    """Say why not, as a message or over the pressed button; nothing has changed."""
    if not isinstance(event.exception, CouncilError):
        return None
    saying = views.refusal(event.exception, viewer.zone if viewer else FALLBACK_ZONE)
    if event.update.callback_query is not None:
        text, _entities = saying.text.render()
        return toast(event.update.callback_query, text, alert=True)
    said = event.update.message or event.update.edited_message
    return answer(said, saying) if said is not None else None

"""Who follows an item up: the secretariat names anybody, a body's representative one of its own."""

from datetime import datetime

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, answer, edit, toast
from bot.saying.taps import OwnerStep
from bot.updates.gate import right
from bot.views import owners as views
from council import owners
from council.access import Viewer
from council.errors import ItemClosedError, NotAllowedError, NotFoundError
from handlers.screens import typed_below
from storage.database import Session

router = Router(name="owners")


@router.callback_query(OwnerStep.filter(F.do.in_({"who", "page"})), flags=right("assign"))
async def choose(
    callback: CallbackQuery,
    callback_data: OwnerStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Offer those who may follow it up: below the card, then a page in place of another."""
    found = await owners.choice(session, viewer=viewer, item_id=callback_data.id, now=now)
    shown = views.ask(found, max(0, callback_data.n))
    return [(edit if callback_data.do == "page" else answer)(callback, shown), toast(callback)]


@router.callback_query(OwnerStep.filter(F.do == "set"), flags=right("assign"))
async def name_owner(
    callback: CallbackQuery,
    callback_data: OwnerStep,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """It is theirs to follow up, or nobody's."""
    card = await owners.name_owner(
        session,
        viewer=viewer,
        item_id=callback_data.id,
        membership_id=callback_data.n or None,
        now=now,
    )
    mine = callback_data.n in viewer.owner_ids
    return [edit(callback, views.named(card, mine=mine)), toast(callback)]


@router.message(*typed_below(OwnerStep, "set"), flags=right("assign"))
async def type_name(
    message: Message, shown: OwnerStep, session: Session, viewer: Viewer, now: datetime
) -> Answer:
    """Offer only those whose names have the words; where none has, or nobody can be named any
    more, they are a search."""
    try:
        found = await owners.choice(
            session, viewer=viewer, item_id=shown.id, named=message.text or "", now=now
        )
    except (NotAllowedError, NotFoundError, ItemClosedError):
        raise SkipHandler from None
    if not found.offered:
        raise SkipHandler
    return answer(message, views.ask(found, 0))

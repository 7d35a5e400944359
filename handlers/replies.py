"""Reporting by a reply to a card, a reminder or a receipt, whatever question stands open."""

from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.saying.replies import Answer, answer
from bot.updates.gate import right
from bot.views import progress as views
from council import progress
from council.access import Viewer
from council.items import ItemCard
from council.progress import Submitted
from council.reports import understand
from handlers import asked, several
from handlers.brought import pieces, words_of
from handlers.progress import of_open_form, sent, take, which
from handlers.reply_targets import (
    addressed,
    is_talk,
    named_instead,
    recorded,
    reportable_items,
    to_us,
)
from storage.database import Session

router = Router(name="replies")


@router.message(F.reply_to_message, to_us, recorded, flags=right("report"))
async def reply(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Take a reply as a report on the item that the message was about.

    What is recorded to be about items is asked for before every open question; other messages,
    which may be such a question, only behind them (`unrecorded_replies.py`).
    """
    said = words_of(message)
    if said.startswith("/"):
        raise SkipHandler
    if await is_talk(message, session, viewer, now):
        return None
    shown = await reportable_items(message, session, viewer, now)
    if not shown:
        stands = await state.get_state() is not None
        if message.chat.type == ChatType.PRIVATE and (stands or not understand(said).is_update):
            raise SkipHandler  # no report: another handler knows what it is
        return answer(message, views.unclear_target())
    if message.forward_origin is not None:
        return answer(message, views.forwarded(shown))
    instead = await named_instead(session, viewer, shown, said, now)
    told = () if instead else addressed(shown, said)
    if len(told) > 1:
        return await several.take_each(message, session, viewer, state, told, now)
    item, said = told[0] if told else (None, said)
    form = sent(message, said)
    if await _joins_what_is_asked(message, state, item, form):
        return None
    if item is None:
        form["together"] = not instead
        return answer(message, await which(state, form, instead or shown))
    if (to_form := await of_open_form(session, viewer, state, item, form, now)) is not None:
        return answer(message, to_form)
    if form["evidence"] and not said and (added := await _adds(session, viewer, item, form, now)):
        answered = asked.answered(await state.get_data(), form["album"])
        await asked.note_answered(state, form["album"])
        return None if answered else answer(message, views.evidence_added(added.card))
    return answer(message, await take(session, viewer, state, item, form, now))


async def _joins_what_is_asked(
    message: Message, state: FSMContext, item: ItemCard | None, form: dict[str, Any]
) -> bool:
    """Whether the message is the rest of an album about which one question stands open already.

    Where it brings the album's words, what was kept of it moves into the form.
    """
    before = await state.get_data()
    album = message.media_group_id
    same = before.get("album") == album and before.get("item") == (item and item.id)
    if not album or "of" not in before or not same:
        return False
    files = [*before["evidence"], *form["evidence"]]
    if form["note"]:
        form |= {"evidence": files, "of": before["of"]}
        return False
    await asked.keep(state, before | {"evidence": files})
    return True


async def _adds(
    session: Session, viewer: Viewer, item: ItemCard, form: dict[str, Any], now: datetime
) -> Submitted | None:
    """The report that their sender made a moment ago, where the files went to it."""
    return await progress.add_evidence(
        session, viewer=viewer, item_id=item.id, evidence=pieces(form), now=now
    )

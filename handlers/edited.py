"""A message whose words were changed: a report is corrected, a search is made anew."""

from datetime import datetime, timedelta
from typing import Any

from aiogram import Router
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.saying.replies import Answer, Reply, Saying, answer, in_place
from bot.updates.gate import right
from bot.updates.typed_taps import asked_last
from bot.views import progress as views
from council import items, progress
from council.access import Viewer
from council.progress import TAKE_BACK_MINUTES, Evidence, Written
from council.reports import said_anew
from handlers import broadcasts, replies, search
from handlers import progress as reports
from handlers.asked import kept
from handlers.brought import evidence_of, pieces, report_of, words_of
from handlers.reply_targets import addressed, named_instead, reportable_items
from storage import messages
from storage.database import Session

router = Router(name="edited")


@router.edited_message(flags=right("edit_message"))
async def heed(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Answer changed words in place of what they were answered first, while that is possible.

    In a group nothing is said of a message that nothing had been made of; in private, where every
    message is read, that it was read as it was.
    """
    chat_id, said = message.chat.id, words_of(message)
    if not said and not evidence_of(message):
        return None  # a place on the map that moves, a poll that goes on
    known = await messages.answer_to(session, chat_id=chat_id, message_id=message.message_id)
    if known and known.report_id:
        corrected = await _correct(message, session, viewer, state, now, known.report_id)
        if not isinstance(corrected, Saying):
            return corrected
        return in_place(answer(message, corrected), chat_id=chat_id, message_id=known.message_id)
    if known and now - message.date <= timedelta(minutes=TAKE_BACK_MINUTES):
        taken = await replies.reply(message, session, viewer, state, now)
        return in_place(taken, chat_id=chat_id, message_id=known.message_id)
    if message.chat.type != ChatType.PRIVATE:
        return None
    if message.text and not said.startswith("/") and await asked_last(session, message):
        found: Answer = await search.find(message, session, viewer, now)
        return found
    reworded = await broadcasts.take_changed_words(message, session, viewer, state, now)
    return answer(message, reworded or views.read_before())


async def _correct(
    message: Message,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
    report_id: int,
) -> Saying | Reply | None:
    """Put the changed words in place of the report; None where they say what it says. One report
    does not become several: that is said beside its receipt."""
    before = await progress.to_correct(session, viewer=viewer, progress_id=report_id, now=now)
    words = words_of(message)
    shown = await reportable_items(message, session, viewer, now)
    told = addressed(shown, words) if len(shown) > 1 else ()
    if len(told) > 1:
        return answer(message, views.read_before())
    item_id, said = (told[0][0].id, told[0][1]) if told else (before.item_id, words)
    files = _files(message, before)
    if (progress.as_kept(said), files, item_id) == (before.note, before.evidence, before.item_id):
        return None
    form: dict[str, Any] = {"item": item_id, "note": said, "replaces": report_id}
    form["of"] = message.message_id
    form["evidence"] = [vars(piece) for piece in files]
    own = await items.cards(session, viewer=viewer, item_ids=(item_id,), now=now)
    if not told and (instead := await named_instead(session, viewer, own, said, now)):
        del form["item"]
        return await reports.which(state, form, instead)
    read = said_anew(before.note, said, status=before.status, percent=before.percent)
    if read.unsure or read.status is None:
        card = await items.open_card(session, viewer=viewer, item_id=item_id, now=now)
        form["percent"] = read.percent
        return await reports.ask_meaning(state, card, form, read.status)
    report = report_of(form | {"status": read.status.value, "percent": read.percent})
    saved = await progress.submit(
        session, viewer=viewer, item_id=item_id, report=report, replaces=report_id, now=now
    )
    await kept(state, form["of"]).clear()
    if (await state.get_data()).get("replaces") == report_id:
        await state.clear()  # its steps were being walked again
    return views.receipt(saved, reworded=said)


def _files(message: Message, before: Written) -> tuple[Evidence, ...]:
    """A file that was exchanged takes the place of a report's only one, else it joins them."""
    brought = pieces({"evidence": evidence_of(message)})
    known = {piece.file_id for piece in before.evidence}
    if not brought or brought[0].file_id in known:
        return before.evidence
    return brought if len(before.evidence) == 1 else (*before.evidence, *brought)

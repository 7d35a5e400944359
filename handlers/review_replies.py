"""What somebody who reviews says in reply to a report: thanks, or words for its author."""

from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, answer, edit, toast
from bot.saying.taps import ReviewStep, WordsStep
from bot.updates.gate import right
from bot.views import reviews as views
from council import reviews
from council.access import Viewer
from council.greetings import is_thanks
from council.yes_or_no import approves
from handlers.asked import kept
from handlers.brought import evidence_of, words_of
from handlers.reply_targets import buttons_of, to_us
from storage.database import Session
from storage.words import Decision

router = Router(name="review_replies")


def _report_shown(message: Message) -> bool | dict[str, Any]:
    """Give the report that waits on the replied-to card as `report_id`."""
    quoted = message.reply_to_message
    for one in buttons_of(quoted.reply_markup, ReviewStep) if quoted else ():
        return {"report_id": one.id}
    return False


@router.message(
    F.chat.type == ChatType.PRIVATE, F.reply_to_message, to_us, _report_shown, flags=right("review")
)
async def reply(
    message: Message,
    report_id: int,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Ask whether the words are for the author, or accept the report."""
    said = words_of(message)
    if said.startswith("/") or evidence_of(message):
        raise SkipHandler
    report = await reviews.open_report(session, viewer=viewer, progress_id=report_id, now=now)
    if report.mine or not said:
        raise SkipHandler
    if not report.waits:
        return answer(message, views.report(report, viewer.zone))
    if is_thanks(said):
        return answer(message, views.still_waits(report))
    of = message.message_id
    await kept(state, _name(report_id, of)).set_data({"words": said})
    asked = views.ask_what_for(report, said, of=of, accepts=approves(said))
    return answer(message, asked)


@router.callback_query(WordsStep.filter(F.do.in_({"tell", "for"})), flags=right("review"))
async def use_words(
    callback: CallbackQuery,
    callback_data: WordsStep,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Send the words kept for this button to the author: a question, or why it is returned."""
    form = kept(state, _name(callback_data.id, callback_data.of))
    words = (await form.get_data()).get("words")
    report = await reviews.open_report(
        session, viewer=viewer, progress_id=callback_data.id, now=now
    )
    await form.clear()
    if not words or not report.waits:
        return [edit(callback, views.report(report, viewer.zone)), toast(callback)]
    if callback_data.do == "tell":
        report = await reviews.ask_question(
            session, viewer=viewer, progress_id=report.id, question=words, now=now
        )
        return [edit(callback, views.question_sent(report)), toast(callback)]
    report = await reviews.decide(
        session,
        viewer=viewer,
        progress_id=report.id,
        decision=Decision.RETURNED,
        reason=words,
        now=now,
    )
    return [edit(callback, views.report(report, viewer.zone)), toast(callback)]


def _name(report_id: int, of: int) -> str:
    return f"review:{report_id}:{of}"

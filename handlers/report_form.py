"""A report by the card's button: status, percent, a sentence; typing answers each of them too."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.i18n import _
from bot.saying.replies import Answer, Saying, answer, edit, toast
from bot.saying.taps import CancelReport, FinishReport, ReportItem
from bot.updates.gate import right
from bot.views import errors as error_views
from bot.views import progress as views
from council import access, items
from council.access import Viewer
from council.errors import ItemClosedError
from council.items import ItemCard
from council.reports import share_alone, understand
from handlers import asked
from handlers.brought import brings_evidence, evidence_of, words_of
from handlers.minutes import is_minutes
from handlers.progress import (
    ReportForm,
    explained,
    finish,
    is_over,
    joined,
    reportable,
    sent,
    take,
    unaddressed,
    which,
)
from storage.database import Session
from storage.words import ProgressStatus

router = Router(name="report_form")

ASK_PERCENT = -1
KEPT = ("item", "replaces", "note", "evidence", "of")
"""What a report that is being corrected keeps while its steps are walked back and forth."""
UNADDRESSED = (F.chat.type == ChatType.PRIVATE, ~F.reply_to_message)


@router.callback_query(
    ReportItem.filter(), F.message.chat.type != ChatType.PRIVATE, flags=right("report")
)
async def report_in_group(callback: CallbackQuery) -> Answer:
    """In a group only a reply says whose words they are."""
    return toast(
        callback, _("Reply to this message with where it stands, for example “60% done”."), True
    )


@router.callback_query(ReportItem.filter(), flags=right("report"))
async def ask_next(
    callback: CallbackQuery,
    callback_data: ReportItem,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Status, then percent, then a sentence; every step can go back."""
    item = await reportable(session, viewer, callback_data.item, now)
    form = await state.get_data()
    kept = {key: form[key] for key in KEPT if key in form} if form.get("item") == item.id else {}
    kept["item"] = item.id
    await state.set_state(ReportForm.steps)
    if callback_data.status not in set(ProgressStatus):
        await state.set_data(kept)
        manages = access.can(viewer, "close")
        return [edit(callback, views.ask_status(item, manages=manages)), toast(callback)]
    status = ProgressStatus(callback_data.status)
    await state.set_data(kept | {"status": status.value})
    if status is ProgressStatus.IN_PROGRESS and callback_data.percent == ASK_PERCENT:
        return [edit(callback, views.ask_percent(item, status)), toast(callback)]
    percent = callback_data.percent if callback_data.percent >= 0 else None
    return [edit(callback, await _ask_note(state, item, percent)), toast(callback)]


async def _ask_note(state: FSMContext, item: ItemCard, percent: int | None) -> Saying:
    """Status and percent are known: a sentence?"""
    await state.set_state(ReportForm.note)
    form = await state.update_data(percent=percent)
    return views.ask_note(item, ProgressStatus(form["status"]), percent, form.get("note", ""))


@router.callback_query(FinishReport.filter(), ReportForm.note, flags=right("report"))
async def finish_without_words(
    callback: CallbackQuery,
    callback_data: FinishReport,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Submit what was tapped so far."""
    form = await state.get_data()
    if form.get("item") != callback_data.item:
        return is_over(callback)
    return [edit(callback, await finish(session, viewer, state, form, now)), toast(callback)]


def _brings_a_report(message: Message) -> bool:
    return bool(evidence_of(message)) or bool(message.text and not message.text.startswith("/"))


@router.message(
    ReportForm.note,
    *UNADDRESSED,
    _brings_a_report,
    flags=right("report"),
)
async def finish_with_words(
    message: Message,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Submit with a sentence, a photo or a file."""
    if message.forward_origin is not None:
        return answer(message, views.forwarded())
    form = await state.get_data()
    shown = await items.cards(session, viewer=viewer, item_ids=[form["item"]], now=now)
    if not any(item.is_open and item.may_report for item in shown):
        # Answered without raising: a rollback would leave the question open for ever.
        await state.clear()
        return answer(message, error_views.refusal(ItemClosedError(), viewer.zone))
    form = joined(form, sent(message, words_of(message)))
    return answer(message, await finish(session, viewer, state, form, now))


@router.message(ReportForm.steps, *UNADDRESSED, _brings_a_report, flags=right("report"))
async def answer_in_words(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Take a percentage, or how it stands in words, instead of a tap.

    Anything else is no answer: the steps are over, and another handler knows what it is.
    """
    if not _says_how_it_stands(message, viewer):
        await state.set_state(None)
        raise SkipHandler
    if message.forward_origin is not None:
        return answer(message, views.forwarded())
    form = await state.get_data()
    item = await reportable(session, viewer, form["item"], now)
    share = share_alone(message.text or "")
    if "status" in form and share is not None and 0 < share < 100:
        return answer(message, await _ask_note(state, item, share))
    form = joined(form, sent(message, words_of(message)))
    taken = await take(session, viewer, state, item, form, now)
    return unaddressed(message, taken)


@router.message(
    StateFilter(ReportForm.meaning, ReportForm.which),
    *UNADDRESSED,
    F.text,
    ~F.text.startswith("/"),
    ~F.forward_origin,
    flags=right("report"),
)
async def explain(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Take words that say how it stands as the answer to the question; where it is not known yet
    what the report is about, in place of its words if they name a share. No others are meant."""
    form = await state.get_data()
    item_id = form.get("item")
    if not _says_how_it_stands(message, viewer) or not _may_stand_for(form, words_of(message)):
        raise SkipHandler
    if item_id is None:
        shown = await items.cards(session, viewer=viewer, item_ids=form["items"], now=now)
        return answer(message, await which(state, form | {"note": words_of(message)}, shown))
    item = await reportable(session, viewer, item_id, now)
    taken = await take(session, viewer, state, item, explained(form, words_of(message)), now)
    whole = taken.report is not None and not form["note"]  # else more than these words is corrected
    return answer(message, replace(taken, heeds_edits=whole))


def _says_how_it_stands(message: Message, viewer: Viewer) -> bool:
    said = words_of(message)
    if is_minutes(message, viewer):
        return False
    return brings_evidence(message, viewer) or understand(said).is_update


@router.callback_query(CancelReport.filter(), flags=right("report"))
async def cancel(callback: CallbackQuery, callback_data: CancelReport, state: FSMContext) -> Answer:
    """Drop what was being written, or what the question of the button is about."""
    of = callback_data.of
    form = await (asked.kept(state, of) if of else state).get_data()
    if not form or form.get("item", 0) != callback_data.item:
        return is_over(callback)
    await asked.end(state, form)
    said = views.cancelled(callback_data.item, stands="replaces" in form)
    return [edit(callback, said), toast(callback)]


def _may_stand_for(form: dict[str, Any], words: str) -> bool:
    """Whether the words may take the place of those that the form keeps: a share is no search."""
    if form.get("item") is not None or not form["note"]:
        return True
    return understand(words).percent not in (None, 100) and "replaces" not in form

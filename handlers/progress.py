"""Reporting progress: by the card's button, or by replying to a card or reminder."""

from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.gate import right
from bot.i18n import _
from bot.replies import Answer, Reply, Saying, answer, edit, toast
from bot.taps import AskedStatus, CancelReport, ChosenItem, FinishReport, ReportItem, TypedReport
from bot.views import errors as error_views
from bot.views import progress as views
from bot.views import search as search_views
from council import access, items, postponements, progress
from council.access import Viewer
from council.errors import ItemClosedError
from council.items import ItemCard
from council.reports import understand
from handlers.brought import evidence_of, pieces, report_of, words_of
from handlers.reply_targets import addressed, reportable_items
from storage.database import Session
from storage.words import ProgressStatus

router = Router(name="progress")

NO_PERCENT, ASK_PERCENT = -2, -1
MOST_ASKED = 12
"""Among so many of one's own items one is chosen with a thumb; the most urgent come first."""
KEPT = ("item", "replaces", "note", "evidence")
"""What a report that is being corrected keeps while its steps are walked back and forth."""


class ReportForm(StatesGroup):
    """A report that is being written."""

    note = State()
    revising = State()
    meaning = State()
    which = State()


# ---------------------------------------------------------------- by the button


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
    item = await _reportable(session, viewer, callback_data.item, now)
    form = await state.get_data()
    kept = {key: form[key] for key in KEPT if key in form} if form.get("item") == item.id else {}
    if callback_data.status not in set(ProgressStatus):
        await state.set_state(ReportForm.revising if kept else None)
        await state.set_data(kept)
        manages = access.can(viewer, "close")
        return [edit(callback, views.ask_status(item, manages=manages)), toast(callback)]
    status = ProgressStatus(callback_data.status)
    if status is ProgressStatus.IN_PROGRESS and callback_data.percent == ASK_PERCENT:
        return [edit(callback, views.ask_percent(item, status)), toast(callback)]
    percent = callback_data.percent if callback_data.percent >= 0 else None
    await state.set_state(ReportForm.note)
    await state.set_data(kept | {"item": item.id, "status": status.value, "percent": percent})
    note = str(kept.get("note", ""))
    return [edit(callback, views.ask_note(item, status, percent, note)), toast(callback)]


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
        return _no_longer_open(callback)
    saved = await progress.submit(
        session,
        viewer=viewer,
        item_id=form["item"],
        report=report_of(form),
        replaces=form.get("replaces"),
        now=now,
    )
    await state.clear()
    return [edit(callback, views.receipt(saved)), toast(callback)]


def _brings_a_report(message: Message) -> bool:
    shown = message.photo or message.document or message.voice or message.video
    return bool(shown or (message.text and not message.text.startswith("/")))


@router.message(
    ReportForm.note,
    F.chat.type == ChatType.PRIVATE,
    ~F.reply_to_message,
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
    asked = await items.cards(session, viewer=viewer, item_ids=[form["item"]], now=now)
    if not any(item.is_open and item.may_report for item in asked):
        # Answered without raising: a rollback would leave the question open for ever.
        await state.clear()
        return answer(message, error_views.refusal(ItemClosedError(), viewer.zone))
    return answer(message, await _finish(message, session, viewer, state, now))


async def _finish(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Saying:
    form = await state.get_data()
    form["note"] = words_of(message) or form.get("note", "")
    form["evidence"] = [*form.get("evidence", ()), *evidence_of(message)]
    saved = await progress.submit(
        session,
        viewer=viewer,
        item_id=form["item"],
        report=report_of(form),
        replaces=form.get("replaces"),
        now=now,
    )
    await state.clear()
    return views.receipt(saved)


@router.callback_query(CancelReport.filter(), flags=right("report"))
async def cancel(callback: CallbackQuery, callback_data: CancelReport, state: FSMContext) -> Answer:
    """Drop what was being written."""
    form = await state.get_data()
    if form.get("item") != callback_data.item:
        return _no_longer_open(callback)
    await state.clear()
    said = views.cancelled(callback_data.item, stands="replaces" in form)
    return [edit(callback, said), toast(callback)]


# ---------------------------------------------------------------- by a reply


def _to_us(message: Message, bot: Bot) -> bool:
    quoted = message.reply_to_message
    return bool(quoted and quoted.from_user and quoted.from_user.id == bot.id)


@router.message(_to_us, flags=right("report"))
async def reply(
    message: Message,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Take a reply as a report on the item that the message was about."""
    said = words_of(message)
    if said.startswith("/"):
        raise SkipHandler
    shown = await reportable_items(message, session, viewer, now)
    if not shown:
        asked = await state.get_state() is not None
        if message.chat.type == ChatType.PRIVATE and (asked or not understand(said).is_update):
            raise SkipHandler  # no report: another handler knows what it is
        return answer(message, views.unclear_target())
    if message.forward_origin is not None:
        return answer(message, views.forwarded())
    item, said = addressed(shown, said)
    form: dict[str, Any] = {"note": said, "evidence": evidence_of(message)}
    if item is None:
        await state.set_state(ReportForm.which)
        await state.set_data(form | {"items": [one.id for one in shown]})
        return answer(message, views.ask_which(shown))
    begun = await state.get_data()
    if begun.get("item") == item.id and await state.get_state() == ReportForm.note.state:
        # A reply to the form's own question.
        return answer(message, await _finish(message, session, viewer, state, now))
    if await _joins_what_is_asked(message, state, item, form):
        return None
    if form["evidence"] and not said and await _adds(session, viewer, item, form, now):
        return None if message.media_group_id else answer(message, views.evidence_added(item))
    form["album"] = message.media_group_id
    return answer(message, await _take(session, viewer, state, item, form, now))


async def _joins_what_is_asked(
    message: Message, state: FSMContext, item: ItemCard, form: dict[str, Any]
) -> bool:
    """Whether the message is the rest of an album about which one question stands open already.

    Where it brings the album's words, what was kept of it moves into the form.
    """
    asked = await state.get_data()
    album = message.media_group_id
    if not album or asked.get("album") != album or asked.get("item") != item.id:
        return False
    kept = [*asked.get("evidence", ()), *form["evidence"]]
    if form["note"]:
        form["evidence"] = kept
        return False
    await state.update_data(evidence=kept)
    return True


async def _adds(
    session: Session, viewer: Viewer, item: ItemCard, form: dict[str, Any], now: datetime
) -> bool:
    """Whether the files went to the report that their sender made a moment ago."""
    added = await progress.add_evidence(
        session, viewer=viewer, item_id=item.id, evidence=pieces(form), now=now
    )
    return added is not None


@router.callback_query(TypedReport.filter(), flags=right("report"))
async def typed(
    callback: CallbackQuery, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """What was searched for is a report on one of one's own items."""
    said = search_views.query_of(getattr(callback.message, "text", None) or "")
    work = await items.my_work(session, viewer=viewer, now=now)
    mine = [one for one in work.all if one.may_report][:MOST_ASKED]
    if not said or not mine:
        return toast(callback, views.nothing_to_report_on(), True)
    form: dict[str, Any] = {"note": said, "evidence": []}
    if len(mine) == 1:
        taken = await _take(session, viewer, state, mine[0], form, now)
        return [edit(callback, taken), toast(callback)]
    await state.set_state(ReportForm.which)
    await state.set_data(form | {"items": [one.id for one in mine]})
    return [edit(callback, views.ask_which(mine)), toast(callback)]


@router.callback_query(ChosenItem.filter(), ReportForm.which, flags=right("report"))
async def chosen(
    callback: CallbackQuery,
    callback_data: ChosenItem,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The kept words are about this item."""
    form = await state.get_data()
    if callback_data.item not in form.pop("items", ()):
        return _no_longer_open(callback)
    item = await _reportable(session, viewer, callback_data.item, now)
    taken = await _take(session, viewer, state, item, form, now)
    return [edit(callback, taken), toast(callback)]


@router.callback_query(AskedStatus.filter(), ReportForm.meaning, flags=right("report"))
async def clarified(
    callback: CallbackQuery,
    callback_data: AskedStatus,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The one question about a reply is answered."""
    form = await state.get_data()
    if form.get("item") != callback_data.item or callback_data.status not in set(ProgressStatus):
        return _no_longer_open(callback)
    saved = await progress.submit(
        session,
        viewer=viewer,
        item_id=callback_data.item,
        report=report_of(form | {"status": callback_data.status}),
        replaces=form.get("replaces"),
        now=now,
    )
    await state.clear()
    return [edit(callback, views.receipt(saved)), toast(callback)]


@router.callback_query(FinishReport.filter(), flags=right("report"))
@router.callback_query(ChosenItem.filter(), flags=right("report"))
@router.callback_query(AskedStatus.filter(), flags=right("report"))
async def no_longer_open(callback: CallbackQuery) -> Answer:
    """A button of a question that was answered, dropped, or asked of somebody else."""
    return _no_longer_open(callback)


def _no_longer_open(callback: CallbackQuery) -> Reply:
    return toast(callback, _("This question is no longer open."), True)


# ---------------------------------------------------------------- pieces


async def _take(
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    item: ItemCard,
    form: dict[str, Any],
    now: datetime,
) -> Saying:
    """Record what was understood, ask once where it was not, and thank for thanks."""
    said = understand(form["note"])
    if not said.is_update and not form["evidence"]:
        await state.clear()
        return views.thanks()
    if said.unsure or said.status is None:
        await state.set_state(ReportForm.meaning)
        await state.set_data(form | {"item": item.id, "percent": said.percent})
        until = postponements.promised_day(form["note"], item)
        return views.ask_meaning(item, form["note"], said.status, until)
    understood = form | {"status": said.status.value, "percent": said.percent}
    saved = await progress.submit(
        session, viewer=viewer, item_id=item.id, report=report_of(understood), now=now
    )
    await state.clear()
    return views.receipt(saved)


async def _reportable(session: Session, viewer: Viewer, item_id: int, now: datetime) -> ItemCard:
    item = await items.open_card(session, viewer=viewer, item_id=item_id, now=now)
    progress.ensure_open_for(viewer, item)
    return item

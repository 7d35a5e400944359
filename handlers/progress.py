"""Reporting progress: by words that were searched for, and whatever is asked about a report."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, Reply, Saying, answer, edit, toast
from bot.saying.taps import AskedStatus, ChosenItem, FinishReport, TypedReport, sum_of
from bot.updates.gate import right
from bot.views import postponements as time_views
from bot.views import progress as views
from bot.views import reminder_plan as plan_views
from bot.views import search as search_views
from council import items, later_days, progress
from council.access import Viewer
from council.items import ItemCard
from council.progress import Submitted
from council.reports import asks_for_time, asks_to_wait, parts_of, understand, wants_time
from council.searching.typed_codes import codes_within
from handlers import asked
from handlers.brought import evidence_of, report_of
from handlers.time_form import ask_day
from storage.database import Session
from storage.words import ProgressStatus

router = Router(name="progress")

MOST_ASKED = 12
"""Among so many of one's own items one is chosen with a thumb; the most urgent come first."""

MOST_OFFERED = 3
"""So many other items of the same message are offered below a receipt."""


class ReportForm(StatesGroup):
    """A report that is being written."""

    steps = State()
    note = State()
    meaning = State()
    which = State()


# ---------------------------------------------------------------- by words


@router.callback_query(TypedReport.filter(), flags=right("report"))
async def typed(
    callback: CallbackQuery, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """What was searched for is a report on one of one's own items."""
    said = search_views.query_of(getattr(callback.message, "text", None) or "")
    form = {"note": said, "evidence": [], "of": sum_of(callback.id)}
    mine = await own_open(session, viewer, now) if said else []
    codes = codes_within(said)
    named = parts_of(said, [one.code for one in mine]) if codes else ()
    if len(named) == 1:
        [(place, words)] = named
        mine, form["note"] = [mine[place]], words
    if codes and mine and not named:  # others' items, or a day
        offered: Saying | None = await which(state, form, mine[:MOST_ASKED])
    else:
        offered = await offer_of(mine, session, viewer, state, form, now)
    if offered is None:
        return toast(callback, views.nothing_to_report_on(), True)
    return [edit(callback, offered), toast(callback)]


async def offer(
    session: Session, viewer: Viewer, state: FSMContext, form: dict[str, Any], now: datetime
) -> Saying | None:
    """Take it as a report on the only item that is the viewer's, or ask on which; None where there
    is none."""
    return await offer_of(await own_open(session, viewer, now), session, viewer, state, form, now)


async def own_open(session: Session, viewer: Viewer, now: datetime) -> list[ItemCard]:
    """The open items that the viewer may report on, the most urgent first."""
    work = await items.my_work(session, viewer=viewer, now=now)
    return [one for one in work.all if one.may_report]


async def offer_of(
    mine: Sequence[ItemCard],
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    form: dict[str, Any],
    now: datetime,
) -> Saying | None:
    """The same as `offer` among these items."""
    if len(mine) < 2:
        return await take(session, viewer, state, mine[0], form, now) if mine else None
    return await which(state, form, mine[:MOST_ASKED])


async def which(state: FSMContext, form: dict[str, Any], shown: Sequence[ItemCard]) -> Saying:
    """Ask on which of these items the form reports, or which it asks more time for."""
    await asked.ask(state, ReportForm.which, form | {"items": [one.id for one in shown]})
    return _ask_which(form, shown)


async def which_beside(
    state: FSMContext, form: dict[str, Any], item_id: int, shown: Sequence[ItemCard]
) -> Saying:
    """Ask the same of words that may answer what stands open about an item; that stays open."""
    items_shown = {"items": [one.id for one in shown], "beside": item_id}
    await asked.kept(state, form["of"]).set_data(form | items_shown)
    return _ask_which(form, shown)


def _ask_which(form: dict[str, Any], shown: Sequence[ItemCard]) -> Saying:
    for_time = not form["evidence"] and wants_time(form["note"])
    return views.ask_which(shown, of=form["of"], for_time=for_time)


def unaddressed(message: Message, said: Saying) -> Reply:
    """Answer what replies to nothing: once it is a report, its changed words correct it."""
    return answer(message, replace(said, heeds_edits=said.report is not None))


@router.callback_query(ChosenItem.filter(), flags=right("report"))
async def chosen(
    callback: CallbackQuery,
    callback_data: ChosenItem,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The kept words are about this item, and answer what was open about it when they came."""
    form = await asked.kept(state, callback_data.of).get_data()
    shown = form.pop("items", ())
    if callback_data.item not in shown:
        return is_over(callback)
    if form.get("together"):
        form["others"] = [one for one in shown if one != callback_data.item]
    item = await reportable(session, viewer, callback_data.item, now)
    answers = form.pop("beside", None) == item.id
    said = await of_open_form(session, viewer, state, item, form, now) if answers else None
    if said is None:
        said = await take(session, viewer, state, item, form, now)
    else:
        await asked.kept(state, callback_data.of).clear()
    return [edit(callback, said), toast(callback)]


@router.callback_query(AskedStatus.filter(), flags=right("report"))
async def clarified(
    callback: CallbackQuery,
    callback_data: AskedStatus,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The one question about a reply is answered."""
    form = await asked.kept(state, callback_data.of).get_data()
    if form.get("item") != callback_data.item or callback_data.status not in set(ProgressStatus):
        return is_over(callback)
    form["status"] = callback_data.status
    return [edit(callback, await finish(session, viewer, state, form, now)), toast(callback)]


@router.callback_query(FinishReport.filter(), flags=right("report"))
async def no_longer_open(callback: CallbackQuery) -> Answer:
    """A button of a report that is not being written any more."""
    return is_over(callback)


def is_over(callback: CallbackQuery) -> Reply:
    """Say that the question of the button was answered, dropped, or asked of somebody else."""
    return toast(callback, views.over(), True)


# ---------------------------------------------------------------- pieces


async def finish(
    session: Session, viewer: Viewer, state: FSMContext, form: dict[str, Any], now: datetime
) -> Saying:
    """Submit what the form holds, and say what was recorded."""
    saved = await submit(session, viewer, state, form, now)
    return views.receipt(saved, others=await _others(session, viewer, form, now))


async def submit(
    session: Session, viewer: Viewer, state: FSMContext, form: dict[str, Any], now: datetime
) -> Submitted:
    """Submit what the form holds, in place of the report that it corrects, and end the question."""
    saved = await progress.submit(
        session,
        viewer=viewer,
        item_id=form["item"],
        report=report_of(form),
        replaces=form.get("replaces"),
        now=now,
    )
    await asked.end(state, form)
    await asked.note_answered(state, form.get("album"))
    return saved


async def _others(
    session: Session, viewer: Viewer, form: dict[str, Any], now: datetime
) -> tuple[ItemCard, ...]:
    """The other items of the message that was replied to, where they have no report of the last
    day: the words may have been about them too."""
    if not form.get("others"):
        return ()
    beside = await items.cards(session, viewer=viewer, item_ids=form["others"], now=now)
    since = now - timedelta(days=1)
    return tuple(
        one for one in beside if one.may_report and (one.last is None or one.last.at < since)
    )[:MOST_OFFERED]


def sent(message: Message, said: str) -> dict[str, Any]:
    """The form of a new report: words and files, and the number that they are kept under."""
    album = message.media_group_id
    form = {"note": said, "evidence": evidence_of(message), "album": album}
    return form | {"of": message.message_id, "came": message.date.timestamp()}


def joined(form: dict[str, Any], brought: dict[str, Any]) -> dict[str, Any]:
    """The open form with the words that a message said, and its files, as `sent`."""
    files = [*form.get("evidence", ()), *brought["evidence"]]
    told = {"note": brought["note"] or form.get("note", ""), "evidence": files}
    return brought | form | told


def explained(form: dict[str, Any], words: str) -> dict[str, Any]:
    """The form of an open question with the words that answer it, behind those it was asked about.

    What it says plainly counts where both together leave open how it stands.
    """
    said = understand(words)
    note = "\n".join(filter(None, (form["note"], words)))
    return form | {"note": note} | ({} if said.unsure else {"status": said.status})


async def of_open_form(
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    item: ItemCard,
    brought: dict[str, Any],
    now: datetime,
) -> Saying | None:
    """Answer the form's own question with what a message about the item brought; None where no
    form is open on that."""
    form, said = await state.get_data(), brought["note"]
    step = await state.get_state() if form.get("item") == item.id else None
    if step == ReportForm.note.state:
        return await finish(session, viewer, state, joined(form, brought), now)
    if step == ReportForm.steps.state:
        return await take(session, viewer, state, item, joined(form, brought), now)
    if step == ReportForm.meaning.state and not brought["evidence"] and understand(said).is_update:
        return await take(session, viewer, state, item, explained(form, said), now)
    return None


async def take(
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    item: ItemCard,
    form: dict[str, Any],
    now: datetime,
) -> Saying:
    """Record what was understood, else say what `understood` has to."""
    heard = await understood(state, item, form)
    if isinstance(heard, Saying):
        return heard
    return await finish(session, viewer, state, heard, now)


def is_for_time(item: ItemCard, form: dict[str, Any]) -> bool:
    """Whether the form's words ask for more time for an item that has a deadline."""
    note = form["note"]
    if item.due_on is None or form["evidence"] or not asks_for_time(note):
        return False
    return not understand(note).is_update or (wants_time(note) and "status" not in form)


async def understood(
    state: FSMContext, item: ItemCard, form: dict[str, Any]
) -> dict[str, Any] | Saying:
    """The form with what its words report, ready to be submitted.

    Else what to say: it is asked once where it was not understood, and thanked for thanks; who asks
    for more time is asked until when, or told that there is no deadline, and who asks to be
    reminded later is shown how. Words that leave it open do not change a status that was tapped.
    """
    note, said = form["note"], understand(form["note"])
    if is_for_time(item, form):
        await asked.end(state, form)
        return await ask_day(state, item, note)
    if not said.is_update and not form["evidence"]:
        await asked.end(state, form)
        if asks_for_time(note):
            return time_views.no_deadline(item)
        return plan_views.offer(item) if asks_to_wait(note) else views.thanks([item])
    status = form.get("status") if said.unsure else said.status
    if status is None:
        return await ask_meaning(state, item, form | {"percent": said.percent}, said.status)
    return form | {"item": item.id, "status": status, "percent": said.percent}


async def ask_meaning(
    state: FSMContext, item: ItemCard, form: dict[str, Any], guess: ProgressStatus | None
) -> Saying:
    """Ask how the item stands of which the form tells; nothing is recorded before."""
    await asked.ask(state, ReportForm.meaning, form | {"item": item.id})
    until = later_days.promised_day(form["note"], item)
    stands = "replaces" in form
    return views.ask_meaning(item, form["note"], guess, until, of=form["of"], stands=stands)


async def reportable(session: Session, viewer: Viewer, item_id: int, now: datetime) -> ItemCard:
    """The card of an open item that the viewer may report on."""
    item = await items.open_card(session, viewer=viewer, item_id=item_id, now=now)
    progress.ensure_open_for(viewer, item)
    return item

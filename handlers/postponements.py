"""Asking for more time by button or by a promise in a reply; granting and refusing it."""

from datetime import date, datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.saying.replies import Answer, Saying, answer, edit, toast
from bot.saying.taps import AnswerTime, AskTime, ChosenItem
from bot.updates.gate import right
from bot.views import postponements as views
from council import items, later_days, postponements, progress
from council.access import Viewer
from council.items import ItemCard
from council.reports import understand
from council.searching.typed_codes import read_code
from handlers.asked import end, kept
from handlers.brought import words_of
from handlers.progress import sent, take
from handlers.reply_targets import to_us
from handlers.time_form import TimeForm, ask_day, in_private
from storage.database import Session

router = Router(name="postponements")
TYPED = (F.chat.type == ChatType.PRIVATE, F.text, ~F.text.startswith("/"))


@router.callback_query(AskTime.filter(), flags=right("ask_postponement"))
async def ask(
    callback: CallbackQuery,
    callback_data: AskTime,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The day, then the reason; words that were just typed are reason enough."""
    item = await items.open_card(session, viewer=viewer, item_id=callback_data.item, now=now)
    progress.ensure_open_for(viewer, item)
    wanted = _day(callback_data.on)
    if wanted is None:
        before_it = await state.get_data()
        then = before_it.get("then", ()) if before_it.get("item") == item.id else ()
        asking = await in_private(state)
        return [edit(callback, await ask_day(asking, item, then=then)), toast(callback)]
    before = await postponements.waiting(
        session, viewer=viewer, item_id=item.id, wanted_on=wanted, now=now
    )
    if before is not None:  # a thumb that pressed twice
        return [edit(callback, views.asked(before)), toast(callback)]
    heard = kept(state, callback_data.of) if callback_data.of else state
    form = await heard.get_data()
    if not callback_data.of and await state.get_state() != TimeForm.day.state:
        form = {}  # of another question
    said = form if form.get("item") == item.id else {}
    shown, *more = await _until(session, viewer, state, item, wanted, said, now)
    return [edit(callback, shown), *[answer(callback, one) for one in more], toast(callback)]


async def _until(
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    item: ItemCard,
    wanted: date,
    said: dict[str, Any],
    now: datetime,
) -> list[Saying]:
    """The day is known: words that were said already are reason enough, else it is asked for."""
    if not said.get("note"):
        asking = await in_private(state)
        await asking.set_state(TimeForm.reason)
        form = {"item": item.id, "on": wanted.isoformat(), "then": said.get("then", ())}
        await asking.set_data(form)
        return [views.ask_reason(item, wanted)]
    asked = await postponements.ask(
        session, viewer=viewer, item_id=item.id, wanted_on=wanted, reason=said["note"], now=now
    )
    await end(state, said)
    return [views.asked(asked), *await _next(session, viewer, state, said, now)]


async def _next(
    session: Session, viewer: Viewer, state: FSMContext, form: dict[str, Any], now: datetime
) -> list[Saying]:
    """The question about the next item that the same message asked more time for."""
    then = dict(form.get("then", ()))
    cards = await items.cards(session, viewer=viewer, item_ids=then, now=now) if then else ()
    wished = [(one, then[one.id]) for one in cards if one.is_open and one.may_report]
    if not wished:
        return []
    (first, said), *rest = wished
    asking = await in_private(state)
    return [await ask_day(asking, first, said, [(one.id, words) for one, words in rest])]


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def may_answer(message: Message, bot: Bot) -> bool:
    """Whether words may answer the open question: in a group only those that reply to the bot."""
    typed = bool(message.text) and not (message.text or "").startswith("/")
    return typed and (message.chat.type == ChatType.PRIVATE or to_us(message, bot))


def _reports(message: Message) -> bool:
    if read_code(words_of(message)) is not None:
        return False
    said = understand(words_of(message))
    return said.is_update and not said.unsure


@router.message(TimeForm.day, may_answer, _reports, flags=right("report"))
async def report_instead(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Words that name no day and plainly report are the item's report."""
    form, said = await state.get_data(), words_of(message)
    item = await items.open_card(session, viewer=viewer, item_id=form["item"], now=now)
    if message.forward_origin is not None or later_days.names_day(said, item):
        raise SkipHandler
    return answer(message, await take(session, viewer, state, item, sent(message, said), now))


@router.message(TimeForm.day, may_answer, flags=right("ask_postponement"))
async def type_day(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """A typed day."""
    form = await state.get_data()
    item = await items.open_card(session, viewer=viewer, item_id=form["item"], now=now)
    wanted = later_days.wanted_day(message.text or "", item)
    said = await _until(session, viewer, state, item, wanted, form, now)
    return [answer(message, one) for one in said]


@router.message(TimeForm.reason, *TYPED, flags=right("ask_postponement"))
async def type_reason(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """The reason, and the request is on its way."""
    said = await _ask_for(session, viewer, state, message.text or "", now)
    return [answer(message, one) for one in said]


async def _ask_for(
    session: Session, viewer: Viewer, state: FSMContext, reason: str, now: datetime
) -> list[Saying]:
    form = await state.get_data()
    wanted = date.fromisoformat(form["on"])
    asked = await postponements.ask(
        session, viewer=viewer, item_id=form["item"], wanted_on=wanted, reason=reason, now=now
    )
    await state.clear()
    return [views.asked(asked), *await _next(session, viewer, state, form, now)]


@router.callback_query(
    ChosenItem.filter(),
    StateFilter(TimeForm.day, TimeForm.reason),
    flags=right("ask_postponement"),
)
async def go_on(
    callback: CallbackQuery,
    callback_data: ChosenItem,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """Words that named another item answer the open question after all."""
    words, form = kept(state, callback_data.of), await state.get_data()
    brought = await words.get_data()
    if not brought.get("beside") == callback_data.item == form["item"]:
        raise SkipHandler
    item = await items.open_card(session, viewer=viewer, item_id=form["item"], now=now)
    if await state.get_state() == TimeForm.reason.state:
        said = await _ask_for(session, viewer, state, brought["note"], now)
    elif later_days.names_day(brought["note"], item):
        wanted = later_days.wanted_day(brought["note"], item)
        said = await _until(session, viewer, state, item, wanted, form, now)
    else:
        raise SkipHandler  # a report
    await words.clear()
    shown, *more = said
    return [edit(callback, shown), *[answer(callback, one) for one in more], toast(callback)]


@router.callback_query(AnswerTime.filter(F.do == "back"), flags=right("withdraw_postponement"))
async def take_back(
    callback: CallbackQuery,
    callback_data: AnswerTime,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Take back what one asked for; where it was decided before, say how."""
    shown = await postponements.take_back(
        session, viewer=viewer, postponement_id=callback_data.id, now=now
    )
    return [edit(callback, views.stands(shown)), toast(callback)]


@router.callback_query(AnswerTime.filter(F.do == "yes"), flags=right("grant_postponement"))
async def grant(
    callback: CallbackQuery,
    callback_data: AnswerTime,
    session: Session,
    viewer: Viewer,
    now: datetime,
) -> Answer:
    """Grant in one tap."""
    decided = await postponements.decide(
        session, viewer=viewer, postponement_id=callback_data.id, granted=True, now=now
    )
    return [edit(callback, views.request(decided)), toast(callback)]


@router.callback_query(AnswerTime.filter(F.do == "no"), flags=right("grant_postponement"))
async def ask_why_not(
    callback: CallbackQuery,
    callback_data: AnswerTime,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """A refusal needs a reason."""
    shown = await postponements.open_request(
        session, viewer=viewer, postponement_id=callback_data.id, now=now
    )
    if not shown.waits:
        return [edit(callback, views.request(shown)), toast(callback)]
    await state.set_state(TimeForm.refusal)
    await state.set_data({"postponement": shown.id})
    return [edit(callback, views.ask_why_not(shown)), toast(callback)]


@router.callback_query(
    AnswerTime.filter(F.do.in_({"open", "show"})), flags=right("grant_postponement")
)
async def open_request(
    callback: CallbackQuery,
    callback_data: AnswerTime,
    session: Session,
    viewer: Viewer,
    state: FSMContext,
    now: datetime,
) -> Answer:
    """The request anew, below what named it; or back to it."""
    shown = await postponements.open_request(
        session, viewer=viewer, postponement_id=callback_data.id, now=now
    )
    await state.clear()
    say = edit if callback_data.do == "open" else answer
    return [say(callback, views.request(shown)), toast(callback)]


@router.message(TimeForm.refusal, *TYPED, flags=right("grant_postponement"))
async def refuse(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Refuse with the typed reason."""
    form = await state.get_data()
    shown = await postponements.open_request(
        session, viewer=viewer, postponement_id=form["postponement"], now=now
    )
    await state.clear()
    if shown.waits:
        shown = await postponements.decide(
            session,
            viewer=viewer,
            postponement_id=shown.id,
            granted=False,
            answer=message.text,
            now=now,
        )
    return answer(message, views.request(shown))

"""A code typed while something else is asked, alone or in words: what it names is meant."""

from datetime import datetime

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.types import Message

from bot.saying.replies import Answer, answer
from bot.updates.gate import right
from council import codes, items, later_days
from council.access import Viewer
from council.searching.typed_codes import read_code
from handlers import search
from handlers.broadcasts import BroadcastForm
from handlers.brought import words_of
from handlers.closing import CloseForm
from handlers.errata import ErrataForm
from handlers.postponements import may_answer
from handlers.progress import ReportForm, sent, which_beside
from handlers.reminders import PutOffForm
from handlers.reply_targets import named_instead
from handlers.reviews import ReviewForm
from handlers.time_form import TimeForm
from storage.database import Session

router = Router(name="codes")

OVER = (ReportForm.steps, ReportForm.note, ReportForm.meaning, TimeForm.day)
"""What is typed next may report, and on the card that is shown last: these questions end."""
ASKED_IN_WORDS = (
    *(*OVER, ReportForm.which, TimeForm.reason, TimeForm.refusal),
    *(PutOffForm.reason, ReviewForm.reason, ReviewForm.own_reason, ReviewForm.question),
    *(CloseForm.reason, ErrataForm.text, ErrataForm.reason, BroadcastForm.words),
)
"""What no code answers; other questions ask for one, or for what looks like it."""


def _is_code(message: Message) -> bool:
    return read_code(message.text or "") is not None


@router.message(
    StateFilter(*ASKED_IN_WORDS),
    F.chat.type == ChatType.PRIVATE,
    F.text,
    _is_code,
    flags=right("search"),
)
async def look_up(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Open its card, or say that there is none; where a day is asked for, «۲۰/۹» may be one."""
    step = await state.get_state()
    if step == TimeForm.day.state and await _is_a_day(message, session, viewer, state, now):
        raise SkipHandler
    if step in {one.state for one in OVER}:
        await state.clear()
    found: Answer = await search.find(message, session, viewer, now)
    return found


async def _is_a_day(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> bool:
    typed, form = message.text or "", await state.get_data()
    item = await items.open_card(session, viewer=viewer, item_id=form["item"], now=now)
    if later_days.names_day(typed, item):
        return True
    return await codes.jump(session, viewer=viewer, typed=typed, now=now) is None


@router.message(
    StateFilter(TimeForm.day, TimeForm.reason), may_answer, ~F.forward_origin, flags=right("report")
)
@router.message(
    StateFilter(ReportForm.steps, ReportForm.note, ReportForm.meaning),
    F.chat.type == ChatType.PRIVATE,
    ~F.reply_to_message,
    ~F.forward_origin,
    F.text | F.caption,
    ~F.text.startswith("/"),
    flags=right("report"),
)
async def ask_which_is_meant(
    message: Message, session: Session, viewer: Viewer, state: FSMContext, now: datetime
) -> Answer:
    """Ask whether words that name other items answer the question about its own."""
    item_id = (await state.get_data())["item"]
    own = await items.cards(session, viewer=viewer, item_ids=[item_id], now=now)
    meant = await named_instead(session, viewer, own, words_of(message), now) if own else ()
    if not meant:
        raise SkipHandler
    form = sent(message, words_of(message))
    return answer(message, await which_beside(state, form, item_id, meant))

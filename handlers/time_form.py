"""More time that is being asked for or refused: what stands open of it, and its first question."""

from collections.abc import Sequence
from dataclasses import replace

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from bot.saying.replies import Saying
from bot.views import postponements as views
from council import later_days
from council.items import ItemCard


class TimeForm(StatesGroup):
    """More time that is being asked for, or refused."""

    day = State()
    reason = State()
    refusal = State()


async def ask_day(
    state: FSMContext, item: ItemCard, said: str = "", then: Sequence[tuple[int, str]] = ()
) -> Saying:
    """Ask until when; what was `said` is the reason, and a day that it names is offered first.

    `then` are the items that are asked about after it, each with what was said of it.
    """
    await state.set_state(TimeForm.day)
    await state.set_data({"item": item.id, "note": said, "then": list(then)})
    named = later_days.named_day(said, item)
    return views.ask_day(item, named, in_group=in_group(state))


def in_group(state: FSMContext) -> bool:
    """Whether what stands open is asked before a whole group."""
    return state.key.chat_id != state.key.user_id


async def in_private(state: FSMContext) -> FSMContext:
    """Where a conversation stands open that goes on in private: in the private chat; a group's own
    question ends then."""
    if not in_group(state):
        return state
    await state.clear()
    return FSMContext(state.storage, replace(state.key, chat_id=state.key.user_id, thread_id=None))

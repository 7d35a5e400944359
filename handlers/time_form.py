"""More time that is being asked for or refused: what stands open of it, and its first question."""

from collections.abc import Sequence

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup

from bot.replies import Saying
from bot.views import postponements as views
from council import postponements
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
    return views.ask_day(item, postponements.named_day(said, item))

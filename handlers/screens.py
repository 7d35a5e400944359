"""Screens of buttons that stand open as a question: words typed in place of a tap."""

from dataclasses import replace
from typing import Any

from aiogram import F
from aiogram.enums import ChatType
from aiogram.filters import Filter, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import Message

from bot.saying.choices import chosen, labels_of
from bot.saying.replies import Saying
from storage.questions import SHOWN


class TypedButton(Filter):
    """Lets typed words through that mean one of the open screen's buttons of this kind."""

    def __init__(self, kind: type[CallbackData], *, whole_words: bool = False) -> None:
        self._kind = kind
        self._whole_words = whole_words

    async def __call__(self, message: Message, state: FSMContext) -> bool | dict[str, Any]:
        """Give the button's data as `callback_data`, as if it had been tapped."""
        labels = (await state.get_data()).get("labels", {})
        data = chosen(message.text or "", labels, whole_words=self._whole_words)
        if data is None or data.partition(":")[0] != self._kind.__prefix__:
            return False
        return {"callback_data": self._kind.unpack(data)}


class _ShownLast(Filter):
    """Lets typed words through while a button of this kind, for one of these steps, stands under
    the bot's newest answer in a private chat."""

    def __init__(self, kind: type[CallbackData], *steps: str) -> None:
        self._kind = kind
        self._steps = steps

    async def __call__(self, _message: Message, state: FSMContext) -> bool | dict[str, Any]:
        """Give the first such button's data as `shown`."""
        for button in await shown_last(state, self._kind):
            if button.pack().split(":", 2)[1] in self._steps:
                return {"shown": button}
        return False


async def shown_last[Kind: CallbackData](state: FSMContext, kind: type[Kind]) -> list[Kind]:
    """What the buttons of this kind under the bot's newest answer in a private chat bring."""
    answer = FSMContext(state.storage, replace(state.key, destiny=SHOWN))
    shown = (await answer.get_data()).get("labels", {}).values()
    return [kind.unpack(one) for one in shown if one.partition(":")[0] == kind.__prefix__]


def typed_below(kind: type[CallbackData], *steps: str, at: State | None = None) -> tuple[Any, ...]:
    """The filters for words typed in private below such buttons, where nothing is asked or the
    screen `at` stands open; the handler gets the first of the buttons as `shown`."""
    typed = (F.chat.type == ChatType.PRIVATE, ~F.reply_to_message, F.text, ~F.text.startswith("/"))
    return StateFilter(at), *typed, _ShownLast(kind, *steps)


async def open_screen(state: FSMContext, saying: Saying, at: State, /, **form: object) -> Saying:
    """Remember the screen's buttons, so that they can be typed; gives the screen back."""
    await state.set_state(at)
    await state.set_data({**form, "labels": labels_of(saying)})
    return saying

"""The one list of handlers: the same answers as aiogram's own way, and nobody asked in vain."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import F, Router
from aiogram.dispatcher.event.bases import UNHANDLED, SkipHandler
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject, User

from bot.updates.routing import OneRouterDispatcher, SkippedPartError, one_router

PERSON = User(id=7, is_bot=False, first_name="x")


class Press(CallbackData, prefix="p"):
    id: int


class Form(StatesGroup):
    note = State()


def said(text: str, kind: str = "private") -> Message:
    chat = Chat(id=7, type=kind)
    return Message(message_id=1, date=datetime.now(UTC), chat=chat, from_user=PERSON, text=text)


def pressed(data: str) -> CallbackQuery:
    return CallbackQuery(id="1", from_user=PERSON, chat_instance="1", data=data)


def routers() -> list[Router]:
    first, second = Router(), Router()
    first.message.filter(F.chat.type == "private")

    @first.message(Command("my"))
    async def my(message: Message, command: CommandObject) -> str:
        if command.args == "not mine":
            raise SkipHandler
        return f"my {command.args}"

    @first.message(Form.note)
    async def note(message: Message) -> str:
        return "note"

    @second.message(Command("my", "mine"))
    async def late(message: Message, command: CommandObject) -> str:
        return f"late {command.args}"

    @second.message(StateFilter(None), F.text.startswith("سلام"))
    async def greeting(message: Message) -> str:
        return "greeting"

    @second.message(lambda message: message.text == "plain")
    async def plain(message: Message) -> str:
        return "plain"

    @second.callback_query(Press.filter(F.id > 1))
    async def press(callback: CallbackQuery, callback_data: Press) -> str:
        return f"press {callback_data.id}"

    @second.callback_query()
    async def other(callback: CallbackQuery, callback_data: Press | None = None) -> str:
        return f"other {callback_data}"

    return [first, second]


EVENTS: list[tuple[TelegramObject, str | None, object]] = [
    (said("/my work"), None, "my work"),
    (said("/my not mine"), None, "late not mine"),
    (said("/my work", "group"), None, "late work"),
    (said("  /mine"), None, "late None"),
    (said("/unknown"), None, UNHANDLED),
    (said("/unknown"), Form.note.state, "note"),
    (said("سلام"), None, "greeting"),
    (said("سلام"), Form.note.state, "note"),
    (said("plain"), "Other:state", "plain"),
    (said("else"), None, UNHANDLED),
    (pressed("p:5"), None, "press 5"),
    (pressed("p:1"), None, "other None"),
    (pressed("q:5"), None, "other None"),
    (pressed(""), None, "other None"),
]


@pytest.mark.parametrize(("event", "state", "answer"), EVENTS)
async def test_the_first_handler_that_fits_answers(
    event: TelegramObject, state: str | None, answer: object
) -> None:
    kind = "message" if isinstance(event, Message) else "callback_query"
    given: dict[str, Any] = {"bot": None, "raw_state": state}
    own, stock = Router(), one_router(routers())
    for one in routers():
        own.include_router(one)

    assert await stock.propagate_event(kind, event, **given) == answer
    assert await own.propagate_event(kind, event, **given) == answer


async def test_unknown_commands_and_buttons_are_not_kept_apart() -> None:
    whole = one_router(routers())
    for number in range(50):
        await whole.propagate_event("message", said(f"/x{number}"), bot=None, raw_state=None)
        await whole.propagate_event(
            "callback_query", pressed(f"x{number}:1"), bot=None, raw_state=None
        )

    assert len(whole.message._known) == len(whole.callback_query._known) == 1  # type: ignore[attr-defined]  # ours


async def test_what_the_short_ways_would_never_ask_keeps_the_bot_from_starting() -> None:
    async def around(handler: Any, event: TelegramObject, data: dict[str, Any]) -> Any:
        return await handler(event, data)

    def dispatcher() -> OneRouterDispatcher:
        made = OneRouterDispatcher(disable_fsm=True)
        made.include_router(one_router(routers()))
        return made

    dispatcher().ensure_all_is_asked()
    guarded, narrowed, second = dispatcher(), dispatcher(), dispatcher()
    guarded.message.outer_middleware(around)
    narrowed.callback_query.filter(F.data)
    second.include_router(Router())
    for one in (guarded, narrowed, second):
        with pytest.raises(SkippedPartError):
            one.ensure_all_is_asked()
    nested, wrapped = Router(), Router()
    nested.include_router(Router())
    wrapped.message.middleware(around)
    for router in (nested, wrapped):
        with pytest.raises(SkippedPartError):
            one_router([router])

"""A stage for tests of receiving: a simulated Telegram, a bot with plain handlers, a database."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from aiogram import Bot, Dispatcher, F, Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, ErrorEvent, InlineKeyboardButton, Message, Update
from aiogram.types import InlineKeyboardMarkup as Keyboard
from aiogram.utils.formatting import Text
from sqlalchemy import select

from bot.saying.pace import Pace
from bot.saying.replies import Answer, Reply, Saying, answer, edit, toast
from bot.saying.speaking import PaceMiddleware
from bot.updates.feeding import Feeder
from bot.updates.middlewares import LanguageOfErrors, TransactionMiddleware
from bot.updates.polling import Receiver
from council.access import Viewer
from simulator.in_process import AiogramSession
from simulator.model import Message as SimMessage
from simulator.model import Person as SimPerson
from simulator.world import World
from storage.database import Database, Session
from storage.members import Account
from storage.models import Council, InboxUpdate, Person
from storage.words import CouncilKind, InboxState

TOKEN = "42:TEST"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Line(AiogramSession):
    """The way to the simulated Telegram, with a place to die on each side of it."""

    on_the_way: Callable[[str], None] = staticmethod(lambda _where: None)

    async def make_request(self, bot: Bot, method: Any, timeout: int | None = None) -> Any:  # noqa: ASYNC109  aiogram's signature
        """Ask the world."""
        self.on_the_way("before the request")
        answered = await super().make_request(bot, method, timeout)
        self.on_the_way("after the request")
        return answered


class RefusedError(Exception):
    """Stands for a refusal that an error handler answers."""


async def _nobody(
    _session: Session, _telegram_id: int, _account: Account | None, _now: datetime
) -> Viewer | None:
    return None


@dataclass
class Stage:
    """What a test has at hand; `saw` lists the texts that handlers worked on, in order."""

    database: Database
    world: World
    aida: SimPerson
    bot: Bot
    receiver: Receiver
    line: Line
    saw: list[str] = field(default_factory=list)
    troubles: list[BaseException] = field(default_factory=list)
    fetching: list[BaseException] = field(default_factory=list)
    """What goes wrong before the next updates' transactions begin."""
    slow_seconds: float = 0.0
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    """Handlers wait for it, where a test has shut it."""

    def __post_init__(self) -> None:
        self.gate.set()

    def queued(self) -> list[dict[str, Any]]:
        """Give the raw updates that wait in the world, and confirm them there."""
        raws = list(self.world.updates.pending)
        self.world.updates.drop_pending()
        return raws

    async def takes(self) -> None:
        """Let the receiver work off all that waits in the world."""
        await self.receiver.take(self.queued())

    def said(self, person: SimPerson | None = None) -> list[SimMessage]:
        """Give the bot's messages in the person's private chat."""
        chat = self.world.private_chat(person or self.aida)
        return [m for m in self.world.messages(chat) if m.sender_id == self.world.bot_id]

    def heard(self, person: SimPerson | None = None) -> list[str]:
        """Give the bot's words in the person's private chat."""
        return [message.text for message in self.said(person)]

    async def stored(self) -> list[str]:
        """Give what the handlers stored: names of councils, in the order of storing."""
        async with self.database.reading() as session:
            return list(await session.scalars(select(Council.name).order_by(Council.id)))

    async def inbox(self) -> list[tuple[InboxState, str | None]]:
        """Give state and error of every update, by id."""
        async with self.database.reading() as session:
            stmt = select(InboxUpdate).order_by(InboxUpdate.update_id)
            return [(row.state, row.error) for row in await session.scalars(stmt)]


def plain_handlers(stage: list[Stage]) -> Router:
    """Handlers that store what they are told, and fail when they are told to."""
    router = Router()

    @router.message(F.text == "refuse")
    async def refuse(message: Message, session: Session, state: FSMContext) -> Answer:
        await _store(session, "refused")
        await state.set_state("Form:refused")
        raise RefusedError

    @router.message(F.text == "ask")
    async def ask(message: Message, state: FSMContext) -> Answer:
        await state.set_state("Form:name")
        await state.update_data(asked=1)
        return answer(message, Saying(Text("نام؟")))

    @router.message(F.text == "silent")
    async def silent(message: Message) -> None:
        return None

    @router.message(F.text == "card")
    async def card(message: Message) -> Answer:
        button = InlineKeyboardButton(text="ببین", callback_data="look")
        keyboard = Keyboard(inline_keyboard=[[button]])
        return answer(message, Saying(Text("کارت"), keyboard, items=(4, 2)))

    @router.callback_query(F.data == "look")
    async def look(callback: CallbackQuery) -> Answer:
        return [toast(callback, "دیدی"), edit(callback, Saying(Text("کارت باز"), items=(2,)))]

    @router.message(F.text)
    async def keep(message: Message, session: Session, state: FSMContext, now: datetime) -> Answer:
        text = message.text or ""
        stage[0].saw.append(text)
        await asyncio.sleep(stage[0].slow_seconds)
        await stage[0].gate.wait()
        await _store(session, text)
        await state.update_data(kept=text)
        if stage[0].troubles and text.startswith("trouble"):
            raise stage[0].troubles.pop(0)
        assert now == NOW
        return answer(message, Saying(Text("ثبت شد: ", text)))

    @router.errors()
    async def explain(event: ErrorEvent, language: str) -> Answer:
        if not isinstance(event.exception, RefusedError) or event.update.message is None:
            raise event.exception
        return answer(event.update.message, Saying(Text("نمی‌شود ", language)))

    return router


async def _store(session: Session, text: str) -> None:
    session.add(Council(name=text, kind=CouncilKind.CITY, province="قم", created_at=NOW))
    await session.flush()


def apologise(update: Update, reference: str) -> Reply | None:
    """Say sorry, with the number."""
    if update.message is None:
        return None
    return answer(update.message, Saying(Text("ببخشید ", reference)))


def reassure(update: Update) -> Reply | None:
    """Say that it will take a while."""
    if update.message is None:
        return None
    return answer(update.message, Saying(Text("می‌ماند")))


async def fetch_first(stages: list[Stage], _bot: Bot, _update: Update) -> dict[str, Any]:
    """Fetch nothing, or fail as the test wants it."""
    if stages[0].fetching:
        raise stages[0].fetching.pop(0)
    return {}


def open_stage(
    database: Database,
    world: World,
    aida: SimPerson,
    *,
    pauses: Sequence[float] = (0.0, 0.0),
    **receiving: Any,
) -> Stage:
    """Put a bot, as after a start of the process, between a database and a world."""
    stages: list[Stage] = []
    session = Line(world)
    session.middleware(PaceMiddleware(Pace(enabled=False)))
    bot = Bot(TOKEN, session=session)
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.update.outer_middleware(TransactionMiddleware(database, lambda: NOW, _nobody))
    dispatcher.errors.outer_middleware(LanguageOfErrors())
    dispatcher.include_router(plain_handlers(stages))
    feeder = Feeder(
        bot, dispatcher, database, lambda: NOW,
        apologise=apologise, reassure=reassure, retry_pauses=pauses,
        fetch_first=partial(fetch_first, stages),
    )  # fmt: skip
    receiver = Receiver(bot, database, lambda: NOW, feeder, poll_seconds=1, **receiving)
    stages.append(Stage(database, world, aida, bot, receiver, session))
    return stages[0]


def new_world() -> tuple[World, SimPerson]:
    """A world with one person who has started the bot; nothing waits in it."""
    world = World(TOKEN)
    return world, world.add_person("آیدا", started=True)


async def add_person_row(database: Database, telegram_id: int) -> int:
    """Store a person; gives the row's id."""
    async with database.writing() as session:
        person = Person(telegram_id=telegram_id, name="آیدا", created_at=NOW)
        session.add(person)
        await session.flush()
        return person.id

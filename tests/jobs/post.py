"""A post office for tests: a council, a simulated Telegram, and a deliverer between them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram.utils.formatting import Bold, Text
from sqlalchemy import select

from bot.saying.pace import Pace
from bot.saying.replies import Drop, Saying
from jobs.delivery import Deliverer, Render
from jobs.packing import Packing
from jobs.sender import Sender
from jobs.upkeep import Upkeep
from simulator.in_process import PtbRequest
from simulator.model import Chat as SimChat
from simulator.model import Person as SimPerson
from simulator.world import World
from storage import outbox
from storage.database import Database, Session
from storage.delivery import Claim
from storage.models import Chat, Council, OutboxMessage, Person
from storage.words import ChatKind, CouncilKind, OutboxState

TOKEN = "42:TEST"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Network(PtbRequest):
    """The way to the world, with scripted answers and a place to die on each side of it."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.answers: list[tuple[int, bytes] | Exception] = []
        self.on_the_way: Callable[[str], None] = lambda _where: None

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Give the next scripted answer without asking the world, or ask it."""
        self.on_the_way("before the request")
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        answered = await super().do_request(*args, **kwargs)
        self.on_the_way("after the request")
        return answered


@dataclass
class Post:
    """The bot's post office in a test: a database, a world, and what was said in it."""

    database: Database
    world: World
    network: Network
    sender: Sender
    deliverer: Deliverer
    upkeep: Upkeep
    aida: SimPerson
    group: SimChat
    council_id: int
    person_id: int
    lanes: dict[int, int]
    now: datetime = NOW
    verdicts: dict[str, Saying | Drop | Exception] = field(default_factory=dict)

    async def put(self, key: str, chat: int | None = None, **fields: Any) -> bool:
        """Enqueue a message to Aida, or to another chat by Telegram's id."""
        to = self.aida.id if chat is None else chat
        values: dict[str, Any] = {
            "council_id": self.council_id,
            "person_id": self.person_id if to == self.aida.id else None,
            "kind": "reminder",
            "dedup_key": key,
            "lane": self.lanes[to],
            "payload": {"item": 1},
            "repeatable": True,
            "not_before": self.now,
            "expires_at": self.now + timedelta(days=1),
            "now": self.now,
        }
        async with self.database.writing() as session:
            return await outbox.enqueue(session, **(values | fields))

    async def drain(self, **later: float) -> None:
        """Move the clock, sweep, and deliver until nothing is due."""
        self.now += timedelta(**later)
        await self.upkeep.sweep(self.now)
        await self.deliverer.drain()

    def heard(self, chat: int | None = None) -> list[str]:
        """Give what the bot said to Aida, or in another chat."""
        said = self.world.messages(self.world.chat(self.aida.id if chat is None else chat))
        return [message.text for message in said if message.sender_id == self.world.bot_id]

    async def rows(self) -> list[tuple[str, OutboxState, str | None]]:
        """Give key, state and reason of every message, in the order of enqueueing."""
        async with self.database.reading() as session:
            found = await session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
            return [(row.dedup_key, row.state, row.reason) for row in found]

    async def render(self, _session: Session, claimed: Claim, _now: datetime) -> Saying | Drop:
        """Say the key of the message, or what the test decided for it."""
        verdict = self.verdicts.get(claimed.dedup_key)
        if isinstance(verdict, Exception):
            raise verdict
        return verdict or Saying(Text("یادآوری ", Bold(claimed.dedup_key)), items=(1, 2))


async def seed(
    database: Database, telegram_ids: tuple[int, ...]
) -> tuple[int, int, dict[int, int]]:
    """Store a council, a person (the first id) and the chats; gives their rows' ids."""
    async with database.writing() as session:
        council = Council(name="شورا", kind=CouncilKind.CITY, province="قم", created_at=NOW)
        person = Person(telegram_id=telegram_ids[0], name="آیدا", created_at=NOW)
        session.add_all([council, person])
        await session.flush()
        lanes: dict[int, int] = {}
        for telegram_id in telegram_ids:
            kind = ChatKind.PRIVATE if telegram_id > 0 else ChatKind.GROUP
            chat = Chat(telegram_id=telegram_id, kind=kind)
            chat.person_id = person.id if telegram_id == telegram_ids[0] else None
            session.add(chat)
            await session.flush()
            lanes[telegram_id] = chat.id
        return council.id, person.id, lanes


def open_post(
    database: Database,
    world: World,
    aida: SimPerson,
    group: SimChat,
    ids: tuple[int, int, dict[int, int]],
    pace: Pace | None = None,
    render: Render | None = None,
) -> Post:
    """Put a deliverer, as after a start of the process, between a database and a world.

    `render` makes the words; without it a message says its own key.
    """
    posts: list[Post] = []
    pace = pace or Pace(enabled=False)
    network = Network(world)
    sender = Sender(TOKEN, "http://sim", None, pace, network)

    async def say_key(session: Session, claimed: Claim, now: datetime) -> Saying | Drop:
        return await posts[0].render(session, claimed, now)

    words = render or say_key
    packing = Packing(shared_pictures=False)  # the making of one takes seconds
    deliverer = Deliverer(
        database, sender, words, lambda: posts[0].now, pace, packing=packing, poll_seconds=0.01
    )
    upkeep = Upkeep(database, lambda: posts[0].now, lambda: deliverer.in_flight)
    posts.append(Post(database, world, network, sender, deliverer, upkeep, aida, group, *ids))
    return posts[0]

"""Many messages at once on a clock that jumps.

It is quiet while Telegram asks for it, and who waits for an answer does not wait for the many.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram.utils.formatting import Text
from pydantic import SecretStr

from benchmarks.delivery import LATENCY_SECONDS, JumpingLoop, SlowSession
from bot import app as application
from bot.app import App
from bot.saying.pace import Pace, remember_pauses
from bot.saying.replies import Saying
from bot.settings import Settings
from council.to_many.broadcasts import BULK
from jobs.delivery import AT_ONCE, Deliverer
from jobs.sender import Sender
from simulator.clock import Clock
from simulator.in_process import PtbRequest
from simulator.model import Person
from simulator.world import World
from storage import outbox
from storage.database import Session, open_database
from storage.delivery import Claim
from tests.conftest import EMPTY, Shelf
from tests.jobs.post import NOW, TOKEN, seed

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
CHATS = 100
STORM_SECONDS = 60
PROMPT_SECONDS = 2.0

type Story = Callable[["Rush"], Awaitable[None]]
type Lived = Callable[[Story], Awaitable[None]]


class Line(PtbRequest):
    """The way to the world, as long as a request takes; notes when each began and what came."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.sends: list[tuple[float, int, int]] = []

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Send the call a little later."""
        began = asyncio.get_running_loop().time()
        await asyncio.sleep(LATENCY_SECONDS)
        answer = await super().do_request(*args, **kwargs)
        data = kwargs["request_data"].json_parameters
        self.sends.append((began, int(data["chat_id"]), answer[0]))
        return answer


@dataclass
class Rush:
    """A bot with many chats, one pace for all it says, and strict limits on the other side."""

    world: World
    app: App
    deliverer: Deliverer
    line: Line
    lanes: dict[int, int]
    ids: tuple[int, int]
    heard_at: dict[tuple[int, str], list[float]] = field(default_factory=dict)

    def now(self) -> datetime:
        """The moment on the clock that jumps."""
        return self.world.clock.now()

    async def put(self, words: str, chats: Sequence[int], *, bulk: bool = True) -> None:
        """Enqueue one message for each chat: a broadcast's, or a reminder."""
        now = self.now()
        async with self.app.database.writing() as session:
            for chat in chats:
                await outbox.enqueue(
                    session,
                    council_id=self.ids[0],
                    person_id=self.ids[1],
                    kind="test",
                    dedup_key=f"{words} {chat}",
                    lane=self.lanes[chat],
                    payload={},
                    repeatable=False,
                    not_before=now,
                    expires_at=now + timedelta(days=1),
                    now=now,
                    priority=BULK if bulk else outbox.DEFAULT_PRIORITY,
                )

    async def sees(self, what: Callable[[], bool], seconds: float = 600) -> float:
        """Wait until it is so; gives the second."""
        changed = asyncio.Event()
        unsubscribe = self.world.subscribe(lambda _event: changed.set())
        async with asyncio.timeout(seconds):
            while not what():
                changed.clear()
                await changed.wait()
        unsubscribe()
        return asyncio.get_running_loop().time()

    def said(self, chat: int) -> list[str]:
        """What the bot said in the chat."""
        said = self.world.messages(self.world.chat(chat))
        return [message.text for message in said if message.sender_id == self.world.bot_id]

    @property
    def delivered(self) -> int:
        """How many messages of the outbox have arrived."""
        return sum(status == 200 for *_, status in self.line.sends)


@asynccontextmanager
async def rush(place: str, folder: Path) -> AsyncIterator[Rush]:
    """Start the bot on the running loop's clock; its deliverer runs until the end."""
    loop = asyncio.get_running_loop()
    world = World(TOKEN, clock=Clock(lambda: NOW + timedelta(seconds=loop.time())))
    world.limits.enabled = True
    people: list[Person] = [world.add_person("ن", started=True) for _ in range(CHATS)]
    # In the loop's own thread: while another thread worked, the clock would jump.
    database = open_database(place, durable=False, in_place=True)
    council, person, lanes = await seed(database, tuple(one.id for one in people))
    pace, line = Pace(monotonic=loop.time), Line(world)
    sender = Sender(TOKEN, "http://simulator", None, pace, request=line)
    app = application.build(
        Settings(_env_file=None, bot_token=SecretStr(TOKEN), data_dir=folder),
        database,
        clock=world.clock.now,
        session=SlowSession(world),
        sender=sender,
        pace=pace,
        linger_seconds=0,
    )

    async def say_key(_session: Session, claimed: Claim, _now: datetime) -> Saying:
        return Saying(Text(claimed.dedup_key))

    deliverer = Deliverer(database, sender, say_key, world.clock.now, pace)
    await remember_pauses(pace, database, world.clock.now)
    running = asyncio.create_task(deliverer.run())
    yield Rush(world, app, deliverer, line, lanes, (council, person))
    deliverer.stop()
    await running
    await application.close(app)


@pytest.fixture
async def lived(database_url: str, shelf: Shelf, tmp_path: Path) -> Lived:
    """Live through a story in a thread with a loop whose clock jumps."""
    place = await shelf.copy(database_url, EMPTY)

    async def live(story: Story) -> None:
        async with rush(place, tmp_path) as made:
            await story(made)

    def go(story: Story) -> None:
        with asyncio.Runner(loop_factory=JumpingLoop) as runner:
            runner.run(live(story))

    return lambda story: asyncio.to_thread(go, story)


async def test_storm_of_429_is_sat_out_in_silence_and_everything_comes_after(lived: Lived) -> None:
    async def story(made: Rush) -> None:
        chats = list(made.lanes)[:60]
        await made.put("خبر", chats)
        await made.sees(lambda: len(made.line.sends) > 20)
        assert made.delivered < len(chats)
        made.world.faults.busy_until = made.now() + timedelta(seconds=STORM_SECONDS)
        begins = asyncio.get_running_loop().time()
        await made.sees(lambda: made.delivered == len(chats))

        refused = [began for began, _, status in made.line.sends if status == 429]
        ends = begins + STORM_SECONDS
        assert 2 <= len(refused) <= AT_ONCE  # what was on its way when the storm broke out
        known = refused[1] + LATENCY_SECONDS  # two chats refused together: it is the whole bot
        assert [at for at, *_ in made.line.sends if known < at < ends] == []
        assert [status for at, _, status in made.line.sends if at >= ends] == [200] * (
            len(chats) - sum(status == 200 for at, _, status in made.line.sends if at < ends)
        )
        assert {chat: made.said(chat) for chat in chats} == {c: [f"خبر {c}"] for c in chats}

    await lived(story)


async def test_chat_that_is_refused_is_left_alone_and_the_others_go_on(lived: Lived) -> None:
    async def story(made: Rush) -> None:
        refused, *others = list(made.lanes)[:30]
        made.world.faults.fail_next("sendMessage", "too_many_requests", retry_after=STORM_SECONDS)
        for words in ("یک", "دو", "سه"):
            await made.put(words, [refused])
        await made.sees(lambda: bool(made.line.sends))
        await made.put("خبر", others)
        quick = await made.sees(lambda: made.delivered == len(others))
        await made.sees(lambda: made.delivered == len(others) + 3)

        first, *later = [began for began, chat, _ in made.line.sends if chat == refused]
        assert quick < first + PROMPT_SECONDS
        assert len(later) == 3
        assert min(later) >= first + LATENCY_SECONDS + STORM_SECONDS
        assert made.said(refused) == [f"{words} {refused}" for words in ("یک", "دو", "سه")]

    await lived(story)


async def test_tap_and_reminder_do_not_wait_for_the_many(lived: Lived) -> None:
    async def story(made: Rush) -> None:
        *many, reminded = list(made.lanes)
        guest = made.world.add_person("مهمان")
        receiving = asyncio.create_task(made.app.receiver.run())
        made.world.start(guest)
        await made.sees(lambda: bool(made.said(guest.id)))
        await made.put("خبر", many)
        await made.sees(lambda: len(made.line.sends) > 20)

        begins = asyncio.get_running_loop().time()
        await made.put("یادآوری", [reminded], bulk=False)
        made.world.say(guest, made.world.private_chat(guest), "راهنما")
        answered = await made.sees(lambda: len(made.said(guest.id)) > 1)
        reminder = await made.sees(lambda: bool(made.said(reminded)))
        ended = await made.sees(lambda: made.delivered == len(many) + 1)

        made.app.receiver.stop()
        made.world.say(guest, made.world.private_chat(guest), "پایان")  # ends the long poll
        await receiving
        assert max(answered, reminder) < begins + PROMPT_SECONDS
        assert ended > begins + PROMPT_SECONDS  # the many were still on their way
        assert [len(made.said(chat)) for chat in made.lanes] == [1] * CHATS
        assert {status for *_, status in made.line.sends} == {200}

    await lived(story)

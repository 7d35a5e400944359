"""A town for tests: the whole bot on a real database, and people who chat with it."""

from dataclasses import InitVar, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from weakref import WeakSet

from pydantic import SecretStr

from bot import app as application
from bot.app import App
from bot.demo.scenes import Scene, settle
from bot.saying.calling import RawUpdates
from bot.saying.pace import Pace
from bot.settings import Settings
from bot.updates.courtesy import Courtesy
from bot.updates.polling import ALLOWED_UPDATES
from jobs.sender import Sender
from simulator.clock import Clock
from simulator.in_process import AiogramSession, PtbRequest
from simulator.model import Chat, Message, Person
from simulator.world import World
from storage.database import Database
from tests import outgoing

TOKEN = "1000001:token-of-the-tests"
SATURDAY_MORNING = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
"""10:00 in Tehran, Saturday 30 Aban 1405."""
SHARED = Path(__file__).resolve().parents[2] / "shared"
"""Further documents, where they lie beside the project."""
INVISIBLE = dict.fromkeys(map(ord, "\u2068\u2069\u200e\u200f"))


def plain(text: str) -> str:
    """A text without the invisible marks that keep directions apart."""
    return text.translate(INVISIBLE)


@dataclass
class Persona:
    """Somebody with a phone: speaks, taps, and sees what the bot says in one chat."""

    town: "Town"
    phone: Person
    chat: Chat
    _seen: int = 0

    async def says(self, text: str) -> str:
        """Write, and return what the bot said since."""
        self._mark()
        self.town.world.say(self.phone, self.chat, text)
        await self.town.settle()
        return self.hears

    async def starts(self, code: str = "") -> str:
        """Press Start with an invitation's code."""
        self._mark()
        self.town.world.start(self.phone, code)
        await self.town.settle()
        return self.hears

    async def taps(self, label: str, *, on: Message | None = None) -> str:
        """Tap the newest button whose label contains the words; an alert is heard too."""
        message, data = self._button(label, on)
        self._mark()
        press = self.town.world.press(self.phone, message, data)
        await self.town.settle()
        answered = self.town.world.presses[press.id]
        assert answered.answered, "the button spins"
        return "\n".join(filter(None, [plain(answered.text), self.hears, self._edited(message)]))

    async def replies(self, to: Message, text: str) -> str:
        """Reply to a message."""
        self._mark()
        self.town.world.say(self.phone, self.chat, text, reply_to=to)
        await self.town.settle()
        return self.hears

    async def edits(self, said: Message, text: str) -> str:
        """Change the words of a message of one's own, and return what the bot said since."""
        self._mark()
        self.town.world.edit(self.phone, said, text)
        await self.town.settle()
        return self.hears

    async def uploads(self, name: str, content: bytes, **more: object) -> str:
        """Send a file."""
        self._mark()
        self.town.world.upload(self.phone, self.chat, name, content, **more)  # type: ignore[arg-type]
        await self.town.settle()
        return self.hears

    async def asks_inline(self, query: str, offset: str = "") -> list[dict[str, Any]]:
        """Type after the bot's name in this chat, and return what is offered."""
        world = self.town.world
        world.allow_inline()
        asked = world.ask_inline(self.phone, self.chat, query, offset)
        await self.town.settle()
        return list(world.inline_queries[asked.id].results)

    @property
    def messages(self) -> list[Message]:
        """Everything the bot has written in this chat, as it stands now."""
        world = self.town.world
        return [m for m in world.messages(self.chat) if m.sender_id == world.bot_id]

    @property
    def last(self) -> Message:
        """The bot's newest message in this chat."""
        return self.messages[-1]

    @property
    def hears(self) -> str:
        """What the bot said in this chat since the person last did something."""
        return "\n".join(plain(m.text) for m in self.messages if m.seq > self._seen)

    def in_group(self, chat: Chat) -> "Persona":
        """The same person in a group."""
        return Persona(self.town, self.phone, chat)

    def message_with(self, words: str) -> Message:
        """The bot's newest message that contains the words."""
        found = [m for m in self.messages if words in plain(m.text)]
        assert found, f"nothing says {words!r}"
        return found[-1]

    def labels(self, on: Message | None = None) -> list[str]:
        """The buttons under a message, the newest by default, as one reads them."""
        return [plain(b["text"]) for row in (on or self.last).buttons for b in _read(row)]

    def _button(self, label: str, on: Message | None) -> tuple[Message, str]:
        for message in [on] if on else reversed(self.messages):
            for row in message.buttons:
                for button in _read(row):
                    if label in plain(button["text"]):
                        return message, button["callback_data"]
        raise AssertionError(f"no button {label!r}; the last message has {self.labels(on)}")

    def _edited(self, message: Message) -> str:
        current = self.town.world.find_message(message.chat_id, message.id)
        changed = current is not None and current.text != message.text
        return plain(current.text) if changed and current else ""

    def _mark(self) -> None:
        everything = self.town.world.messages(self.chat)
        self._seen = everything[-1].seq if everything else 0


def _read(row: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row of keys from the side where its language begins."""
    persian = any("\u0600" <= sign <= "\u06ff" for key in row for sign in key["text"])
    return row[::-1] if persian else row


LIVED: "WeakSet[Town]" = WeakSet()
"""Every town of this process that still stands, for looking at all that was said in them."""


@dataclass(eq=False)
class Town:
    """One bot and its world; the clock stands still unless a test moves it."""

    database: Database
    clock: Clock = field(default_factory=lambda: Clock(lambda: SATURDAY_MORNING))
    council_ids: dict[str, int] = field(default_factory=dict)
    people: dict[str, Persona] = field(default_factory=dict)
    groups: dict[str, Chat] = field(default_factory=dict)
    courtesy: Courtesy = field(default_factory=lambda: Courtesy(enabled=False))
    digest_pictures: bool = False
    """The making of one takes seconds; see `restart`."""
    around: InitVar[World | None] = None

    def __post_init__(self, around: World | None) -> None:
        LIVED.add(self)
        self.world = around or World(TOKEN, clock=self.clock)
        self.app = self.start_app()
        self._offset: int | None = None

    def twin(self, database: Database) -> "Town":
        """The same town once more, on a database that is a copy of this one's."""
        clock = Clock(lambda: SATURDAY_MORNING)
        other = Town(
            database,
            clock=clock,
            council_ids=dict(self.council_ids),
            groups=dict(self.groups),
            around=self.world.twin(clock),
        )
        other._offset = self._offset
        other.people = {
            label: Persona(other, persona.phone, persona.chat)
            for label, persona in self.people.items()
        }
        return other

    def start_app(self) -> App:
        """The bot's process, made anew: whatever it must know stands in the database."""
        pace = Pace(enabled=False)
        sender = Sender(TOKEN, "http://telegram", None, pace, request=PtbRequest(self.world))
        return application.build(
            Settings(
                _env_file=None, bot_token=SecretStr(TOKEN), digest_pictures=self.digest_pictures
            ),
            self.database,
            clock=self.clock.now,
            session=AiogramSession(self.world),
            sender=sender,
            pace=pace,
            linger_seconds=0,
            courtesy=self.courtesy,
        )

    async def restart(self) -> None:
        """Kill the process and start another one on the same database."""
        self.app = self.start_app()
        await self.app.receiver.resume()
        await self.settle()

    async def settle(self) -> None:
        """Let everything happen that is due now: updates, replies, deliveries."""
        await self.receive()
        await self.app.deliverer.drain()
        await self.receive()

    async def receive(self) -> None:
        """Take in what Telegram has, without delivering."""
        while True:
            ask = RawUpdates(offset=self._offset, timeout=0, allowed_updates=ALLOWED_UPDATES)
            raws = await self.app.bot(ask)
            if not raws:
                return
            await self.app.receiver.take(raws)
            self._offset = raws[-1]["update_id"] + 1

    async def passes(self, **time: float) -> None:
        """Move the clock and let the ticks ring."""
        self.clock.advance(timedelta(**time))
        await self.app.upkeep.sweep(self.clock.now())
        await self.app.alarm.ring_reminders()
        await self.app.alarm.ring_people()
        await self.settle()

    async def settles(self, scene: Scene) -> None:
        """A council with its people, all of them joined."""
        settled = await settle(self.world, self.database, scene, self.clock.now())
        self.council_ids[scene.key] = settled.council_id
        for label, phone in settled.phones.items():
            self.people[label] = Persona(self, phone, self.world.private_chat(phone))
        self.groups[scene.key] = self.world.chat(settled.group_id)
        await self.settle()

    def newcomer(self, name: str) -> Persona:
        """Somebody nobody invited."""
        phone = self.world.add_person(name)
        return Persona(self, phone, self.world.private_chat(phone))

    @property
    def sent(self) -> list[outgoing.Outgoing]:
        """Every call that the bot made in this town, oldest first."""
        return outgoing.SENT.get(self.world, [])

    def person(self, label: str) -> Persona:
        """The person whose label contains the words."""
        return next(one for known, one in self.people.items() if label in known)

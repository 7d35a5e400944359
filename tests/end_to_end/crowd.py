"""A crowd that speaks to real processes, and what must have become of everything it said."""

import asyncio
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from sqlalchemy import select

from council import bodies
from council.dates import utc_now
from council.people import joining, members
from simulator.model import Event, Message, Person
from storage import schema
from storage.database import Database, open_database
from storage.models import InboxUpdate, OutboxMessage, ProgressUpdate
from storage.words import CouncilKind, InboxState, OutboxState, Role
from tests.end_to_end.test_processes import COUNCIL, UNIT, Place
from tests.town import plain

PATIENCE_SECONDS = 180
SECRETARIES = 3


@dataclass(frozen=True)
class Outcome:
    """What became of what the crowd said; the names are those of the promises."""

    said: int
    lost: list[str]
    doubled: list[str]
    out_of_order: list[str]
    set_aside: int
    unanswered: int
    notices: int
    notices_lost: list[str]
    notices_repeated: int
    notices_doubled: list[str]
    most_in_a_second: int
    refused_as_too_many: int


@dataclass
class Crowd:
    """So many people, each with a matter of their own to report on, and the secretaries."""

    place: Place
    people: list[Person] = field(default_factory=list)
    secretaries: list[Person] = field(default_factory=list)
    cards: dict[int, Message] = field(default_factory=dict)
    codes: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    updates: int = 0
    sent_at: list[float] = field(default_factory=list)
    too_many: int = 0

    async def gathers(self, size: int) -> None:
        """Found the council, let everybody in and give each person an item; nothing runs yet."""
        database = open_database(self.place.settings["DATABASE_URL"])
        await schema.upgrade(database)
        now = utc_now() - timedelta(hours=1)
        async with database.writing() as session:
            council = await members.found_council(
                session, name=COUNCIL, kind=CouncilKind.CHAMBER, province="اصفهان", now=now
            )
            unit = await bodies.take_up(session, council_id=council.council_id, name=UNIT, now=now)
            for place in range(size + SECRETARIES):
                is_member = place < size
                person = self.place.world.add_person(f"عضو{place}", started=True)
                code = await members.invite(
                    session,
                    council_id=council.council_id,
                    role=Role.REPRESENTATIVE if is_member else Role.SECRETARY,
                    body_id=unit.id if is_member else None,
                    now=now,
                )
                await joining.redeem(
                    session, code=code, telegram_id=person.id, shown_name="عضو", now=now
                )
                (self.people if is_member else self.secretaries).append(person)
        await database.close()
        minutes = self.place.folder / "matters.txt"
        matters = "\n".join(
            f"{n}- مقرر شد {UNIT} گزارش شمارهٔ {n} را تا شش ماه آینده تهیه کند."
            for n in range(1, size + 1)
        )
        minutes.write_text(f"جلسه شماره ۱\nتاریخ: ۱۴۰۵/۰۸/۲۰\n{matters}\n", "utf-8")
        taken = await self.place.asks(
            "import", str(minutes), "--council", "1", "--publish", "--trust", "--json"
        )
        assert [one["resolutions"] for one in taken["files"]] == [size], taken
        self.place.world.subscribe(self._watch)

    async def opens_cards(self) -> None:
        """Everybody opens the card of their own matter."""
        for n, person in enumerate(self.people, start=1):
            self._say(person, f"۱/{number_of(n)}")
        for n, person in enumerate(self.people, start=1):
            self.cards[person.id] = await self.place.sees(person, f"مصوبهٔ ۱/{number_of(n)}")

    def reports(self, person: Person) -> str:
        """The person answers their card; gives the code that this report is known by."""
        code = f"R{person.id}N{len(self.codes[person.id]) + 1}E"
        self.codes[person.id].append(code)
        self._say(person, f"در حال انجام است، گزارش {code} ارسال شد", self.cards[person.id])
        return code

    def searches(self, person: Person) -> None:
        """The person looks for something."""
        self._say(person, "گزارش شمارهٔ تهیه")

    async def speaks(self, seconds: float, per_second: float, random: Random) -> None:
        """Everybody speaks now and then, more people searching than reporting."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            person = random.choice(self.people)
            (self.reports if random.random() < 0.2 else self.searches)(person)
            await asyncio.sleep(random.expovariate(per_second))

    async def is_settled(self, patience: float = PATIENCE_SECONDS) -> None:
        """Wait until every update has taken effect and every message has an end."""
        database = open_database(self.place.settings["DATABASE_URL"])
        try:
            async with asyncio.timeout(patience):
                while await self._unfinished(database):  # noqa: ASYNC110  other processes do it
                    await asyncio.sleep(0.3)
        finally:
            await database.close()

    async def taken(self) -> int:
        """How many reports have taken effect."""
        database = open_database(self.place.settings["DATABASE_URL"])
        async with database.reading() as session:
            found = len((await session.scalars(select(ProgressUpdate.id))).all())
        await database.close()
        return found

    async def outcome(self) -> Outcome:
        """Compare what was said with what stands in the tables and in the secretaries' chats."""
        database = open_database(self.place.settings["DATABASE_URL"])
        async with database.reading() as session:
            stmt = select(ProgressUpdate.note).order_by(ProgressUpdate.id)
            notes = [code_in(note) for note in await session.scalars(stmt)]
            aside = await session.scalars(
                select(InboxUpdate.update_id).where(InboxUpdate.state == InboxState.REJECTED)
            )
            set_aside = len(aside.all())
            kept = await session.scalars(
                select(OutboxMessage.reason).where(OutboxMessage.state != OutboxState.SENT)
            )
            unsent = [str(why) for why in kept]
        await database.close()
        known = [code for codes in self.codes.values() for code in codes]
        counts = Counter(notes)
        heard = {one.id: self._notices(one) for one in self.secretaries}
        wrong = [p for p, codes in self.codes.items() if _of(p, notes) != codes]
        repeated = [n for each in heard.values() for n in each.values() if n == 2]
        return Outcome(
            said=self.updates,
            lost=[code for code in known if counts[code] == 0],
            doubled=[code for code in known if counts[code] > 1],
            out_of_order=[
                str(person) for person in wrong if not set(self.codes[person]) - set(notes)
            ],
            set_aside=set_aside,
            unanswered=sum(self._unanswered(person) for person in self.people),
            notices=sum(sum(each.values()) for each in heard.values()),
            notices_lost=[c for each in heard.values() for c in known if not each[c]] + unsent,
            notices_repeated=len(repeated),
            notices_doubled=[c for each in heard.values() for c in known if each[c] > 2],
            most_in_a_second=most_in_a_second(self.sent_at),
            refused_as_too_many=self.too_many,
        )

    def _say(self, person: Person, text: str, reply_to: Message | None = None) -> None:
        self.updates += 1
        world = self.place.world
        world.say(person, world.private_chat(person), text, reply_to=reply_to)

    def _watch(self, event: Event) -> None:
        if event.kind not in ("message", "message_edited"):
            return
        found = self.place.world.find_message(event.data["chat_id"], event.data["message_id"])
        if found is not None and found.sender_id == self.place.world.bot_id:
            self.sent_at.append(time.monotonic())

    def _notices(self, secretary: Person) -> Counter[str]:
        return Counter(code_in(one.text) for one in self.place.heard(secretary))

    def _unanswered(self, person: Person) -> int:
        """Messages to the bot after which, or after whose successors, too few answers came."""
        world = self.place.world
        written = world.messages(world.private_chat(person))
        mine = sum(one.sender_id == person.id for one in written)
        return max(0, mine - len(self.place.heard(person)))

    async def _unfinished(self, database: Database) -> bool:
        if self.place.world.updates.pending:
            return True
        open_rows = select(OutboxMessage.id).where(
            OutboxMessage.state.in_(
                (OutboxState.PENDING, OutboxState.SENDING, OutboxState.UNCERTAIN)
            )
        )
        waiting = select(InboxUpdate.update_id).where(InboxUpdate.state == InboxState.NEW)
        async with database.reading() as session:
            return any(
                [(await session.scalars(one.limit(1))).first() for one in (waiting, open_rows)]
            )


def number_of(n: int) -> str:
    """A number in Persian digits."""
    return str(n).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))


def code_in(text: str) -> str:
    """The code of a report that a text carries, else nothing."""
    words = plain(text).split()
    return next((w for w in words if w.startswith("R") and w.endswith("E") and "N" in w), "")


def most_in_a_second(moments: list[float]) -> int:
    """The most of these moments that lie within one second."""
    most, first = 0, 0
    for last, moment in enumerate(moments):
        while moment - moments[first] >= 1.0:
            first += 1
        most = max(most, last - first + 1)
    return most


def _of(person: int, codes: list[str]) -> list[str]:
    return [code for code in codes if code.startswith(f"R{person}N")]

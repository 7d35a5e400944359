"""`mosavabe` as an operator runs it: real processes against a Bot API server over HTTP."""

import asyncio
import json
import os
import sqlite3
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, select

import simulator
from council.dates import utc_now
from council.people import joining, members
from simulator.model import Message, Person
from simulator.server import build_app, serve
from simulator.world import World
from storage import schema
from storage.database import open_database
from storage.models import OutboxMessage
from storage.words import CouncilKind, OutboxState, Role
from tests.conftest import run_as_admin
from tests.end_to_end import processes
from tests.end_to_end.processes import Ended, Running, days_into_the_day, hours_until_eleven
from tests.town import plain

TOKEN = "1000001:token-that-no-log-may-show"
MINUTES = Path(simulator.__file__).parent / "scenes" / "isfahan.txt"
UNIT = "واحد بررسی‌های اقتصادی"
COUNCIL = "هیأت نمایندگان اتاق بازرگانی اصفهان"
INIT = ("init", "--council", COUNCIL, "--province", "اصفهان", "--kind", "chamber", "--json")
PATIENCE_SECONDS = 60
LOOK_SECONDS = 0.05
LONG = bool(os.environ.get("MOSAVABE_LONG"))
FINAL = (OutboxState.SENT, OutboxState.DEAD, OutboxState.CANCELLED, OutboxState.EXPIRED)


@dataclass
class Place:
    """An operator's machine: a folder, a database, a Bot API server, and the bot's process."""

    folder: Path
    world: World
    settings: dict[str, str]
    runs: list[Running] = field(default_factory=list)
    days_ahead: float = field(default_factory=days_into_the_day)
    """What is added to every bot's clock, so that nobody's quiet hours hold a message back."""

    def __post_init__(self) -> None:
        """Let Telegram's clock show what the bot's shows."""
        self._move_telegrams_clock(self.days_ahead)

    def _move_telegrams_clock(self, days: float) -> None:
        self.world.clock.reset()
        self.world.clock.advance(timedelta(days=days))

    async def command(self, *arguments: str, fresh: bool = False, **more: str) -> Ended:
        """Run one command to its end."""
        return await processes.command(
            *arguments, folder=self.folder, settings=self.settings | more, fresh=fresh
        )

    async def asks(self, *arguments: str) -> dict[str, Any]:
        """Run a command that answers in JSON and must succeed."""
        ended = await self.command(*arguments)
        assert ended.code == 0, ended.err
        answer: dict[str, Any] = json.loads(ended.out)
        return answer

    async def run(self, days_ahead: float = 0, *, fresh: bool = False, **more: str) -> Running:
        """Start the bot, at daytime, or so many days later."""
        self._move_telegrams_clock(self.days_ahead + days_ahead)
        running = await processes.start(
            "run",
            folder=self.folder,
            log=self.folder / f"run{len(self.runs)}.log",
            days_ahead=self.days_ahead + days_ahead,
            fresh=fresh,
            settings=self.settings | more,
        )
        self.runs.append(running)
        return running

    async def sees(self, person: Person, words: str) -> Message:
        """Wait until the person's newest message with these words is there."""
        changed = asyncio.Event()
        unsubscribe = self.world.subscribe(lambda event: changed.set())
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not (found := [m for m in self.heard(person) if words in plain(m.text)]):
                    await changed.wait()
                    changed.clear()
        finally:
            unsubscribe()
        return found[-1]

    def heard(self, person: Person) -> list[Message]:
        """Everything that the bot has said to the person, as it stands now."""
        written = self.world.messages(self.world.private_chat(person))
        return [m for m in written if m.sender_id == self.world.bot_id]

    def press(self, person: Person, message: Message, label: str) -> None:
        """Press the button whose label contains the words."""
        buttons = [b for row in message.buttons for b in row if label in plain(b["text"])]
        assert buttons, f"no button {label!r}"
        self.world.press(person, message, buttons[0]["callback_data"])

    async def is_quiet(self) -> None:
        """Wait until nothing is on its way to anybody."""
        database = open_database(self.settings["DATABASE_URL"])
        waiting = select(OutboxMessage.id).where(OutboxMessage.state.not_in(FINAL))
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while True:
                    async with database.reading() as session:
                        if not (await session.scalars(waiting)).all():
                            return
                    await asyncio.sleep(LOOK_SECONDS)
        finally:
            await database.close()


@pytest.fixture
async def telegram() -> AsyncIterator[tuple[World, str]]:
    """A Bot API server, and its address."""
    world = World(TOKEN)
    async with await serve(build_app(world), 0) as server:
        yield world, server.base_url


@pytest.fixture
async def place(tmp_path: Path, telegram: tuple[World, str]) -> AsyncIterator[Place]:
    """A machine with an embedded database; every process that is left over is killed."""
    world, address = telegram
    settings = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_BASE": address,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'council.db'}",
        **processes.PACE,
    }
    made = Place(tmp_path, world, settings)
    yield made
    for running in made.runs:
        await running.dies()


@pytest.fixture
async def place_on_postgres(place: Place, postgres_url: str) -> AsyncIterator[Place]:
    """The same with a database of its own on a PostgreSQL server."""
    name = f"t{uuid.uuid4().hex}"
    await run_as_admin(postgres_url, f"CREATE DATABASE {name}")
    url = make_url(postgres_url).set(database=name)
    place.settings["DATABASE_URL"] = url.render_as_string(hide_password=False)
    yield place
    for running in place.runs:
        await running.dies()
    await run_as_admin(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


async def invited(place: Place, *roles: str) -> dict[str, str]:
    """Found the council; gives the codes of a secretary, a member or the unit's representative."""
    founded = await place.asks(*INIT)
    assert founded == {"council_id": 1, "code": founded["code"], "link": founded["link"]}
    link = f"https://t.me/{place.world.bot['username']}?start={founded['code']}"
    assert founded["link"] == link
    asked = {
        "secretary": ("--role", "secretary", "--name", "مریم رضایی"),
        "member": ("--role", "member"),
        "unit": ("--role", "representative", "--body", UNIT),
    }
    answers = [
        await place.asks("invite", "--council", "1", *asked[role], "--json") for role in roles
    ]
    assert [sorted(one) for one in answers] == [["code", "link"]] * len(roles)
    return {role: one["code"] for role, one in zip(roles, answers, strict=True)}


def joins(place: Place, code: str, name: str) -> Person:
    """Somebody opens their link."""
    person = place.world.add_person(name)
    place.world.start(person, code)
    return person


def uploads(place: Place, person: Person) -> None:
    """The minutes are sent to the bot."""
    chat = place.world.private_chat(person)
    place.world.upload(person, chat, "isfahan.txt", MINUTES.read_bytes(), "text/plain")


async def test_killed_between_all_steps_loses_nothing_and_repeats_nothing(place: Place) -> None:
    """Everything people do, they do while the bot lies dead."""
    (place.folder / ".env").write_text(
        f"LOG_LEVEL=debug\nBOT_TOKEN={place.settings.pop('BOT_TOKEN')}\n", "utf-8"
    )
    codes = await invited(place, "secretary", "member", "unit")
    secretary = joins(place, codes["secretary"], "مریم")
    member = joins(place, codes["member"], "علی")
    unit = joins(place, codes["unit"], "نرگس")
    running = await place.run(fresh=LONG)
    for person in (secretary, member, unit):
        await place.sees(person, "خوش آمدید")
    await running.dies()

    uploads(place, secretary)
    running = await place.run()
    summary = await place.sees(secretary, "۹ مصوبه")
    await running.dies()

    place.press(secretary, summary, "ابلاغ")
    running = await place.run()
    place.press(secretary, await place.sees(secretary, "پیش از ابلاغ"), "مصوبه است")
    summary = await place.sees(secretary, "ابلاغ شود؟")
    await running.dies()

    place.press(secretary, summary, "بله")
    place.press(secretary, summary, "بله")  # an impatient thumb
    place.world.say(member, place.world.private_chat(member), "گزارش دو هفتگی")
    running = await place.run()
    await place.sees(secretary, "ابلاغ شد")
    await place.sees(unit, "۱/۳")
    await place.sees(member, "۱/۱")
    await place.is_quiet()
    await running.dies()

    place.press(unit, await place.sees(unit, "۱/۱"), "۱/۱")
    running = await place.run()
    card = await place.sees(unit, "مصوبهٔ ۱/۱")
    await running.dies()

    said = "۴۰٪ انجام شد، گزارش اول ارسال شد"
    place.world.say(unit, place.world.private_chat(unit), said, reply_to=card)
    running = await place.run()
    await place.sees(unit, "۴۰٪")
    await place.sees(secretary, "گزارش اول ارسال شد")
    await place.is_quiet()

    assert await running.ends() == 0
    assert [len(place.heard(one)) for one in (secretary, member, unit)] == [3, 2, 4]
    logs = "".join(one.log for one in place.runs)
    assert '"level": "debug"' in logs
    assert (TOKEN in logs, "Traceback" in logs) == (False, False)
    assert [word for word in ("مریم", "علی", "گزارش اول", COUNCIL) if word in logs] == []


async def test_reminder_comes_once_however_often_the_bot_is_restarted(place: Place) -> None:
    codes = await invited(place, "secretary", "unit")
    secretary = joins(place, codes["secretary"], "مریم")
    unit = joins(place, codes["unit"], "نرگس")
    running = await place.run()
    await place.sees(secretary, "خوش آمدید")
    await place.sees(unit, "خوش آمدید")
    taken = await place.asks(
        "import", str(MINUTES), "--council", "1", "--publish", "--trust", "--json"
    )
    assert [one["outcome"] for one in taken["files"]] == ["published"]
    await place.sees(unit, "۱/۳")
    await place.is_quiet()
    await running.dies()

    days = 7 + hours_until_eleven() / 24 - place.days_ahead
    for _ in range(2):
        running = await place.run(days_ahead=days)
        await place.sees(unit, "⏰")
        await place.is_quiet()
        await running.dies()

    reminders = [m for m in place.heard(unit) if "⏰" in m.text]
    assert len(reminders) == 1


@pytest.mark.postgres
async def test_runs_on_postgres_through_a_kill(place_on_postgres: Place) -> None:
    place = place_on_postgres
    codes = await invited(place, "secretary", "unit")
    secretary = joins(place, codes["secretary"], "مریم")
    unit = joins(place, codes["unit"], "نرگس")
    uploads(place, secretary)
    running = await place.run()
    await place.sees(unit, "خوش آمدید")
    place.press(secretary, await place.sees(secretary, "۹ مصوبه"), "ابلاغ")
    place.press(secretary, await place.sees(secretary, "پیش از ابلاغ"), "مصوبه است")
    summary = await place.sees(secretary, "ابلاغ شود؟")
    await running.dies()

    place.press(secretary, summary, "بله")
    running = await place.run()
    await place.sees(secretary, "ابلاغ شد")
    await place.sees(unit, "۱/۳")
    await place.is_quiet()

    assert await running.ends() == 0
    assert [len(place.heard(one)) for one in (secretary, unit)] == [2, 2]


async def test_wrong_token_is_said_plainly(place: Place) -> None:
    wrong = "1000001:quite-another-token"
    (place.folder / "token").write_text(f"{wrong}\n", "utf-8")
    del place.settings["BOT_TOKEN"]

    ended = await place.command("run", BOT_TOKEN_FILE="token", LOG_LEVEL="DEBUG")

    assert ended.code == 1
    assert ended.err.splitlines()[-1] == "The Bot API refuses the token; check BOT_TOKEN."
    assert ("Traceback" in ended.err, wrong in ended.err) == (False, False)


async def test_server_that_does_not_answer_is_waited_for(place: Place) -> None:
    (place.folder / "token").write_text(TOKEN, "utf-8")
    del place.settings["BOT_TOKEN"]
    nowhere = "http://127.0.0.1:9"

    running = await place.run(BOT_TOKEN_FILE="token", BOT_API_BASE=nowhere, LOG_LEVEL="DEBUG")
    await running.writes("updates could not be taken in (2)")

    assert await running.ends() == 0
    assert ("Traceback" in running.log, TOKEN in running.log) == (False, False)
    assert len(running.log.splitlines()) < 60


async def test_settings_that_cannot_be_used_are_named_together(place: Place) -> None:
    ended = await place.command("migrate", LOG_LEVEL="loud", DATABASE_URL="mysql://a:secret@b/c")

    assert ended.code == 1
    assert ended.err.splitlines() == [
        "DATABASE_URL: must begin with sqlite:/// or postgresql+asyncpg://.",
        "LOG_LEVEL: Input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'.",
    ]


async def test_migrate_refuses_a_newer_schema(place: Place) -> None:
    assert (await place.command("migrate")).code == 0
    with sqlite3.connect(place.folder / "council.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    ended = await place.command("migrate", fresh=True)

    assert ended.code == 1
    assert ended.err.splitlines() == [
        "The database was written by a newer version of this program (its schema is 9999); "
        "update the program first."
    ]


async def test_parse_writes_one_record_for_each_file(place: Place) -> None:
    (place.folder / "letter.txt").write_bytes(b"\x00\x01\x02\xff" * 100)

    ended = await place.command("parse", str(MINUTES), "letter.txt", "--out", "found")

    assert ended.code == 1
    assert len(ended.err.splitlines()) == 1
    assert ended.err.startswith("letter.txt: ")
    record = json.loads((place.folder / "found" / "isfahan.json").read_text("utf-8"))
    assert (record["session_number"], len(record["resolutions"])) == (1, 9)
    assert [path.name for path in (place.folder / "found").iterdir()] == ["isfahan.json"]


async def test_import_takes_in_as_draft_then_publishes_and_adds_nothing_again(place: Place) -> None:
    await found_with_secretary(place)
    second = place.folder / "second.txt"
    second.write_text("جلسه شماره ۵\n۱- مقرر شد دبیرخانه تا یک ماه گزارش دهد.", "utf-8")
    draft = ("import", str(MINUTES), "--council", "1", "--json")
    published = ("import", str(second), "--council", "1", "--publish", "--json")

    answers = [await place.asks(*how) for how in (draft, draft, published, published)]

    outcomes = [[(f["outcome"], f["resolutions"]) for f in one["files"]] for one in answers]
    assert outcomes[0] == [("draft", 9)]
    assert outcomes[2:] == [[("published", 1)], [("known", 0)]]
    counts = "SELECT count(*) FROM minutes UNION ALL SELECT count(*) FROM resolutions"
    with sqlite3.connect(place.folder / "council.db") as connection:
        assert [row[0] for row in connection.execute(counts)] == [2, 1]
    connection.close()


async def found_with_secretary(place: Place) -> None:
    """A council whose secretary has joined, without starting the bot."""
    database = open_database(place.settings["DATABASE_URL"])
    await schema.upgrade(database)
    now = utc_now()
    async with database.writing() as session:
        founded = await members.found_council(
            session, name=COUNCIL, kind=CouncilKind.CHAMBER, province="اصفهان", now=now
        )
        code = await members.invite(
            session, council_id=founded.council_id, role=Role.SECRETARY, now=now
        )
        await joining.redeem(session, code=code, telegram_id=1001, shown_name="مریم", now=now)
    await database.close()

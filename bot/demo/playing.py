"""The demo behind its page: settle the scene's councils, then run the bot among them."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import simulator
from bot import app as application
from bot.app import App
from bot.demo.scenes import SCENES, STRANGER, YEAR, settle
from bot.demo.year import settle_year
from bot.demo.year_minutes import SESSIONS
from bot.i18n import _, use_language
from bot.saying import wording
from bot.settings import Settings
from simulator.server import Outbox, Waiting
from simulator.sights import DemoDocument
from simulator.world import World
from storage import outbox, schema
from storage.database import Database, open_database

UNSENT_SHOWN = 60
SCENES_FOLDER = Path(simulator.__file__).parent / "scenes"


async def play(
    world: World,
    scene: str,
    documents: list[DemoDocument],
    settings: Settings,
    opened: Callable[[Outbox], None],
) -> None:
    """Settle the scene and run the bot until a stop signal; `documents` gets what lies ready.

    `opened` is told how to look at what the bot has not sent yet.
    """
    await _settle(world, scene, documents, settings)
    database = open_database(settings.database, durable=False)
    opened(_outbox_of(database))
    first, last, label = STRANGER
    world.add_person(first, last, label=label)
    app = application.build(settings, database, clock=world.clock.now)
    if "inline_query" in app.dispatcher.resolve_used_update_types():
        world.allow_inline()
    world.clock.subscribe(_ring_after_moves(app))
    world.prepare("")
    print("The bot is ready.", flush=True)  # noqa: T201
    await application.run(app, stop=application.stop_on_signals())


async def _settle(
    world: World, scene: str, documents: list[DemoDocument], settings: Settings
) -> None:
    """Found the councils in a database that nobody else looks at yet."""
    database = open_database(settings.database, durable=False, in_place=True)
    await schema.upgrade(database)
    for one in SCENES.get(scene, ()):
        await settle(world, database, one, world.clock.now())
        content = (SCENES_FOLDER / one.document).read_bytes()
        documents.append(DemoDocument(one.document, one.document_title, content))
    if scene == YEAR:
        documents.append(await _pass_two_years(world, database))
    await database.close()


def _outbox_of(database: Database) -> Outbox:
    """Tell the desk what the bot has not sent yet, in Persian as everything on the page."""

    async def look() -> list[Waiting]:
        async with database.reading() as session:
            rows = await outbox.unsent(session, limit=UNSENT_SHOWN)
        with use_language("fa"):
            return [
                Waiting(chat, _what(message.kind), message.not_before, message.attempts)
                for message, chat in rows
            ]

    return look


def _what(kind: str) -> str:
    return {
        "assigned": _("New work"),
        "item": _("Resolution for a group"),
        "day": _("Reminder"),
        "item_due": _("Reminder for a group"),
        "reported": _("New report"),
        "decided": _("Decision about a report"),
    }.get(kind, _("Message"))


async def _pass_two_years(world: World, database: Database) -> DemoDocument:
    """Settle the two-year council; gives the minutes that its secretary will publish next."""

    def passed(sessions: int) -> None:
        with use_language("fa"):
            words = _("Two years of a council are passing: session {done} of {all}…")
            done, every = wording.number(sessions + 1), wording.number(SESSIONS)
            world.prepare(words.format(done=done, all=every))

    settled = await settle_year(world, database, world.clock.now(), passed=passed)
    for phone in settled.phones:
        world.say(phone, world.private_chat(phone), settled.first_words[phone.id])
    return DemoDocument(settled.document, settled.document_title, settled.next_minutes)


def _ring_after_moves(app: App) -> Callable[[], None]:
    """Ring as soon as somebody moves the clock, not at the next tick."""
    ringing: set[asyncio.Task[object]] = set()

    async def ring() -> None:
        await app.upkeep.sweep(app.clock())
        await app.alarm.ring_reminders()
        app.deliverer.wake()

    def moved() -> None:
        task = asyncio.create_task(ring())
        ringing.add(task)
        task.add_done_callback(ringing.discard)

    return moved

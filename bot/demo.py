"""`mosavabe demo`: the real bot against a local Telegram with a page like a phone."""

import asyncio
import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

import simulator
from bot import app as application
from bot.app import App
from bot.i18n import _, use_language
from bot.scenes import NAMES, SCENES, STRANGER, YEAR, settle
from bot.settings import Settings
from bot.year import settle_year
from simulator.clock import Clock
from simulator.server import Outbox, Waiting, build_app, serve
from simulator.sights import DemoDocument
from simulator.world import World
from storage import outbox, schema
from storage.database import Database, open_database

logger = logging.getLogger(__name__)

TOKEN = "1000001:demo-token-of-the-local-simulator"  # noqa: S105  opens nothing outside the demo
UNSENT_SHOWN = 60
SCENES_FOLDER = Path(simulator.__file__).parent / "scenes"


async def serve_demo(port: int, scene: str, settings: Settings) -> None:
    """Serve the page and run the bot against it until a stop signal; nothing is kept afterwards.

    Raises SystemExit in plain words for an unknown scene or a port that is taken.
    """
    if scene not in NAMES:
        raise SystemExit(f"There is no scene {scene!r}; choose one of: {', '.join(NAMES)}.")
    clock = Clock()
    world = World(TOKEN, clock=clock)
    documents = [
        DemoDocument(one.document, one.document_title, (SCENES_FOLDER / one.document).read_bytes())
        for one in SCENES.get(scene, ())
    ]
    with tempfile.TemporaryDirectory(prefix="mosavabe-demo-") as folder:
        kept = _demo_settings(settings, Path(folder))
        database = open_database(kept.database, durable=False)
        app = build_app(world, documents=documents, outbox=_outbox_of(database))
        try:
            server = await serve(app, port)
        except OSError as error:
            raise SystemExit(
                f"Port {port} cannot be used ({error.strerror}); try PORT=8099."
            ) from None
        async with server:
            kept = kept.model_copy(update={"bot_api_base": server.base_url})
            await _play(world, scene, documents, kept, database)


def _demo_settings(settings: Settings, folder: Path) -> Settings:
    values = {
        "bot_token": SecretStr(TOKEN),
        "bot_token_file": None,
        "proxy_url": None,
        "http_port": None,
        "webhook_url": None,
        "database_url": "",
        "data_dir": folder,
    }
    return settings.model_copy(update=values)


async def _play(
    world: World,
    scene: str,
    documents: list[DemoDocument],
    settings: Settings,
    database: Database,
) -> None:
    await schema.upgrade(database)
    for one in SCENES.get(scene, ()):
        await settle(world, database, one, world.clock.now())
    if scene == YEAR:
        documents.append(await _pass_two_years(world, database))
        world.publish("documents", {})  # a page that was opened meanwhile looks again
    first, last, label = STRANGER
    world.add_person(first, last, label=label)
    app = application.build(settings, database, clock=world.clock.now)
    if "inline_query" in app.dispatcher.resolve_used_update_types():
        world.allow_inline()
    world.clock.subscribe(_ring_after_moves(app))
    print(f"Mosavabe demo: {settings.bot_api_base}  (Ctrl+C ends it)", flush=True)  # noqa: T201
    await application.run(app, stop=application.stop_on_signals())


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
    settled = await settle_year(world, database, world.clock.now())
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

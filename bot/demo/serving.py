"""`mosavabe demo`: the real bot against a local Telegram with a page like a phone.

The page is served at once; what the bot needs is loaded behind it, which takes longer.
"""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.i18n import _, use_language
from bot.settings import Settings
from simulator.clock import Clock
from simulator.server import Outbox, Waiting, build_app, serve
from simulator.sights import DemoDocument
from simulator.world import World

TOKEN = "1000001:demo-token-of-the-local-simulator"  # noqa: S105  opens nothing outside the demo
NAMES = ("isfahan", "qom", "both", "year")
TEHRAN = ZoneInfo("Asia/Tehran")
DAY_HOURS = range(8, 20)
MORNING = time(9)


async def serve_demo(port: int, scene: str, settings: Settings) -> None:
    """Serve the page and run the bot against it until a stop signal; nothing is kept afterwards.

    Raises SystemExit in plain words for an unknown scene or a port that is taken.
    """
    if scene not in NAMES:
        raise SystemExit(f"There is no scene {scene!r}; choose one of: {', '.join(NAMES)}.")
    world = World(TOKEN, clock=Clock())
    world.clock.advance(until_the_day(world.clock.now()))
    with use_language("fa"):
        world.prepare(_("The bot is getting ready…"))
    documents: list[DemoDocument] = []
    backstage = _Backstage()
    with tempfile.TemporaryDirectory(prefix="mosavabe-demo-") as folder:
        kept = _demo_settings(settings, Path(folder))
        try:
            server = await serve(build_app(world, documents=documents, outbox=backstage.look), port)
        except OSError as error:
            raise SystemExit(
                f"Port {port} cannot be used ({error.strerror}); try PORT=8099."
            ) from None
        async with server:
            print(f"Mosavabe demo: {server.base_url}  (Ctrl+C ends it)", flush=True)  # noqa: T201
            kept = kept.model_copy(update={"bot_api_base": server.base_url})
            # In a thread, so that the page is there meanwhile.
            play = await asyncio.to_thread(_load)
            await play(world, scene, documents, kept, backstage.opened)


def until_the_day(now: datetime) -> timedelta:
    """How far ahead of an aware moment the demo begins: not at all, or at nine in the morning.

    At night the bot keeps to itself what it would tell people by day, and whoever tries it would
    wait for a message in vain.
    """
    there = now.astimezone(TEHRAN)
    if there.hour in DAY_HOURS:
        return timedelta()
    day = there.date() + timedelta(days=there.hour >= DAY_HOURS.stop)
    return datetime.combine(day, MORNING, TEHRAN) - there


def _load() -> Callable[..., Awaitable[None]]:
    from bot.demo.playing import play  # noqa: PLC0415  takes seconds, for which the page need not wait

    return play


class _Backstage:
    """What waits in the bot; nothing as long as it has no database."""

    def __init__(self) -> None:
        self._outbox: Outbox | None = None

    def opened(self, outbox: Outbox) -> None:
        """Look there from now on."""
        self._outbox = outbox

    async def look(self) -> list[Waiting]:
        return list(await self._outbox()) if self._outbox else []


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

"""The web server: the webhook end to end, health that names troubles, metrics without names."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import unused_port
from pydantic import SecretStr
from sqlalchemy import text

from bot import app as application
from bot.app import App
from bot.saying.pace import Pace
from bot.settings import Settings, SettingsError, read_settings
from simulator.server import build_app, serve
from simulator.world import World
from storage.database import Database, open_database
from tests.simulator.waiting import until
from tests.town import TOKEN

SECRET = "of-the-Webhook_1"
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'council.db'}"


@pytest.fixture
async def world() -> World:
    return World(TOKEN)


@pytest.fixture
async def app(world: World, database: Database, tmp_path: Path) -> AsyncIterator[App]:
    """The bot behind a webhook, with the simulated Telegram in front of it."""
    port = unused_port()
    async with await serve(build_app(world, webhook_patience=0.02), 0) as telegram:
        settings = Settings(
            _env_file=None,
            bot_token=SecretStr(TOKEN),
            bot_api_base=telegram.base_url,
            data_dir=tmp_path,
            http_port=port,
            webhook_url=f"http://127.0.0.1:{port}/telegram",
            webhook_secret=SecretStr(SECRET),
        )
        made = application.build(settings, database, pace=Pace(enabled=False))
        stop = asyncio.Event()
        running = asyncio.create_task(application.run(made, stop=stop))
        await until(world, lambda: bool(world.webhook.url))
        yield made
        stop.set()
        async with asyncio.timeout(35):
            await running


async def ask(app: App, path: str) -> tuple[int, str]:
    url = f"http://127.0.0.1:{app.settings.http_port}{path}"
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        return answer.status, await answer.text()


async def bring(app: App, body: bytes, secret: str | None = SECRET) -> int:
    headers = {} if secret is None else {HEADER: secret}
    url = str(app.settings.webhook_url)
    async with (
        aiohttp.ClientSession() as http,
        http.post(url, data=body, headers=headers) as answer,
    ):
        return answer.status


async def test_people_are_answered_through_the_webhook_and_its_pages_tell_how_it_goes(
    app: App, world: World
) -> None:
    aida = world.add_person("آیدا")
    chat = world.private_chat(aida)
    world.start(aida)
    await until(world, lambda: any(m.sender_id == world.bot_id for m in world.messages(chat)))

    assert (world.webhook.secret_token, world.webhook.last_error) == (SECRET, "")
    assert await ask(app, "/healthz") == (200, '{"status": "ok", "troubles": []}')
    assert await ask(app, "/readyz") == (200, '{"status": "ok", "troubles": []}')
    status, page = await ask(app, "/metrics")
    assert status == 200
    assert re.search(r'^mosavabe_updates_total{outcome="done"} 1.0$', page, re.M)
    assert re.search(r'^mosavabe_inbox{state="new"} 0.0$', page, re.M)
    assert re.search(r'^mosavabe_outbox{state="pending"} 0.0$', page, re.M)
    assert re.search(r'^mosavabe_action_seconds_count{action="\w+"} 1.0$', page, re.M)
    assert "آیدا" not in page


async def test_only_who_knows_the_secret_brings_updates_and_a_lost_database_is_said(
    app: App, world: World, database: Database
) -> None:
    aida = world.add_person("آیدا")
    update = (
        b'{"update_id": 77, "message": {"message_id": 1, "date": 1, "text": "x", '
        b'"chat": {"id": %d, "type": "private"}, '
        b'"from": {"id": %d, "is_bot": false, "first_name": "a"}}}' % (aida.id, aida.id)
    )
    for wrong in (None, "", "another", "رمز"):
        assert await bring(app, update, wrong) == 403
    assert await bring(app, b"no update", SECRET) == 200
    assert await bring(app, b'{"message": {}}', SECRET) == 200

    async with database.writing() as session:
        await session.execute(text("ALTER TABLE inbox RENAME TO away"))
    assert await bring(app, update) == 503
    async with database.writing() as session:
        await session.execute(text("ALTER TABLE away RENAME TO inbox"))
        await session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    status, told = await ask(app, "/readyz")
    assert (status, "the tables stand on schema 0001" in told) == (503, True)

    assert await bring(app, update) == 200
    async with database.reading() as session:
        kept = (await session.execute(text("SELECT update_id FROM inbox"))).scalars().all()
    assert kept == [77]
    await app.receiver.take([])


async def test_webhook_without_a_secret_does_not_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WEBHOOK_URL", "https://example.org/telegram")
    with pytest.raises(SettingsError, match=r"^WEBHOOK_URL needs WEBHOOK_SECRET: letters"):
        read_settings()
    monkeypatch.setenv("WEBHOOK_SECRET", SECRET)
    with pytest.raises(SettingsError, match=r"^WEBHOOK_URL needs HTTP_PORT"):
        read_settings()
    monkeypatch.setenv("HTTP_PORT", "8090")
    assert read_settings().webhook_path == "/telegram"


async def test_network_away_is_named_by_health_and_forgotten_when_it_is_back(
    world: World, database: Database, tmp_path: Path
) -> None:
    """A webhook that was left over from before is taken back, too."""
    world.webhook = replace(world.webhook, url="http://127.0.0.1:9/left-over")
    world.faults.network_down = True
    async with await serve(build_app(world), 0) as telegram:
        settings = Settings(
            _env_file=None, bot_token=SecretStr(TOKEN), bot_api_base=telegram.base_url,
            data_dir=tmp_path, http_port=unused_port(),
        )  # fmt: skip
        app = application.build(settings, database, pace=Pace(enabled=False))
        stop = asyncio.Event()
        running = asyncio.create_task(application.run(app, stop=stop))
        try:
            async with asyncio.timeout(60):
                while app.receiver.failing is None:  # noqa: ASYNC110  nobody rings for it
                    await asyncio.sleep(0.05)
            status, told = await ask(app, "/readyz")
            assert (status, "updates do not come in: " in told) == (503, True)
            assert (await ask(app, "/healthz"))[0] == 200

            world.faults.network_down = False
            async with asyncio.timeout(30):
                while app.receiver.failing or world.webhook.url:  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            assert (await ask(app, "/readyz"))[0] == 200
        finally:
            stop.set()
            await running


async def test_port_that_is_taken_is_named_and_nothing_is_left_open(
    app: App, tmp_path: Path
) -> None:
    """What is left open becomes a warning, and with it an error."""
    apart = open_database(f"sqlite:///{tmp_path / 'apart.db'}")
    second = application.build(app.settings, apart, pace=Pace(enabled=False))
    await second.bot.get_me()
    with pytest.raises(SettingsError, match=r"^HTTP_PORT \d+ cannot be used"):
        await application.run(second)

"""Other messengers and other ways: what a platform lacks is left out, proxies carry everything."""

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot import app as application
from bot.operations import diagnosis
from bot.saying.pace import Pace
from bot.settings import Settings, SettingsError, read_settings
from jobs.outcomes import OutMessage, Sent
from simulator.server import build_app, serve
from simulator.world import World
from storage import schema
from storage.database import Database, open_database
from tests.bot.proxies import proxy
from tests.conftest import Stand
from tests.handlers.conftest import PUBLISHED
from tests.patience import PATIENCE_SECONDS
from tests.town import TOKEN

NOWHERE = "http://bot-api.invalid"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_a_platform_lacks_is_left_out_and_nothing_essential_rests_on_it(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = await stand(PUBLISHED)
    monkeypatch.setenv("PLATFORM_LACKS", "menu, inline")  # not before: others share the story
    for lacking in ("setMyCommands", "deleteMyCommands", "answerInlineQuery", "setMessageReaction"):
        town.world.faults.fail_next(lacking, "refuse", None, status=404, description="Not Found")
    town.world.calls.clear()
    town.app = town.start_app()
    unit, secretary = town.person("واحد بررسی"), town.person("دبیرخانه · اصفهان")

    assert "۱/۱" in await unit.says("گزارش دو هفتگی")
    assert "مصوبهٔ ۱/۱" in await unit.says("1/1")
    shown = unit.last
    assert "۴۰٪" in await unit.replies(shown, "۴۰٪ انجام شد، گزارش اول ارسال شد")
    assert "گزارش اول ارسال شد" in secretary.last.text
    for words in ("/start", "/help", "/my", "/language", "/settings"):
        assert await unit.says(words)
    await secretary.taps("تأیید", on=secretary.message_with("گزارش اول ارسال شد"))

    called = {call.method.lower() for call in town.world.calls}
    assert called & {"setmycommands", "deletemycommands", "answerinlinequery"} == set()
    buttons = [button for row in shown.buttons for button in row]
    assert buttons
    assert [button for button in buttons if "switch_inline_query" in button] == []


def test_feature_that_nobody_knows_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLATFORM_LACKS", "menu,smell")
    with pytest.raises(SettingsError, match=r"^PLATFORM_LACKS: knows menu, inline, and not smell"):
        read_settings()


def test_settings_that_are_no_text_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_bytes("PLATFORM_LACKS=منو".encode("cp1256"))
    with pytest.raises(SettingsError, match=r"^The file \.env is no UTF-8 text; save"):
        read_settings()


@pytest.mark.parametrize("way", ["127.0.0.1:1080", "ftp://proxy:21", "socks5://proxy"])
def test_proxy_that_nothing_could_go_through_is_refused(
    way: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PROXY_URL", way)
    with pytest.raises(SettingsError, match=r"^PROXY_URL: must be http://host:port or socks5://"):
        read_settings()


@pytest.mark.parametrize("kind", ["http", "socks5"])
async def test_proxy_carries_everything_that_both_libraries_say(kind: str, tmp_path: Path) -> None:
    world = World(TOKEN)
    aida = world.add_person("آیدا", started=True)
    async with await serve(build_app(world), 0) as telegram, proxy(kind, telegram.base_url) as way:
        settings = Settings(
            _env_file=None, bot_token=SecretStr(TOKEN), bot_api_base=NOWHERE,
            proxy_url=way.address, data_dir=tmp_path,
        )  # fmt: skip
        database: Database = open_database(settings.database)
        await schema.upgrade(database)
        made = application.build(settings, database, pace=Pace(enabled=False))
        stop = asyncio.Event()
        running = asyncio.create_task(application.run(made, stop=stop))
        world.say(aida, world.private_chat(aida), "/help")
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(world.messages(world.private_chat(aida))) < 2:  # noqa: ASYNC110  it comes
                await asyncio.sleep(0.02)
        asked_by_aiogram = len(way.asked)
        sent = await made.sender.send(aida.id, OutMessage("از صف"))
        assert isinstance(sent, Sent)
        assert len(way.asked) > asked_by_aiogram
        stop.set()
        await running
        found = {one.about: str(one.verdict) for one in await diagnosis.examine(settings)}

    assert set(way.asked) == {"bot-api.invalid"}
    assert (found["api"], found["clock"], found["proxy"]) == ("good", "good", "good")

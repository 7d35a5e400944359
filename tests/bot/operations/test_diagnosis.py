"""`mosavabe doctor`: what is wrong is named together with what to do."""

import re
import socket
import sqlite3
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.app import serve as serve_bot
from bot.operations import diagnosis
from bot.service.opening import opened
from bot.settings import Settings, SettingsError
from simulator.server import build_app, serve
from simulator.world import World
from tests.town import TOKEN


def settings(folder: Path, base: str, token: str = TOKEN) -> Settings:
    return Settings(
        _env_file=None, bot_token=SecretStr(token), bot_api_base=base, data_dir=folder / "data"
    )


async def verdicts(chosen: Settings) -> dict[str, str]:
    """How everything stands; whatever is not well comes with what to do about it."""
    found = await diagnosis.examine(chosen)
    assert [one.about for one in found if one.verdict != "good" and not one.to_do] == []
    return {one.about: str(one.verdict) for one in found}


async def test_every_part_is_judged_by_itself(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(0o700)
    (folder / "mosavabe.db").touch()
    async with await serve(build_app(World(TOKEN)), 0) as telegram:
        found = await verdicts(settings(tmp_path, telegram.base_url))
        refused = await verdicts(settings(tmp_path, telegram.base_url, "7:another-token"))
    away = await verdicts(settings(tmp_path, "http://127.0.0.1:9"))

    good = ("token", "api", "clock", "proxy", "database", "disk")
    assert [found[about] for about in good] == ["good"] * len(good)
    assert (found["migrations"], found["backup"]) == ("bad", "note")
    assert (refused["api"], away["api"], away["database"]) == ("bad", "bad", "good")


async def test_proxy_that_is_away_is_named_and_hides_nothing(tmp_path: Path) -> None:
    chosen = settings(tmp_path, "http://bot-api.invalid").model_copy(
        update={"proxy_url": "socks5://127.0.0.1:1"}
    )
    found = await verdicts(chosen)
    assert (found["api"], found["proxy"], found["backup"]) == ("bad", "bad", "note")


async def test_newer_schema_asks_for_a_newer_program(tmp_path: Path) -> None:
    chosen = settings(tmp_path, "http://127.0.0.1:9", "")
    async with opened(chosen) as database, database.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    found = {one.about: one for one in await diagnosis.examine(chosen)}
    assert found["migrations"].to_do.endswith("update the program.")


async def test_mistyped_path_is_told_and_stays_as_it_is(tmp_path: Path) -> None:
    chosen = settings(tmp_path, "http://127.0.0.1:9", "no token at all")
    found = {one.about: one for one in await diagnosis.examine(chosen)}
    assert not chosen.data_dir.exists()
    assert found["database"].told == f"There is no database {tmp_path / 'data' / 'mosavabe.db'}"
    assert found["disk"].told == f"there is no folder {tmp_path / 'data'}"
    assert found.keys() & {"token", "telegram"} == {"token"}

    (tmp_path / "data").touch()
    found = {one.about: one for one in await diagnosis.examine(chosen)}
    assert {one.verdict for one in found.values()} == {"bad", "good", "note"}
    assert [one.about for one in found.values() if one.verdict != "good" and not one.to_do] == []


async def test_file_of_another_program_is_told_and_stays_as_it_is(tmp_path: Path) -> None:
    chosen = settings(tmp_path, "http://127.0.0.1:9")
    chosen.prepare_folder()
    with sqlite3.connect(tmp_path / "data" / "mosavabe.db") as theirs:
        theirs.execute("CREATE TABLE councils (id INTEGER)")
    found = {one.about: one for one in await diagnosis.examine(chosen)}
    told = "The database belongs to another program (it has a table councils)"
    assert found["database"].told == told
    with pytest.raises(SettingsError, match=re.escape(told)):
        await serve_bot(chosen)
    assert theirs.execute("SELECT name FROM sqlite_master").fetchall() == [("councils",)]
    theirs.close()


async def test_database_without_a_council_is_told_by_the_doctor_and_at_the_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    chosen = settings(tmp_path, "http://127.0.0.1:9")
    async with opened(chosen):
        pass
    assert (await verdicts(chosen))["councils"] == "note"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        on = chosen.model_copy(update={"http_port": taken.getsockname()[1]})
        with pytest.raises(SettingsError, match=r"^HTTP_PORT"):
            await serve_bot(on)
    assert "mosavabe init" in caplog.text

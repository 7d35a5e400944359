"""`mosavabe doctor`: what is wrong is named together with what to do."""

from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import text

from bot.opening import opened
from bot.operations import diagnosis
from bot.settings import Settings
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
    assert (found["api"], found["proxy"], found["database"]) == ("bad", "bad", "good")


async def test_newer_schema_asks_for_a_newer_program(tmp_path: Path) -> None:
    chosen = settings(tmp_path, "http://127.0.0.1:9", "")
    async with opened(chosen) as database, database.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    found = {one.about: one for one in await diagnosis.examine(chosen)}
    assert found["migrations"].to_do.endswith("update the program.")

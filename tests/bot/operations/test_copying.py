"""Moving a council to another database: nothing is lost, and life goes on there."""

from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from bot.operations import backups, copying
from bot.service.opening import open_ready
from bot.settings import SettingsError
from storage import whole
from storage.database import Database, open_database
from tests.bot.operations.conftest import MakePlace, SettingsOf, address
from tests.bot.operations.test_backups import NOW, reopened
from tests.conftest import Stand, run_as_admin
from tests.handlers.conftest import PUBLISHED

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.postgres
async def test_council_goes_on_working_on_the_other_side(
    stand: Stand, settings_of: SettingsOf, postgres_url: str, place_on: MakePlace
) -> None:
    """The way back is walked whenever a backup is taken from PostgreSQL."""
    assert postgres_url
    before = await stand(PUBLISHED)
    source = address(before.database)
    target = await place_on("postgres")
    counted = await whole.sums(before.database)
    await before.database.close()

    carried = await copying.carry(settings_of(source), source, target)

    assert carried == counted
    assert sum(one.rows for one in carried.values()) > 100
    database = open_database(target, durable=False)
    try:
        assert await whole.sums(database) == counted
        town = await reopened(before, database)
        unit, member = town.person("واحد بررسی"), town.person("عضو هیأت")
        secretary = town.person("دبیرخانه · اصفهان")
        assert "پسا" in await member.says("پسا کرونا")
        await town.passes(days=7)
        assert "یادآوری" in unit.last.text
        await unit.taps("۱/۱", on=unit.last)
        assert "۴۰٪" in await unit.replies(unit.last, "۴۰٪ انجام شد")
        assert "۴۰٪" in secretary.last.text
    finally:
        await database.close()


@pytest.mark.postgres
async def test_database_that_cannot_keep_persian_is_refused_by_whatever_would_write_to_it(
    database: Database, settings_of: SettingsOf, postgres_url: str
) -> None:
    source = address(database)
    made = await backups.make(settings_of(source), now=NOW)
    await database.close()
    await run_as_admin(
        postgres_url, "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
    )
    target = make_url(postgres_url).set(database="latin").render_as_string(hide_password=False)

    for refused in (
        copying.carry(settings_of(source), source, target),
        backups.restore(settings_of(target), made.file, now=NOW),
        open_ready(settings_of(target)),
    ):
        with pytest.raises(SettingsError, match=r"not UTF8\. Create the database with ENCODING"):
            await refused


async def test_nothing_is_copied_over_what_is_there_or_away_from_who_runs(
    stand: Stand, settings_of: SettingsOf, place_on: MakePlace, tmp_path: Path
) -> None:
    town = await stand(PUBLISHED)
    source = address(town.database)
    target = await place_on("sqlite")
    absent = f"sqlite:///{tmp_path / 'absent.db'}"
    for _ in range(2):  # the first time makes nothing
        with pytest.raises(SettingsError, match=r"^There is no database .*absent\.db; check"):
            await copying.carry(settings_of(source), absent, target)
    async with town.database.reading() as session:
        await session.execute(text("SELECT 1"))
    with pytest.raises(SettingsError, match="in use: stop the bot first"):
        await copying.carry(settings_of(source), source, target)

    await town.database.close()
    with pytest.raises(SettingsError, match="are the same database"):
        await copying.carry(settings_of(source), source, source)
    await copying.carry(settings_of(source), source, target)
    with pytest.raises(SettingsError, match="to fill is not empty"):
        await copying.carry(settings_of(source), source, target)

"""The search index is made whole in the background, and follows what is reported."""

from sqlalchemy import func, select

from council.searching.query import prepare_query
from jobs import search as job
from storage import search
from storage.models import Resolution
from tests.town import Town

REPORT = "تفاهم‌نامه با شرکت زعفران قائنات امضا شد"


async def found(town: Town, typed: str) -> int:
    async with town.database.reading() as session:
        council_id = next(iter(town.council_ids.values()))
        page = await search.search(session, council_id=council_id, query=prepare_query(typed))
    return page.total


async def test_what_the_index_lacks_is_indexed_once(published: Town) -> None:
    async with published.database.writing() as session:
        ids = list(await session.scalars(select(Resolution.id)))
        await search.remove_resolutions(session, ids)
    assert await found(published, "گزارش") == 0

    assert await job.refresh(published.database) == 0
    assert await job.complete(published.database) == len(ids) == 9
    assert await job.complete(published.database) == 0

    assert await found(published, "گزارش") >= 2


async def test_words_of_a_report_are_found_after_the_next_tick(single: Town) -> None:
    unit = single.person("واحد بررسی")
    await unit.says("۵/۱")
    await unit.replies(unit.last, f"۴۰٪ {REPORT}")

    assert await found(single, "زعفران قائنات") == 0
    assert await single.app.alarm.refresh_search() == 1
    assert await single.app.alarm.refresh_search() == 0

    assert await found(single, "زعفران قائنات") == 1
    async with single.database.reading() as session:
        assert await session.scalar(select(func.count(Resolution.id))) == 1


async def test_another_name_of_a_body_is_found_after_the_next_tick(single: Town) -> None:
    secretary = single.person("دبیرخانه · اصفهان")
    await secretary.says("/bodies")
    await secretary.taps("واحد بررسی")
    await secretary.taps("✏️")
    renamed = await secretary.says("ستاد پايش زعفران كشور")

    assert "ستاد پایش زعفران کشور" in renamed
    assert await found(single, "زعفران") == 0
    assert await single.app.alarm.refresh_search() == 1
    assert await single.app.alarm.refresh_search() == 0

    assert await found(single, "زعفران") == 1

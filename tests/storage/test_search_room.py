"""After much was indexed at once the index is no larger than what it holds."""

from sqlalchemy import text

from council.searching.query import prepare_fields
from storage.database import Database
from storage.search import SearchEntry, index_resolutions
from storage.search.room import give_room_back
from tests.storage.test_search import SCENE, add_council, places

TABLES = ("search_documents", "search_terms", "search_blocks", "search_spellings")


async def bytes_of_index(database: Database) -> int:
    if database.is_sqlite:
        size = "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'search!_%' ESCAPE '!'"
    else:
        size = f"SELECT {' + '.join(f"pg_total_relation_size('{one}')" for one in TABLES)}"
    async with database.reading() as session:
        return int(await session.scalar(text(size)))


async def test_index_that_was_written_again_and_again_shrinks_and_is_whole(
    database: Database,
) -> None:
    async with database.writing() as session:
        council_id, ids = await add_council(session, SCENE)
    await give_room_back(database)
    at_first = await bytes_of_index(database)

    entries = [
        SearchEntry(resolution_id, council_id, prepare_fields(code="", text=words))
        for resolution_id, words in zip(ids, SCENE, strict=True)
    ]
    for _ in range(12):
        async with database.writing() as session:
            await index_resolutions(session, entries)
    await give_room_back(database)

    assert await bytes_of_index(database) <= 1.3 * at_first
    assert await places(database, council_id, ids, "مطالعات آمایش") == [2]

"""Folders of old minutes taken in by the operator: resumable, silent, and told in plain words."""

import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import select

from bot.importing import Imported, Wanted, import_files
from bot.operations import importing_progress
from bot.operations.importing_progress import line
from bot.parsing import files_in
from council.errors import NotFoundError
from council.people import members
from storage import item_rows, minutes
from storage.database import Database
from storage.models import Occurrence
from storage.words import CouncilKind, ItemState
from tests.handlers.papers import SHORT

sqlite_is_enough = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)


def of_session(number: int, day: str) -> str:
    """Minutes of one resolution, another text for each session."""
    return (
        SHORT.replace("پنجمین جلسه", f"جلسه شماره {number}")
        .replace("یکشنبه ۲۴ آبان ۱۴۰۵", day)
        .replace("تعرفه‌های پیشنهادی", f"{number} تعرفهٔ پیشنهادی")
    )


@pytest.fixture
def years(tmp_path: Path) -> Path:
    """A folder with two years of minutes and what else lies about in such folders."""
    folder = tmp_path / "minutes"
    for year, numbers in (("1403", (2, 10)), ("1404", (11,))):
        (folder / year).mkdir(parents=True)
        for number in numbers:
            text = of_session(number, f"۲۴ آبان {year}")
            (folder / year / f"session {number}.txt").write_text(text, "utf-8")
    (folder / "1404" / "scan.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (folder / "1404" / ".hidden.txt").write_text("-", "utf-8")
    (folder / "1404" / "photo.jpg").write_bytes(b"-")
    return folder


@pytest.fixture
async def council_id(database: Database) -> int:
    """A council that nobody has joined yet."""
    async with database.writing() as session:
        founded = await members.found_council(
            session, name="شورا", kind=CouncilKind.CITY, province="قم", now=NOW
        )
    return founded.council_id


async def take(
    database: Database, council_id: int, folder: Path, wanted: Wanted = Wanted.ARCHIVED
) -> list[Imported]:
    """Import everything in the folder."""
    found = files_in([folder])
    coming = import_files(database, council_id, found, wanted=wanted, trust=False, now=NOW)
    return [one async for one in coming]


def test_folders_are_read_in_the_order_of_their_numbers(years: Path) -> None:
    names = [path.name for path in files_in([years])]

    assert names == ["session 2.txt", "session 10.txt", "scan.txt", "session 11.txt"]


@sqlite_is_enough
async def test_a_folder_of_years_becomes_an_archive_and_a_second_run_adds_nothing(
    database: Database, council_id: int, years: Path
) -> None:
    first = await take(database, council_id, years)
    second = await take(database, council_id, years)

    assert [(one.outcome, one.resolutions) for one in first] == [
        ("archived", 1),
        ("archived", 1),
        ("refused", 0),
        ("archived", 1),
    ]
    assert [one.outcome for one in second] == ["known", "known", "refused", "known"]
    async with database.reading() as session:
        published = await minutes.published(session, council_id, limit=10)
        waiting = await item_rows.among(session, council_id, range(1, 10))
        periods = (await session.scalars(select(Occurrence))).all()
    assert [meeting.number for _, meeting, _ in published] == [11, 10, 2]
    assert {item.state for item in waiting} == {ItemState.ARCHIVED}
    assert periods == []


@sqlite_is_enough
async def test_a_run_that_was_broken_off_goes_on_where_it_was(
    database: Database, council_id: int, years: Path
) -> None:
    found = files_in([years])
    coming = import_files(database, council_id, found, wanted=Wanted.ARCHIVED, trust=False, now=NOW)
    assert (await anext(coming)).outcome == "archived"
    await coming.aclose()  # type: ignore[attr-defined]  # a generator, broken off

    again = await take(database, council_id, years)

    assert [one.outcome for one in again] == ["known", "archived", "refused", "archived"]


@sqlite_is_enough
async def test_what_is_not_sure_waits_for_a_secretary_unless_it_is_trusted(
    database: Database, council_id: int, tmp_path: Path
) -> None:
    unsure = tmp_path / "unsure.txt"
    unsure.write_text(
        of_session(3, "۲۴ آبان ۱۴۰۴") + "۲- پیشنهاد برگزاری همایش صادرات مطرح شد و رد شد.\n",
        "utf-8",
    )
    sure = tmp_path / "trusted.txt"
    sure.write_text(unsure.read_text("utf-8").replace("شماره 3", "شماره 4"), "utf-8")

    outcomes = [
        one.outcome
        for path, trust in ((unsure, False), (sure, True))
        async for one in import_files(
            database, council_id, [path], wanted=Wanted.ARCHIVED, trust=trust, now=NOW
        )
    ]

    assert outcomes == ["to_check", "archived"]
    assert [line(one) for one in await take(database, council_id, tmp_path)] == [
        "trusted.txt: known already, nothing added",
        "unsure.txt: a draft already, and left so: a secretary publishes it in the chat, by "
        "/minutes",
    ]


@sqlite_is_enough
async def test_an_unknown_council_is_refused(database: Database, years: Path) -> None:
    with pytest.raises(NotFoundError):
        await take(database, 7, years)


@sqlite_is_enough
async def test_refusals_are_told_in_words(
    database: Database, council_id: int, years: Path, tmp_path: Path
) -> None:
    taken = await take(database, council_id, years / "1404")
    missing = [
        one
        async for one in import_files(
            database, council_id, [tmp_path / "no.txt"], wanted=Wanted.DRAFT, trust=False, now=NOW
        )
    ]

    told = [line(one) for one in (*taken, *missing)]
    assert told[0] == (
        "scan.txt: not taken: It is no file of minutes; .txt, .docx, .doc and .pdf are read."
    )
    assert told[1] == "session 11.txt: in the archive, 1 resolution"
    assert told[2] == "no.txt: not taken: The file cannot be opened: No such file or directory."
    assert "Error" not in "".join(told)


async def test_a_bar_shows_how_far_it_has_come(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = io.StringIO()
    terminal = Console(file=seen, force_terminal=True, width=80, highlight=False)
    monkeypatch.setattr(importing_progress, "Console", lambda **_: terminal)

    async def coming() -> AsyncIterator[Imported]:
        yield Imported("a.txt", "archived", 2)
        yield Imported("b.txt", "known")

    taken = [one async for one in importing_progress.shown(coming(), 2, quiet=False)]

    assert [one.file for one in taken] == ["a.txt", "b.txt"]
    assert "2/2" in seen.getvalue()
    assert "a.txt: in the archive, 2 resolutions" in seen.getvalue()

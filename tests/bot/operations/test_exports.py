"""What leaves the program as JSON and CSV: whole, documented, without secrets and formulas."""

import csv
import gc
import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import update

from bot.operations import exports
from bot.operations.exports import Form
from bot.settings import SettingsError
from storage import export
from storage.models import Base, Person, Resolution
from tests.bot.operations.conftest import SettingsOf
from tests.conftest import Stand
from tests.handlers.conftest import SINGLE
from tests.town import Town

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DOCUMENTED = Path(__file__).parents[3] / "docs" / "export.md"
HIDDEN_WORDS = "متن محرمانهٔ آزمون"


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """Exports read with the same statements on both; one is enough here."""
    return f"sqlite:///{tmp_path / 'council.db'}"


@pytest.fixture
async def reported(stand: Stand) -> Town:
    """One item, with a report that a spreadsheet would take for a formula."""
    town = await stand(SINGLE)
    unit = town.person("واحد بررسی")
    await unit.says("/my")
    await unit.replies(unit.last, "=1+1 ۴۰٪ انجام شد")
    async with town.database.writing() as session:
        await session.execute(update(Person).values(phone="09120000000"))
    return town


async def written(town: Town, settings_of: SettingsOf, to: Path, form: Form) -> dict[str, int]:
    return await exports.write(settings_of(town.database), council_id=1, form=form, to=to, now=NOW)


async def test_all_forms_hold_the_same_and_a_note_is_no_formula(
    reported: Town, settings_of: SettingsOf, tmp_path: Path
) -> None:
    as_json, as_csv = tmp_path / "out.json", tmp_path / "out"
    counts = await written(reported, settings_of, as_json, Form.JSON)
    assert await written(reported, settings_of, as_csv, Form.CSV) == counts
    as_book = tmp_path / "out.xlsx"
    assert await written(reported, settings_of, as_book, Form.XLSX) == counts

    document = json.loads(as_json.read_text("utf-8"))
    tables: dict[str, list[dict[str, Any]]] = document.pop("tables")
    assert document == {
        "format": "mosavabe-export", "version": 2, "made_at": "2026-11-22T09:00:00Z",
    }  # fmt: skip
    assert {name: len(rows) for name, rows in tables.items()} == counts
    assert (counts["motions"], counts["items"], counts["progress"]) == (1, 1, 1)
    assert tables["items"][0]["due_on"] == "2026-12-05"
    assert tables["items"][0]["due_on_jalali"] == "1405-09-14"
    assert tables["progress"][0]["note"].startswith("=1+1")
    for name, rows in tables.items():
        with (as_csv / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.DictReader(file))) == len(rows)
    with (as_csv / "progress.csv").open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["note"].startswith("'=1+1")
    book = openpyxl.load_workbook(as_book)
    assert {sheet.title: sheet.max_row - 1 for sheet in book} == counts
    told = dict(zip(*([cell.value for cell in row] for row in book["progress"].rows), strict=True))
    assert {cell.data_type for sheet in book for row in sheet.rows for cell in row} <= {
        "s",
        "n",
        "b",
    }
    assert told["note"].startswith("=1+1")
    assert as_book.stat().st_mode & 0o777 == 0o600
    assert "09120000000" not in as_json.read_text("utf-8")
    assert as_json.stat().st_mode & 0o777 == 0o600


async def test_confidential_resolution_leaves_only_when_asked_for(
    reported: Town, settings_of: SettingsOf, tmp_path: Path
) -> None:
    async with reported.database.writing() as session:
        await session.execute(update(Resolution).values(confidential=True, text=HIDDEN_WORDS))
    await written(reported, settings_of, tmp_path / "open.json", Form.JSON)
    await exports.write(
        settings_of(reported.database), council_id=1, form=Form.JSON, to=tmp_path / "all.json",
        now=NOW, confidential=True,
    )  # fmt: skip

    everything = json.loads((tmp_path / "all.json").read_text("utf-8"))["tables"]
    shown = json.loads((tmp_path / "open.json").read_text("utf-8"))["tables"]
    assert everything["motions"][0]["text"] == HIDDEN_WORDS
    hidden = ("motions", "items", "occurrences", "progress", "clauses")
    assert [shown[name] for name in hidden] == [[]] * len(hidden)
    assert shown["minutes"][0]["source_text"] is None
    assert {one["subject"] for one in shown["audit"]} & {"item", "progress"} == set()
    assert {one["subject"] for one in everything["audit"]} >= {"item"}


async def test_nothing_is_written_over_and_no_council_is_said_plainly(
    reported: Town, settings_of: SettingsOf, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match="is there already"):
        await written(reported, settings_of, tmp_path, Form.CSV)
    with pytest.raises(SettingsError, match="There is no council 7"):
        await exports.write(
            settings_of(reported.database), council_id=7, form=Form.CSV, to=tmp_path / "x", now=NOW
        )


@pytest.mark.parametrize("form", Form)
async def test_full_disk_leaves_nothing_half_written(
    reported: Town,
    settings_of: SettingsOf,
    tmp_path: Path,
    form: Form,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    to, really = tmp_path / "folder" / "out", os.open
    to.parent.mkdir()

    def on_a_full_disk(path: Path | str, how: int, *mode: int, **named: int) -> int:
        if not how & os.O_EXCL or to.parent not in Path(path).parents:
            return really(path, how, *mode, **named)
        os.close(really(path, how, *mode, **named))
        return really("/dev/full", os.O_WRONLY)

    with monkeypatch.context() as full:
        full.setattr("os.open", on_a_full_disk)
        with pytest.raises(SettingsError, match=r"The disk is full; .* Nothing was half-written\."):
            await written(reported, settings_of, to, form)
        gc.collect()  # a writer that complains late complains now
        assert list(to.parent.iterdir()) == []

    assert sum((await written(reported, settings_of, to, form)).values()) > 0
    assert list(to.parent.iterdir()) == [to]


def test_every_table_is_exported_or_left_out_for_a_reason_and_every_column_is_documented() -> None:
    told = {
        name: re.findall(r"`(\w+)`", columns)
        for name, columns in re.findall(
            r"^\| `(\w+)` \| [^|]* \| ([^|]*) \|$", DOCUMENTED.read_text("utf-8"), re.M
        )
    }
    tables = export.tables(1, confidential=False)
    exported = {
        one.name: [name for column in one.columns for name in exports.names(column)]
        for one in tables
    }
    assert told == exported
    read = {one.source for one in tables}
    left_out = {name for names in export.LEFT_OUT.values() for name in names}
    assert set(Base.metadata.tables) - left_out - read == set()

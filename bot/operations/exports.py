"""Writes all that a council has on record as JSON, CSV or .xlsx; see docs/export.md."""

import asyncio
import csv
import json
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from bot.operations.workbook import Workbook
from bot.operations.workplaces import there_when_whole
from bot.service.opening import opened
from bot.settings import Settings, SettingsError
from council.dates import to_jalali
from storage import councils, export
from storage.export import Column, Exported

FORMAT, VERSION = "mosavabe-export", 2
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Form(StrEnum):
    """How an export is written: one JSON document, a folder of tables, or one workbook."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


async def write(
    settings: Settings,
    *,
    council_id: int,
    form: Form,
    to: Path,
    now: datetime,
    confidential: bool = False,
) -> dict[str, int]:
    """Write the council's record to a new file (a folder for CSV); gives the rows per table.

    Readable by its owner only, and there only when it is whole. Raises SettingsError where there is
    no such council, or something stands there already; OSError where it cannot be written.
    """
    async with opened(settings) as database:
        async with database.reading() as session:
            if await councils.get(session, council_id) is None:
                raise SettingsError(f"There is no council {council_id}.")
        if await asyncio.to_thread(to.exists):
            raise SettingsError(f"{to} is there already; name another place.")
        counts: dict[str, int] = {}
        with there_when_whole(to) as part, _writer(form, part, now) as writer:
            async with export.reading(database) as connection:
                for table in export.tables(council_id, confidential=confidential):
                    writer.begin(table.name, headings(table))
                    counts[table.name] = 0
                    async for row in export.rows(connection, table):
                        writer.add(_plain(table.columns, row))
                        counts[table.name] += 1
    return counts


def names(column: Column) -> list[str]:
    """What a column is called in an export: a day stands in both calendars."""
    return [column.name, f"{column.name}_jalali"] if column.is_day else [column.name]


def headings(table: Exported) -> list[str]:
    """The names of a table's columns, in their order."""
    return [name for column in table.columns for name in names(column)]


def _plain(columns: Sequence[Column], row: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for column in columns:
        value = row[column.name]
        plain[column.name] = _value(value)
        if column.is_day:
            plain[f"{column.name}_jalali"] = _jalali(value)
    return plain


def _value(value: Any) -> Any:  # noqa: ANN401  whatever a column holds
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return value.isoformat() if isinstance(value, date) else value


def _jalali(day: date | None) -> str | None:
    if day is None:
        return None
    there = to_jalali(day)
    return f"{there.year:04}-{there.month:02}-{there.day:02}"


class _Json:
    """One document: {"format", "version", "made_at", "tables": {name: [row, …]}}."""

    def __init__(self, to: Path, now: datetime) -> None:
        self._file = _open(to)
        head = {"format": FORMAT, "version": VERSION, "made_at": _value(now)}
        self._file.write(json.dumps(head)[:-1] + ', "tables": {')
        self._tables = self._rows = 0

    def begin(self, name: str, columns: Sequence[str]) -> None:
        """Begin a table; its columns stand in every row."""
        del columns
        self._file.write(("]," if self._tables else "") + f'\n"{name}": [')
        self._tables, self._rows = self._tables + 1, 0

    def add(self, row: Mapping[str, Any]) -> None:
        """Add a row to it."""
        self._file.write(",\n" if self._rows else "\n")
        self._file.write(json.dumps(row, ensure_ascii=False))
        self._rows += 1

    def __enter__(self) -> "_Json":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        with self._file:
            if kind is None:
                self._file.write("]}}\n")


class _Csv:
    """A folder with one file for each table: UTF-8 with a mark, as spreadsheets want it."""

    def __init__(self, to: Path) -> None:
        self._folder = to
        self._open = ExitStack()
        self._rows: csv.DictWriter[str] | None = None
        to.mkdir(mode=0o700)

    def begin(self, name: str, columns: Sequence[str]) -> None:
        """Begin a table."""
        self._open.close()
        file = self._open.enter_context(_open(self._folder / f"{name}.csv", "utf-8-sig"))
        self._rows = csv.DictWriter(file, columns, lineterminator="\r\n")
        self._rows.writeheader()

    def add(self, row: Mapping[str, Any]) -> None:
        """Add a row to it."""
        if self._rows is not None:
            self._rows.writerow({name: _cell(value) for name, value in row.items()})

    def __enter__(self) -> "_Csv":
        return self

    def __exit__(self, *how: object) -> None:
        self._open.close()


def _writer(form: Form, to: Path, now: datetime) -> _Json | _Csv | Workbook:
    match form:
        case Form.JSON:
            return _Json(to, now)
        case Form.CSV:
            return _Csv(to)
        case Form.XLSX:
            return Workbook(_new(to))


def _new(file: Path) -> int:
    return os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)


def _open(file: Path, encoding: str = "utf-8") -> TextIO:
    return os.fdopen(_new(file), "w", encoding=encoding, newline="")


def _cell(value: Any) -> Any:  # noqa: ANN401  whatever a column holds
    """A cell that no spreadsheet takes for a formula, without control characters.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    cleaned = CONTROL.sub("", value)
    return f"'{cleaned}" if cleaned.startswith(("=", "+", "-", "@", "\t", "\r")) else cleaned

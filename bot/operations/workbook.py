"""Writes an export as one .xlsx with a sheet for each table, row by row, however many there are."""

import json
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, BinaryIO

import xlsxwriter

from bot.papers.text import plain

MAX_CELL = 32_767
MAX_ROWS = 1_048_576
"""https://support.microsoft.com/office/excel-specifications-and-limits"""


class TooManyRowsError(Exception):
    """A table has more rows than a sheet holds; the message names it."""


class Workbook:
    """The workbook; every text is written as text, so that nothing in it is a formula or a link."""

    def __init__(self, to: BinaryIO) -> None:
        self._to = to
        self._book = xlsxwriter.Workbook(to, {"constant_memory": True})
        self._head = self._book.add_format({"bold": True})
        self._sheet: Any = None
        self._name, self._at = "", 0

    def begin(self, name: str, columns: Sequence[str]) -> None:
        """Begin a table."""
        self._sheet = self._book.add_worksheet(name)
        self._sheet.freeze_panes(1, 0)
        self._name, self._at = name, 0
        for column, heading in enumerate(columns):
            self._sheet.write_string(0, column, heading, self._head)

    def add(self, row: Mapping[str, Any]) -> None:
        """Add a row to it. Raises TooManyRowsError."""
        self._at += 1
        if self._at >= MAX_ROWS:
            raise TooManyRowsError(self._name)
        for column, value in enumerate(row.values()):
            self._write(column, value)

    def _write(self, column: int, value: Any) -> None:  # noqa: ANN401  whatever a column holds
        if value is None:
            return
        if isinstance(value, bool):
            self._sheet.write_boolean(self._at, column, value)
        elif isinstance(value, int | float):
            self._sheet.write_number(self._at, column, value)
        else:
            written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            self._sheet.write_string(self._at, column, plain(written)[:MAX_CELL])

    def __enter__(self) -> "Workbook":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        with self._to:
            self._book.close()

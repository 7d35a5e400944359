"""Writes an export as one .xlsx with a sheet for each table, row by row, however many there are."""

import io
import json
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from bot.papers.text import plain

MAX_CELL = 32_767
MAX_ROWS = 1_048_576
"""https://support.microsoft.com/office/excel-specifications-and-limits"""


class TooManyRowsError(Exception):
    """A table has more rows than a sheet holds; the message names it."""


class _Target(io.FileIO):
    """A file that keeps the first trouble in writing for the end.

    A ZipFile in which it was raised would write once more when it is forgotten, and complain then.
    """

    trouble: OSError | None = None

    def write(self, piece: Any) -> int:  # noqa: ANN401  whatever holds bytes
        """Write it, or say so where there is no use in it any more."""
        try:
            return super().write(piece) if self.trouble is None else len(piece)
        except OSError as error:
            self.trouble = error
            return len(piece)


class Workbook:
    """The workbook; every text is written as text, so that nothing in it is a formula or a link."""

    def __init__(self, number: int) -> None:
        self._to = _Target(number, "wb")
        self._packed = io.BufferedWriter(self._to)
        self._book = xlsxwriter.Workbook(self._packed, {"constant_memory": True})
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
        with self._to, self._packed:
            try:
                self._book.close()
            except FileCreateError as failed:  # of a sheet: each has a file of its own first
                raise failed.args[0] from None
        if self._to.trouble is not None:
            raise self._to.trouble

"""Writes a follow-up report as an .xlsx: a sheet of all items, one of evidence, and a summary."""

import io
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from bot.papers.followup import FollowUpPaper, Outcome, Row
from bot.papers.text import plain

ROW_LIMIT = 1_048_576 - 5
MAX_CELL = 32_000  # https://support.microsoft.com/office/excel-specifications-and-limits
_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_COLOURS = {
    **{Outcome.OPEN: "#5B8DB8", Outcome.LATE: "#C0504D", Outcome.BLOCKED: "#8C564B"},
    **{Outcome.WAITING: "#E3B23C", Outcome.DONE: "#4F9D69", Outcome.ENDED: "#9A9A9A"},
}
_WIDTHS = (6, 9, 9, 46, 21, 18, 11, 14, 34, 11, 14, 15, 8)
_LINE_POINTS, _MAX_POINTS = 14.5, 400.0
_LETTERS_PER_WIDTH = 1.05
_TABLE_ROW = 3
_ROWS_OF_PIE = 16
_MOST_BODIES = 20
"""A chart of more bars cannot be read."""


def render(given: FollowUpPaper) -> bytes:
    """The workbook. Every text is written as text: nothing in it is ever a formula or a link."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    formats = _Formats(book, given.persian)
    _items(book, formats, given)
    _summary(book, formats, given)
    if given.evidence:
        _evidence(book, formats, given)
    book.set_properties({"title": given.title, "company": given.council})
    book.close()
    return out.getvalue()


def cell(text: str) -> str:
    """A text that a cell can hold: not too long, without what no file can hold."""
    return plain(text)[:MAX_CELL]


class _Formats:
    """How cells look; the reading order is that of the language."""

    def __init__(self, book: Any, persian: bool) -> None:  # noqa: ANN401  the library has no types
        base = {
            "font_name": "Tahoma", "font_size": 10, "valign": "top",
            "reading_order": 2 if persian else 1, "align": "right" if persian else "left",
        }  # fmt: skip
        grid = base | {"border": 1, "border_color": "#BFBFBF"}
        digits = "[$-3000429]" if persian else ""
        self.title = book.add_format(base | {"bold": True, "font_size": 14})
        self.plain = book.add_format(base)
        self.head = book.add_format(
            grid | {"bold": True, "bg_color": "#DCE6F1", "text_wrap": True, "align": "center"}
        )
        self.text = book.add_format(grid | {"text_wrap": True})
        self.line = book.add_format(grid)
        self.number = book.add_format(grid | {"num_format": f"{digits}0", "align": "center"})
        self.percent = book.add_format(grid | {"num_format": f"{digits}0%", "align": "center"})
        self.day = book.add_format(grid | {"num_format": "yyyy-mm-dd", "align": "center"})
        self.states = {
            outcome: book.add_format(grid | {"text_wrap": True, "font_color": colour, "bold": True})
            for outcome, colour in _COLOURS.items()
        }


def _headed(
    book: Any,  # noqa: ANN401
    formats: _Formats,
    given: FollowUpPaper,
    name: str,
    headings: Sequence[str],
    widths: Sequence[float],
) -> Any:  # noqa: ANN401
    """A sheet with title, frozen headings and print set-up; rows begin at _TABLE_ROW + 1."""
    sheet = book.add_worksheet(_SHEET_NAME.sub(" ", cell(name))[:31].strip(" '"))
    if given.persian:
        sheet.right_to_left()
    sheet.write_string(0, 0, cell(f"{given.title} · {given.council}"), formats.title)
    told = (given.scope, given.made_on, given.notice)
    sheet.write_string(1, 0, cell(" · ".join(filter(None, told))), formats.plain)
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(_TABLE_ROW, column, cell(heading), formats.head)
    sheet.set_row(_TABLE_ROW, 2 * _LINE_POINTS)
    sheet.freeze_panes(_TABLE_ROW + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.repeat_rows(_TABLE_ROW)
    sheet.set_footer(f"&C{cell(given.words.page).replace('&', '&&')} &P / &N")
    return sheet


def _items(book: Any, formats: _Formats, given: FollowUpPaper) -> None:  # noqa: ANN401
    words = given.words
    headings = (
        *(words.place, words.session, words.code, words.text, words.body, words.deadline),
        *(words.due_on, words.due_jalali, words.report, words.reported_on, words.reported_jalali),
        *(words.state, words.percent),
    )
    sheet = _headed(book, formats, given, words.items, headings, _WIDTHS)
    at = _TABLE_ROW
    for session in given.sessions:
        for row in session.rows:
            if at >= ROW_LIMIT:
                break
            at += 1
            _item(sheet, formats, at, session.short, row)
    sheet.autofilter(_TABLE_ROW, 0, max(at, _TABLE_ROW + 1), len(headings) - 1)
    sheet.print_area(0, 0, max(at, _TABLE_ROW + 1), len(headings) - 1)
    bar = {"type": "data_bar", "bar_color": "#9BC2A5", "bar_solid": True, "min_type": "num",
           "max_type": "num", "min_value": 0, "max_value": 1,
           "bar_direction": "right" if given.persian else "left"}  # fmt: skip
    sheet.conditional_format(_TABLE_ROW + 1, 12, max(at, _TABLE_ROW + 1), 12, bar)


def _item(sheet: Any, formats: _Formats, at: int, session: str, row: Row) -> None:  # noqa: ANN401
    sheet.write_number(at, 0, at - _TABLE_ROW, formats.number)
    texts = {1: session, 2: row.code, 7: row.due_jalali, 10: row.reported_jalali}
    for column, text in texts.items():
        sheet.write_string(at, column, cell(text), formats.line)
    for column, text in {3: row.text, 4: row.body, 5: row.deadline, 8: row.report}.items():
        sheet.write_string(at, column, cell(text), formats.text)
    _day(sheet, formats, at, 6, row.due_on)
    _day(sheet, formats, at, 9, row.reported_on)
    sheet.write_string(at, 11, cell(row.state), formats.states[row.outcome])
    sheet.write_number(at, 12, row.percent / 100, formats.percent)
    wrapped = {3: row.text, 4: row.body, 5: row.deadline, 8: row.report, 11: row.state}
    most = max(_lines(text, _WIDTHS[column]) for column, text in wrapped.items())
    sheet.set_row(at, min(_MAX_POINTS, most * _LINE_POINTS))


def _lines(text: str, width: float) -> int:
    """About how many lines a wrapped text takes: not every program sees to it by itself."""
    letters = width * _LETTERS_PER_WIDTH
    return sum(1 + int(len(line) / letters) for line in text.split("\n"))


def _day(sheet: Any, formats: _Formats, at: int, column: int, day: date | None) -> None:  # noqa: ANN401
    if day is None:
        sheet.write_blank(at, column, None, formats.day)
    else:
        sheet.write_datetime(at, column, day, formats.day)


def _summary(book: Any, formats: _Formats, given: FollowUpPaper) -> None:  # noqa: ANN401
    """Counts by state and by body, each with a chart of the program's own."""
    words, outcomes = given.words, list(Outcome)
    headings = (words.state, words.count)
    sheet = _headed(book, formats, given, words.summary, headings, (30, 10))
    counted = Counter(row.outcome for row in given.rows)
    first = _TABLE_ROW + 1
    for at, outcome in enumerate(outcomes, start=first):
        sheet.write_string(at, 0, cell(words.outcomes[outcome]), formats.states[outcome])
        sheet.write_number(at, 1, counted[outcome], formats.number)
    last = first + len(outcomes) - 1
    pie = book.add_chart({"type": "doughnut"})
    pie.add_series(
        {
            "categories": [sheet.name, first, 0, last, 0],
            "values": [sheet.name, first, 1, last, 1],
            "points": [{"fill": {"color": _COLOURS[outcome]}} for outcome in outcomes],
        }
    )
    pie.set_title({"name": cell(words.state), "name_font": {"size": 12}})
    sheet.insert_chart(_TABLE_ROW, 8, pie, {"x_scale": 0.9, "y_scale": 0.9})
    _by_body(book, sheet, formats, given, last + 3)


def _by_body(book: Any, sheet: Any, formats: _Formats, given: FollowUpPaper, head: int) -> None:  # noqa: ANN401
    words, outcomes = given.words, list(Outcome)
    of_body = Counter(row.body for row in given.rows)
    shown = [name for name, _ in of_body.most_common(_MOST_BODIES)]
    if not shown:
        return
    counted = Counter((row.body, row.outcome) for row in given.rows)
    sheet.write_string(head, 0, cell(words.body), formats.head)
    for column, outcome in enumerate(outcomes, start=1):
        sheet.write_string(head, column, cell(words.outcomes[outcome]), formats.head)
    sheet.set_column(1, len(outcomes), 11)
    for at, name in enumerate(shown, start=head + 1):
        sheet.write_string(at, 0, cell(name), formats.text)
        for column, outcome in enumerate(outcomes, start=1):
            sheet.write_number(at, column, counted[name, outcome], formats.number)
    last = head + len(shown)
    bars = book.add_chart({"type": "bar", "subtype": "stacked"})
    for column, outcome in enumerate(outcomes, start=1):
        bars.add_series(
            {
                "name": [sheet.name, head, column],
                "categories": [sheet.name, head + 1, 0, last, 0],
                "values": [sheet.name, head + 1, column, last, column],
                "fill": {"color": _COLOURS[outcome]},
            }
        )
    # Bars grow from the right in a right-to-left sheet, and the first body stands on top.
    bars.set_x_axis(
        {"reverse": given.persian, "major_gridlines": {"visible": False}, "label_position": "high"}
    )
    bars.set_y_axis({"reverse": True})
    bars.set_title({"name": cell(words.body), "name_font": {"size": 12}})
    bars.set_legend({"position": "bottom"})
    bars.set_size({"width": 640, "height": 140 + 28 * len(shown)})
    sheet.insert_chart(_TABLE_ROW + _ROWS_OF_PIE, 8, bars)


def _evidence(book: Any, formats: _Formats, given: FollowUpPaper) -> None:  # noqa: ANN401
    words = given.words
    headings = (words.place, words.code, words.file, words.who, words.day, words.due_jalali)
    sheet = _headed(book, formats, given, words.evidence, headings, (6, 9, 50, 30, 12, 15))
    for at, one in enumerate(given.evidence, start=_TABLE_ROW + 1):
        sheet.write_number(at, 0, at - _TABLE_ROW, formats.number)
        for column, text in {1: one.code, 2: one.file, 3: one.who, 5: one.on_jalali}.items():
            sheet.write_string(at, column, cell(text), formats.line)
        _day(sheet, formats, at, 4, one.on)

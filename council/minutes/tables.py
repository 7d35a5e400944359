"""Tables of decisions that lost their lines: cells divided by «|» or tabs, or one a line."""

import re
from dataclasses import dataclass

from council.minutes.labels import acting_and_helping
from council.minutes.layout import Line
from council.minutes.printed_deadlines import read_cell
from council.minutes.spelling import pattern

_COLUMNS = (
    ("number", pattern(r"(?:ردیف|شماره|شماره مصوبه|بند|ر|#|no\.?)$")),
    ("supporting", pattern(r"(?:دستگاه(?:‌های)? همکار|همکار|همکاران|همکاری)$")),
    (
        "responsible",
        pattern(
            r"(?:مسئول|مسئولین|دستگاه|مجری|اقدام کننده|متولی|پیگیری کننده|واحد مجری|"
            r"واحد مسئول|پیگیری)"
            r"[^\n]{0,25}$"
        ),
    ),
    ("deadline", pattern(r"(?:مهلت|موعد|زمان|تاریخ|سررسید|زمان‌بندی)[^\n]{0,20}$")),
    (
        "text",
        pattern(
            r"(?:شرح|متن|عنوان|خلاصه|موضوع)? ?(?:مصوبه|مصوبات|تصمیم|تصمیمات|شرح|موضوع|"
            r"اقدام)[^\n]{0,20}$"
        ),
    ),
    ("other", pattern(r"(?:وضعیت|ملاحظات|توضیحات|درصد|پیشرفت|نتیجه|امضا)[^\n]{0,20}$")),
)
_FOLLOWS = pattern(r"(?:پیگیری|ناظر|نظارت)")
"""Who sees to it that others act: a column beside «مسئول اجرا»."""
_CELL_EDGE = re.compile(r"\||\t+")
_RULE = re.compile(r":?-+:?")
_MOST_COLUMNS = 8
_MOST_LINES = 5
"""Over how many lines a row may be broken."""
_LONGEST_HEADER = 300
_LEAST_ROWS = 2
_LEAST_COLUMNS = 3

type _Cell = tuple[int, int, str]
"""Where a cell's words begin and end, and the words."""


@dataclass(frozen=True)
class Row:
    """A row of a table: the offsets of the whole and of each known cell."""

    number: str | None
    start: int
    end: int
    cells: dict[str, tuple[int, int]]


def read_tables(lines: list[Line]) -> tuple[list[Row], list[Line]]:
    """Return the rows of all tables, and the lines outside them."""
    rows: list[Row] = []
    rest: list[Line] = []
    place = 0
    while place < len(lines):
        found, used = _divided(lines, place)
        if not found:
            found, used = _without_header(lines, place)
        if not found:
            found, used = _stacked(lines, place)
        if found:
            rows.extend(found)
            place += used
        else:
            rest.append(lines[place])
            place += 1
    return rows, rest


def _column(text: str) -> str | None:
    bare = text.strip(" :\u200c")
    return next((name for name, shape in _COLUMNS if len(bare) < 40 and shape.match(bare)), None)


def _of_who_acts(header: list[str | None], titles: list[str]) -> list[str | None]:
    """Return the columns without «مسئول پیگیری» where another names who acts."""
    acting = [
        name == "responsible" and not _FOLLOWS.search(title)
        for name, title in zip(header, titles, strict=True)
    ]
    if not any(acting):
        return header
    return [
        "other" if name == "responsible" and not acts else name
        for name, acts in zip(header, acting, strict=True)
    ]


def _cells(line: Line) -> list[_Cell]:
    cells, start = [], line.start
    for edge in (*_CELL_EDGE.finditer(line.text), None):
        stop = line.start + edge.start() if edge else line.end
        raw = line.text[start - line.start : stop - line.start]
        lead = len(raw) - len(raw.lstrip())
        cells.append((start + lead, start + len(raw.rstrip()), raw.strip()))
        start = line.start + edge.end() if edge else stop
    if line.mark and line.mark.number and not cells[0][2]:
        cells[0] = (line.line_start, line.start, line.mark.number)  # «۱. | …»
    return cells


def _divided(lines: list[Line], place: int) -> tuple[list[Row], int]:
    """Return rows whose cells are divided inside the line, below a header row."""
    if len(lines[place].text) > _LONGEST_HEADER:
        return [], 0
    header = [_column(text) for *_, text in _cells(lines[place])]
    if len(header) < 2 or "text" not in header:
        return [], 0
    header = _of_who_acts(header, [text for *_, text in _cells(lines[place])])
    rows, used = [], 1
    while place + used < len(lines):
        whole, taken = _whole_row(lines, place + used, header)
        cells = [cell for cell in whole if cell[2] or len(header) > 2]
        if len(cells) < 2 or _below_table(header, cells, lines[place + used]):
            break
        used += taken
        if all(_RULE.fullmatch(text) for *_, text in cells if text):
            continue
        if row := _row(header, cells, lines[place + used - 1].end):
            rows.append(row)
    return rows, used


def _without_header(lines: list[Line], place: int) -> tuple[list[Row], int]:
    """Return numbered rows whose cells are divided inside the line, below no header: what is
    longest was decided, and each other column is what most of its cells are."""
    rows: list[list[tuple[int, int, str]]] = []
    for line in lines[place:]:
        cells = _cells(line)
        if cells[0][2].strip(".-) ") != str(len(rows) + 1) or len(cells) != len(
            (rows or [cells])[0]
        ):
            break
        rows.append(cells)
    if len(rows) < _LEAST_ROWS or len(rows[0]) < _LEAST_COLUMNS:
        return [], 0
    columns = [[text for *_, text in column] for column in zip(*rows, strict=True)]
    longest = max(range(1, len(columns)), key=lambda at: sum(map(len, columns[at])))
    header = ["text" if at == longest else _kind(cells) for at, cells in enumerate(columns)]
    if not {"deadline", "responsible"} <= {*header}:
        return [], 0  # who was there, what was spent
    header[0] = "number"
    found = [_row(header, cells, lines[place + at].end) for at, cells in enumerate(rows)]
    return [row for row in found if row], len(rows)


def _kind(cells: list[str]) -> str | None:
    said = [text for text in cells if text.strip("-–")]
    dated = sum(read_cell(text, None).kind != "none" for text in said)
    if said and dated * 2 > len(said):
        return "deadline"
    lettered = [text for text in said if any(map(str.isalpha, text))]
    named = sum(bool(acting_and_helping(text)[0]) for text in lettered)
    return "responsible" if said and named * 2 > len(said) else None


def _whole_row(lines: list[Line], at: int, header: list[str | None]) -> tuple[list[_Cell], int]:
    """Return the cells of the row that begins in a line, and how many lines it takes.

    A numbered row with too few cells goes on in the lines below that make it whole, the first cell
    of each being the rest of the last one above.
    """
    cells = whole = _cells(lines[at])
    if header[0] != "number" or not whole[0][2].strip(".-) ").isdigit():
        return cells, 1
    for taken, line in enumerate(lines[at + 1 : at + _MOST_LINES], start=2):
        rest = _cells(line)
        if line.fresh or rest[0][2][:1].isdigit() or len(whole) >= len(header):
            break
        (start, _, first), (_, end, second) = whole[-1], rest[0]
        whole = [*whole[:-1], (start, end, f"{first} {second}"), *rest[1:]]
        if len(whole) == len(header):
            return whole, taken
    return cells, 1


def _below_table(header: list[str | None], cells: list[_Cell], line: Line) -> bool:
    """Tell whether a divided line is no row: where rows are numbered, a label or, set apart,
    those who sign."""
    first = cells[0][2]
    apart = line.fresh and first != "" and not first.strip(".-) ").isdigit()
    return header[0] == "number" and (first.endswith(":") or apart) and len(cells) < len(header)


def _row(header: list[str | None], cells: list[tuple[int, int, str]], end: int) -> Row | None:
    if not cells[0][2] and len(cells) > len(header):
        cells = cells[1:]
    named = {name: cell for name, cell in zip(header, cells, strict=False) if name}
    if "text" not in named or not named["text"][2]:
        return None
    number = named["number"][2].strip(".-) ") if "number" in named else None
    spans = {name: (cell[0], cell[1]) for name, cell in named.items()}
    return Row(number or None, named["text"][0], end, spans)


def _stacked(lines: list[Line], place: int) -> tuple[list[Row], int]:
    """Return rows whose cells stand one a line: header cells first, then each row's number."""
    header: list[str | None] = []
    while place + len(header) < len(lines) and len(header) < _MOST_COLUMNS:
        line = lines[place + len(header)]
        column = _column(line.text) if line.mark is None else None
        if column is None:
            break
        header.append(column)
    header = _of_who_acts(header, [line.text for line in lines[place : place + len(header)]])
    if len(header) < 3 or header[0] != "number" or "text" not in header:
        return [], 0
    rows: list[Row] = []
    at = place + len(header)
    while at + len(header) <= len(lines):
        row_lines = lines[at : at + len(header)]
        if row_lines[0].text.strip(".-) ") != str(len(rows) + 1):
            break
        cells = [(line.line_start, line.end, line.text) for line in row_lines]
        if row := _row(header, cells, cells[-1][1]):
            rows.append(row)
        at += len(header)
    return rows, at - place if rows else 0

"""A council's roster as a table: names, and perhaps phones, roles and bodies, read from a file.

A file from outside is read only in a process of its own (council.people.roster_apart).
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from council import text
from council.errors import NotTextError, RosterTooLargeError, RosterUnreadableError
from council.minutes.files import text_of
from council.people import phones
from storage.words import Role

MAX_ROWS = 500
MAX_COLUMNS = 20
MAX_UNPACKED_BYTES = 50_000_000
MAX_RATIO = 200
MAX_PARTS = 1_000
ENDINGS = (".xlsx", ".csv")
_ZIP = b"PK\x03\x04"

_HEADINGS = {
    "name": ("نام و نام خانوادگی", "نام", "عضو", "name"),
    "family": ("نام خانوادگی", "family", "surname", "last name"),
    "phone": ("همراه", "تلفن", "شماره", "موبایل", "تلفن همراه", "شماره همراه", "phone", "mobile"),
    "role": ("نقش", "سمت", "role"),
    "body": ("نهاد", "دستگاه", "کمیسیون", "نماینده", "body"),
}
_ROLES = {
    "عضو": Role.MEMBER,
    "member": Role.MEMBER,
    "ناظر": Role.OBSERVER,
    "observer": Role.OBSERVER,
    "نماینده": Role.REPRESENTATIVE,
    "نماینده نهاد": Role.REPRESENTATIVE,
    "representative": Role.REPRESENTATIVE,
}


@dataclass(frozen=True)
class RosterRow:
    """One person of the roster; `phone` is in the international form."""

    name: str
    phone: str | None
    role: Role
    body: str | None


@dataclass(frozen=True)
class Roster:
    """What a file says: who can be invited, and the numbers of the rows that cannot be read."""

    rows: tuple[RosterRow, ...]
    unread: tuple[int, ...]


def read(content: bytes) -> Roster:
    """The roster in a file, by its headings. Raises RosterTooLargeError and, for anything else,
    RosterUnreadableError.

    A row without a name, with a phone that is none, or with an unknown role is counted as unread.
    """
    table = _xlsx(content) if content.startswith(_ZIP) else _csv(content)
    heading, *rest = [row for row in table if any(row)] or [[]]
    columns = _columns(heading)
    if "name" not in columns or not rest:
        raise RosterUnreadableError
    rows: dict[tuple[str, str | None, str | None], RosterRow] = {}
    unread: list[int] = []
    for number, cells in enumerate(rest[:MAX_ROWS], start=2):
        row = _row(columns, cells)
        if row is None:
            unread.append(number)
        else:
            rows[(text.key(row.name), row.phone, row.body)] = row
    return Roster(tuple(rows.values()), tuple(unread))


def _columns(heading: Sequence[str]) -> dict[str, int]:
    """Which column holds what: the heading that says it most closely."""
    keys = [text.key(cell) for cell in heading]
    found: dict[str, int] = {}
    for meaning, words in _HEADINGS.items():
        for word in map(text.key, words):
            if word in keys and meaning not in found:
                found[meaning] = keys.index(word)
    return found


def _row(columns: dict[str, int], cells: Sequence[str]) -> RosterRow | None:
    def cell(meaning: str) -> str:
        place = columns.get(meaning, len(cells))
        return text.clean_name(cells[place]) if place < len(cells) else ""

    name = f"{cell('name')} {cell('family')}".strip()
    phone = phones.normalise(cell("phone")) if cell("phone") else None
    body = cell("body")[:200] or None
    role = _role(cell("role"), body)
    if not name or role is None or (cell("phone") and phone is None):
        return None
    if role is Role.REPRESENTATIVE and body is None:
        return None
    return RosterRow(name[:100], phone, role, body if role is Role.REPRESENTATIVE else None)


def _role(said: str, body: str | None) -> Role | None:
    if not said:
        return Role.REPRESENTATIVE if body else Role.MEMBER
    return {text.key(word): role for word, role in _ROLES.items()}.get(text.key(said))


def _csv(content: bytes) -> list[list[str]]:
    try:
        plain = text_of(content)
        dialect = csv.Sniffer().sniff(plain[:2_000], ",;\t،")
    except NotTextError:
        raise RosterUnreadableError from None
    except csv.Error:
        dialect = csv.excel
    try:
        return [row[:MAX_COLUMNS] for row in csv.reader(io.StringIO(plain), dialect)][
            : MAX_ROWS + 1
        ]
    except csv.Error:
        raise RosterUnreadableError from None


def _xlsx(content: bytes) -> list[list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415  only an upload needs it

    try:
        _refuse_bombs(content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        lines = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
        return [_cells(line) for line in lines]
    except (MemoryError, RosterTooLargeError):
        raise
    except Exception:  # noqa: BLE001  a broken workbook fails in the reader's own many ways
        raise RosterUnreadableError from None


def _cells(line: Iterable[object]) -> list[str]:
    return ["" if value is None else _written(value) for value in line]


def _written(value: object) -> str:
    """A cell as it was typed: a phone that became a number has lost its zero, not its digits."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _refuse_bombs(content: bytes) -> None:
    parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    too_much = unpacked > MAX_UNPACKED_BYTES or unpacked > MAX_RATIO * max(packed, 1)
    if len(parts) > MAX_PARTS or too_much:
        raise RosterTooLargeError

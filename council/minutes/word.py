"""The text of a Word document (.docx): paragraphs, tables and list numbers, in their order."""

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from council.errors import FileFault, FileRefusedError
from council.minutes.word_numbers import Node, Numbering

if TYPE_CHECKING:
    from docx.document import Document

MOST_MEMBERS = 1_000
MOST_BYTES = 50_000_000
MOST_LINES = 50_000
MOST_RATIO = 200
"""An archive that grows more than this is no document: XML shrinks to a fiftieth at most."""
_FEW_BYTES = 1_000_000
"""Below this, what an archive grows to does no harm, however small it was packed."""
_MAIN_PART = "word/document.xml"
_PIECE = 65_536
_CELL_EDGE = " | "
_MOST_COLUMNS = 63
"""More than Word itself makes."""


def text_of_docx(content: bytes) -> str:
    """Return the text of a .docx: cells of a row are divided by « | », automatic numbers printed.

    The first page's header comes first: letterheads carry the session's number and date. Raises
    FileRefusedError (bomb, damaged, other).
    """
    _ensure_harmless(content)
    import docx  # noqa: PLC0415  costs half a second; only a process that opens Word files pays

    try:
        document = docx.Document(io.BytesIO(content))
        return "\n".join(_counted_lines(document))
    except (MemoryError, FileRefusedError):
        raise
    except Exception as error:  # a broken package breaks anywhere in the reader
        raise FileRefusedError(FileFault.DAMAGED) from error


def _ensure_harmless(content: bytes) -> None:
    """Refuse an archive that is no Word document, or that grows without measure when opened.

    Sizes are counted while unpacking: those that an archive declares may be lies.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS:
                raise FileRefusedError(FileFault.BOMB)
            if _MAIN_PART not in archive.namelist():
                raise FileRefusedError(FileFault.OTHER_KIND)
            if any(member.flag_bits & 1 for member in members):
                raise FileRefusedError(FileFault.LOCKED)
            total = 0
            for member in members:
                total = _counted(archive, member, total)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise FileRefusedError(FileFault.DAMAGED) from error


def _counted(archive: zipfile.ZipFile, member: zipfile.ZipInfo, total: int) -> int:
    size = 0
    with archive.open(member) as opened:
        while piece := opened.read(_PIECE):
            size += len(piece)
            if total + size > MOST_BYTES:
                raise FileRefusedError(FileFault.BOMB)
    if size > _FEW_BYTES and size > MOST_RATIO * max(1, member.compress_size):
        raise FileRefusedError(FileFault.BOMB)
    return total + size


# The tree is walked by hand below python-docx: `paragraph.text` leaves out inserted text under
# review, content controls and text boxes, and a table's rows repeat cells that are merged.

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset({_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr"})
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_MOST_DEPTH = 40


def _counted_lines(document: "Document") -> Iterator[str]:
    for count, line in enumerate(_lines(document)):
        if count > MOST_LINES:
            raise FileRefusedError(FileFault.BOMB)
        yield line


def _lines(document: "Document") -> Iterator[str]:
    numbering = Numbering(document)
    header = document.sections[0].header if len(document.sections) else None
    if header is not None and not header.is_linked_to_previous:
        yield from _blocks(header._element, numbering)
    yield from _blocks(document.element.body, numbering)


def _blocks(parent: Node, numbering: Numbering, depth: int = 0) -> Iterator[str]:
    if depth > _MOST_DEPTH:
        raise FileRefusedError(FileFault.BOMB)
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child, numbering, depth)
        elif child.tag == f"{_W}tbl":
            above: dict[int, str] = {}
            for row in child.iter(f"{_W}tr"):
                if _owner(row) is child:
                    yield _row(row, above, numbering, depth)
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child, numbering, depth + 1)


def _owner(row: Node) -> Node:
    parent = row.getparent()
    while parent is not None and parent.tag != f"{_W}tbl":
        parent = parent.getparent()
    return parent


def _paragraph(paragraph: Node, numbering: Numbering, depth: int) -> Iterator[str]:
    """Yield the paragraph with its number, then the text boxes that hang on it."""
    boxes: list[Node] = []
    said = "".join(_signs(paragraph, boxes)).replace("\f", "\n")
    yield f"{numbering.mark(paragraph)}{said}" if said.strip() else ""
    for box in boxes:
        yield from _blocks(box, numbering, depth + 1)


def _signs(element: Node, boxes: list[Node]) -> Iterator[str]:
    stack = [element]
    while stack:
        top = stack.pop()
        if top.tag == f"{_W}t":
            yield top.text or ""
        elif top.tag in _SIGNS:
            yield _SIGNS[top.tag]
        elif top.tag == f"{_W}txbxContent":
            boxes.append(top)
        elif top.tag not in _LEFT_OUT:
            stack.extend(reversed(top))


def _row(row: Node, above: dict[int, str], numbering: Numbering, depth: int) -> str:
    """Return one line for a row; the lines inside a cell are joined.

    Each cell keeps its column, so that a header names it: one that is merged over columns leaves
    those behind it empty, and one over rows is told in each. Beside words, a cell may hold a
    number only that Word itself prints. `above` are the cells of the row before, by column, and
    becomes those of this one.
    """
    cells: list[str] = []
    numbers: dict[int, str] = {}
    behind = 0
    for cell in row.iter(f"{_W}tc"):
        if _owner(cell) is not _owner(row):
            continue
        cells += [""] * behind
        lines = _blocks(cell, numbering, depth + 1)
        said = " ".join(" ".join(line.split()) for line in lines if line)
        goes_on = _goes_on(cell)
        if not said and not goes_on:
            numbers[len(cells)] = _number(cell, numbering)
        cells.append(above.get(len(cells), "") if goes_on else said)
        behind = _columns(cell) - 1
    if any(cells):
        cells = [numbers.get(at) or said for at, said in enumerate(cells)]
    above.clear()
    above.update(enumerate(cells))
    told = [one for one in cells if one]
    return _CELL_EDGE.join(cells) if len(told) > 1 else "".join(told)


def _number(cell: Node, numbering: Numbering) -> str:
    """What Word itself prints in a cell without words, as in a column «ردیف»; no bullet."""
    first = cell.find(f"{_W}p")
    return "" if first is None else numbering.mark(first).strip("• ")


def _columns(cell: Node) -> int:
    """Over how many columns the cell reaches."""
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    printed = "" if span is None else span.get(f"{_W}val", "")
    return min(int(printed), _MOST_COLUMNS) if printed.isascii() and printed.isdigit() else 1


def _goes_on(cell: Node) -> bool:
    """Tell whether the cell only carries on the one above it, merged over several rows."""
    return False if cell.find(f"{_W}tcPr/{_W}vMerge") is None else not any(cell.itertext())

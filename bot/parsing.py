"""Files of minutes for the command line: which there are, and what one says, as plain data."""

import asyncio
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from council.minutes.apart import read_apart
from council.minutes.files import is_plain, opened
from council.minutes.reading import ReadFile, read_text, together
from council.minutes.record import to_json

READABLE = frozenset({".txt", ".docx", ".doc", ".pdf"})


def files_in(paths: Iterable[Path]) -> list[Path]:
    """The files themselves and those of folders, however deep, in the order of their numbers."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = (one for one in path.rglob("*") if one.suffix.lower() in READABLE)
            visible = [
                one for one in inside if one.is_file() and not one.name.startswith((".", "~"))
            ]
            found |= dict.fromkeys(sorted(visible, key=_by_number))
        else:
            found[path] = None
    return list(found)


def _by_number(path: Path) -> list[tuple[int, str]]:
    """Sorts 2.txt before 10.txt, so that older sessions stand when later ones refer to them."""
    return [
        (int(piece), "") if piece.isdecimal() else (-1, piece)
        for piece in re.split(r"(\d+)", str(path))
    ]


async def parse_file(path: Path) -> dict[str, Any]:
    """Read a file and return its record; the offsets are in the `source` that comes with it.

    Where the file holds several sessions, the record has the fields of the first and the
    resolutions of all; the others are listed apart, with offsets of their own, under `further`.
    """
    file = await read_path(path)
    whole = together(file.sessions)
    further = [to_json(one.record, path.stem) | {"source": one.text} for one in file.sessions[1:]]
    record = to_json(whole.record, path.stem) | {"source": whole.text}
    return record | {"rough": file.rough, "further": further}


async def read_path(path: Path) -> ReadFile:
    """Read the operator's own file: plain text here, all else apart and under limits."""
    content = await asyncio.to_thread(path.read_bytes)
    if is_plain(content):
        return await asyncio.to_thread(lambda: read_text(opened(content).text))
    return await read_apart(content)

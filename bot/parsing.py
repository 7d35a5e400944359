"""What one file of minutes says, as plain data for the command line."""

import asyncio
from pathlib import Path
from typing import Any

from council.minutes.apart import read_apart
from council.minutes.files import is_plain, opened
from council.minutes.reading import ReadFile, read_text, together
from council.minutes.record import to_json


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

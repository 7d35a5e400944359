"""What one file of minutes says, as plain data for the command line."""

import asyncio
from pathlib import Path
from typing import Any

from council.minutes import to_json
from council.minutes.apart import read_apart
from council.minutes.files import is_plain
from council.minutes.reading import read_file


async def parse_file(path: Path) -> dict[str, Any]:
    """Read a file and return its record; the offsets are in the `source` that comes with it.

    Where the file holds several sessions, the first is the record and the others are listed
    under `further`. Plain text is read here; all else is opened apart, under limits.
    """
    content = await asyncio.to_thread(path.read_bytes)
    file = read_file(content) if is_plain(content) else await read_apart(content)
    first, *further = (
        to_json(one.record, path.stem) | {"source": one.text} for one in file.sessions
    )
    return first | {"rough": file.rough, "further": further}

"""Reads a document that somebody sent in a process of its own, which may die of it."""

import json
from functools import cache

from pydantic import TypeAdapter

from council import errors
from council.errors import CouncilError, FileFault, FileRefusedError
from council.isolation.apart import DiedApartError, Work, run_apart
from council.minutes.reading import ReadFile

READING = Work("council.minutes.child", wall_seconds=15, at_once=2)


async def read_apart(content: bytes) -> ReadFile:
    """Open and read a file's bytes under limits of memory, processor and time.

    Raises FileRefusedError, NotTextError, EmptyMinutesError and TooLongError. No secret of the
    bot's surroundings reaches the process, and at most two run at once, behind everything else.
    """
    try:
        output = await run_apart(READING, content)
    except DiedApartError as error:  # of memory or time: it met a bomb
        raise FileRefusedError(FileFault.BOMB) from error
    return _understood(output)


def _understood(output: bytes) -> ReadFile:
    answer = json.loads(output)
    if "opened" in answer:
        return _adapter().validate_python(answer["opened"])
    if answer["refused"] == "file":
        raise FileRefusedError(FileFault(answer["why"]))
    refusal = getattr(errors, answer["refused"], CouncilError)
    raise refusal


@cache
def _adapter() -> TypeAdapter[ReadFile]:
    return TypeAdapter(ReadFile)

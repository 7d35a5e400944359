"""Reads a roster that somebody sent in a process of its own, which may die of it."""

import json

from pydantic import TypeAdapter

from council import errors
from council.errors import RosterTooLargeError
from council.isolation.apart import DiedApartError, Work, run_apart
from council.people.roster import Roster

READING = Work("council.people.roster_child", wall_seconds=15, at_once=2)


async def read_apart(content: bytes) -> Roster:
    """The roster in a file's bytes, read under limits of memory, processor and time.

    Raises RosterUnreadableError and RosterTooLargeError. No secret of the bot's surroundings
    reaches the process, and at most two run at once, behind everything else.
    """
    try:
        answer = json.loads(await run_apart(READING, content))
    except DiedApartError as error:  # of memory or time
        raise RosterTooLargeError from error
    if "roster" in answer:
        return TypeAdapter(Roster).validate_python(answer["roster"])
    refusal: type[errors.CouncilError] = getattr(errors, answer["refused"])
    raise refusal

"""Has a document or picture made in a process of its own, one at a time, off the event loop."""

import asyncio
from dataclasses import dataclass

from pydantic import TypeAdapter

from bot.papers.renderers import RENDERERS
from council.isolation.apart import DiedApartError, Work, run_apart

MAKING = Work(
    "bot.papers.child",
    wall_seconds=40,
    at_once=1,
    # One thread is enough for a picture, and each would reserve memory of its own.
    environment={"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
)
DIED = "died"


@dataclass(frozen=True)
class Unmade:
    """A document or picture that is made just before it is sent, and the name that people see."""

    renderer: str
    given: object
    name: str
    picture: bool = False
    shared: bool = False
    """Several messages carry it: it is made and uploaded once for all of them. Its input can then
    be hashed, and holds nothing that one of the readers may not know."""


class NotMadeError(Exception):
    """Nothing was made: `why` is the renderer's own word, `memory`, or `died`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


async def make(renderer: str, given: object) -> bytes:
    """The bytes that the renderer of this name makes of its input, a frozen dataclass.

    Waits while another is being made. Raises NotMadeError, and KeyError for an unknown name.
    """
    if renderer not in RENDERERS:
        raise KeyError(renderer)
    # In a thread: the input of ten thousand rows is many megabytes.
    written = await asyncio.to_thread(TypeAdapter(type(given)).dump_json, given)
    try:
        answer = await run_apart(MAKING, renderer.encode() + b"\n" + written)
    except DiedApartError as error:
        raise NotMadeError(DIED) from error
    word, _, made = answer.partition(b"\n")
    if word != b"made":
        raise NotMadeError(made.decode())
    return made

"""Names of bodies as a secretary types them: several in one message."""

from collections.abc import Sequence
from itertools import pairwise

from council import bodies
from council.minutes.shared_names import names_in_cell
from storage.database import Session

AND = " و "


async def read_names(session: Session, *, council_id: int, typed: str) -> tuple[str, ...]:
    """The bodies that were typed: one that the council knows by all the words, else those that
    minutes would name by them, line by line, and what it knows behind their «و»."""
    whole = " ".join(typed.split())
    if await _known(session, council_id, (whole,)):
        return (whole,)
    listed = [name for line in typed.splitlines() for name in names_in_cell(line)]
    names = [" ".join(name.split()) for name in listed]
    asked = {part for name in names for part in (name, *_behind_and(name))}
    known = await _known(session, council_id, sorted(asked))
    return tuple(part for name in names for part in _parted(name, known)) or (whole,)


async def _known(session: Session, council_id: int, names: Sequence[str]) -> set[str]:
    found = await bodies.recognise_names(session, council_id=council_id, names=names)
    return {one.name for one in found if one.body_id is not None}


def _behind_and(name: str) -> list[str]:
    """What stands behind each «و» of the name."""
    words = name.split(AND)
    return [AND.join(words[n:]) for n in range(1, len(words))]


def _parted(name: str, known: set[str]) -> tuple[str, ...]:
    """The name, or two where the council knows a body by what stands behind an «و» of it."""
    second = next((part for part in _behind_and(name) if part in known), None)
    if second is None or name in known:
        return (name,)
    return (name.removesuffix(AND + second), second)


def joined(typed: str, names: Sequence[str]) -> list[tuple[str, str]]:
    """The neighbours among the names between which nothing but «و» was typed."""
    plain = " ".join(typed.split())
    return [pair for pair in pairwise(names) if AND.join(pair) in plain]


def as_one(names: Sequence[str], first: str, second: str) -> tuple[str, ...]:
    """The names with these two made the one of which they are the halves."""
    whole = AND.join((first, second))
    return tuple(whole if name == first else name for name in names if name != second)

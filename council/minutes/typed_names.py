"""Names of bodies as a secretary types them: several in one message."""

from council import bodies
from council.minutes.shared_names import names_in_cell
from storage.database import Session


async def read_names(session: Session, *, council_id: int, typed: str) -> tuple[str, ...]:
    """The bodies that were typed: one that the council knows by all the words, else those that
    minutes would name by them, line by line."""
    whole = " ".join(typed.split())
    (named,) = await bodies.recognise_names(session, council_id=council_id, names=(whole,))
    if named.body_id is not None:
        return (whole,)
    listed = tuple(name for line in typed.splitlines() for name in names_in_cell(line))
    return tuple(" ".join(name.split()) for name in listed) or (whole,)

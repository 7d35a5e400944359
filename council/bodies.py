"""Bodies that resolutions order to act: recognising them by any of their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from council import access, text
from council.access import Viewer
from storage import bodies
from storage.database import Session
from storage.models import Body
from storage.words import BodyKind

_HEADS = (
    ("کمیسیون", BodyKind.COMMISSION),
    ("کمسیون", BodyKind.COMMISSION),
    ("کارگروه", BodyKind.WORKING_GROUP),
    ("کمیته", BodyKind.WORKING_GROUP),
    ("دبیرخانه", BodyKind.SECRETARIAT),
    ("دبیر", BodyKind.SECRETARIAT),
    ("مرکز", BodyKind.CENTRE),
    ("واحد", BodyKind.UNIT),
    ("انجمن", BodyKind.ASSOCIATION),
    ("تشکل", BodyKind.ASSOCIATION),
    ("اتحادیه", BodyKind.ASSOCIATION),
)


@dataclass(frozen=True)
class Named:
    """A name as minutes print it, and the known body behind it, if there is one."""

    name: str
    body_id: int | None


def guess_kind(name: str) -> BodyKind:
    """The kind that the first word of a body's name tells; an organisation otherwise."""
    folded = text.fold(name).strip()
    return next((kind for head, kind in _HEADS if folded.startswith(head)), BodyKind.ORGANISATION)


async def recognise_names(
    session: Session, *, council_id: int, names: Sequence[str]
) -> tuple[Named, ...]:
    """Which of the printed names are bodies that the council knows, by name or alias."""
    keys = {name: text.key(name) for name in names}
    known = await bodies.by_keys(session, council_id, set(keys.values()))
    return tuple(
        Named(name, known[keys[name]].id if keys[name] in known else None) for name in names
    )


async def take_up(session: Session, *, council_id: int, name: str, now: datetime) -> Body:
    """The body of that name; created where the council does not know it yet."""
    key = text.key(name)
    known = await bodies.by_keys(session, council_id, {key})
    if key in known:
        return known[key]
    return await bodies.add(
        session,
        council_id=council_id,
        kind=guess_kind(name),
        name=name,
        key=key,
        sort_key=text.sort_key(name),
        now=now,
    )


async def learn_alias(session: Session, *, body: Body, alias: str) -> None:
    """Let a name that minutes print stand for the body from now on."""
    await bodies.add_alias(session, body=body, alias=alias, key=text.key(alias))


async def like(session: Session, *, viewer: Viewer, name: str) -> Sequence[Body]:
    """The bodies of the viewer's council, those whose name is most like this one first."""
    key = text.key(name)
    everyone = await all_of(session, viewer=viewer)
    return sorted(everyone, key=lambda body: -SequenceMatcher(None, key, body.key).ratio())


async def all_of(session: Session, *, viewer: Viewer) -> Sequence[Body]:
    """The bodies of the viewer's council in alphabetical order."""
    access.ensure(viewer, "see_members")
    return await bodies.of_council(session, viewer.council_id)

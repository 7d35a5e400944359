"""Bodies that resolutions order to act: recognising them by any of their names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from council import access, auditing, text
from council.access import Viewer
from council.errors import NameTakenError, NotFoundError
from storage import bodies, search
from storage.database import Session
from storage.models import Body
from storage.search.spelling import distance
from storage.words import BodyKind

MAX_NAME = 200
SHORTEST_SLIPPED = 5
LONG_NAME = 14
"""In names of so many letters two slips are made as easily as one."""
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
    known_as: str = ""
    """The body's own name, where that is another one."""


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
    return tuple(_named(name, known.get(keys[name])) for name in names)


def _named(name: str, body: Body | None) -> Named:
    if body is None:
        return Named(name, None)
    return Named(name, body.id, "" if text.key(body.name) == text.key(name) else body.name)


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
        name=text.clean_name(name),
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


async def near(session: Session, *, viewer: Viewer, name: str) -> Sequence[Body]:
    """The bodies whose name this one may be a slip of, the most like first."""
    found = await like(session, viewer=viewer, name=name)
    return [body for body in found if _is_slip(text.key(name), body.key)]


def _is_slip(typed: str, key: str) -> bool:
    """Whether the keys differ by a letter or two, and in spaces, but in no number."""
    one, other = typed.replace(" ", ""), key.replace(" ", "")
    shorter = min(len(one), len(other))
    if shorter < SHORTEST_SLIPPED or _digits(one) != _digits(other):
        return False
    return distance(one, other) <= (1 if shorter < LONG_NAME else 2)


def _digits(key: str) -> str:
    return "".join(filter(str.isdigit, key))


async def all_of(session: Session, *, viewer: Viewer) -> Sequence[Body]:
    """The bodies of the viewer's council in alphabetical order."""
    access.ensure(viewer, "see_members")
    return await bodies.of_council(session, viewer.council_id)


@dataclass(frozen=True)
class BodySeen:
    """A body with its other names, who speaks for it, and how many open items it has."""

    id: int
    name: str
    aliases: tuple[str, ...]
    speakers: tuple[str, ...]
    open_items: int
    helps: int
    """With so many open items of others."""


async def one(session: Session, *, viewer: Viewer, body_id: int) -> BodySeen:
    """One body of the viewer's council. NotFoundError where there is none such."""
    access.ensure(viewer, "see_members")
    body = await _get(session, viewer, body_id)
    speakers = await bodies.representatives(session, [body.id])
    return BodySeen(
        id=body.id,
        name=body.name,
        aliases=tuple(await bodies.aliases_of(session, body.id)),
        speakers=tuple(person.name for _, person in speakers),
        open_items=await bodies.count_open_items(session, body.id),
        helps=await bodies.count_helped(session, body.id),
    )


async def create(session: Session, *, viewer: Viewer, name: str, now: datetime) -> Body:
    """A new body of that name. Raises NotAllowedError, NameTakenError. Does not commit."""
    access.ensure(viewer, "edit")
    shown = await _free_name(session, viewer, name)
    body = await take_up(session, council_id=viewer.council_id, name=shown, now=now)
    auditing.record(session, viewer, "body_created", "body", body.id, now)
    return body


async def rename(
    session: Session, *, viewer: Viewer, body_id: int, name: str, now: datetime
) -> None:
    """Give a body another name; the former one is still recognised in minutes.

    Raises NotAllowedError, NotFoundError, NameTakenError. Does not commit.
    """
    access.ensure(viewer, "edit")
    body = await _get(session, viewer, body_id)
    shown = await _free_name(session, viewer, name, own=body)
    former, former_key = body.name, body.key
    await bodies.drop_alias(session, body=body, key=text.key(shown))
    body.name, body.key, body.sort_key = shown, text.key(shown), text.sort_key(shown)
    await session.flush()
    await bodies.add_alias(session, body=body, alias=former, key=former_key)
    await search.mark_body_changed(session, body.id)
    auditing.record(session, viewer, "body_renamed", "body", body.id, now)


async def add_alias(
    session: Session, *, viewer: Viewer, body_id: int, name: str, now: datetime
) -> None:
    """Let minutes mention the body by a further name. Raises like `rename`. Does not commit."""
    access.ensure(viewer, "edit")
    body = await _get(session, viewer, body_id)
    shown = await _free_name(session, viewer, name)
    await bodies.add_alias(session, body=body, alias=shown, key=text.key(shown))
    auditing.record(session, viewer, "alias_added", "body", body.id, now)


async def merge(
    session: Session, *, viewer: Viewer, body_id: int, into_id: int, now: datetime
) -> None:
    """Make one body of two: items, speakers, groups and names of the first go to the second.

    Raises NotAllowedError, or NotFoundError where either is unknown or both are the same.
    """
    access.ensure(viewer, "edit")
    body, into = await _get(session, viewer, body_id), await _get(session, viewer, into_id)
    if body.id == into.id:
        raise NotFoundError
    await bodies.merge(session, body=body, into=into)
    await search.mark_body_changed(session, into.id)
    auditing.record(
        session, viewer, "bodies_merged", "body", into.id, now, after={"merged_id": body_id}
    )


async def _get(session: Session, viewer: Viewer, body_id: int) -> Body:
    body = await bodies.get(session, viewer.council_id, body_id)
    if body is None:
        raise NotFoundError
    return body


async def _free_name(
    session: Session, viewer: Viewer, name: str, *, own: Body | None = None
) -> str:
    """The name as it is kept. Raises NameTakenError for none, and for another body's."""
    shown = text.clean_name(name)[:MAX_NAME]
    key = text.key(shown)
    holder = (await bodies.by_keys(session, viewer.council_id, {key})).get(key)
    if not key or (holder is not None and holder is not own):
        raise NameTakenError
    return shown

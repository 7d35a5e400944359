"""Binding a body's group: a one-time code, issued in private and brought to the group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn

from council import access, auditing, notices
from council.access import Place, Viewer
from council.errors import CodeRefusedError, GroupTakenError, NotFoundError
from council.minutes.announcing import tell_group_of_item
from council.people.members import hash_code, new_code, viewer_in
from storage import bodies, groups, items, outbox, reach
from storage.database import Session
from storage.models import Body, GroupCode

CODE_MINUTES = 60
PATIENCE_MINUTES = 15
"""How long the bot stays in a group that nobody binds."""
TOLD_AT_ONCE = 10
"""So many open items a group is told of when it is bound; the others are reminded of in time."""
MUTE = "no right to write"
"""Why a chat cannot be reached where the bot is in it and may not write."""


@dataclass(frozen=True)
class Issued:
    """A one-time code and the body whose group it binds."""

    body_name: str
    code: str


@dataclass(frozen=True)
class Bound:
    """A bound group as its secretariat sees it."""

    chat_id: int
    body_name: str
    reachable: bool


async def issue_code(session: Session, *, viewer: Viewer, body_id: int, now: datetime) -> Issued:
    """A code that binds one group to the body within the hour. Does not commit.

    Raises NotAllowedError or NotFoundError.
    """
    access.ensure(viewer, "bind_group")
    body = await bodies.get(session, viewer.council_id, body_id)
    if body is None:
        raise NotFoundError
    code = new_code()
    await groups.add_code(
        session,
        GroupCode(
            code_hash=hash_code(code),
            council_id=viewer.council_id,
            body_id=body_id,
            issued_by=viewer.person_id,
            expires_at=now + timedelta(minutes=CODE_MINUTES),
        ),
    )
    return Issued(body.name, code)


async def bind(
    session: Session, *, person_id: int | None, code: str, telegram_id: int, now: datetime
) -> Body:
    """Bind the group that the code was brought to and tell it what the body has open already;
    returns its body. Does not commit.

    Raises CodeRefusedError for unknown, used and expired codes alike, and where the person
    who brought it has not (or no longer) the right in the code's council; GroupTakenError where
    the group is bound already and who brought it is of its council.
    """
    chat = await groups.by_telegram(session, telegram_id)
    if chat is not None and chat.council_id is not None and chat.body_id is not None:
        await _refuse_taken(session, person_id, chat.council_id, chat.body_id)
    used = await groups.use_code(session, code_hash=hash_code(code.strip()), now=now)
    if used is None or person_id is None:
        raise CodeRefusedError
    viewer = await viewer_in(session, person_id, used.council_id)
    if viewer is None:
        raise CodeRefusedError
    access.ensure(viewer, "bind_group")
    body = await bodies.get(session, used.council_id, used.body_id)
    if body is None:
        raise CodeRefusedError
    chat = await groups.bind(
        session, telegram_id=telegram_id, council_id=used.council_id, body_id=used.body_id
    )
    await groups.forget_stranger(session, telegram_id=telegram_id)
    auditing.record(
        session, viewer, "group_bound", "chat", chat.id, now, after={"body_id": body.id}
    )
    open_now = await items.open_of_body(session, used.council_id, body.id, limit=TOLD_AT_ONCE)
    for item_id in open_now:
        await tell_group_of_item(session, viewer, chat, item_id, now)
    return body


async def _refuse_taken(
    session: Session, person_id: int | None, council_id: int, body_id: int
) -> NoReturn:
    """Name the group's body to those of its council; to others the code is not valid."""
    body = await bodies.get(session, council_id, body_id)
    viewer = await viewer_in(session, person_id, council_id) if person_id else None
    if body is None or viewer is None:
        raise CodeRefusedError
    raise GroupTakenError(body.name)


async def bound(session: Session, *, viewer: Viewer) -> tuple[Bound, ...]:
    """The council's bound groups, by their bodies."""
    access.ensure(viewer, "bind_group")
    found = await groups.bound_of(session, viewer.council_id)
    return tuple(Bound(chat.id, name, chat.unreachable_since is None) for chat, name in found)


async def one_bound(session: Session, *, viewer: Viewer, chat_id: int) -> Bound:
    """One of the council's bound groups. Raises NotAllowedError or NotFoundError."""
    for group in await bound(session, viewer=viewer):
        if group.chat_id == chat_id:
            return group
    raise NotFoundError


async def unbind(session: Session, *, viewer: Viewer, chat_id: int, now: datetime) -> str:
    """Take a group from its body: nothing goes there any more, and it can be bound anew.

    Gives the body's name. What waits for the group is cancelled; the bot stays for as long as in
    any other unbound group. Raises NotAllowedError or NotFoundError. Does not commit.
    """
    group = await one_bound(session, viewer=viewer, chat_id=chat_id)
    chat = await groups.get(session, chat_id)
    if chat is None:
        raise NotFoundError
    auditing.record(
        session, viewer, "group_unbound", "chat", chat.id, now, after={"body_id": chat.body_id}
    )
    chat.council_id = chat.body_id = None
    await outbox.cancel_for_chat(session, lane=chat.id, why="the group was unbound", now=now)
    await wait_for_code(session, telegram_id=chat.telegram_id, added_by=viewer.telegram_id, now=now)
    return group.body_name


async def every_bound(session: Session) -> Sequence[int]:
    """Telegram's ids of all bound groups of all councils."""
    return await groups.every_bound(session)


async def lose(session: Session, *, telegram_id: int, why: str, now: datetime) -> int:
    """Note that a chat cannot be reached; where it is a group, its secretaries are told.

    Returns how many were told; noted before, nobody. Does not commit.
    """
    if not await reach.close_chat(session, chat_id=telegram_id, why=why, now=now):
        return 0
    return await tell_lost(session, telegram_id=telegram_id, now=now, why=why)


async def find_again(session: Session, *, telegram_id: int) -> None:
    """Note that a chat can be reached. Does not commit."""
    await reach.open_chat(session, chat_id=telegram_id)


async def tell_lost(session: Session, *, telegram_id: int, now: datetime, why: str = "") -> int:
    """Tell the secretaries that a bound group cannot be reached, once a day. Returns how many."""
    kind = "group_mute" if why == MUTE else "group_lost"
    chat = await groups.by_telegram(session, telegram_id)
    if chat is None or chat.council_id is None:
        return 0
    return await notices.tell_secretariat(
        session,
        council_id=chat.council_id,
        kind=kind,
        key=f"{kind}:{chat.id}:{now.date().isoformat()}",
        payload={"chat_id": chat.id},
        now=now,
    )


async def wait_for_code(
    session: Session, *, telegram_id: int, added_by: int, now: datetime
) -> None:
    """Begin the quarter of an hour after which an unbound group is left. Does not commit."""
    await groups.add_stranger(
        session,
        telegram_id=telegram_id,
        added_by=added_by,
        leave_at=now + timedelta(minutes=PATIENCE_MINUTES),
    )


async def to_leave(session: Session, *, now: datetime) -> Sequence[tuple[int, int]]:
    """(Telegram's id of the chat, of who added the bot) for groups whose time is up."""
    return await groups.overdue_strangers(session, now)


async def left(session: Session, *, telegram_id: int) -> None:
    """The bot is no longer in that group; what was kept of an unbound one goes."""
    await groups.forget_stranger(session, telegram_id=telegram_id)


async def is_bound(session: Session, *, telegram_id: int) -> bool:
    """Whether that group is bound to a body."""
    chat = await groups.by_telegram(session, telegram_id)
    return chat is not None and chat.body_id is not None


async def viewer_here(
    session: Session, *, person_id: int, telegram_id: int, now: datetime
) -> Viewer | None:
    """The person as they are in the council that the group is bound to; None for all others.

    In a group that is not bound nobody is anybody, and nothing is said there.
    """
    chat = await groups.by_telegram(session, telegram_id)
    if chat is None or chat.council_id is None:
        return None
    return await viewer_in(session, person_id, chat.council_id, now)


async def place_of(session: Session, *, telegram_id: int) -> Place:
    """Whether a group is bound or foreign."""
    bound_here = await is_bound(session, telegram_id=telegram_id)
    return Place.BOUND_GROUP if bound_here else Place.FOREIGN_GROUP

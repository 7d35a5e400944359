"""Binding a body's group: a one-time code, issued in private and typed in the group."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from council import access
from council.access import Viewer
from council.errors import CodeRefusedError, NotFoundError
from council.members import hash_code, new_code
from storage import audit, bodies, groups
from storage.database import Session
from storage.models import Body, GroupCode

CODE_MINUTES = 60


@dataclass(frozen=True)
class Issued:
    """A one-time code and the body whose group it binds."""

    body_name: str
    code: str


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
    session: Session, *, viewer: Viewer | None, code: str, telegram_id: int, now: datetime
) -> Body:
    """Bind the group that the code was typed in; returns its body. Does not commit.

    Raises CodeRefusedError for unknown, used and expired codes alike, and where the person
    who typed it has not (or no longer) the right.
    """
    used = await groups.use_code(session, code_hash=hash_code(code.strip()), now=now)
    if used is None or viewer is None or viewer.council_id != used.council_id:
        raise CodeRefusedError
    access.ensure(viewer, "bind_group")
    body = await bodies.get(session, used.council_id, used.body_id)
    if body is None:
        raise CodeRefusedError
    chat = await groups.bind(
        session, telegram_id=telegram_id, council_id=used.council_id, body_id=used.body_id
    )
    audit.record(
        session,
        council_id=used.council_id,
        actor_id=viewer.person_id,
        action="group_bound",
        subject="chat",
        subject_id=chat.id,
        at=now,
        after={"body_id": body.id},
    )
    return body


async def is_bound(session: Session, *, telegram_id: int) -> bool:
    """Whether that group is bound to a body."""
    chat = await groups.by_telegram(session, telegram_id)
    return chat is not None and chat.body_id is not None

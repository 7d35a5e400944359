"""Invitations: single use, 72 hours, for a named person in a role; only a hash of each is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from council import access
from council import bodies as council_bodies
from council.access import Viewer
from council.errors import NotAllowedError, NotFoundError
from council.people import members
from council.people.members import MAX_NAME
from council.people.roster import RosterRow
from storage import audit, bodies, standing
from storage import joining as stored
from storage import members as stored_members
from storage.database import Session
from storage.models import Invitation
from storage.words import Role


@dataclass(frozen=True)
class Issued:
    """A new invitation: its code, which is kept nowhere, and whom it is for."""

    id: int
    code: str
    name: str
    role: Role
    body_name: str | None
    by_phone: bool


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation that nobody used yet."""

    id: int
    name: str | None
    role: Role
    body_name: str | None


async def open_ones(
    session: Session, *, viewer: Viewer, now: datetime
) -> tuple[OpenInvitation, ...]:
    """The invitations that wait and that the viewer may make void, newest first."""
    access.ensure(viewer, "manage_members")
    found = await stored.open_of(session, viewer.council_id, now)
    named = {body.id: body.name for body in await bodies.of_council(session, viewer.council_id)}
    return tuple(
        OpenInvitation(one.id, one.name, one.role, named.get(one.body_id or 0))
        for one in found
        if access.may_invite(viewer, one.role)
    )


async def renew(session: Session, *, viewer: Viewer, membership_id: int, now: datetime) -> Issued:
    """A link with which somebody known comes back from a new phone, as what they were.

    Raises NotAllowedError, NotFoundError. Does not commit.
    """
    found = await standing.of_council(session, viewer.council_id, membership_id)
    if found is None or found[1].erased_at is not None:
        raise NotFoundError
    membership, person = found
    spoken_for = await stored_members.bodies_of(session, membership.id)
    return await issue(
        session,
        viewer=viewer,
        name=person.name,
        role=membership.role,
        body_id=spoken_for[0].id if spoken_for else None,
        person_id=person.id,
        now=now,
    )


async def invite_all(
    session: Session, *, viewer: Viewer, rows: Sequence[RosterRow], now: datetime
) -> tuple[Issued, ...]:
    """Invite everybody of a roster; bodies that the council does not know are taken up.

    Raises NotAllowedError. Does not commit.
    """
    made = []
    for row in rows:
        body = (
            await council_bodies.take_up(
                session, council_id=viewer.council_id, name=row.body, now=now
            )
            if row.body
            else None
        )
        made.append(
            await issue(
                session,
                viewer=viewer,
                name=row.name,
                role=row.role,
                body_id=body.id if body else None,
                phone=row.phone,
                now=now,
            )
        )
    return tuple(made)


async def issue(
    session: Session,
    *,
    viewer: Viewer,
    name: str,
    role: Role,
    now: datetime,
    body_id: int | None = None,
    phone: str | None = None,
    person_id: int | None = None,
) -> Issued:
    """Invite a named person; a representative is invited for a body. Does not commit.

    `person_id` is somebody known who comes back, perhaps with another account.
    Raises NotAllowedError, NotFoundError, PhoneNotUnderstoodError.
    """
    access.ensure(viewer, "manage_members")
    if not access.may_invite(viewer, role):
        raise NotAllowedError("manage_members")
    if role is Role.REPRESENTATIVE and body_id is None:
        raise NotFoundError
    made = await members.make_invitation(
        session,
        council_id=viewer.council_id,
        role=role,
        body_id=body_id,
        name=name[:MAX_NAME],
        phone=phone,
        issued_by=viewer.person_id,
        person_id=person_id,
        now=now,
    )
    body = await bodies.get(session, viewer.council_id, body_id) if body_id else None
    return Issued(
        made.id, made.code, name[:MAX_NAME], role, body.name if body else None, bool(phone)
    )


async def revoke(session: Session, *, viewer: Viewer, invitation_id: int, now: datetime) -> None:
    """Make an invitation that nobody used void. NotFoundError where there is none such."""
    access.ensure(viewer, "manage_members")
    invitation = await stored.get(session, viewer.council_id, invitation_id)
    if invitation is None or not access.may_invite(viewer, invitation.role):
        raise NotFoundError
    if not await stored.revoke(session, invitation_id=invitation_id, now=now):
        raise NotFoundError
    record(session, invitation, viewer.person_id, "invitation_revoked", now)


def record(
    session: Session, invitation: Invitation, actor_id: int, action: str, now: datetime
) -> None:
    """Write what became of an invitation into the audit."""
    audit.record(
        session,
        council_id=invitation.council_id,
        actor_id=actor_id,
        action=action,
        subject="invitation",
        subject_id=invitation.id,
        at=now,
        after={"role": invitation.role.value, "body_id": invitation.body_id},
    )

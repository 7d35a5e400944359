"""Letting somebody in: the secretariat says who came, and their rights begin."""

from dataclasses import dataclass
from datetime import datetime

from council import access, notices
from council.access import Viewer
from council.errors import AnsweredError, NotAllowedError, NotFoundError
from council.people import invitations, members
from council.people.members import MAX_NAME
from council.reminding.policy_changes import welcome_of
from storage import bodies
from storage import joining as stored
from storage import members as stored_members
from storage.database import Session
from storage.models import Invitation, Membership, Person
from storage.words import MembershipState, Role

RANK = (Role.OBSERVER, Role.MEMBER, Role.REPRESENTATIVE, Role.SECRETARY, Role.ADMIN)
"""The lowest first: a further invitation adds to what somebody is and takes nothing away."""


@dataclass(frozen=True)
class Joined:
    """Who joined what, as what."""

    viewer: Viewer
    body_names: tuple[str, ...]
    words: str | None = None
    """What the council itself says to everybody who joins."""


@dataclass(frozen=True)
class Newcomer:
    """Somebody who redeemed an invitation, as whoever confirms them sees it."""

    invitation_id: int
    person_id: int
    invited_name: str
    shown_name: str
    role: Role
    body_name: str | None
    open: bool


async def newcomer(session: Session, *, viewer: Viewer, invitation_id: int) -> Newcomer:
    """Who came with an invitation. NotFoundError where nobody did, or it is not the viewer's."""
    invitation, person = await _redeemed(session, viewer, invitation_id)
    return await _newcomer(session, invitation, person)


async def waiting(session: Session, *, viewer: Viewer) -> tuple[Newcomer, ...]:
    """Who came with a link and waits for a word of the viewer, oldest first."""
    came = await stored.unconfirmed_of(session, viewer.council_id)
    return tuple(
        [
            await _newcomer(session, invitation, person)
            for invitation, person in came
            if access.may_invite(viewer, invitation.role)
        ]
    )


async def confirm(
    session: Session, *, viewer: Viewer, invitation_id: int, now: datetime
) -> Newcomer:
    """Say that the one who came is the one who was meant: their rights begin. Does not commit.

    Raises NotFoundError, NotAllowedError, AnsweredError.
    """
    invitation, person = await _redeemed(session, viewer, invitation_id)
    if not await stored.decide(session, invitation_id=invitation_id, yes=True, now=now):
        raise AnsweredError
    joined = await admit(session, invitation=invitation, newcomer=person, now=now)
    await notices.tell_person(
        session,
        council_id=viewer.council_id,
        person_id=joined.viewer.person_id,
        kind="welcome",
        key=f"welcome:{invitation_id}",
        payload={},
        now=now,
    )
    return await _newcomer(session, invitation, person)


async def decline(
    session: Session, *, viewer: Viewer, invitation_id: int, now: datetime
) -> Newcomer:
    """Say that somebody else came: the invitation is void and nobody joined. Does not commit.

    Raises NotFoundError, NotAllowedError, AnsweredError.
    """
    invitation, person = await _redeemed(session, viewer, invitation_id)
    if not await stored.decide(session, invitation_id=invitation_id, yes=False, now=now):
        raise AnsweredError
    invitations.record(session, invitation, viewer.person_id, "join_declined", now)
    await notices.tell_person(
        session,
        council_id=viewer.council_id,
        person_id=person.id,
        kind="declined",
        key=f"declined:{invitation_id}",
        payload={},
        now=now,
    )
    return await _newcomer(session, invitation, person)


async def admit(
    session: Session, *, invitation: Invitation, newcomer: Person, now: datetime
) -> Joined:
    """Give what the invitation promises, on top of what the person is already. Does not commit."""
    person = await _returning(session, invitation, newcomer)
    if invitation.name and not await stored_members.has_memberships(session, person.id):
        person.name = invitation.name[:MAX_NAME]
    membership = await _membership(session, person, invitation, now)
    if invitation.body_id is not None:
        await stored_members.represent(
            session, membership_id=membership.id, body_id=invitation.body_id
        )
    person.phone = invitation.phone or person.phone
    person.active_council_id = invitation.council_id
    invitations.record(session, invitation, person.id, "joined", now)
    await session.flush()
    viewer = await members.viewer_in(session, person.id, invitation.council_id)
    if viewer is None:
        raise NotFoundError
    names = tuple(body.name for body in await stored_members.bodies_of(session, membership.id))
    return Joined(viewer, names, await welcome_of(session, viewer.council_id))


async def _returning(session: Session, invitation: Invitation, newcomer: Person) -> Person:
    """Who is meant: the newcomer, or somebody known whose account is replaced by this one."""
    known = await stored_members.person(session, invitation.person_id or newcomer.id)
    if known is None or known.id == newcomer.id:
        return newcomer
    await stored.move_account(session, invitation=invitation, source=newcomer, target=known)
    return known


async def _membership(
    session: Session, person: Person, invitation: Invitation, now: datetime
) -> Membership:
    existing = await stored_members.membership(session, invitation.council_id, person.id)
    if existing is None:
        return await stored_members.add_membership(
            session,
            council_id=invitation.council_id,
            person_id=person.id,
            role=invitation.role,
            now=now,
        )
    if existing.state is MembershipState.ACTIVE:
        existing.role = max(existing.role, invitation.role, key=RANK.index)
        return existing
    existing.state, existing.role, existing.ends_on = MembershipState.ACTIVE, invitation.role, None
    return existing


async def _redeemed(
    session: Session, viewer: Viewer, invitation_id: int
) -> tuple[Invitation, Person]:
    access.ensure(viewer, "manage_members")
    found = await stored.redeemed(session, viewer.council_id, invitation_id)
    if found is None:
        raise NotFoundError
    invitation, person = found
    if not access.may_invite(viewer, invitation.role) or person.id == viewer.person_id:
        raise NotAllowedError("manage_members")
    return invitation, person


async def _newcomer(session: Session, invitation: Invitation, person: Person) -> Newcomer:
    body = (
        await bodies.get(session, invitation.council_id, invitation.body_id)
        if invitation.body_id
        else None
    )
    return Newcomer(
        invitation_id=invitation.id,
        person_id=person.id,
        invited_name=invitation.name or person.name,
        shown_name=person.name,
        role=invitation.role,
        body_name=body.name if body else None,
        open=invitation.confirmed_at is None and invitation.revoked_at is None,
    )

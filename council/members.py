"""Who belongs to a council: invitations, joining, and recognising who speaks."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from council.access import Viewer
from council.errors import AlreadyMemberError, InvitationRefusedError, NotFoundError
from storage import audit, bodies, councils, groups, members
from storage.database import Session
from storage.models import Council, Invitation, Membership, Person
from storage.words import CouncilKind, MembershipState, Role

INVITATION_HOURS = 72
LANGUAGES = ("fa", "en")
MAX_NAME = 100


@dataclass(frozen=True)
class Founded:
    """A new council and the one-time code of its first admin."""

    council_id: int
    code: str


@dataclass(frozen=True)
class Joined:
    """Who joined what, as what."""

    viewer: Viewer
    body_names: tuple[str, ...]


def hash_code(code: str) -> str:
    """What is kept of a secret code: its SHA-256 in hexadecimal."""
    return hashlib.sha256(code.encode()).hexdigest()


def new_code() -> str:
    """A code of 128 random bits that fits a deep link (22 characters)."""
    return secrets.token_urlsafe(16)


async def found_council(
    session: Session, *, name: str, kind: CouncilKind, province: str, now: datetime
) -> Founded:
    """Create a council and the code with which its first admin joins. Does not commit."""
    council = await councils.add(session, name=name, kind=kind, province=province, now=now)
    code = await invite(session, council_id=council.id, role=Role.ADMIN, now=now)
    audit.record(
        session,
        council_id=council.id,
        actor_id=None,
        action="council_founded",
        subject="council",
        subject_id=council.id,
        at=now,
        after={"kind": kind.value},
    )
    return Founded(council.id, code)


async def invite(
    session: Session,
    *,
    council_id: int,
    role: Role,
    now: datetime,
    body_id: int | None = None,
    name: str | None = None,
    phone: str | None = None,
) -> str:
    """Make an invitation and return its code, which is kept nowhere.

    Raises NotFoundError where there is no such council or body. Does not commit.
    """
    if await councils.get(session, council_id) is None:
        raise NotFoundError
    if body_id is not None and await bodies.get(session, council_id, body_id) is None:
        raise NotFoundError
    code = new_code()
    invitation = Invitation(
        council_id=council_id,
        code_hash=hash_code(code),
        role=role,
        body_id=body_id,
        name=name,
        phone=phone,
        created_at=now,
        expires_at=now + timedelta(hours=INVITATION_HOURS),
    )
    await members.add_invitation(session, invitation)
    audit.record(
        session,
        council_id=council_id,
        actor_id=None,
        action="invited",
        subject="invitation",
        subject_id=invitation.id,
        at=now,
        after={"role": role.value, "body_id": body_id},
    )
    return code


async def join(
    session: Session, *, code: str, telegram_id: int, shown_name: str, now: datetime
) -> Joined:
    """Redeem an invitation: the person belongs to its council from now on. Does not commit.

    Raises InvitationRefusedError (unknown, used and expired codes alike) and AlreadyMemberError.
    """
    invitation = await members.invitation_by_hash(session, hash_code(code.strip()))
    if invitation is None or invitation.redeemed_at or invitation.expires_at <= now:
        raise InvitationRefusedError
    person = await members.by_telegram(session, telegram_id) or await members.add_person(
        session,
        telegram_id=telegram_id,
        name=(invitation.name or shown_name)[:MAX_NAME],
        phone=invitation.phone,
        now=now,
    )
    membership = await _membership(session, person, invitation, now)
    if not await members.redeem(session, invitation_id=invitation.id, person_id=person.id, now=now):
        raise InvitationRefusedError
    if invitation.body_id is not None:
        await members.represent(session, membership_id=membership.id, body_id=invitation.body_id)
    person.active_council_id = invitation.council_id
    await groups.private_chat(session, person_id=person.id, telegram_id=telegram_id)
    audit.record(
        session,
        council_id=invitation.council_id,
        actor_id=person.id,
        action="joined",
        subject="membership",
        subject_id=membership.id,
        at=now,
        after={"role": invitation.role.value, "body_id": invitation.body_id},
    )
    await session.flush()
    viewer = await recognise(session, telegram_id, now)
    if viewer is None:
        raise InvitationRefusedError
    names = tuple(body.name for body in await members.bodies_of(session, membership.id))
    return Joined(viewer, names)


async def _membership(
    session: Session, person: Person, invitation: Invitation, now: datetime
) -> Membership:
    existing = await members.membership(session, invitation.council_id, person.id)
    if existing is None:
        return await members.add_membership(
            session,
            council_id=invitation.council_id,
            person_id=person.id,
            role=invitation.role,
            now=now,
        )
    if existing.state is MembershipState.ACTIVE:
        raise AlreadyMemberError
    existing.state, existing.role = MembershipState.ACTIVE, invitation.role
    return existing


async def recognise(session: Session, telegram_id: int, now: datetime) -> Viewer | None:
    """Who that Telegram id is in the council they have open; None for strangers and the removed.

    Read from the tables at every update, so that a removal holds from the next tap on.
    """
    del now  # a term of office will end by date
    person = await members.by_telegram(session, telegram_id)
    if person is None:
        return None
    mine = await members.active_memberships(session, person.id)
    if not mine:
        return None
    chosen = [pair for pair in mine if pair[0].council_id == person.active_council_id]
    membership, council = (chosen or mine)[0]
    return await _viewer(session, person, membership, council, councils=len(mine))


async def _viewer(
    session: Session, person: Person, membership: Membership, council: Council, *, councils: int
) -> Viewer:
    own_bodies = await members.bodies_of(session, membership.id)
    return Viewer(
        person_id=person.id,
        telegram_id=person.telegram_id or 0,
        name=person.name,
        language=person.language,
        council_id=council.id,
        council_name=council.name,
        zone=council.zone,
        membership_id=membership.id,
        role=membership.role,
        body_ids=frozenset(body.id for body in own_bodies),
        councils=councils,
    )


async def viewer_in(session: Session, person_id: int, council_id: int) -> Viewer | None:
    """The person as they are in that council, whichever they have open; None without rights."""
    person = await members.person(session, person_id)
    if person is None or person.telegram_id is None:
        return None
    mine = await members.active_memberships(session, person_id)
    for membership, council in mine:
        if council.id == council_id:
            return await _viewer(session, person, membership, council, councils=len(mine))
    return None


async def councils_of(session: Session, *, viewer: Viewer) -> tuple[tuple[int, str], ...]:
    """(id, name) of every council the person belongs to."""
    mine = await members.active_memberships(session, viewer.person_id)
    return tuple((council.id, council.name) for _, council in mine)


async def choose_language(session: Session, *, viewer: Viewer, language: str) -> None:
    """Speak to the person in that language from now on. NotFoundError for an unknown one."""
    person = await members.person(session, viewer.person_id)
    if person is None or language not in LANGUAGES:
        raise NotFoundError
    person.language = language


async def open_council(session: Session, *, viewer: Viewer, council_id: int) -> Viewer:
    """Open another council of the person's. NotFoundError where they do not belong to it."""
    chosen = await viewer_in(session, viewer.person_id, council_id)
    person = await members.person(session, viewer.person_id)
    if chosen is None or person is None:
        raise NotFoundError
    person.active_council_id = council_id
    return chosen

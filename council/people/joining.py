"""Coming in: by a single-use link, or by one's own phone number where it is on the roster.

What the operator's commands issued, and what a phone of the roster proves, counts at once; a bare
link that somebody in the council issued gives no right before the secretariat said who came.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from council import access, notices, text
from council.errors import AlreadyMemberError, NotOwnContactError
from council.people import admission, members, phones
from council.people.admission import RANK, Joined
from council.people.members import MAX_NAME, hash_code
from storage import groups
from storage import joining as stored
from storage import members as stored_members
from storage.database import Session
from storage.models import Invitation, Person
from storage.words import MembershipState, Role

MAX_TRIES = 5
TRIES_FOR = timedelta(hours=1)
NAMELESS = "؟"
"""Somebody whose account shows nothing that can be read."""


@dataclass(frozen=True)
class Waiting:
    """Somebody came with a good link; the secretariat has been asked whether it is them."""

    council_name: str


@dataclass(frozen=True)
class AskContact:
    """The link is good, and whom it is for is to be proved by their own phone number."""

    invitation_id: int


type Outcome = Joined | Waiting | AskContact | None


async def redeem(
    session: Session, *, code: str, telegram_id: int, shown_name: str, now: datetime
) -> Outcome:
    """Come in with a code. None for unknown, used, revoked and expired codes, and for those who
    guessed too often: deliberately the same. Does not commit.

    Who pressed the same link before still waits, or raises AlreadyMemberError, by which an
    invitation is not used up.
    """
    if await _tried_too_often(session, telegram_id, now):
        return None
    invitation = await stored.by_hash(session, hash_code(code.strip()))
    if invitation is not None and await _came_with(session, invitation, telegram_id):
        return Waiting(await members.council_name(session, invitation.council_id))
    if invitation is None or not _is_open(invitation, now):
        await stored.add_try(session, telegram_id=telegram_id, now=now)
        return None
    if invitation.phone is not None:
        return AskContact(invitation.id)
    return await _take(session, invitation, telegram_id, shown_name, now, proved=False)


async def prove(
    session: Session,
    *,
    phone: str,
    invitation_id: int | None = None,
    owner_id: int | None,
    telegram_id: int,
    shown_name: str,
    now: datetime,
) -> Outcome:
    """Come in by sharing one's own contact, where the number is on a council's roster.

    Where several invitations wait for the number, that of the link that was pressed counts. None
    for a number that nobody waits for. Raises NotOwnContactError for somebody else's contact, and
    AlreadyMemberError. Does not commit.
    """
    if owner_id != telegram_id:
        raise NotOwnContactError
    if await _tried_too_often(session, telegram_id, now):
        return None
    number = phones.normalise(phone)
    waiting = await stored.open_by_phone(session, phone=number, now=now) if number else ()
    if not waiting:
        await stored.add_try(session, telegram_id=telegram_id, now=now)
        return None
    pressed = [one for one in waiting if one.id == invitation_id]
    return await _take(session, (pressed or waiting)[0], telegram_id, shown_name, now, proved=True)


async def _tried_too_often(session: Session, telegram_id: int, now: datetime) -> bool:
    tries = await stored.count_tries(session, telegram_id=telegram_id, since=now - TRIES_FOR)
    return tries >= MAX_TRIES


async def _came_with(session: Session, invitation: Invitation, telegram_id: int) -> bool:
    """Whether this account came with the invitation and waits for the answer.

    Raises AlreadyMemberError where it was let in and still belongs to the council.
    """
    person = await stored_members.by_telegram(session, telegram_id)
    if person is None or invitation.redeemed_by != person.id or invitation.revoked_at:
        return False
    if invitation.confirmed_at is None:
        return True
    existing = await stored_members.membership(session, invitation.council_id, person.id)
    if existing is not None and existing.state is MembershipState.ACTIVE:
        raise AlreadyMemberError
    return False


def _is_open(invitation: Invitation, now: datetime) -> bool:
    closed = invitation.redeemed_at or invitation.revoked_at
    return closed is None and invitation.expires_at > now


def _fit_to_show(name: str) -> str:
    """An account's name on one line, without signs that could turn the line around."""
    return " ".join(text.clean(name).split())[:MAX_NAME] or NAMELESS


async def _take(
    session: Session,
    invitation: Invitation,
    telegram_id: int,
    shown_name: str,
    now: datetime,
    *,
    proved: bool,
) -> Outcome:
    person = await stored_members.by_telegram(session, telegram_id)
    if person is not None:
        if invitation.person_id not in (None, person.id):
            await stored.add_try(session, telegram_id=telegram_id, now=now)
            return None
        await _ensure_adds_something(session, invitation, person)
    else:
        person = await stored_members.add_person(
            session, telegram_id=telegram_id, name=_fit_to_show(shown_name), phone=None, now=now
        )
    if not await stored.redeem(session, invitation_id=invitation.id, person_id=person.id, now=now):
        await stored.add_try(session, telegram_id=telegram_id, now=now)
        return None
    await groups.private_chat(session, person_id=person.id, telegram_id=telegram_id)
    if not proved and invitation.issued_by is not None:
        await _tell_managers(session, invitation, "join_asked", now)
        return Waiting(await members.council_name(session, invitation.council_id))
    await stored.decide(session, invitation_id=invitation.id, yes=True, now=now)
    joined = await admission.admit(session, invitation=invitation, newcomer=person, now=now)
    if invitation.issued_by is not None:
        await _tell_managers(session, invitation, "joined_by_phone", now)
    return joined


async def _ensure_adds_something(session: Session, invitation: Invitation, person: Person) -> None:
    """Refuse, with nothing used up, those who would gain nothing or who invited themselves."""
    if invitation.issued_by == person.id:
        raise AlreadyMemberError
    existing = await stored_members.membership(session, invitation.council_id, person.id)
    if existing is None or existing.state is not MembershipState.ACTIVE:
        return
    spoken_for = {body.id for body in await stored_members.bodies_of(session, existing.id)}
    new_body = invitation.body_id is not None and invitation.body_id not in spoken_for
    if not new_body and RANK.index(invitation.role) <= RANK.index(existing.role):
        raise AlreadyMemberError


async def _tell_managers(
    session: Session, invitation: Invitation, kind: str, now: datetime
) -> None:
    managers = [
        role
        for role in (Role.SECRETARY, Role.ADMIN)
        if invitation.role.value in access.rights().invites.get(role.value, frozenset())
    ]
    await notices.tell_secretariat(
        session,
        council_id=invitation.council_id,
        kind=kind,
        key=f"{kind}:{invitation.id}",
        payload={"invitation_id": invitation.id},
        now=now,
        roles=managers,
    )

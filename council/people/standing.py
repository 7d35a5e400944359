"""What people are in a council: seeing it, changing it, and taking it away at once."""

from dataclasses import dataclass
from datetime import date, datetime

from council import access, dates, text
from council.access import Viewer
from council.days.typed_days import read_day
from council.errors import (
    DateNotUnderstoodError,
    LastOneError,
    NotAllowedError,
    NotFoundError,
    OneselfError,
)
from storage import audit, bodies, members, questions
from storage import standing as stored
from storage.database import Session
from storage.models import Body, Council, Membership, Person
from storage.words import MembershipState, Role

ENDED = "the term of office has ended"
NO_END = ("-", "–", "ـ", "0", "۰")


@dataclass(frozen=True)
class MemberSeen:
    """A member as others see them; never a phone number."""

    membership_id: int
    person_id: int
    name: str
    role: Role
    state: MembershipState
    body_names: tuple[str, ...]
    body_ids: tuple[int, ...]
    ends_on: date | None
    oneself: bool


async def everybody(session: Session, *, viewer: Viewer) -> tuple[MemberSeen, ...]:
    """The council's members in the order of the alphabet; suspended ones for who manages them."""
    access.ensure(viewer, "see_members")
    states = [MembershipState.ACTIVE]
    if access.can(viewer, "manage_members"):
        states.append(MembershipState.SUSPENDED)
    found = await stored.all_of(session, viewer.council_id, states=states)
    spoken_for = await stored.bodies_of(session, [one.id for one, _ in found])
    seen = [_seen(viewer, one, person, spoken_for) for one, person in found]
    return tuple(sorted(seen, key=lambda one: text.sort_key(one.name)))


async def one(session: Session, *, viewer: Viewer, membership_id: int) -> MemberSeen:
    """One member of the viewer's council. NotFoundError where there is none such."""
    access.ensure(viewer, "see_members")
    membership, person = await _of_council(session, viewer, membership_id)
    spoken_for = await stored.bodies_of(session, [membership.id])
    return _seen(viewer, membership, person, spoken_for)


async def suspend(session: Session, *, viewer: Viewer, membership_id: int, now: datetime) -> None:
    """Take somebody's rights at once, to be given back or not. Does not commit.

    Their dialogues end and what waits for them is cancelled. Raises NotFoundError,
    NotAllowedError, OneselfError, LastOneError.
    """
    membership, person = await _somebody_else(session, viewer, "manage_members", membership_id)
    if not access.may_suspend(viewer, membership.role):
        raise NotAllowedError("manage_members")
    await _end_rights(session, membership, person, MembershipState.SUSPENDED, viewer, now)


async def restore(session: Session, *, viewer: Viewer, membership_id: int, now: datetime) -> None:
    """Give suspended rights back. Raises like `suspend`. Does not commit."""
    membership, _ = await _somebody_else(session, viewer, "manage_members", membership_id)
    if not access.may_suspend(viewer, membership.role):
        raise NotAllowedError("manage_members")
    if membership.state is not MembershipState.SUSPENDED:
        raise NotFoundError
    await stored.change(session, membership, state=MembershipState.ACTIVE)
    _record(session, membership, viewer.person_id, "restored", now)


async def remove(session: Session, *, viewer: Viewer, membership_id: int, now: datetime) -> None:
    """End somebody's membership; only a new invitation brings them back. Does not commit.

    Raises like `suspend`.
    """
    membership, person = await _somebody_else(session, viewer, "manage_members", membership_id)
    if not access.may_invite(viewer, membership.role):
        raise NotAllowedError("manage_members")
    await _end_rights(session, membership, person, MembershipState.REMOVED, viewer, now)


async def give_role(
    session: Session, *, viewer: Viewer, membership_id: int, role: Role, now: datetime
) -> None:
    """Make somebody else a member, observer or secretary; a representative is made by a body.

    Raises NotFoundError, NotAllowedError, OneselfError, LastOneError. Does not commit.
    """
    membership, _ = await _somebody_else(session, viewer, "give_role", membership_id)
    if role is Role.REPRESENTATIVE or not access.may_give(viewer, membership.role, role):
        raise NotAllowedError("give_role")
    await _change_role(session, membership, role, viewer, now)
    if role in (Role.MEMBER, Role.OBSERVER):
        await stored.stop_representing(session, membership_id=membership.id, body_id=None)


async def speak_for(
    session: Session, *, viewer: Viewer, membership_id: int, body_id: int, now: datetime
) -> None:
    """Let somebody else speak for a body; a member or observer becomes a representative.

    Raises NotFoundError, NotAllowedError, OneselfError. Does not commit.
    """
    membership, _ = await _somebody_else(session, viewer, "give_role", membership_id)
    if await bodies.get(session, viewer.council_id, body_id) is None:
        raise NotFoundError
    if not access.may_give(viewer, membership.role, Role.REPRESENTATIVE):
        raise NotAllowedError("give_role")
    if membership.role in (Role.MEMBER, Role.OBSERVER):
        await _change_role(session, membership, Role.REPRESENTATIVE, viewer, now)
    await members.represent(session, membership_id=membership.id, body_id=body_id)
    _record(session, membership, viewer.person_id, "speaks_for", now, body_id=body_id)


async def stop_speaking(
    session: Session, *, viewer: Viewer, membership_id: int, body_id: int, now: datetime
) -> None:
    """Let somebody else speak for a body no longer; without any, they are a member.

    Raises NotFoundError, NotAllowedError, OneselfError. Does not commit.
    """
    membership, _ = await _somebody_else(session, viewer, "give_role", membership_id)
    if not access.may_give(viewer, membership.role, Role.MEMBER):
        raise NotAllowedError("give_role")
    await stored.stop_representing(session, membership_id=membership.id, body_id=body_id)
    _record(session, membership, viewer.person_id, "speaks_no_more", now, body_id=body_id)
    left = await members.bodies_of(session, membership.id)
    if not left and membership.role is Role.REPRESENTATIVE:
        await _change_role(session, membership, Role.MEMBER, viewer, now)


async def set_term(
    session: Session, *, viewer: Viewer, membership_id: int, words: str, now: datetime
) -> None:
    """Let somebody's membership end after the typed day; «-» lets it go on. Does not commit.

    Raises NotFoundError, NotAllowedError, OneselfError, DateNotUnderstoodError (also for a day
    that has passed).
    """
    membership, _ = await _somebody_else(session, viewer, "manage_members", membership_id)
    if not access.may_invite(viewer, membership.role):
        raise NotAllowedError("manage_members")
    today = dates.local_date(now, viewer.zone)
    last = None if words.strip() in NO_END else read_day(words, today)
    if words.strip() not in NO_END and (last is None or last < today):
        raise DateNotUnderstoodError
    membership.ends_on = last
    ends = last.isoformat() if last else None
    _record(session, membership, viewer.person_id, "term_set", now, ends_on=ends)


async def end_terms(session: Session, *, council: Council, now: datetime) -> int:
    """End the memberships whose last day has passed; the last admin and secretary stay.

    Returns how many ended; running it again ends nobody twice. Does not commit.
    """
    today = dates.local_date(now, council.zone)
    done = 0
    for membership, person in await stored.ended(session, council.id, today):
        if await stored.change(session, membership, state=MembershipState.REMOVED):
            await _clear(session, membership, person, ENDED, now)
            _record(session, membership, None, "term_ended", now)
            done += 1
    return done


async def _end_rights(
    session: Session,
    membership: Membership,
    person: Person,
    state: MembershipState,
    viewer: Viewer,
    now: datetime,
) -> None:
    if membership.state is MembershipState.REMOVED or membership.state is state:
        raise NotFoundError
    if not await stored.change(session, membership, state=state):
        raise LastOneError
    await _clear(session, membership, person, state.value, now)
    _record(session, membership, viewer.person_id, state.value, now)


async def _clear(
    session: Session, membership: Membership, person: Person, why: str, now: datetime
) -> None:
    """What ends with somebody's rights: dialogues, waiting messages, and, once removed, lists."""
    if person.telegram_id is not None:
        await questions.end(session, user_id=person.telegram_id)
    await stored.cancel_waiting(
        session, council_id=membership.council_id, person_id=person.id, why=why, now=now
    )
    if membership.state is MembershipState.REMOVED:
        await stored.stop_representing(session, membership_id=membership.id, body_id=None)
        await stored.forget_access(session, membership_id=membership.id)


async def _change_role(
    session: Session, membership: Membership, role: Role, viewer: Viewer, now: datetime
) -> None:
    before = membership.role
    if not await stored.change(session, membership, role=role):
        raise LastOneError
    _record(
        session, membership, viewer.person_id, "role_given", now, role=role.value,
        before={"role": before.value},
    )  # fmt: skip


async def _somebody_else(
    session: Session, viewer: Viewer, action: str, membership_id: int
) -> tuple[Membership, Person]:
    access.ensure(viewer, action)
    membership, person = await _of_council(session, viewer, membership_id)
    if person.id == viewer.person_id:
        raise OneselfError
    return membership, person


async def _of_council(
    session: Session, viewer: Viewer, membership_id: int
) -> tuple[Membership, Person]:
    found = await stored.of_council(session, viewer.council_id, membership_id)
    if found is None or found[0].state is MembershipState.REMOVED:
        raise NotFoundError
    return found


def _seen(
    viewer: Viewer, membership: Membership, person: Person, spoken_for: dict[int, list[Body]]
) -> MemberSeen:
    own = spoken_for.get(membership.id, [])
    return MemberSeen(
        membership_id=membership.id,
        person_id=person.id,
        name=person.name,
        role=membership.role,
        state=membership.state,
        body_names=tuple(body.name for body in own),
        body_ids=tuple(body.id for body in own),
        ends_on=membership.ends_on,
        oneself=person.id == viewer.person_id,
    )


def _record(
    session: Session,
    membership: Membership,
    actor_id: int | None,
    action: str,
    now: datetime,
    *,
    before: dict[str, object] | None = None,
    **after: object,
) -> None:
    audit.record(
        session,
        council_id=membership.council_id,
        actor_id=actor_id,
        action=action,
        subject="membership",
        subject_id=membership.id,
        at=now,
        before=before,
        after=after or None,
    )

"""Who belongs to a council: founding one, inviting into it, and recognising who speaks."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from council import dates, text
from council.access import Viewer
from council.errors import NotFoundError
from council.people import phones
from storage import audit, bodies, councils, joining, leaves, members
from storage.database import Session
from storage.members import Account
from storage.models import Council, Invitation, Membership, Person
from storage.words import CouncilKind, Role

INVITATION_HOURS = 72
LANGUAGES = ("fa", "en")
MAX_NAME = 100


@dataclass(frozen=True)
class Founded:
    """A new council and the one-time code of its first admin."""

    council_id: int
    code: str


@dataclass(frozen=True)
class Made:
    """A new invitation and its code."""

    id: int
    code: str


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


async def council_called(session: Session, *, name: str, province: str) -> int | None:
    """The council of that name and province, however they are spelled; None where there is none."""
    wanted = (text.key(name), text.key(province))
    known = await councils.every(session)
    return next(
        (one.id for one in known if (text.key(one.name), text.key(one.province)) == wanted), None
    )


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
    """Make an invitation in the operator's name and return its code, which is kept nowhere.

    Raises NotFoundError where there is no such council or body, and PhoneNotUnderstoodError. Does
    not commit.
    """
    made = await make_invitation(
        session, council_id=council_id, role=role, body_id=body_id, name=name, phone=phone, now=now
    )
    return made.code


async def is_only_secretary(session: Session, *, viewer: Viewer) -> bool:
    """Whether the viewer is a secretary and the council has no other who could be asked."""
    found = await members.ids_with_role(session, viewer.council_id, Role.SECRETARY)
    return found == [viewer.person_id]


async def make_invitation(
    session: Session,
    *,
    council_id: int,
    role: Role,
    now: datetime,
    body_id: int | None = None,
    name: str | None = None,
    phone: str | None = None,
    issued_by: int | None = None,
    person_id: int | None = None,
) -> Made:
    """An invitation with its code; whether it may be issued is for the caller to ask.

    Raises NotFoundError where there is no such council or body, and PhoneNotUnderstoodError. Does
    not commit.
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
        phone=phones.read(phone) if phone else None,
        created_at=now,
        expires_at=now + timedelta(hours=INVITATION_HOURS),
        issued_by=issued_by,
        person_id=person_id,
    )
    await joining.add(session, invitation)
    audit.record(
        session,
        council_id=council_id,
        actor_id=issued_by,
        action="invited",
        subject="invitation",
        subject_id=invitation.id,
        at=now,
        after={"role": role.value, "body_id": body_id},
    )
    return Made(invitation.id, code)


async def recognise(session: Session, telegram_id: int, now: datetime) -> Viewer | None:
    """Who that Telegram id is in the council they have open; None for strangers and the removed.

    Read from the tables at every update, so that a removal holds from the next tap on.
    """
    account = await members.account(session, telegram_id)
    return await known_as(session, telegram_id, account, now)


async def known_as(
    session: Session, telegram_id: int, account: Account | None, now: datetime
) -> Viewer | None:
    """Who the account of that Telegram id is in the council they have open, as `recognise`."""
    if account is None or not account.places:
        return None
    chosen = [one for one in account.places if one.council_id == account.active_council_id]
    place = (chosen or account.places)[0]
    lent: Sequence[leaves.Lent] = ()
    if account.stands_in:
        today = dates.local_date(now, place.zone)
        lent = await leaves.lent_to(session, place.council_id, account.person_id, today)
    return Viewer(
        person_id=account.person_id,
        telegram_id=telegram_id,
        name=account.name,
        language=manner_of(account),
        council_id=place.council_id,
        council_name=place.council_name,
        zone=place.zone,
        membership_id=place.membership_id,
        role=place.role,
        body_ids=place.body_ids.union(*(one.body_ids for one in lent)),
        councils=len(account.places),
        stands_in_for=frozenset(one.membership_id for one in lent),
    )


async def as_they_are(
    session: Session, *, person_id: int, now: datetime
) -> tuple[int, Viewer | None]:
    """A person's Telegram id (0 where none is known) and who they are in the council they have
    open; None for those who belong to none."""
    person = await members.person(session, person_id)
    if person is None:
        return 0, None
    return person.telegram_id or 0, await _in_open_council(session, person, now)


async def _in_open_council(session: Session, person: Person, now: datetime) -> Viewer | None:
    mine = await members.active_memberships(session, person.id)
    if not mine:
        return None
    chosen = [pair for pair in mine if pair[0].council_id == person.active_council_id]
    membership, council = (chosen or mine)[0]
    return await _viewer(session, person, membership, council, councils=len(mine), now=now)


async def _viewer(
    session: Session,
    person: Person,
    membership: Membership,
    council: Council,
    *,
    councils: int,
    now: datetime | None,
) -> Viewer:
    own_bodies = await members.bodies_of(session, membership.id)
    today = dates.local_date(now, council.zone) if now else None
    lent = await leaves.lent_to(session, council.id, person.id, today) if today else ()
    return Viewer(
        person_id=person.id,
        telegram_id=person.telegram_id or 0,
        name=person.name,
        language=manner_of(person),
        council_id=council.id,
        council_name=council.name,
        zone=council.zone,
        membership_id=membership.id,
        role=membership.role,
        body_ids=frozenset(body.id for body in own_bodies).union(*(one.body_ids for one in lent)),
        councils=councils,
        stands_in_for=frozenset(one.membership_id for one in lent),
    )


def manner_of(person: Person | members.Account) -> str:
    """How to speak to them, as a language tag: the language, and what else they chose."""
    calendar = "-ca-gregory" if person.calendar == "gregory" else ""
    numerals = "-nu-latn" if person.numerals == "latn" else ""
    return person.language + ("-u" if calendar or numerals else "") + calendar + numerals


async def viewer_in(
    session: Session, person_id: int, council_id: int, now: datetime | None = None
) -> Viewer | None:
    """The person as they are in that council, whichever they have open; None without rights.

    `now` decides for whom they stand in; without it for nobody.
    """
    person = await members.person(session, person_id)
    if person is None or person.telegram_id is None:
        return None
    mine = await members.active_memberships(session, person_id)
    for membership, council in mine:
        if council.id == council_id:
            return await _viewer(session, person, membership, council, councils=len(mine), now=now)
    return None


async def known_person(session: Session, telegram_id: int) -> tuple[int, bool] | None:
    """(person id, whether they ever belonged to a council) of a Telegram account; None if new."""
    person = await members.by_telegram(session, telegram_id)
    if person is None:
        return None
    return person.id, await members.has_memberships(session, person.id)


async def viewer_of(
    session: Session, *, viewer: Viewer | None, kind: str, object_id: int, now: datetime
) -> Viewer | None:
    """The person as they are in the council that the thing belongs to.

    The viewer unchanged where it is of the open council, or of one they do not belong to.
    """
    if viewer is None or viewer.councils == 1:
        return viewer
    council_id = await councils.of_object(session, kind, object_id)
    if council_id in (None, viewer.council_id):
        return viewer
    return await viewer_in(session, viewer.person_id, council_id or 0, now) or viewer


async def council_name(session: Session, council_id: int) -> str:
    """The council's name. NotFoundError where there is none."""
    council = await councils.get(session, council_id)
    if council is None:
        raise NotFoundError
    return council.name


async def body_names(session: Session, *, viewer: Viewer) -> tuple[str, ...]:
    """The bodies that the viewer speaks for, in alphabetical order."""
    found = await members.bodies_of(session, viewer.membership_id)
    return tuple(body.name for body in found)


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

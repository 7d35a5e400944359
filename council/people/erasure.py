"""Erasing a person: their name, phone and account leave, the council's record stays."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import takewhile

from council import access, notices, text
from council.access import Viewer
from council.errors import (
    ElsewhereTooError,
    ErasedAlreadyError,
    LastOneError,
    NotAllowedError,
    NotConfirmedError,
    NotFoundError,
    OneselfError,
)
from council.seconding import second_person
from council.seconding.second_person import Asked
from storage import audit, searches, standing
from storage import erasure as stored
from storage.database import Session
from storage.models import AuditEvent, Membership, Person
from storage.words import Act, MembershipState

PSEUDONYM = "عضو حذف‌شده {n}"
ASKED, TAKEN_BACK = "erasure_asked", "erasure_taken_back"


async def ask(session: Session, *, person_id: int, now: datetime) -> int:
    """Ask, for oneself, to be erased: the secretaries of one's councils are told.

    Also for those who no longer belong. Returns how many were told. Does not commit.
    """
    told = 0
    for membership in await stored.memberships_of(session, person_id):
        before = await _turns(session, membership)
        _record(session, membership, person_id, ASKED, now)
        told += await _tell(session, membership, ASKED, _key(before, membership, now), {}, now)
    return told


async def take_back(session: Session, *, person_id: int, now: datetime) -> bool:
    """Ask no longer: the cards that the secretaries were sent say so; False where nothing was
    asked. Does not commit."""
    taken = False
    for membership in await stored.memberships_of(session, person_id):
        turns = await _turns(session, membership)
        if not _stands(turns):
            continue
        taken = True
        _record(session, membership, person_id, TAKEN_BACK, now)
        open_ones = takewhile(lambda one: one.action == ASKED, reversed(turns))
        for asked in {_key(turns, membership, one.at) for one in open_ones}:
            await _tell(session, membership, TAKEN_BACK, f"un{asked}", {"asked": asked}, now)
    return taken


async def is_asked(session: Session, membership: Membership) -> bool:
    """Whether the member's request to be erased stands."""
    return _stands(await _turns(session, membership))


async def _turns(session: Session, membership: Membership) -> list[AuditEvent]:
    """How often it was asked and taken back, in order."""
    events = await audit.of_subject(session, "membership", membership.id)
    return [one for one in events if one.action in (ASKED, TAKEN_BACK)]


def _stands(turns: Sequence[AuditEvent]) -> bool:
    return bool(turns) and turns[-1].action == ASKED


def _key(turns: Sequence[AuditEvent], membership: Membership, asked_at: datetime) -> str:
    """The key of what the secretaries are told of it: once a day, and anew after it was taken
    back."""
    taken_back = sum(one.action == TAKEN_BACK for one in turns)
    return f"erase:{membership.id}:{asked_at.date().isoformat()}:{taken_back}"


async def _tell(
    session: Session,
    membership: Membership,
    kind: str,
    key: str,
    beside: Mapping[str, str],
    now: datetime,
) -> int:
    return await notices.tell_secretariat(
        session,
        council_id=membership.council_id,
        kind=kind,
        key=key,
        payload={"membership_id": membership.id, **beside},
        now=now,
    )


async def erase(
    session: Session,
    *,
    viewer: Viewer,
    membership_id: int,
    typed: str,
    now: datetime,
    seconded: bool = False,
) -> str | Asked:
    """Erase a member or former member, once their name was typed; gives the pseudonym.

    Their reports and the audit stay, under the pseudonym. Where the council wants a second person,
    one is asked unless `seconded`. Raises NotAllowedError, NotFoundError, OneselfError,
    NotConfirmedError, LastOneError, NobodySecondsError, and ElsewhereTooError for somebody whom
    another council still counts among its people. Does not commit.
    """
    membership, person = await erasable(session, viewer=viewer, membership_id=membership_id)
    if text.key(typed) != text.key(person.name):
        raise NotConfirmedError
    if await stored.belongs_elsewhere(
        session, person_id=membership.person_id, council_id=viewer.council_id
    ):
        raise ElsewhereTooError
    asked = await second_person.wanted(
        session,
        viewer=viewer,
        act=Act.ERASE,
        about=membership_id,
        now=now,
        seconded=seconded,
        but=person.id,
    )
    if asked:
        return asked
    removed = membership.state is MembershipState.REMOVED
    if not removed and not await standing.change(
        session, membership, state=MembershipState.REMOVED
    ):
        raise LastOneError
    pseudonym = PSEUDONYM.format(n=await stored.count_erased(session) + 1)
    for one in await stored.memberships_of(session, person.id):
        await standing.stop_representing(session, membership_id=one.id, body_id=None)
        await standing.forget_access(session, membership_id=one.id)
        await searches.forget(session, one.id)
    await stored.erase(session, person, pseudonym=pseudonym, now=now)
    _record(session, membership, viewer.person_id, "erased", now)
    return pseudonym


async def erasable(
    session: Session, *, viewer: Viewer, membership_id: int
) -> tuple[Membership, Person]:
    """The membership of somebody whom the viewer may erase, and who. Raises like `erase`."""
    access.ensure(viewer, "erase")
    found = await standing.of_council(session, viewer.council_id, membership_id)
    if found is None:
        raise NotFoundError
    membership, person = found
    if person.erased_at is not None:
        raise ErasedAlreadyError
    if person.id == viewer.person_id:
        raise OneselfError
    if not access.may_erase(viewer, membership.role):
        raise NotAllowedError("erase")
    return membership, person


def _record(
    session: Session, membership: Membership, actor_id: int, action: str, now: datetime
) -> None:
    audit.record(
        session,
        council_id=membership.council_id,
        actor_id=actor_id,
        action=action,
        subject="membership",
        subject_id=membership.id,
        at=now,
    )

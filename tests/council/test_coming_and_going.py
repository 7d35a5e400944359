"""Coming in and leaving for good, asked of the council's own actions: every way in and out."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from council.access import Viewer
from council.errors import (
    AlreadyMemberError,
    AnsweredError,
    NotAllowedError,
    NotFoundError,
    NotOwnContactError,
    OneselfError,
)
from council.people import admission, erasure, invitations, joining, members, standing
from council.people.admission import Joined
from council.people.joining import Waiting
from storage import erasure as stored_erasure
from storage import joining as stored
from storage import members as stored_members
from storage.database import Database, Session
from storage.models import Invitation, OpenQuestion, Person
from storage.words import CouncilKind, Role

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)
ADMIN, SECRETARY, COMER, OTHER = 11, 12, 13, 14
"""Accounts."""


@dataclass
class Hall:
    """A council with an admin and a secretary, in one open transaction."""

    session: Session
    council_id: int
    admin: Viewer
    secretary: Viewer

    async def issued(self, role: Role = Role.MEMBER, **more: object) -> invitations.Issued:
        """An invitation of whoever may invite to the role."""
        host = self.admin if role is Role.SECRETARY else self.secretary
        asked: dict[str, object] = {"viewer": host, "name": "نام", "role": role, "now": NOW} | more
        return await invitations.issue(self.session, **asked)  # type: ignore[arg-type]

    async def comes(self, code: str, account: int = COMER, name: str = "x") -> joining.Outcome:
        """Somebody with this account comes with the code."""
        return await joining.redeem(
            self.session, code=code, telegram_id=account, shown_name=name, now=NOW
        )

    async def joins(self, account: int = COMER, role: Role = Role.MEMBER) -> Viewer:
        """Somebody comes and is confirmed."""
        issued = await self.issued(role)
        assert isinstance(await self.comes(issued.code, account), Waiting)
        host = self.admin if role is Role.SECRETARY else self.secretary
        await admission.confirm(self.session, viewer=host, invitation_id=issued.id, now=NOW)
        viewer = await members.recognise(self.session, account, NOW)
        assert viewer is not None
        return viewer

    async def tries(self, account: int = COMER) -> int:
        """Wrong tries that were counted."""
        since = NOW - timedelta(hours=1)
        return await stored.count_tries(self.session, telegram_id=account, since=since)


@pytest.fixture
async def hall(database: Database) -> AsyncIterator[Hall]:
    async with database.writing() as session:
        founded = await members.found_council(
            session, name="شورا", kind=CouncilKind.DIALOGUE, province="قم", now=NOW
        )
        people = []
        for role, account in ((Role.ADMIN, ADMIN), (Role.SECRETARY, SECRETARY)):
            code = await members.invite(session, council_id=founded.council_id, role=role, now=NOW)
            joined = await joining.redeem(
                session, code=code, telegram_id=account, shown_name=role.value, now=NOW
            )
            assert isinstance(joined, Joined)
            people.append(joined.viewer)
        yield Hall(session, founded.council_id, *people)


async def test_who_came_is_told_to_those_who_may_invite_them_and_answered_once(hall: Hall) -> None:
    issued = await hall.issued()
    await hall.comes(issued.code, name="Amin")
    host, session = hall.secretary, hall.session

    waiting = await admission.waiting(session, viewer=host)
    assert [(one.invited_name, one.shown_name, one.open) for one in waiting] == [
        ("نام", "Amin", True)
    ]
    assert await admission.newcomer(session, viewer=host, invitation_id=issued.id) == waiting[0]
    assert await admission.waiting(session, viewer=hall.admin) == ()
    with pytest.raises(NotAllowedError):
        await admission.newcomer(session, viewer=hall.admin, invitation_id=issued.id)
    await admission.confirm(session, viewer=host, invitation_id=issued.id, now=NOW)
    for answer in (admission.confirm, admission.decline):
        with pytest.raises(AnsweredError):
            await answer(session, viewer=host, invitation_id=issued.id, now=NOW)


async def test_an_invitation_that_nobody_used_or_of_another_council_has_no_newcomer(
    hall: Hall,
) -> None:
    issued = await hall.issued()
    elsewhere = replace(hall.secretary, council_id=hall.council_id + 1)

    for viewer, invitation_id in ((hall.secretary, issued.id), (hall.secretary, 999)):
        with pytest.raises(NotFoundError):
            await admission.newcomer(hall.session, viewer=viewer, invitation_id=invitation_id)
    await hall.comes(issued.code)
    with pytest.raises(NotFoundError):
        await admission.confirm(hall.session, viewer=elsewhere, invitation_id=issued.id, now=NOW)
    with pytest.raises(NotFoundError):
        await invitations.revoke(hall.session, viewer=elsewhere, invitation_id=issued.id, now=NOW)


async def test_a_secretary_neither_comes_by_nor_confirms_their_own_invitation(hall: Hall) -> None:
    own = await hall.issued(Role.OBSERVER)
    with pytest.raises(AlreadyMemberError):
        await hall.comes(own.code, SECRETARY)

    operators = await members.invite(
        hall.session, council_id=hall.council_id, role=Role.MEMBER, now=NOW
    )
    with pytest.raises(AlreadyMemberError):
        await hall.comes(operators, SECRETARY)  # nothing would be added
    higher = await hall.issued(Role.SECRETARY)
    made = await stored.get(hall.session, hall.council_id, higher.id)
    assert made is not None
    made.redeemed_by, made.redeemed_at = hall.admin.person_id, NOW
    await hall.session.flush()
    with pytest.raises(NotAllowedError):
        await admission.confirm(hall.session, viewer=hall.admin, invitation_id=higher.id, now=NOW)


async def test_what_may_not_be_issued_or_made_void(hall: Hall) -> None:
    session, host = hall.session, hall.secretary

    for role, error in ((Role.SECRETARY, NotAllowedError), (Role.ADMIN, NotAllowedError),
                        (Role.REPRESENTATIVE, NotFoundError)):  # fmt: skip
        with pytest.raises(error):
            await hall.issued(role, viewer=host)
    with pytest.raises(NotFoundError):
        await invitations.renew(session, viewer=host, membership_id=999, now=NOW)
    theirs = await hall.issued(Role.SECRETARY)
    mine = await hall.issued()
    for invitation_id in (999, theirs.id):
        with pytest.raises(NotFoundError):
            await invitations.revoke(session, viewer=host, invitation_id=invitation_id, now=NOW)
    open_ones = await invitations.open_ones(session, viewer=host, now=NOW)
    assert [one.id for one in open_ones] == [mine.id]
    await invitations.revoke(session, viewer=host, invitation_id=mine.id, now=NOW)
    with pytest.raises(NotFoundError):
        await invitations.revoke(session, viewer=host, invitation_id=mine.id, now=NOW)


async def test_after_five_wrong_tries_right_codes_and_numbers_are_refused_alike_for_an_hour(
    hall: Hall,
) -> None:
    phone = "+989121234567"
    await hall.issued(name="زهرا", phone=phone)
    code = (await hall.issued()).code
    for n in range(4):
        assert await hall.comes(f"wrong-{n}") is None

    async def shares(number: str, at: datetime, owner: int = COMER) -> joining.Outcome:
        return await joining.prove(
            hall.session, phone=number, owner_id=owner, telegram_id=COMER, shown_name="z", now=at
        )

    with pytest.raises(NotOwnContactError):
        await shares(phone, NOW, owner=OTHER)
    assert await shares("not a number", NOW) is None
    assert await hall.tries() == 5
    assert await hall.comes(code) is None
    assert await shares(phone, NOW) is None
    later = NOW + timedelta(minutes=61)
    assert isinstance(await shares(phone, later), Joined)
    assert await stored.prune_tries(hall.session, before=later) == 5


async def test_a_link_for_somebody_known_is_nothing_to_others_and_counts_as_a_wrong_try(
    hall: Hall,
) -> None:
    known, other = await hall.joins(COMER), await hall.joins(OTHER)
    link = await invitations.renew(
        hall.session, viewer=hall.secretary, membership_id=known.membership_id, now=NOW
    )

    assert await hall.comes(link.code, other.telegram_id) is None
    assert await hall.tries(other.telegram_id) == 1


async def test_who_is_overtaken_by_another_hears_the_same_as_for_a_wrong_code(hall: Hall) -> None:
    issued = await hall.issued()
    seen_open = await stored.get(hall.session, hall.council_id, issued.id)
    taken = "UPDATE invitations SET redeemed_at = created_at, redeemed_by = :by WHERE id = :id"
    await hall.session.execute(text(taken), {"by": hall.admin.person_id, "id": issued.id})

    assert seen_open is not None
    assert seen_open.redeemed_at is None
    assert await hall.comes(issued.code) is None
    assert await hall.tries() == 1


async def test_nobody_without_an_account_is_let_in(hall: Hall) -> None:
    issued = await hall.issued()
    invitation = await stored.get(hall.session, hall.council_id, issued.id)
    nobody = await stored_members.add_person(
        hall.session, telegram_id=COMER, name="x", phone=None, now=NOW
    )
    nobody.telegram_id = None
    assert invitation is not None

    with pytest.raises(NotFoundError):
        await admission.admit(hall.session, invitation=invitation, newcomer=nobody, now=NOW)


async def test_whom_nobody_may_erase(hall: Hall) -> None:
    member, host = await hall.joins(), hall.secretary
    cases = (
        (host, 999, NotFoundError),
        (host, host.membership_id, OneselfError),
        (host, hall.admin.membership_id, NotAllowedError),
        (member, host.membership_id, NotAllowedError),
    )
    for viewer, membership_id, error in cases:
        with pytest.raises(error):
            await erasure.erasable(hall.session, viewer=viewer, membership_id=membership_id)


async def test_an_erased_person_comes_back_by_no_link_and_is_in_no_open_question(
    hall: Hall,
) -> None:
    session, host = hall.session, hall.secretary
    member = await hall.joins()
    person = await stored_members.person(session, member.person_id)
    assert person is not None
    person.name = "کاناریا"
    link = await invitations.renew(
        session, viewer=host, membership_id=member.membership_id, now=NOW
    )
    await standing.remove(session, viewer=host, membership_id=member.membership_id, now=NOW)
    await hall.comes((await hall.issued()).code)  # and waits for a word
    for user_id, words in ((SECRETARY, "کاناریا"), (ADMIN, "دیگری")):
        session.add(
            OpenQuestion(
                bot_id=1, chat_id=user_id, user_id=user_id, thread_id=0, destiny="default",
                state="s", data={"typed": words}, updated_at=NOW,
            )
        )  # fmt: skip
    await session.flush()

    await erasure.erase(
        session, viewer=host, membership_id=member.membership_id, typed="کاناریا", now=NOW
    )

    assert await hall.comes(link.code, OTHER) is None
    assert await admission.waiting(session, viewer=host) == ()
    asked = (await session.scalars(select(OpenQuestion.user_id))).all()
    assert asked == [ADMIN]
    with pytest.raises(NotFoundError):
        await invitations.renew(session, viewer=host, membership_id=member.membership_id, now=NOW)
    with pytest.raises(NotFoundError):
        await erasure.erasable(session, viewer=host, membership_id=member.membership_id)
    names = (await session.scalars(select(Invitation.name).where(Invitation.id == link.id))).all()
    assert names == [None]


async def test_somebody_whose_account_is_gone_already_is_erased_too(hall: Hall) -> None:
    person = Person(name="نام", phone=None, telegram_id=None, language="fa", created_at=NOW)
    hall.session.add(person)
    await hall.session.flush()

    await stored_erasure.erase(hall.session, person, pseudonym="عضو حذف‌شده 1", now=NOW)

    assert (person.name, person.erased_at) == ("عضو حذف‌شده 1", NOW)

"""What an update begins with: its own row, the account, a closed chat, and what stands open."""

from datetime import UTC, datetime

import pytest

from storage import inbox, members, questions
from storage.database import Database
from storage.first_look import FirstLook, first_look
from storage.inbox import Arrival
from storage.models import Body, Chat, Council, Membership, Person, Representation
from storage.questions import ANSWERED, SHOWN, Question, QuestionKey
from storage.words import BodyKind, ChatKind, CouncilKind, MembershipState, Role

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BOT, ACCOUNT, STRANGER = 42, 7_000_000_001, 7_000_000_002
ASKED = Question("Form:note", {"item": 3})
BUTTONS = Question(None, {"labels": {"بله": "y:1"}})


@pytest.fixture
async def town(database: Database) -> Database:
    """Somebody in two councils, once in a third, whose chat is closed and who is being asked."""
    since = {"created_at": NOW}
    async with database.writing() as session:
        for number in (1, 2, 3):
            session.add(
                Council(
                    id=number, name=f"شورای {number}", kind=CouncilKind.CITY, province="قم",
                    zone="Asia/Tehran", reminder_hour=9, **since,
                )
            )  # fmt: skip
        session.add(Person(id=1, telegram_id=ACCOUNT, name="آیدا", language="fa", **since))
        await session.flush()
        for number in (1, 2):
            body = {"kind": BodyKind.UNIT, "name": f"واحد {number}", "sort_key": str(number)}
            session.add(Body(id=number, council_id=1, key=str(number), **body, **since))
        whose = {"person_id": 1, "role": Role.REPRESENTATIVE, "joined_at": NOW}
        for number, state in enumerate((*[MembershipState.ACTIVE] * 2, MembershipState.REMOVED), 1):
            session.add(Membership(id=number, council_id=number, state=state, **whose))
        session.add(
            Chat(telegram_id=ACCOUNT, kind=ChatKind.PRIVATE, person_id=1, unreachable_since=NOW)
        )
        await session.flush()
        session.add_all(Representation(membership_id=1, body_id=number) for number in (1, 2))
        for destiny, question in ((ANSWERED, ASKED), (SHOWN, BUTTONS)):
            await questions.write(session, _key(ACCOUNT, destiny), question, NOW)
        came = [Arrival(number, ACCOUNT, ACCOUNT, {"update_id": number}) for number in (1, 2, 3)]
        await inbox.take_in(session, came, NOW)
    return database


def _key(account: int, destiny: str) -> QuestionKey:
    return QuestionKey(BOT, account, account, 0, destiny)


async def _look(town: Database, update_id: int, account: int | None) -> FirstLook | None:
    async with town.writing(quick=True) as session:
        return await first_look(session, update_id, bot_id=BOT, chat_id=account, user_id=account)


async def test_one_look_tells_all_that_an_update_begins_with_and_takes_effect_once(
    town: Database,
) -> None:
    first, again = await _look(town, 1, ACCOUNT), await _look(town, 1, ACCOUNT)

    async with town.reading() as session:
        account = await members.account(session, ACCOUNT)
        left = [arrival.update_id for arrival in await inbox.waiting(session)]
    assert account is not None
    assert [(one.membership_id, one.body_ids) for one in account.places] == [
        (1, frozenset({1, 2})),
        (2, frozenset()),
    ]
    known = {_key(ACCOUNT, ANSWERED): ASKED, _key(ACCOUNT, SHOWN): BUTTONS}
    assert (first, again) == (FirstLook(account, True, known), None)
    assert left == [2, 3]


async def test_a_stranger_and_what_nobody_said_are_looked_at_too(town: Database) -> None:
    strange, nobody = await _look(town, 2, STRANGER), await _look(town, 3, None)

    empty = {_key(STRANGER, destiny): Question(None, {}) for destiny in (ANSWERED, SHOWN)}
    assert strange == FirstLook(None, False, empty)
    assert nobody == FirstLook(None, False, {})
    assert await _look(town, 99, ACCOUNT) is None
